"""Callers are served in the order they came, those of higher priority first."""

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-rejected = 200ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => vip,1,AcdQueue(support,,,10)
exten => late,1,AcdQueue(support,,,-5)
"""


class OrderOfCallers(FloorTest):
    """One agent, several callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def served(self, extensions: list[str]) -> list[str]:
        """The extensions in the order in which their callers talk to the agent."""
        callers = {}
        for place, extension in enumerate(extensions, 1):
            caller = self.pbx.caller(extension)
            callers[caller.us.number] = (f"{extension}{place}", caller)
            caller.place()
            self.pbx.wait_waiting(place)
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        order = []
        for nth in range(1, len(extensions) + 1):
            talk = phone.wait_ring(nth=nth).wait("talking")
            name, caller = callers[talk.caller.number]
            caller.wait_answered()
            order.append(name)
            caller.hang_up()
        return order

    def test_first_come_first_served(self):
        self.assertEqual(self.served(["support"] * 3), ["support1", "support2", "support3"])

    def test_priority_goes_before_age(self):
        order = self.served(["late", "support", "vip", "support", "vip"])
        self.assertEqual(order, ["vip3", "vip5", "support2", "support4", "late1"])

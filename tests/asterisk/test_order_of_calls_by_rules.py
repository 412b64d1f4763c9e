"""Rules that change who is served first: ageing, deadline, attributes, a place in line."""

from floor import FloorTest

AGENT = """
[1001]
type = agent
interface = PJSIP/1001
queues = {queues}
"""


class Rules(FloorTest):
    """One agent, who comes when all callers wait."""

    def served(self, extensions: list[str]) -> list[str]:
        """The extensions in the order in which their callers talk to the agent."""
        callers = {}
        for place, extension in enumerate(extensions, 1):
            caller = self.pbx.caller(extension)
            callers[caller.us.number] = (f"{extension}{place}", caller)
            caller.place()
            self.pbx.wait_waiting(place)
        return self.order(callers)

    def order(self, callers: dict) -> list[str]:
        """Lets the agent come and take everybody in turn."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        order = []
        for nth in range(1, len(callers) + 1):
            talk = phone.wait_ring(nth=nth).wait("talking")
            name, caller = callers[talk.caller.number]
            caller.wait_answered()
            order.append(name)
            caller.hang_up()
        return order


class Ageing(Rules):
    """Waiting raises priority."""

    CONF = (
        """
[support]
type = queue
ageing = 1 per 100ms
weight = 3
"""
        + AGENT.format(queues="support")
    )
    DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => vip,1,AcdQueue(support,,,10)
exten => boss,1,AcdQueue(support,,,100000)
"""

    def test_who_waited_long_goes_before_who_matters_more(self):
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)

        self.pbx.wait_until(
            lambda: self.pbx.waiting_calls()[0]["wait_ms"] > 1_000,
            10,
            "the first to have waited for more than ten points",
        )
        number = self.pbx.waiting_calls()[0]["call"]
        told = self.pbx.cli(f"acd explain call {number}")
        parts = r"Priority: .* 0 of its own, 3 by weight, .* by ageing \(1 per 0.10 s\)"
        self.assertRegex(told, parts)
        callers = {caller.us.number: ("support", caller)}
        for place, extension in ((2, "vip"), (3, "boss")):
            other = self.pbx.caller(extension)
            callers[other.us.number] = (extension, other)
            other.place()
            self.pbx.wait_waiting(place)
        self.assertEqual(self.order(callers), ["boss", "support", "vip"])


class Deadline(Rules):
    """Calls of two queues rank by the time that is left to them."""

    CONF = (
        """
[queue](!)
type = queue
order = deadline

[quick](queue)
service-level = 1s

[patient](queue)
service-level = 1h
"""
        + AGENT.format(queues="quick, patient")
    )
    DIALPLAN = """
[incoming]
exten => quick,1,AcdQueue(quick)
exten => patient,1,AcdQueue(patient)
"""

    def test_less_time_left_goes_first(self):
        order = self.served(["patient", "quick", "patient", "quick"])
        self.assertEqual(order, ["quick2", "quick4", "patient1", "patient3"])


class ByAttribute(Rules):
    """A channel variable raises the priority."""

    CONF = (
        """
[support]
type = queue
priority-if = $vip: 10
priority-if = $segment = gold: 20
"""
        + AGENT.format(queues="support")
    )
    DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => vip,1,Set(vip=yes)
 same => n,AcdQueue(support)
exten => gold,1,Set(segment=Gold)
 same => n,AcdQueue(support)
"""

    def test_who_brings_it_goes_first(self):
        order = self.served(["support", "vip", "gold", "support"])
        self.assertEqual(order, ["gold3", "vip2", "support1", "support4"])


class Position(Rules):
    """A caller enters the line at a place."""

    CONF = (
        """
[support]
type = queue
"""
        + AGENT.format(queues="support")
    )
    DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => second,1,AcdQueue(support,p(2))
exten => nowhere,1,AcdQueue(support,p(0))
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
"""

    def test_the_place_is_kept(self):
        order = self.served(["support", "support", "second"])
        self.assertEqual(order, ["support1", "second3", "support2"])

    def test_a_place_that_is_none_is_refused(self):
        self.pbx.caller("nowhere").place()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "INVALID")

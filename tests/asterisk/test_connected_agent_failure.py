"""When call distribution fails, agents stay on the line; when it gives up, they are told."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
connect-beep = none
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[desk](+)
exten => *1,1,AcdConnect(1001)
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
"""


class ConnectedAgentFailure(FloorTest):
    """One agent on the line, who has a phone of the configuration too."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001")
        self.line = self.phone.dial("*1")
        self.line.wait("talking")
        self.pbx.wait_until(
            lambda: self.pbx.agent("1001")["interface"].startswith("AcdConnect/"),
            5,
            lambda: "the agent to be on the line",
        )
        self.pbx.wait_agent("1001", "free")

    def next_caller(self):
        """A caller whom the agent gets to talk to."""
        caller = self.pbx.caller("support")
        caller.place()
        self.hear_each_other(caller)
        return caller

    def hear_each_other(self, caller):
        """Audio flows both ways."""
        self.line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(self.phone.voice_hz)

    def test_a_failure_costs_no_line(self):
        caller = self.next_caller()
        self.pbx.cli("acd fault worker")
        self.pbx.wait_log("call distribution failed while working on")
        self.hear_each_other(caller)
        self.pbx.wait_agent("1001", "talking")
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")
        self.pbx.cli("acd fault worker")
        self.pbx.wait_agent("1001", "free")
        self.next_caller().hang_up()
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.phone.offers, [])

    def test_a_module_that_gives_up_lets_the_agent_go(self):
        for _ in range(5):
            self.pbx.cli("acd fault worker")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "ERROR")

"""`acd explain agent` says why an agent gets no call, and which calls the agent would get."""

from floor import FloorTest
from floor.console import rows

CONF = """
[french]
type = skill

[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => french,1,AcdQueue(support,,french)
[desk](+)
exten => *1,1,AcdNotReady(1001,lunch)
exten => *2,1,AcdReady(1001)
"""


class ExplainAgent(FloorTest):
    """One agent, a call that fits and one that does not."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_one_reason_and_every_call(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        other = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.assertIn("free, and no call is in line", self.pbx.cli("acd explain agent 1001"))
        other.dial("*1").wait("ended")
        self.pbx.wait_agent("1001", "not_ready")
        self.pbx.caller("french").place()
        self.pbx.wait_waiting(1)
        fits = self.pbx.caller("support")
        fits.place()
        self.pbx.wait_waiting(2)
        [told] = rows(self.pbx, "acd explain agent 1001")
        self.assertEqual(told["reason"], "not ready (lunch)")
        self.assertEqual(
            [call["chance"] for call in told["calls"]],
            ["the agent does not meet the requirement", "next for this agent"],
        )
        self.assertEqual([queue["fitting"] for queue in told["queues"]], [1])
        other.dial("*2").wait("ended")
        phone.wait_talking()
        fits.hang_up()
        self.pbx.wait_agent("1001", "free")
        told = self.pbx.cli("acd explain agent 1001")
        self.assertIn("free, but meets the requirement of no call in line", told)
        self.assertIn("there is no agent `nobody`", self.pbx.cli("acd explain agent nobody"))

"""A phone that sends the call elsewhere: `forward` of the queue, and that of the agent."""

from floor import FloorTest

CONF = """
[support]
type = queue
forward = refuse

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
forward = follow
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class ForwardPolicy(FloorTest):
    """The queue refuses, one agent's forwards are followed."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_agents_word_counts_before_the_queues(self):
        refused = self.pbx.agent_phone("1001", redirect_to="1003")
        followed = self.pbx.agent_phone("1002", redirect_to="1003")
        behind = self.pbx.agent_phone("1003", answer_after_ms=0)
        for number in ("1001", "1002"):
            self.pbx.wait_agent(number, "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = behind.wait_talking()
        caller.wait_answered()
        self.assertEqual((len(refused.offers), len(followed.offers)), (1, 1))
        self.assertEqual(len(behind.offers), 1)
        self.pbx.wait_agent("1001", "resting")
        self.assertEqual(self.pbx.agent("1001")["reason"], "unreachable")
        caller.call.wait_hears(behind.voice_hz)
        talk.wait_hears(caller.voice_hz)

"""A phone that takes a call in and says nothing was not reached: its agent missed nothing."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-timeout = 1s
back-off-unreachable = 500ms
back-off-congestion = 500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class SilentPhone(FloorTest):
    """The first agent's phone has crashed without signing off."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_next_agent_rings_and_the_first_rests_and_comes_back(self):
        crashed = self.pbx.agent_phone("1001").stays_mute()
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        second.wait_talking()
        self.assertEqual(len(crashed.offers), 1)
        view = self.pbx.agent("1001")
        self.assertIn(view["state"], ("resting", "free", "in_use"))
        crashed.answers(0)
        self.pbx.wait_agent("1001", "free")
        following = self.pbx.caller("support")
        following.place()
        crashed.wait_ring(nth=2).wait("talking")

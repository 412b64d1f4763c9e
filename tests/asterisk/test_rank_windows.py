"""Agents of later ranks join a call ring after ring, each at its second."""

from floor import FloorTest

CONF = """
[support]
type = queue
rank-window = 0s: 1
rank-window = 1s: 2
rank-window = 2500ms: any
back-off-busy = 3s

[slow]
type = queue
rank-window = 0s: 1
rank-window = 60s: 2

[1001]
type = agent
interface = PJSIP/1001
queues = support:2, slow:2

[1002]
type = agent
interface = PJSIP/1002
queues = support:3, slow:3
"""

DIALPLAN = """
[incoming]
exten => support,1,UserEvent(Entered)
 same => n,AcdQueue(support)
exten => slow,1,AcdQueue(slow)
"""


class RankWindows(FloorTest):
    """Nobody of rank 1 is here; one of rank 2 and one of rank 3 are."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_each_rank_rings_when_its_window_opens(self):
        second = self.pbx.agent_phone("1001", reject=486)
        third = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        self.pbx.caller("support").place()
        entered = self.pbx.wait_user_event("Entered").at
        self.assertGreaterEqual(second.wait_ring().rang_at - entered, 0.95)
        self.assertGreaterEqual(third.wait_ring().rang_at - entered, 2.45)

    def test_the_console_says_who_joins_when(self):
        self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free", timeout_s=10)
        self.pbx.caller("slow").place()
        (call,) = self.pbx.wait_waiting(1)
        explained = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertRegex(explained, r"Needs: +any, ranks up to 1 ")
        self.assertRegex(explained, r"Then: +any, ranks up to 2 in 0:\d\d: gains 1 agents, 1 of")
        self.assertRegex(explained, r"1001 +no +of rank 2, joins in \d+ s")
        self.assertRegex(explained, r"1002 +no +of rank 3, joins in no rank window")

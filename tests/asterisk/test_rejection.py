"""An agent who does not take the call costs the caller no time and no place in line."""

import time

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-busy = 1s
back-off-rejected = 1s
back-off-no-answer = 1s
back-off-unreachable = 1s
back-off-congestion = 1s
ring-timeout = 30s

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


class Rejection(FloorTest):
    """The first agent does not take the call; the second is rung."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def next_rings_at_once(self, code: int):
        """The first phone answers with the code; the caller gets the second phone and talks."""
        first = self.pbx.agent_phone("1001", reject=code)
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = second.wait_talking()
        self.assertEqual(first.call.end_code, code)
        self.assertLess(talk.rang_at - first.call.ended_at, 0.5)
        caller.wait_answered()
        self.assertEqual(len(first.offers), 1)
        rest = self.pbx.agent("1001")
        self.assertEqual(rest["state"], "resting", rest)
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.pbx.agent("1001")["missed"], 0)

    def test_busy(self):
        self.next_rings_at_once(486)

    def test_declined(self):
        self.next_rings_at_once(603)

    def test_temporarily_unavailable(self):
        self.next_rings_at_once(480)

    def test_service_unavailable(self):
        self.next_rings_at_once(503)

    def test_the_call_keeps_its_place_in_line(self):
        first = self.pbx.agent_phone("1001", reject=486)
        self.pbx.wait_agent("1001", "free")
        early, late = self.pbx.caller("support"), self.pbx.caller("support")
        early.place()
        first.wait_ring()
        self.pbx.wait_agent("1001", "resting")
        late.place()
        self.pbx.wait_waiting(2)
        second = self.pbx.agent_phone("1002")
        ring = second.wait_ring()
        self.assertEqual(ring.caller.number, early.us.number)

    def test_who_rejected_rests_and_is_rung_again(self):
        first = self.pbx.agent_phone("1001", reject=486)
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("support").place()
        rejected = first.wait_ring()
        self.pbx.wait_agent("1001", "resting")
        again = first.wait_ring(nth=2)
        self.assertAlmostEqual(again.rang_at - rejected.ended_at, 1.0, delta=0.2)
        time.sleep(0.2)
        self.assertEqual(len(first.offers), 2)

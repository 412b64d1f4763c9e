"""A caller who hangs up, at whatever instant, leaves nothing behind."""

import time

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
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS},Caller: ${CALLERID(num)})
"""
TIMES = 20


class CallerLeaves(FloorTest):
    """One agent; the callers lose patience."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def ended_with(self, caller, status: str):
        """The end of a call was seen by the dialplan, with this status, and it did not go on."""
        ended = self.pbx.wait_user_event("Ended", Caller=caller.us.number)
        self.assertEqual(ended["Status"], status)
        self.assertEqual(self.pbx.events("UserEvent", UserEvent="WentOn"), [])

    def test_while_waiting(self):
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        caller.hang_up()
        self.ended_with(caller, "ABANDONED")
        self.pbx.wait_waiting(0)

    def test_while_ringing_and_the_agent_is_free_at_once_for_the_next(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        first, second = self.pbx.caller("support"), self.pbx.caller("support")
        first.place()
        rung = phone.wait_ring()
        second.place()
        self.pbx.wait_waiting(2)
        left = time.monotonic()
        first.hang_up()
        ring = phone.wait_ring(nth=2)
        self.assertEqual((rung.ended_by, rung.end_code), ("them", 487))
        self.assertLess(rung.ended_at - left, 0.3)
        self.assertLess(ring.rang_at - left, 0.5)
        self.assertEqual(ring.caller.number, second.us.number)
        self.ended_with(first, "ABANDONED")

    def test_while_talking(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        caller.wait_answered()
        caller.hang_up()
        phone.wait_idle()
        self.ended_with(caller, "ANSWERED")
        self.pbx.wait_agent("1001", "free")

    def same_instant(self, is_answer_first: bool):
        """Answer and hang-up cross, many times; the agent is free after each."""
        phone = self.pbx.agent_phone("1001")
        for _ in range(TIMES):
            self.pbx.wait_agent("1001", "free")
            caller = self.pbx.caller("support")
            ring_number = len(phone.offers) + 1
            caller.place()
            phone.wait_ring(nth=ring_number)
            both = (phone.answer, caller.hang_up)
            self.pbx.same_instant(*(both if is_answer_first else both[::-1]))
            caller.wait_ended()
            phone.wait_idle()
            ended = self.pbx.wait_user_event("Ended", Caller=caller.us.number)
            self.assertIn(ended["Status"], ("ABANDONED", "ANSWERED"))
            self.pbx.wait_quiet()
            self.pbx.wait_waiting(0)
        self.pbx.wait_agent("1001", "free")
        self.assertIn("0 call(s)", self.pbx.cli("acd show calls"))
        self.assertEqual(self.pbx.events("UserEvent", UserEvent="WentOn"), [])

    def test_in_the_instant_of_the_answer_the_answer_first(self):
        self.same_instant(True)

    def test_in_the_instant_of_the_answer_the_caller_first(self):
        self.same_instant(False)

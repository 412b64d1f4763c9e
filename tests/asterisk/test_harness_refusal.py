"""Every way of not taking a call arrives at the PBX as what it is."""

from floor import FloorTest

DIALPLAN = """
[incoming]
exten => _1XXX,1,Dial(PJSIP/${EXTEN},20)
 same => n,UserEvent(DialDone,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
 same => n,Hangup()
"""


class Refusal(FloorTest):
    """Every way of not taking a call."""

    DIALPLAN = DIALPLAN

    def expect(self, status: str, code: int, **behaviour):
        phone = self.pbx.agent_phone("1001", **behaviour)
        self.pbx.caller("1001").place()
        done = self.pbx.wait_user_event("DialDone", timeout_s=3)
        self.assertEqual(done["Status"], status)
        self.assertEqual(phone.call.end_code, code)

    def test_busy_here(self):
        self.expect("BUSY", 486, reject=486)

    def test_declined(self):
        self.expect("CHANUNAVAIL", 603, reject=603)

    def test_temporarily_unavailable(self):
        self.expect("NOANSWER", 480, reject=480)

    def test_service_unavailable(self):
        self.expect("CONGESTION", 503, reject=503)

    def test_redirect_reaches_the_other_phone(self):
        self.pbx.agent_phone("1001", redirect_to="1002")
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        caller = self.pbx.caller("1001")
        caller.place()
        other.wait_talking()
        caller.wait_answered()

    def test_the_caller_leaves_while_it_rings(self):
        agent = self.pbx.agent_phone("1001")
        caller = self.pbx.caller("1001")
        caller.place(hang_up_after_ms=300)
        self.assertEqual(agent.wait_ring().state, "ringing")
        self.assertEqual(caller.wait_ended().end_code, 487)
        agent.wait_idle()
        self.assertEqual((agent.call.ended_by, agent.call.end_code), ("them", 487))

    def test_leaving_in_the_instant_of_the_answer_leaves_nothing_behind(self):
        agent = self.pbx.agent_phone("1001")
        for order in ("answer first", "caller first"):
            caller = self.pbx.caller("1001")
            caller.place()
            agent.wait_next_ring()
            caller.wait_ringing()
            both = (agent.answer, caller.hang_up)
            self.pbx.same_instant(*(both if order == "answer first" else both[::-1]))
            caller.wait_ended()
            agent.wait_idle()
            self.pbx.wait_quiet()

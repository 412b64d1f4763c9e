"""A phone that registers can be called, one that took its registration back cannot."""

from floor import FloorTest

DIALPLAN = """
[incoming]
exten => _1XXX,1,Dial(PJSIP/${EXTEN},20)
 same => n,UserEvent(DialDone,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
 same => n,Hangup()
"""


class Registration(FloorTest):
    """A phone that comes and goes."""

    DIALPLAN = DIALPLAN

    def test_registration_makes_the_phone_usable_and_its_end_unavailable(self):
        phone = self.pbx.agent_phone("1001", register=False)
        self.assertEqual(self.pbx.device_state("PJSIP/1001"), "UNAVAILABLE")
        phone.register()
        self.pbx.wait_device_state("PJSIP/1001", "NOT_INUSE")
        self.assertIn(f"{phone.line.address}:{phone.line.port}", self.pbx.cli("pjsip show aors"))
        phone.unregister()
        self.pbx.wait_device_state("PJSIP/1001", "UNAVAILABLE")

    def test_a_call_to_an_unregistered_phone_fails_at_once(self):
        caller = self.pbx.caller("1002")
        caller.place()
        done = self.pbx.wait_user_event("DialDone", timeout_s=2)
        self.assertEqual(done["Status"], "CHANUNAVAIL")

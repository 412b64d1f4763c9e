"""An agent who stays on the line hears a beep, then the caller, and then the next one."""

from floor import FloorTest

CONF = """
[support]
type = queue

[tired]
type = queue
wrap-up = 1s

[1001]
type = agent
queues = support, tired
connect-beep = tone-350

[1002]
type = agent
interface = PJSIP/1002
sign-in = manual
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN},c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
[desk](+)
exten => *1,1,AcdConnect(1001)
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
 same => n,Wait(20)
exten => *2,1,AcdConnect(1001,sb())
exten => *3,1,AcdLogin(1001,PJSIP/1001)
exten => *9,1,AcdLogin(1002)
exten => h,1,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
"""

MUSIC_HZ = 440
BEEP_HZ = 350


class ConnectedAgent(FloorTest):
    """One agent on the line, and callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def connected(self, extension="*1"):
        """The agent is on the line and free."""
        phone = self.pbx.agent_phone("1001")
        line = phone.dial(extension)
        line.wait("talking")
        self.pbx.wait_agent("1001", "free")
        return phone, line

    def hear_each_other(self, phone, line, caller):
        """Audio flows both ways."""
        line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)

    def test_a_beep_then_the_caller_then_the_next_one(self):
        phone, line = self.connected()
        line.wait_hears(MUSIC_HZ)
        view = self.pbx.agent("1001")
        self.assertRegex(view["interface"], r"^AcdConnect/PJSIP/1001-")
        first = self.pbx.caller("support", number="5551", name="Ann")
        first.place()
        line.wait_hears(BEEP_HZ)
        self.hear_each_other(phone, line, first)
        self.pbx.wait_agent("1001", "talking")
        second = self.pbx.caller("support", number="5552", name="Ben")
        second.place()
        self.pbx.wait_waiting(1)
        first.hang_up()
        line.wait_hears(BEEP_HZ)
        self.hear_each_other(phone, line, second)
        second.hang_up()
        self.pbx.wait_agent("1001", "free")
        line.wait_hears(MUSIC_HZ)
        self.assertEqual(phone.offers, [])
        line.hang_up()
        self.pbx.wait_agent("1001", "signed_out")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "HUNGUP")

    def test_silence_and_no_beep_if_one_likes(self):
        phone, line = self.connected("*2")
        caller = self.pbx.caller("support")
        caller.place()
        self.hear_each_other(phone, line, caller)
        self.assertFalse(line.hears(BEEP_HZ))
        self.assertFalse(line.hears(MUSIC_HZ))
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")

    def test_after_call_time_comes_between(self):
        phone, line = self.connected()
        caller = self.pbx.caller("tired")
        caller.place()
        self.hear_each_other(phone, line, caller)
        caller.hang_up()
        self.pbx.wait_agent("1001", "wrap_up")
        line.wait_hears(MUSIC_HZ)
        self.pbx.wait_agent("1001", "free")
        self.assertTrue(line.is_up)

    def test_the_agent_hangs_up_in_the_midst_of_it(self):
        phone, line = self.connected()
        caller = self.pbx.caller("tired")
        caller.place()
        self.hear_each_other(phone, line, caller)
        line.hang_up()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "ANSWERED")
        self.pbx.wait_agent("1001", "signed_out")

    def test_the_agent_hangs_up_during_the_beep(self):
        phone, line = self.connected()
        caller = self.pbx.caller("support")
        caller.place()
        line.wait_hears(BEEP_HZ)
        line.hang_up()
        self.pbx.wait_agent("1001", "signed_out")
        self.pbx.wait_waiting(1)
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        other.dial("*9").wait("ended")
        other.wait_ring().wait("talking")
        caller.call.wait_hears(other.voice_hz)
        caller.hang_up()

    def test_the_caller_hangs_up_during_the_beep(self):
        phone, line = self.connected()
        caller = self.pbx.caller("support")
        caller.place()
        line.wait_hears(BEEP_HZ)
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")
        line.wait_hears(MUSIC_HZ)

    def test_signed_out_by_a_supervisor(self):
        phone, line = self.connected()
        self.pbx.cli("acd agent 1001 sign-out")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "SIGNEDOUT")
        self.assertTrue(line.is_up)

    def test_signed_out_during_a_call_means_after_it(self):
        phone, line = self.connected()
        caller = self.pbx.caller("support")
        caller.place()
        self.hear_each_other(phone, line, caller)
        self.pbx.cli("acd agent 1001 sign-out")
        self.hear_each_other(phone, line, caller)
        self.assertEqual(self.pbx.events("UserEvent", UserEvent="Off"), [])
        caller.hang_up()
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "SIGNEDOUT")

    def test_signing_in_on_another_phone_ends_the_line(self):
        phone, line = self.connected()
        other = self.pbx.agent_phone("1003")
        other.dial("*3").wait("ended")
        self.pbx.wait_user_event("Off", Status="MOVED")
        line.hang_up()
        line.wait("ended")
        self.assertEqual(self.pbx.agent("1001")["interface"], "PJSIP/1001")

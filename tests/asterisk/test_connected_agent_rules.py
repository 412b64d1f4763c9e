"""What queues and agents rule holds for an agent on the line as for any phone."""

from floor import FloorTest

CONF = """
[support]
type = queue
wrap-up = none

[told]
type = queue
announce = tone-350
display = {queue}: {name}
agent-subroutine = told,s,1

[asked]
type = queue
announce = tone-350
confirm-key = 1
reject-key = 2
ring-timeout = 2s

[both]
type = queue
ring-at-once = 2

[agent](!)
type = agent
queues = support, told, asked, both

[1001](agent)
connect-beep = none

[1002](agent)
interface = PJSIP/1002
sign-in = manual
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN},c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
[told]
exten => s,1,UserEvent(Told,Queue: ${ACDQUEUE},Call: ${ACDCALL},Channel: ${CHANNEL})
 same => n,Return()
[line-keys]
exten => 1,1,AcdNotReady(1001,lunch)
 same => n,Return()
exten => 2,1,AcdReady(1001)
 same => n,Return()
exten => 99,1,AcdLogout(1001)
 same => n,Return()
[desk](+)
exten => *1,1,AcdConnect(1001,k(line-keys))
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
exten => *2,1,AcdConnect(nobody)
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
exten => *3,1,AcdConnect(1001,z)
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
exten => *9,1,AcdLogin(1002)
"""

MUSIC_HZ = 440
BRIEFING_HZ = 350


class ConnectedAgentRules(FloorTest):
    """One agent on the line."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001")
        self.line = self.phone.dial("*1")
        self.line.wait("talking")
        self.pbx.wait_agent("1001", "free")
        self.line.wait_hears(MUSIC_HZ)

    def calls(self, queue):
        """A caller enters a queue."""
        caller = self.pbx.caller(queue, number="5551000", name="Ann")
        caller.place()
        return caller

    def hear_each_other(self, caller):
        """Audio flows both ways."""
        self.line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(self.phone.voice_hz)

    def test_announcement_display_and_subroutine(self):
        caller = self.calls("told")
        told = self.pbx.wait_user_event("Told")
        self.assertEqual(told["Queue"], "told")
        self.assertTrue(told["Call"].isdigit())
        self.assertTrue(told["Channel"].startswith("PJSIP/1001-"))
        self.line.wait_hears(BRIEFING_HZ)
        self.assertFalse(caller.hears(self.phone.voice_hz))
        self.hear_each_other(caller)
        self.pbx.wait_until(
            lambda: (self.line.party.number, self.line.party.name) == ("5551000", "told: Ann"),
            5,
            lambda: f"the agent's display: {self.line.parties}",
        )
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")

    def test_a_key_takes_the_call(self):
        caller = self.calls("asked")
        self.line.wait_hears(BRIEFING_HZ)
        self.line.press("1")
        self.hear_each_other(caller)

    def test_a_key_declines_it(self):
        self.calls("asked")
        self.line.wait_hears(BRIEFING_HZ)
        self.line.press("2")
        self.pbx.wait_agent("1001", "resting")
        self.line.wait_hears(MUSIC_HZ)
        self.assertEqual(self.pbx.agent("1001")["reason"], "rejected")

    def test_no_key_is_a_missed_call_and_the_agent_stays_on_the_line(self):
        self.calls("asked")
        self.line.wait_hears(BRIEFING_HZ)
        self.assertEqual(self.pbx.wait_agent("1001", "not_ready")["reason"], "rona")
        self.line.wait_hears(MUSIC_HZ)
        self.line.press("2")
        self.line.wait_hears(BRIEFING_HZ)

    def test_keys_between_calls(self):
        self.line.press("1")
        self.assertEqual(self.pbx.wait_agent("1001", "not_ready")["reason"], "lunch")
        self.calls("support")
        self.pbx.wait_waiting(1)
        self.line.wait_hears(MUSIC_HZ)
        self.line.press("2")
        self.pbx.wait_agent("1001", "talking")

    def test_a_key_to_go_home(self):
        self.line.press("99")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "SIGNEDOUT")
        self.pbx.wait_agent("1001", "signed_out")

    def test_no_calls_while_the_line_is_on_hold(self):
        self.line.hold()
        self.pbx.wait_agent("1001", "in_use")
        caller = self.calls("support")
        self.pbx.wait_waiting(1)
        self.line.resume()
        self.hear_each_other(caller)

    def test_the_caller_hangs_up_on_hold(self):
        caller = self.calls("support")
        self.hear_each_other(caller)
        self.line.hold()
        caller.call.wait_hears(MUSIC_HZ)
        caller.hang_up()
        self.pbx.wait_agent("1001", "in_use")
        self.line.resume()
        self.pbx.wait_agent("1001", "free")

    def test_rung_beside_a_phone_that_answers_first(self):
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        other.dial("*9").wait("ended")
        self.pbx.wait_agent("1002", "free")
        caller = self.calls("both")
        # The line needs no ringing, so it wins; the other phone stops.
        self.hear_each_other(caller)
        other.wait_idle()

    def test_a_reload_takes_the_agent_out(self):
        self.pbx.write_conf(CONF.replace("[1001](agent)", "[1004](agent)"))
        self.pbx.cli("acd reload")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "SIGNEDOUT")
        self.pbx.write_conf(CONF)
        self.pbx.cli("acd reload")

    def test_a_reload_during_a_call_changes_nothing_for_it(self):
        caller = self.calls("support")
        self.hear_each_other(caller)
        self.pbx.write_conf(CONF + "connect-sound = silence\n")
        self.pbx.cli("acd reload")
        self.hear_each_other(caller)
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")
        self.pbx.write_conf(CONF)
        self.pbx.cli("acd reload")

    def test_the_module_stays_while_an_agent_is_on_the_line(self):
        told = self.pbx.cli("module unload app_acd")
        self.assertIn("Unable to unload", told)
        self.line.wait_hears(MUSIC_HZ)
        self.pbx.wait_agent("1001", "free")

    def test_what_cannot_be_is_told(self):
        phone = self.pbx.agent_phone("1005")
        phone.dial("*2").wait("ended")
        self.pbx.wait_user_event("Off", Status="NOAGENT")
        phone.dial("*3").wait("ended")
        self.pbx.wait_user_event("Off", Status="INVALID")
        self.pbx.wait_log(r"AcdConnect\(1001\) was not done: unknown option `z`")

"""Transfers around an agent who stays on the line: who keeps the line, who leaves it."""

import re

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
queues = support
connect-beep = none
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,tTc)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
exten => 700,1,Answer()
 same => n,Echo()
exten => elsewhere,1,UserEvent(Elsewhere,Status: ${ACDCONNECTSTATUS})
 same => n,Echo()
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
[desk](+)
exten => *1,1,AcdConnect(1001)
 same => n,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
exten => h,1,UserEvent(Off,Status: ${ACDCONNECTSTATUS})
"""


class ConnectedAgentTransfers(FloorTest):
    """One agent on the line, a colleague, and callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def talk(self):
        """The agent is on the line and talks to a caller."""
        phone = self.pbx.agent_phone("1001")
        line = phone.dial("*1")
        line.wait("talking")
        self.pbx.wait_agent("1001", "free")
        caller = self.next_caller(phone, line)
        return phone, line, caller

    def next_caller(self, phone, line):
        """A caller whom the agent gets to talk to."""
        caller = self.pbx.caller("support", number="5551000", name="Ann")
        caller.place()
        line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return caller

    def takes_the_next_call(self, phone, line):
        """The agent is free on the line, and gets the next call there."""
        self.pbx.wait_agent("1001", "free")
        self.next_caller(phone, line).hang_up()
        self.pbx.wait_agent("1001", "free")

    def ended_by(self) -> str:
        """Who ended the last conversation, as history tells it."""
        ends = re.compile(r'"event":"conversation_ended".*"ended_by":"(\w+)"')
        self.pbx.wait_log(ends.pattern)
        return ends.findall(self.pbx.log())[-1]

    def redirect(self, line_of: str):
        """An administrator sends the agent's line elsewhere."""
        channels = self.pbx.ami.listing("CoreShowChannels")
        names = [each["Channel"] for each in channels if line_of in each["Channel"]]
        self.pbx.ami.action(
            "Redirect", Channel=names[0], Context="incoming", Exten="elsewhere", Priority="1"
        )

    def test_the_caller_by_keys_and_the_agent_stays(self):
        phone, line, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        line.press("#1")
        caller.call.wait_hears(440)
        line.press("1002")
        talk = colleague.wait_talking()
        caller.call.wait_hears(colleague.voice_hz)
        talk.wait_hears(caller.voice_hz)
        self.takes_the_next_call(phone, line)
        caller.hang_up()

    def test_the_caller_by_phone_which_then_hangs_up(self):
        _, line, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        line.transfer("1002")
        colleague.wait_talking()
        caller.call.wait_hears(colleague.voice_hz)
        line.wait("ended")
        self.pbx.wait_agent("1001", "signed_out")
        self.assertEqual(self.ended_by(), "transfer")
        self.assertEqual(self.pbx.wait_user_event("Off")["Status"], "HUNGUP")

    def test_after_consulting_a_colleague(self):
        phone, line, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        line.hold()
        caller.call.wait_hears(440)
        consultation = phone.dial("1002")
        colleague.wait_talking().wait_hears(phone.voice_hz)
        line.transfer_to(consultation)
        caller.call.wait_hears(colleague.voice_hz)
        colleague.call.wait_hears(caller.voice_hz)
        phone.wait_idle()
        self.pbx.wait_agent("1001", "signed_out")

    def test_the_agent_by_the_caller(self):
        phone, line, caller = self.talk()
        caller.call.press("#1")
        line.wait_hears(440)
        caller.call.press("700")
        # The agent talks to the echo.
        line.wait_hears(phone.voice_hz)
        self.assertEqual(self.ended_by(), "transfer")
        self.pbx.wait_agent("1001", "signed_out")
        line.hang_up()

    def test_the_waiting_line_is_sent_elsewhere(self):
        phone = self.pbx.agent_phone("1001")
        line = phone.dial("*1")
        line.wait("talking")
        self.pbx.wait_agent("1001", "free")
        self.redirect("PJSIP/1001")
        self.assertEqual(self.pbx.wait_user_event("Elsewhere")["Status"], "REDIRECTED")
        self.pbx.wait_agent("1001", "signed_out")
        line.wait_hears(phone.voice_hz)

    def test_the_talking_line_is_sent_elsewhere(self):
        phone, line, _ = self.talk()
        self.redirect("PJSIP/1001")
        self.assertEqual(self.pbx.wait_user_event("Elsewhere")["Status"], "REDIRECTED")
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "ANSWERED")
        self.pbx.wait_agent("1001", "signed_out")
        self.assertEqual(self.ended_by(), "transfer")
        line.wait_hears(phone.voice_hz)

"""Keys during the conversation do what the options allow, and nothing else."""

import time

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => nobody,1,AcdQueue(support,c)
exten => agent,1,AcdQueue(support,ch)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => caller,1,AcdQueue(support,cH)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS})
"""
CODE = "*0"


class Keys(FloorTest):
    """The code that hangs up, pressed by either side."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def talk(self, extension: str):
        """A conversation; returns both calls."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller(extension)
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)
        talk.wait_hears(caller.voice_hz)
        return talk, caller

    def test_option_h_lets_the_agent_hang_up(self):
        talk, caller = self.talk("agent")
        talk.press(CODE)
        self.assertEqual(talk.wait("ended").ended_by, "them")
        self.assertEqual(self.pbx.wait_user_event("WentOn")["Status"], "ANSWERED")
        caller.wait_ended()
        self.pbx.wait_agent("1001", "free")

    def test_option_upper_h_lets_the_caller_hang_up(self):
        talk, caller = self.talk("caller")
        caller.call.press(CODE)
        talk.wait("ended")
        caller.wait_ended()
        self.assertEqual(self.pbx.wait_user_event("Ended")["Status"], "ANSWERED")
        self.pbx.wait_agent("1001", "free")

    def test_without_them_the_keys_are_only_heard(self):
        talk, caller = self.talk("nobody")
        talk.press(CODE)
        caller.call.press(CODE)
        time.sleep(1.5)
        self.assertTrue(talk.is_up and caller.call.is_up)
        caller.call.wait_hears(self.pbx.phones[0].voice_hz)
        talk.wait_hears(caller.voice_hz)

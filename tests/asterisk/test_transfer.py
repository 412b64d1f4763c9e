"""Transfers of every kind: nobody is lost, and no agent stays busy."""

import re

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
exten => support,1,AcdQueue(support,tT)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => 700,1,Answer()
 same => n,Echo()
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS})
[desk](+)
exten => back,1,AcdQueue(support)
"""


class Transfer(FloorTest):
    """One agent of the queue, a colleague, and a caller."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def talk(self):
        """The caller talks to the agent."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support", number="5551000", name="Ann")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        return phone, talk, caller

    def agent_takes_the_next_call(self, phone):
        """The agent is free, and gets the next call."""
        self.pbx.wait_agent("1001", "free")
        rings = len(phone.offers)
        following = self.pbx.caller("support")
        following.place()
        phone.wait_ring(nth=rings + 1).wait("talking")
        following.hang_up()

    def talks_to_colleague(self, caller, colleague):
        """Caller and colleague hear each other."""
        talk = colleague.wait_talking()
        caller.call.wait_hears(colleague.voice_hz)
        talk.wait_hears(caller.voice_hz)

    def ended_by(self) -> str:
        """Who ended the last conversation, as history tells it."""
        ends = re.compile(r'"event":"conversation_ended".*"ended_by":"(\w+)"')
        self.pbx.wait_log(ends.pattern)
        return ends.findall(self.pbx.log())[-1]

    def test_blind_by_the_agents_phone(self):
        phone, talk, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        talk.transfer("1002")
        self.talks_to_colleague(caller, colleague)
        phone.wait_idle()
        self.assertEqual(self.ended_by(), "transfer")
        self.agent_takes_the_next_call(phone)

    def test_blind_by_the_agents_keys(self):
        phone, talk, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        talk.press("#1")
        caller.call.wait_hears(440)
        talk.press("1002")
        self.talks_to_colleague(caller, colleague)
        phone.wait_idle()
        self.agent_takes_the_next_call(phone)

    def test_blind_by_the_callers_phone(self):
        phone, talk, caller = self.talk()
        caller.call.transfer("700")
        talk.wait_hears(phone.voice_hz)
        caller.wait_ended()
        self.pbx.wait_agent("1001", "in_use")
        talk.hang_up()
        self.agent_takes_the_next_call(phone)

    def test_blind_by_the_callers_keys(self):
        phone, talk, caller = self.talk()
        caller.call.press("#1")
        talk.wait_hears(440)
        caller.call.press("700")
        talk.wait_hears(phone.voice_hz)
        caller.wait_ended()
        talk.hang_up()
        self.agent_takes_the_next_call(phone)

    def test_blind_back_into_the_queue(self):
        phone, talk, caller = self.talk()
        talk.transfer("back")
        again = phone.wait_ring(nth=2).wait("talking")
        self.assertEqual(again.caller.number, "5551000")
        caller.call.wait_hears(phone.voice_hz)
        again.hang_up()
        caller.wait_ended()
        self.agent_takes_the_next_call(phone)

    def test_to_a_number_that_does_not_exist_leaves_them_together(self):
        phone, talk, caller = self.talk()
        talk.transfer("9999")
        self.pbx.wait_until(
            lambda: talk.transfer_code >= 400 or not talk.is_up, 5, lambda: "the transfer's end"
        )
        self.assertTrue(talk.is_up)
        talk.hang_up()
        caller.wait_ended()
        self.agent_takes_the_next_call(phone)

    def attended(self):
        """The agent asks a colleague first."""
        phone, talk, caller = self.talk()
        colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        talk.hold()
        caller.call.wait_hears(440)
        consultation = phone.dial("1002").wait("talking")
        colleague.wait_talking().wait_hears(phone.voice_hz)
        return phone, talk, caller, colleague, consultation

    def test_attended_by_the_agents_phone(self):
        phone, talk, caller, colleague, consultation = self.attended()
        talk.transfer_to(consultation)
        self.talks_to_colleague(caller, colleague)
        phone.wait_idle()
        self.assertEqual(self.ended_by(), "transfer")
        self.agent_takes_the_next_call(phone)
        self.assertTrue(caller.call.is_up)
        colleague.call.hang_up()
        caller.wait_ended()

    def test_attended_and_the_caller_hangs_up_before(self):
        phone, talk, caller, colleague, consultation = self.attended()
        caller.hang_up()
        talk.wait("ended")
        self.pbx.wait_agent("1001", "in_use")
        consultation.hang_up()
        self.agent_takes_the_next_call(phone)

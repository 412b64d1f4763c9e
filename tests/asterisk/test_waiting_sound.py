"""What a caller hears while waiting, and when the call counts as answered."""

import time

from floor import FloorTest

CONF = """
[support]
type = queue

[tuned]
type = queue
music = other

[silent]
type = queue
music = nosuchclass

[1001]
type = agent
interface = PJSIP/1001
queues = support, tuned, silent
"""

DIALPLAN = """
[incoming]
exten => music,1,AcdQueue(support)
exten => answered,1,AcdQueue(support,a)
 same => n,UserEvent(Done)
exten => ringing,1,AcdQueue(support,r)
exten => class,1,AcdQueue(support,am(other))
exten => tuned,1,AcdQueue(tuned,a)
exten => silent,1,AcdQueue(silent,a)
"""


class WaitingSound(FloorTest):
    """Callers who wait, and an agent who comes later."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def place(self, extension: str):
        """A caller who waits."""
        caller = self.pbx.caller(extension)
        caller.place()
        self.pbx.wait_waiting(1)
        return caller

    def is_served(self, caller) -> None:
        """An agent comes, answers, and the caller hears the agent and no music any more."""
        phone = self.pbx.agent_phone("1001")
        ring = phone.wait_ring()
        before = caller.state
        ring.answer()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)
        ring.wait_hears(caller.voice_hz)
        self.state_before_answer = before

    def test_music_as_early_media_and_no_answer_before_the_agent_answers(self):
        caller = self.place("music")
        caller.call.wait_hears(440)
        self.assertEqual(caller.state, "calling")
        self.is_served(caller)
        self.assertEqual(self.state_before_answer, "calling")
        agent_answered = self.pbx.phones[-1].call.answered_at
        self.assertGreater(caller.call.answered_at, agent_answered)

    def test_option_a_answers_first(self):
        caller = self.place("answered")
        caller.wait_answered()
        caller.call.wait_hears(440)
        self.is_served(caller)

    def test_option_r_rings_instead_of_music(self):
        caller = self.place("ringing")
        caller.wait_ringing()
        self.is_served(caller)
        self.assertEqual(self.state_before_answer, "ringing")

    def test_option_r_does_not_play_music(self):
        caller = self.place("ringing")
        caller.wait_ringing()
        time.sleep(0.6)
        self.assertFalse(caller.hears(440))

    def test_option_m_names_the_class(self):
        caller = self.place("class")
        caller.wait_answered()
        caller.call.wait_hears(330)

    def test_the_queue_names_the_class(self):
        caller = self.place("tuned")
        caller.wait_answered()
        caller.call.wait_hears(330)
        self.is_served(caller)

    def test_a_class_that_does_not_exist_is_told_and_the_default_class_plays(self):
        caller = self.place("silent")
        caller.wait_answered()
        self.pbx.wait_log("WARNING.*class 'nosuchclass' not found")
        caller.call.wait_hears(440)
        self.is_served(caller)

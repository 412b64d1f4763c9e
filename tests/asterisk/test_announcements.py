"""What callers are told while they wait, and that nobody waits for it to end."""

from floor import FloorTest

CONF = """
[support]
type = queue
prompt = 1s: tones/first, tones/second

[patient]
type = queue
prompt = 1s: tones/long

[told]
type = queue
prompt = 1s: tones/long
announce-until = answered

[placed]
type = queue
announce-position = yes
announce-wait = yes
announce-first = 1s
announce-every = 2s
announce-round = 90s
handling-time = 1m

[rung]
type = queue
ring-when-offered = yes

[ringing]
type = queue
while-waiting = ringing
prompt = 1s: tones/first

[1001]
type = agent
interface = PJSIP/1001
queues = support, patient, told, placed, rung, ringing
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})
"""
# What ringing sounds like where the PBX makes it: a steady tone.
RING_HZ = 540
INDICATIONS = f"""
[general]
country = us
[us]
description = Test
ringcadence = 2000,4000
dial = 350
busy = 480
ring = {RING_HZ}
congestion = 480
"""


class Announcements(FloorTest):
    """Callers who wait while nobody is there, and an agent who comes later."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"files": {"indications.conf": INDICATIONS}}

    def place(self, queue: str):
        """A caller who waits."""
        caller = self.pbx.caller(queue)
        caller.place()
        self.pbx.wait_waiting(1)
        return caller

    def test_prompts_are_heard_in_a_row_then_music_and_nothing_is_answered(self):
        caller = self.place("support")
        caller.call.wait_hears(620)
        caller.call.wait_hears(810)
        caller.call.wait_hears(440)
        self.assertEqual(caller.state, "calling")

    def test_a_prompt_is_cut_off_when_an_agent_is_rung(self):
        caller = self.place("patient")
        caller.call.wait_hears(710)
        phone = self.pbx.agent_phone("1001")
        ring = phone.wait_ring()
        # The prompt lasts far longer than this.
        caller.call.wait_hears(440)
        ring.answer()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)
        ring.wait_hears(caller.voice_hz)

    def test_a_prompt_may_go_on_while_an_agent_is_rung(self):
        caller = self.place("told")
        caller.call.wait_hears(710)
        phone = self.pbx.agent_phone("1001")
        ring = phone.wait_ring()
        caller.call.wait_hears(710)
        self.assertEqual(ring.state, "ringing")
        ring.answer()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)
        ring.wait_hears(caller.voice_hz)

    def test_an_agent_answers_at_once_while_a_prompt_plays(self):
        caller = self.place("patient")
        caller.call.wait_hears(710)
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)

    def test_place_and_wait_are_told_in_the_words_of_the_core_sounds(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        talking = self.pbx.caller("placed")
        talking.place()
        phone.wait_talking()
        first = self.place("placed")
        self.pbx.wait_log(
            "is told queue-youarenext&queue-holdtime&digits/1&queue-minute&digits/30"
            "&queue-seconds&queue-thankyou"
        )
        self.pbx.wait_log("Playing 'queue-youarenext")
        second = self.pbx.caller("placed")
        second.place()
        self.pbx.wait_log(
            "is told queue-thereare&digits/2&queue-callswaiting&queue-holdtime&digits/3"
        )
        self.pbx.wait_log('"call_announced".*"position":2')
        first.hang_up()
        self.pbx.wait_waiting(1)
        second.hang_up()

    def test_a_caller_may_hear_ringing_while_the_phone_rings(self):
        caller = self.place("rung")
        caller.call.wait_hears(440)
        phone = self.pbx.agent_phone("1001")
        ring = phone.wait_ring()
        caller.call.wait_hears(RING_HZ)
        ring.answer()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)

    def test_ringing_instead_of_music_with_prompts_in_between(self):
        caller = self.place("ringing")
        caller.wait_ringing()
        caller.call.wait_hears(620)

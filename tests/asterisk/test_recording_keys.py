"""An agent pauses the recording by keys: the caller hears nothing of it, the agent a tone."""

from floor import FloorTest, recorded
from floor.console import wait_agent


class RecordingKeys(FloorTest):
    """One agent who takes card numbers."""

    CONF = """
    [calls]
    type = recording
    record = always
    layout = stereo

    [must]
    type = recording
    record = always
    mandatory = yes

    [support]
    type = queue
    recording = calls
    record-key = *7: pause
    record-key = *8: resume
    record-key = *9: stop
    record-key-sound = tones/first
    tag-key = *1: vip
    tag-key-sound = none

    [strict]
    type = queue
    recording = must
    record-key = *9: stop

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support, strict
    """
    DIALPLAN = """
    [incoming]
    exten => _[a-z].,1,AcdQueue(${EXTEN})
    """

    def _talk(self, queue: str):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller(queue)
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return phone, caller, talk

    def _changed(self, verb: str):
        return self.pbx.wait_event("AcdRecordingChanged", Verb=verb)

    def test_the_agent_pauses_resumes_and_stops(self):
        phone, caller, talk = self._talk("support")
        talk.press("*7")
        paused = self._changed("pause")
        self.assertEqual((paused["By"], paused["State"]), ("agent 1001", "paused"))
        talk.wait_hears(620)
        self.assertFalse(caller.hears(620))
        talk.wait_hears(caller.voice_hz)
        talk.press("*1")
        self.pbx.wait_event("AcdTagSet", Tag="vip")
        talk.press("*8")
        self.assertEqual(self._changed("resume")["By"], "agent 1001")
        talk.wait_hears(620)
        talk.wait_hears(caller.voice_hz)
        talk.press("*9")
        self.assertEqual(self._changed("stop")["By"], "agent 1001")
        caller.hang_up()
        (sidecar,) = recorded.wait_finished(self.pbx)
        self.assertEqual(len(sidecar["pauses"]), 1)
        self.assertEqual(sidecar["tags"], {"vip": "1"})

    def test_what_must_be_recorded_goes_on(self):
        phone, caller, talk = self._talk("strict")
        self._changed("start")
        talk.press("*9")
        self.pbx.wait_log("does not stop: its rule says that such calls must be recorded")
        caller.call.wait_hears(phone.voice_hz)
        self.assertEqual(self.pbx.events("AcdRecordingChanged", Verb="stop"), [])
        caller.hang_up()

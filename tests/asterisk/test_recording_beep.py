"""While it is recorded, both hear a beep as often as the rule says."""

from floor import FloorTest


class RecordingBeep(FloorTest):
    """As often as may be."""

    CONF = """
    [calls]
    type = recording
    record = always
    beep = 5s

    [support]
    type = queue
    recording = calls

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support
    """
    DIALPLAN = """
    [incoming]
    exten => support,1,AcdQueue(support)
    """

    def _beeps(self) -> list[float]:
        """When Asterisk played one."""
        played = self.pbx.events("Newexten", Application="Playback", AppData="beep")
        return [event.at for event in played]

    def test_again_and_again(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        self.pbx.wait_until(
            lambda: len(self._beeps()) >= 2, 30, lambda: f"two beeps: {self._beeps()}"
        )
        first, second = self._beeps()[:2]
        self.assertGreater(second - first, 4)
        caller.hang_up()

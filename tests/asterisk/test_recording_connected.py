"""Calls of an agent who stays on the line are recorded one by one."""

from floor import FloorTest, recorded


class RecordingConnected(FloorTest):
    """One line, two callers, two recordings."""

    CONF = """
    [calls]
    type = recording
    record = always
    layout = stereo
    pause-on-hold = yes

    [support]
    type = queue
    recording = calls
    record-key = *7: pause
    record-key = *8: resume
    record-key-sound = none

    [1001]
    type = agent
    queues = support
    """
    DIALPLAN = """
    [incoming]
    exten => support,1,AcdQueue(support)
    [desk](+)
    exten => *1,1,AcdConnect(1001,sb())
    """

    def test_each_caller_has_a_recording(self):
        phone = self.pbx.agent_phone("1001")
        line = phone.dial("*1")
        line.wait("talking")
        self.pbx.wait_agent("1001", "free")
        callers = [self.pbx.caller("support"), self.pbx.caller("support")]
        for nth, caller in enumerate(callers):
            caller.place()
            line.wait_hears(caller.voice_hz)
            caller.call.wait_hears(phone.voice_hz)
            if nth == 0:
                line.hold()
                self.pbx.wait_event("AcdRecordingChanged", Verb="pause", By="hold")
                caller.call.wait_hears(440)
                line.resume()
                self.pbx.wait_event("AcdRecordingChanged", Verb="resume", By="hold")
                caller.call.wait_hears(phone.voice_hz)
            else:
                line.press("*7")
                self.pbx.wait_event("AcdRecordingChanged", Verb="pause", By="agent 1001")
                line.wait_hears(caller.voice_hz)
                line.press("*8")
                self.pbx.wait_event("AcdRecordingChanged", Verb="resume", By="agent 1001")
                caller.call.wait_hears(phone.voice_hz)
            caller.call.wait_heard(50)
            caller.hang_up()
            self.pbx.wait_agent("1001", "free")
        found = recorded.wait_finished(self.pbx, 2)
        for sidecar, caller in zip(found, callers, strict=True):
            self.assertEqual(sidecar["agents"], ["1001"])
            sound = recorded.sound(sidecar)
            end = sound.length_ms
            self.assertGreater(sound.share_of_tone(0, phone.voice_hz, end - 500, end - 150), 0.9)
            self.assertGreater(sound.share_of_tone(1, caller.voice_hz, end - 500, end - 150), 0.9)
        self.assertEqual([len(sidecar["pauses"]) for sidecar in found], [1, 1])
        line.hang_up()

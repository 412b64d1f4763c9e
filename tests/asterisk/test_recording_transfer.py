"""A recorded caller who takes the place of another channel keeps the recording, and its verbs."""

from floor import FloorTest, recorded
from floor.console import calls, wait_agent

CONF = """
[calls]
type = recording
record = always
after-transfer = follow
layout = stereo
pause-if = card

[support]
type = queue
recording = calls

[sales]
type = queue
recording = calls

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = sales
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,t)
[desk](+)
exten => 900,1,AcdQueue(sales)
exten => 901,1,Answer()
 same => n,AcdRecord(start)
 same => n,AcdQueue(sales)
"""


class RecordingTransfer(FloorTest):
    """Support asks sales, and hands the caller over while sales rings."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.before = len(recorded.sidecars(self.pbx))
        self.support = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.sales = self.pbx.agent_phone("1002")
        wait_agent(self.pbx, "1001", "free")
        wait_agent(self.pbx, "1002", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        self.talk = self.support.wait_talking()
        self.talk.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.support.voice_hz)

    def _hand_over(self, extension: str):
        """The caller takes the place of the agent's own call to sales."""
        self.talk.hold()
        self.caller.call.wait_hears(440)
        consultation = self.support.dial(extension)
        self.sales.wait_ring()
        self.talk.transfer_to(consultation)
        self.support.wait_idle()
        self.pbx.wait_event("AcdCallerReplaced")
        self.sales.answer()
        talk = self.sales.wait_talking()
        self.caller.call.wait_hears(self.sales.voice_hz)
        talk.wait_hears(self.caller.voice_hz)
        return talk

    def _pause_and_resume(self, talk) -> None:
        call = calls(self.pbx, "talking")[0]["call"]
        self.assertIn("paused", self.pbx.cli(f"acd call {call} record pause"))
        self.assertIn("recording", self.pbx.cli(f"acd call {call} record resume"))
        self.pbx.cli(f"acd call {call} tag card")
        paused = self.pbx.wait_event("AcdRecordingChanged", By="tag card", Verb="pause")
        self.assertEqual(paused["State"], "paused")
        self.pbx.cli(f"acd call {call} untag card")
        self.pbx.wait_event("AcdRecordingChanged", By="tag card", Verb="resume")
        talk.wait_heard(50)

    def test_verbs_and_tags_find_the_caller(self):
        talk = self._hand_over("900")
        self._pause_and_resume(talk)
        self.caller.hang_up()
        (sidecar,) = recorded.wait_finished(self.pbx, self.before + 1)[self.before :]
        self.assertEqual(sidecar["agents"], ["1001", "1002"])
        sound = recorded.sound(sidecar)
        end = sound.length_ms
        self.assertGreater(sound.share_of_tone(1, self.caller.voice_hz, end - 700, end - 200), 0.9)
        self.assertGreater(sound.share_of_tone(0, self.sales.voice_hz, end - 700, end - 200), 0.9)

    def test_of_two_recordings_in_one_place_the_callers_goes_on(self):
        talk = self._hand_over("901")
        # That of the agent's own call has ended.
        recorded.wait_finished(self.pbx, self.before + 1)
        self._pause_and_resume(talk)
        self.caller.hang_up()
        found = recorded.wait_finished(self.pbx, self.before + 2)[self.before :]
        for sidecar in found:
            self.assertEqual(sidecar["state"], "finished")
            self.assertTrue(sidecar["files"], sidecar)
        (mine,) = [sidecar for sidecar in found if sidecar["rule"] == "calls"]
        self.assertEqual((mine["agents"], len(mine["pauses"])), (["1001", "1002"], 2))
        sound = recorded.sound(mine)
        end = sound.length_ms
        self.assertGreater(sound.share_of_tone(1, self.caller.voice_hz, end - 700, end - 200), 0.9)

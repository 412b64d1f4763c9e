"""A conversation is recorded as its rule says: who is where, pauses, names, sidecar."""

import hashlib
import time

from floor import FloorTest, recorded


class Recording(FloorTest):
    """Each with a tone of its own, so that the file tells who was heard when."""

    CONF = """
    [stereo]
    type = recording
    record = always
    layout = stereo
    file = {queue}/{agent}-{call}

    [mixed]
    type = recording
    record = always
    after-transfer = follow

    [apart]
    type = recording
    record = always
    layout = separate

    [asked]
    type = recording

    [never]
    type = recording
    record = never

    [support]
    type = queue
    recording = stereo

    [sales]
    type = queue
    recording = mixed

    [split]
    type = queue
    recording = apart

    [quiet]
    type = queue
    recording = asked

    [secret]
    type = queue
    recording = never

    [plain]
    type = queue

    [agent](!)
    type = agent
    queues = support, sales, split, quiet, secret, plain

    [1001](agent)
    interface = PJSIP/1001

    [1002](agent)
    interface = PJSIP/1002
    """
    DIALPLAN = """
    [incoming]
    exten => _[a-z].,1,Answer()
     same => n,AcdQueue(${EXTEN})
    exten => own,1,Answer()
     same => n,AcdRecord(pause)
     same => n,UserEvent(First,Status: ${ACDRECORDSTATUS})
     same => n,AcdRecord(start)
     same => n,UserEvent(Second,Status: ${ACDRECORDSTATUS})
     same => n,Wait(1)
     same => n,AcdRecord(pause)
     same => n,UserEvent(Third,Status: ${ACDRECORDSTATUS})
     same => n,Wait(1)
     same => n,AcdRecord(resume)
     same => n,Wait(1)
     same => n,AcdRecord(stop)
     same => n,UserEvent(Last,Status: ${ACDRECORDSTATUS})
    exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
    exten => wrong,1,AcdRecord(begin)
     same => n,UserEvent(Wrong,Status: ${ACDRECORDSTATUS})
    """

    def _talk(self, queue: str, agent: str = "1001"):
        phone = self.pbx.agent_phone(agent, answer_after_ms=0)
        caller = self.pbx.caller(queue)
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return phone, caller, talk

    def _call_number(self) -> int:
        return self.pbx._shown("acd show calls json")[0]["call"]

    def _new(self, before: int, count: int = 1) -> list[dict]:
        return recorded.wait_finished(self.pbx, before + count)[before:]

    def setUp(self):
        super().setUp()
        self.before = len(recorded.sidecars(self.pbx))

    def test_the_agent_is_left_and_the_caller_right(self):
        phone, caller, talk = self._talk("support")
        began = time.monotonic()
        talk.wait_heard(50)
        caller.hang_up()
        talked_ms = 1000 * (time.monotonic() - began)
        (sidecar,) = self._new(self.before)
        self.assertEqual(sidecar["state"], "finished")
        self.assertEqual((sidecar["queue"], sidecar["agents"]), ("support", ["1001"]))
        self.assertEqual(sidecar["path"].name, f"1001-{sidecar['call']}.json")
        self.assertEqual(sidecar["path"].parent.name, "support")
        self.assertEqual(sidecar["path"].parent.stat().st_mode & 0o777, 0o750)
        self.assertEqual([v["verb"] for v in sidecar["verbs"]], ["start", "stop"])
        (file,) = sidecar["files"]
        path = sidecar["path"].parent / file["name"]
        self.assertEqual(path.stat().st_mode & 0o777, 0o640)
        self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), file["sha256"])
        sound = recorded.sound(sidecar)
        self.assertEqual(sound.tracks, 2)
        middle = (sound.length_ms / 2 - 200, sound.length_ms / 2 + 200)
        self.assertGreater(sound.share_of_tone(0, phone.voice_hz, *middle), 0.9)
        self.assertGreater(sound.share_of_tone(1, caller.voice_hz, *middle), 0.9)
        self.assertLess(sound.share_of_tone(0, caller.voice_hz, *middle), 0.05)
        self.assertLess(sound.share_of_tone(1, phone.voice_hz, *middle), 0.05)
        self.assertGreater(sound.length_ms, talked_ms - 100)
        self.assertLess(abs(sound.length_ms - sidecar["length_ms"]), 80)
        # Of the tracks that were joined nothing is left.
        left = sidecar["path"].parent.glob(sidecar["path"].stem + ".*")
        self.assertEqual({entry.suffix for entry in left}, {".json", ".wav"})

    def test_a_pause_is_silence_of_its_length_on_both_sides(self):
        phone, caller, talk = self._talk("support")
        number = self._call_number()
        self.pbx.cli(f"acd call {number} tag topic=loan")
        talk.wait_heard(50)
        paused = self.pbx.ami.action("AcdRecord", Call=str(number), Verb="pause", By="ann")
        self.assertEqual(paused["Response"], "Success", paused)
        again = self.pbx.cli(f"acd call {number} record pause")
        self.assertIn("paused", again)
        talk.wait_heard(75)
        resumed = self.pbx.ami.action("AcdRecord", Call=str(number), Verb="resume")
        self.assertEqual(resumed["Response"], "Success", resumed)
        talk.wait_heard(50)
        caller.hang_up()
        (sidecar,) = self._new(self.before)
        (pause,) = sidecar["pauses"]
        self.assertEqual(sidecar["tags"], {"topic": "loan"})
        self.assertIn("1 recording(s)", self.pbx.cli("acd show recordings tag topic=loan"))
        self.assertEqual([v["verb"] for v in sidecar["verbs"]], ["start", "pause", "resume", "stop"])
        self.assertEqual(sidecar["verbs"][1]["by"], "ami/ann")
        sound = recorded.sound(sidecar)
        for side in (0, 1):
            ((from_ms, to_ms),) = sound.pauses(side, 1000)
            # Whole frames of 20 ms at either end, one of which may have waited for the recorder.
            length_ms = pause["to_ms"] - pause["from_ms"]
            self.assertLessEqual(abs((to_ms - from_ms) - length_ms), 40, (from_ms, to_ms, pause))
            self.assertLessEqual(abs(from_ms - pause["from_ms"]), 80, (from_ms, pause))
        self.assertLess(abs(sound.length_ms - sidecar["length_ms"]), 80)
        changed = self.pbx.wait_event("AcdRecordingChanged", Verb="pause")
        self.assertEqual((changed["State"], changed["HeldBy"]), ("paused", "word"))

    def test_both_in_one_track_and_the_recording_follows_a_transfer(self):
        phone, caller, talk = self._talk("sales")
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        talk.wait_heard(50)
        talk.transfer("1002")
        second = other.wait_talking()
        second.wait_hears(caller.voice_hz)
        caller.call.wait_hears(other.voice_hz)
        second.wait_heard(50)
        caller.hang_up()
        (sidecar,) = self._new(self.before)
        sound = recorded.sound(sidecar)
        self.assertEqual(sound.tracks, 1)
        end = sound.length_ms
        self.assertGreater(sound.share_of_tone(0, caller.voice_hz, end - 700, end - 200), 0.2)
        self.assertGreater(sound.share_of_tone(0, other.voice_hz, end - 700, end - 200), 0.2)
        self.assertGreater(sound.share_of_tone(0, phone.voice_hz, 300, 700), 0.2)

    def test_a_file_each(self):
        phone, caller, talk = self._talk("split")
        talk.wait_heard(50)
        talk.hang_up()
        (sidecar,) = self._new(self.before)
        self.assertEqual([file["side"] for file in sidecar["files"]], ["agent", "caller"])
        for place, voice_hz in ((0, phone.voice_hz), (1, caller.voice_hz)):
            sound = recorded.sound(sidecar, place)
            middle = (sound.length_ms / 2 - 200, sound.length_ms / 2 + 200)
            self.assertGreater(sound.share_of_tone(0, voice_hz, *middle), 0.9)

    def test_two_calls_are_never_mixed_up(self):
        talks = [self._talk("support", agent) for agent in ("1001", "1002")]
        for _, _, talk in talks:
            talk.wait_heard(50)
        for _, caller, _ in talks:
            caller.hang_up()
        found = self._new(self.before, 2)
        by_agent = {sidecar["agents"][0]: recorded.sound(sidecar) for sidecar in found}
        for phone, caller, _ in talks:
            sound = by_agent[phone.number]
            middle = (sound.length_ms / 2 - 200, sound.length_ms / 2 + 200)
            self.assertGreater(sound.share_of_tone(0, phone.voice_hz, *middle), 0.9)
            self.assertGreater(sound.share_of_tone(1, caller.voice_hz, *middle), 0.9)

    def test_on_demand_never_and_without_a_rule(self):
        for queue, verb, told in (
            ("quiet", "pause", "not recorded"),
            ("quiet", "start", "recording"),
            ("secret", "start", "never recorded"),
            ("plain", "start", "recording"),
        ):
            with self.subTest(queue=queue, verb=verb):
                _, caller, talk = self._talk(queue)
                number = self._call_number()
                self.assertIn(told, self.pbx.cli(f"acd call {number} record {verb}"))
                talk.wait_heard(10)
                caller.hang_up()
                self.pbx.wait_quiet()
        found = self._new(self.before, 2)
        self.assertEqual([sidecar["queue"] for sidecar in found], ["quiet", "plain"])
        self.assertEqual([sidecar["agents"] for sidecar in found], [["1001"], ["1001"]])
        shown = self.pbx.cli("acd show recordings queue quiet")
        self.assertIn("1 recording(s)", shown)

    def test_the_dialplan_records_a_call_in_no_queue(self):
        caller = self.pbx.caller("own")
        caller.place()
        caller.wait_ended()
        status = [
            self.pbx.wait_user_event(name)["Status"]
            for name in ("First", "Second", "Third", "Last")
        ]
        self.assertEqual(status, ["REFUSED", "RECORDING", "PAUSED", "OFF"])
        (sidecar,) = self._new(self.before)
        self.assertEqual((sidecar["queue"], sidecar["agents"]), ("", []))
        sound = recorded.sound(sidecar)
        ((from_ms, to_ms),) = sound.silences(0, 500)
        self.assertLess(abs((to_ms - from_ms) - 1000), 100)
        wrong = self.pbx.caller("wrong")
        wrong.place()
        self.assertEqual(self.pbx.wait_user_event("Wrong")["Status"], "INVALID")
        wrong.hang_up()

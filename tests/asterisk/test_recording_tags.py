"""What tags say of a recording, at once: whether there is one, and whether it takes in silence."""

from floor import FloorTest, recorded


class RecordingTags(FloorTest):
    """One queue with a rule that pauses, one without a rule."""

    CONF = """
    [calls]
    type = recording
    record = always
    layout = stereo
    pause-if = card | $payment = "card"

    [wanted]
    type = recording
    if = dispute
    record = always

    [private]
    type = recording
    if = private
    record = never

    [elsewhere]
    type = recording
    if = vip
    queues = other
    record = never

    [support]
    type = queue
    recording = calls

    [plain]
    type = queue

    [other]
    type = queue

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support, plain, other
    """
    DIALPLAN = """
    [incoming]
    exten => support,1,AcdQueue(support)
    exten => plain,1,AcdQueue(plain)
    exten => paying,1,Set(payment=card)
     same => n,AcdQueue(support)
    exten => own,1,Answer()
     same => n,AcdTag(card)
     same => n,AcdRecord(start,calls)
     same => n,UserEvent(Begun,Status: ${ACDRECORDSTATUS})
     same => n,Wait(1)
     same => n,AcdUntag(card)
     same => n,Echo()
    """

    def setUp(self):
        super().setUp()
        self.before = len(recorded.sidecars(self.pbx))

    def _new(self, count: int = 1) -> list[dict]:
        return recorded.wait_finished(self.pbx, self.before + count)[self.before :]

    def _talk(self, extension: str):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller(extension)
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return phone, caller, talk

    def _tag(self, what: str) -> None:
        number = self.pbx._shown("acd show calls json")[0]["call"]
        self.pbx.cli(f"acd call {number} {what}")

    def _changed(self, verb: str):
        return self.pbx.wait_event("AcdRecordingChanged", Verb=verb)

    def test_a_tag_is_silence_for_as_long_as_it_is_there(self):
        phone, caller, talk = self._talk("support")
        self._tag("tag card")
        paused = self._changed("pause")
        self.assertEqual((paused["By"], paused["HeldBy"]), ("tag card", "tag"))
        number = self.pbx._shown("acd show calls json")[0]["call"]
        refused = self.pbx.cli(f"acd call {number} record resume")
        self.assertIn("the pause is held by tag", refused)
        talk.wait_heard(50)
        self._tag("untag card")
        self.assertEqual(self._changed("resume")["By"], "tag card")
        talk.wait_heard(50)
        caller.hang_up()
        (sidecar,) = self._new()
        (pause,) = sidecar["pauses"]
        inside = (pause["from_ms"] + 60, pause["to_ms"] - 60)
        sound = recorded.sound(sidecar)
        for side in (0, 1):
            self.assertEqual(sound.loudness(side, *inside), 0.0)
        after = (pause["to_ms"] + 100, pause["to_ms"] + 600)
        self.assertGreater(sound.share_of_tone(1, caller.voice_hz, *after), 0.9)

    def test_what_a_rule_pauses_from_the_beginning_begins_in_silence(self):
        phone, caller, talk = self._talk("paying")
        self.assertEqual(self._changed("start")["State"], "paused")
        talk.wait_heard(50)
        caller.hang_up()
        (sidecar,) = self._new()
        self.assertEqual([verb["verb"] for verb in sidecar["verbs"]], ["start", "pause", "stop"])
        sound = recorded.sound(sidecar)
        for side in (0, 1):
            self.assertEqual(sound.loudness(side), 0.0)

    def test_a_tag_begins_a_recording_and_ends_it(self):
        phone, caller, talk = self._talk("plain")
        self._tag("tag dispute=7")
        begun = self._changed("start")
        self.assertEqual((begun["By"], begun["Rule"]), ("tag dispute", "wanted"))
        talk.wait_heard(50)
        self._tag("tag private")
        # The first rule of the file holds for as long as its tag is there.
        self._tag("untag dispute")
        self.assertEqual(self._changed("stop")["By"], "tag dispute")
        (sidecar,) = self._new()
        self.assertEqual((sidecar["rule"], sidecar["agents"]), ("wanted", ["1001"]))
        number = self.pbx._shown("acd show calls json")[0]["call"]
        self.assertIn("never recorded", self.pbx.cli(f"acd call {number} record start"))
        caller.hang_up()

    def test_a_tag_ends_what_the_queue_wants_and_it_begins_again(self):
        phone, caller, talk = self._talk("support")
        self._changed("start")
        self._tag("tag vip")
        self._tag("tag private")
        self.assertEqual(self._changed("stop")["By"], "tag private")
        talk.wait_heard(25)
        self._tag("untag private")
        self.pbx.wait_until(
            lambda: len(self.pbx.events("AcdRecordingChanged", Verb="start")) == 2,
            10,
            lambda: "the recording to begin again",
        )
        caller.hang_up()
        first, second = self._new(2)
        self.assertEqual(second["tags"], {"vip": "1"})
        self.assertEqual({first["rule"], second["rule"]}, {"calls"})

    def test_the_dialplan_in_no_queue(self):
        caller = self.pbx.caller("own")
        caller.place()
        self.assertEqual(self.pbx.wait_user_event("Begun")["Status"], "PAUSED")
        self.assertEqual(self._changed("resume")["By"], "tag card")
        caller.call.wait_hears(caller.voice_hz)
        caller.hang_up()
        (sidecar,) = self._new()
        self.assertEqual(len(sidecar["pauses"]), 1)
        self.assertEqual(sidecar["verbs"][1]["by"], "tag card")

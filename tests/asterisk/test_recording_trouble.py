"""A recording that cannot be made harms no call, is told, and is made when it can be."""

import shutil
import subprocess

from floor import FloorTest, recorded

SMALL_BYTES = 2 * 1024 * 1024


class Trouble(FloorTest):
    """Places that take nothing, and one that is soon full."""

    CONF = """
    [nowhere]
    type = recording
    record = always
    directory = /usr/acd

    [must]
    type = recording
    record = always
    mandatory = yes
    directory = /usr/acd

    [small]
    type = recording
    record = always
    mandatory = retry
    directory = /srv/floor-small
    file = {call}

    [support]
    type = queue
    recording = nowhere

    [strict]
    type = queue
    recording = must

    [tight]
    type = queue
    recording = small

    [plain]
    type = queue

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support, strict, tight

    [1002]
    type = agent
    interface = PJSIP/1002
    queues = plain
    recording = must
    """
    DIALPLAN = """
    [incoming]
    exten => _[a-z].,1,Answer()
     same => n,AcdQueue(${EXTEN})
     same => n,UserEvent(Done,Status: ${ACDSTATUS})
    """

    @classmethod
    def setUpClass(cls):
        # Each instance has a number; the configuration names the place of this one.
        cls.small = None
        super().setUpClass()
        asterisk = cls.pbx.asterisk
        inside = f"{asterisk.inside}/small"
        cls.small = asterisk.root / inside.lstrip("/")
        (asterisk.home / "small").mkdir()
        size = f"size={SMALL_BYTES}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "small", cls.small], check=True)
        conf = asterisk.home / "etc/acd.conf"
        conf.write_text(conf.read_text().replace("/srv/floor-small", inside))
        cls.pbx.cli("acd reload")

    @classmethod
    def tearDownClass(cls):
        try:
            super().tearDownClass()
        finally:
            if cls.small is not None:
                subprocess.run(["umount", "-l", cls.small], check=True)

    def _talk(self, queue: str):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller(queue)
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return caller, talk

    def test_a_place_that_takes_nothing_is_told_and_the_call_goes_on(self):
        caller, talk = self._talk("support")
        failed = self.pbx.wait_event("AcdRecordingFailed")
        self.assertEqual((failed["Rule"], failed["IsRetried"]), ("nowhere", "no"))
        self.assertIn("/usr/acd", failed["Cause"])
        self.pbx.wait_log("is not recorded by rule nowhere")
        talk.wait_heard(25)
        caller.hang_up()

    def test_who_must_be_recorded_is_not_let_in(self):
        caller = self.pbx.caller("strict")
        caller.place()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "NORECORDING")
        caller.hang_up()

    def test_who_must_be_recorded_is_not_connected(self):
        phone = self.pbx.agent_phone("1002", answer_after_ms=0)
        caller = self.pbx.caller("plain")
        caller.place()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "NORECORDING")
        self.pbx.wait_log("not connected, as its calls must be recorded")
        self.assertIn("/usr/acd", self.pbx.wait_event("AcdRecordingFailed")["Cause"])
        phone.wait_idle()
        self.pbx.wait_agent("1002", "free")
        self.assertFalse(caller.hears(phone.voice_hz))
        caller.hang_up()

    def test_a_full_disk_is_seen_and_the_recording_begins_again(self):
        caller, talk = self._talk("tight")
        began = self.pbx.wait_event("AcdRecordingChanged", Verb="start")
        ballast = self.small / "ballast"
        free = shutil.disk_usage(self.small).free
        ballast.write_bytes(bytes(free - 100_000))
        failed = self.pbx.wait_event("AcdRecordingFailed", 20)
        self.assertIn("no space left", failed["Cause"])
        self.assertEqual(failed["IsRetried"], "yes")
        talk.wait_heard(25)
        talk.wait_hears(caller.voice_hz)
        ballast.unlink()
        self.pbx.wait_until(
            lambda: len(self.pbx.events("AcdRecordingChanged", Verb="start")) == 2,
            20,
            lambda: "the recording to begin again",
        )
        again = self.pbx.events("AcdRecordingChanged", Verb="start")[1]
        self.assertEqual((again["By"], again["File"]), ("retry", began["File"] + "-2"))
        talk.wait_heard(50)
        caller.hang_up()
        found = recorded.wait_finished(self.pbx, 2, self.small)
        self.assertTrue(all(sidecar["files"] for sidecar in found), found)
        self.assertGreater(recorded.sound(found[1]).length_ms, 700)


class Killed(FloorTest):
    """Asterisk dies in mid-call and is started again."""

    CONF = """
    [calls]
    type = recording
    record = always
    layout = stereo

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
    exten => support,1,Answer()
     same => n,AcdQueue(support)
    """

    def test_what_was_recorded_plays_and_is_marked(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.call.wait_hears(phone.voice_hz)
        # What Asterisk keeps in its buffer is lost: two seconds of each track.
        talk.wait_heard(250)
        asterisk = self.pbx.asterisk
        asterisk.kill()
        ((sidecar),) = recorded.sidecars(self.pbx)
        self.assertEqual(sidecar["state"], "open")
        asterisk.start()
        self.pbx._log_in()
        ((sidecar),) = recorded.wait_finished(self.pbx)
        self.assertEqual((sidecar["state"], sidecar["queue"]), ("interrupted", "support"))
        sound = recorded.sound(sidecar)
        self.assertGreater(sound.length_ms, 1_500)
        self.assertLess(abs(sound.length_ms - sidecar["length_ms"]), 50)
        self.assertGreater(sound.share_of_tone(0, phone.voice_hz, 500, 1_000), 0.9)
        self.assertGreater(sound.share_of_tone(1, caller.voice_hz, 500, 1_000), 0.9)
        self.pbx.wait_log("it is marked as interrupted")

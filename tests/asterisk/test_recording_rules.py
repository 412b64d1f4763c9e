"""What rules do by themselves: consent, pause on hold, the end after a transfer, hook, retention."""

import json
import os
import time

from floor import FloorTest, recorded

HOOK = """#!/bin/sh
echo "$#:$1" >> "$(dirname "$1")/hooked"
"""


class Rules(FloorTest):
    """One queue for each rule."""

    CONF = """
    [consent]
    type = recording
    record = always
    announce = tones/first
    consent-key = 1
    consent-wait = 3s

    [hold]
    type = recording
    record = always
    layout = stereo
    pause-on-hold = yes

    [stop]
    type = recording
    record = always
    hook = HOOK
    keep-days = 30

    [consent-or-not-at-all](consent)
    type = recording
    mandatory = yes

    [kept]
    type = recording
    record = always
    file = kept/{call}
    keep-days = 30
    keep-if = 365: dispute
    archive = ARCHIVE

    [support]
    type = queue
    recording = consent

    [strict]
    type = queue
    recording = consent-or-not-at-all

    [vault]
    type = queue
    recording = kept

    [sales]
    type = queue
    recording = hold

    [billing]
    type = queue
    recording = stop

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support, strict, sales, billing, vault

    [1002]
    type = agent
    interface = PJSIP/1002
    """
    DIALPLAN = """
    [incoming]
    exten => _[a-z].,1,Answer()
     same => n,AcdQueue(${EXTEN})
     same => n,UserEvent(Done,Status: ${ACDSTATUS})
    exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
    """

    def setUp(self):
        super().setUp()
        self.before = len(recorded.sidecars(self.pbx))

    def _new(self) -> dict:
        return recorded.wait_finished(self.pbx, self.before + 1)[self.before]

    def _talking(self, caller, phone=None):
        phone = phone or self.pbx.agent_phone("1001", answer_after_ms=0)
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        return phone, talk

    def test_who_presses_the_key_is_recorded(self):
        caller = self.pbx.caller("support")
        caller.place()
        caller.call.wait_hears(620)
        caller.call.press("1")
        _, talk = self._talking(caller)
        talk.wait_heard(25)
        caller.hang_up()
        sidecar = self._new()
        self.assertEqual(sidecar["rule"], "consent")
        # The announcement and the key come before the recording.
        self.assertLess(recorded.sound(sidecar).share_of_tone(0, 620, 0, 500), 0.05)

    def test_who_does_not_is_served_and_not_recorded(self):
        caller = self.pbx.caller("support")
        caller.place()
        caller.call.wait_hears(620)
        _, talk = self._talking(caller)
        failed = self.pbx.wait_event("AcdRecordingFailed")
        self.assertIn("has not agreed", failed["Cause"])
        call = self.pbx._shown("acd show calls json")[0]["call"]
        self.assertIn("has not agreed", self.pbx.cli(f"acd call {call} record start"))
        caller.hang_up()
        self.pbx.wait_quiet()
        self.assertEqual(len(recorded.sidecars(self.pbx)), self.before)

    def test_who_does_not_and_must_be_recorded_is_not_let_in(self):
        caller = self.pbx.caller("strict")
        caller.place()
        caller.call.wait_hears(620)
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "NORECORDING")
        self.pbx.wait_log("has not agreed to be recorded")
        caller.hang_up()

    def _recorded_long_ago(self, phone, days: int, tag: str) -> dict:
        """A recording as if it had been made so many days ago."""
        before = len(recorded.sidecars(self.pbx))
        caller = self.pbx.caller("vault")
        caller.place()
        self._talking(caller, phone)
        call = self.pbx._shown("acd show calls json")[0]["call"]
        if tag:
            self.pbx.cli(f"acd call {call} tag {tag}")
        caller.hang_up()
        self.pbx.wait_quiet()
        sidecar = recorded.wait_finished(self.pbx, before + 1)[before]
        path = sidecar.pop("path")
        sidecar["began_wall_us"] = int((time.time() - days * 86_400) * 1_000_000)
        path.write_text(json.dumps(sidecar))
        return {**sidecar, "path": path}

    def test_what_expires_is_archived_unless_tags_keep_it(self):
        archive = self.pbx.asterisk.home / "archive"
        conf = self.pbx.asterisk.home / "etc/acd.conf"
        inside = f"{self.pbx.asterisk.inside}/archive"
        conf.write_text(conf.read_text().replace("archive = /srv/archive", f"archive = {inside}"))
        self.assertIn("reloaded", self.pbx.cli("acd reload"))
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        plain = self._recorded_long_ago(phone, 400, "")
        disputed = self._recorded_long_ago(phone, 90, "dispute")
        held = self._recorded_long_ago(phone, 400, "legal-hold")
        told = self.pbx.cli("acd expire recordings dry-run")
        self.assertIn("1 recording(s) would go", told)
        self.assertRegex(told, rf"kept/{held['call']}.json stays, by legal hold")
        self.assertTrue(plain["path"].exists())
        self.assertIn("1 recording(s) gone", self.pbx.cli("acd expire recordings"))
        expired = self.pbx.wait_event("AcdRecordingExpired", Rule="kept")
        moved = archive / "kept" / plain["path"].name
        self.assertEqual(expired["Archive"], f"{inside}/kept/{moved.name}")
        self.assertTrue(moved.exists())
        self.assertTrue((moved.parent / plain["files"][0]["name"]).exists())
        self.assertFalse(plain["path"].exists())
        self.assertTrue(disputed["path"].exists() and held["path"].exists())
        for sidecar in (disputed, held):
            sidecar["path"].unlink()

    def test_a_hold_is_silence(self):
        caller = self.pbx.caller("sales")
        caller.place()
        _, talk = self._talking(caller)
        call = self.pbx._shown("acd show calls json")[0]["call"]
        talk.hold()
        paused = self.pbx.wait_event("AcdRecordingChanged", Verb="pause")
        self.assertEqual((paused["By"], paused["HeldBy"]), ("hold", "hold"))
        refused = self.pbx.cli(f"acd call {call} record resume")
        self.assertIn("the pause is held by hold", refused)
        caller.call.wait_hears(440)
        talk.resume()
        self.pbx.wait_event("AcdRecordingChanged", Verb="resume")
        caller.call.wait_heard(50)
        caller.hang_up()
        sidecar = self._new()
        (pause,) = sidecar["pauses"]
        inside = (pause["from_ms"] + 100, pause["to_ms"] - 100)
        sound = recorded.sound(sidecar)
        for side in (0, 1):
            self.assertEqual(sound.loudness(side, *inside), 0.0)

    def test_it_stops_at_a_transfer_and_the_hook_hears_of_it(self):
        hook = self.pbx.asterisk.home / "hook"
        hook.write_text(HOOK)
        hook.chmod(0o755)
        conf = self.pbx.asterisk.home / "etc/acd.conf"
        inside = f"{self.pbx.asterisk.inside}/hook"
        conf.write_text(conf.read_text().replace("hook = /usr/bin/true", f"hook = {inside}"))
        self.assertIn("reloaded", self.pbx.cli("acd reload"))
        caller = self.pbx.caller("billing")
        caller.place()
        _, talk = self._talking(caller)
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        talk.wait_heard(50)
        talk.transfer("1002")
        sidecar = self._new()
        second = other.wait_talking()
        second.wait_hears(caller.voice_hz)
        self.assertEqual(sidecar["verbs"][-1]["by"], "rule")
        hooked = sidecar["path"].parent / "hooked"
        self.pbx.wait_until(hooked.exists, 10, lambda: "the hook to run")
        self.assertIn("2:", hooked.read_text())
        caller.hang_up()
        # As if it had been recorded long ago.
        path = sidecar["path"]
        old = json.loads(path.read_text())
        old["began_wall_us"] = int((time.time() - 31 * 86_400) * 1_000_000)
        path.write_text(json.dumps(old))
        self.assertIn("1 recording(s) would go", self.pbx.cli("acd expire recordings dry-run"))
        self.assertTrue(path.exists())
        self.assertIn("1 recording(s) gone", self.pbx.cli("acd expire recordings"))
        self.assertFalse(path.exists())
        self.assertFalse(os.path.exists(path.parent / old["files"][0]["name"]))
        self.assertEqual(self.pbx.wait_event("AcdRecordingExpired")["By"], "console")


Rules.CONF = Rules.CONF.replace("HOOK", "/usr/bin/true").replace("ARCHIVE", "/srv/archive")

"""What is wrong is told in one place, raised and cleared: console, AMI, lamp, check command."""

import sqlite3
import subprocess
from pathlib import Path

from floor import FloorTest
from floor.console import rows

CHECK = Path(__file__).parents[2] / "dialplan/asterisk/check_acd"

CONF = """
[general]
alarm-after = 300ms
alarm-quiet = 1s

[support]
type = queue
rona-limit = 0
back-off-busy = 100ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
sign-in = manual
wrap-up = 0
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class Health(FloorTest):
    """One agent who is not there at first."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def alarms(self) -> list[tuple[str, str | None]]:
        return [(alarm["alarm"], alarm["about"]) for alarm in rows(self.pbx, "acd show health")]

    def wait_alarms(self, *wanted: tuple[str, str | None]) -> None:
        self.pbx.wait_until(lambda: self.alarms() == list(wanted), 20, self.alarms)

    def check(self) -> tuple[int, str]:
        """What the check command says."""
        answer = self.pbx.cli("acd show health")
        # A program that answers as this Asterisk does.
        program = self.pbx.asterisk.home / "answer"
        program.write_text(answer)
        run = subprocess.run(
            ("sh", str(CHECK), "sh", "-c", f"cat '{program}'"), capture_output=True, text=True
        )
        return run.returncode, run.stdout

    def test_calls_wait_and_nobody_is_there(self):
        self.wait_alarms()
        self.assertIn("OK - ", self.pbx.cli("acd show health"))
        self.assertEqual(self.check()[0], 0)
        self.pbx.wait_device_state("ACD:health", "NOT_INUSE")
        caller = self.pbx.caller("support")
        caller.place()
        told = self.pbx.wait_event("AcdAlarmRaised", Alarm="queue")
        self.assertEqual((told["About"], told["Severity"]), ("support", "critical"))
        self.wait_alarms(("queue", "support"))
        self.pbx.wait_device_state("ACD:health", "INUSE")
        shown = self.pbx.cli("acd show health")
        self.assertIn("CRITICAL - ", shown)
        self.assertIn("acd queue support close", shown)
        code, text = self.check()
        self.assertEqual(code, 2, text)
        listed = [(event["Event"], event["Alarm"]) for event in self.pbx.ami.listing("AcdHealth")]
        self.assertEqual(listed, [("AcdAlarm", "queue")])
        self.pbx.agent_phone("1001")
        self.pbx.cli("acd agent 1001 sign-in")
        self.pbx.wait_event("AcdAlarmCleared", Alarm="queue")
        self.wait_alarms()
        self.pbx.wait_device_state("ACD:health", "NOT_INUSE")
        caller.hang_up()
        self.pbx.cli("acd agent 1001 sign-out")

    def test_an_agent_who_misses_again_and_again(self):
        phone = self.pbx.agent_phone("1001", reject=486)
        self.pbx.cli("acd agent 1001 sign-in")
        caller = self.pbx.caller("support")
        caller.place()
        told = self.pbx.wait_event("AcdAlarmRaised", Alarm="agent")
        self.assertEqual((told["About"], told["Severity"]), ("1001", "warning"))
        self.assertEqual(self.check()[0], 1)
        phone.answers()
        self.pbx.wait_event("AcdAlarmCleared", Alarm="agent", About="1001")
        self.wait_alarms()
        self.pbx.wait_agent("1001", "talking")
        caller.hang_up()
        self.pbx.wait_agent("1001", "free")
        self.pbx.cli("acd agent 1001 sign-out")

    def test_an_engine_that_was_started_anew(self):
        self.pbx.cli("acd fault worker")
        self.pbx.wait_event("AcdAlarmRaised", Alarm="engine")
        self.pbx.wait_event("AcdAlarmCleared", Alarm="engine")
        self.wait_alarms()

    def test_a_store_that_cannot_write(self):
        place = self.pbx.asterisk.home / "var/acd/acd.sqlite"
        holder = sqlite3.connect(place, isolation_level=None, timeout=20)
        holder.execute("BEGIN IMMEDIATE")
        try:
            self.pbx.cli("acd agent 1001 sign-in")
            self.pbx.wait_event("AcdAlarmRaised", Alarm="store")
            self.wait_alarms(("store", None))
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        self.pbx.wait_event("AcdAlarmCleared", Alarm="store")
        self.pbx.cli("acd agent 1001 sign-out")
        self.wait_alarms()


class RecorderHealth(FloorTest):
    """Recordings have a place that takes nothing."""

    CONF = """
    [general]
    alarm-quiet = 2s

    [nowhere]
    type = recording
    record = always
    directory = /usr/acd

    [support]
    type = queue
    recording = nowhere

    [1001]
    type = agent
    interface = PJSIP/1001
    queues = support
    """
    DIALPLAN = DIALPLAN

    def test_a_recording_that_fails(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        told = self.pbx.wait_event("AcdAlarmRaised", 20, Alarm="recorder")
        self.assertIn("a recording failed", told["Cause"])
        caller.hang_up()
        self.pbx.wait_event("AcdAlarmCleared", 20, Alarm="recorder")
        self.assertEqual(rows(self.pbx, "acd show health"), [])

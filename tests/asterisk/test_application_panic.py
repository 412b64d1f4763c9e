"""A panic inside an application or a command of ours ends neither the call nor Asterisk."""

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue
"""

DIALPLAN = """
[incoming]
exten => fault,1,Answer()
 same => n,AcdFault(panic)
 same => n,UserEvent(FaultDone,Status: ${ACDSTATUS})
 same => n,Echo()
"""


class ApplicationPanic(FloorTest):
    """Faults on purpose, on threads that belong to Asterisk."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def test_the_call_goes_on_in_the_dialplan_with_error(self):
        caller = self.pbx.caller("fault")
        caller.place()
        self.assertEqual(self.pbx.wait_user_event("FaultDone")["Status"], "ERROR")
        caller.call.wait_hears(caller.voice_hz)
        self.pbx.wait_log(r"ERROR.*application AcdFault failed inside acd")
        self.pbx.wait_log(r"ERROR.*AcdFault was asked to panic")

    def test_the_console_survives_its_command(self):
        told = self.pbx.cli("acd fault command")
        self.assertIn("about to panic", told)
        self.pbx.wait_log(r"ERROR.*a console command failed inside acd")
        self.assertEqual([row["queue"] for row in rows(self.pbx, "acd show queues")], ["support"])

    def test_the_module_can_still_be_unloaded_and_loaded(self):
        caller = self.pbx.caller("fault")
        caller.place()
        self.pbx.wait_user_event("FaultDone")
        caller.hang_up()
        self.pbx.wait_quiet()
        self.pbx.cli("acd fault command")
        self.assertIn("Unloaded", self.pbx.cli("module unload app_acd.so"))
        self.assertIn("Loaded", self.pbx.cli("module load app_acd.so"))

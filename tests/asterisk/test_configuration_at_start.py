"""With a wrong or missing acd.conf the module declines, says why, and Asterisk runs on."""

import textwrap
import unittest

from floor import Floor
from floor.console import rows

WRONG = """
[support]
type = queue
timeout = never
strategy = longest-idel

[1001]
type = agent
interface = PJSIP/1001
queues = suport
"""

GOOD = """
[support]
type = queue
"""

DIALPLAN = """
[incoming]
exten => support,1,Answer()
 same => n,Wait(20)
"""


class ConfigurationAtStart(unittest.TestCase):
    """Asterisk starts with a configuration of ours that cannot be used."""

    def test_every_error_is_in_the_log_and_calls_that_need_no_queue_go_on(self):
        with Floor(conf=textwrap.dedent(WRONG), dialplan=DIALPLAN) as pbx:
            for pattern in (
                r"ERROR.*acd\.conf:4: \[support\] timeout = never: expected a duration",
                r"ERROR.*acd\.conf:5: \[support\] strategy = longest-idel: .*longest-idle",
                r"ERROR.*acd\.conf:10: \[1001\] queues = suport: unknown queue .*`support`",
                r"ERROR.*app_acd is not loaded: 3 errors in the configuration",
            ):
                pbx.wait_log(pattern)
            self._runs_without_us(pbx)
            pbx.write_conf(GOOD)
            self.assertIn("Loaded app_acd.so", pbx.cli("module load app_acd.so"))
            queues = rows(pbx, "acd show queues")
            self.assertEqual([row["queue"] for row in queues], ["support"])

    def test_a_missing_file_is_told_with_what_to_do(self):
        with Floor(dialplan=DIALPLAN, module="acd") as pbx:
            pbx.wait_log(r"ERROR.*app_acd is not loaded: acd\.conf is missing or not readable")
            self._runs_without_us(pbx)

    def test_a_file_that_is_no_configuration_is_refused(self):
        with Floor(conf="[support\ntype = queue\n", dialplan=DIALPLAN) as pbx:
            pbx.wait_log(r"ERROR.*app_acd is not loaded: acd\.conf")
            self._runs_without_us(pbx)

    def _runs_without_us(self, pbx) -> None:
        self.assertIn("Not Running", pbx.cli("module show like app_acd"))
        self.assertIn("No such command", pbx.cli("acd show queues"))
        caller = pbx.caller("support")
        caller.place()
        caller.wait_answered()
        caller.hang_up()
        pbx.wait_quiet()
        self.assertEqual(pbx.asterisk.cores(), [])

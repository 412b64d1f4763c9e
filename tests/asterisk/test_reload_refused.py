"""A wrong acd.conf changes nothing, and every error is told with its place and what was expected."""

from floor import FloorTest
from floor.console import calls, rows, wait_agent, wait_calls

GOOD = """[french]
type = skill

[support]
type = queue
requirement = french

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

WRONG = """[french]
type = skill

[support]
type = queue
ring-timeout = soon
requirement = frensh >= 2
strategie = longest-idle

[1001]
type = agent
interface = PJSIP/1001
skills = french:900
queues = suport
"""

# Line, key, value, and what the message must say was expected.
ERRORS = [
    (6, "ring-timeout = soon", "expected a duration"),
    (7, "requirement = frensh >= 2", "did you mean `french`"),
    (8, "strategie = longest-idle", "did you mean `strategy`"),
    (13, "skills = french:900", "level from 0 to 100"),
    (14, "queues = suport", "did you mean `support`"),
]

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class ReloadRefused(FloorTest):
    """A call waits, and the administrator mistypes."""

    CONF = GOOD
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.write_conf(GOOD)
        self.pbx.cli("acd reload")
        wait_agent(self.pbx, "1001", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        wait_calls(self.pbx, 1)

    def test_the_console_shows_every_error_and_so_does_the_log(self):
        self.pbx.write_conf(WRONG)
        before = len(self.pbx.log())
        told = self.pbx.cli("acd reload")
        self._names_all_errors(told)
        self.assertIn("5 errors", told)
        self.assertIn("nothing was changed", told)
        # The requirement is shown with a mark below its fault.
        self.assertRegex(told, r"frensh >= 2\n\s+\^+")
        logged = self.pbx.log()[before:]
        self.assertIn("5 errors in the configuration", logged)
        self._names_all_errors(logged)
        self._serves_by_the_old_rules()

    def test_asterisks_own_reload_is_refused_too(self):
        self.pbx.write_conf(WRONG)
        for command in ("module reload app_acd.so", "core reload"):
            with self.subTest(command):
                before = len(self.pbx.log())
                self.pbx.cli(command)
                logged = self.pbx.log()[before:]
                self.assertIn("5 errors in the configuration", logged)
                self._names_all_errors(logged)
        self._serves_by_the_old_rules()

    def test_check_finds_the_same(self):
        self.pbx.write_conf(WRONG)
        self._names_all_errors(self.pbx.cli("acd reload check"))
        self._serves_by_the_old_rules()

    def test_a_file_that_is_gone_changes_nothing(self):
        (self.pbx.asterisk.home / "etc/acd.conf").unlink()
        told = self.pbx.cli("acd reload")
        self.assertIn("acd.conf is missing or not readable", told)
        self._serves_by_the_old_rules()

    def test_a_file_that_is_no_configuration_changes_nothing(self):
        self.pbx.write_conf("[support\ntype = queue\n")
        self.assertIn("acd.conf", self.pbx.cli("acd reload"))
        self._serves_by_the_old_rules()

    def _names_all_errors(self, told: str) -> None:
        for line, entry, expected in ERRORS:
            found = [text for text in told.splitlines() if f"acd.conf:{line}:" in text]
            self.assertEqual(len(found), 1, f"line {line} in:\n{told}")
            self.assertIn(entry, found[0])
            self.assertIn(expected, found[0])

    def _serves_by_the_old_rules(self) -> None:
        self.assertEqual([call["requirement"] for call in calls(self.pbx)], ["french"])
        self.assertEqual([row["queue"] for row in rows(self.pbx, "acd show queues")], ["support"])
        self.pbx.write_conf(GOOD.replace("queues = support", "skills = french\nqueues = support"))
        self.assertIn("1 agent changed", self.pbx.cli("acd reload"))
        self.phone.wait_talking()
        self.caller.hang_up()

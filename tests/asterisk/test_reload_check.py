"""`acd reload check` says what a reload would change, and changes nothing."""

from floor import FloorTest
from floor.console import rows

BEFORE = """
[french]
type = skill

[support]
type = queue
ring-timeout = 15s

[old]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

AFTER = """
[french]
type = skill

[support]
type = queue
ring-timeout = 20s

[1001]
type = agent
interface = PJSIP/1001
skills = french:3
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = support
"""

DIFFERENCES = (
    "queue support: ring-timeout 15s → 20s",
    "queue old removed",
    "agent 1002 added",
    "agent 1001: skills",
)


class ReloadCheck(FloorTest):
    """The administrator looks before the leap."""

    CONF = BEFORE

    def test_it_tells_every_difference_and_nothing_happens(self):
        before = self._floor()
        self.pbx.write_conf(AFTER)
        told = self.pbx.cli("acd reload check")
        for difference in DIFFERENCES:
            self.assertIn(difference, told)
        self.assertIn("a reload would mean: 1 queue removed, 1 queue changed, ", told)
        self.assertEqual(self._floor(), before)
        self.assertEqual(self.pbx.cli("acd reload check"), told)
        done = self.pbx.cli("acd reload")
        for difference in DIFFERENCES:
            self.assertIn(difference, done)
        self.assertIn("nothing changed", self.pbx.cli("acd reload check"))
        self.assertNotEqual(self._floor(), before)

    def test_a_word_too_many_shows_the_usage(self):
        self.assertIn("Usage: acd reload [check]", self.pbx.cli("acd reload chekc"))

    def _floor(self):
        queues = [row["queue"] for row in rows(self.pbx, "acd show queues")]
        agents = [(row["agent"], row["skills"]) for row in rows(self.pbx, "acd show agents")]
        return queues, agents

"""acd.conf may use templates and `#include`, as every file of Asterisk may; errors name the file."""

from floor import FloorTest
from floor.console import agent, rows

CONF = """
[french]
type = skill

[support]
type = queue

[desk](!)
type = agent
skills = french:2
queues = support
wrap-up = 7s

[1001](desk)
interface = PJSIP/1001

[1002](desk)
interface = PJSIP/1002
skills = french:4

#include "acd-more.conf"
"""

MORE = """[1003](desk)
interface = PJSIP/1003
queues = support:3
"""


class ConfigurationFiles(FloorTest):
    """Three agents made from one template, one of them in another file."""

    CONF = CONF
    FLOOR = {"files": {"acd-more.conf": MORE}}

    def test_agents_get_what_their_template_says_and_may_differ(self):
        names = [row["agent"] for row in rows(self.pbx, "acd show agents")]
        self.assertEqual(names, ["1001", "1002", "1003"])
        first, second, third = (agent(self.pbx, name) for name in names)
        self.assertEqual((first["skills"], first["queues"]), ({"french": 2}, {"support": 1}))
        self.assertEqual(first["interface"], "PJSIP/1001")
        self.assertEqual((second["skills"], third["queues"]), ({"french": 4}, {"support": 3}))

    def test_an_error_names_the_included_file_and_its_line(self):
        self.pbx.write_conf(MORE + "ring-timeout = soon\n", name="acd-more.conf")
        told = self.pbx.cli("acd reload check")
        self.pbx.write_conf(MORE, name="acd-more.conf")
        self.assertRegex(told, r"acd-more\.conf:4: \[1003\] ring-timeout = soon: expected")

    def test_an_error_in_a_template_is_told_where_the_template_stands(self):
        self.pbx.write_conf(CONF.replace("wrap-up = 7s", "wrap-up = 7 sheep"))
        told = self.pbx.cli("acd reload check")
        self.pbx.write_conf(CONF)
        # Once, for the first agent made from it.
        self.assertIn("acd.conf:12: [1001] wrap-up = 7 sheep: expected a duration", told)
        self.assertIn("1 error in the configuration", told)

    def test_a_name_used_twice_is_told_at_its_own_line(self):
        self.pbx.write_conf(CONF + "\n[1001](desk)\ninterface = PJSIP/1009\n")
        told = self.pbx.cli("acd reload check")
        self.pbx.write_conf(CONF)
        self.assertRegex(told, r"acd\.conf:24: \[1001\].* already defined at acd\.conf:15")

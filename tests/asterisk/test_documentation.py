"""`core show application` shows all that the XML documentation says of each application."""

import re
import xml.etree.ElementTree as ElementTree

from floor import FloorTest
from floor.artifacts import documentation_file

CONF = """
[support]
type = queue
"""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Documentation(FloorTest):
    """What an author of a dialplan reads on the console."""

    CONF = CONF

    def test_every_application_parameter_option_and_value(self):
        listed = self.pbx.cli("core show applications like Acd")
        documents = ElementTree.parse(documentation_file()).getroot().findall("application")
        names = [document.get("name") for document in documents]
        # Only builds for tests can fail on purpose.
        self.assertEqual(set(re.findall(r"\bAcd\w+", listed)) - {"AcdFault"}, set(names))
        for document in documents:
            name = document.get("name")
            told = self.pbx.cli(f"core show application {name}")
            told = " ".join(COLOURS.sub("", told).split())
            with self.subTest(name):
                self.assertNotIn("Not available", told)
                synopsis = " ".join(document.findtext("synopsis").split())
                self.assertIn(synopsis, told)
                for kind in ("parameter", "option", "value"):
                    for part in document.iter(kind):
                        self.assertIn(part.get("name"), told)
                for paragraph in document.iter("para"):
                    if not len(paragraph) and paragraph.text:
                        self.assertIn(" ".join(paragraph.text.split()), told)

    def test_the_log_holds_no_complaint_about_missing_documentation(self):
        self.assertNotIn("Couldn't find", self.pbx.asterisk.log())
        self.assertNotIn("documentation for application 'Acd", self.pbx.asterisk.log())

"""The console shows all that the XML documentation says of applications, functions and actions."""

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

    def test_every_function_and_every_field_it_has(self):
        listed = self.pbx.cli("core show functions like ACD_")
        documents = ElementTree.parse(documentation_file()).getroot().findall("function")
        names = [document.get("name") for document in documents]
        self.assertEqual(set(re.findall(r"\bACD_\w+", listed)), set(names))
        for document in documents:
            name = document.get("name")
            told = self.pbx.cli(f"core show function {name}")
            told = " ".join(COLOURS.sub("", told).split())
            with self.subTest(name):
                self.assertNotIn("Not available", told)
                for kind in ("parameter", "enum"):
                    for part in document.iter(kind):
                        self.assertIn(part.get("name"), told)

    def test_every_action_and_every_event(self):
        actions = self.pbx.cli("manager show commands")
        events = self.pbx.cli("manager show events")
        root = ElementTree.parse(documentation_file()).getroot()
        for document in root.findall("manager"):
            self.assertIn(document.get("name")[:15], actions)
            told = self.pbx.cli(f"manager show command {document.get('name')}")
            told = " ".join(COLOURS.sub("", told).split())
            self.assertIn(" ".join(document.findtext("synopsis").split()), told)
        for document in root.findall("managerEvent"):
            self.assertIn(document.get("name"), events)

    def test_the_log_holds_no_complaint_about_missing_documentation(self):
        log = self.pbx.asterisk.log()
        self.assertNotIn("Couldn't find", log)
        for kind, start in (("application", "Acd"), ("function", "ACD"), ("manager", "Acd")):
            self.assertNotIn(f"documentation for {kind} '{start}", log)

"""With `redact-caller = yes` no line of ours shows who called; a reload switches it."""

import re

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[general]
redact-caller = {redact}

[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""
NUMBER = "5559876543"
NAME = "Zacharias"


class Redaction(FloorTest):
    """A caller with a name that stands nowhere else."""

    CONF = CONF.format(redact="yes")
    DIALPLAN = DIALPLAN

    def test_number_and_name_are_hidden_on_console_and_in_every_line_of_ours(self):
        self.pbx.write_conf(self.CONF)
        self.pbx.cli("acd reload")
        shown = self._call()
        self.assertNotIn(NUMBER, shown)
        self.assertNotIn(NAME, shown)
        self.assertIn("…543", shown)
        self.assertIn("***", shown)

    def test_no_means_no(self):
        self.pbx.write_conf(CONF.format(redact="no"))
        self.pbx.cli("acd reload")
        shown = self._call()
        self.assertIn(NUMBER, shown)
        self.assertIn(NAME, shown)

    def _call(self) -> str:
        before = len(self.pbx.log())
        phone = self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support", number=NUMBER, name=NAME)
        caller.place()
        ring = phone.wait_ring()
        # The agent sees who calls; only those who read along do not.
        self.assertEqual((ring.caller.number, ring.caller.name), (NUMBER, NAME))
        wait_calls(self.pbx, 1, "ringing")
        shown = ""
        for command in ("acd show calls", "acd show calls json", "acd show agents"):
            shown += self.pbx.cli(command)
        shown += self.pbx.cli("acd explain call " + re.findall(r'"call":(\d+)', shown)[0])
        phone.answer()
        wait_calls(self.pbx, 1, "talking")
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")
        ours = re.compile(r" [a-z_]+\.rs: ")
        lines = [line for line in self.pbx.log()[before:].splitlines() if ours.search(line)]
        self.assertTrue(any("call_arrived" in line for line in lines))
        return shown + "\n".join(lines)

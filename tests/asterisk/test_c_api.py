"""Another module, in C, reads and sets tags by the exported functions of `include/acd.h`."""

import os
import subprocess
from pathlib import Path

from floor import FloorTest

PROJECT = Path(__file__).resolve().parents[2]

DIALPLAN = """
[incoming]
exten => probe,1,AcdTag(first)
 same => n,AcdProbe()
 same => n,UserEvent(Probed,Codes: ${PROBE},Text: ${PROBEVALUE},Keys: ${REPLACE(PROBEKEYS,\\,,/)})
 same => n,UserEvent(Read,Probe: ${ACD_TAG(probe)})
 same => n,Wait(1)
"""


class CApi(FloorTest):
    """A module that knows acd by its header alone."""

    CONF = "[support]\ntype = queue\n"
    DIALPLAN = DIALPLAN

    def test_a_module_in_c_reads_sets_and_lists_tags(self):
        self._build(self.pbx.asterisk.home / "modules/app_acd_probe.so")
        self.pbx.cli("module load app_acd_probe.so")
        caller = self.pbx.caller("probe")
        caller.place()
        told = self.pbx.wait_user_event("Probed")
        # version, set, get, too small, no tag, no channel, bad key, bad value, NULL, away, list
        self.assertEqual(told["Codes"], "1 0 0 4 3 2 5 5 1 0 0")
        self.assertEqual(told["Text"], "a & b")
        self.assertEqual(told["Keys"], "first/probe")
        self.assertEqual(self.pbx.wait_user_event("Read")["Probe"], "a & b")
        self.pbx.wait_event("AcdTagSet", Tag="probe", By="probe")
        caller.hang_up()

    def _build(self, module: Path) -> None:
        """Compile the probe against the headers that the module itself was built with."""
        headers = os.environ.get("ASTERISK_INCLUDE_DIR", "/usr/include")
        source = PROJECT / "tests/abi/tag_probe.c"
        include = PROJECT / "include"
        command = ["cc", "-shared", "-fPIC", "-Wall", "-Werror", f"-I{headers}", f"-I{include}"]
        subprocess.run([*command, "-o", str(module), str(source)], check=True)

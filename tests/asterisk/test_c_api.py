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
exten => says,1,AcdProbeSay(${SAID})
 same => n,UserEvent(Said,Codes: ${PROBE},Latin: ${PROBELATIN},Who: ${CHANNEL})
 same => n,Wait(60)
"""
# Each is a value like another; none is looked at again.
HOSTILE = (
    "${SHELL(touch pwned)}`touch pwned`",
    "${SET(GLOBAL(PWNED)=1)}$[1+1]",
    "it's \"so\" \\ & a|b,c=d;e",
    "'); DROP TABLE call;--",
    "../../etc/passwd %n%s",
    "<script>alert(1)</script>",
)


class CApi(FloorTest):
    """A module that knows acd by its header alone."""

    CONF = "[support]\ntype = queue\n"
    DIALPLAN = DIALPLAN

    def test_a_module_in_c_reads_sets_and_lists_tags(self):
        self._load()
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

    def test_what_another_module_says_is_kept_as_it_is_or_refused(self):
        self._load()
        for nth, said in enumerate(HOSTILE):
            self.pbx.ami.action("Setvar", Variable="SAID", Value=said)
            caller = self.pbx.caller("says")
            caller.place()
            self.pbx.wait_until(
                lambda nth=nth: len(self.pbx.events("UserEvent", UserEvent="Said")) > nth,
                10,
                lambda: "the module to have spoken",
            )
            told = self.pbx.events("UserEvent", UserEvent="Said")[nth]
            # said; line break, terminal, too long, bad key, bad name; no UTF-8
            self.assertEqual((told["Codes"], told["Latin"]), ("0 5 5 5 5 5 0", "Ren\ufffde"))
            for variable in ("PROBEVALUE", "ACD_TAG(said)"):
                read = self.pbx.ami.action("Getvar", Channel=told["Who"], Variable=variable)
                self.assertEqual(read["Value"], said)
            self.pbx.wait_event("AcdTagSet", Tag="said", Value=said, By="probe")
            caller.hang_up()
        self.assertNotIn("PWNED=1", self.pbx.cli("dialplan show globals"))
        self.assertEqual([str(found) for found in self.pbx.asterisk.home.rglob("*pwned*")], [])

    def _load(self) -> None:
        """The probe, new in this Asterisk."""
        self.pbx.cli("module unload app_acd_probe.so")
        self._build(self.pbx.asterisk.home / "modules/app_acd_probe.so")
        self.pbx.cli("module load app_acd_probe.so")

    def _build(self, module: Path) -> None:
        """Compile the probe against the headers that the module itself was built with."""
        headers = os.environ.get("ASTERISK_INCLUDE_DIR", "/usr/include")
        source = PROJECT / "tests/abi/tag_probe.c"
        include = PROJECT / "include"
        command = ["cc", "-shared", "-fPIC", "-Wall", "-Werror", f"-I{headers}", f"-I{include}"]
        subprocess.run([*command, "-o", str(module), str(source)], check=True)

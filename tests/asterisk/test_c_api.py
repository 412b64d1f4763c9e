"""Another module, in C, reads and sets tags by the exported functions of `include/acd.h`."""

import os
import subprocess
from pathlib import Path

from floor import FloorTest, recorded

PROJECT = Path(__file__).resolve().parents[2]

DIALPLAN = """
[incoming]
exten => record,1,Answer()
 same => n,AcdRecordProbe()
 same => n,UserEvent(Recorded,Codes: ${PROBE})
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

    CONF = "[support]\ntype = queue\n[calls]\ntype = recording\n"
    DIALPLAN = DIALPLAN

    def test_a_module_in_c_reads_sets_and_lists_tags(self):
        self._load("tag_probe.c", "app_acd_probe.so")
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

    def test_a_module_in_c_records(self):
        self._load("recording_probe.c", "app_acd_record_probe.so")
        caller = self.pbx.caller("record")
        caller.place()
        told = self.pbx.wait_user_event("Recorded")
        # pause of none, no such rule, start, again, pause, resume, stop, again, no channel, NULL,
        # NULL; and the states after start, pause, resume and stop
        self.assertEqual(told["Codes"], "10 5 0 0 0 0 0 0 2 1 1 1 2 1 0")
        self.assertEqual(self.pbx.wait_event("AcdRecordingChanged", Verb="pause")["By"], "probe")
        self.assertEqual(self.pbx.wait_event("AcdRecordingChanged", Verb="resume")["By"], "module")
        (sidecar,) = recorded.wait_finished(self.pbx)
        self.assertEqual(sidecar["rule"], "calls")

    def test_what_another_module_says_is_kept_as_it_is_or_refused(self):
        self._load("tag_probe.c", "app_acd_probe.so")
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

    def _load(self, source: str, module: str) -> None:
        """Compile a probe against the headers that the module itself was built with; load it."""
        headers = os.environ.get("ASTERISK_INCLUDE_DIR", "/usr/include")
        self.pbx.cli(f"module unload {module}")
        path = self.pbx.asterisk.home / "modules" / module
        include = PROJECT / "include"
        command = ["cc", "-shared", "-fPIC", "-Wall", "-Werror", f"-I{headers}", f"-I{include}"]
        subprocess.run([*command, "-o", str(path), str(PROJECT / "tests/abi" / source)], check=True)
        self.pbx.cli(f"module load {module}")

"""The Debian package: installed into a fresh system, it takes calls there and leaves cleanly."""

import stat
import subprocess
import unittest

import package.target
from floor import FloorTest
from floor.packaged import CONFIGURATION, PackagedAsterisk

CONF = """
[support]
type = queue
wrap-up = 0

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""


class Installed(FloorTest):
    """Debian's Asterisk as it is after `apt install` of the package, run as its own user."""

    CONF = CONF
    DIALPLAN = """
    [incoming]
    exten => support,1,Answer()
     same => n,AcdQueue(support,c)
     same => n,UserEvent(Done,Status: ${ACDSTATUS})
    """
    FLOOR = {"module": "", "installation": PackagedAsterisk}

    def test_a_call_is_taken(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("support")
        caller.place()
        agent.wait_talking()
        agent.hang_up()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "ANSWERED")
        self.pbx.wait_until(self._has_kept_the_call, 5, "the call to be kept")
        store = self.pbx.asterisk.root / "var/lib/asterisk/acd/acd.sqlite"
        self.assertEqual(owner(self.pbx, "/var/lib/asterisk/acd/acd.sqlite"), "asterisk asterisk")
        self.assertFalse(stat.S_IMODE(store.stat().st_mode) & stat.S_IRWXO, "others may not read")

    def _has_kept_the_call(self) -> bool:
        return '"queue":"support"' in self.pbx.cli("acd show history json").replace(" ", "")

    def test_it_is_documented_and_knows_its_asterisk(self):
        self.assertIn("AcdQueue", self.pbx.cli("core show application AcdQueue"))
        self.assertIn("[Synopsis]", self.pbx.cli("core show application AcdQueue"))
        fitting = package.target.find(self.pbx.asterisk.root)
        self.assertIn(fitting.release, self.pbx.cli("acd show version"))

    def test_the_configuration_as_shipped_can_be_loaded(self):
        shipped = self.pbx.asterisk.root / "usr/share/doc/asterisk-acd/examples/acd.conf.sample"
        self.pbx.write_conf(shipped.read_text())
        told = self.pbx.cli("acd reload check")
        self.pbx.write_conf(CONF)
        self.assertNotIn("error", told.lower())
        self.assertIn("1001", told, "the sample has no agent, and the check says that this one goes")

    def test_what_is_installed_is_what_was_packed(self):
        changed = self.pbx.asterisk.system.run("sh", "-c", "dpkg --verify asterisk-acd || true")
        self.assertEqual([line.split()[-1] for line in changed.splitlines()], ["/etc/asterisk/acd.conf"])

    def test_only_the_pbx_can_read_its_configuration(self):
        place = self.pbx.asterisk.etc / "acd.conf"
        self.assertEqual(stat.S_IMODE(place.stat().st_mode), 0o640)
        self.assertEqual(owner(self.pbx, "/etc/asterisk/acd.conf"), "root asterisk")


class AroundAnInstallation(unittest.TestCase):
    """What dpkg may do with it besides."""

    def setUp(self):
        self.asterisk = PackagedAsterisk(200)
        self.addCleanup(self.asterisk.discard)
        self.asterisk.prepare()

    def test_it_needs_this_very_asterisk(self):
        fitting = package.target.find(self.asterisk.root)
        needs = subprocess.run(
            ["dpkg-deb", "--field", str(self.asterisk.package), "Depends"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for need in (*fitting.dependencies(), "libc6", "libsqlite3-0"):
            self.assertIn(need, needs)
        newer = package.target.Target(
            fitting.architecture,
            fitting.version.replace(fitting.release, "22.99.0"),
            fitting.abi,
            fitting.modules,
            fitting.documentation,
        )
        self.assertIn("asterisk (>= 1:22.99.0)", newer.dependencies())

    def test_removal_keeps_the_configuration_and_purge_does_not(self):
        module = next(self.asterisk.root.glob("usr/lib/*/asterisk/modules/app_acd.so"))
        place = self.asterisk.root / CONFIGURATION / "acd.conf"
        place.write_text(CONF)
        self.asterisk.system.run("dpkg", "--remove", "asterisk-acd")
        self.assertFalse(module.exists())
        self.assertEqual(place.read_text(), CONF)
        self.asterisk.install_package()
        self.assertTrue(module.exists())
        self.assertEqual(place.read_text(), CONF, "the admin's file outlasts an installation")
        self.asterisk.system.run("dpkg", "--purge", "asterisk-acd")
        self.assertFalse(place.exists())


def owner(pbx, place: str) -> str:
    """User and group of a file, by the names the system has for them."""
    return pbx.asterisk.system.run("stat", "-c", "%U %G", place).strip()

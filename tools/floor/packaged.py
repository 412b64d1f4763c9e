"""Asterisk as Debian installs it, in a system of its own, with our module from its package.

Directories, user, `modules.conf` and all else are Debian's; only what phones and tests need
(transports, dialplan, log, manager) is written over its configuration.
"""

from pathlib import Path

import package.build
import package.target
from package.control import NAME
from pbx import settings
from pbx.asterisk import Asterisk
from pbx.system import System
from sandbox.places import project_dir

from . import artifacts

CONFIGURATION = "etc/asterisk"
CONTROL_SOCKET = "run/asterisk/asterisk.ctl"
FULL_LOG = "var/log/asterisk/full"
USER = "asterisk"


class PackagedAsterisk(Asterisk):
    """One installation. `system` runs commands in it, `package` is the package file."""

    def __init__(self, number: int, debug: int = 1, under: tuple[str, ...] = ()):
        """As any Asterisk, in a fresh system."""
        super().__init__(number, debug, under)
        self.system = System(self.root, self.home.parent, self.home)
        self.root = self.system.root
        self.etc = self.root / CONFIGURATION
        self.full_log = self.root / FULL_LOG
        self.control_socket = self.root / CONTROL_SOCKET
        self.program = ("/usr/sbin/asterisk", "-U", USER, "-G", USER)
        self.package: Path | None = None

    def prepare(self) -> None:
        """Make the system, build the package and install it."""
        (self.home / "log").mkdir(parents=True)
        self.system.prepare()
        self.install_package()
        self.write("logger.conf", settings.LOGGER_CONF)
        self.write("manager.conf", settings.manager_conf(self.at))
        self.write("rtp.conf", settings.rtp_conf())

    def install_package(self) -> None:
        """Build the package of this checkout's module, unless that was done, and install it."""
        if self.package is None:
            module = artifacts.module_file(artifacts.PLAIN)
            fitting = package.target.find(self.root)
            place = self.home / "packages"
            self.package = package.build.build(project_dir(), module, fitting, place)
        # The root leaves the documents of all packages out; those of this one are to be seen.
        its_documents = f"--path-include=/usr/share/doc/{NAME}*"
        file = f"{self.inside}/packages/{self.package.name}"
        self.system.run("dpkg", its_documents, "--install", file)

    def prepare_start(self) -> None:
        """What Debian's service does before it starts Asterisk."""
        place = f"/{Path(CONTROL_SOCKET).parent}"
        self.system.run("install", "-d", "-o", USER, "-g", USER, place)

    def discard(self) -> None:
        """Take the system apart, then as any other."""
        self.system.discard()
        super().discard()

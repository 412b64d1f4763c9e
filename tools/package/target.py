"""The Asterisk a package is for, as the package database of its system knows it.

The module fits one point release and one set of build options; a package that depends on both can
neither be installed beside another Asterisk nor be left behind by an upgrade.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from install.places import documentation_dir, modules_dir

from .errors import PackageError

POINT_RELEASE = re.compile(r"(?P<epoch>\d+:)?(?P<series>\d+\.\d+)\.(?P<point>\d+)")


@dataclass(frozen=True)
class Target:
    """One system with Asterisk from a Debian package."""

    architecture: str
    # As dpkg writes it, with epoch and all.
    version: str
    # What the package of Asterisk provides for modules built with its options.
    abi: str
    modules: str
    documentation: str

    @property
    def release(self) -> str:
        """The point release, such as `22.10.1`."""
        found = self._point_release()
        return f"{found['series']}.{found['point']}"

    def dependencies(self) -> list[str]:
        """The Asterisk that the package needs: this point release and these build options."""
        found = self._point_release()
        epoch = found["epoch"] or ""
        following = f"{epoch}{found['series']}.{int(found['point']) + 1}"
        here = f"{epoch}{self.release}"
        return [f"asterisk (>= {here})", f"asterisk (<< {following}~)", self.abi]

    def _point_release(self) -> re.Match:
        found = POINT_RELEASE.match(self.version)
        if found is None:
            raise PackageError(f"no point release can be read from Asterisk's version {self.version}")
        return found


def find(root: Path) -> Target:
    """The Asterisk installed in the system below `root` (`/`: this machine)."""
    told = _ask(root, "${db:Status-Status}\n${Architecture}\n${Version}\n${Provides}")
    if told is None or not told.startswith("installed\n"):
        raise PackageError(
            "no Asterisk from a Debian package is installed here, and the package is for one;\n"
            "beside an Asterisk built from source use: make install"
        )
    _, architecture, version, provides = told.split("\n", 3)
    abi = re.search(r"asterisk-abi-[0-9a-f]{32}", provides)
    if abi is None:
        raise PackageError(
            "this package of Asterisk does not tell its build options (asterisk-abi-...), so none can\n"
            "be made for it; use: make install"
        )
    modules, documentation = modules_dir(root), documentation_dir(root)
    if not modules or not documentation:
        raise PackageError(
            "the installed Asterisk has no directory of modules or documentation;\n"
            "install its packages whole: apt install asterisk asterisk-modules"
        )
    return Target(architecture, version, abi.group(0), modules, documentation)


def _ask(root: Path, shown: str) -> str | None:
    command = ["dpkg-query", f"--admindir={root / 'var/lib/dpkg'}", "-f", shown, "-W", "asterisk"]
    finished = subprocess.run(command, capture_output=True, text=True)
    return finished.stdout if finished.returncode == 0 else None

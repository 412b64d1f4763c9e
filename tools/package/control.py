"""What the package tells dpkg: name, version, dependencies, and which files are the admin's."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from .errors import PackageError
from .target import Target

NAME = "asterisk-acd"
DESCRIPTION = """Contact centre for Asterisk: skill-based call distribution
 A module that gives Asterisk the applications of a contact centre: callers wait for
 the agent whose skills they need, carry tags, and are recorded as the rules say.
 .
 It is set up in /etc/asterisk/acd.conf and watched on the console of Asterisk."""
CONFIGURATION = "/etc/asterisk/acd.conf"


def version(manifest: Path, target: Target) -> str:
    """Ours and that of the Asterisk it is for, so that a newer one of either is an upgrade."""
    found = re.search(r'^version = "([^"]+)"', manifest.read_text(), re.MULTILINE)
    if found is None:
        raise PackageError(f"{manifest} tells no version")
    return f"{found.group(1)}+asterisk{target.release}"


def control(its_version: str, target: Target, module: Path, size_kib: int) -> str:
    """The text of DEBIAN/control."""
    needs = [*target.dependencies(), *libraries(module)]
    fields = {
        "Package": NAME,
        "Version": its_version,
        "Architecture": target.architecture,
        "Maintainer": _maintainer(),
        "Installed-Size": str(size_kib),
        "Depends": ", ".join(needs),
        "Section": "comm",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    return "".join(f"{name}: {text}\n" for name, text in fields.items())


def libraries(module: Path) -> list[str]:
    """The packages of the libraries the module is linked with, each with its oldest version."""
    with tempfile.TemporaryDirectory() as scratch:
        # It works only where a source package is, so it is shown the least of one.
        (Path(scratch) / "debian").mkdir()
        (Path(scratch) / "debian/control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
        finished = subprocess.run(
            ["dpkg-shlibdeps", "-O", f"-e{module.resolve()}"],
            cwd=scratch,
            capture_output=True,
            text=True,
        )
    if finished.returncode != 0:
        raise PackageError(f"the libraries of {module} are not known:\n{finished.stderr.strip()}")
    told = finished.stdout.strip().removeprefix("shlibs:Depends=")
    return [need.strip() for need in told.split(",") if need.strip()]


def _maintainer() -> str:
    """Whoever builds it, named as for Debian's own tools."""
    name = os.environ.get("DEBFULLNAME", "acd")
    return f"{name} <{os.environ.get('DEBEMAIL', 'root@localhost')}>"

"""Where an installed Asterisk keeps things. The answer comes from its own system: asterisk.conf
first, then the places distributions use; empty when nothing is found.
"""

import re
import subprocess
from pathlib import Path

SYSTEM = Path("/")
ASTERISK_CONF = "etc/asterisk/asterisk.conf"
MODULE_PLACES = (
    "/usr/lib/*-linux-*/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/local/lib*/asterisk/modules",
)
DATA_PLACES = ("/usr/share/asterisk", "/var/lib/asterisk", "/usr/local/share/asterisk")


def modules_dir(root: Path = SYSTEM) -> str:
    """The directory Asterisk loads modules from, in the system below `root`."""
    candidates = [_setting(root, "astmoddir"), _packaged(root, "astmoddir")]
    for pattern in MODULE_PLACES:
        found = sorted(root.glob(pattern.lstrip("/")))
        candidates += [f"/{place.relative_to(root)}" for place in found]
    for place in candidates:
        if place and _below(root, place, "app_dial.so").is_file():
            return place
    return ""


def documentation_dir(root: Path = SYSTEM) -> str:
    """The directory for XML documentation of modules that do not come with Asterisk."""
    candidates = (_setting(root, "astdatadir"), _packaged(root, "astdatadir"), *DATA_PLACES)
    for place in candidates:
        if place and _below(root, place, "documentation").is_dir():
            return f"{place}/documentation/thirdparty"
    return ""


def configuration_dir(root: Path = SYSTEM) -> str:
    """The directory of acd.conf."""
    for place in (_setting(root, "astetcdir"), "/etc/asterisk"):
        if place and _below(root, place).is_dir():
            return place
    return ""


def _setting(root: Path, name: str) -> str:
    """A directory named in asterisk.conf, empty when it names none."""
    try:
        text = (root / ASTERISK_CONF).read_text(errors="replace")
    except OSError:
        return ""
    found = re.search(rf"^\s*{name}\s*=>?\s*(\S+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def _packaged(root: Path, name: str) -> str:
    """A directory named by this machine's development package, empty when there is none."""
    if root != SYSTEM:
        return ""
    command = ["pkg-config", f"--variable={name}", "asterisk"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def _below(root: Path, *parts: str) -> Path:
    return root.joinpath(*(part.lstrip("/") for part in parts))

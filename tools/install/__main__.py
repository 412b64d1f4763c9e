"""`python3 -m install modules|documentation|configuration`: print one directory.

The Makefile asks. The answer comes from the running system: asterisk.conf first, then the
places distributions use. Nothing found is an error that names the variable to set instead.
"""

import re
import subprocess
import sys
from pathlib import Path

ASTERISK_CONF = Path("/etc/asterisk/asterisk.conf")
MODULE_PLACES = (
    "/usr/lib/*-linux-*/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/local/lib*/asterisk/modules",
)
DATA_PLACES = ("/usr/share/asterisk", "/var/lib/asterisk", "/usr/local/share/asterisk")


def setting(name: str) -> str:
    """A directory named in asterisk.conf, empty when it names none."""
    try:
        text = ASTERISK_CONF.read_text(errors="replace")
    except OSError:
        return ""
    found = re.search(rf"^\s*{name}\s*=>?\s*(\S+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def packaged(name: str) -> str:
    """A directory named by the development package, empty when there is none."""
    command = ["pkg-config", f"--variable={name}", "asterisk"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def modules_dir() -> str:
    """The directory Asterisk loads modules from."""
    candidates = [setting("astmoddir"), packaged("astmoddir")]
    for pattern in MODULE_PLACES:
        candidates += [str(place) for place in sorted(Path("/").glob(pattern.lstrip("/")))]
    for place in candidates:
        if place and (Path(place) / "app_dial.so").is_file():
            return place
    return ""


def documentation_dir() -> str:
    """The directory for XML documentation of modules that do not come with Asterisk."""
    for place in (setting("astdatadir"), packaged("astdatadir"), *DATA_PLACES):
        if place and (Path(place) / "documentation").is_dir():
            return f"{place}/documentation/thirdparty"
    return ""


def configuration_dir() -> str:
    """The directory of acd.conf."""
    for place in (setting("astetcdir"), "/etc/asterisk"):
        if place and Path(place).is_dir():
            return place
    return ""


QUESTIONS = {
    "modules": (modules_dir, "MODULES_DIR"),
    "documentation": (documentation_dir, "DOCUMENTATION_DIR"),
    "configuration": (configuration_dir, "CONFIGURATION_DIR"),
}


def main(arguments: list[str]) -> int:
    """Answer one question on standard output."""
    if len(arguments) != 1 or arguments[0] not in QUESTIONS:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    ask, variable = QUESTIONS[arguments[0]]
    found = ask()
    if not found:
        print(
            f"no installed Asterisk found to ask for its {arguments[0]} directory;\n"
            f"name it: make {variable}=/path ...",
            file=sys.stderr,
        )
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

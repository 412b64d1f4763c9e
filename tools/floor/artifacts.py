"""Which files of this checkout go into the sandbox."""

import os
from pathlib import Path

from sandbox.places import project_dir

# The module as admins get it, and the one that can be told to fail.
PLAIN = "acd"
FAULTY = "fault"


class NotBuilt(Exception):
    """The module is not there yet; the text says how to build it."""


def module_file(variant: str) -> Path:
    """The built module of a variant (`acd` or `fault`)."""
    places = {
        PLAIN: ("ACD_MODULE", project_dir() / "target/sandbox/app_acd.so", "make sandbox-module"),
        FAULTY: ("ACD_FAULT_MODULE", project_dir() / "target/fault/app_acd.so", "make fault-module"),
    }
    variable, usual, command = places[variant]
    place = Path(os.environ.get(variable) or usual)
    if not place.is_file():
        raise NotBuilt(f"{place} is missing: run `{command}` first")
    return place


def documentation_file() -> Path:
    """The XML documentation that is installed beside the module."""
    return project_dir() / "dialplan/asterisk/app_acd-en_US.xml"


def evidence_dir() -> Path:
    """Where logs of failed tests are kept."""
    named = os.environ.get("ACD_EVIDENCE")
    return Path(named) if named else project_dir() / "target/pbx-failures"

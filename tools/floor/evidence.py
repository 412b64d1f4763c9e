"""What is kept of a failed test: logs, configuration, SIP ladders, backtraces of core dumps."""

import re
import shutil
import subprocess
from pathlib import Path

from . import artifacts


def keep(floor, test_name: str, report: str) -> Path:
    """Copy all that explains a failure to a directory named after the test."""
    place = artifacts.evidence_dir() / re.sub(r"[^A-Za-z0-9_.-]", "_", test_name)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "failure.txt").write_text(report)
    if floor is None:
        return place
    home = floor.asterisk.home
    for name, source in (("log", floor.asterisk.full_log.parent), ("etc", floor.asterisk.etc)):
        if source.is_dir():
            shutil.copytree(source, place / name, symlinks=True)
    for crowd in home.glob("crowd-*"):
        shutil.copytree(crowd, place / crowd.name)
    for phone in floor.phones:
        _write_ladder(phone, place)
    for core in floor.asterisk.cores():
        (place / f"{core.name}.backtrace").write_text(backtrace(floor.asterisk, core))
    return place


def forget() -> None:
    """Delete the evidence of an earlier run, so that what is there is of this one."""
    for place in artifacts.evidence_dir().glob("*"):
        if (place / "failure.txt").is_file():
            shutil.rmtree(place, ignore_errors=True)


def backtrace(asterisk, core: Path) -> str:
    """Every thread's stack in a core dump, read by the debugger inside the root."""
    inside = f"{asterisk.inside}/{core.name}"
    command = ["chroot", str(asterisk.root), "gdb", "-batch", "-ex", "thread apply all bt"]
    command += ["/usr/sbin/asterisk", inside]
    finished = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=120,
        stdin=subprocess.DEVNULL,
    )
    return finished.stdout + finished.stderr


def _write_ladder(phone, place: Path) -> None:
    lines = []
    began = phone.line.seen[0][0] if phone.line.seen else 0.0
    for moment, direction, message in phone.line.seen:
        arrow = "<--" if direction == "in" else "-->"
        lines.append(f"==== {moment - began:9.4f} s {arrow}")
        lines.append(message.write().decode(errors="replace"))
    (place / f"sip-{phone.us.number}-{phone.line.port}.txt").write_text("\n".join(lines))

"""Stamps: who did what when, as the dialplan and SIPp wrote it."""

import re
from dataclasses import dataclass

# `BENCH join 1001 1700000000.123456`; a fourth word is the caller who rings, or a status.
LINE = re.compile(r"BENCH (join|ring|free|lost) (\S+) (\d+\.\d+)(?: (\S+))?")


@dataclass(frozen=True)
class Stamp:
    """One moment, in seconds since 1970. `who` is the caller of join and lost, else the agent."""

    kind: str
    at: float
    who: str
    other: str = ""


def of_log(text: str) -> list[Stamp]:
    """The stamps in Asterisk's log, in order of time."""
    found = [Stamp(kind, float(at), who, other) for kind, who, at, other in LINE.findall(text)]
    return sorted(found, key=lambda stamp: stamp.at)

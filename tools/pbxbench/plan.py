"""Which runs are done, in which order, how often and how long.

Drivers take turns within a repeat, so that a busy minute of the machine hits them alike.
"""

import os

from .runs import Case

DRIVERS = ("acd", "app_queue")
SIZES = ((10, 20), (50, 200))
LEGS = ("local", "sip")
REPEATS = 2
HAND_OVER_S = 9.0
DISPATCH_S = 5.0
QUICK_REPEATS = 1
QUICK_HAND_OVER_S = 5.0
QUICK_DISPATCH_S = 3.0
DISPATCH_AGENTS = 50


def is_quick() -> bool:
    """Whether `BENCH_QUICK=1` asks for a short look instead of a measurement."""
    return os.environ.get("BENCH_QUICK", "") not in ("", "0")


def repeats() -> int:
    """How often each case is run."""
    return QUICK_REPEATS if is_quick() else REPEATS


def cases() -> list[Case]:
    """All cases of one repeat, in order."""
    hand_over_s = QUICK_HAND_OVER_S if is_quick() else HAND_OVER_S
    dispatch_s = QUICK_DISPATCH_S if is_quick() else DISPATCH_S
    found = []
    for leg in LEGS:
        for agents, waiting in SIZES:
            for driver in DRIVERS:
                found.append(Case("hand-over", driver, leg, agents, waiting, hand_over_s))
        for driver in (*DRIVERS, "dial"):
            found.append(Case("dispatch", driver, leg, DISPATCH_AGENTS, 0, dispatch_s))
    return found

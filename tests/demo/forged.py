"""A small true run, made by hand, for tests to falsify one thing at a time."""

import random

from demo.facts import CallerSaw, Facts
from demo.scenario import Need, Staff, Visit

ALICE, BRUNO = "1001", "1002"
FIRST, SECOND, THIRD = "5550001", "5550002", "5550003"
FRENCH = Need("french", "support", ((0.0, "french >= 3"), (2.0, "french")), 1)
GERMAN = Need("speaks-german", "support", ((0.0, "$lang >= 2"),), 1, attributes={"lang": "german"})


def staff() -> list[Staff]:
    """Alice speaks French, Bruno German and a little French."""
    levels = {ALICE: {"french": 5}, BRUNO: {"german": 4, "french": 1}}
    return [
        Staff(number, number, skills, place, random.Random(0))
        for place, (number, skills) in enumerate(levels.items())
    ]


def visits() -> list[Visit]:
    """Three callers; the third gives up."""
    needs = ((FIRST, FRENCH), (SECOND, GERMAN), (THIRD, FRENCH))
    return [Visit(n, number, "Ida", need, 9.0) for n, (number, need) in enumerate(needs)]


def history() -> list[dict]:
    """What the module would write of it."""
    told = (
        _arrived(1, FIRST, "french >= 3"),
        _of(1, "call_offered", agent=ALICE, wait_ms=0),
        _connected(1, ALICE, "french >= 3", {"french": 5}),
        _arrived(2, SECOND, "german >= 2"),
        _of(2, "call_offered", agent=BRUNO, wait_ms=0),
        _connected(2, BRUNO, "german >= 2", {"german": 4, "french": 1}),
        _arrived(3, THIRD, "french >= 3"),
        _of(3, "call_left", departure="abandoned", wait_ms=900),
        _of(1, "conversation_ended", agent=ALICE, talk_ms=2000, ended_by="caller"),
        _of(2, "conversation_ended", agent=BRUNO, talk_ms=2000, ended_by="agent"),
    )
    return [
        {"sequence": n, "at_ms": 10 * n, "wall_us": 10_000 * n, **record}
        for n, record in enumerate(told, 1)
    ]


def facts() -> Facts:
    """What phones, callers and the PBX saw of it."""
    return Facts(
        callers={
            FIRST: CallerSaw(True, True, [ALICE]),
            SECOND: CallerSaw(True, True, None),
            THIRD: CallerSaw(False, True),
        },
        picked_up={FIRST: [ALICE], SECOND: [BRUNO]},
        bridged={FIRST: [ALICE], SECOND: [BRUNO]},
        statuses={FIRST: ["ANSWERED"], SECOND: ["ANSWERED"], THIRD: ["ABANDONED"]},
    )


def _of(call: int, event: str, **fields) -> dict:
    return {"call": call, "host_call": f"PJSIP/carrier-{call}", "queue": "support",
            "event": event, **fields}


def _arrived(call: int, number: str, requirement: str) -> dict:
    caller = {"number": number, "name": "Ida"}
    return _of(call, "call_arrived", caller=caller, priority=0, requirement=requirement)


def _connected(call: int, agent: str, requirement: str, skills: dict) -> dict:
    return _of(call, "call_connected", agent=agent, wait_ms=500, ring_ms=400,
               requirement=requirement, skills=skills)

"""The closing table: what happened, and how fast by the phones' own clocks."""

import math
import time

from .proof import stories
from .requirement import is_met

# Nearly simultaneous end and ring of one phone are told apart by this much.
MATCH_S = 1.0


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile; not a number if there are no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def arrival_to_ring(records: list[dict], callers: dict, phones: dict) -> tuple[list, list]:
    """Seconds from a caller's INVITE to the first agent's phone being asked to ring.

    First for calls that found a fitting agent free, which were offered in the very step that
    took them in; then for all calls that ever rang anywhere.
    """
    rang: dict[str, float] = {}
    for phone in phones.values():
        for offer in phone.offers:
            number = offer.caller.number
            rang[number] = min(offer.rang_at, rang.get(number, math.inf))
    at_once, every = [], []
    for story in stories(records).values():
        caller, offered = callers.get(story.number), story.of("call_offered")
        if caller is None or story.number not in rang:
            continue
        took_s = rang[story.number] - caller.call.began_at
        every.append(took_s)
        if offered and offered[0]["wait_ms"] == 0:
            at_once.append(took_s)
    return at_once, every


def free_to_ring(records: list[dict], phones: dict, levels: dict) -> list[float]:
    """Seconds from the end of an agent's call to the next ring of that phone.

    Counted when the next call was in line already and fitted the agent at that moment; otherwise
    the agent had nothing to wait for.
    """
    told = stories(records)
    by_number = {story.number: story for story in told.values()}
    found = []
    for agent, phone in phones.items():
        offers = sorted(phone.offers, key=lambda offer: offer.rang_at)
        for before, after in zip(offers, offers[1:]):
            if before.answered_at is None or before.ended_at is None:
                continue
            story = by_number.get(after.caller.number)
            if story and _waited_then(story, _wall_us(before.ended_at), levels[agent]):
                found.append(after.rang_at - before.ended_at)
    return found


def _waited_then(story, free_us: float, levels: dict) -> bool:
    needed = ""
    for record in story.of("call_arrived", "call_relaxed"):
        if record["wall_us"] <= free_us:
            needed = record["requirement"]
    offers = [r for r in story.of("call_offered") if r["wall_us"] <= free_us]
    failures = [r for r in story.of("offer_failed") if r["wall_us"] <= free_us]
    # A call that rang elsewhere at that moment was not to be had.
    return bool(needed) and len(offers) == len(failures) and is_met(needed, levels)


def _wall_us(moment: float) -> float:
    return 1e6 * (time.time() - (time.monotonic() - moment))


def table(board, records: list[dict], show) -> list[tuple[str, str]]:
    """The rows of the closing table."""
    counts = board.counts
    levels = {agent.number: agent.levels for agent in show.scenario.staff}
    at_once, every = arrival_to_ring(records, show.callers, show.phones)
    freed = free_to_ring(records, show.phones, levels)
    rows = [
        ("calls placed", str(len(show.placed))),
        ("answered", str(counts["answered"])),
        ("abandoned", str(counts["abandoned"])),
        ("timed out in line", str(counts["timed out"])),
        ("other ends", str(counts["other ends"])),
        ("offers refused", str(counts["refused"])),
        ("offers not answered", str(counts["rang out"])),
        ("offers unreachable", str(counts["unreachable"])),
    ]
    rows.append(("arrival to ring, an agent was free", _spread(at_once)))
    rows.append(("arrival to ring, all calls", _spread(every)))
    rows.append(("agent free to next ring", _spread(freed)))
    heard = sum(caller.heard for caller in show.callers.values())
    rows.append(("audio packets heard by callers", str(heard)))
    return rows


def _spread(values_s: list[float]) -> str:
    if not values_s:
        return "never happened in this run"
    p50, p99 = (1000 * percentile(values_s, share) for share in (0.5, 0.99))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {len(values_s)} times"

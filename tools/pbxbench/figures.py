"""From stamps to figures: hand-over, dispatch, overtaken callers, percentiles."""

import math
import statistics
from collections import defaultdict

from .stamps import Stamp

# Stamps this close together have no order: two callers come, or two phones ring, at one moment.
SAME_MOMENT_S = 0.05


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile; not a number if there are no values."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary_ms(values_s: list[float]) -> dict[str, float]:
    """Count, p50, p95, p99 and worst, in milliseconds."""
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "worst": 1.0}
    told = {name: 1000 * percentile(values_s, share) for name, share in shares.items()}
    return {"count": len(values_s), **{name: round(value, 3) for name, value in told.items()}}


def hand_overs(stamps: list[Stamp], began: float, ended: float) -> tuple[list[float], int]:
    """Seconds from `free` to the same agent's next `ring`, for agents who became free in time.

    Also how many became free and rang no more before the last stamp; with callers waiting all
    the time there should be none but those of the last moment.
    """
    free_since: dict[str, float] = {}
    gaps = []
    for stamp in stamps:
        if stamp.kind == "free":
            free_since[stamp.who] = stamp.at
        elif stamp.kind == "ring" and stamp.who in free_since:
            at = free_since.pop(stamp.who)
            if began <= at <= ended:
                gaps.append(stamp.at - at)
    left = sum(began <= at <= ended for at in free_since.values())
    return gaps, left


def dispatches(stamps: list[Stamp]) -> list[float]:
    """Seconds from a caller's `join` to the `ring` of the agent for that caller."""
    return [rang - joined for joined, rang in turns(stamps) if rang is not None]


def turns(stamps: list[Stamp]) -> list[tuple[float, float | None]]:
    """Every turn of every caller: when it joined and when an agent first rang for it."""
    found: list[tuple[float, float | None]] = []
    waiting: dict[str, int] = {}
    for stamp in stamps:
        if stamp.kind == "join":
            waiting[stamp.who] = len(found)
            found.append((stamp.at, None))
        elif stamp.kind == "ring" and stamp.other in waiting:
            place = waiting.pop(stamp.other)
            found[place] = (found[place][0], stamp.at)
    return found


def overtaken(stamps: list[Stamp]) -> tuple[int, int]:
    """How many of the served callers saw one who came later being served first; and of how many.

    Everybody in these runs needs the same, so the order of coming is the right order.
    """
    served = sorted((joined, rang) for joined, rang in turns(stamps) if rang is not None)
    count = 0
    first_later = math.inf
    pending = len(served) - 1
    for joined, rang in reversed(served):
        while pending >= 0 and served[pending][0] > joined + SAME_MOMENT_S:
            first_later = min(first_later, served[pending][1])
            pending -= 1
        count += first_later < rang - SAME_MOMENT_S
    return count, len(served)


def out_of_turn(records: list[dict]) -> int:
    """How many calls our module's history shows offered before one that arrived earlier.

    Exact to the module's millisecond, unlike stamps. Of calls that arrived in one millisecond any
    may be first: the module goes by their numbers then, which were given at the door.
    """
    waiting: dict[int, int] = {}
    count = 0
    for record in records:
        if record["event"] == "call_arrived":
            waiting[record["call"]] = record["at_ms"]
        elif record["event"] == "call_offered" and record["call"] in waiting:
            # In order of arrival, so the first one has waited longest.
            longest = next(iter(waiting.values()))
            count += longest < waiting.pop(record["call"])
    return count


def medians(rows: list[dict]) -> dict[str, float]:
    """The median of each numeric figure over the repeats."""
    columns = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            if isinstance(value, (int, float)) and not math.isnan(value):
                columns[name].append(value)
    return {name: round(statistics.median(values), 3) for name, values in columns.items()}

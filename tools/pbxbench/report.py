"""The table in the terminal and the JSON file."""

import json
import math
from pathlib import Path

from sandbox.places import project_dir

from . import figures
from .runs import Case

# What the first release is held to: our p99 against app_queue's.
TARGET_SHARE = 0.01
TARGET_MS = 10.0
COLUMNS = ("p50", "p99", "worst")


def table(results: list[tuple[Case, list[dict]]]) -> str:
    """Medians over the repeats, one row a case, with what it means beside the other drivers."""
    lines = []
    head = f"{'':<28}{'driver':<11}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}"
    head += f"{'overtaken':>11}{'calls/s':>9}{'CPU ms/call':>13}"
    group = None
    for case, rows in results:
        if (case.kind, case.leg) != group:
            group = (case.kind, case.leg)
            lines += ["", f"{_name(case)} ({_leg(case)})", head]
        lines.append(_row(case, figures.medians(rows)))
    return "\n".join(lines[1:])


def verdict(results: list[tuple[Case, list[dict]]]) -> list[str]:
    """Our hand-over beside app_queue's, one line for each size and leg."""
    told = []
    medians = {case: figures.medians(rows) for case, rows in results}
    for case, ours in medians.items():
        if case.driver != "acd":
            continue
        reference = "app_queue" if case.kind == "hand-over" else "dial"
        theirs = next((m for c, m in medians.items() if _twins(c, case, reference)), None)
        if not theirs or not theirs.get("p99") or not ours.get("p99"):
            continue
        what = f"{case.kind}, {case.leg}, {case.title}"
        if case.kind == "hand-over":
            times = theirs["p99"] / ours["p99"]
            is_met = ours["p99"] <= TARGET_SHARE * theirs["p99"]
            word = "target met" if is_met else f"target missed ({1 / TARGET_SHARE:.0f})"
            told.append(f"{what}: p99 {times:.0f} times shorter than app_queue's, {word}")
        else:
            share = ours["p50"] / theirs["p50"]
            told.append(f"{what}: p50 {share:.2f} times that of a plain Dial")
    return told


def noise_line(results: list[tuple[Case, list[dict]]]) -> str:
    """What else the machine did meanwhile."""
    rows = [row for _, repeats in results for row in repeats]
    others = [row["others_cores"] for row in rows]
    steal = [row["steal_cores"] for row in rows]
    return (
        f"noise: other programs used {figures.percentile(others, 0.5):.2f} cores in the median run "
        f"(worst {max(others):.2f}), the host stole {figures.percentile(steal, 0.5):.2f} "
        f"(worst {max(steal):.2f})"
    )


def write(results: list[tuple[Case, list[dict]]], machine: dict) -> Path:
    """Write every repeat and the medians to `target/bench/pbx.json`."""
    place = project_dir() / "target/bench/pbx.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    cases = [
        {**vars(case), "median": figures.medians(rows), "repeats": [_clean(row) for row in rows]}
        for case, rows in results
    ]
    place.write_text(json.dumps({"machine": machine, "cases": cases}, indent=1) + "\n")
    return place


def _row(case: Case, figure: dict) -> str:
    cells = "".join(f"{_ms(figure.get(name, math.nan)):>9}" for name in COLUMNS)
    is_line = case.kind == "hand-over"
    late = f"{100 * figure.get('overtaken_share', 0):.1f} %" if is_line else ""
    rate = f"{figure.get('calls_per_s', 0):.1f}" if is_line else ""
    row = f"{case.title:<28}{case.driver:<11}{cells}{late:>11}{rate:>9}"
    return row + f"{figure.get('cpu_ms_per_call', math.nan):>13.1f}"


def _ms(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _name(case: Case) -> str:
    if case.kind == "hand-over":
        return "Hand-over: an agent hangs up -> the next caller rings there"
    return "Dispatch: a caller comes -> a free agent's phone rings"


def _leg(case: Case) -> str:
    return {"local": "Local channels", "sip": "SIP, SIPp's phones"}[case.leg]


def _twins(one: Case, other: Case, driver: str) -> bool:
    same = ("kind", "leg", "agents", "waiting")
    return one.driver == driver and all(getattr(one, n) == getattr(other, n) for n in same)


def _clean(row: dict) -> dict:
    # JSON knows no not-a-number.
    return {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}

"""`python3 -m pbxbench`: measure, inside the sandbox, and tell.

`BENCH_QUICK=1` shortens it. Exits 1 when our module let a caller be overtaken, lost one, or a
run failed; slowness alone fails nothing, since it may be the machine's.
"""

import os
import platform
import sys
import time
from pathlib import Path

from sandbox.inside import ROOT_VARIABLE

from . import noise, plan, report
from .runs import Case, RunFailed, measure


def main() -> int:
    """Do all runs and print what came out."""
    if ROOT_VARIABLE not in os.environ:
        print("run this inside the sandbox: make bench", file=sys.stderr)
        return 2
    cases, repeats = plan.cases(), plan.repeats()
    results: dict[Case, list[dict]] = {case: [] for case in cases}
    problems: list[str] = []
    began = time.monotonic()
    if not noise.prefer(os.getpid()):
        print("no right to a higher priority: other programs disturb these figures more")
    print(f"beside app_queue and Dial in Asterisk: {len(cases)} cases, {repeats} times each")
    for repeat in range(repeats):
        for number, case in enumerate(cases):
            _progress(f"repeat {repeat + 1}/{repeats}, {number + 1}/{len(cases)}: {case.kind} "
                      f"{case.driver} {case.leg} {case.title}")
            try:
                row = measure(case)
            except (RunFailed, TimeoutError) as problem:
                problems.append(f"{case.kind} {case.driver} {case.leg} {case.title}: {problem}")
                continue
            results[case].append(row)
            late = row.get("overtaken", 0) + row.get("out_of_turn", 0)
            if case.driver == "acd" and late:
                problems.append(f"{row['overtaken']} of {row['served']} callers were overtaken, "
                                f"{row['out_of_turn']} offered out of turn: {case.leg}, "
                                f"{case.title}")
    _progress("")
    return _close([(c, rows) for c, rows in results.items() if rows], problems, began)


def _close(results, problems: list[str], began: float) -> int:
    if results:
        print(report.table(results))
        print()
        for line in report.verdict(results):
            print(line)
        print(report.noise_line(results))
        print(f"all repeats: {report.write(results, _machine())}")
    for problem in problems:
        print(f"FAILED: {problem}")
    print(f"took {time.monotonic() - began:.0f} s")
    return 1 if problems or not results else 0


def _progress(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)
    elif text:
        print(text, flush=True)


def _machine() -> dict:
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    return {"cores": os.cpu_count(), "processor": model, "kernel": platform.release()}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted: the sandbox and everything in it is gone")
        sys.exit(130)

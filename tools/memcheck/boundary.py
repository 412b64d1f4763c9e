"""The unit tests of the boundary under valgrind, on the machine that built them."""

import json
import os
import subprocess
from pathlib import Path

from sandbox.places import project_dir

from . import report

# Written by `make test-valgrind`: what cargo says about the test program it built.
BUILD_REPORT = "target/boundary-tests.json"
MODULES = ("asterisk::", "ffi::")
# Every case costs thirty times as much here; the plain run tries many more.
PROPERTY_CASES = "8"


def run() -> list[str]:
    """Run them; returns what is wrong, empty if nothing."""
    log = project_dir() / "target/valgrind-boundary.log"
    log.unlink(missing_ok=True)
    command = ["valgrind", "--tool=memcheck", "--leak-check=full", "--num-callers=40"]
    command += [f"--log-file={log}", str(_program()), "--test-threads=1", *MODULES]
    environment = dict(os.environ, PROPTEST_CASES=PROPERTY_CASES)
    finished = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        cwd=project_dir(),
    )
    if not log.exists() or not report.is_complete(log):
        return [f"valgrind did not run: {finished.stderr.strip()[-2000:]}"]
    told = finished.stdout.strip().splitlines()
    print(f"boundary tests: {told[-1] if told else 'nothing was run'}", flush=True)
    if finished.returncode != 0 or " 0 passed" in finished.stdout:
        return [f"the tests failed:\n{finished.stdout[-4000:]}{finished.stderr[-2000:]}"]
    return report.findings(log)


def _program() -> Path:
    found = None
    for line in (project_dir() / BUILD_REPORT).read_text().splitlines():
        told = json.loads(line)
        if told.get("reason") == "compiler-artifact" and told["target"]["name"] == "acd":
            found = told.get("executable") or found
    if found is None:
        raise SystemExit(f"{BUILD_REPORT} names no test program: run `make test-valgrind`")
    return Path(found)

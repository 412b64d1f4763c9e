"""`python3 -m memcheck`: memory errors and leaks of ours, inside the sandbox (`make test-valgrind`)."""

import sys
import time

from . import boundary, calls


def main() -> int:
    """Run both parts and return the exit status."""
    began = time.monotonic()
    problems = boundary.run() + calls.run()
    for problem in problems:
        print(f"\n{problem}", flush=True)
    print(f"memcheck: {len(problems)} finding(s) of ours, {time.monotonic() - began:.0f} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

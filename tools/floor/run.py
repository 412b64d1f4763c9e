"""`python3 -m floor.run [WORD ...]`: run the PBX tests, inside the sandbox.

Runs every `tests/asterisk/test_*.py`, or only tests whose file, class or name holds one of the
words. Ends with the slowest tests, where evidence of failures is, and one closing line.
"""

import os
import signal
import sys
import time
import unittest

from sandbox.inside import ROOT_VARIABLE
from sandbox.places import project_dir

from . import artifacts, evidence

TEST_TIMEOUT_S = 120
SLOWEST_SHOWN = 5


class OneLineResult(unittest.TestResult):
    """Prints one line a test: verdict, name, seconds."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self.durations: list[tuple[float, str]] = []
        self._began = 0.0

    def startTest(self, test):
        """A test begins; it gets a limit of time."""
        super().startTest(test)
        self._began = time.monotonic()
        signal.alarm(int(os.environ.get("ACD_TEST_TIMEOUT_S", TEST_TIMEOUT_S)))

    def stopTest(self, test):
        """A test is over."""
        signal.alarm(0)
        self.durations.append((time.monotonic() - self._began, test.id()))
        super().stopTest(test)

    def addSuccess(self, test):
        """It passed."""
        super().addSuccess(test)
        self.passed += 1
        self._say("pass", test)

    def addFailure(self, test, err):
        """It found something wrong."""
        super().addFailure(test, err)
        self._say("FAIL", test, self.failures[-1][1])

    def addError(self, test, err):
        """It could not be carried through."""
        super().addError(test, err)
        self._say("FAIL", test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        """A part of it went through, or did not."""
        super().addSubTest(test, subtest, err)
        if err is not None:
            of_its_kind = issubclass(err[0], test.failureException)
            told = self.failures if of_its_kind else self.errors
            self._say("FAIL", subtest, told[-1][1])

    def addSkip(self, test, reason):
        """It was left out, aloud."""
        super().addSkip(test, reason)
        self._say(f"skip ({reason})", test)

    def _say(self, verdict: str, test, details: str = "") -> None:
        took_s = time.monotonic() - self._began if self._began else 0.0
        print(f"{verdict}  {test.id()}  {took_s:.2f} s", flush=True)
        if details:
            print("    " + details.rstrip().replace("\n", "\n    "), flush=True)


def main(words: list[str]) -> int:
    """Run the tests and return the exit status."""
    if ROOT_VARIABLE not in os.environ:
        print("run this inside the sandbox: make test-pbx", file=sys.stderr)
        return 2
    signal.signal(signal.SIGALRM, _on_alarm)
    signal.signal(signal.SIGTERM, _on_end)
    place = project_dir() / "tests/asterisk"
    suite = unittest.TestSuite(_chosen(unittest.defaultTestLoader.discover(str(place)), words))
    evidence.forget()
    result = OneLineResult()
    began = time.monotonic()
    try:
        suite.run(result)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        return 130
    return _close(result, time.monotonic() - began)


def _close(result: OneLineResult, took_s: float) -> int:
    failed = len(result.failures) + len(result.errors)
    print("\nslowest:")
    for duration_s, name in sorted(result.durations, reverse=True)[:SLOWEST_SHOWN]:
        print(f"  {duration_s:6.2f} s  {name}")
    print(f"all of it took {took_s:.1f} s")
    if failed:
        print(f"logs of what failed: {artifacts.evidence_dir()}")
    if result.skipped:
        print(f"{len(result.skipped)} skipped")
    print(f"{result.passed} passed, {failed} failed", flush=True)
    # A run that tried nothing proves nothing.
    return 1 if failed or not result.passed else 0


def _chosen(suite, words: list[str]):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _chosen(test, words)
        elif not words or any(word in test.id() for word in words):
            yield test


def _on_alarm(_number, _frame):
    raise TimeoutError("the test took longer than its limit")


def _on_end(_number, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

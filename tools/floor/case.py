"""The base class of PBX tests: one Asterisk for a class, clean phones for each test.

Rule kept: a test ends with a quiet PBX. A channel that is left, a fault in a phone, an Asterisk
that died or dumped core fails the test that caused it.
"""

import textwrap
import traceback
import unittest

from . import evidence, history
from .floor import Floor


class FloorTest(unittest.TestCase):
    """Set the class attributes, then use `self.pbx` in the tests."""

    CONF: str | None = None
    DIALPLAN = "[incoming]\n"
    # More arguments of `Floor`: agents, modules, files, module, qualify_s, debug, valgrind.
    FLOOR: dict = {}
    # Whether the history of each test must be whole: every call and conversation ends once.
    IS_WHOLE = False

    pbx: Floor

    @classmethod
    def setUpClass(cls) -> None:
        """Start the Asterisk of this class."""
        conf = None if cls.CONF is None else textwrap.dedent(cls.CONF)
        cls.pbx = Floor(conf=conf, dialplan=textwrap.dedent(cls.DIALPLAN), **cls.FLOOR)
        try:
            cls.pbx.start()
        except BaseException:
            evidence.keep(cls.pbx, cls.__qualname__, traceback.format_exc())
            raise

    @classmethod
    def tearDownClass(cls) -> None:
        """Stop it; a crash or a hang while stopping is a failure."""
        status = cls.pbx.stop()
        cores = cls.pbx.asterisk.cores()
        if status != 0 or cores:
            told = f"Asterisk's exit status was {status}, core dumps: {len(cores)}"
            place = evidence.keep(cls.pbx, cls.__qualname__, told)
            raise AssertionError(f"{told}; see {place}")
        cls.pbx.asterisk.discard()

    def setUp(self) -> None:
        """Forget the events of the test before."""
        self.pbx.begin_test()

    def run(self, result=None):
        """Run one test, then clear the floor and keep evidence of what failed."""
        before = _problems(result)
        super().run(result)
        new = [text for text in _problems(result) if text not in before]
        if new:
            evidence.keep(self.pbx, self.id(), "\n".join(new))
        self._forget_phones()
        return result

    def tearDown(self) -> None:
        """Everybody hangs up; the PBX must then have no channel left."""
        pbx = self.pbx
        if not pbx.asterisk.is_up():
            raise AssertionError("Asterisk has died")
        for crowd in pbx.crowds:
            crowd.send_home()
        for phone in pbx.phones:
            phone.line.plug_in()
            phone.hang_up()
        try:
            pbx.wait_quiet()
        except TimeoutError:
            # The next test is not to suffer from this one.
            pbx.hang_up_all()
            raise
        if self.IS_WHOLE:
            self._expect_whole_history()
        for phone in pbx.phones:
            if getattr(phone, "is_registered", False):
                phone.unregister()
        if pbx.wire.faults:
            faults, pbx.wire.faults = "\n".join(pbx.wire.faults), []
            raise AssertionError(f"a phone failed:\n{faults}")

    def _expect_whole_history(self) -> None:
        told: list[dict] = []

        def is_over() -> bool:
            told[:] = history.lines(self.pbx.log())
            return not history.open_calls(told)

        self.pbx.wait_until(is_over, 5, lambda: f"every call to end: {history.open_calls(told)}")
        faults = history.faults(told)
        if faults:
            raise AssertionError("the history is not whole:\n" + "\n".join(faults))

    def _forget_phones(self) -> None:
        # Not before the evidence is kept, since it holds what the phones saw.
        for phone in self.pbx.phones:
            phone.close()
        self.pbx.phones.clear()
        self.pbx.crowds.clear()


def _problems(result) -> list[str]:
    if result is None:
        return []
    return [f"{test.id()}\n{text}" for test, text in (*result.failures, *result.errors)]

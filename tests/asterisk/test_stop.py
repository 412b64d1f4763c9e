"""Asterisk stops in every way it knows while callers wait and talk, and nothing crashes."""

import threading
import time

from floor import FloorTest
from floor.console import wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""
# Asterisk itself waits at most 15 s for channels to end.
AT_ONCE_S = 10


class Stop(FloorTest):
    """One call talks, one waits, and the administrator stops the PBX."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.talks, self.waits = self.pbx.caller("support"), self.pbx.caller("support")
        self.talks.place()
        self.phone.wait_talking()
        self.waits.place()
        wait_calls(self.pbx, 1, "talking")
        wait_calls(self.pbx, 1)

    def test_now(self):
        began = time.monotonic()
        self._stop("core stop now")
        self.assertLess(time.monotonic() - began, AT_ONCE_S * self.pbx.patience)
        self.talks.wait_ended()
        self.waits.wait_ended()
        self._has_ended_well()

    def test_gracefully_lets_those_inside_end_their_calls(self):
        command = threading.Thread(target=self._stop, args=("core stop gracefully",))
        command.start()
        # From here on Asterisk makes no channel, not even one that rings an agent.
        self.pbx.wait_until(
            self._takes_no_calls, 10, lambda: "Asterisk to take no new calls"
        )
        self.talks.call.wait_hears(self.phone.voice_hz)
        self.assertEqual((self.talks.state, self.waits.state), ("talking", "calling"))
        self.talks.hang_up()
        self.assertTrue(self.pbx.asterisk.is_up())
        self.waits.hang_up()
        command.join(30)
        self._has_ended_well()

    def test_by_a_signal(self):
        self.pbx.asterisk.terminate()
        self.pbx.asterisk.wait_gone(30)
        self._has_ended_well()

    def _takes_no_calls(self) -> bool:
        late = self.pbx.caller("support")
        late.place()
        try:
            late.wait_ended(1.0)
        except TimeoutError:
            late.hang_up()
            return False
        return True

    def _stop(self, command: str) -> None:
        self.pbx.asterisk.stop(command)

    def _has_ended_well(self) -> None:
        self.assertEqual(self.pbx.asterisk.wait_gone(30), 0)
        self.assertEqual(self.pbx.asterisk.cores(), [])
        self.assertNotRegex(self.pbx.log(), r"panicked|failed inside acd")
        self.pbx.restart()

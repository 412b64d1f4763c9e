"""The module goes when nobody needs it, comes back, and leaves nothing behind."""

import re
from pathlib import Path

from floor import FloorTest
from floor.console import wait_agent, wait_calls
from floor.process import descriptor_count, our_threads, thread_count

ROUNDS = 60
# The first rounds fill Asterisk's caches, and its pool touches every one of its threads with what
# the lamps tell; what grows after them grows for ever.
WARM_UP_ROUNDS = 24
# The store's file grows with each round, and with it what SQLite keeps of it in memory: two
# megabytes at most, which the allocator may hold on to.
GROWTH_KIB_MAX = 2048
# Asterisk's own pools come and go; one left in every round would be far more.
OTHERS_MAX = 5

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
exten => h,1,UserEvent(Gone,Status: ${ACDSTATUS})
"""


class Unload(FloorTest):
    """An administrator who takes the module out."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_it_is_refused_while_a_call_waits_or_talks(self):
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1)
        self._is_refused()
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        talk = phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")
        self._is_refused()
        talk.wait_hears(caller.voice_hz)
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")
        self.pbx.wait_quiet()
        self._unload()
        self.assertIn("No such command", self.pbx.cli("acd show queues"))
        self.assertIn("not registered", self.pbx.cli("core show application AcdQueue"))
        self._load()
        late = self.pbx.caller("support")
        late.place()
        phone.wait_ring(nth=2).wait("talking")
        late.hang_up()

    def test_sixty_times_in_a_row_leave_no_thread_no_descriptor_no_memory(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        # A call costs Asterisk itself memory that it keeps, so only the first round has one.
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring().wait("talking")
        caller.hang_up()
        self.pbx.wait_quiet()
        sizes = []
        for _ in range(ROUNDS):
            self._unload()
            self.assertEqual(our_threads(self.pbx.asterisk.pid()), [])
            pid = self.pbx.asterisk.pid()
            sizes.append((thread_count(pid), descriptor_count(pid), self._memory_kib()))
            self._load()
        threads, descriptors, memory_kib = zip(*sizes)
        for counts in (threads, descriptors):
            early, late = max(counts[:WARM_UP_ROUNDS]), max(counts[WARM_UP_ROUNDS:])
            self.assertLess(late - early, OTHERS_MAX, counts)
        self.assertLess(memory_kib[-1] - memory_kib[WARM_UP_ROUNDS], GROWTH_KIB_MAX, sizes)
        again = self.pbx.caller("support")
        again.place()
        phone.wait_ring(nth=2).wait("talking")
        again.hang_up()

    def test_a_forced_unload_hangs_up_the_calls_and_stays_until_they_are_gone(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        talks, waits = self.pbx.caller("support"), self.pbx.caller("support")
        talks.place()
        phone.wait_talking()
        waits.place()
        wait_calls(self.pbx, 1, "talking")
        wait_calls(self.pbx, 1)
        self.pbx.cli("module unload -f app_acd.so")
        talks.wait_ended()
        waits.wait_ended()
        phone.wait_idle()
        self.pbx.wait_quiet()
        self.pbx.cli("module unload app_acd.so")
        self.assertEqual(our_threads(self.pbx.asterisk.pid()), [])
        self._load()
        again = self.pbx.caller("support")
        again.place()
        phone.wait_ring(nth=2).wait("talking")
        again.hang_up()

    def _is_refused(self) -> None:
        told = self.pbx.cli("module unload app_acd.so")
        self.assertIn("Unable to unload", told)
        self.pbx.wait_log(r"Soft unload failed, 'app_acd\.so' has use count 1")
        self.assertIn("1 call(s)", self.pbx.cli("acd show calls"))

    def _unload(self) -> None:
        # A console command that has just ended may still hold the module for a moment.
        self.pbx.wait_until(
            lambda: "Unloaded app_acd.so" in self.pbx.cli("module unload app_acd.so"),
            5, lambda: "the module to go",
        )

    def _load(self) -> None:
        self.assertIn("Loaded app_acd.so", self.pbx.cli("module load app_acd.so"))

    def _memory_kib(self) -> int:
        status = self._process("status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status).group(1))

    def _process(self, name: str) -> Path:
        return Path(f"/proc/{self.pbx.asterisk.pid()}/{name}")

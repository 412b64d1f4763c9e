"""Asterisk is killed in the middle of its work, again and again, and what it had kept is whole.

`ACD_CRASH_ROUNDS` says how often; the places are random, and the seed is told.
"""

import os
import random
import sqlite3
import time

from floor import FloorTest
from floor.console import rows

ROUNDS = int(os.environ.get("ACD_CRASH_ROUNDS", "12"))
SEED = int(os.environ.get("ACD_CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
# What a crash may take along: a tenth of a second and one write, on a machine that is busy.
LOST_S = 1.0
AGENTS = tuple(str(2001 + n) for n in range(12))
ENDS = ("AcdCallLeft", "AcdCallReleased", "AcdConversationEnded")
STATES = ("free", "not_ready", "offered", "talking", "wrap_up", "resting")

CONF = """
[support]
type = queue
timeout = 2s
wrap-up = 200ms
ring-timeout = 2s

[lunch]
type = not-ready-reason
""" + "".join(
    f"[{agent}]\ntype = agent\ninterface = Local/{agent}@desk/n\nqueues = support\n"
    "state-interface = none\n"
    for agent in AGENTS
)

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[desk](+)
exten => _2XX[13579],1,Answer()
 same => n,Wait(0.${RAND(1,6)})
exten => _2XX[02468],1,Wait(0.${RAND(1,3)})
 same => n,Answer()
 same => n,Wait(0.${RAND(1,9)})
"""


class Crash(FloorTest):
    """A dozen agents, some thirty calls a second."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"agents": ()}

    def test_a_kill_at_any_moment_leaves_a_whole_store(self):
        self.rounds(1)

    def test_so_does_the_next_one(self):
        self.rounds(2)

    def test_and_the_one_after_that(self):
        self.rounds(3)

    def rounds(self, part: int) -> None:
        """A third of all rounds."""
        self.random = random.Random(SEED + part)
        try:
            for _ in range(max(1, ROUNDS // 3)):
                self.round()
        except BaseException:
            print(f"ACD_CRASH_SEED={SEED}")
            raise
        self.pbx.hang_up_all()
        self.pbx.wait_quiet()

    def round(self) -> None:
        began = time.monotonic()
        end = began + self.random.uniform(LOST_S + 0.2, LOST_S + 1.5)
        while time.monotonic() < end:
            self.act()
            time.sleep(self.random.uniform(0.0, 0.06))
        self.pbx.asterisk.kill()
        killed = time.monotonic()
        told = [event for event in self.pbx.events() if began <= event.at]
        seen = [event for event in told if event.at < killed - LOST_S]
        # The last word on each agent; a later one the crash might have taken along.
        last = {event["Agent"]: event for event in told if event.name.startswith("AcdAgent")}
        self.pbx.crash()
        self.pbx.wait_until(
            lambda: rows(self.pbx, "acd show store")[0]["waiting"] == 0, 10, lambda: "the store"
        )
        self.assertTrue(seen, "something to look for")
        self.check(seen)
        self.check_agents([event for event in last.values() if event in seen])

    def act(self) -> None:
        """Somebody calls, or an agent goes or comes."""
        if self.random.random() < 0.8:
            self.pbx.ami.action(
                "Originate", Channel="Local/support@incoming/n", Application="Wait",
                Data=str(self.random.choice(("0.1", "0.5", "3"))), Async="true",
            )
            return
        agent = self.random.choice(AGENTS[:4])
        if self.random.random() < 0.5:
            self.pbx.ami.action("AcdAgentNotReady", Agent=agent, Reason="lunch")
        else:
            self.pbx.ami.action("AcdAgentReady", Agent=agent)

    def check(self, seen) -> None:
        """Nothing that was told long enough before is missing, and nothing is double."""
        place = self.pbx.asterisk.home / "var/acd/acd.sqlite"
        store = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=10)
        try:
            ended = dict(store.execute("SELECT call, end FROM call"))
            facts = store.execute("SELECT sequence, call, event FROM fact ORDER BY sequence")
            facts = facts.fetchall()
            open_offers = store.execute("SELECT count(*) FROM offer WHERE outcome IS NULL")
            open_offers = open_offers.fetchone()[0]
            gaps = store.execute("SELECT count(*) FROM gap").fetchone()[0]
        finally:
            store.close()
        numbers = [number for number, _, _ in facts]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)), "numbers without a gap")
        self.assertEqual((gaps, open_offers), (0, 0))
        ends = [
            call
            for _, call, event in facts
            if event in ("call_left", "call_released", "conversation_ended", "call_interrupted")
        ]
        self.assertEqual(len(ends), len(set(ends)), "no call ends twice")
        arrived = {call for _, call, event in facts if event == "call_arrived"}
        self.assertEqual(set(ends), arrived, "every call ends")
        for event in seen:
            if event.name == "AcdCallArrived":
                self.assertIsNotNone(ended.get(int(event["Call"])), event)
            elif event.name in ENDS:
                end = ended.get(int(event["Call"]))
                self.assertIsNotNone(end, event)
                self.assertNotEqual(end, "restart", event)

    def check_agents(self, last) -> None:
        """Nobody is in an impossible state, and who was away is away."""
        agents = {row["agent"]: row for row in rows(self.pbx, "acd show agents")}
        self.assertEqual(set(agents), set(AGENTS))
        for row in agents.values():
            self.assertIn(row["state"], STATES)
        for event in last:
            if event.name == "AcdAgentNotReady":
                agent = agents[event["Agent"]]
                self.assertEqual(agent["state"], "not_ready", agent)

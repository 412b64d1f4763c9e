"""A store that cannot be written harms no call: it says so, waits, and loses nothing it can keep."""

import os
import sqlite3
import subprocess

from floor import FloorTest
from floor.console import rows

CONF = """
[general]
store-file = {file}

[support]
type = queue

[1001]
type = agent
interface = Local/600@desk
queues = support
state-interface = none
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class StoreBehind(FloorTest):
    """A file system of one megabyte, and a program that holds the file."""

    CONF = CONF.format(file="default")
    DIALPLAN = DIALPLAN
    FLOOR = {"agents": ()}

    def store(self) -> dict:
        """How the store stands."""
        return rows(self.pbx, "acd show store")[0]

    def wait_state(self, state: str) -> None:
        self.pbx.wait_until(lambda: self.store()["state"] == state, 20, self.store)

    def serve_one(self) -> None:
        """A caller talks to the agent, and both are free again."""
        self.pbx.wait_agent("1001", "free")
        self.pbx.ami.action(
            "Originate", Channel="Local/support@incoming/n", Application="Wait", Data="60",
            Async="true",
        )
        self.pbx.wait_agent("1001", "talking")
        self.pbx.hang_up_all()
        self.pbx.wait_quiet()
        self.pbx.wait_agent("1001", "free")

    def expect_nothing_lost(self, place) -> None:
        self.wait_state("well")
        self.pbx.wait_event("AcdStoreCaughtUp", Lost="0")
        self.pbx.wait_until(lambda: self.store()["waiting"] == 0, 20, self.store)
        store = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=10)
        try:
            numbers = store.execute("SELECT sequence FROM fact ORDER BY sequence").fetchall()
            calls = store.execute("SELECT count(*) FROM call WHERE end = 'answered'").fetchone()
        finally:
            store.close()
        self.assertEqual([row[0] for row in numbers], list(range(1, len(numbers) + 1)))
        self.assertEqual(calls, (1,))

    def test_a_full_disk(self):
        # Where Asterisk sees it, in its own root.
        seen = self.pbx.asterisk.root / self.pbx.asterisk.inside.lstrip("/") / "small"
        seen.mkdir()
        subprocess.run(
            ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(seen)), check=True
        )
        try:
            file = f"{self.pbx.asterisk.inside}/small/acd.sqlite"
            self.pbx.write_conf(CONF.format(file=file))
            self.pbx.restart()
            self.wait_state("well")
            with open(seen / "filler", "wb", buffering=0) as filler:
                self.fill(filler)
            # What was allotted before takes some of it.
            for _ in range(2_000):
                self.pbx.ami.action("AcdAgentNotReady", Agent="1001", Reason="break")
                self.pbx.ami.action("AcdAgentReady", Agent="1001")
                if self.pbx.events("AcdStoreBehind"):
                    break
            told = self.pbx.wait_event("AcdStoreBehind")
            self.assertEqual(told["Advice"], "make room on that disk")
            self.assertEqual(self.store()["advice"], "make room on that disk")
            self.pbx.wait_log("ERROR.*the store cannot write.*make room on that disk")
            self.serve_one()
            os.unlink(seen / "filler")
            self.expect_nothing_lost(seen / "acd.sqlite")
        finally:
            self.pbx.write_conf(CONF.format(file="default"))
            self.pbx.restart()
            subprocess.run(("umount", "--lazy", str(seen)), check=True)

    def fill(self, filler) -> None:
        """Not a byte is left."""
        for piece in (1 << 16, 1 << 12, 1):
            try:
                while filler.write(bytes(piece)) == piece:
                    pass
            except OSError:
                continue

    def test_a_program_that_holds_the_file(self):
        place = self.pbx.asterisk.home / "var/acd/acd.sqlite"
        self.wait_state("well")
        holder = sqlite3.connect(place, isolation_level=None, timeout=20)
        holder.execute("BEGIN IMMEDIATE")
        try:
            self.serve_one()
            told = self.pbx.wait_event("AcdStoreBehind")
            self.assertEqual(told["Advice"], "another program holds the file: close it")
            self.wait_state("behind")
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        self.expect_nothing_lost(place)

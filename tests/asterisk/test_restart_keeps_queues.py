"""What was set of a queue by hand outlasts a restart of Asterisk, until acd.conf changes that key."""

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue

[sales]
type = queue
"""


class RestartKeepsQueues(FloorTest):
    """Everything that can be set is set; then the process is killed."""

    CONF = CONF
    DIALPLAN = """
    [incoming]
    exten => support,1,AcdQueue(support)
     same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
    """
    FLOOR = {"agents": ()}

    def crash(self) -> None:
        """As by a power cut, once what was told is kept."""

        def is_kept() -> bool:
            store = rows(self.pbx, "acd show store")[0]
            return store["state"] == "well" and store["waiting"] == 0

        self.pbx.wait_until(is_kept, 10, lambda: rows(self.pbx, "acd show store"))
        self.pbx.crash()

    def queue(self, name: str = "support") -> tuple:
        row = rows(self.pbx, f"acd show queues {name}")[0]
        return (row["strategy"], row["ring_at_once"], row["door"])

    def test_it_is_there_again_and_ends_with_its_key(self):
        for words in ("strategy random", "ring-at-once 3", "close"):
            self.pbx.cli(f"acd queue support {words}")
        self.crash()
        self.assertEqual(self.queue(), ("random", 3, "closed"))
        self.assertEqual(self.queue("sales"), ("longest-idle", 1, "auto"))
        self.pbx.caller("support").place()
        self.assertEqual(self.pbx.wait_user_event("WentOn")["Status"], "CLOSED")

        # A reload changes one key, the next restart finds another one changed.
        changed = CONF.replace("[support]\ntype = queue", "[support]\ntype = queue\nring-at-once = 2")
        self.pbx.write_conf(changed)
        self.pbx.cli("acd reload")
        self.assertEqual(self.queue(), ("random", 2, "closed"))
        self.pbx.wait_log("queue support: ring-at-once 3, set by hand, has ended")
        again = changed.replace("ring-at-once = 2", "ring-at-once = 2\nstrategy = ordered")
        self.pbx.write_conf(again)
        self.crash()
        self.assertEqual(self.queue(), ("ordered", 2, "closed"))
        self.pbx.wait_log("queue support: strategy random, set by hand, has ended")
        self.pbx.cli("acd queue support auto")

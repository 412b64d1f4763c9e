"""Agents are after a restart of Asterisk what they were before it, however it ended."""

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue
sticky = last-agent
sticky-wait = 20s

[slow]
type = queue
wrap-up = 5m

[short]
type = queue
wrap-up = 1s

[lunch]
type = not-ready-reason
limit = 1h

[1001]
type = agent
interface = Local/1001@desk
queues = support

[1002]
type = agent
sign-in = manual
queues = support

[1003]
type = agent
interface = Local/600@desk
queues = slow

[1004]
type = agent
interface = Local/600@desk/n
queues = short

[1005]
type = agent
interface = Local/1005@desk
queues = support
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})
[desk](+)
exten => _100X,1,Answer()
 same => n,Wait(60)
"""


class RestartKeepsAgents(FloorTest):
    """Everybody in another state; then the process is killed."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"agents": ()}

    def place(self, queue: str, number: str = "5551000") -> None:
        self.pbx.ami.action(
            "Originate", Channel=f"Local/{queue}@incoming/n", CallerID=number,
            Application="Wait", Data="60", Async="true",
        )

    def crash(self) -> None:
        """As by a power cut, once what was told is kept."""
        self.wait_kept()
        self.pbx.crash()

    def wait_kept(self) -> None:
        def is_kept() -> bool:
            store = rows(self.pbx, "acd show store")[0]
            return store["state"] == "well" and store["waiting"] == 0

        self.pbx.wait_until(is_kept, 10, lambda: rows(self.pbx, "acd show store"))

    def test_agents_stand_as_before(self):
        tell = self.pbx.cli
        tell("acd agent 1001 not-ready lunch")
        tell("acd agent 1002 sign-in Local/1002@desk")
        tell("acd agent 1005 sign-out")
        self.place("slow")
        self.pbx.wait_agent("1003", "talking")
        self.place("short")
        self.pbx.wait_agent("1004", "talking")
        self.pbx.hang_up_all()
        self.pbx.wait_agent("1003", "wrap_up")
        self.pbx.wait_agent("1004", "free")
        self.place("support", "5557000")
        self.pbx.wait_agent("1002", "talking")
        before = rows(self.pbx, "acd show agents 1003")[0]
        self.crash()

        away = self.pbx.wait_agent("1001", "not_ready")
        self.assertEqual(away["reason"], "lunch")
        self.assertGreater(away["since_ms"], 300)
        self.assertEqual(away["limit_ms"], 3_600_000)
        back = self.pbx.wait_agent("1002", "free")
        self.assertEqual(back["interface"], "Local/1002@desk")
        self.assertEqual(self.pbx.agent("1005")["state"], "signed_out")
        self.assertEqual(self.pbx.agent("1004")["state"], "free")
        after = self.pbx.wait_agent("1003", "wrap_up")
        self.assertLess(after["remaining_ms"], before["remaining_ms"])
        interrupted = [
            line for line in self.pbx.log().splitlines() if '"event":"call_interrupted"' in line
        ]
        self.assertEqual(len(interrupted), 1)
        self.assertIn('"agent":"1002"', interrupted[0])

        # The caller is known again: only the agent of the last time is rung.
        tell("acd agent 1005 sign-in")
        self.place("support", "5557000")
        self.pbx.wait_agent("1002", "talking")
        self.assertEqual(self.pbx.agent("1005")["state"], "free")
        self.pbx.hang_up_all()
        self.pbx.wait_quiet()

    def test_numbers_go_on_over_an_orderly_restart(self):
        self.wait_kept()
        last = rows(self.pbx, "acd show store")[0]["last_sequence"]
        self.pbx.restart()
        self.wait_kept()
        store = rows(self.pbx, "acd show store")[0]
        self.assertEqual((store["first_sequence"], store["missing"]), (1, 0))
        self.assertGreater(store["last_sequence"], last)

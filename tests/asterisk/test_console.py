"""The console shows queues, agents and calls to people and to programs, and says what is wrong."""

import json

from floor import FloorTest
from floor.console import calls, rows, wait_agent, wait_calls

CONF = """
[french]
type = skill

[support]
type = queue
requirement = french >= 3
relax = 60s: any

[sales]
type = queue

[1001]
type = agent
name = Alice Martin
interface = PJSIP/1001
skills = french:1
queues = support, sales:2

[1002]
type = agent
sign-in = manual
skills = french:5
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => sales,1,AcdQueue(sales)
exten => turned,1,Set(CALLERID(name)=Eve\u202e\u0085\x1b[2J)
 same => n,AcdQueue(support)
"""


class Console(FloorTest):
    """One agent talks to a caller of sales while another caller waits for French."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.pbx.caller("sales", number="5550001", name="Ann").place()
        self.phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")
        self.pbx.caller("support", number="5550002", name="Bob").place()
        wait_calls(self.pbx, 1)

    def test_queues(self):
        told = self.pbx.cli("acd show queues")
        self.assertIn("2 queue(s), 1 call(s) waiting, 1 talking", told)
        support = next(r for r in rows(self.pbx, "acd show queues support"))
        self.assertEqual((support["waiting"], support["talking"], support["agents"]), (1, 0, 2))
        self.assertEqual((support["signed_in"], support["strategy"]), (1, "longest-idle"))
        self.assertNotIn("Abandoned", told)
        self.assertIn("Abandoned", self.pbx.cli("acd show queues wide"))
        self.assertEqual(rows(self.pbx, "acd queue support auto")[0]["door"], "auto")
        self.assertIn("there is no queue `nope`", self.pbx.cli("acd show queues nope"))
        self.assertIn("Usage: acd show queues", self.pbx.cli("acd show queues a b c"))

    def test_agents(self):
        told = self.pbx.cli("acd show agents")
        self.assertRegex(told, r"1001 +talking call \d+ .*PJSIP/1001.*Alice Martin")
        self.assertRegex(told, r"1002 +signed out")
        self.assertIn("2 agent(s), 0 free", told)
        of_sales = rows(self.pbx, "acd show agents queue sales")
        self.assertEqual([row["agent"] for row in of_sales], ["1001"])
        self.assertEqual(len(rows(self.pbx, "acd show agents 1002")), 1)
        self.assertIn("there is no agent `nope`", self.pbx.cli("acd show agents nope"))
        self.assertIn("there is no queue `no`", self.pbx.cli("acd show agents queue no json"))

    def test_calls(self):
        told = self.pbx.cli("acd show calls")
        self.assertRegex(told, r"support +waiting .* french >= 3 .*5550002")
        self.assertIn("2 call(s)", told)
        of_sales = rows(self.pbx, "acd show calls queue sales")
        self.assertEqual([row["caller"]["name"] for row in of_sales], ["Ann"])
        one = of_sales[0]["call"]
        self.assertEqual([row["call"] for row in rows(self.pbx, f"acd show calls {one}")], [one])
        self.assertIn("PJSIP/carrier-", self.pbx.cli(f"acd show calls {one} wide"))
        self.assertIn("call 999999 is in no queue", self.pbx.cli("acd show calls 999999"))
        self.assertIn("there is no queue `nope`", self.pbx.cli("acd show calls queue nope"))

    def test_why_a_call_waits(self):
        call = calls(self.pbx, "waiting")[0]["call"]
        told = self.pbx.cli(f"acd explain call {call}")
        self.assertRegex(told, r"Needs: +french >= 3")
        self.assertRegex(told, r"Then: +any in 0:\d\d")
        self.assertRegex(told, r"1 qualify, 0 of them signed in, 0 at work, 0 free")
        self.assertRegex(told, r"1002 +yes +signed out")
        explained = json.loads(self.pbx.cli(f"acd explain call {call} json"))[0]
        self.assertEqual(explained["next_requirement"], "any")
        reasons = {row["agent"]: row["is_qualified"] for row in explained["agents"]}
        self.assertEqual(reasons, {"1001": False, "1002": True})
        self.assertIn("call 999999 is in no queue", self.pbx.cli("acd explain call 999999"))
        self.assertIn("Usage: acd explain call", self.pbx.cli("acd explain call first"))

    def test_version(self):
        told = self.pbx.cli("acd show version")
        running = self.pbx.cli("core show version").split()[1]
        self.assertIn(f"Running in Asterisk: {running}", told)

    def test_what_a_caller_calls_himself_reaches_no_terminal_unchanged(self):
        self.pbx.caller("turned").place()
        wait_calls(self.pbx, 2)
        for command in ("acd show calls", "acd show calls json"):
            told = self.pbx.cli(command)
            for hidden in "\x1b\u0085\u202e":
                self.assertNotIn(hidden, told)

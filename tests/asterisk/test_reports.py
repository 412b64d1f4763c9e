"""Reports count what happened, per queue, agent and tag, and go on counting after a restart."""

import csv
import io

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue
rona-limit = 0
back-off-rejected = 200ms
wrap-up = 0
short-abandon = 0

[sales]
type = queue
timeout = 500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
wrap-up = 0

[lunch]
type = not-ready-reason
paid = no
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdTag(lang=fr)
 same => n,AcdQueue(support)
exten => sales,1,AcdQueue(sales)
"""


class Reports(FloorTest):
    """One call is missed and then answered, with a hold; one times out; the agent has lunch."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def report(self, words: str) -> list[dict]:
        return rows(self.pbx, f"acd report {words}")

    def line(self, words: str) -> dict:
        """The only line."""
        lines = self.report(words)
        self.assertEqual(len(lines), 1, lines)
        return lines[0]

    def serve(self) -> None:
        phone = self.pbx.agent_phone("1001", reject=486)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        phone.answers()
        talk = phone.wait_ring(nth=2)
        talk.wait("talking")
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        talk.hold()
        caller.call.wait_hears(440)
        talk.resume()
        caller.call.wait_hears(phone.voice_hz)
        phone.hang_up()
        caller.wait_ended()
        self.pbx.wait_event("AcdConversationEnded")
        other = self.pbx.caller("sales")
        other.place()
        other.wait_ended()
        self.pbx.cli("acd agent 1001 not-ready lunch")
        self.pbx.wait_agent("1001", "not_ready")

    def test_what_happened_is_counted(self):
        self.serve()
        self.pbx.wait_until(
            lambda: self.line("queue sales today")["timed_out"] == 1, 10,
            lambda: self.report("queue all today"),
        )
        self.pbx.wait_until(
            lambda: self.line("agent 1001 today")["not_ready_unpaid_ms"] > 0, 10,
            lambda: self.report("agent all today"),
        )
        self.expect_counted()

        self.assertEqual(
            [line["name"] for line in self.report("queue all today")], ["sales", "support", "(all)"]
        )
        tag = self.line("tag lang=fr today")
        self.assertEqual((tag["name"], tag["answered"]), ("lang=fr", 1))
        parts = self.report("queue support 1h now every 15")
        self.assertEqual(len(parts), 4)
        self.assertEqual(sum(part["offered"] for part in parts), 1)

        table = self.pbx.cli("acd report queue support today")
        self.assertIn("SL%", table)
        self.assertNotIn("Lenient%", table)
        self.assertIn("Lenient%", self.pbx.cli("acd report queue support today wide"))
        told = csv.DictReader(io.StringIO(self.pbx.cli("acd report queue all today csv").strip()))
        offered = {line["name"]: line["offered"] for line in told}
        self.assertEqual(offered, {"sales": "1", "support": "1", "(all)": "2"})

        listed = self.pbx.ami.listing("AcdReport", Of="queue", Name="support", Period="today")
        self.assertEqual([event["Event"] for event in listed], ["AcdReportCalls"])
        self.assertEqual((listed[0]["Answered"], listed[0]["MissedBusy"]), ("1", "1"))
        agent = self.pbx.ami.listing("AcdReport", Of="agent", Name="1001", From="1h", To="now")
        self.assertEqual((agent[0]["Event"], agent[0]["Answered"]), ("AcdReportAgent", "1"))

        for words, part in (
            ("queue nowhere today", "there is no queue `nowhere`"),
            ("agent 1 today", "there is no agent `1`"),
            ("skill all today", "expected queue, agent or tag"),
            ("queue all someday", "expected today"),
            ("queue all now 1h", "ends before it begins"),
            ("queue all today every 7", "expected 15, 30, 60"),
        ):
            self.assertIn(part, self.pbx.cli(f"acd report {words}"), words)

        self.pbx.restart()
        self.pbx.wait_agent("1001", "not_ready")
        self.pbx.wait_until(
            lambda: self.line("agent 1001 today")["not_ready_by_reason_ms"].get("lunch"), 10,
            lambda: self.report("agent 1001 today"),
        )
        self.expect_counted()

    def expect_counted(self) -> None:
        queue = self.line("queue support today")
        self.assertEqual((queue["offered"], queue["answered"]), (1, 1))
        self.assertEqual((queue["missed"], queue["missed_busy"]), (1, 1))
        self.assertEqual(queue["service_level_strict_percent"], 100.0)
        self.assertEqual((queue["handled"], queue["within_ms"]), (1, 20_000))
        self.assertGreater(queue["hold_ms"], 0)
        self.assertGreater(queue["talk_ms"], 0)
        agent = self.line("agent 1001 today")
        self.assertEqual((agent["offered"], agent["answered"], agent["missed"]), (2, 1, 1))
        self.assertEqual(list(agent["not_ready_by_reason_ms"]), ["lunch"])
        self.assertGreater(agent["signed_in_ms"], agent["not_ready_ms"])
        self.assertGreater(agent["talking_ms"], 0)

"""Finished calls are found on the console and by AMI, by what an administrator would ask for."""

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue
rona-limit = 0
back-off-rejected = 200ms

[sales]
type = queue
timeout = 500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => sales,1,AcdQueue(sales)
"""


class FinishedCalls(FloorTest):
    """One call is answered after a reject, one times out."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def found(self, words: str = "") -> list[dict]:
        return rows(self.pbx, f"acd show history {words}".rstrip())

    def test_calls_are_found(self):
        phone = self.pbx.agent_phone("1001", reject=486)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support", number="5551234", name="Ann")
        caller.place()
        phone.wait_ring()
        phone.answers()
        phone.wait_ring(nth=2).wait("talking")
        self.pbx.wait_agent("1001", "talking")
        caller.hang_up()
        other = self.pbx.caller("sales", number="5559999")
        other.place()
        other.wait_ended()
        self.pbx.wait_until(lambda: len(self.found()) == 2, 10, self.found)

        late, early = self.found()
        self.assertEqual((late["end"], late["queue"], late["agent"]), ("timeout", "sales", None))
        self.assertEqual((early["end"], early["ended_by"]), ("answered", "caller"))
        self.assertEqual(early["caller"], {"number": "5551234", "name": "Ann"})
        for words, wanted in (
            ("queue support", [early]), ("agent 1001", [early]), ("caller 5559999", [late]),
            ("end timeout", [late]), ("since 1h", [late, early]), ("until 1h", []),
            ("since today queue SALES", [late]), ("limit 1", [late]), ("tag vip", []),
        ):
            self.assertEqual(self.found(words), wanted, words)
        self.assertIn("expected one of queue", self.pbx.cli("acd show history colour red"))
        table = self.pbx.cli("acd show history")
        self.assertIn("5551234", table)
        self.assertIn("2 call(s)", table)

        whole = self.found(f"call {early['call']}")[0]
        self.assertEqual([offer["outcome"] for offer in whole["offers"]], ["busy", "answered"])
        events = [fact["event"] for fact in whole["facts"]]
        self.assertEqual((events[0], events[-1]), ("call_arrived", "conversation_ended"))
        told = self.pbx.cli(f"acd show history call {early['call']}")
        self.assertIn("busy after", told)

        listed = self.pbx.ami.listing("AcdHistory", Queue="support")
        self.assertEqual([event["CallerNumber"] for event in listed], ["5551234"])
        detail = self.pbx.ami.listing("AcdHistory", Call=str(early["call"]))
        self.assertEqual(
            [event["Event"] for event in detail],
            ["AcdHistoryCall", "AcdHistoryOffer", "AcdHistoryOffer"],
        )
        state = self.pbx.ami.listing("AcdStore")[0]
        self.assertEqual((state["State"], state["Calls"]), ("well", "2"))

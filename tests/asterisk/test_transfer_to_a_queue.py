"""A caller who is transferred into another queue: a second call, which follows the first."""

from floor import FloorTest, history
from floor.console import calls, wait_agent, wait_calls

CONF = """
[support]
type = queue
wrap-up = 300ms

[sales]
type = queue
wrap-up = 300ms

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = sales
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,t)
exten => sales,1,AcdQueue(sales)
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS})
[desk](+)
exten => sales,1,AcdQueue(sales)
exten => 900,1,AcdQueue(sales)
"""


class TransferToAQueue(FloorTest):
    """Support finds out that it is about sales."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def setUp(self):
        super().setUp()
        self.support = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.sales = self.pbx.agent_phone("1002")
        wait_agent(self.pbx, "1001", "free")
        wait_agent(self.pbx, "1002", "free")
        self.caller = self.pbx.caller("support", number="5551000", name="Ann")
        self.caller.place()
        self.talk = self.support.wait_talking()
        self.caller.wait_answered()
        self.talk.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.support.voice_hz)
        self.first = calls(self.pbx, "talking")[0]["call"]

    def sales_answers(self):
        """The agent of sales takes the call, and both hear each other."""
        self.sales.wait_ring()
        self.sales.answer()
        talk = self.sales.wait_talking()
        self.caller.call.wait_hears(self.sales.voice_hz)
        talk.wait_hears(self.caller.voice_hz)
        return talk

    def ends(self) -> dict[int, dict]:
        """How each conversation of this test ended."""
        told = history.lines(self.pbx.log())
        return {line["call"]: line for line in told if line["event"] == "conversation_ended"}

    def test_by_the_agents_phone(self):
        self.talk.transfer("sales")
        self.sales.wait_ring()
        ringing = calls(self.pbx, "ringing")[0]
        self.assertEqual(ringing["follows"], self.first)
        self.assertEqual(ringing["caller"]["number"], "5551000")
        self.support.wait_idle()
        wait_agent(self.pbx, "1001", "free")
        talk = self.sales_answers()
        talk.hang_up()
        self.caller.wait_ended()
        wait_agent(self.pbx, "1002", "free")
        ends = self.ends()
        self.assertEqual(ends[self.first]["ended_by"], "transfer")
        self.assertEqual(ends[ringing["call"]]["ended_by"], "agent")

    def test_by_the_agents_keys(self):
        self.talk.press("#1")
        self.caller.call.wait_hears(440)
        self.talk.press("900")
        self.sales.wait_ring()
        self.assertEqual(calls(self.pbx, "ringing")[0]["follows"], self.first)
        wait_agent(self.pbx, "1001", "free")
        self.sales_answers()
        self.caller.hang_up()
        wait_agent(self.pbx, "1002", "free")
        self.assertEqual(len(self.ends()), 2)

    def test_the_caller_gives_up_while_waiting_again(self):
        self.talk.transfer("sales")
        self.sales.wait_ring()
        self.caller.hang_up()
        self.sales.wait_idle()
        wait_agent(self.pbx, "1002", "free")
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(list(self.ends()), [self.first])

    def consult(self):
        """The agent of support holds the caller and calls sales; sales rings."""
        self.talk.hold()
        self.caller.call.wait_hears(440)
        consultation = self.support.dial("900")
        self.sales.wait_ring()
        return consultation

    def wait_joined(self, state: str):
        """The call to sales is from now on the caller's next one."""
        joined = self.pbx.wait_event("AcdCallerReplaced", Follows=str(self.first))
        self.assertEqual(joined["CallerNumber"], "5551000")
        call = next(row for row in calls(self.pbx, state) if str(row["call"]) == joined["Call"])
        self.assertEqual((call["follows"], call["caller"]["number"]), (self.first, "5551000"))

    def test_after_a_word_with_sales(self):
        consultation = self.consult()
        self.sales.answer()
        talk = self.sales.wait_talking()
        consultation.wait("talking")
        talk.wait_hears(self.support.voice_hz)
        self.talk.transfer_to(consultation)
        self.caller.call.wait_hears(self.sales.voice_hz)
        talk.wait_hears(self.caller.voice_hz)
        self.wait_joined("talking")
        self.support.wait_idle()
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(self.pbx.agent("1002")["state"], "talking")
        talk.hang_up()
        self.caller.wait_ended()
        wait_agent(self.pbx, "1002", "free")
        self.assertEqual(len(self.ends()), 2)

    def test_while_sales_still_rings(self):
        consultation = self.consult()
        self.talk.transfer_to(consultation)
        self.support.wait_idle()
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(len(calls(self.pbx, "ringing")), 1)
        self.wait_joined("ringing")
        talk = self.sales_answers()
        wait_calls(self.pbx, 1, "talking")
        talk.hang_up()
        self.caller.wait_ended()
        wait_agent(self.pbx, "1002", "free")
        self.assertEqual(len(self.ends()), 2)

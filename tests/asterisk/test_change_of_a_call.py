"""A call is changed while it waits, and at once the right phone rings."""

import json

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls
from pbx.ami import AmiError

CONF = """
[french]
type = skill

[support]
type = queue
requirement = french >= 3

[sales]
type = queue

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
exten => support,1,AcdQueue(support)
exten => lang,1,Set(lang=3)
 same => n,AcdQueue(support,,french >= $lang)
[desk](+)
exten => _*1.,1,Set(ACD_CALL(requirement,${EXTEN:2})=any)
exten => _*2.,1,Set(ACD_CALL(attribute(lang),${EXTEN:2})=0)
exten => *3,1,Set(ACD_CALL(priority)=1)
 same => n,UserEvent(WentOn)
"""


class ChangeOfACall(FloorTest):
    """Nobody in support speaks French; sales takes everything."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.support = self.pbx.agent_phone("1001")
        self.sales = self.pbx.agent_phone("1002")
        for name in ("1001", "1002"):
            wait_agent(self.pbx, name, "free")

    def waits(self, extension: str = "support", many: int = 1) -> int:
        """A caller waits; returns the number of the newest call."""
        self.pbx.caller(extension).place()
        wait_calls(self.pbx, many)
        return max(row["call"] for row in calls(self.pbx))

    def test_another_requirement_on_the_console(self):
        call = self.waits()
        told = self.pbx.cli(f"acd call {call} requirement french >= 1 | any because nobody is in")
        self.assertIn(f"call {call} is ringing in support (1001): priority 0, place 1", told)
        self.support.wait_ring()
        changed = self.pbx.wait_event("AcdCallChanged", Call=str(call))
        self.assertEqual(changed["What"], "requirement")
        self.assertEqual(changed["Before"], "french >= 3")
        self.assertEqual(changed["By"], "console: nobody is in")
        self.assertEqual(self.sales.offers, [])

    def test_another_queue_over_ami(self):
        call = self.waits()
        answer = self.pbx.ami.action(
            "AcdCallChange", Call=call, Change="queue", Value="sales", By="ann", Why="wrong key"
        )
        self.assertIn(f"call {call} is ringing in sales (1002)", answer["Message"])
        self.sales.wait_ring()
        moved = self.pbx.wait_event("AcdCallMoved", Call=str(call))
        self.assertEqual((moved["To"], moved["By"]), ("sales", "ami/ann: wrong key"))
        self.assertEqual(self.support.offers, [])

    def test_a_dialplan_changes_what_is_needed_and_what_is_brought_along(self):
        boss = self.pbx.agent_phone("1009")
        first = self.waits("lang")
        boss.dial(f"*2{first}").wait("ended")
        self.support.wait_ring()
        changed = self.pbx.wait_event("AcdCallChanged", Call=str(first), What="$lang")
        changed = (changed["Before"], changed["After"], changed["By"])
        self.assertEqual(changed, ("3", "0", "PJSIP/1009"))

    def test_a_dialplan_changes_another_call(self):
        boss = self.pbx.agent_phone("1009")
        call = self.waits()
        boss.dial(f"*1{call}").wait("ended")
        self.support.wait_ring()

    def test_who_was_second_is_served_first(self):
        self.pbx.cli("acd agent 1001 not-ready")
        first = self.waits()
        second = self.waits(many=2)
        for call in (first, second):
            self.pbx.cli(f"acd call {call} requirement any")
        told = json.loads(self.pbx.cli(f"acd call {second} priority 10 json"))
        self.assertEqual([(row["call"], row["place"]) for row in told], [(second, 1)])
        self.pbx.cli("acd agent 1001 ready")
        self.support.wait_ring()
        self.assertEqual([row["call"] for row in calls(self.pbx, "ringing")], [second])

    def test_a_closed_queue_takes_a_call_only_by_force(self):
        call = self.waits()
        self.pbx.cli("acd queue sales close")
        said = self.pbx.cli(f"acd call {call} queue sales")
        self.assertIn("queue `sales` is closed", said)
        with self.assertRaises(AmiError) as refused:
            self.pbx.ami.action("AcdCallChange", Call=call, Change="queue", Value="sales")
        self.assertIn("queue `sales` is closed", str(refused.exception))
        self.assertEqual([row["queue"] for row in calls(self.pbx)], ["support"])
        self.assertEqual(self.pbx.events("AcdCallMoved"), [])
        self.pbx.cli(f"acd call {call} queue sales force because he insists")
        self.sales.wait_ring()
        moved = self.pbx.wait_event("AcdCallMoved", Call=str(call))
        self.assertEqual((moved["Cause"], moved["By"]), ("forced", "console: he insists"))
        self.pbx.cli("acd queue sales auto")

    def test_what_cannot_be_done_is_named(self):
        call = self.waits()
        for words, said in (
            ("999999 priority 1", "call 999999 is not known: it has ended or left"),
            ("first priority 1", "call `first`: expected a number"),
            (f"{call} priority high", "priority `high`: expected a whole number"),
            (f"{call} prio 1", "`prio`: expected one of priority, requirement, queue, attribute"),
            (f"{call} requirement german", "german"),
            (f"{call} queue nowhere", "there is no queue `nowhere`"),
            (f"{call}", "Usage: acd call ID priority"),
        ):
            self.assertIn(said, self.pbx.cli(f"acd call {words}"), words)
        for fields, said in (
            ({"Change": "priority", "Value": "1"}, "Call is missing: expected its number"),
            ({"Call": "x", "Change": "priority"}, "Call: `x` is no number"),
            ({"Call": "999999", "Change": "priority", "Value": "1"}, "Call: call 999999"),
            ({"Call": str(call), "Change": "prio"}, "Change: `prio`: expected one of"),
            ({"Call": str(call), "Change": "priority", "Value": "x"}, "Value: priority `x`"),
        ):
            with self.assertRaises(AmiError) as refused:
                self.pbx.ami.action("AcdCallChange", **fields)
            self.assertIn(said, str(refused.exception))
        self.assertEqual(len(calls(self.pbx, "waiting")), 1)

    def test_a_dialplan_in_no_call_is_told_so_and_goes_on(self):
        self.pbx.agent_phone("1009").dial("*3").wait("ended")
        self.pbx.wait_user_event("WentOn")
        self.pbx.wait_log(r"ACD_CALL\(priority\)=1 was not done: this channel is in no call")
        with self.assertRaises(AmiError):
            self.pbx.ami.action("Setvar", Variable="ACD_CALL(priority,1)", Value="1")
        self.pbx.wait_log("Dangerous function ACD_CALL write blocked")

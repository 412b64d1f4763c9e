"""Dialplan functions tell what the console tells, and name what is wrong in the log."""

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls
from pbx.ami import AmiError

CONF = """
[french]
type = skill

[support]
type = queue
requirement = french >= 3
relax = 60s: any

[1001]
type = agent
name = Alice Martin
interface = PJSIP/1001
skills = french:5
queues = support:2

[1002]
type = agent
sign-in = manual
skills = french:1
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => outside,1,UserEvent(Outside,Queue: [${ACD_CALL(queue)}])
exten => wrong,1,UserEvent(Wrong,State: [${ACD_AGENT(1009,state)}])
exten => ask,1,Set(lang=french)
 same => n,Set(qualified=${ACD_MATCH(support,$lang >= 3,qualified)})
 same => n,Set(free=${ACD_MATCH(support,"french prefer french*2, french",free)})
 same => n,UserEvent(Asked,State: ${ACD_AGENT(1001,state)},Qualified: ${qualified},Free: ${free})
"""


class Functions(FloorTest):
    """Alice talks to a caller; others ask about it."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_dialplan_reads_agents_queues_and_prospects(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.pbx.caller("support", number="5550001", name="Ann").place()
        phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")
        self.pbx.caller("ask").place()
        told = self.pbx.wait_user_event("Asked")
        told = [told[name] for name in ("State", "Qualified", "Free")]
        self.assertEqual(told, ["talking", "1", "0"])
        for function, value in (
            ("ACD_AGENT(1001,full_name)", "Alice Martin"),
            ("ACD_AGENT(1001,skills)", "french:5"),
            ("ACD_AGENT(1001,skills(french))", "5"),
            ("ACD_AGENT(1001,skills(vip))", ""),
            ("ACD_AGENT(1001,queues(support))", "2"),
            ("ACD_AGENT(1002,state)", "signed_out"),
            ("ACD_AGENT(1002,interface)", ""),
            ("ACD_AGENT(1001,caused_by)", ""),
            ("ACD_AGENT(1001,label)", ""),
            ("ACD_AGENT(1001,returns_in_ms)", ""),
            ("ACD_QUEUE(support,talking)", "1"),
            ("ACD_QUEUE(support,agents)", "2"),
            ("ACD_QUEUE(SUPPORT,strategy)", "longest-idle"),
            ("ACD_MATCH(support,,qualified)", "1"),
            ("ACD_MATCH(support,any,staffed)", "1"),
        ):
            self.assertEqual(self.read(function), value, function)
        self.assertEqual(self.warnings(), "")

    def test_a_call_is_told_on_its_own_channel_on_the_agents_and_by_number(self):
        phone = self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        self.pbx.caller("support", number="5550001", name="Ann").place()
        phone.wait_ring()
        number = str(calls(self.pbx)[0]["call"])
        for start in ("PJSIP/carrier", "PJSIP/1001"):
            channel = self.channel(start)
            self.assertEqual(self.read("ACD_CALL(call)", channel), number)
            self.assertEqual(self.read("ACD_CALL(caller_name)", channel), "Ann")
            self.assertEqual(self.read("ACD_CALL(place)", channel), "1")
            self.assertGreaterEqual(int(self.read("ACD_CALL(wait_ms)", channel)), 0)
        self.assertEqual(self.read(f"ACD_CALL(agents,{number})"), "1001")
        self.assertEqual(self.read("ACD_CALL(requirement)", channel), "french >= 3")
        phone.answer()
        wait_calls(self.pbx, 1, "talking")
        self.assertEqual(self.read(f"ACD_CALL(state,{number})"), "talking")
        self.assertEqual(self.read(f"ACD_CALL(place,{number})"), "")

    def test_what_is_no_call_is_empty_and_no_warning(self):
        self.pbx.caller("outside").place()
        self.assertEqual(self.pbx.wait_user_event("Outside")["Queue"], "[]")
        self.assertEqual(self.read("ACD_CALL(queue,999999)"), "")
        self.assertEqual(self.warnings(), "")

    def test_what_is_wrong_is_empty_and_named_in_the_log(self):
        self.pbx.caller("wrong").place()
        self.assertEqual(self.pbx.wait_user_event("Wrong")["State"], "[]")
        expected = "in incoming,wrong,1: ACD_AGENT(1009,state) is empty: there is no agent `1009`"
        self.assertIn(expected, self.warnings())
        for function, said in (
            ("ACD_QUEUE(support,colour)", "there is no field `colour`: expected one of queue,"),
            ("ACD_QUEUE(support,)", "the field is missing: expected one of queue,"),
            ("ACD_AGENT(,state)", "the first argument, the agent's name, is missing"),
            ("ACD_MATCH(support,german,free)", "requirement refused: "),
            ("ACD_CALL(queue,first)", "call `first`: expected a number"),
            ("ACD_QUEUE(support,free,x)", "3 arguments, at most 2 expected"),
        ):
            self.assertEqual(self.read(function), "", function)
            self.assertIn(f"{function} is empty: {said}", self.warnings())

    def test_nothing_writes_what_can_only_be_read(self):
        self.assertIn("ACD_MATCH", self.pbx.cli("core show functions like ACD_"))
        with self.assertRaises(AmiError):
            self.pbx.ami.action("Setvar", Variable="ACD_MATCH(support,any,free)", Value="7")
        self.pbx.wait_log("Function ACD_MATCH cannot be written to")

    def channel(self, start: str) -> str:
        """The name of the one channel that starts so."""
        listed = self.pbx.ami.listing("CoreShowChannels")
        return next(c["Channel"] for c in listed if c["Channel"].startswith(start))

    def read(self, function: str, channel: str = "") -> str:
        """What a function is for a channel, or for none."""
        where = {"Channel": channel} if channel else {}
        return self.pbx.ami.action("Getvar", Variable=function, **where)["Value"]

    def warnings(self) -> str:
        """What the functions warned of so far."""
        lines = self.pbx.log().splitlines()
        return "\n".join(line for line in lines if "WARNING" in line and "ACD_" in line)

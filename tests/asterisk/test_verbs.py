"""The same verbs change an agent from the console, from a dialplan and over AMI."""

import json

from floor import FloorTest
from floor.console import agent, wait_agent, wait_calls
from pbx.ami import AmiError

CONF = """
[sold]
type = disposition

[support]
type = queue
wrap-up = 60s
disposition = optional

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => lunch,1,Set(ACD_AGENT(1001,not-ready)=long lunch)
exten => wrong,1,Set(ACD_AGENT(1001,redy)=)
 same => n,UserEvent(WentOn)
"""


class Verbs(FloorTest):
    """A supervisor helps out."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.cli("acd agent 1001 sign-in")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")

    def test_the_console(self):
        told = self.pbx.cli("acd agent 1001 not-ready a break")
        self.assertIn("1001 is not ready (a break)", told)
        told = json.loads(self.pbx.cli("acd agent 1001 ready json"))
        self.assertEqual([(row["agent"], row["state"]) for row in told], [("1001", "free")])
        self.assertIn("1001 is signed out", self.pbx.cli("acd agent 1001 sign-out"))
        self.assertIn("1001 is", self.pbx.cli("acd agent 1001 sign-in PJSIP/1002"))
        self.assertEqual(agent(self.pbx, "1001")["interface"], "PJSIP/1002")
        self.pbx.cli("acd agent 1001 sign-out")

    def test_the_console_names_what_is_wrong(self):
        for words, said in (
            ("1009 ready", "there is no agent `1009`"),
            ("1001 redy", "`redy`: expected one of ready, not-ready, sign-in, sign-out, "),
            ("1001 ready now", "`ready now`: expected nothing after `ready`, or once"),
            ("1001 sign-in PJSIP/", "interface `PJSIP/`"),
            ("1001 wrap-up nope", "nope"),
            ("1001", "Usage: acd agent"),
        ):
            self.assertIn(said, self.pbx.cli(f"acd agent {words}"), words)

    def test_a_dialplan(self):
        self.pbx.caller("lunch").place()
        wait_agent(self.pbx, "1001", "not_ready")
        self.assertEqual(agent(self.pbx, "1001")["reason"], "long lunch")
        self.pbx.caller("wrong").place()
        self.pbx.wait_user_event("WentOn")
        self.pbx.wait_log(r"incoming,wrong,1: ACD_AGENT\(1001,redy\)= was not done: `redy`")

    def test_no_outsider_writes_the_function(self):
        with self.assertRaises(AmiError):
            self.pbx.ami.action("Setvar", Variable="ACD_AGENT(1001,sign-out)", Value="")
        self.pbx.wait_log("Dangerous function ACD_AGENT write blocked")
        self.assertEqual(agent(self.pbx, "1001")["state"], "free")

    def test_after_call_time(self):
        for finish in (
            lambda: self.pbx.cli("acd agent 1001 wrap-up sold"),
            lambda: self.pbx.ami.action("AcdAgentWrapUp", Agent="1001", Disposition="sold"),
        ):
            caller = self.pbx.caller("support")
            caller.place()
            self.phone.wait_talking()
            wait_calls(self.pbx, 1, "talking")
            caller.hang_up()
            wait_agent(self.pbx, "1001", "wrap_up")
            finish()
            wait_agent(self.pbx, "1001", "free")
        dispositions = [event["Disposition"] for event in self.pbx.events("AcdWrapUpEnded")]
        self.assertEqual(dispositions, ["sold", "sold"])

"""AMI clients list queues, agents and calls, change agents, and are told what is wrong."""

from floor import FloorTest
from floor.console import agent, calls, rows, wait_agent, wait_calls
from pbx.ami import Ami, AmiError
from pbx.settings import AMI_PORT, manager_conf

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
"""

# Who may do what: name of the user, classes that it may write.
USERS = {"reporter": "reporting", "supervisor": "agent", "operator": "call"}


def heading(name: str) -> str:
    """A field of the console's JSON as AMI writes it."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class Manager(FloorTest):
    """One agent talks to a caller of sales while another caller waits for French."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        if agent(self.pbx, "1002")["state"] != "signed_out":
            self.pbx.ami.action("AcdAgentLogout", Agent="1002")

    def talk_and_wait(self):
        """The state of the floor that lists show."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.pbx.caller("sales", number="5550001", name="Ann").place()
        phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")
        self.pbx.caller("support", number="5550002", name="Bob").place()
        wait_calls(self.pbx, 1)

    def test_lists_have_the_fields_that_the_console_has(self):
        self.talk_and_wait()
        for action, command, event in (
            ("AcdQueues", "acd show queues", "AcdQueue"),
            ("AcdAgents", "acd show agents", "AcdAgent"),
            ("AcdCalls", "acd show calls", "AcdCall"),
        ):
            items = self.pbx.ami.listing(action)
            shown = rows(self.pbx, command)
            self.assertEqual([item["Event"] for item in items], [event] * 2, action)
            for item, row in zip(items, shown):
                told = set(item) - {"Event", "ActionID"}
                if "caller" in row:
                    row["caller_number"] = row["caller"]["number"]
                    row["caller_name"] = row.pop("caller")["name"]
                self.assertEqual(told, {heading(name) for name in row}, action)
        alice = self.pbx.ami.listing("AcdAgents", Agent="1001")[0]
        told = [alice[name] for name in ("State", "FullName", "Queues", "Skills", "IsRemoved")]
        self.assertEqual(told, ["talking", "Alice Martin", "sales:2,support:1", "french:1", "no"])
        waits = self.pbx.ami.listing("AcdCalls", Queue="SUPPORT")
        self.assertEqual([call["CallerName"] for call in waits], ["Bob"])
        self.assertEqual(waits[0]["Place"], "1")
        one = self.pbx.ami.listing("AcdCalls", Call=waits[0]["Call"])
        self.assertEqual([call["Call"] for call in one], [waits[0]["Call"]])
        of_sales = self.pbx.ami.listing("AcdAgents", Queue="sales")
        self.assertEqual([item["Agent"] for item in of_sales], ["1001"])
        sales = self.pbx.ami.listing("AcdQueues", Queue="sales")
        self.assertEqual([item["Talking"] for item in sales], ["1"])

    def test_why_a_call_waits(self):
        self.talk_and_wait()
        call = calls(self.pbx, "waiting")[0]["call"]
        first, *others = self.pbx.ami.listing("AcdExplainCall", Call=call)
        self.assertEqual(first["Event"], "AcdExplanation")
        told = [first[name] for name in ("Call", "NextRequirement", "Qualified", "Free", "State")]
        self.assertEqual(told, [str(call), "any", "1", "0", "waiting"])
        reasons = {item["Agent"]: (item["IsQualified"], item["Reason"]) for item in others}
        self.assertEqual(reasons["1002"], ("yes", "signed out"))
        self.assertEqual(reasons["1001"][0], "no")

    def test_agents_come_and_go(self):
        self.pbx.agent_phone("1002")
        act = self.pbx.ami.action
        self.assertEqual(
            self.refused("AcdAgentLogin", Agent="1002"),
            "agent `1002` has no interface in acd.conf: name one at sign-in",
        )
        act("AcdAgentLogin", Agent="1002", Interface="PJSIP/1002")
        wait_agent(self.pbx, "1002", "free")
        told = act("AcdAgentNotReady", Agent="1002", Reason="lunch")
        self.assertEqual(told["Message"], "1002 is not ready (lunch)")
        self.assertEqual(agent(self.pbx, "1002")["reason"], "lunch")
        self.assertEqual(act("AcdAgentReady", Agent="1002")["Message"], "1002 is free")
        act("AcdAgentNotReady", Agent="1002")
        self.assertEqual(agent(self.pbx, "1002")["reason"], "not ready")
        self.assertEqual(act("AcdAgentLogout", Agent="1002")["Message"], "1002 is signed out")

    def test_what_is_wrong_is_named(self):
        for action, fields, said in (
            ("AcdQueues", {"Queue": "nope"}, "Queue: there is no queue `nope`"),
            ("AcdAgents", {"Agent": "nope"}, "Agent: there is no agent `nope`"),
            ("AcdAgents", {"Queue": "nope"}, "Queue: there is no queue `nope`"),
            ("AcdCalls", {"Call": "first"}, "Call: `first` is no number"),
            ("AcdCalls", {"Call": "999999"}, "Call: 999999 is in no queue"),
            ("AcdExplainCall", {}, "Call is missing"),
            ("AcdAgentReady", {}, "Agent is missing: expected the name of an agent"),
            ("AcdAgentReady", {"Agent": "nope"}, "Agent: there is no agent `nope`"),
            ("AcdAgentReady", {"Agent": "1002"}, "agent `1002` is signed out"),
            ("AcdAgentLogin", {"Agent": "1002", "Interface": "PJSIP/"}, "interface `PJSIP/`: "),
        ):
            self.assertIn(said, self.refused(action, **fields))

    def refused(self, action: str, **fields) -> str:
        """What the refusal of an action says."""
        with self.assertRaises(AmiError) as refusal:
            self.pbx.ami.action(action, **fields)
        return str(refusal.exception).removeprefix(f"{action}: ")


class Permissions(FloorTest):
    """Users who may do only some of it."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_user_may_do_what_the_classes_allow(self):
        at = self.pbx.asterisk.at
        users = "".join(
            f"[{name}]\nsecret = floor\nread = all\nwrite = {classes}\n"
            for name, classes in USERS.items()
        )
        self.pbx.write_conf(manager_conf(at) + users, name="manager.conf")
        self.pbx.cli("manager reload")
        for user, (may_read, may_change) in {
            "reporter": (True, False), "supervisor": (True, True), "operator": (False, False),
        }.items():
            client = Ami(at.pbx, AMI_PORT, user, "floor")
            self.addCleanup(client.close)
            self.assertEqual(self.is_done(client, "AcdQueues"), may_read, user)
            done = self.is_done(client, "AcdAgentNotReady", Agent="1001")
            self.assertEqual(done, may_change, user)

    def is_done(self, client: Ami, action: str, **fields) -> bool:
        """Whether the action is done, or else denied."""
        try:
            client.action(action, **fields)
            return True
        except AmiError as refusal:
            self.assertIn("Permission denied", str(refusal))
            return False

"""An agent is changed while calls wait, and at once gets the call that fits now."""

from floor import FloorTest
from floor.console import agent, wait_agent, wait_calls
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
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})
[desk](+)
exten => *1,1,Set(ACD_AGENT(1001,skill(french))=3)
exten => *2,1,Set(ACD_AGENT(1001,force-not-ready)=coaching)
exten => *3,1,Set(ACD_AGENT(1001,queue(sales))=join)
exten => *4,1,Set(ACD_AGENT(1001,queue(sales))=7)
exten => *5,1,Set(ACD_AGENT(1001,queue(sales))=leave)
exten => *6,1,Set(ACD_AGENT(1001,interface)=PJSIP/1008)
"""


class ChangeOfAnAgent(FloorTest):
    """One agent in support who does not speak French yet."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        self.addCleanup(self.pbx.cli, "acd agent 1001 configured")

    def waits(self, queue: str = "support"):
        caller = self.pbx.caller(queue)
        caller.place()
        wait_calls(self.pbx, 1)
        return caller

    def test_a_skill_by_each_way(self):
        for change in (
            lambda: self.pbx.cli("acd agent 1001 skill french 3 because of the course"),
            lambda: self.pbx.ami.action(
                "AcdAgentChange", Agent="1001", Change="skill", Name="french", Value="3", By="ann"
            ),
            lambda: self.pbx.agent_phone("1009").dial("*1").wait("ended"),
        ):
            caller = self.waits()
            rung = len(self.phone.offers)
            change()
            self.phone.wait_ring(nth=rung + 1)
            self.assertEqual(agent(self.pbx, "1001")["changed"], ["skill french 3 (was 0)"])
            caller.hang_up()
            wait_agent(self.pbx, "1001", "free")
            told = self.pbx.cli("acd agent 1001 skill french remove")
            self.assertIn("1001 is free", told)
        by = [event["By"] for event in self.pbx.events("AcdAgentChanged", To="3")]
        self.assertEqual(by, ["console: of the course", "ami/ann", "PJSIP/1009"])

    def test_a_queue_is_joined_and_left(self):
        self.waits("sales")
        told = self.pbx.cli("acd agent 1001 queue sales join")
        self.assertIn("; changed: queue sales 1 (was no)", told)
        self.phone.wait_ring()
        self.pbx.cli("acd agent 1001 queue sales 7")
        self.assertEqual(agent(self.pbx, "1001")["queues"], {"sales": 7, "support": 1})
        self.pbx.cli("acd agent 1001 configured")
        self.assertEqual(agent(self.pbx, "1001")["queues"], {"support": 1})

    def test_queue_rank_and_phone_over_ami(self):
        def change(**fields):
            self.pbx.ami.action("AcdAgentChange", Agent="1001", By="ann", **fields)

        self.queue_rank_and_phone(
            lambda: change(Change="queue", Name="sales", Value="join"),
            lambda: change(Change="queue", Name="sales", Value="7"),
            lambda: change(Change="queue", Name="sales", Value="leave"),
            lambda: change(Change="interface", Value="PJSIP/1008"),
        )
        self.assertEqual(self.who_changed(), {"ami/ann"})

    def test_queue_rank_and_phone_in_the_dialplan(self):
        boss = self.pbx.agent_phone("1009")
        codes = [f"*{code}" for code in range(3, 7)]
        dialled = [lambda code=code: boss.dial(code).wait("ended") for code in codes]
        self.queue_rank_and_phone(*dialled)
        self.assertEqual(self.who_changed(), {"PJSIP/1009"})

    def who_changed(self) -> set[str]:
        """Who gave the agent the rank of these tests."""
        return {event["By"] for event in self.pbx.events("AcdAgentChanged", To="7")}

    def queue_rank_and_phone(self, join, rank, leave, move):
        """The agent joins sales and is rung, has another rank, leaves, and is rung elsewhere."""
        self.addCleanup(self.pbx.cli, "acd agent 1001 interface PJSIP/1001")
        caller = self.waits("sales")
        join()
        self.phone.wait_ring()
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")
        rank()
        self.assertEqual(agent(self.pbx, "1001")["queues"], {"sales": 7, "support": 1})
        leave()
        self.assertEqual(agent(self.pbx, "1001")["queues"], {"support": 1})
        other = self.pbx.agent_phone("1008")
        move()
        self.assertEqual(agent(self.pbx, "1001")["interface"], "PJSIP/1008")
        caller = self.waits("support")
        self.pbx.ami.action(
            "AcdAgentChange", Agent="1001", Change="skill", Name="french", Value="5", By="ann"
        )
        other.wait_ring()
        self.assertEqual(len(self.phone.offers), 1)
        caller.hang_up()

    def test_another_phone(self):
        other = self.pbx.agent_phone("1008")
        self.pbx.cli("acd agent 1001 skill french 5")
        self.pbx.cli("acd agent 1001 interface PJSIP/1008")
        self.pbx.caller("support").place()
        other.wait_ring()
        self.assertEqual(self.phone.offers, [])
        self.pbx.cli("acd agent 1001 interface PJSIP/1001")

    def test_a_supervisor_decides_on_the_console_and_over_ami(self):
        told = self.pbx.cli("acd agent 1001 force-not-ready lunch because it is noon")
        self.assertIn("1001 is not ready (lunch)", told)
        caused = agent(self.pbx, "1001")["caused_by"]
        self.assertEqual(caused, "forced by console: it is noon")
        self.pbx.cli("acd agent 1001 force-ready")
        wait_agent(self.pbx, "1001", "free")
        self.pbx.cli("acd agent 1001 force-sign-out")
        answer = self.pbx.ami.action(
            "AcdAgentChange", Agent="1001", Change="force-sign-in", By="ann", Why="short of staff"
        )
        self.assertIn("1001 is free", answer["Message"])
        caused = agent(self.pbx, "1001")["caused_by"]
        self.assertEqual(caused, "forced by ami/ann: short of staff")
        self.pbx.agent_phone("1009").dial("*2").wait("ended")
        wait_agent(self.pbx, "1001", "not_ready")
        self.assertEqual(agent(self.pbx, "1001")["caused_by"], "forced by PJSIP/1009")
        self.pbx.cli("acd agent 1001 ready")

    def test_what_cannot_be_done_is_named(self):
        for words, said in (
            ("1001 skill french lots", "skill level `lots`: expected a number from 0 to 100"),
            ("1001 skill german 3", "there is no skill `german`"),
            ("1001 queue sales 0", "rank `0`: expected a number from 1 to 100, join or leave"),
            ("1001 queue nowhere join", "there is no queue `nowhere`"),
            ("1001 ready because I say so", "`because` goes with a change that others make"),
        ):
            self.assertIn(said, self.pbx.cli(f"acd agent {words}"), words)
        for fields, said in (
            ({"Change": "skill", "Name": "german", "Value": "3"}, "Name: there is no skill"),
            ({"Change": "skill", "Name": "french", "Value": "x"}, "Value: skill level `x`"),
            ({"Change": "skil"}, "Change: `skil`: expected one of"),
            ({"Change": "ready", "Agent": "1007"}, "Agent: there is no agent `1007`"),
        ):
            with self.assertRaises(AmiError) as refused:
                self.pbx.ami.action("AcdAgentChange", **{"Agent": "1001", **fields})
            self.assertIn(said, str(refused.exception))

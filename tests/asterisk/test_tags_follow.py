"""Tags follow the caller: over transfers, a queue after a queue, and a module loaded anew."""

from floor import FloorTest
from floor.console import calls, rows, wait_agent, wait_calls

CONF = """
[support]
type = queue

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
exten => support,1,AcdTag(reason=billing)
 same => n,AcdQueue(support,t)
exten => sales,1,AcdQueue(sales)
exten => reloads,1,Answer()
 same => n,AcdTag(reason=billing)
 same => n,UserEvent(Ready,Who: ${CHANNEL})
 same => n,Wait(30)
exten => later,1,UserEvent(Later,Reason: ${ACD_TAG(reason)})
 same => n,Wait(30)
[desk](+)
exten => sales,1,AcdQueue(sales)
exten => 900,1,AcdTag(asked)
 same => n,AcdQueue(sales)
"""


class TagsFollow(FloorTest):
    """Two queues."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def talks(self):
        """A tagged caller talks to support."""
        self.support = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.sales = self.pbx.agent_phone("1002", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        wait_agent(self.pbx, "1002", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        self.talk = self.support.wait_talking()
        self.caller.wait_answered()
        self.talk.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.support.voice_hz)

    def test_a_blind_transfer(self):
        self.talks()
        self.talk.transfer("sales")
        talk = self.sales.wait_talking()
        self.caller.call.wait_hears(self.sales.voice_hz)
        wait_calls(self.pbx, 1, "talking")
        self.assertEqual(calls(self.pbx, "talking")[0]["tags"], {"reason": "billing"})
        talk.hang_up()
        self.caller.wait_ended()

    def test_from_queue_to_queue_and_into_the_store(self):
        caller = self.pbx.caller("support", number="5557")
        caller.place()
        wait_calls(self.pbx, 1, "waiting")
        call = calls(self.pbx, "waiting")[0]["call"]
        self.pbx.cli(f"acd call {call} queue sales")
        moved = calls(self.pbx, "waiting")[0]
        self.assertEqual((moved["queue"], moved["tags"]), ("sales", {"reason": "billing"}))
        self.pbx.cli(f"acd call {call} tag reason=other&late")
        caller.hang_up()
        expected = {"late": "1", "reason": "other"}
        self.pbx.wait_until(
            lambda: [row["tags"] for row in self.stored(call)] == [expected],
            10,
            lambda: f"the tags to be stored: {self.stored(call)}",
        )

    def stored(self, call):
        found = rows(self.pbx, "acd show history tag reason=other")
        return [row for row in found if row["call"] == call]

    def test_an_attended_transfer(self):
        self.talks()
        self.talk.hold()
        self.caller.call.wait_hears(440)
        consultation = self.support.dial("900")
        talk = self.sales.wait_talking()
        consultation.wait("talking")
        talk.wait_hears(self.support.voice_hz)
        self.talk.transfer_to(consultation)
        self.caller.call.wait_hears(self.sales.voice_hz)
        expected = {"asked": "1", "reason": "billing"}
        self.pbx.wait_until(
            lambda: [call["tags"] for call in calls(self.pbx, "talking")] == [expected],
            10,
            lambda: f"the tags to be joined: {calls(self.pbx, 'talking')}",
        )
        talk.hang_up()
        self.caller.wait_ended()

    def test_an_attended_transfer_while_sales_rings(self):
        self.talks()
        self.sales.rings_for_ever()
        self.talk.hold()
        self.caller.call.wait_hears(440)
        consultation = self.support.dial("900")
        self.sales.wait_ring()
        self.talk.transfer_to(consultation)
        self.support.wait_idle()
        expected = {"asked": "1", "reason": "billing"}
        self.pbx.wait_until(
            lambda: [call["tags"] for call in calls(self.pbx, "ringing")] == [expected],
            10,
            lambda: f"the tags to be joined: {calls(self.pbx, 'ringing')}",
        )
        self.caller.hang_up()
        self.sales.wait_idle()

    def test_a_module_that_is_loaded_anew_and_a_redirect(self):
        caller = self.pbx.caller("reloads")
        caller.place()
        name = self.pbx.wait_user_event("Ready")["Who"]
        self.pbx.cli("acd reload")
        self.pbx.cli("module unload app_acd.so")
        self.pbx.cli("module load app_acd.so")
        self.pbx.wait_until(
            lambda: "No such command" not in self.pbx.cli("acd show version"),
            10,
            lambda: "the module to be back",
        )
        self.pbx.ami.action(
            "Redirect", Channel=name, Context="incoming", Exten="later", Priority="1"
        )
        self.assertEqual(self.pbx.wait_user_event("Later")["Reason"], "billing")
        caller.hang_up()

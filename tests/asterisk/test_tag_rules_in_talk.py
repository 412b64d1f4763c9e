"""Rules tag calls that are talked in, transferred, and disposed of."""

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls

CONF = """
[sale]
type = disposition

[lost]
type = disposition

[support]
type = queue
wrap-up = 60s
disposition = optional

[sales]
type = queue

[long]
type = tag-rule
on = talk 400ms
queues = support
set = long-talk

[elsewhere]
type = tag-rule
on = talk 100ms
queues = sales
set = never

[not-so]
type = tag-rule
on = talk 100ms
if = vip
set = never

[sent]
type = tag-rule
on = transferred
set = sent-on
unset = lead

[sold]
type = tag-rule
on = disposition sale
set = sold
unset = lead

[said]
type = tag-rule
on = disposition
set = said

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
exten => support,1,AcdTag(lead)
 same => n,AcdQueue(support)
[desk](+)
exten => sales,1,AcdQueue(sales)
"""


class TagRulesInTalk(FloorTest):
    """A caller with a lead talks to support."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def talks(self):
        self.support = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        self.talk = self.support.wait_talking()
        self.caller.wait_answered()
        self.talk.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.support.voice_hz)

    def support_is_ready(self):
        wait_agent(self.pbx, "1001", "wrap_up")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")

    def test_a_long_talk_is_tagged_after_its_time(self):
        self.talks()
        connected = self.pbx.wait_event("AcdCallConnected")
        tagged = self.pbx.wait_event("AcdTagSet", Tag="long-talk", By="rule long")
        self.assertGreaterEqual(int(tagged["AtMs"]) - int(connected["AtMs"]), 400)
        self.assertEqual(calls(self.pbx, "talking")[0]["tags"], {"lead": "1", "long-talk": "1"})
        self.caller.hang_up()
        self.support_is_ready()

    def test_a_transfer_is_tagged_and_the_next_agent_knows(self):
        self.talks()
        sales = self.pbx.agent_phone("1002", answer_after_ms=0)
        wait_agent(self.pbx, "1002", "free")
        self.talk.transfer("sales")
        sales.wait_talking()
        self.pbx.wait_event("AcdTagRemoved", Tag="lead", By="rule sent")
        self.pbx.wait_event("AcdTagSet", Tag="sent-on", By="rule sent")
        wait_calls(self.pbx, 1, "talking")
        tags = calls(self.pbx, "talking")[0]["tags"]
        self.assertEqual((tags.get("sent-on"), tags.get("lead")), ("1", None))
        self.caller.hang_up()
        sales.wait_idle()
        self.support_is_ready()

    def test_what_the_agent_says_in_after_call_time_is_tagged(self):
        self.talks()
        self.caller.hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.pbx.cli("acd agent 1001 wrap-up lost k")
        self.pbx.wait_event("AcdTagSet", Tag="said", By="rule said")
        self.assertEqual(self.pbx.events("AcdTagSet", Tag="sold"), [])
        self.pbx.cli("acd agent 1001 wrap-up sale")
        self.pbx.wait_event("AcdTagRemoved", Tag="lead", By="rule sold")
        ended = self.pbx.wait_event("AcdContactEnded")
        kept = {"said:1", "sold:1"}
        self.assertLessEqual(kept, set(ended["Tags"].split(",")), ended["Tags"])

"""Tags in the dialplan: before, in and after a queue, on the caller's and on the agent's channel."""

from floor import FloorTest
from floor.console import calls, rows, wait_agent, wait_calls
from pbx.ami import AmiError

CONF = """
[french]
type = skill

[reason]
type = tag
kind = choice
choices = billing, other

[support]
type = queue
requirement = $lang
display = {tag:reason} {name}

[1001]
type = agent
interface = PJSIP/1001
queues = support
skills = french
"""

DIALPLAN = """
[incoming]
exten => before,1,AcdTag(reason=Billing&lang=french&vip)
 same => n,Set(keys=${ACD_TAG()})
 same => n,UserEvent(Tagged,Status: ${ACDTAGSTATUS},Reason: ${ACD_TAG(REASON)},Keys: ${CUT(keys,\\,,1)}/${CUT(keys,\\,,3)})
 same => n,AcdUntag(vip)
 same => n,Set(ACD_TAG(name)=${CALLERID(name)})
 same => n,AcdQueue(support,c)
 same => n,AcdTag(after)
 same => n,UserEvent(After,After: ${ACD_TAG(after)},Reason: ${ACD_TAG(reason)},Caller: ${ACD_TAG(name)})
 same => n,Set(ACD_TAG(after)=)
 same => n,UserEvent(Empty,After: -${ACD_TAG(after)}-)
exten => waits,1,Set(lang=german)
 same => n,AcdTag(lang=french)
 same => n,AcdUntag(lang)
 same => n,AcdTag(lang=french)
 same => n,AcdQueue(support)
exten => refused,1,AcdTag(good&reason=nonsense)
 same => n,UserEvent(Refused,Status: ${ACDTAGSTATUS},Good: -${ACD_TAG(good)}-)
 same => n,AcdTag(bad key=x)
 same => n,UserEvent(Refused,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(x,1001)
 same => n,UserEvent(Refused,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(x,nobody)
 same => n,UserEvent(Refused,Status: ${ACDTAGSTATUS})
 same => n,AcdUntag()
 same => n,UserEvent(Refused,Status: ${ACDUNTAGSTATUS})
 same => n,Wait(1)
exten => plain,1,Answer()
 same => n,AcdTag(lang=french)
 same => n,UserEvent(Ready,Who: ${CHANNEL})
 same => n,Wait(30)
"""


class Tags(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_visit_has_its_tags_before_in_and_after_the_queue(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("before", number="5551000", name="Ann & vip=9 ${EPOCH}")
        caller.place()
        tagged = self.pbx.wait_user_event("Tagged")
        self.assertEqual((tagged["Status"], tagged["Reason"]), ("OK", "billing"))
        self.assertEqual(tagged["Keys"], "lang/vip")
        talk = phone.wait_talking()
        caller.wait_answered()
        self.assertTrue(talk.caller.name.startswith("billing Ann"), talk.caller)
        wait_calls(self.pbx, 1, "talking")
        call = calls(self.pbx, "talking")[0]
        expected = {"lang": "french", "name": "Ann & vip=9 ${EPOCH}", "reason": "billing"}
        self.assertEqual(call["tags"], expected)
        found = rows(self.pbx, "acd show calls tag REASON=Billing")
        self.assertEqual([row["call"] for row in found], [call["call"]])
        self.assertEqual(rows(self.pbx, "acd show calls tag vip"), [])
        told = self.pbx.cli(f"acd call {call['call']} tag vip=2&reason=other")
        self.assertIn("reason=other", told)
        self.pbx.wait_event("AcdTagSet", Tag="vip", Value="2", By="console")
        self.pbx.wait_event("AcdTagSet", Tag="reason", Value="other", Before="billing")
        talk.hang_up()
        after = self.pbx.wait_user_event("After")
        self.assertEqual((after["After"], after["Reason"]), ("1", "other"))
        self.assertEqual(after["Caller"], "Ann & vip=9 ${EPOCH}")
        self.assertEqual(self.pbx.wait_user_event("Empty")["After"], "--")
        caller.wait_ended()
        self.pbx.wait_until(
            lambda: any("reason:other" in e["Tags"] for e in self.pbx.events("AcdContactEnded")),
            10,
            lambda: f"the end of the visit: {self.pbx.events('AcdContactEnded')}",
        )

    def test_what_is_refused_changes_nothing(self):
        self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("refused")
        caller.place()
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent")) >= 5, 10, "every refusal to be told"
        )
        told = [event["Status"] for event in self.pbx.events("UserEvent")]
        self.assertEqual(told, ["INVALID", "INVALID", "NOCALL", "NOAGENT", "INVALID"])
        self.assertEqual(self.pbx.events("UserEvent")[0]["Good"], "--")
        self.pbx.wait_log(r"tag `reason`: expected one of billing, other")
        caller.hang_up()

    def test_a_tag_set_by_ami_rings_an_agent_at_once(self):
        self.pbx.write_conf(CONF.replace("requirement = $lang", "requirement = any").replace(
            "[1001]", "[later]\ntype = tag-rule\non = tags\nif = late\nset = lang=french\n[1001]"
        ))
        self.pbx.cli("acd reload")
        caller = self.pbx.caller("plain")
        caller.place()
        channel = self.pbx.wait_user_event("Ready")["Who"]
        answer = self.pbx.ami.action("AcdTag", Channel=channel, Key="late", Value="a & b", By="ann")
        self.assertEqual(answer["Response"], "Success", answer)
        self.pbx.wait_event("AcdTagSet", Tag="late", Value="a & b", By="ami/ann")
        answer = self.pbx.ami.action("AcdUntag", Channel=channel, Keys="late")
        self.assertEqual(answer["Response"], "Success", answer)
        self.pbx.wait_event("AcdTagRemoved", Tag="late", Before="a & b")
        with self.assertRaisesRegex(AmiError, "there is no channel"):
            self.pbx.ami.action("AcdTag", Channel="PJSIP/none", Tags="x")
        caller.hang_up()
        self.pbx.write_conf(CONF)
        self.pbx.cli("acd reload")

    def test_the_console_tags_a_call_in_no_queue_by_its_channel(self):
        caller = self.pbx.caller("plain")
        caller.place()
        channel = self.pbx.wait_user_event("Ready")["Who"]
        told = self.pbx.cli(f"acd call {channel} tag note a & b because asked")
        self.assertEqual(told, f"{channel}: tags lang=french&note=a & b")
        self.pbx.wait_event("AcdTagSet", Tag="note", Value="a & b", By="console: asked")
        told = rows(self.pbx, f"acd call {channel} untag lang")
        self.assertEqual(told, [{"channel": channel, "tags": {"note": "a & b"}}])
        self.assertIn("only tags", self.pbx.cli(f"acd call {channel} priority 5"))
        self.assertIn("name of a channel", self.pbx.cli("acd call PJSIP/nobody tag x"))
        self.assertIn("name of a channel", self.pbx.cli(f"acd call {channel[:-2]} tag x"))
        caller.hang_up()

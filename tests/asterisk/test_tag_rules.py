"""Rules tag calls by themselves, and what they tag counts at once."""

from floor import FloorTest
from floor.console import calls, rows, wait_agent, wait_calls

CONF = """
[french]
type = skill

[german]
type = skill

[support]
type = queue
requirement = $lang

[entered]
type = tag-rule
on = queue
queues = support
if = $lang = german
set = entered

[waited]
type = tag-rule
on = wait 500ms
set = lang=french

[answers]
type = tag-rule
on = answered
set = served
unset = entered

[gone]
type = tag-rule
on = abandoned
set = gave-up

[1001]
type = agent
interface = PJSIP/1001
queues = support
skills = french
"""

DIALPLAN = """
[incoming]
exten => support,1,Set(lang=german)
 same => n,AcdQueue(support)
"""


class TagRules(FloorTest):
    """An agent who does not speak what the caller needs at first."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_wait_finds_another_agent_and_the_answer_tags_too(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_event("AcdTagSet", Tag="entered", By="rule entered")
        self.pbx.wait_event("AcdTagSet", Tag="lang", Value="french", By="rule waited")
        phone.wait_talking()
        caller.wait_answered()
        self.pbx.wait_event("AcdTagRemoved", Tag="entered", By="rule answers")
        wait_calls(self.pbx, 1, "talking")
        self.assertEqual(calls(self.pbx, "talking")[0]["tags"], {"lang": "french", "served": "1"})
        caller.hang_up()
        phone.wait_idle()

    def test_who_gives_up_is_tagged_in_the_end(self):
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1, "waiting")
        caller.hang_up()
        self.pbx.wait_until(
            lambda: any("gave-up:1" in e["Tags"] for e in self.pbx.events("AcdContactEnded")),
            10,
            lambda: f"the end of the visit: {self.pbx.events('AcdContactEnded')}",
        )
        told = self.pbx.wait_event("AcdTagSet", Tag="gave-up", By="rule gone")
        self.assertEqual(told["Queue"], "support")
        self.pbx.wait_until(
            lambda: rows(self.pbx, "acd show history tag gave-up"),
            10,
            lambda: "the tag to be stored with the call",
        )

"""`$name` is the tag of that key, before the variable of that name: in what would be found and in
what goes first."""

from floor import FloorTest

CONF = """
[french]
type = skill

[german]
type = skill

[support]
type = queue
priority-if = $vip: 10

[1001]
type = agent
interface = PJSIP/1001
skills = french
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => vip,1,AcdTag(vip)
 same => n,AcdQueue(support)
exten => former,1,Set(vip=yes)
 same => n,AcdTag(vip=no)
 same => n,AcdQueue(support)
exten => ask,1,Set(lang=german)
 same => n,Set(before=${ACD_MATCH(support,$lang,qualified)})
 same => n,AcdTag(lang=french)
 same => n,UserEvent(Asked,Before: ${before},After: ${ACD_MATCH(support,$lang,qualified)})
"""


class NamesByTag(FloorTest):
    """One agent, who speaks French and comes when all callers wait."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_prospect_takes_the_tag(self):
        self.pbx.caller("ask").place()
        told = self.pbx.wait_user_event("Asked")
        self.assertEqual((told["Before"], told["After"]), ("0", "1"))

    def test_priority_goes_by_the_tag_and_the_explanation_names_it(self):
        callers = {}
        for place, extension in enumerate(("support", "former", "vip"), 1):
            caller = self.pbx.caller(extension)
            callers[caller.us.number] = (extension, caller)
            caller.place()
            self.pbx.wait_waiting(place)
        waiting = sorted(self.pbx.waiting_calls(), key=lambda call: call["call"])
        told = [self.pbx.cli(f"acd explain call {call['call']}") for call in waiting]
        self.assertRegex(told[2], r"Priority: .*by \$vip: 10")
        for other in told[:2]:
            self.assertNotIn("$vip", other)
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        order = []
        for nth in range(1, len(callers) + 1):
            talk = phone.wait_ring(nth=nth).wait("talking")
            name, caller = callers[talk.caller.number]
            caller.wait_answered()
            order.append(name)
            caller.hang_up()
        self.assertEqual(order, ["vip", "support", "former"])

"""Rules tag calls in line: at a relaxation step, when a caller comes again, by what is known."""

from floor import FloorTest
from floor.console import calls, rows, wait_calls

CONF = """
[french]
type = skill

[support]
type = queue
requirement = french >= 5
relax = 300ms: french >= 2
relax = 700ms: french
priority-if = $urgent: 20

[other]
type = queue

[first]
type = tag-rule
on = relaxed 1
set = step-one

[any]
type = tag-rule
on = relaxed
set = relaxed

[second]
type = tag-rule
on = relaxed 2
if = step-one & !vip
set = step-two

[again]
type = tag-rule
on = repeat 10m
queues = other
set = again

[big]
type = tag-rule
on = tags
if = amount >= 100 & $segment = "gold, or so" & !checked
set = urgent

[1001]
type = agent
interface = PJSIP/1001
queues = support, other
skills = french:1
"""

DIALPLAN = """
[incoming]
exten => support,1,Set(segment=gold, or so)
 same => n,AcdQueue(support,,,,30)
exten => other,1,AcdQueue(other)
"""


class TagRulesInLine(FloorTest):
    """Nobody is there."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_each_step_has_its_rule_and_one_asks_for_tags_of_another(self):
        self.pbx.caller("support").place()
        self.pbx.wait_event("AcdTagSet", Tag="step-one", By="rule first")
        self.pbx.wait_event("AcdTagSet", Tag="relaxed", By="rule any")
        self.pbx.wait_event("AcdTagSet", Tag="step-two", By="rule second")
        tags = calls(self.pbx, "waiting")[0]["tags"]
        self.assertEqual(tags, {"relaxed": "1", "step-one": "1", "step-two": "1"})

    def test_a_number_that_comes_again_within_the_window(self):
        for number in ("5551", "5552"):
            caller = self.pbx.caller("other", number=number)
            caller.place()
            wait_calls(self.pbx, 1, "waiting")
            self.assertEqual(calls(self.pbx, "waiting")[0]["tags"], {})
            caller.hang_up()
            wait_calls(self.pbx, 0, "waiting")
        caller = self.pbx.caller("other", number="5551")
        caller.place()
        self.pbx.wait_event("AcdTagSet", Tag="again", By="rule again")
        self.assertEqual(rows(self.pbx, "acd show calls tag again")[0]["tags"], {"again": "1"})

    def test_an_expression_of_tags_and_attributes_holds_at_once(self):
        self.pbx.caller("support").place()
        wait_calls(self.pbx, 1, "waiting")
        call = calls(self.pbx, "waiting")[0]["call"]
        self.pbx.cli(f"acd call {call} tag amount=99")
        self.pbx.cli(f"acd call {call} tag amount=100&checked")
        self.assertNotIn("urgent", calls(self.pbx, "waiting")[0]["tags"])
        self.pbx.cli(f"acd call {call} untag checked")
        self.pbx.wait_event("AcdTagSet", Tag="urgent", By="rule big")
        self.assertEqual(calls(self.pbx, "waiting")[0]["tags"]["urgent"], "1")
        self.assertIn("by $urgent: 20", self.pbx.cli(f"acd explain call {call}"))

"""Among several who fit, the better one is rung, not the one who happens to be first."""

from floor import FloorTest

CONF = """
[french]
type = skill

[billing]
type = skill

[support]
type = queue
strategy = most-skilled
back-off-busy = 200ms

[1001]
type = agent
interface = PJSIP/1001
skills = french:2, billing:1
queues = support

[1002]
type = agent
interface = PJSIP/1002
skills = french:6
queues = support

[1003]
type = agent
interface = PJSIP/1003
skills = french:3, billing:9
queues = support
"""

DIALPLAN = """
[incoming]
exten => french,1,AcdQueue(support,,french)
exten => strong,1,AcdQueue(support,,french >= 3)
exten => billing,1,AcdQueue(support,,"french prefer billing*3")
exten => level,1,Set(wanted=4)
 same => n,AcdQueue(support,,french >= $wanted)
"""


class MostSkilled(FloorTest):
    """Three who speak French, of whom one knows bills well."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def expect(self, extension: str, order: list[str]):
        """The phones that ring one after the other as each rejects are these."""
        phones = {n: self.pbx.agent_phone(n, reject=486) for n in ("1001", "1002", "1003")}
        for number in phones:
            self.pbx.wait_agent(number, "free", timeout_s=10)
        caller = self.pbx.caller(extension)
        caller.place()
        for number in order:
            phones[number].wait_ring()
        self.pbx.wait_waiting(1)
        rang = sorted((p.offers[0].rang_at, n) for n, p in phones.items() if p.offers)
        self.assertEqual([number for _, number in rang], order)
        caller.hang_up()
        caller.wait_ended()

    def test_the_highest_level_is_rung_first(self):
        self.expect("french", ["1002", "1003", "1001"])

    def test_who_is_below_the_level_is_not_rung_at_all(self):
        self.expect("strong", ["1002", "1003"])

    def test_preferred_skills_decide_among_those_who_fit(self):
        self.expect("billing", ["1003", "1002", "1001"])

    def test_the_level_may_come_from_a_variable_of_the_call(self):
        self.expect("level", ["1002"])

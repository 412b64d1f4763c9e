"""A reload changes the rules for calls that wait, and neither their place nor their age."""

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls

CONF = """
[french]
type = skill

[support]
type = queue
requirement = {requirement}

[1001]
type = agent
interface = PJSIP/1001
skills = {skills}
queues = support
"""

DIALPLAN = """
[incoming]
exten => _X.,1,AcdQueue(support)
exten => support,1,AcdQueue(support)
"""

NOBODY = CONF.format(requirement="french >= 50", skills="french:1")


class ReloadKeepsCalls(FloorTest):
    """Three calls wait for a skill that the only agent does not have."""

    CONF = NOBODY
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.pbx.write_conf(NOBODY)
        self.pbx.cli("acd reload")
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.callers = []
        for number in ("5550001", "5550002", "5550003"):
            caller = self.pbx.caller("support", number=number)
            caller.place()
            self.callers.append(caller)
            wait_calls(self.pbx, len(self.callers))

    def test_a_softer_requirement_of_the_queue_matches_at_once(self):
        self._matches_in_order(CONF.format(requirement="any", skills="french:1"), "acd reload")

    def test_a_better_skill_of_the_agent_matches_at_once(self):
        conf = CONF.format(requirement="french >= 50", skills="french:60")
        self._matches_in_order(conf, "module reload app_acd.so")

    def test_an_added_agent_matches_at_once(self):
        self.phone.unregister()
        self.phone = self.pbx.agent_phone("1002", answer_after_ms=0)
        more = "\n[1002]\ntype = agent\ninterface = PJSIP/1002\nskills = french:60\n"
        self._matches_in_order(NOBODY + more + "queues = support\n", "core reload")

    def test_place_and_age_stay(self):
        before = calls(self.pbx)
        self.pbx.write_conf(CONF.format(requirement="french >= 40", skills="french:1"))
        self.pbx.cli("acd reload")
        after = calls(self.pbx)
        self.assertEqual([call["place"] for call in after], [1, 2, 3])
        self.assertEqual([call["requirement"] for call in after], ["french >= 40"] * 3)
        for old, new in zip(before, after):
            self.assertEqual(old["call"], new["call"])
            self.assertGreater(new["wait_ms"], old["wait_ms"])
        self.assertGreater(after[0]["wait_ms"], after[2]["wait_ms"])

    def _matches_in_order(self, conf: str, command: str) -> None:
        self.pbx.write_conf(conf)
        self.pbx.cli(command)
        for nth, caller in enumerate(self.callers, start=1):
            offer = self.phone.wait_ring(nth=nth)
            offer.wait("talking")
            self.assertEqual(offer.caller.number, caller.us.number)
            caller.hang_up()

"""`core set debug 1 app_acd` shows what the module does, and nothing of ours before."""

import re

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""
OURS = re.compile(r"DEBUG.* [a-z_]+\.rs: .*")


class DebugLines(FloorTest):
    """Asterisk runs without any debug level."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"debug": 0}

    def test_they_come_and_go_with_the_module_s_own_level(self):
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self._call(1)
        self.assertEqual(OURS.findall(self.pbx.log()), [])
        self.pbx.cli("core set debug 1 app_acd")
        self._call(2)
        lines = OURS.findall(self.pbx.log())
        self.assertTrue(any("rings agent 1001 on PJSIP/1001" in line for line in lines), lines)
        self.pbx.cli("core set debug 0 app_acd")
        self._call(3)
        self.assertEqual(OURS.findall(self.pbx.log()), lines)

    def _call(self, nth: int) -> None:
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        self.phone.wait_ring(nth=nth).wait("talking")
        wait_calls(self.pbx, 1, "talking")
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")

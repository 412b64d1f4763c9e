"""A phone that vanished without a word is passed over once the PBX has found it out."""

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


class UnpluggedPhone(FloorTest):
    """The PBX asks every second whether the phone lives."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"qualify_s": 1}

    def test_its_agent_gets_no_call_until_the_phone_is_back(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        phone.unplug()
        wait_agent(self.pbx, "1001", "unreachable")
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1)
        self.assertEqual(self.pbx.events("DialBegin"), [])
        phone.plug_in()
        phone.wait_talking()
        caller.hang_up()

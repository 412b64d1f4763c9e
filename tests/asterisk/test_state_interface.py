"""`state-interface` names the device that says whether an agent is there, in place of the phone."""

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = Local/1001@phones
state-interface = Custom:desk7
queues = support
"""

DIALPLAN = """
[phones]
exten => _1XXX,1,Dial(PJSIP/${EXTEN})

[incoming]
exten => support,1,AcdQueue(support)
"""


class StateInterface(FloorTest):
    """A phone behind a Local channel, which has no state of its own, and a lamp that has."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_named_device_decides(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self._set("UNAVAILABLE")
        wait_agent(self.pbx, "1001", "unreachable")
        self._set("INUSE")
        wait_agent(self.pbx, "1001", "in_use")
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1)
        self.assertEqual(phone.offers, [])
        self._set("NOT_INUSE")
        phone.wait_talking()
        caller.hang_up()

    def _set(self, state: str) -> None:
        self.pbx.cli(f"devstate change Custom:desk7 {state}")

"""Hints light the keys of phones: agents, queues, and a key that is ready and not ready in turn."""

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[support]
type = queue
wrap-up = 0

[empty]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[lamps]
exten => agent,hint,ACD:agent-1001
exten => *45,hint,ACD:notready-1001
exten => waiting,hint,ACD:waiting-Support
exten => staffed,hint,ACD:staffed-support
exten => empty,hint,ACD:staffed-empty
exten => nobody,hint,ACD:agent-1007
[desk](+)
exten => *45,1,GotoIf($["${DEVICE_STATE(ACD:notready-1001)}" = "INUSE"]?ready)
 same => n,AcdNotReady(1001,lunch)
 same => n,Hangup()
 same => n(ready),AcdReady(1001)
 same => n,Hangup()
"""


class Lamps(FloorTest):
    """One agent and a caller."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def lamp(self, name: str) -> str:
        answer = self.pbx.ami.action("ExtensionState", Exten=name, Context="lamps")
        return answer["StatusText"]

    def wait_lamp(self, name: str, text: str):
        self.pbx.wait_until(
            lambda: self.lamp(name) == text, 10, lambda: f"{name} to be {text}: {self.lamp(name)}"
        )

    def test_an_agent_and_a_queue(self):
        phone = self.pbx.agent_phone("1001")
        self.wait_lamp("agent", "Idle")
        self.wait_lamp("staffed", "InUse")
        self.wait_lamp("empty", "Idle")
        self.wait_lamp("waiting", "Idle")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        self.wait_lamp("agent", "Ringing")
        self.wait_lamp("waiting", "InUse")
        phone.answer()
        wait_calls(self.pbx, 1, "talking")
        self.wait_lamp("agent", "InUse")
        self.wait_lamp("waiting", "Idle")
        caller.hang_up()
        self.wait_lamp("agent", "Idle")
        self.pbx.cli("acd agent 1001 sign-out")
        self.wait_lamp("agent", "Unavailable")
        self.wait_lamp("staffed", "Idle")
        self.pbx.cli("acd agent 1001 sign-in")
        self.wait_lamp("staffed", "InUse")

    def test_a_key_in_turn(self):
        phone = self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        self.wait_lamp("*45", "Idle")
        phone.dial("*45").wait("ended")
        self.wait_lamp("*45", "InUse")
        self.wait_lamp("agent", "Hold")
        phone.dial("*45").wait("ended")
        self.wait_lamp("*45", "Idle")
        wait_agent(self.pbx, "1001", "free")

    def test_names_that_come_with_a_reload(self):
        self.assertEqual(self.lamp("nobody"), "Unavailable")
        self.pbx.write_conf(CONF + "\n[1007]\ntype = agent\ninterface = PJSIP/1007\n")
        self.pbx.cli("acd reload")
        self.pbx.agent_phone("1007")
        self.wait_lamp("nobody", "Idle")
        self.pbx.write_conf(CONF)
        self.pbx.cli("acd reload")
        self.wait_lamp("nobody", "Unavailable")

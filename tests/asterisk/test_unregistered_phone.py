"""An agent whose phone is not registered is passed over, and takes calls again by registering."""

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
 same => n,Hangup()
"""


class UnregisteredPhone(FloorTest):
    """1001 is first in line, but only while her phone is registered."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_waiting_call_comes_with_the_registration(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0, register=False)
        wait_agent(self.pbx, "1001", "unreachable")
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1)
        call = calls(self.pbx)[0]["call"]
        self.assertIn("phone unreachable", self.pbx.cli(f"acd explain call {call}"))
        self.assertEqual(self.pbx.events("DialBegin"), [])
        phone.register()
        phone.wait_talking()
        caller.wait_answered()
        phone.hang_up()
        self.assertEqual(self.pbx.wait_user_event("QueueDone")["Agent"], "1001")

    def test_the_next_agent_is_rung_and_nobody_tries_the_missing_phone(self):
        away = self.pbx.agent_phone("1001")
        there = self.pbx.agent_phone("1002", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        away.unregister()
        wait_agent(self.pbx, "1001", "unreachable")
        wait_agent(self.pbx, "1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        there.wait_talking()
        caller.wait_answered()
        there.hang_up()
        self.assertEqual(self.pbx.wait_user_event("QueueDone")["Agent"], "1002")
        dialled = [event["DestChannel"] for event in self.pbx.events("DialBegin")]
        self.assertEqual([name.split("-")[0] for name in dialled], ["PJSIP/1002"])

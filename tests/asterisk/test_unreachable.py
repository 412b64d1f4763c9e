"""An interface that cannot be called costs the caller nothing: the next agent is rung."""

import time

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-rejected = 200ms
back-off-unreachable = 2s
back-off-congestion = 2s

[ghost]
type = agent
interface = PJSIP/nobody
queues = support:1

[nonsense]
type = agent
interface = NoSuchTech/1
queues = support:2

[lost]
type = agent
interface = Local/nowhere@incoming
queues = support:3

[1001]
type = agent
interface = PJSIP/1001
queues = support:4

[1002]
type = agent
interface = PJSIP/1002
queues = support:5
"""

DIALPLAN = """
[incoming]
exten => support,1,UserEvent(Entered)
 same => n,AcdQueue(support)
"""


class Unreachable(FloorTest):
    """Three interfaces that lead nowhere, a phone that is not registered, and one that is."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_one_phone_that_can_be_called_rings(self):
        phone = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        entered = self.pbx.wait_user_event("Entered").at
        talk = phone.wait_talking()
        self.assertLess(talk.rang_at - entered, 0.5)
        for agent in ("ghost", "nonsense", "lost"):
            self.assertIn(self.pbx.agent(agent)["state"], ("unreachable", "resting"), agent)
            self.assertEqual(self.pbx.agent(agent)["missed"], 0)
        self.assertEqual(self.pbx.agent("1001")["state"], "unreachable")

    def test_a_phone_that_registers_takes_the_call_that_waits_for_it(self):
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        time.sleep(0.3)
        registered = time.monotonic()
        phone = self.pbx.agent_phone("1001")
        self.assertLess(phone.wait_ring().rang_at - registered, 1.0)

"""An agent who is ready for one call is not ready after it."""

from floor import FloorTest

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
[desk](+)
exten => *1,1,AcdReady(1001,once)
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => *2,1,AcdReady(1001,twice)
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => *3,1,AcdReady(1001)
"""


class OneCall(FloorTest):
    """One agent and two callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_second_call_waits_until_the_agent_is_ready_again(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        other = self.pbx.agent_phone("1002")
        other.dial("*2").wait("ended")
        self.pbx.wait_user_event("Did", Status="INVALID")
        other.dial("*1").wait("ended")
        self.pbx.wait_user_event("Did", Status="OK")
        first = self.pbx.caller("support")
        first.place()
        phone.wait_talking()
        second = self.pbx.caller("support")
        second.place()
        self.pbx.wait_waiting(1)
        first.hang_up()
        view = self.pbx.wait_agent("1001", "not_ready")
        self.assertEqual(view["reason"], "one-call")
        self.assertEqual(len(phone.offers), 1)
        other.dial("*3").wait("ended")
        phone.wait_ring(nth=2).wait("talking")
        second.hang_up()

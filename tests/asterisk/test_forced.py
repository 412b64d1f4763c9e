"""A supervisor sends an agent away while the phone rings: the next agent rings at once."""

from floor import FloorTest

CONF = """
[coaching]
type = not-ready-reason
selectable = supervisor

[support]
type = queue
ring-timeout = 60s

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
exten => support,1,AcdQueue(support)
[desk](+)
exten => *1,1,AcdNotReady(1001,coaching,f)
 same => n,UserEvent(Did,Status: ${ACDNOTREADYSTATUS})
exten => *2,1,AcdReady(1001,,f(Ann))
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => *3,1,AcdLogout(1001,f)
 same => n,UserEvent(Did,Status: ${ACDLOGOUTSTATUS})
exten => *4,1,AcdLogout(1001,x)
 same => n,UserEvent(Did,Status: ${ACDLOGOUTSTATUS})
"""


class Forced(FloorTest):
    """Two agents, and a supervisor with a phone."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_at_once_while_the_phone_rings(self):
        first = self.pbx.agent_phone("1001")
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        boss = self.pbx.agent_phone("1009")
        for agent in ("1001", "1002"):
            self.pbx.wait_agent(agent, "free")
        caller = self.pbx.caller("support")
        caller.place()
        ring = first.wait_ring()
        boss.dial("*1").wait("ended")
        ring.wait("ended")
        talk = second.wait_talking()
        view = self.pbx.wait_agent("1001", "not_ready")
        self.assertEqual((view["reason"], view["caused_by"]), ("coaching", "forced by PJSIP/1009"))
        self.assertEqual(view["missed"], 0)
        self.assertIn("forced by PJSIP/1009", self.pbx.cli("acd explain agent 1001"))
        talk.hang_up()
        boss.dial("*2").wait("ended")
        self.assertEqual(self.pbx.wait_agent("1001", "free")["caused_by"], "forced by Ann")
        boss.dial("*3").wait("ended")
        self.pbx.wait_agent("1001", "signed_out")
        boss.dial("*4").wait("ended")
        self.pbx.wait_user_event("Did", Status="INVALID")
        caused = r'"event":"agent_change_caused","change":"not_ready","reason":"coaching"'
        self.pbx.wait_log(caused + r',"cause":"forced","by":"PJSIP/1009"')

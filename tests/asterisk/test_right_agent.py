"""A caller reaches an agent who meets what the call needs, and the two hear each other."""

from floor import FloorTest

CONF = """
[french]
type = skill

[support]
type = queue
ring-timeout = 10s

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
skills = french:3
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
 same => n,Hangup()
exten => french,1,AcdQueue(support,c,french >= 2)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
 same => n,Hangup()
"""


class RightAgent(FloorTest):
    """Two agents, one of whom speaks French."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_one_with_the_skill_is_rung_and_both_hear_each_other(self):
        plain = self.pbx.agent_phone("1001", answer_after_ms=0)
        french = self.pbx.agent_phone("1002", answer_after_ms=50, hang_up_after_ms=1500)
        caller = self.pbx.caller("french", number="5551000", name="Ann Other")
        caller.place()
        talk = french.wait_talking()
        self.assertEqual((talk.caller.number, talk.caller.name), ("5551000", "Ann Other"))
        caller.wait_answered()
        caller.call.wait_hears(french.voice_hz)
        talk.wait_hears(caller.voice_hz)
        done = self.pbx.wait_user_event("QueueDone")
        self.assertEqual((done["Status"], done["Agent"]), ("ANSWERED", "1002"))
        self.assertEqual(plain.calls, [])

"""An agent who talks is signed out by force: the call goes on, and the agent is gone when it ends."""

from floor import FloorTest
from floor.history import lines

CONF = """
[support]
type = queue
wrap-up = 5m

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
 same => n,UserEvent(Done,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
"""


class ForcedSignOut(FloorTest):
    """One agent talks, another one takes what comes next."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_call_goes_on_and_the_agent_leaves_with_its_end(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        other = self.pbx.agent_phone("1002", answer_after_ms=0)
        for agent in ("1001", "1002"):
            self.pbx.wait_agent(agent, "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)

        said = self.pbx.cli("acd agent 1001 force-sign-out because the shift is over")
        self.assertIn("1001", said)
        view = self.pbx.agent("1001")
        self.assertEqual((view["state"], view["pending"]), ("talking", "signed out"))
        pending = self.pbx.wait_event("AcdAgentChangePending", Agent="1001")
        caused = self.pbx.wait_event("AcdAgentChangeCaused", Agent="1001", Change="signed_out")
        self.assertEqual(caused["By"], "console: the shift is over")

        # Nobody is cut off, and the next caller is somebody else's.
        talk.wait_heard(25)
        caller.call.wait_hears(phone.voice_hz)
        second = self.pbx.caller("support")
        second.place()
        other.wait_talking().wait_hears(second.voice_hz)
        self.assertEqual(len(phone.offers), 1)
        self.assertEqual(self.pbx.events("AcdAgentSignedOut"), [])

        talk.hang_up()
        out = self.pbx.wait_event("AcdAgentSignedOut", Agent="1001")
        self.assertEqual(self.pbx.wait_user_event("Done", Agent="1001")["Status"], "ANSWERED")
        self.assertEqual(self.pbx.wait_agent("1001", "signed_out")["pending"], None)
        ended = self.pbx.wait_event("AcdConversationEnded", Agent="1001")
        order = [int(event["Sequence"]) for event in (caused, pending, ended, out)]
        self.assertEqual(order, sorted(order))
        # Whoever is gone has no after-call time to finish.
        of_agent = [line for line in lines(self.pbx.log()) if line.get("agent") == "1001"]
        wrap_ups = [line for line in of_agent if line["event"] == "wrap_up_started"]
        self.assertEqual([line["wrap_up_ms"] for line in wrap_ups if line["wrap_up_ms"]], [])
        second.hang_up()
        self.pbx.wait_agent("1002", "wrap_up")

"""A phone that forwards: the call follows through the dialplan, or not if option i says so."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-timeout = 2s

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => strict,1,AcdQueue(support,i)
exten => ready,1,AcdReady(1001)
[desk](+)
exten => 1003,1,Set(from=${REDIRECTING(from-num)})
 same => n,UserEvent(Forwarded,Dialled: ${EXTEN},From: ${from},Queue: ${ACDQUEUE})
 same => n,Dial(PJSIP/1003,20)
"""


class CallForward(FloorTest):
    """The first agent's phone forwards every call to another extension."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def forward(self, extension: str, behind_answers: bool = True):
        """A forwarding phone, one behind it, one of the next agent, and a caller."""
        first = self.pbx.agent_phone("1001", redirect_to="1003")
        behind = self.pbx.agent_phone("1003", answer_after_ms=200 if behind_answers else None)
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        for agent in ("1001", "1002"):
            self.pbx.wait_agent(agent, "free", timeout_s=8)
        caller = self.pbx.caller(extension, number="5551000", name="Ann")
        caller.place()
        return first, behind, second, caller

    def test_the_call_follows_and_both_sides_show_whom_they_talk_to(self):
        first, behind, second, caller = self.forward("support")
        talk = behind.wait_talking()
        caller.wait_answered()
        self.assertEqual((talk.caller.number, talk.caller.name), ("5551000", "Ann"))
        event = self.pbx.wait_user_event("Forwarded")
        self.assertEqual((event["Dialled"], event["Queue"]), ("1003", "support"))
        self.assertEqual(event["From"], "1001")
        self.assertIn("1001", talk.invite.first("diversion"))
        self.assertEqual((len(first.offers), second.offers), (1, []))
        caller.call.wait_hears(behind.voice_hz)
        talk.wait_hears(caller.voice_hz)
        self.pbx.wait_until(
            lambda: caller.connected_to.number == "1003",
            5,
            lambda: f"the caller's display to show 1003, it shows {caller.call.parties}",
        )
        self.assertEqual(self.pbx.agent("1001")["state"], "talking")
        caller.hang_up()
        behind.wait_idle()
        self.pbx.wait_agent("1001", "free")

    def test_with_option_i_the_next_agent_is_rung_instead(self):
        first, behind, second, caller = self.forward("strict")
        talk = second.wait_talking()
        caller.wait_answered()
        self.assertLess(talk.rang_at - first.call.ended_at, 0.5)
        self.assertEqual(behind.offers, [])
        self.assertEqual(self.pbx.agent("1001")["state"], "resting")

    def test_who_does_not_answer_behind_a_forward_is_given_up_in_time(self):
        first, behind, second, caller = self.forward("support", behind_answers=False)
        talk = second.wait_talking()
        self.assertEqual(len(behind.offers), 1)
        behind.wait_idle()
        self.assertAlmostEqual(talk.rang_at - first.call.rang_at, 2.0, delta=0.3)
        caller.wait_answered()
        self.assertEqual(self.pbx.agent("1001")["reason"], "rona")
        self.pbx.caller("ready").place()
        self.pbx.wait_agent("1001", "free")

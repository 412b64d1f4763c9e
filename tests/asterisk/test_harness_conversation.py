"""Two phones, a call, audio both ways: counted, and recognised by its tone."""

from floor import FloorTest

DIALPLAN = """
[incoming]
exten => _1XXX,1,Dial(PJSIP/${EXTEN},20)
 same => n,UserEvent(DialDone,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
 same => n,Hangup()
"""


class Conversation(FloorTest):
    """Two phones, a call, audio both ways."""

    DIALPLAN = DIALPLAN

    def test_audio_flows_both_ways_and_each_hears_the_other(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("1001", number="5551000", name="Ann")
        caller.place()
        talk = agent.wait_talking()
        caller.wait_answered()
        caller.call.wait_hears(agent.voice_hz)
        talk.wait_hears(caller.voice_hz)
        self.assertFalse(talk.hears(agent.voice_hz), "the agent hears an echo")
        talk.wait_heard(25)
        caller.call.wait_heard(25)
        self.assertGreater(caller.call.stream.sent, 25)

    def test_both_displays_show_the_other_party(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=100)
        caller = self.pbx.caller("1001", number="5551000", name="Ann Other")
        caller.place()
        talk = agent.wait_talking()
        caller.wait_answered()
        self.assertEqual((talk.caller.number, talk.caller.name), ("5551000", "Ann Other"))
        self.assertEqual(caller.connected_to.number, "1001")
        self.assertEqual(caller.connected_to.name, "Agent 1001")

    def test_the_agent_hangs_up_after_talking(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0, hang_up_after_ms=300)
        caller = self.pbx.caller("1001")
        caller.place()
        ended = caller.wait_ended()
        self.assertEqual(ended.ended_by, "them")
        talk = agent.call
        self.assertAlmostEqual(talk.ended_at - talk.answered_at, 0.3, delta=0.15)

    def test_the_caller_hangs_up_while_talking(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("1001")
        caller.place()
        agent.wait_talking()
        caller.wait_answered()
        caller.hang_up()
        agent.wait_idle()
        self.assertEqual(agent.call.ended_by, "them")

    def test_hold_plays_music_to_the_other_side(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("1001")
        caller.place()
        talk = agent.wait_talking()
        caller.call.wait_hears(agent.voice_hz)
        talk.hold()
        caller.call.wait_hears(440)
        talk.resume()
        caller.call.wait_hears(agent.voice_hz)

    def test_a_private_call_makes_the_phone_busy_elsewhere(self):
        agent = self.pbx.agent_phone("1001")
        private = agent.dial("600").wait("talking")
        self.pbx.wait_device_state("PJSIP/1001", "INUSE")
        private.wait_hears(agent.voice_hz)
        private.hang_up()
        self.pbx.wait_device_state("PJSIP/1001", "NOT_INUSE")

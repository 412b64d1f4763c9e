"""An agent who consults a colleague by keys hands the caller over, or takes the caller back."""

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-rejected = 200ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,t)
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
"""


class Consultation(FloorTest):
    """The transfer with consultation that the PBX itself offers (`*2`)."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.caller = self.pbx.caller("support", number="5551000")
        self.caller.place()
        self.talk = self.phone.wait_talking()
        self.caller.wait_answered()
        self.talk.wait_hears(self.caller.voice_hz)
        self.talk.press("*2")
        self.caller.call.wait_hears(440)
        self.talk.press("1002")
        self.consulted = self.colleague.wait_talking()
        self.consulted.wait_hears(self.phone.voice_hz)

    def test_the_agent_hangs_up_and_the_caller_has_the_colleague(self):
        self.assertEqual(self.pbx.agent("1001")["state"], "talking")
        self.talk.hang_up()
        self.caller.call.wait_hears(self.colleague.voice_hz)
        self.consulted.wait_hears(self.caller.voice_hz)
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("support").place()
        self.phone.wait_ring(nth=2).wait("talking")
        self.assertTrue(self.caller.call.is_up)

    def test_the_colleague_hangs_up_and_the_agent_has_the_caller_back(self):
        self.consulted.hang_up()
        self.caller.call.wait_hears(self.phone.voice_hz)
        self.talk.wait_hears(self.caller.voice_hz)
        self.assertEqual(self.pbx.agent("1001")["state"], "talking")
        self.talk.hang_up()
        self.caller.wait_ended()
        self.pbx.wait_agent("1001", "free")

    def test_the_caller_hangs_up_meanwhile(self):
        self.caller.hang_up()
        self.consulted.wait_hears(self.phone.voice_hz)
        self.talk.hang_up()
        self.phone.wait_idle()
        self.pbx.wait_agent("1001", "free")

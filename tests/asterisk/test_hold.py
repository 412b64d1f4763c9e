"""Hold and resume during a conversation, by either side, without losing anybody."""

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
"""


class Hold(FloorTest):
    """A caller and an agent, one of whom has to look something up."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        self.talk = self.phone.wait_talking()
        self.caller.wait_answered()
        self.hear_each_other()

    def hear_each_other(self):
        """Audio flows both ways."""
        self.caller.call.wait_hears(self.phone.voice_hz)
        self.talk.wait_hears(self.caller.voice_hz)

    def test_the_agent_holds_and_resumes_and_both_hear_each_other_again(self):
        self.talk.hold()
        self.caller.call.wait_hears(440)
        self.assertEqual(self.pbx.agent("1001")["state"], "talking")
        self.talk.resume()
        self.hear_each_other()

    def test_the_caller_holds_and_resumes(self):
        self.caller.call.hold()
        self.talk.wait_hears(440)
        self.caller.call.resume()
        self.hear_each_other()

    def test_the_caller_hangs_up_on_hold(self):
        self.talk.hold()
        self.caller.call.wait_hears(440)
        self.caller.hang_up()
        self.talk.wait("ended")
        self.pbx.wait_agent("1001", "free")

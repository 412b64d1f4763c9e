"""What an agent hears after picking up: the caller waits on and hears nothing of it."""

from floor import FloorTest

CONF = """
[support]
type = queue
announce = tone-350, {wait}
reject-key = 2
back-off-rejected = 1m

[missing]
type = queue
announce = no-such-sound

[told]
type = queue
announce = {tag:reason}

[1001]
type = agent
interface = PJSIP/1001
queues = support:1, missing:1, told:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => ready,1,AcdReady(1001)
exten => told,1,AcdTag(reason=billing)
 same => n,AcdQueue(told,a)
exten => _[a-z].,1,AcdQueue(${EXTEN},a)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
"""

MUSIC_HZ = 440


class Briefing(FloorTest):
    """Two agents; a tone tells them about the call."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def briefed(self):
        """The first agent has picked up and hears the tone; the caller hears the music."""
        first = self.pbx.agent_phone("1001", answer_after_ms=0)
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        for number in ("1001", "1002"):
            self.pbx.wait_agent(number, "free")
        caller = self.pbx.caller("support")
        caller.place()
        offer = first.wait_talking()
        offer.wait_hears(350)
        self.assertTrue(caller.call.is_up)
        self.assertFalse(caller.hears(first.voice_hz))
        return first, second, caller, offer

    def has_declined(self):
        """The first agent rests for that reason, until ready again."""
        self.pbx.wait_agent("1001", "resting")
        self.assertEqual(self.pbx.agent("1001")["reason"], "rejected")
        self.pbx.caller("ready").place()
        self.pbx.wait_agent("1001", "free")

    def caller_leaves(self, caller, second):
        """The caller hangs up, and not the second agent, who may be briefed still: that declines."""
        caller.hang_up()
        second.wait_idle()
        self.pbx.wait_agent("1002", "free")

    def test_the_agent_hears_it_and_talks_then(self):
        first, second, caller, offer = self.briefed()
        caller.call.wait_hears(MUSIC_HZ)
        self.assertEqual(self.pbx.agent("1001")["state"], "offered")
        caller.call.wait_hears(first.voice_hz, timeout_s=15)
        offer.wait_hears(caller.voice_hz)
        self.pbx.wait_agent("1001", "talking")
        self.assertEqual(second.offers, [])

    def test_a_tag_is_told_by_the_sound_of_its_value(self):
        agent = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("told")
        caller.place()
        offer = agent.wait_talking()
        offer.wait_hears(390)
        caller.call.wait_hears(agent.voice_hz, timeout_s=15)
        caller.hang_up()
        agent.wait_idle()
        self.pbx.wait_agent("1001", "free")

    def test_who_hangs_up_meanwhile_has_declined(self):
        first, second, caller, offer = self.briefed()
        offer.hang_up()
        second.wait_talking()
        self.has_declined()
        self.caller_leaves(caller, second)

    def test_the_reject_key_declines_too(self):
        first, second, caller, offer = self.briefed()
        offer.press("2")
        second.wait_talking()
        first.wait_idle()
        self.has_declined()
        self.caller_leaves(caller, second)

    def test_a_caller_who_hangs_up_meanwhile_frees_the_agent(self):
        first, second, caller, offer = self.briefed()
        caller.hang_up()
        first.wait_idle()
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(second.offers, [])

    def test_a_sound_that_is_missing_is_left_out(self):
        first = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("missing")
        caller.place()
        caller.call.wait_hears(first.voice_hz)
        self.pbx.wait_log(r"the sound no-such-sound cannot be played")

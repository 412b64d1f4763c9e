"""An agent who must press a key has not answered before: no mailbox ever takes a caller."""

from floor import FloorTest

CONF = """
[support]
type = queue
announce = tone-350
confirm-key = 1
reject-key = 2
ring-timeout = 3s

[ring-all]
type = queue
ring-at-once = 2
confirm-key = 1
ring-timeout = 20s

[agent](!)
type = agent
queues = support, ring-all

[1001](agent)
interface = PJSIP/1001
queues = support:1

[1002](agent)
interface = PJSIP/1002
queues = support:2
confirm-key = none
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})
exten => ready,1,AcdReady(1001)
"""


class Confirmation(FloorTest):
    """A mobile phone that must confirm, and a desk phone that need not."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def picked_up(self, queue: str = "support"):
        """The first agent's phone was picked up and asks for the key."""
        first, second = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        for number in ("1001", "1002"):
            self.pbx.wait_agent(number, "free")
        caller = self.pbx.caller(queue)
        caller.place()
        offer = first.wait_ring()
        first.answer()
        offer.wait("talking")
        return first, second, caller, offer

    def test_the_key_takes_the_call_and_cuts_the_announcement_short(self):
        first, _, caller, offer = self.picked_up()
        offer.wait_hears(350)
        self.assertNotEqual(caller.state, "talking")
        offer.press("1")
        caller.wait_answered()
        caller.call.wait_hears(first.voice_hz)
        offer.wait_hears(caller.voice_hz)

    def test_the_other_key_declines(self):
        first, second, caller, offer = self.picked_up()
        offer.wait_hears(350)
        offer.press("2")
        second.wait_ring()
        first.wait_idle()
        self.assertEqual(self.pbx.agent("1001")["reason"], "rejected")
        self.pbx.caller("ready").place()
        self.pbx.wait_agent("1001", "free")
        second.answer()
        caller.wait_answered()

    def test_a_mailbox_has_not_answered(self):
        first, second, caller, _ = self.picked_up()
        second.wait_ring()
        self.assertEqual(self.pbx.agent("1001")["reason"], "rona")
        first.wait_idle()
        self.assertNotEqual(caller.state, "talking")
        self.pbx.caller("ready").place()
        self.pbx.wait_agent("1001", "free")

    def test_the_others_ring_on_until_somebody_takes_the_call(self):
        first, second, caller, offer = self.picked_up("ring-all")
        other = second.wait_ring()
        self.assertTrue(other.is_up)
        second.answer()
        caller.wait_answered()
        offer.wait("ended")
        caller.call.wait_hears(second.voice_hz)

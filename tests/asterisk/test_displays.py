"""Each phone shows whom it is connected to: the caller's number, the agent's name."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
name = Alice
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => early,1,AcdQueue(support,a)
exten => withheld,1,Set(CALLERID(pres)=prohib)
 same => n,AcdQueue(support)
exten => renamed,1,Set(CALLERID(all)=Gold customer <0800123>)
 same => n,AcdQueue(support)
"""


class Displays(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def talk(self, extension: str):
        """A caller and the agent talk; returns both calls."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=100)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller(extension, number="5551000", name="Ann Other")
        caller.place()
        offer = phone.wait_talking()
        caller.wait_answered()
        return offer, caller

    def shows_the_agent(self, caller):
        """The caller's display comes to show the agent's own caller id."""
        self.pbx.wait_until(
            lambda: (caller.connected_to.number, caller.connected_to.name)
            == ("1001", "Agent 1001"),
            5,
            lambda: f"the caller's display to show the agent: {caller.call.parties}",
        )

    def test_the_agent_sees_the_caller_and_the_caller_sees_the_agent(self):
        offer, caller = self.talk("support")
        self.assertEqual((offer.caller.number, offer.caller.name), ("5551000", "Ann Other"))
        self.shows_the_agent(caller)
        self.assertEqual(offer.party, offer.caller)

    def test_a_caller_who_was_answered_before_sees_the_agent_too(self):
        _, caller = self.talk("early")
        self.shows_the_agent(caller)

    def test_a_caller_id_set_by_the_dialplan_is_what_the_agent_sees(self):
        offer, _ = self.talk("renamed")
        self.assertEqual((offer.caller.number, offer.caller.name), ("0800123", "Gold customer"))

    def test_a_number_that_is_withheld_stays_withheld(self):
        offer, _ = self.talk("withheld")
        self.assertIn("anonymous", offer.invite.first("from").lower())
        self.assertNotIn("5551000", offer.invite.first("from"))
        asserted = offer.invite.first("p-asserted-identity")
        self.assertTrue(not asserted or "id" in offer.invite.first("privacy"), asserted)

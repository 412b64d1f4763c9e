"""A caller who calls again gets the agent of the last time, waits for that agent alone for a while,
and then gets anybody."""

from floor import FloorTest

CONF = """
[support]
type = queue
sticky = last-agent
sticky-wait = 1500ms
back-off-rejected = 200ms

[brief]
type = queue
strategy = ordered
sticky = last-agent
sticky-window = 1ms

[1001]
type = agent
interface = PJSIP/1001
queues = support, brief

[1002]
type = agent
interface = PJSIP/1002
queues = support, brief
"""

DIALPLAN = """
[incoming]
exten => support,1,UserEvent(Entered)
 same => n,AcdQueue(support)
exten => brief,1,AcdQueue(brief)
exten => named,1,AcdQueue(support,A(1001))
exten => unknown,1,AcdQueue(support,A(1009))
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
"""


class StickyAgent(FloorTest):
    """Two agents; 1002 has talked to Ann."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def both(self):
        """Both phones are there."""
        phones = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        return phones

    def talks_to_second(self, first, second, queue="support"):
        """Ann talks to 1002, because 1001 is in a private call for so long; 1001 is free then."""
        private = first.dial("600").wait("talking")
        self.pbx.wait_agent("1001", "in_use")
        caller = self.pbx.caller(queue, number="5551000", name="Ann")
        caller.place()
        second.wait_ring()
        second.answer()
        second.wait_talking()
        # The phone's answer must have become a conversation.
        self.pbx.wait_agent("1002", "talking")
        caller.hang_up()
        private.hang_up()
        self.pbx.wait_agent("1002", "free")
        self.pbx.wait_agent("1001", "free")

    def test_the_agent_of_the_last_time_and_then_anybody(self):
        first, second = self.both()
        self.talks_to_second(first, second)
        again = self.pbx.caller("support", number="5551000", name="Ann")
        again.place()
        second.wait_ring(nth=2)
        self.assertEqual(first.offers, [])
        again.hang_up()
        second.wait_idle()
        self.pbx.wait_agent("1002", "free")
        second.dial("600").wait("talking")
        self.pbx.wait_agent("1002", "in_use")
        seen = len(self.pbx.events("UserEvent", UserEvent="Entered"))
        third = self.pbx.caller("support", number="5551000", name="Ann")
        third.place()
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Entered")) > seen,
            10, "the third call to enter",
        )
        entered = self.pbx.events("UserEvent", UserEvent="Entered")[-1].at
        ring = first.wait_ring()
        self.assertGreater(ring.rang_at - entered, 1.2)
        third.hang_up()
        second.hang_up()

    def test_after_the_window_anybody_is_rung(self):
        first, second = self.both()
        self.talks_to_second(first, second, "brief")
        again = self.pbx.caller("brief", number="5551000", name="Ann")
        again.place()
        first.wait_ring()
        self.assertEqual(len(second.offers), 1)
        again.hang_up()

    def test_the_dialplan_names_an_agent(self):
        first, second = self.both()
        caller = self.pbx.caller("named")
        caller.place()
        first.wait_ring()
        self.assertEqual(second.offers, [])
        caller.hang_up()
        first.wait_idle()
        self.pbx.caller("unknown").place()
        self.assertEqual(self.pbx.wait_user_event("WentOn")["Status"], "INVALID")

"""After a call an agent has time to finish the work, to the moment, and no longer."""

from floor import FloorTest

CONF = """
[support]
type = queue
wrap-up = 1s

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
wrap-up = 0
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class WrapUp(FloorTest):
    """The queue gives a second; one agent needs none."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def pause_between_calls(self, number: str) -> float:
        """Seconds between the end of a call and the ring of the next, which waits already."""
        phone = self.pbx.agent_phone(number, answer_after_ms=0)
        self.pbx.wait_agent(number, "free")
        first, second = self.pbx.caller("support"), self.pbx.caller("support")
        first.place()
        talk = phone.wait_talking()
        second.place()
        self.pbx.wait_waiting(1)
        talk.hang_up()
        talk.wait("ended")
        return phone.wait_ring(nth=2).rang_at - talk.ended_at

    def test_the_next_call_comes_when_the_time_is_over(self):
        self.assertAlmostEqual(self.pause_between_calls("1001"), 1.0, delta=0.2)

    def test_an_agent_may_have_a_time_of_their_own(self):
        self.assertLess(self.pause_between_calls("1002"), 0.4)

    def test_it_is_seen_on_the_console(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("support").place()
        phone.wait_talking().hang_up()
        view = self.pbx.wait_agent("1001", "wrap_up")
        self.assertLessEqual(view["remaining_ms"], 1000)
        self.pbx.wait_agent("1001", "free")

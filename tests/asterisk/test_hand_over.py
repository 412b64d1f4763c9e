"""An agent who becomes free rings for the next caller at once."""

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
exten => support,1,AcdQueue(support)
"""
CALLERS = 6


class HandOver(FloorTest):
    """One agent, a line of callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_next_caller_rings_within_a_fifth_of_a_second_after_the_agent_hung_up(self):
        callers = [self.pbx.caller("support") for _ in range(CALLERS)]
        for place, caller in enumerate(callers, 1):
            caller.place()
            self.pbx.wait_waiting(place)
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        pauses, ended_at = [], None
        for nth, caller in enumerate(callers, 1):
            talk = phone.wait_ring(nth=nth).wait("talking")
            self.assertEqual(talk.caller.number, caller.us.number)
            caller.wait_answered()
            if ended_at is not None:
                pauses.append(talk.rang_at - ended_at)
            talk.hang_up()
            ended_at = talk.wait("ended").ended_at
        self.assertLess(sorted(pauses)[len(pauses) // 2], 0.2, pauses)

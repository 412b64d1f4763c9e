"""A call that nobody can take asks for less, step by step, each step at its second."""

import time

from floor import FloorTest

CONF = """
[french]
type = skill

[support]
type = queue
back-off-rejected = 200ms
requirement = french >= 5
relax = 1s: french >= 2
relax = 2500ms: any

[1001]
type = agent
interface = PJSIP/1001
skills = french:2
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,UserEvent(Entered)
 same => n,AcdQueue(support)
"""


class Relaxation(FloorTest):
    """Nobody speaks French well; one speaks some, one none."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def enter(self) -> float:
        """A caller enters the queue; returns when."""
        self.pbx.caller("support").place()
        return self.pbx.wait_user_event("Entered").at

    def test_each_agent_rings_at_the_second_at_which_the_call_asks_for_no_more(self):
        some, none = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        entered = self.enter()
        ring = some.wait_ring()
        self.assertAlmostEqual(ring.rang_at - entered, 1.0, delta=0.15)
        self.assertEqual(none.offers, [])
        some.rejects(486)
        ring.reject(486)
        second = none.wait_ring()
        self.assertAlmostEqual(second.rang_at - entered, 2.5, delta=0.15)

    def test_an_agent_who_is_busy_elsewhere_at_the_step_takes_the_call_when_free(self):
        some = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        private = some.dial("600").wait("talking")
        self.pbx.wait_agent("1001", "in_use")
        self.enter()
        time.sleep(1.3)
        self.assertEqual(some.offers, [])
        hung_up = time.monotonic()
        private.hang_up()
        self.assertLess(some.wait_ring().rang_at - hung_up, 0.5)

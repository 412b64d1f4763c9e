"""Phones that forward in a circle end at the next agent, not in an endless loop."""

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-busy = 500ms
back-off-rejected = 500ms
back-off-unreachable = 500ms
back-off-congestion = 500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[desk](+)
exten => away,1,Hangup(17)
"""


class ForwardLoop(FloorTest):
    """The first agent's phone forwards to others."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_two_phones_that_forward_to_each_other(self):
        first = self.pbx.agent_phone("1001", redirect_to="1003")
        third = self.pbx.agent_phone("1003", redirect_to="1001")
        self.is_given_up(first)
        self.assertLess(len(first.offers) + len(third.offers), 50)

    def test_a_phone_that_forwards_to_itself(self):
        first = self.pbx.agent_phone("1001", redirect_to="1001")
        self.is_given_up(first)
        self.assertLess(len(first.offers), 50)

    def test_a_phone_that_forwards_to_somebody_busy(self):
        self.is_given_up(self.pbx.agent_phone("1001", redirect_to="away"))

    def is_given_up(self, first):
        """The next agent gets the call, and the first one is free after a rest."""
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        second.wait_talking()
        caller.wait_answered()
        # Had it counted as missed, the first agent would be not ready now.
        self.pbx.wait_agent("1001", "free")
        caller.hang_up()
        self.pbx.wait_agent("1002", "free")

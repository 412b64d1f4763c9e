"""Who misses calls comes back by itself, and is signed out when that goes on."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-timeout = 1s
rona-return = 1s
auto-logout = 2

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class MissedCalls(FloorTest):
    """A phone that rings in an empty room."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_back_after_one_miss_and_out_after_two(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        self.assertEqual(self.pbx.wait_agent("1001", "not_ready", 15)["reason"], "rona")
        phone.wait_ring(nth=2)
        view = self.pbx.wait_agent("1001", "signed_out", 15)
        self.assertEqual(view["caused_by"], "missed 2 calls")
        self.assertEqual(len(phone.offers), 2)
        caller.hang_up()

"""Whoever signs in at a desk has it; who was there before is signed out and visibly so."""

from floor import FloorTest

CONF = """
[support]
type = queue

[ann]
type = agent
interface = PJSIP/1002
sign-in = manual
queues = support

[ben]
type = agent
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[desk](+)
exten => *1,1,AcdLogin(ann,,h)
exten => *2,1,AcdLogin(ben)
"""


class HotDesk(FloorTest):
    """Two agents and one desk, which is neither's own."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_second_takes_the_desk(self):
        desk = self.pbx.agent_phone("1001", answer_after_ms=0)
        desk.dial("*1").wait("ended")
        view = self.pbx.wait_agent("ann", "free")
        self.assertEqual(view["interface"], "PJSIP/1001")
        caller = self.pbx.caller("support")
        caller.place()
        desk.wait_talking()
        # The other one comes to the desk while its phone is in a call.
        desk.dial("*2").wait("ended")
        self.assertEqual(self.pbx.agent("ann")["pending"], "signed out")
        caller.hang_up()
        view = self.pbx.wait_agent("ann", "signed_out")
        self.assertEqual(view["caused_by"], "phone taken by ben")
        self.assertIn("phone taken by ben", self.pbx.cli("acd show agents ann"))
        self.pbx.wait_agent("ben", "free")
        second = self.pbx.caller("support")
        second.place()
        desk.wait_ring(nth=2).wait("talking")
        self.pbx.wait_agent("ben", "talking")
        second.hang_up()

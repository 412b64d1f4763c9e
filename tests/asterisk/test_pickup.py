"""A colleague picks up the call that rings at an agent's phone."""

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
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
[desk](+)
exten => 81001,1,PickupChan(PJSIP/1001,p)
"""


class Pickup(FloorTest):
    """One agent, and a colleague who is quicker."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def test_the_colleague_talks_to_the_caller_and_the_agent_is_free_afterwards(self):
        phone = self.pbx.agent_phone("1001")
        colleague = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support", number="5551000")
        caller.place()
        ring = phone.wait_ring()
        taken = colleague.dial("81001").wait("talking")
        caller.wait_answered()
        caller.call.wait_hears(colleague.voice_hz)
        taken.wait_hears(caller.voice_hz)
        phone.wait_idle()
        self.assertEqual(ring.ended_by, "them")
        self.pbx.wait_until(
            lambda: caller.connected_to.number == "1002",
            5,
            lambda: f"the caller's display to show the colleague: {caller.call.parties}",
        )
        taken.hang_up()
        self.assertEqual(self.pbx.wait_user_event("Done")["Status"], "ANSWERED")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_waiting(0)

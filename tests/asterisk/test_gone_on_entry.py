"""A caller who has hung up before `AcdQueue` begins rings nobody and stays nowhere."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,Answer()
 same => n,Wait(60)
exten => h,1,AcdQueue(support)
 same => n,UserEvent(Afterwards,Status: ${ACDSTATUS})
"""


class GoneOnEntry(FloorTest):
    """The queue stands where only callers who are gone come by."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_nobody_is_rung_and_nothing_is_left(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        caller.wait_answered()
        caller.hang_up()
        self.pbx.wait_quiet()
        self.assertEqual(phone.offers, [])
        self.assertEqual(self.pbx.waiting_calls(), [])
        self.assertNotIn("did not let the caller in", self.pbx.log())

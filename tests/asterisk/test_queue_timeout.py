"""A call waits no longer than its time, to the moment, and goes on in the dialplan."""

from floor import FloorTest

CONF = """
[support]
type = queue
back-off-rejected = 200ms
timeout = 1500ms
ring-timeout = 30s

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => _X!,1,Set(arguments=support,,,,${EXTEN}ms)
 same => n,Goto(wait,1)
exten => support,1,Set(arguments=support)
 same => n,Goto(wait,1)
exten => wait,1,UserEvent(Entered)
 same => n,AcdQueue(${arguments})
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
"""


class QueueTimeout(FloorTest):
    """The queue allows one and a half seconds."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def times_out(self, extension: str, after_s: float):
        """A caller goes on after so many seconds."""
        caller = self.pbx.caller(extension)
        caller.place()
        entered = self.pbx.wait_user_event("Entered")
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual(on["Status"], "TIMEOUT")
        self.assertAlmostEqual(on.at - entered.at, after_s, delta=0.15)
        self.pbx.wait_waiting(0)

    def test_while_waiting(self):
        self.times_out("support", 1.5)

    def test_the_call_may_bring_a_shorter_time(self):
        self.times_out("700", 0.7)

    def test_while_a_phone_rings_which_stops_at_once(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        self.times_out("support", 1.5)
        phone.wait_idle()
        self.assertEqual((phone.call.ended_by, phone.call.end_code), ("them", 487))
        on = self.pbx.wait_user_event("WentOn")
        self.assertLess(abs(on.at - phone.call.ended_at), 0.15)
        view = self.pbx.wait_agent("1001", "free")
        self.assertEqual(view["missed"], 0)

"""Callers leave the queue by a key, to an extension or behind the queue."""

from floor import FloorTest

CONF = """
[support]
type = queue
exit-keys = 0, 5, 55, 12
exit-context = way-out
exit-key-gap = 1s

[plain]
type = queue
exit-keys = *

[1001]
type = agent
interface = PJSIP/1001
queues = support, plain
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,a)
 same => n,UserEvent(Behind,Status: ${ACDSTATUS},Key: ${ACDEXITKEY})
exten => plain,1,AcdQueue(plain,a)
 same => n,UserEvent(Behind,Status: ${ACDSTATUS},Key: ${ACDEXITKEY})

[way-out]
exten => 0,1,Goto(told,1)
exten => 5,1,Goto(told,1)
exten => 12,1,Goto(told,1)
exten => told,1,UserEvent(Out,Status: ${ACDSTATUS},Key: ${ACDEXITKEY})
 same => n,Echo()
"""


class ExitKeys(FloorTest):
    """Callers who hear music and press keys."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def place(self, queue: str):
        """A caller who waits and hears it."""
        caller = self.pbx.caller(queue)
        caller.place()
        caller.wait_answered()
        caller.call.wait_hears(440)
        return caller

    def left(self, event: str) -> tuple[str, str]:
        """Where the call went on: status and key."""
        told = self.pbx.wait_user_event(event)
        return told["Status"], told["Key"]

    def test_a_key_leads_to_its_extension(self):
        caller = self.place("support")
        caller.call.press("90")
        self.assertEqual(self.left("Out"), ("EXITKEY", "0"))
        # Music is over; the caller hears what the caller says.
        caller.call.wait_hears(caller.voice_hz)
        self.assertEqual(self.pbx.waiting_calls(), [])

    def test_two_keys_make_one_code(self):
        self.place("support").call.press("12")
        self.assertEqual(self.left("Out"), ("EXITKEY", "12"))

    def test_a_code_that_begins_another_is_taken_after_a_pause(self):
        self.place("support").call.press("5")
        self.assertEqual(self.left("Out"), ("EXITKEY", "5"))

    def test_without_that_extension_the_call_goes_on_behind_the_queue(self):
        self.place("support").call.press("55")
        self.assertEqual(self.left("Behind"), ("EXITKEY", "55"))
        self.pbx.wait_log("there is no extension 55 in context way-out")

    def test_without_a_context_the_call_goes_on_behind_the_queue(self):
        self.place("plain").call.press("*")
        self.assertEqual(self.left("Behind"), ("EXITKEY", "*"))

    def test_a_ringing_phone_stops_ringing(self):
        caller = self.place("plain")
        phone = self.pbx.agent_phone("1001")
        ring = phone.wait_ring()
        caller.call.press("*")
        self.assertEqual(self.left("Behind"), ("EXITKEY", "*"))
        ring.wait("ended")
        self.pbx.wait_agent("1001", "free")

"""A call that an operator redirects leaves the queue, or the conversation, for good."""

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
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => elsewhere,1,UserEvent(Elsewhere,Status: ${ACDSTATUS})
 same => n,Answer()
 same => n,MusicOnHold(default)
exten => again,1,AcdQueue(support)
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS})
"""


class Redirect(FloorTest):
    """An operator at the manager interface."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def redirect(self, caller, extension: str = "elsewhere") -> None:
        """Send the caller's channel elsewhere."""
        self.redirect_channel("PJSIP/carrier", caller.us.number, extension)

    def redirect_channel(self, name: str, number: str, extension: str) -> None:
        """Send the channel of that name and caller's number elsewhere."""
        channel = next(
            c["Channel"]
            for c in self.pbx.ami.listing("CoreShowChannels")
            if c["CallerIDNum"] == number and c["Channel"].startswith(name)
        )
        self.pbx.ami.action(
            "Redirect", Channel=channel, Context="incoming", Exten=extension, Priority="1"
        )

    def is_elsewhere(self, caller, status: str) -> None:
        """The caller is where the operator wanted, with this status, and hears music there."""
        self.assertEqual(self.pbx.wait_user_event("Elsewhere")["Status"], status)
        caller.wait_answered()
        caller.call.wait_hears(440)
        self.assertEqual(self.pbx.events("UserEvent", UserEvent="WentOn"), [])
        self.pbx.wait_waiting(0)

    def test_while_waiting(self):
        first, second = self.pbx.caller("support"), self.pbx.caller("support")
        first.place()
        self.pbx.wait_waiting(1)
        second.place()
        self.pbx.wait_waiting(2)
        self.redirect(first)
        self.assertEqual(self.pbx.wait_user_event("Elsewhere")["Status"], "REDIRECTED")
        left = self.pbx.wait_waiting(1)
        self.assertEqual(left[0]["caller"]["number"], second.us.number)
        self.assertEqual(left[0]["place"], 1)
        second.hang_up()
        self.is_elsewhere(first, "REDIRECTED")

    def test_while_ringing(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        self.redirect(caller)
        phone.wait_idle()
        self.assertEqual(phone.call.ended_by, "them")
        self.is_elsewhere(caller, "REDIRECTED")
        self.pbx.wait_agent("1001", "free")

    def test_while_talking(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        caller.wait_answered()
        self.redirect(caller)
        phone.wait_idle()
        self.is_elsewhere(caller, "ANSWERED")
        self.pbx.wait_agent("1001", "free")

    def test_the_agent_alone(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        self.redirect_channel("PJSIP/1001", "1001", "elsewhere")
        talk.wait_hears(440)
        caller.wait_ended()
        self.pbx.wait_agent("1001", "in_use")
        talk.hang_up()
        self.pbx.wait_agent("1001", "free")

    def test_into_the_same_queue_again(self):
        caller = self.pbx.caller("support")
        caller.place()
        first = self.pbx.wait_waiting(1)[0]["call"]
        self.redirect(caller, "again")
        self.pbx.wait_until(
            lambda: [c["call"] for c in self.pbx.waiting_calls()] not in ([], [first]),
            5,
            lambda: "the caller to wait anew",
        )
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        phone.wait_talking()
        caller.wait_answered()

"""An agent may sign in at an address: the dial string that names one device of an endpoint."""

from floor import FloorTest

CONF = """
[support]
type = queue

[nomad]
type = agent
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => sign-in,1,AcdLogin(nomad,${DESK})
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
"""


class AddressOfAPhone(FloorTest):
    """An agent without a desk of their own."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_device_at_the_address_rings_and_its_state_is_followed(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        interface = f"PJSIP/1001/sip:1001@{phone.line.address}:{phone.line.port}"
        self.pbx.ami.action("Setvar", Variable="DESK", Value=interface)
        self.pbx.caller("sign-in").place()
        self.assertEqual(self.pbx.wait_user_event("Did")["Status"], "OK")
        self.assertEqual(self.pbx.wait_agent("nomad", "free")["interface"], interface)
        private = phone.dial("600").wait("talking")
        self.pbx.wait_agent("nomad", "in_use")
        private.hang_up()
        self.pbx.wait_agent("nomad", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        talk.hang_up()
        caller.wait_ended()
        self.pbx.wait_agent("nomad", "free")

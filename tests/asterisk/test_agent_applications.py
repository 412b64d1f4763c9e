"""Agents sign in, out, become ready and not ready from any phone's dialplan."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
sign-in = manual
queues = support

[nomad]
type = agent
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
[desk](+)
exten => _*X.,1,Set(agent=${FILTER(0-9a-z,${EXTEN:2})})
 same => n,Goto(do,${EXTEN:1:1},1)
[do]
exten => 1,1,AcdLogin(${agent})
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => 2,1,AcdLogin(${agent},PJSIP/${CALLERID(num)})
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => 3,1,AcdLogout(${agent})
 same => n,UserEvent(Did,Status: ${ACDLOGOUTSTATUS})
exten => 4,1,AcdReady(${agent})
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => 5,1,AcdNotReady(${agent},lunch)
 same => n,UserEvent(Did,Status: ${ACDNOTREADYSTATUS})
exten => 6,1,AcdNotReady(${agent})
 same => n,UserEvent(Did,Status: ${ACDNOTREADYSTATUS})
exten => 7,1,AcdLogin(${agent},PJSIP/1001,more)
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => 8,1,AcdReady()
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => 9,1,AcdLogin(${agent},1001)
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
"""
LOGIN, LOGIN_HERE, LOGOUT, READY, LUNCH, NOT_READY, TOO_MANY, NOBODY, NO_PHONE = "123456789"


class AgentApplications(FloorTest):
    """An agent with a desk, one without, and their phones."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def do(self, phone, what: str, agent: str) -> str:
        """The phone dials a feature code; returns the status the dialplan saw."""
        seen = len(self.pbx.events("UserEvent", UserEvent="Did"))
        call = phone.dial(f"*{what}{agent}").wait("ended")
        self.assertEqual(call.ended_by, "them")
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Did")) > seen,
            5,
            lambda: "a status",
        )
        return self.pbx.events("UserEvent", UserEvent="Did")[-1]["Status"]

    def tearDown(self):
        phone = self.pbx.agent_phone("1009")
        for agent in ("1001", "nomad"):
            self.do(phone, LOGOUT, agent)
        super().tearDown()

    def test_signing_in_at_the_own_desk_and_out_again(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.assertEqual(self.pbx.agent("1001")["state"], "signed_out")
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        self.assertEqual(self.do(phone, LOGIN, "1001"), "OK")
        phone.wait_talking()
        self.assertEqual(self.pbx.agent("1001")["interface"], "PJSIP/1001")
        # Signing out during a call takes effect when it is over.
        other = self.pbx.agent_phone("1008")
        self.assertEqual(self.do(other, LOGOUT, "1001"), "OK")
        self.assertEqual(self.pbx.agent("1001")["pending"], "signed out")
        caller.hang_up()
        self.pbx.wait_agent("1001", "signed_out")

    def test_without_a_phone_of_one_s_own_it_is_the_one_that_calls(self):
        phone = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.assertEqual(self.do(phone, LOGIN, "nomad"), "OK")
        self.pbx.wait_agent("nomad", "free")
        self.assertEqual(self.pbx.agent("nomad")["interface"], "PJSIP/1002")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        caller.hang_up()

    def test_a_local_channel_is_no_phone(self):
        self.pbx.ami.action(
            "Originate", Channel="Local/*1nomad@desk", Application="Wait", Data="5", Async="true"
        )
        self.assertEqual(self.pbx.wait_user_event("Did")["Status"], "NOINTERFACE")
        self.pbx.agent_phone("1009")

    def test_a_hot_desk_is_where_the_agent_signs_in(self):
        phone = self.pbx.agent_phone("1003", answer_after_ms=0)
        self.assertEqual(self.do(phone, LOGIN_HERE, "nomad"), "OK")
        view = self.pbx.wait_agent("nomad", "free")
        self.assertEqual(view["interface"], "PJSIP/1003")
        self.pbx.caller("support").place()
        phone.wait_talking().hang_up()
        other = self.pbx.agent_phone("1004", answer_after_ms=0)
        self.pbx.wait_agent("nomad", "free")
        self.assertEqual(self.do(other, LOGIN_HERE, "nomad"), "OK")
        self.pbx.wait_agent("nomad", "free")
        self.assertEqual(self.pbx.agent("nomad")["interface"], "PJSIP/1004")
        self.pbx.caller("support").place()
        other.wait_talking()
        self.assertEqual(len(phone.offers), 1)

    def test_not_ready_with_a_reason_and_ready_again(self):
        phone = self.pbx.agent_phone("1001")
        self.assertEqual(self.do(phone, LOGIN, "1001"), "OK")
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.do(phone, LUNCH, "1001"), "OK")
        view = self.pbx.agent("1001")
        self.assertEqual((view["state"], view["reason"]), ("not_ready", "lunch"))
        self.pbx.caller("support").place()
        self.pbx.wait_waiting(1)
        self.assertEqual(phone.offers, [])
        self.assertEqual(self.do(phone, READY, "1001"), "OK")
        phone.wait_ring()

    def test_not_ready_while_talking_holds_after_the_call(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.do(phone, LOGIN, "1001")
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("support").place()
        talk = phone.wait_talking()
        other = self.pbx.agent_phone("1008")
        self.assertEqual(self.do(other, LUNCH, "1001"), "OK")
        view = self.pbx.agent("1001")
        self.assertEqual((view["state"], view["pending"]), ("talking", "lunch"))
        talk.hang_up()
        self.assertEqual(self.pbx.wait_agent("1001", "not_ready")["reason"], "lunch")

    def test_what_cannot_be_done_is_said(self):
        phone = self.pbx.agent_phone("1001")
        self.assertEqual(self.do(phone, LOGIN, "nobody"), "NOAGENT")
        self.assertEqual(self.do(phone, LOGOUT, "nobody"), "NOAGENT")
        self.assertEqual(self.do(phone, READY, "nobody"), "NOAGENT")
        self.assertEqual(self.do(phone, LUNCH, "nobody"), "NOAGENT")
        self.assertEqual(self.do(phone, READY, "1001"), "SIGNEDOUT")
        self.assertEqual(self.do(phone, LUNCH, "1001"), "SIGNEDOUT")
        self.assertEqual(self.do(phone, LOGOUT, "1001"), "SIGNEDOUT")
        self.assertEqual(self.do(phone, TOO_MANY, "1001"), "INVALID")
        self.assertEqual(self.do(phone, NO_PHONE, "1001"), "INVALID")
        self.pbx.wait_log(r"interface `1001`: expected the dial string of one phone")
        self.assertEqual(self.do(phone, NOBODY, "1001"), "INVALID")
        self.assertEqual(self.do(phone, LOGIN, "1001"), "OK")
        self.assertEqual(self.do(phone, NOT_READY, "1001"), "OK")
        self.pbx.wait_log(r"AcdLogin\(nobody\) was not done: .*ACDLOGINSTATUS=NOAGENT")

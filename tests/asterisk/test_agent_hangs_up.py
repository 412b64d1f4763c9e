"""When the agent hangs up, the call ends or goes on in the dialplan, as option c says."""

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
exten => support,1,AcdQueue(support)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => survey,1,AcdQueue(support,c)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
 same => n,MusicOnHold(default)
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS},Caller: ${CALLERID(num)})
"""
TIMES = 5


class AgentHangsUp(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def talk(self, extension: str, **behaviour):
        """A call that the agent takes."""
        phone = self.pbx.agent_phone("1001", **behaviour)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller(extension)
        caller.place()
        phone.wait_ring()
        return phone, caller

    def test_without_option_c_the_call_ends(self):
        phone, caller = self.talk("support", answer_after_ms=0)
        call = phone.wait_talking()
        caller.wait_answered()
        call.hang_up()
        self.assertEqual(caller.wait_ended().ended_by, "them")
        self.assertEqual(self.pbx.wait_user_event("Ended")["Status"], "ANSWERED")
        self.assertEqual(self.pbx.events("UserEvent", UserEvent="WentOn"), [])
        self.pbx.wait_agent("1001", "free")

    def test_with_option_c_the_call_goes_on(self):
        phone, caller = self.talk("survey", answer_after_ms=0)
        call = phone.wait_talking()
        caller.wait_answered()
        call.hang_up()
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual((on["Status"], on["Agent"]), ("ANSWERED", "1001"))
        caller.call.wait_hears(440)
        self.pbx.wait_agent("1001", "free")
        caller.hang_up()
        self.assertEqual(self.pbx.wait_user_event("Ended")["Status"], "ANSWERED")

    def test_an_agent_who_answers_and_hangs_up_at_once(self):
        phone = self.pbx.agent_phone("1001")
        phone.does(lambda call: (call.answer(), call.hang_up()))
        for _ in range(TIMES):
            self.pbx.wait_agent("1001", "free")
            caller = self.pbx.caller("support")
            caller.place()
            self.assertEqual(caller.wait_ended().ended_by, "them")
            ended = self.pbx.wait_user_event("Ended", Caller=caller.us.number)
            self.assertEqual(ended["Status"], "ANSWERED")
        self.assertEqual(len(phone.offers), TIMES)

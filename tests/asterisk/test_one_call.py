"""An agent who is ready for one call is not ready after it."""

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
[desk](+)
exten => *1,1,AcdReady(1001,once)
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => *2,1,AcdReady(1001,twice)
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
exten => *3,1,AcdReady(1001)
exten => *4,1,Set(ACD_AGENT(1001,ready)=once)
"""


class Agents(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def one_call(self, phone):
        """One call, after which the agent is not ready."""
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        caller.wait_answered()
        caller.hang_up()
        view = self.pbx.wait_agent("1001", "not_ready")
        self.assertEqual(view["reason"], "one-call")
        phone.wait_idle()


class OneCall(Agents):
    """One agent and two callers."""

    def test_the_second_call_waits_until_the_agent_is_ready_again(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        other = self.pbx.agent_phone("1002")
        other.dial("*2").wait("ended")
        self.pbx.wait_user_event("Did", Status="INVALID")
        other.dial("*1").wait("ended")
        self.pbx.wait_user_event("Did", Status="OK")
        first = self.pbx.caller("support")
        first.place()
        phone.wait_talking()
        second = self.pbx.caller("support")
        second.place()
        self.pbx.wait_waiting(1)
        first.hang_up()
        view = self.pbx.wait_agent("1001", "not_ready")
        self.assertEqual(view["reason"], "one-call")
        self.assertEqual(len(phone.offers), 1)
        other.dial("*3").wait("ended")
        phone.wait_ring(nth=2).wait("talking")
        second.hang_up()

    def test_by_the_console_by_ami_and_by_a_function(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        boss = self.pbx.agent_phone("1002")
        for ready in (
            lambda: self.pbx.cli("acd agent 1001 ready once"),
            lambda: self.pbx.ami.action(
                "AcdAgentChange", Agent="1001", Change="ready", Value="once"
            ),
            lambda: boss.dial("*4").wait("ended"),
        ):
            ready()
            self.pbx.wait_agent("1001", "free")
            self.one_call(phone)
        told = self.pbx.cli("acd agent 1001 ready twice")
        self.assertIn("expected nothing after `ready`, or once", told)
        self.pbx.cli("acd agent 1001 ready")


class OnDemand(Agents):
    """An agent of whom the configuration says that each call is asked for."""

    CONF = CONF + "on-demand = yes\n"

    def test_every_call_is_asked_for(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        for _ in range(2):
            self.pbx.cli("acd agent 1001 ready")
            self.pbx.wait_agent("1001", "free")
            self.one_call(phone)
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        self.assertEqual(len(phone.offers), 2)
        caller.hang_up()
        self.pbx.cli("acd agent 1001 ready")

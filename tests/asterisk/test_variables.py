"""The dialplan of both legs knows the queue, the call and the agent."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support

[home]
type = agent
interface = Local/1002@home
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,Set(customer=hidden)
 same => n,Set(_tariff=gold)
 same => n,AcdQueue(support,c)
 same => n,Set(told=${ACDSTATUS} ${ACDQUEUE} ${ACDCALL} ${ACDAGENT})
 same => n,UserEvent(Done,Told: ${told})
[home]
exten => 1002,1,Set(told=${ACDQUEUE} ${ACDCALL} ${tariff} [${customer}] ${DIALEDPEERNUMBER})
 same => n,UserEvent(Home,Told: ${told})
 same => n,Dial(PJSIP/1002,20)
"""


class Variables(FloorTest):
    """A desk phone, and an agent reached through the dialplan."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_both_legs_carry_queue_call_and_agent(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        self.pbx.wait_agent("1001", "talking")
        channels = {c["Channel"]: c for c in self.pbx.ami.listing("CoreShowChannels")}
        seen = {}
        for channel in channels:
            side = "agent" if channel.startswith("PJSIP/1001") else "caller"
            seen[side] = [
                self.pbx.ami.action("Getvar", Channel=channel, Variable=name)["Value"]
                for name in ("ACDQUEUE", "ACDCALL", "ACDAGENT")
            ]
        self.assertEqual(set(seen), {"agent", "caller"})
        self.assertEqual(seen["agent"], seen["caller"])
        queue, call, agent = seen["caller"]
        self.assertEqual((queue, agent), ("support", "1001"))
        self.assertRegex(call, r"^\d+$")
        talk.hang_up()
        done = self.pbx.wait_user_event("Done")
        self.assertEqual(done["Told"], f"ANSWERED support {call} 1001")

    def test_the_dialplan_behind_a_local_interface_knows_them_before_it_rings(self):
        self.pbx.wait_agent("1001", "unreachable")
        phone = self.pbx.agent_phone("1002", answer_after_ms=0, hang_up_after_ms=100)
        self.pbx.caller("support").place()
        told = self.pbx.wait_user_event("Home")["Told"]
        self.assertRegex(told, r"^support \d+ gold \[\] 1002@home$")
        phone.wait_ring()
        done = self.pbx.wait_user_event("Done")["Told"]
        call = told.split()[1]
        self.assertEqual(done, f"ANSWERED support {call} home")

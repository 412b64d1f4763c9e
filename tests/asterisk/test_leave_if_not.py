"""A caller does not wait for nobody: some time after the last agent has signed out the call goes
on in the dialplan, and not if somebody comes back before."""

from floor import FloorTest

CONF = """
[support]
type = queue
leave-if-not = staffed
leave-after = 1500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS},Joined: ${ACDJOINED})
[desk](+)
exten => out,1,AcdLogout(1001)
 same => n,UserEvent(Signed,What: ${EXTEN})
exten => lunch,1,AcdNotReady(1001,lunch)
 same => n,UserEvent(Signed,What: ${EXTEN})
"""


class LeaveIfNot(FloorTest):
    """One agent, at lunch."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def agent_does(self, what: str) -> float:
        """The agent signs in or out, or goes to lunch; returns when that was done."""
        self.pbx.ami.action("Originate", Channel=f"Local/{what}@desk/n",
                            Application="Wait", Data="1", Async="true")
        return self.pbx.wait_user_event("Signed", What=what).at

    def test_the_call_goes_on_when_nobody_has_been_there_for_a_while(self):
        self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        self.agent_does("lunch")
        self.pbx.caller("support").place()
        (call,) = self.pbx.wait_waiting(1)
        told = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertRegex(told, r"Leaves: +\S+ after nobody is staffed")
        left = self.agent_does("out")
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual((on["Status"], on["Joined"]), ("NONESTAFFED", "yes"))
        self.assertGreater(on.at - left, 1.3)
        self.pbx.wait_waiting(0)

"""A caller for whom nobody is there is told so at once, and told what exactly is lacking."""

from floor import FloorTest

CONF = """
[french]
type = skill

[dutch]
type = skill

[base](!)
type = queue
requirement = french
back-off-rejected = 200ms

[qualified](base)
join-if = qualified

[staffed](base)
join-if = staffed

[working](base)
join-if = working

[free](base)
join-if = free

[1001]
type = agent
interface = PJSIP/1001
sign-in = manual
skills = french
queues = qualified, staffed, working, free
"""

DIALPLAN = """
[incoming]
exten => dutch,1,AcdQueue(free,,dutch)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS},Joined: ${ACDJOINED})
exten => _[a-z]!,1,AcdQueue(${EXTEN})
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS},Joined: ${ACDJOINED})
[desk](+)
exten => in,1,AcdLogin(1001)
exten => lunch,1,AcdNotReady(1001,lunch)
exten => ready,1,AcdReady(1001)
exten => out,1,AcdLogout(1001)
"""


class JoinIf(FloorTest):
    """Four queues that ask for more and more; one agent, who speaks French and not Dutch."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def agent_does(self, what: str, state: str):
        """The agent signs in or out, or becomes ready or not."""
        self.pbx.ami.action("Originate", Channel=f"Local/{what}@desk/n",
                            Application="Wait", Data="1", Async="true")
        self.pbx.wait_agent("1001", state)

    def turned_away(self, queue: str, status: str):
        """A caller goes on at once."""
        self.pbx.caller(queue).place()
        on = self.pbx.wait_user_event("WentOn", Status=status)
        self.assertEqual(on["Joined"], "no")

    def waits(self, queue: str):
        """A caller is let in."""
        caller = self.pbx.caller(queue)
        caller.place()
        self.pbx.wait_waiting(1)
        caller.hang_up()
        self.pbx.wait_waiting(0)

    def test_each_level_refuses_what_it_must(self):
        self.pbx.agent_phone("1001")
        self.turned_away("dutch", "NONEQUALIFIED")
        self.turned_away("staffed", "NONESTAFFED")
        self.waits("qualified")
        self.agent_does("in", "free")
        self.agent_does("lunch", "not_ready")
        self.turned_away("working", "NONEWORKING")
        self.waits("staffed")
        self.agent_does("out", "signed_out")

    def test_nobody_is_free(self):
        phone = self.pbx.agent_phone("1001")
        self.agent_does("in", "free")
        talk = phone.dial("600").wait("talking")
        self.pbx.wait_agent("1001", "in_use")
        self.turned_away("free", "NONEFREE")
        self.waits("working")
        talk.hang_up()
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("free").place()
        phone.wait_ring()

"""A call asks for less as soon as nobody who could take it is free, or signed in."""

from floor import FloorTest

CONF = """
[french]
type = skill

[free]
type = queue
requirement = french
relax = when free = 0: any

[staffed]
type = queue
requirement = french
relax = when staffed = 0: any

[1001]
type = agent
interface = PJSIP/1001
skills = french
queues = free, staffed

[1002]
type = agent
interface = PJSIP/1002
queues = free, staffed
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})

[desk](+)
exten => 700,1,AcdLogout(1001)
 same => n,UserEvent(SignedOut)
"""


class RelaxationCondition(FloorTest):
    """One speaks French, one does not."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_other_agent_rings_when_nobody_is_free_who_speaks_french(self):
        french, other = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1002", "free")
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("free").place()
        french.wait_ring()
        self.assertEqual(other.offers, [])
        self.pbx.caller("free").place()
        other.wait_ring()
        self.assertEqual(len(french.offers), 1)

    def test_whoever_is_signed_in_is_waited_for(self):
        french, other = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        private = french.dial("600").wait("talking")
        self.pbx.wait_agent("1001", "in_use")
        self.pbx.caller("staffed").place()
        (call,) = self.pbx.wait_waiting(1)
        explained = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertRegex(explained, r"Then: +any when staffed = 0: gains 1 agents, 1 of them free")
        self.assertEqual(other.offers, [])
        other.dial("700")
        self.pbx.wait_user_event("SignedOut")
        private.hang_up()
        other.wait_ring()
        self.assertEqual(french.offers, [])

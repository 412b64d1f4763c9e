"""An agent may sit behind any dial string Asterisk knows, not only behind a registered phone."""

from floor import FloorTest

CONF = """
[local]
type = queue

[plain]
type = queue

[home]
type = agent
interface = Local/1001@home
queues = local

[optimised]
type = agent
interface = Local/1002@home
state-interface = PJSIP/1002
queues = plain
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN},c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
[home]
exten => _1XXX,1,UserEvent(Home,Dialled: ${EXTEN},Queue: ${ACDQUEUE},Call: ${ACDCALL})
 same => n,Dial(PJSIP/${EXTEN},20)
"""


class AnyDialString(FloorTest):
    """Agents reached through the dialplan and behind a state of their own."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def talks(self, extension: str, number: str, agent: str):
        """The phone rings with the caller's id, both hear each other, the agent is free after."""
        phone = self.pbx.agent_phone(number, answer_after_ms=100)
        self.pbx.wait_agent(agent, "free")
        caller = self.pbx.caller(extension, number="5551000", name="Ann")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        self.assertEqual((talk.caller.number, talk.caller.name), ("5551000", "Ann"))
        caller.call.wait_hears(phone.voice_hz)
        talk.wait_hears(caller.voice_hz)
        self.assertEqual(self.pbx.agent(agent)["state"], "talking")
        talk.hang_up()
        done = self.pbx.wait_user_event("Done")
        self.assertEqual((done["Status"], done["Agent"]), ("ANSWERED", agent))
        self.pbx.wait_agent(agent, "free")

    def test_a_local_interface_goes_through_the_dialplan(self):
        self.talks("local", "1001", "home")
        home = self.pbx.wait_user_event("Home")
        self.assertEqual((home["Dialled"], home["Queue"]), ("1001", "local"))
        self.assertRegex(home["Call"], r"^\d+$")

    def test_a_state_interface_tells_of_the_phone_behind_a_local_one(self):
        phone = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("optimised", "free")
        private = phone.dial("600").wait("talking")
        self.pbx.wait_agent("optimised", "in_use")
        private.hang_up()
        self.pbx.wait_agent("optimised", "free")
        phone.unregister()
        self.pbx.wait_agent("optimised", "unreachable")
        self.talks("plain", "1002", "optimised")

    def test_the_caller_leaves_while_it_rings_behind_a_local_interface(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("home", "free")
        caller = self.pbx.caller("local")
        caller.place()
        phone.wait_ring()
        caller.hang_up()
        phone.wait_idle()
        self.pbx.wait_agent("home", "free")

    def test_a_transfer_from_behind_a_local_interface_frees_the_agent(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        colleague = self.pbx.agent_phone("1003", answer_after_ms=0)
        self.pbx.wait_agent("home", "free")
        caller = self.pbx.caller("local")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        caller.call.wait_hears(phone.voice_hz)
        self.assertEqual(self.pbx.agent("home")["state"], "talking")
        # Whose end counts is known once the Local channels have stepped aside.
        self.pbx.wait_until(
            lambda: "Local/" not in self.pbx.cli("core show channels concise"),
            10, lambda: "the Local channels to step aside",
        )
        talk.transfer("1003")
        colleague.wait_talking()
        caller.call.wait_hears(colleague.voice_hz)
        phone.wait_idle()
        self.pbx.wait_agent("home", "free")
        self.assertTrue(caller.call.is_up)

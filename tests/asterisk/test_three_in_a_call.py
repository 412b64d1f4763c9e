"""A conversation of three: by the keys of the PBX, and by sending both sides into a conference."""

from floor import FloorTest, history
from floor.console import wait_agent

CONF = """
[support]
type = queue
wrap-up = 300ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,tc)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => meet,1,Answer()
 same => n,ConfBridge(room)
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
[desk](+)
exten => meet,1,ConfBridge(room)
"""

CONFBRIDGE = """
[general]
[default_user]
type = user
quiet = yes
announce_user_count = no
[default_bridge]
type = bridge
"""


class ThreeInACall(FloorTest):
    """The agent asks a colleague to join."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True
    FLOOR = {"modules": ("app_confbridge",), "files": {"confbridge.conf": CONFBRIDGE}}

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.colleague = self.pbx.agent_phone("1002", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.caller = self.pbx.caller("support", number="5551000")
        self.caller.place()
        self.talk = self.phone.wait_talking()
        self.caller.wait_answered()
        self.talk.wait_hears(self.caller.voice_hz)

    def wait_together(self, phones: int):
        """Wait until so many phones are in one bridge: two tones at once cannot be told apart."""

        def bridges() -> list[str]:
            listed = self.pbx.ami.listing("CoreShowChannels")
            phones = [c for c in listed if c["Channel"].startswith("PJSIP/")]
            return [c["BridgeId"] for c in phones if c["BridgeId"]]

        self.pbx.wait_until(
            lambda: len(bridges()) == phones and len(set(bridges())) == 1,
            5,
            lambda: f"{phones} phones in one bridge: {bridges()}",
        )

    def ended_by(self) -> list[str]:
        """How the conversations of this test ended."""
        told = history.lines(self.pbx.log())
        return [line["ended_by"] for line in told if line["event"] == "conversation_ended"]

    def merge(self):
        """The agent consults the colleague by keys and merges all three."""
        self.talk.press("*2")
        self.caller.call.wait_hears(440)
        self.talk.press("1002")
        consulted = self.colleague.wait_talking()
        self.talk.wait_hears(self.colleague.voice_hz)
        consulted.wait_hears(self.phone.voice_hz)
        self.talk.press("*3")
        self.wait_together(3)
        return consulted

    def test_the_agent_leaves_first(self):
        consulted = self.merge()
        self.assertEqual(self.pbx.agent("1001")["state"], "talking")
        self.talk.hang_up()
        wait_agent(self.pbx, "1001", "free")
        consulted.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.colleague.voice_hz)
        consulted.hang_up()
        self.caller.wait_ended()

    def test_the_caller_leaves_first(self):
        consulted = self.merge()
        self.caller.hang_up()
        self.caller.wait_ended()
        self.talk.wait_hears(self.colleague.voice_hz)
        self.talk.hang_up()
        consulted.hang_up()
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(len(self.ended_by()), 1)

    def test_both_are_sent_into_a_conference(self):
        channels = {c["Channel"] for c in self.pbx.ami.listing("CoreShowChannels")}
        first = next(name for name in channels if name.startswith("PJSIP/carrier"))
        second = next(name for name in channels if name.startswith("PJSIP/1001"))
        self.pbx.ami.action(
            "Redirect", Channel=first, ExtraChannel=second, Context="incoming", Exten="meet",
            Priority="1", ExtraContext="incoming", ExtraExten="meet", ExtraPriority="1",
        )
        joined = self.colleague.dial("meet").wait("talking")
        self.wait_together(3)
        # The phone is busy, but not with a call of ours: the conversation has ended.
        wait_agent(self.pbx, "1001", "in_use")
        self.assertEqual(self.ended_by(), ["transfer"])
        self.talk.hang_up()
        wait_agent(self.pbx, "1001", "free")
        self.caller.hang_up()
        joined.hang_up()

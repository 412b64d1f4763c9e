"""`state-interface = hint:...` follows an extension's hint, also over reloads of the dialplan."""

from floor import FloorTest

CONF = """
[support]
type = queue

[1001]
type = agent
interface = Local/1001@phones
state-interface = hint:77@desk
queues = support
"""

DIALPLAN = """
[phones]
exten => _1XXX,1,Dial(PJSIP/${EXTEN})

[incoming]
exten => support,1,AcdQueue(support)

[desk](+)
"""
HINT = "exten => 77,hint,Custom:left&Custom:right\n"


class HintState(FloorTest):
    """A phone whose state is that of two lamps."""

    CONF = CONF
    DIALPLAN = DIALPLAN + HINT

    def test_the_hint_decides(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self._set("left", "INUSE")
        self.pbx.wait_agent("1001", "in_use", 15)
        self._set("left", "UNAVAILABLE")
        self._set("right", "UNAVAILABLE")
        self.pbx.wait_agent("1001", "unreachable", 15)
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        self.assertEqual(phone.offers, [])
        self._set("right", "NOT_INUSE")
        self._set("left", "NOT_INUSE")
        phone.wait_talking()
        caller.hang_up()
        self.pbx.wait_agent("1001", "free", 15)

    def test_it_may_go_and_come_back(self):
        self._set("left", "INUSE")
        self._set("right", "NOT_INUSE")
        self.pbx.wait_agent("1001", "in_use", 15)
        text = (self.pbx.asterisk.home / "etc" / "extensions.conf").read_text()
        self.pbx.write_conf(text.replace(HINT, ""), name="extensions.conf")
        self.pbx.cli("dialplan reload")
        self.pbx.wait_agent("1001", "free", 15)
        self.pbx.wait_log(r"the hint for `77@desk` is gone")
        self.pbx.write_conf(text, name="extensions.conf")
        self.pbx.cli("dialplan reload")
        self.pbx.wait_agent("1001", "in_use", 15)
        self._set("left", "NOT_INUSE")
        self.pbx.wait_agent("1001", "free", 15)
        # What a reload leaves as it is goes on being followed.
        self.pbx.cli("dialplan reload")
        self._set("left", "BUSY")
        self._set("right", "BUSY")
        self.pbx.wait_agent("1001", "in_use", 15)
        self.pbx.cli("acd reload")
        self._set("left", "NOT_INUSE")
        self._set("right", "NOT_INUSE")
        self.pbx.wait_agent("1001", "free", 15)

    def _set(self, lamp: str, state: str) -> None:
        self.pbx.cli(f"devstate change Custom:{lamp} {state}")

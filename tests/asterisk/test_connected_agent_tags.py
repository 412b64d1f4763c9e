"""An agent who stays on the line tags calls by keys, and the line knows the tags of its call."""

from floor import FloorTest
from floor.console import calls, wait_agent

CONF = """
[support]
type = queue
wrap-up = 20s
agent-subroutine = told,s,1
tag-key = *1: reason=billing
tag-key = *7: vip
tag-key-sound = tones/first
mandatory-tags = reason

[1001]
type = agent
queues = support
connect-beep = none
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdTag(lang-code=fr)
 same => n,AcdQueue(support)
exten => plain,1,AcdQueue(support)
[told]
exten => s,1,UserEvent(Told,Lang: -${ACDTAG_lang_code}-,Tag: -${ACD_TAG(lang-code)}-,Contact: -${ACDCONTACT}-)
 same => n,Return()
[line-keys]
exten => 5,1,AcdTag(reason=other)
 same => n,UserEvent(Late,Status: ${ACDTAGSTATUS},Lang: -${ACDTAG_lang_code}-)
 same => n,Return()
[desk](+)
exten => *1,1,AcdTag(mine)
 same => n,AcdConnect(1001,sk(line-keys))
"""


class ConnectedAgentTags(FloorTest):
    """One agent on the line, and callers."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def talks(self, extension="support"):
        """The agent is on the line, and talks to a caller."""
        self.phone = self.pbx.agent_phone("1001")
        self.line = self.phone.dial("*1")
        self.line.wait("talking")
        wait_agent(self.pbx, "1001", "free")
        return self.next_caller(extension)

    def next_caller(self, extension):
        caller = self.pbx.caller(extension)
        caller.place()
        self.line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(self.phone.voice_hz)
        return caller

    def told(self, count):
        """What the line knew of each call."""
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Told")) == count,
            10,
            lambda: f"the subroutine to run {count} times",
        )
        return self.pbx.events("UserEvent", UserEvent="Told")

    def test_keys_tag_the_call_and_only_the_agent_hears_a_tone(self):
        caller = self.talks()
        told = self.told(1)[0]
        self.assertEqual((told["Lang"], told["Tag"]), ("-fr-", "-fr-"))
        self.assertRegex(told["Contact"], r"^-\d+-$")
        self.line.press("*1")
        self.pbx.wait_event("AcdTagSet", Tag="reason", Value="billing", By="agent 1001")
        self.line.wait_hears(620)
        self.assertFalse(caller.hears(620))
        self.line.wait_hears(caller.voice_hz)
        self.line.press("*7")
        self.pbx.wait_event("AcdTagSet", Tag="vip", Value="1")
        expected = {"lang-code": "fr", "reason": "billing", "vip": "1"}
        self.assertEqual(calls(self.pbx, "talking")[0]["tags"], expected)
        caller.hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")
        self.line.hang_up()

    def test_after_call_time_asks_for_a_tag_and_the_next_call_is_another_one(self):
        self.talks().hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.assertIn("reason", self.pbx.cli("acd agent 1001 ready"))
        self.assertEqual(self.pbx.agent("1001")["tags_missing"], ["reason"])
        # A code between calls means the last one.
        self.line.press("5")
        late = self.pbx.wait_user_event("Late")
        self.assertEqual((late["Status"], late["Lang"]), ("OK", "--"))
        self.pbx.wait_event("AcdTagSet", Tag="reason", Value="other")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")
        self.line.press("5")
        self.pbx.wait_user_event("Late", Status="NOCALL")
        caller = self.next_caller("plain")
        self.assertEqual(self.told(2)[1]["Lang"], "--")
        self.line.press("*7")
        self.pbx.wait_event("AcdTagSet", Tag="vip")
        self.assertEqual(calls(self.pbx, "talking")[0]["tags"], {"vip": "1"})
        caller.hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.line.hang_up()

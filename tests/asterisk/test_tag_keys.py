"""An agent tags the call by keys: the caller hears nothing of it, the agent a tone."""

from floor import FloorTest
from floor.console import calls, wait_agent

CONF = """
[support]
type = queue
wrap-up = 20s
tag-key = *1: reason=billing
tag-key = *3: vip
tag-key-sound = tones/first
mandatory-tags = reason

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,t)
"""


class TagKeys(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_keys_set_tags_and_only_the_agent_hears_a_tone(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        talk.press("*1")
        self.pbx.wait_event("AcdTagSet", Tag="reason", Value="billing", By="agent 1001")
        talk.wait_hears(620)
        self.assertFalse(caller.hears(620))
        talk.wait_hears(caller.voice_hz)
        talk.press("*3")
        self.pbx.wait_event("AcdTagSet", Tag="vip", Value="1")
        tags = calls(self.pbx, "talking")[0]["tags"]
        self.assertEqual(tags, {"reason": "billing", "vip": "1"})
        caller.call.wait_hears(phone.voice_hz)
        caller.hang_up()
        phone.wait_idle()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")

    def test_a_missing_tag_keeps_the_agent_in_after_call_time(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        call = calls(self.pbx, "talking")[0]["call"]
        caller.hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.assertIn("reason", self.pbx.cli("acd agent 1001 ready"))
        self.assertEqual(self.pbx.agent("1001")["tags_missing"], ["reason"])
        self.pbx.cli(f"acd call {call} tag reason=other")
        self.pbx.cli("acd agent 1001 ready")
        wait_agent(self.pbx, "1001", "free")
        self.pbx.wait_event("AcdContactEnded")

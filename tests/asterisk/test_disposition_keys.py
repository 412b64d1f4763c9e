"""An agent says by keys in the conversation what became of the call; the caller hears nothing of it."""

from floor import FloorTest
from floor.console import wait_agent

CONF = """
[sale]
type = disposition

[no-sale]
type = disposition

[support]
type = queue
wrap-up = 20s
disposition = mandatory
disposition-key = *2: sale
disposition-key = *4: no-sale
tag-key-sound = tones/first

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class DispositionKeys(FloorTest):
    """One agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_last_keys_count_and_the_duty_is_done(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = phone.wait_talking()
        caller.wait_answered()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        for keys, disposition in (("*4", "no-sale"), ("*2", "sale")):
            talk.press(keys)
            self.pbx.wait_until(
                lambda wanted=disposition: self.pbx.agent("1001")["disposition"] == wanted,
                10,
                f"the keys {keys} to say {disposition}",
            )
            talk.wait_hears(620)
            self.assertFalse(caller.hears(620))
            talk.wait_hears(caller.voice_hz)
        caller.hang_up()
        wait_agent(self.pbx, "1001", "wrap_up")
        self.assertIn("1001 is free", self.pbx.cli("acd agent 1001 ready"))

"""The logger level ACD gets one line of JSON for each event, numbered without a gap."""

import json

from floor import FloorTest
from floor.console import wait_agent, wait_calls
from pbx.settings import LOGGER_CONF

CONF = """
[support]
type = queue
ring-timeout = 1s
rona-limit = 0
back-off-busy = 500ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => turned,1,Set(CALLERID(name)=Eve \u202e "\\\\)
 same => n,AcdQueue(support)
"""


class History(FloorTest):
    """A file of its own for the history, as an administrator sets it up."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"files": {"logger.conf": LOGGER_CONF + "acd_events => ACD\n"}}

    def test_a_call_is_told_from_arrival_to_end(self):
        phone = self.pbx.agent_phone("1001", reject=486)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support", number="5551234", name="Ann")
        caller.place()
        phone.wait_ring()
        phone.answers()
        self.pbx.cli("acd reload")
        phone.wait_ring(nth=2).wait("talking")
        wait_calls(self.pbx, 1, "talking")
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")
        turned = self.pbx.caller("turned")
        turned.place()
        phone.wait_ring(nth=3).wait("talking")
        turned.wait_answered()
        phone.hang_up()
        turned.wait_ended()
        self.pbx.wait_until(lambda: len(self._ended()) == 2, 10, lambda: f"the end: {self._lines()}")

        lines = self._lines()
        numbers = [line["sequence"] for line in lines]
        self.assertEqual(numbers, list(range(1, len(lines) + 1)))
        moments = [line["wall_us"] for line in lines]
        self.assertEqual(moments, sorted(moments))
        first = next(line["call"] for line in lines if line["event"] == "call_arrived")
        story = [line["event"] for line in lines if line.get("call") == first]
        self.assertEqual(story[:2] + story[-3:], [
            "call_arrived", "call_offered", "offer_rang", "call_connected", "conversation_ended",
        ])
        self.assertIn("offer_failed", story)
        arrived = [line["caller"] for line in lines if line["event"] == "call_arrived"]
        self.assertEqual(arrived[0], {"number": "5551234", "name": "Ann"})
        self.assertIn("\u202e", arrived[1]["name"])

    def _ended(self) -> list[dict]:
        return [line for line in self._lines() if line["event"] == "conversation_ended"]

    def _lines(self) -> list[dict]:
        text = (self.pbx.asterisk.home / "log/acd_events").read_text()
        self.assertNotIn("\u202e", text)
        whole = [line for line in text.splitlines() if line.endswith("}")]
        return [json.loads(line[line.index("{"):]) for line in whole]

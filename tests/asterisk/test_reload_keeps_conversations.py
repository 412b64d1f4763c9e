"""A conversation goes on undisturbed while its agent, its queue and its rules disappear."""

import time

from floor import FloorTest
from floor.console import agent, calls, rows, wait_agent, wait_calls

BOTH = """
[support]
type = queue

[sales]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support, sales
"""

SALES = """
[sales]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = sales
"""

NOBODY = """
[support]
type = queue

[sales]
type = queue
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN},c)
 same => n,UserEvent(QueueDone,Queue: ${EXTEN},Status: ${ACDSTATUS})
 same => n,Wait(2)
"""


class ReloadKeepsConversations(FloorTest):
    """One agent talks while the administrator changes everything."""

    CONF = BOTH
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.pbx.write_conf(BOTH)
        self.pbx.cli("acd reload")
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.caller = self.pbx.caller("support")
        self.caller.place()
        self.talk = self.phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")

    def test_a_removed_queue_lets_its_waiting_calls_go_on_in_the_dialplan(self):
        waits = self.pbx.caller("support")
        waits.place()
        wait_calls(self.pbx, 1)
        self._reload(SALES)
        done = self.pbx.wait_user_event("QueueDone")
        self.assertEqual((done["Queue"], done["Status"]), ("support", "REMOVED"))
        self._still_talks()
        late = self.pbx.caller("support")
        late.place()
        self.pbx.wait_user_event("QueueDone", Status="NOQUEUE")
        self.caller.hang_up()
        sales = self.pbx.caller("sales")
        sales.place()
        self.phone.wait_ring(nth=2).wait("talking")
        sales.hang_up()

    def test_a_removed_agent_talks_on_and_gets_no_more_calls(self):
        self._reload(NOBODY)
        self._still_talks()
        self.assertTrue(agent(self.pbx, "1001")["is_removed"])
        waits = self.pbx.caller("support")
        waits.place()
        wait_calls(self.pbx, 1)
        self.caller.hang_up()
        self.pbx.wait_until(
            lambda: rows(self.pbx, "acd show agents") == [], 10, lambda: "the agent to be gone"
        )
        self.assertEqual(len(self.phone.offers), 1)
        self.assertEqual(len(calls(self.pbx, "waiting")), 1)

    def test_three_ways_of_reloading_disturb_nobody(self):
        for command in ("acd reload", "module reload app_acd.so", "core reload"):
            with self.subTest(command):
                self.pbx.cli(command)
                self._still_talks()
        self.caller.hang_up()
        wait_agent(self.pbx, "1001", "free")

    def _reload(self, conf: str) -> None:
        self.pbx.write_conf(conf)
        self.assertIn("acd.conf reloaded", self.pbx.cli("acd reload"))

    def _still_talks(self) -> None:
        heard = self.caller.heard
        time.sleep(0.2)
        self.assertGreater(self.caller.heard, heard)
        self.caller.call.wait_hears(self.phone.voice_hz)
        self.talk.wait_hears(self.caller.voice_hz)
        self.assertEqual((self.talk.state, self.caller.state), ("talking", "talking"))

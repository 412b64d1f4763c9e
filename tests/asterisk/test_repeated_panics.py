"""Call distribution that fails again and again switches itself off, and comes back by a load."""

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,Answer()
 same => n,AcdQueue(support,c)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS})
 same => n,Wait(30)
"""
FAILURES_MAX = 5


class RepeatedPanics(FloorTest):
    """Five failures within a minute."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def test_it_gives_up_in_words_and_every_call_goes_on(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        talks = self.pbx.caller("support")
        talks.place()
        talk = phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")
        for _ in range(FAILURES_MAX):
            self.pbx.cli("acd fault worker")
        told = self.pbx.wait_log(r"ERROR.*it is switched off now.*").group()
        self.assertIn("Unload and load the module", told)
        for command in ("acd show queues", "acd show calls json", "acd explain call 1"):
            self.assertIn("switched off", self.pbx.cli(command))
        self.assertIn("switched off", self.pbx.cli("acd reload"))
        late = self.pbx.caller("support")
        late.place()
        self.assertEqual(self.pbx.wait_user_event("QueueDone")["Status"], "ERROR")
        self.assertEqual(late.state, "talking")
        talk.wait_hears(talks.voice_hz)
        phone.hang_up()
        self.pbx.wait_user_event("QueueDone", Status="ANSWERED")
        talks.hang_up()
        late.hang_up()
        self.pbx.wait_quiet()

        self.assertIn("Unloaded", self.pbx.cli("module unload app_acd.so"))
        self.assertIn("Loaded", self.pbx.cli("module load app_acd.so"))
        wait_agent(self.pbx, "1001", "free")
        again = self.pbx.caller("support")
        again.place()
        phone.wait_ring(nth=2).wait("talking")
        again.hang_up()

"""When call distribution itself fails, calls go on and new ones are served."""

from floor import FloorTest
from floor.console import agent, calls, wait_agent, wait_calls

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
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS},Number: ${CALLERID(num)})
 same => n,Wait(30)
"""


class WorkerPanic(FloorTest):
    """A call talks, a call waits, and the worker panics."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.talks = self.pbx.caller("support", number="5550001")
        self.talks.place()
        self.talk = self.phone.wait_talking()
        wait_calls(self.pbx, 1, "talking")

    def test_the_waiting_go_on_in_the_dialplan_and_the_talking_notice_nothing(self):
        waits = self.pbx.caller("support", number="5550002")
        waits.place()
        wait_calls(self.pbx, 1)
        self.pbx.cli("acd fault worker")
        done = self.pbx.wait_user_event("QueueDone")
        self.assertEqual((done["Status"], done["Number"]), ("ERROR", "5550002"))
        self.assertEqual(waits.state, "talking")
        told = self.pbx.wait_log(r"ERROR.*call distribution failed while working on .*").group()
        self.assertIn("waiting calls go on in the dialplan with status ERROR", told)
        self.assertIn("Report this as a bug", told)
        heard = self.talk.heard
        self.talk.wait_heard(25)
        self.assertGreater(self.talk.heard, heard)
        self.talk.wait_hears(self.talks.voice_hz)
        self.talks.call.wait_hears(self.phone.voice_hz)

        # The agent still belongs to the conversation: a new call waits for its end.
        self.assertEqual(agent(self.pbx, "1001")["state"], "talking")
        late = self.pbx.caller("support", number="5550003")
        late.place()
        wait_calls(self.pbx, 1)
        self.assertEqual(len(self.phone.offers), 1)
        self.talks.hang_up()
        offer = self.phone.wait_ring(nth=2)
        offer.wait("talking")
        self.assertEqual(offer.caller.number, "5550003")
        wait_calls(self.pbx, 1, "talking")
        self.phone.hang_up()
        done = self.pbx.wait_user_event("QueueDone", Number="5550003")
        self.assertEqual(done["Status"], "ANSWERED")
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(calls(self.pbx), [])

    def test_a_phone_that_rings_stops_ringing_and_its_agent_is_free_again(self):
        self.talks.hang_up()
        self.phone.rings_for_ever()
        wait_agent(self.pbx, "1001", "free")
        waits = self.pbx.caller("support", number="5550004")
        waits.place()
        ring = self.phone.wait_ring(nth=2)
        wait_calls(self.pbx, 1, "ringing")
        self.pbx.cli("acd fault worker")
        self.assertEqual(self.pbx.wait_user_event("QueueDone")["Status"], "ERROR")
        ring.wait("ended")
        wait_agent(self.pbx, "1001", "free")

"""A phone that rings in vain is given up after its time, and its agent is not rung again."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-timeout = 1s

[patient]
type = queue
ring-timeout = 1s
rona-limit = 2
back-off-no-answer = 500ms

[other]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2

[1003]
type = agent
interface = PJSIP/1003
queues = patient

[1004]
type = agent
interface = PJSIP/1004
queues = other
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => other,1,AcdQueue(other)
exten => patient,1,AcdQueue(patient)
exten => ready,1,AcdReady(1001)
 same => n,UserEvent(Ready,Status: ${ACDREADYSTATUS})
"""


class NoAnswer(FloorTest):
    """The first agent is away from the desk."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_the_next_agent_rings_and_the_silent_one_is_not_ready_until_ready_again(self):
        silent = self.pbx.agent_phone("1001")
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        talk = second.wait_talking()
        missed = silent.call
        self.assertEqual((missed.ended_by, missed.end_code), ("them", 487))
        self.assertAlmostEqual(missed.ended_at - missed.rang_at, 1.0, delta=0.2)
        self.assertLess(talk.rang_at - missed.ended_at, 0.5)
        view = self.pbx.agent("1001")
        self.assertEqual((view["state"], view["reason"]), ("not_ready", "rona"))
        self.assertRegex(self.pbx.cli("acd show agents 1001"), r"not ready.*rona")
        self.assertEqual(len(silent.offers), 1)
        caller.hang_up()
        self.pbx.caller("ready").place()
        self.assertEqual(self.pbx.wait_user_event("Ready")["Status"], "OK")
        silent.answers()
        self.pbx.caller("support").place()
        silent.wait_talking()

    def test_a_queue_may_allow_more_than_one_missed_call(self):
        silent = self.pbx.agent_phone("1003")
        self.pbx.wait_agent("1003", "free")
        self.pbx.caller("patient").place()
        first = silent.wait_ring()
        second = silent.wait_ring(nth=2)
        self.assertAlmostEqual(second.rang_at - first.ended_at, 0.5, delta=0.2)
        view = self.pbx.wait_agent("1003", "not_ready")
        self.assertEqual(view["reason"], "rona")

    def test_a_phone_that_gives_up_by_itself_after_ringing_has_missed_the_call(self):
        phone = self.pbx.agent_phone("1004").rejects(480, after_ms=200)
        self.pbx.wait_agent("1004", "free")
        self.pbx.caller("other").place()
        phone.wait_ring()
        self.assertEqual(self.pbx.wait_agent("1004", "not_ready")["reason"], "rona")

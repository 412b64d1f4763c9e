"""Two hundred callers at once, by SIPp: they all wait, are served in turn, or leave."""

from floor import FloorTest

QUEUES = """
[general]
autofill = yes
[line]
strategy = rrmemory
member => PJSIP/1001
member => PJSIP/1002
"""
DIALPLAN = """
[incoming]
exten => hold,1,Answer()
 same => n,MusicOnHold(default)
exten => ring,1,Ringing()
 same => n,Wait(60)
exten => line,1,Answer(,i)
 same => n,Queue(line)
 same => n,UserEvent(Done,Status: ${QUEUESTATUS},Number: ${CALLERID(num)})
"""


class Crowd(FloorTest):
    """SIPp's callers are as real to the PBX as anyone's."""

    DIALPLAN = DIALPLAN
    FLOOR = {"modules": ("app_queue",), "files": {"queues.conf": QUEUES}}

    def test_two_hundred_wait_together_and_all_leave_cleanly(self):
        crowd = self.pbx.crowd("hold", callers=200, per_second=100, stay_ms=60_000).start()
        self.pbx.wait_until(
            lambda: self.pbx.channel_count() == 200, 20, lambda: "200 callers to be there"
        )
        gone = crowd.leave()
        self.pbx.wait_quiet()
        self.assertEqual(gone.good + gone.bad, 200)

    def test_callers_who_are_never_answered_give_up_by_themselves(self):
        crowd = self.pbx.crowd("ring", callers=20, per_second=100, stay_ms=500).start()
        outcome = crowd.wait(10)
        self.assertEqual((outcome.good, outcome.bad), (20, 0))

    def test_a_crowd_is_served_by_two_agents_one_after_the_other(self):
        agents = [
            self.pbx.agent_phone(number, answer_after_ms=0, hang_up_after_ms=50)
            for number in ("1001", "1002")
        ]
        crowd = self.pbx.crowd("line", callers=8, per_second=100).start()
        outcome = crowd.wait(30)
        self.assertEqual((outcome.good, outcome.bad), (8, 0))
        served = [call for agent in agents for call in agent.offers if call.answered_at]
        self.assertEqual(len(served), 8)
        numbers = {call.caller.number for call in served}
        self.assertEqual(numbers, {str(7_000_000 + n) for n in range(8)})

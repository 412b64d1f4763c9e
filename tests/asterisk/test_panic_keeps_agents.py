"""After a failure of call distribution agents are what they were: in after-call time, or about to
pause."""

from floor import FloorTest

CONF = """
[sale]
type = disposition

[slow]
type = queue
wrap-up = 10m
disposition = optional

[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = slow

[1002]
type = agent
interface = PJSIP/1002
queues = support
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN})
exten => once,1,AcdReady(1002,once)
 same => n,UserEvent(Did,Status: ${ACDREADYSTATUS})
"""


class PanicKeepsAgents(FloorTest):
    """One agent is in after-call time, the other one takes one more call."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"module": "fault"}

    def fail(self):
        self.pbx.cli("acd fault worker")
        self.pbx.wait_event("AcdEngineFailed")

    def test_after_call_time_and_the_pause_to_come(self):
        phones = [self.pbx.agent_phone(number, answer_after_ms=0) for number in ("1001", "1002")]
        for number in ("1001", "1002"):
            self.pbx.wait_agent(number, "free")
        caller = self.pbx.caller("slow")
        caller.place()
        phones[0].wait_talking().wait_hears(caller.voice_hz)
        caller.hang_up()
        before = self.pbx.wait_agent("1001", "wrap_up")["remaining_ms"]
        self.pbx.cli("acd agent 1001 wrap-up sale k")
        self.pbx.caller("once").place()
        self.assertEqual(self.pbx.wait_user_event("Did")["Status"], "OK")

        self.fail()
        after = self.pbx.wait_agent("1001", "wrap_up")
        self.assertLessEqual(after["remaining_ms"], before)
        self.assertEqual(after["disposition"], "sale")
        self.assertEqual(self.pbx.agent("1002")["is_for_one_call"], True)

        caller = self.pbx.caller("support")
        caller.place()
        phones[1].wait_talking().wait_hears(caller.voice_hz)
        caller.hang_up()
        self.assertEqual(self.pbx.wait_agent("1002", "not_ready")["reason"], "one-call")
        self.pbx.cli("acd agent 1001 ready")
        self.pbx.wait_agent("1001", "free")
        ended = self.pbx.wait_event("AcdWrapUpEnded", Agent="1001")
        self.assertEqual(ended["Disposition"], "sale")

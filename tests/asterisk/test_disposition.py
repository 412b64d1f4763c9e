"""Agents say what became of a call, finish or extend after-call time, all by feature code."""

import json

from floor import FloorTest

CONF = """
[sale]
type = disposition
label = Sold

[unclear]
type = disposition

[support]
type = queue
wrap-up = 60s
wrap-up-extension = 30s
disposition = mandatory
default-disposition = unclear

[short]
type = queue
wrap-up = 1s
disposition = mandatory
default-disposition = unclear

[1001]
type = agent
interface = PJSIP/1001
queues = support, short
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => short,1,AcdQueue(short)
[desk](+)
exten => *1,1,AcdWrapUp(1001)
 same => n,Goto(did,1)
exten => *2,1,AcdWrapUp(1001,sale)
 same => n,Goto(did,1)
exten => *3,1,AcdWrapUp(1001,,e(20s))
 same => n,Goto(did,1)
exten => *4,1,AcdWrapUp(1001,sold)
 same => n,Goto(did,1)
exten => *5,1,AcdWrapUp(1001,sale,z)
 same => n,Goto(did,1)
exten => *6,1,AcdReady(1001)
 same => n,Set(ACDWRAPUPSTATUS=${ACDREADYSTATUS})
 same => n,Goto(did,1)
exten => *7,1,AcdWrapUp(1001,sale,k)
 same => n,Goto(did,1)
exten => *9,1,AcdWrapUp(1009)
 same => n,Goto(did,1)
exten => did,1,UserEvent(Did,Status: ${ACDWRAPUPSTATUS})
"""
# Not *8, by which Asterisk picks up calls.
FINISH, SALE, MORE, UNKNOWN, LETTER, READY, KEEP, NOBODY = (f"*{digit}" for digit in "12345679")


class Disposition(FloorTest):
    """One agent; dispositions are mandatory."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def do(self, code: str) -> str:
        """Somebody dials a feature code; returns the status the dialplan saw."""
        seen = len(self.pbx.events("UserEvent", UserEvent="Did"))
        self.desk.dial(code).wait("ended")
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Did")) > seen,
            10,
            lambda: "a status",
        )
        return self.pbx.events("UserEvent", UserEvent="Did")[-1]["Status"]

    def talk(self, queue: str):
        """The agent talks to a caller of the queue."""
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.desk = self.pbx.agent_phone("1008")
        self.pbx.wait_agent("1001", "free")
        self.caller = self.pbx.caller(queue)
        self.caller.place()
        talk = self.phone.wait_talking()
        talk.wait_hears(self.caller.voice_hz)
        return talk

    def outcomes(self) -> list[dict]:
        """How after-call times of this class ended, as history tells it."""
        lines = [line for line in self.pbx.log().splitlines() if '"wrap_up_ended"' in line]
        return [json.loads(line[line.index("{") :]) for line in lines]

    def wait_outcome(self, number: int) -> dict:
        self.pbx.wait_until(
            lambda: len(self.outcomes()) >= number, 10, lambda: f"outcomes: {self.outcomes()}"
        )
        return self.outcomes()[number - 1]

    def test_after_the_call_a_disposition_makes_the_agent_free_at_once(self):
        known = len(self.outcomes())
        self.talk("support").hang_up()
        self.pbx.wait_agent("1001", "wrap_up")
        self.assertIs(self.pbx.agent("1001")["is_disposition_missing"], True)
        self.assertIn("disposition missing", self.pbx.cli("acd show agents"))
        self.assertEqual(self.do(FINISH), "MISSING")
        self.assertEqual(self.do(READY), "MISSING")
        self.assertEqual(self.do(SALE), "OK")
        self.pbx.wait_agent("1001", "free")
        outcome = self.wait_outcome(known + 1)
        found = (outcome["disposition"], outcome["is_default"], outcome["ended_by"])
        self.assertEqual(found, ("sale", False, "agent"))

    def test_during_the_call_it_is_kept_for_the_end(self):
        known = len(self.outcomes())
        talk = self.talk("support")
        self.assertEqual(self.do(SALE), "OK")
        self.assertEqual(self.pbx.agent("1001")["disposition"], "sale")
        self.assertEqual(talk.state, "talking")
        talk.hang_up()
        view = self.pbx.wait_agent("1001", "wrap_up")
        self.assertEqual((view["disposition"], view["is_disposition_missing"]), ("sale", False))
        self.assertEqual(self.do(READY), "OK")
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.wait_outcome(known + 1)["disposition"], "sale")

    def test_when_the_time_is_over_the_default_counts(self):
        known = len(self.outcomes())
        self.talk("short").hang_up()
        self.pbx.wait_agent("1001", "free")
        outcome = self.wait_outcome(known + 1)
        found = (outcome["disposition"], outcome["is_default"], outcome["ended_by"])
        self.assertEqual(found, ("unclear", True, "timeout"))

    def test_more_time_within_the_bounds(self):
        self.talk("support").hang_up()
        self.pbx.wait_agent("1001", "wrap_up")
        self.assertEqual(self.do(MORE), "OK")
        self.assertGreater(self.pbx.agent("1001")["remaining_ms"], 61_000)
        self.assertEqual(self.do(MORE), "LIMIT")
        self.assertEqual(self.do(KEEP), "OK")
        self.assertEqual(self.pbx.agent("1001")["state"], "wrap_up")
        self.assertEqual(self.do(FINISH), "OK")
        self.pbx.wait_agent("1001", "free")

    def test_a_supervisor_says_it_over_ami(self):
        talk = self.talk("support")
        told = self.pbx.ami.action("AcdAgentWrapUp", Agent="1001", Disposition="sale")
        self.assertIn("talking", told["Message"])
        talk.hang_up()
        self.pbx.wait_agent("1001", "wrap_up")
        self.pbx.ami.action("AcdAgentWrapUp", Agent="1001", Options="e(10s)")
        self.assertGreater(self.pbx.agent("1001")["remaining_ms"], 61_000)
        self.pbx.ami.action("AcdAgentWrapUp", Agent="1001")
        ended = self.pbx.wait_event("AcdWrapUpEnded")
        self.assertEqual((ended["Disposition"], ended["IsDefault"]), ("sale", "no"))
        self.pbx.wait_agent("1001", "free")

    def test_what_cannot_be_done_is_said(self):
        talk = self.talk("support")
        self.assertEqual(self.do(UNKNOWN), "NODISPOSITION")
        self.pbx.wait_log(r"there is no disposition `sold`")
        self.assertEqual(self.do(LETTER), "INVALID")
        self.assertEqual(self.do(NOBODY), "NOAGENT")
        talk.hang_up()
        self.pbx.wait_agent("1001", "wrap_up")
        self.assertEqual(self.do(SALE), "OK")
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.do(FINISH), "NOCALL")

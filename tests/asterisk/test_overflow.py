"""A call goes on to another queue, by its wait or by the length of the line."""

from floor import FloorTest

CONF = """
[support]
type = queue
overflow = 800ms: backup

[backup]
type = queue
music = other

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = backup
"""

DIALPLAN = """
[incoming]
exten => support,1,Answer()
 same => n,AcdQueue(support,c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS},Queue: ${ACDQUEUE},Agent: ${ACDAGENT})
 same => n,Hangup()
"""


class Overflow(FloorTest):
    """The agents of the first queue are not there, one of the other is."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def answered_by_backup(self, agent, caller) -> None:
        """The agent of the other queue talks to the caller, and the dialplan knows the queue."""
        talk = agent.wait_ring()
        self.assertEqual(talk.caller.number, caller.us.number)
        agent.answer()
        caller.call.wait_hears(agent.voice_hz)
        agent.hang_up()
        done = self.pbx.wait_user_event("Done")
        told = (done["Status"], done["Queue"], done["Agent"])
        self.assertEqual(told, ("ANSWERED", "backup", "1002"))

    def test_after_its_wait_the_call_rings_in_the_other_queue(self):
        agent = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        (call,) = self.pbx.wait_waiting(1)
        told = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertIn("Overflows: to queue backup in", told)
        agent.wait_ring()
        told = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertIn("in queue backup", told)
        self.assertIn("Entered:   queue support", told)
        self.pbx.wait_log(r'"event":"call_moved","from":"support","to":"backup"')
        self.answered_by_backup(agent, caller)

    def test_music_is_that_of_the_other_queue(self):
        caller = self.pbx.caller("support")
        caller.place()
        caller.call.wait_hears(330)
        self.assertEqual(self.pbx.waiting_calls()[0]["queue"], "backup")


class OverflowByLength(FloorTest):
    """Nobody serves the first queue; one call may wait there."""

    CONF = CONF.replace("overflow = 800ms:", "overflow-length = 1:")
    DIALPLAN = DIALPLAN

    def test_who_finds_the_line_too_long_rings_in_the_other_queue_at_once(self):
        agent = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1002", "free")
        self.pbx.caller("support").place()
        self.pbx.wait_waiting(1)
        second = self.pbx.caller("support")
        second.place()
        self.assertEqual(agent.wait_ring().caller.number, second.us.number)
        queues = sorted(call["queue"] for call in self.pbx.wait_waiting(2))
        self.assertEqual(queues, ["backup", "support"])

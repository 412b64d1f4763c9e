"""Agents in reserve take a queue's calls only while it needs them: they join when the line is long, a
caller has waited long or would, or too few were served in time, and everyone is told."""

from floor import FloorTest
from floor.console import rows

CONF = """
[long]
type = queue
reserve-rank = 2
reserve-join = line > 1
reserve-leave = line < 1
reserve-stay = 0

[slow]
type = queue
reserve-rank = 2
reserve-join = wait > 1500ms
reserve-leave = wait < 1s
reserve-stay = 1h

[busy]
type = queue
handling-time = 10m
reserve-rank = 2
reserve-join = estimate > 1m
reserve-leave = estimate < 30s
reserve-stay = 1h

[late]
type = queue
service-level = 100ms
reserve-rank = 2
reserve-join = service-level < 80%
reserve-leave = service-level > 90%
reserve-stay = 1h

[1001]
type = agent
interface = PJSIP/1001
queues = long:2, slow:2, busy:2, late:2

[1002]
type = agent
interface = PJSIP/1002
queues = busy
"""

DIALPLAN = """
[incoming]
exten => late,1,Set(left=10)
 same => n(again),AcdQueue(late,,,,200ms)
 same => n,Set(left=$[${left} - 1])
 same => n,GotoIf($[${left} > 0]?again)
 same => n,AcdQueue(late)
exten => _[a-z]!,1,UserEvent(Entered)
 same => n,AcdQueue(${EXTEN})
"""


class Reserve(FloorTest):
    """An agent in reserve; only one queue has another agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def queue(self, name: str):
        """What the console tells of a queue."""
        (queue,) = rows(self.pbx, f"acd show queues {name}")
        return queue

    def test_a_long_line(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        first, second = self.pbx.caller("long"), self.pbx.caller("long")
        first.place()
        (call,) = self.pbx.wait_waiting(1)
        self.assertEqual(self.queue("long")["reserve"], "out")
        explained = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertRegex(
            explained, r"1001 +no +in reserve \(rank 2\), joins when line > 1 \(now 1\)"
        )
        self.assertIn("free, but in reserve, which is out", self.pbx.cli("acd explain agent 1001"))
        second.place()
        ring = phone.wait_ring()
        joined = self.pbx.wait_event("AcdReserveJoined", Queue="long")
        self.assertEqual((joined["Sign"], joined["Value"], joined["Agents"]), ("line", "2", "1"))
        self.assertRegex(self.pbx.cli("acd show queues long"), r"leaves when line < 1 \(now 2\)")
        second.hang_up()
        ring.answer()
        first.wait_answered()
        left = self.pbx.wait_event("AcdReserveLeft", Queue="long")
        self.assertEqual((left["Sign"], left["Value"]), ("line", "0"))
        self.assertEqual(self.queue("long")["reserve"], "out")
        first.hang_up()

    def test_a_long_wait(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("slow")
        caller.place()
        entered = self.pbx.wait_user_event("Entered").at
        self.assertGreaterEqual(phone.wait_ring().rang_at - entered, 1.45)
        joined = self.pbx.wait_event("AcdReserveJoined", Queue="slow")
        self.assertEqual(joined["Sign"], "wait")
        caller.hang_up()
        self.pbx.wait_waiting(0)
        self.assertEqual(self.queue("slow")["reserve"], "in")

    def test_a_long_wait_by_estimate(self):
        reserve = self.pbx.agent_phone("1001")
        first = self.pbx.agent_phone("1002", answer_after_ms=0)
        for agent in ("1001", "1002"):
            self.pbx.wait_agent(agent, "free")
        talking = self.pbx.caller("busy")
        talking.place()
        first.wait_talking()
        joined = self.pbx.wait_event("AcdReserveJoined", Queue="busy")
        self.assertEqual(joined["Sign"], "estimate")
        waiting = self.pbx.caller("busy")
        waiting.place()
        reserve.wait_ring()
        waiting.hang_up()
        talking.hang_up()

    def test_a_poor_service_level(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("late")
        caller.place()
        joined = self.pbx.wait_event("AcdReserveJoined", timeout_s=30, Queue="late")
        self.assertEqual((joined["Sign"], joined["Value"]), ("service-level", "0"))
        phone.wait_ring()
        caller.hang_up()

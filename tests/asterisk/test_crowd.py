"""Two hundred callers wait at once: in order, without threads of ours, and leave nothing behind."""

from floor import FloorTest
from floor.console import calls, rows
from floor.process import descriptor_count, our_threads, thread_count

CROWD = 200
SERVED = 40
AGENTS = ("1001", "1002", "1003", "1004")
# Threads of Asterisk that come with load, such as those that handle SIP.
OTHER_THREADS_MAX = 60

CONF = """
[general]

[support]
type = queue
capacity = 500

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = support

[1003]
type = agent
interface = PJSIP/1003
queues = support

[1004]
type = agent
interface = PJSIP/1004
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,Answer(,i)
 same => n,AcdQueue(support)
exten => h,1,UserEvent(Gone,Status: ${ACDSTATUS})
"""


class Crowd(FloorTest):
    """SIPp calls two hundred times."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_they_wait_are_served_in_order_and_leave_nothing_behind(self):
        self._one_call()
        pid = self.pbx.asterisk.pid()
        threads, descriptors = thread_count(pid), descriptor_count(pid)
        crowd = self.pbx.crowd("support", callers=CROWD, per_second=100, stay_ms=100_000).start()
        self.pbx.wait_until(
            lambda: self._waiting() == CROWD, 40, lambda: f"all to wait: {self._waiting()}"
        )
        line = calls(self.pbx, "waiting")
        self.assertEqual([call["place"] for call in line], list(range(1, CROWD + 1)))
        # One thread a call is the PBX's own; ours are these, however many wait.
        self.assertLess(thread_count(pid), threads + CROWD + OTHER_THREADS_MAX)
        ours = ["acd-events", "acd-lamps", "acd-leg-tags", "acd-rec-tags"]
        ours += ["acd-recordings", "acd-store", "acd-worker"]
        self.assertEqual(sorted(our_threads(pid)), ours)

        phones = [
            self.pbx.agent_phone(agent, answer_after_ms=0, hang_up_after_ms=100)
            for agent in AGENTS
        ]
        self.pbx.wait_until(
            lambda: self._waiting() <= CROWD - SERVED, 60, lambda: f"service: {self._waiting()}"
        )
        for phone in phones:
            phone.unregister()
        self._were_served_in_order(phones, [call["caller"]["number"] for call in line])

        gone = crowd.leave(60)
        self.assertEqual(gone.good + gone.bad, CROWD)
        self.pbx.wait_quiet(30)
        self.assertEqual(calls(self.pbx), [])
        self.pbx.wait_until(
            lambda: descriptor_count(pid) <= descriptors,
            20, lambda: f"descriptors to be given back: {descriptors}, {self._count('fd')}",
        )
        ended = [event["Status"] for event in self.pbx.events("UserEvent", UserEvent="Gone")]
        self.assertLessEqual(set(ended), {"ANSWERED", "ABANDONED"})

    def _one_call(self) -> None:
        # What Asterisk opens at the first call and keeps is not to count.
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        caller.hang_up()
        self.pbx.wait_quiet()
        phone.unregister()

    def _were_served_in_order(self, phones, numbers: list[str]) -> None:
        place = {number: nth for nth, number in enumerate(numbers)}
        served = []
        for phone in phones:
            of_phone = [place[offer.caller.number] for offer in phone.offers]
            self.assertEqual(of_phone, sorted(of_phone), f"the calls of {phone.number}")
            served += of_phone
        # Nobody is skipped: those offered are the first of the line.
        self.assertEqual(sorted(served), list(range(len(served))))
        self.assertGreaterEqual(len(served), SERVED)

    def _waiting(self) -> int:
        return rows(self.pbx, "acd show queues")[0]["waiting"]

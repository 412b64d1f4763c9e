"""When a queue closes, those who wait in it leave at once if it says so, and a phone that rings has
its time first; otherwise they are served."""

from floor import FloorTest

CONF = """
[releasing]
type = queue
at-close = release
ring-timeout = 60s

[keeping]
type = queue

[timed]
type = queue
at-close = release
hours = *,mon-sun,*,*
closed = *,*,1-31,*

[1001]
type = agent
interface = PJSIP/1001
queues = releasing
"""

DIALPLAN = """
[incoming]
exten => _[a-z]!,1,AcdQueue(${EXTEN})
 same => n,UserEvent(WentOn,Queue: ${EXTEN},Status: ${ACDSTATUS},Joined: ${ACDJOINED})
"""


class AtClose(FloorTest):
    """One agent for the queue that releases, nobody for the others."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def test_those_who_wait_leave_and_a_phone_that_rings_has_its_time(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        first, second = self.pbx.caller("releasing"), self.pbx.caller("releasing")
        first.place()
        ring = phone.wait_ring()
        second.place()
        kept = self.pbx.caller("keeping")
        kept.place()
        self.pbx.wait_waiting(3)
        self.pbx.cli("acd queue keeping close")
        self.pbx.cli("acd queue releasing close")
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual(
            (on["Queue"], on["Status"], on["Joined"]), ("releasing", "CLOSED", "yes")
        )
        self.pbx.wait_waiting(2)
        ring.answer()
        first.wait_answered()
        first.hang_up()
        self.pbx.wait_agent("1001", "free")
        kept.hang_up()
        self.pbx.wait_waiting(0)
        self.pbx.cli("acd queue keeping auto")
        self.pbx.cli("acd queue releasing auto")

    def test_a_queue_that_is_given_back_to_its_hours_when_they_are_over(self):
        self.pbx.cli("acd queue timed open")
        caller = self.pbx.caller("timed")
        caller.place()
        self.pbx.wait_waiting(1)
        self.pbx.cli("acd queue timed auto")
        on = self.pbx.wait_user_event("WentOn", Queue="timed")
        self.assertEqual((on["Status"], on["Joined"]), ("CLOSED", "yes"))

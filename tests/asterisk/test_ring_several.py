"""Several agents are rung at once; one gets the call, the other phones stop as if nothing had been."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-at-once = all
back-off-rejected = 1s

[two]
type = queue
ring-at-once = 2
back-off-busy = 200ms

[1001]
type = agent
interface = PJSIP/1001
queues = support, two:1

[1002]
type = agent
interface = PJSIP/1002
queues = support, two:2

[1003]
type = agent
interface = PJSIP/1003
queues = support, two:3
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS},Agent: ${ACDAGENT})
exten => two,1,AcdQueue(two,c)
exten => h,1,UserEvent(Ended,Status: ${ACDSTATUS},Caller: ${CALLERID(num)})
"""
NUMBERS = ("1001", "1002", "1003")
TIMES = 10


class RingSeveral(FloorTest):
    """Three phones on two queues."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def phones(self):
        """Three phones that ring until told otherwise, their agents free."""
        phones = [self.pbx.agent_phone(number) for number in NUMBERS]
        self.all_free()
        return phones

    def all_free(self):
        for number in NUMBERS:
            self.pbx.wait_agent(number, "free")

    def stopped_without_a_missed_call(self, ring):
        """The phone was told that somebody else has the call, so it shows none as missed."""
        ring.wait("ended")
        self.assertEqual((ring.ended_by, ring.end_code), ("them", 487))
        self.assertIn("cause=200", ring.end_reason or "")
        self.assertIn("Call completed elsewhere", ring.end_reason)

    def test_all_ring_and_who_answers_first_has_the_call(self):
        phones = self.phones()
        caller = self.pbx.caller("support", number="5551000")
        caller.place()
        rings = [phone.wait_ring() for phone in phones]
        self.assertEqual([ring.caller.number for ring in rings], ["5551000"] * 3)
        (call,) = self.pbx.waiting_calls()
        self.assertEqual(sorted(call["agents"]), list(NUMBERS))
        shown = self.pbx.cli("acd show calls")
        self.assertIn(", ".join(call["agents"]), shown)
        phones[1].answer()
        for place in (0, 2):
            self.stopped_without_a_missed_call(rings[place])
        rings[1].wait_hears(caller.voice_hz)
        caller.call.wait_hears(phones[1].voice_hz)
        for number in ("1001", "1003"):
            self.assertEqual(self.pbx.wait_agent(number, "free")["missed"], 0)
        rings[1].hang_up()
        done = self.pbx.wait_user_event("Done")
        self.assertEqual((done["Status"], done["Agent"]), ("ANSWERED", "1002"))

    def test_the_losers_ring_for_the_next_caller(self):
        phones = self.phones()
        first, second = self.pbx.caller("support"), self.pbx.caller("support")
        first.place()
        for phone in phones:
            phone.wait_ring()
        second.place()
        self.pbx.wait_waiting(2)
        phones[0].answer()
        for phone in phones[1:]:
            self.assertEqual(phone.wait_ring(nth=2).caller.number, second.us.number)
        self.assertEqual(len(phones[0].offers), 1)

    def test_of_two_who_answer_in_the_same_instant_exactly_one_talks(self):
        phones = self.phones()
        for turn in range(1, TIMES + 1):
            caller = self.pbx.caller("support")
            caller.place()
            rings = [phone.wait_ring(nth=turn) for phone in phones]
            self.pbx.same_instant(*(phone.answer for phone in phones[:2][:: (-1) ** turn]))
            caller.wait_answered()
            rings[2].wait("ended")
            self.pbx.wait_until(
                lambda: sum(ring.state == "talking" for ring in rings) == 1,
                10,
                lambda: f"exactly one to talk: {[ring.state for ring in rings]}",
            )
            winner = next(ring for ring in rings if ring.state == "talking")
            winner.wait_hears(caller.voice_hz)
            caller.hang_up()
            ended = self.pbx.wait_user_event("Ended", Caller=caller.us.number)
            self.assertEqual(ended["Status"], "ANSWERED")
            for phone in phones:
                phone.wait_idle()
            self.all_free()
        self.assertIn("0 call(s)", self.pbx.cli("acd show calls"))

    def test_the_caller_hangs_up_and_all_phones_stop(self):
        phones = self.phones()
        caller = self.pbx.caller("support")
        caller.place()
        rings = [phone.wait_ring() for phone in phones]
        caller.hang_up()
        ended = self.pbx.wait_user_event("Ended", Caller=caller.us.number)
        self.assertEqual(ended["Status"], "ABANDONED")
        for ring in rings:
            ring.wait("ended")
            self.assertEqual((ring.ended_by, ring.end_code), ("them", 487))
        self.all_free()
        for number in NUMBERS:
            self.assertEqual(self.pbx.agent(number)["missed"], 0)

    def test_one_declines_and_the_others_ring_on(self):
        phones = self.phones()
        caller = self.pbx.caller("support")
        caller.place()
        rings = [phone.wait_ring() for phone in phones]
        rings[0].reject(603)
        self.pbx.wait_agent("1001", "resting")
        self.assertEqual([ring.state for ring in rings], ["ended", "ringing", "ringing"])
        # Whoever declined is rung again when the rest is over.
        phones[0].wait_ring(nth=2)
        phones[2].answer()
        rings[2].wait_hears(caller.voice_hz)
        self.stopped_without_a_missed_call(rings[1])

    def test_the_best_two_of_three_and_the_third_in_the_place_of_one_who_declines(self):
        phones = self.phones()
        self.pbx.caller("two").place()
        rings = [phone.wait_ring() for phone in phones[:2]]
        self.assertEqual(phones[2].offers, [])
        rings[0].reject(486)
        third = phones[2].wait_ring()
        self.assertEqual([rings[1].state, third.state], ["ringing", "ringing"])
        phones[1].answer()
        self.stopped_without_a_missed_call(third)

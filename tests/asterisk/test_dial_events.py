"""Every leg is told of by DialBegin and DialEnd, with the status that says how it went."""

from floor import FloorTest

CONF = """
[support]
type = queue
ring-timeout = 600ms
back-off-busy = 300ms
back-off-no-answer = 300ms
rona-limit = 9

[1001]
type = agent
interface = PJSIP/1001
queues = support:1

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
"""
CDR_MANAGER = "[general]\nenabled = yes\n"


class DialEvents(FloorTest):
    """What follows dialling at the manager interface and in the call records sees each leg."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"modules": ("cdr_manager",), "files": {"cdr_manager.conf": CDR_MANAGER}}

    def statuses(self, legs: int) -> list[str]:
        """The statuses of that many legs; each had its beginning, from the caller, before."""
        self.pbx.wait_until(
            lambda: len(self.pbx.events("DialEnd")) >= legs,
            5,
            lambda: f"{legs} legs to end: {self.pbx.events('DialEnd')}",
        )
        ends = self.pbx.events("DialEnd")
        begins = {e["DestUniqueid"]: e for e in self.pbx.events("DialBegin")}
        self.assertEqual(len(begins), legs)
        for end in ends:
            begin = begins[end["DestUniqueid"]]
            self.assertLessEqual(begin.at, end.at)
            self.assertEqual(begin["Uniqueid"], end["Uniqueid"])
            self.assertTrue(begin["Channel"].startswith("PJSIP/carrier"), begin["Channel"])
        return [e["DialStatus"] for e in ends]

    def test_busy_then_answered_and_the_call_record(self):
        first = self.pbx.agent_phone("1001", reject=486)
        second = self.pbx.agent_phone("1002", answer_after_ms=50)
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support", number="5551000")
        caller.place()
        talk = second.wait_talking()
        caller.wait_answered()
        self.assertEqual(self.statuses(2), ["BUSY", "ANSWER"])
        begins = self.pbx.events("DialBegin")
        self.assertEqual([b["DialString"] for b in begins], ["PJSIP/1001", "PJSIP/1002"])
        talk.hang_up()
        self.pbx.wait_user_event("Done")
        self.pbx.wait_quiet()
        record = self.pbx.wait_event("Cdr", Disposition="ANSWERED")
        self.assertEqual((record["Source"], record["LastApplication"]), ("5551000", "AcdQueue"))
        self.assertTrue(record["DestinationChannel"].startswith("PJSIP/1002"), record.fields)
        self.assertEqual(len(first.offers), 1)

    def test_a_phone_that_rings_in_vain(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        phone.wait_idle()
        self.assertEqual(self.statuses(1), ["NOANSWER"])

    def test_a_caller_who_leaves_while_it_rings(self):
        phone = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1002", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_ring()
        caller.hang_up()
        phone.wait_idle()
        self.assertEqual(self.statuses(1), ["CANCEL"])

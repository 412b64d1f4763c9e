"""Outside its opening hours a queue lets nobody in, unless it is opened by hand; closed by hand it
lets nobody in whatever the hours say, and serves who is in line."""

from floor import FloorTest

CONF = """
[base](!)
type = queue

[always](base)
hours = *,mon-wed,*,*
hours = *,thu-sun,*,*

[never](base)
hours = *,mon-wed,*,*
hours = *,thu-sun,*,*
closed = *,*,1-31,*
timezone = Asia/Kathmandu

[1001]
type = agent
interface = PJSIP/1001
sign-in = manual
queues = always, never
"""

DIALPLAN = """
[incoming]
exten => _[a-z]!,1,AcdQueue(${EXTEN})
 same => n,UserEvent(WentOn,Queue: ${EXTEN},Status: ${ACDSTATUS},Joined: ${ACDJOINED})
"""


class OpeningHours(FloorTest):
    """A queue that is open on every day of the week, and one that is closed on every day."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def is_closed(self, queue: str):
        """A caller is turned away."""
        self.pbx.caller(queue).place()
        on = self.pbx.wait_user_event("WentOn", Queue=queue)
        self.assertEqual((on["Status"], on["Joined"]), ("CLOSED", "no"))

    def is_open(self, queue: str):
        """A caller is let in."""
        caller = self.pbx.caller(queue)
        caller.place()
        self.pbx.wait_waiting(1)
        caller.hang_up()
        self.pbx.wait_waiting(0)

    def test_the_hours(self):
        self.is_open("always")
        self.is_closed("never")

    def test_by_hand(self):
        self.assertIn("queue never is open", self.pbx.cli("acd queue never open"))
        self.is_open("never")
        self.assertIn("queue never keeps its hours", self.pbx.cli("acd queue never auto"))
        self.assertIn("there is no queue `nope`", self.pbx.cli("acd queue nope open"))
        waiting = self.pbx.caller("always")
        waiting.place()
        self.pbx.wait_waiting(1)
        self.pbx.cli("acd queue always close")
        self.assertRegex(self.pbx.cli("acd show queues"), r"always .* closed")
        self.pbx.caller("always").place()
        on = self.pbx.wait_user_event("WentOn", Queue="always")
        self.assertEqual(on["Status"], "CLOSED")
        self.pbx.wait_waiting(1)
        self.pbx.cli("acd queue always auto")

    def test_an_unknown_time_zone_is_refused(self):
        self.addCleanup(self.pbx.write_conf, CONF)
        self.pbx.write_conf(CONF.replace("Asia/Kathmandu", "Asia/Kathmandi"))
        told = self.pbx.cli("acd reload check")
        said = r"acd\.conf:\d+: \[never\] timezone = Asia/Kathmandi: no time zone that the PBX knows"
        self.assertRegex(told, said)

"""A queue is closed, opened and made to choose otherwise, by feature code and over AMI."""

from floor import FloorTest
from floor.console import rows
from pbx.ami import AmiError

CONF = """
[support]
type = queue
hours = *,mon-sun,*,*

[1001]
type = agent
sign-in = manual
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
[desk](+)
exten => *1,1,Set(ACD_QUEUE(support,close)=)
exten => *2,1,Set(ACD_QUEUE(support,auto)=)
exten => *3,1,Set(ACD_QUEUE(support,strategy)=ordered)
 same => n,Set(ACD_QUEUE(support,ring-at-once)=3)
exten => *4,1,Set(ACD_QUEUE(support,shut)=)
 same => n,Set(ACD_QUEUE(nowhere,close)=)
"""


class ChangeOfAQueue(FloorTest):
    """A queue that is always open, and a supervisor with a phone."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def setUp(self):
        super().setUp()
        self.boss = self.pbx.agent_phone("1009")

    def queue(self) -> dict:
        """What the console tells of the queue."""
        (queue,) = rows(self.pbx, "acd show queues support")
        return queue

    def dial(self, code: str):
        """The supervisor dials a feature code."""
        self.boss.dial(code).wait("ended")

    def change(self, change: str, **fields):
        """An AMI client changes the queue."""
        return self.pbx.ami.action("AcdQueueChange", Queue="support", Change=change, **fields)

    def is_turned_away(self):
        """The next caller finds the queue closed."""
        seen = len(self.pbx.events("UserEvent", UserEvent="WentOn"))
        self.pbx.caller("support").place()
        gone = lambda: self.pbx.events("UserEvent", UserEvent="WentOn")[seen:]
        self.pbx.wait_until(gone, 10, "the caller to go on")
        self.assertEqual(gone()[0]["Status"], "CLOSED")

    def is_let_in(self):
        """The next caller waits."""
        caller = self.pbx.caller("support")
        caller.place()
        self.pbx.wait_waiting(1)
        caller.hang_up()
        self.pbx.wait_waiting(0)

    def test_a_night_switch_by_feature_code(self):
        self.dial("*1")
        self.assertEqual(self.queue()["door"], "closed")
        self.is_turned_away()
        self.dial("*2")
        self.assertEqual(self.queue()["door"], "auto")
        self.is_let_in()
        by = [event["By"] for event in self.pbx.events("AcdDoorSet")]
        self.assertEqual(by, ["PJSIP/1009", "PJSIP/1009"])

    def test_a_night_switch_over_ami(self):
        self.change("close", By="ann", Why="it is late")
        self.is_turned_away()
        self.change("open")
        self.assertEqual(self.queue()["door"], "open")
        self.change("auto")
        self.is_let_in()
        by = [event["By"] for event in self.pbx.events("AcdDoorSet")]
        self.assertEqual(by, ["ami/ann: it is late", "ami", "ami"])

    def test_strategy_and_number_by_both(self):
        self.dial("*3")
        queue = self.queue()
        self.assertEqual((queue["strategy"], queue["ring_at_once"]), ("ordered", 3))
        self.change("strategy", Value="configured")
        self.change("ring-at-once", Value="configured")
        queue = self.queue()
        self.assertEqual((queue["strategy"], queue["ring_at_once"]), ("longest-idle", 1))
        by = [event["By"] for event in self.pbx.events("AcdStrategyChanged")]
        self.assertEqual(by, ["PJSIP/1009", "ami"])

    def test_what_cannot_be_done_is_named_and_nobody_else_may_write(self):
        self.dial("*4")
        self.pbx.wait_log("`shut`: expected one of strategy, ring-at-once, open, close, auto")
        self.pbx.wait_log("there is no queue `nowhere`")
        for fields, said in (
            ({"Change": "shut"}, "`shut`: expected one of"),
            ({"Change": "open", "Value": "now"}, "nothing is expected after `open`"),
            ({"Change": "strategy", "Value": "odered"}, "strategy `odered`: expected one of"),
            ({"Change": "open", "Queue": "nowhere"}, "there is no queue `nowhere`"),
        ):
            with self.assertRaises(AmiError) as refused:
                self.pbx.ami.action("AcdQueueChange", **{"Queue": "support", **fields})
            self.assertIn(said, str(refused.exception))
        with self.assertRaises(AmiError):
            self.pbx.ami.action("Setvar", Variable="ACD_QUEUE(support,close)", Value="")
        self.assertEqual(self.queue()["door"], "auto")

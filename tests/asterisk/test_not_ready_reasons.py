"""Only declared not-ready reasons are taken, and each says how long it may last."""

from floor import FloorTest

CONF = """
[lunch]
type = not-ready-reason
label = Lunch break
limit = 1s
paid = no

[tea]
type = not-ready-reason
limit = 1s
at-limit = ready

[coaching]
type = not-ready-reason
selectable = supervisor

[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[desk](+)
exten => _*1.,1,Set(reason=${CUT(EXTEN,-,2)})
 same => n,AcdNotReady(1001,${reason})
 same => n,UserEvent(Did,Status: ${ACDNOTREADYSTATUS})
"""


class NotReadyReasons(FloorTest):
    """An agent with an alarm at lunch, a return after tea, and no other excuse."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def say(self, phone, reason: str) -> str:
        seen = len(self.pbx.events("UserEvent", UserEvent="Did"))
        phone.dial(f"*1-{reason}").wait("ended")
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Did")) > seen,
            10,
            lambda: "a status",
        )
        return self.pbx.events("UserEvent", UserEvent="Did")[-1]["Status"]

    def test_declared_ones_hold_as_long_as_they_say(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        for refused in ("walk", "coaching"):
            self.assertEqual(self.say(phone, refused), "NOREASON")
        self.pbx.wait_log(r"no not-ready reason `walk` to give; known are lunch, tea, rona")
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(self.say(phone, "LUNCH"), "OK")
        self.pbx.wait_log(r"agent 1001 is not ready \(lunch\) for longer than 1 s")
        view = self.pbx.agent("1001")
        self.assertEqual((view["state"], view["reason"]), ("not_ready", "lunch"))
        self.assertEqual((view["is_over_limit"], view["is_paid"]), (True, False))
        self.assertIn("Lunch break", self.pbx.cli("acd show agents"))
        self.assertEqual(self.say(phone, "tea"), "OK")
        view = self.pbx.wait_agent("1001", "free", timeout_s=15)
        self.assertEqual(view["caused_by"], "time over")

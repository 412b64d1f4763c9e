"""Declared tags take what their declaration says, from everyone, and may be the only ones."""

from floor import FloorTest
from floor.console import calls, wait_calls
from pbx.ami import AmiError

CONF = """
[reason]
type = tag
kind = choice
choices = Billing, other

[amount]
type = tag
kind = number
min = -5
max = 100

[account]
type = tag
kind = text
pattern = [A-Z]{2}[0-9]{4}

[support]
type = queue

[closed]
type = queue
undeclared-tags = no
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdTag(mine)
 same => n,AcdQueue(${EXTEN})
exten => many,1,Set(n=0)
 same => n,While($[${n} < 64])
 same => n,AcdTag(k${n})
 same => n,Set(n=$[${n} + 1])
 same => n,EndWhile()
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(k0=again)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(one-more)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdUntag(k1)
 same => n,AcdTag(one-more)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,Wait(30)
exten => statuses,1,Answer()
 same => n,AcdTag(reason=other)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(reason=none of them)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(amount=101)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,AcdTag(account=AB12)
 same => n,UserEvent(Told,Status: ${ACDTAGSTATUS})
 same => n,Wait(30)
"""


class DeclaredTags(FloorTest):
    """Three declared tags; one queue takes no others."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def statuses(self, extension: str) -> list[str]:
        """What the dialplan was told, one after the other."""
        caller = self.pbx.caller(extension)
        caller.place()
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Told")) == 4, 10, lambda: "all"
        )
        caller.hang_up()
        return [event["Status"] for event in self.pbx.events("UserEvent", UserEvent="Told")]

    def test_each_kind_says_what_was_expected(self):
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1, "waiting")
        call = str(calls(self.pbx, "waiting")[0]["call"])
        told = self.pbx.cli(f"acd call {call} tag reason=BILLING&amount=-5&account=AB1234")
        self.assertIn("account=AB1234&amount=-5&mine=1&reason=Billing", told)
        for tag, expected in (
            ("reason=nonsense", "Billing, other"),
            ("amount=101", "-5 to 100"),
            ("amount=1.5", "-5 to 100"),
            ("account=AB12345", r"\[A-Z\]\{2\}\[0-9\]\{4\}"),
        ):
            with self.assertRaisesRegex(AmiError, expected):
                self.pbx.ami.action("AcdTag", Call=call, Tags=tag)
        tags = calls(self.pbx, "waiting")[0]["tags"]
        self.assertEqual(
            tags, {"account": "AB1234", "amount": "-5", "mine": "1", "reason": "Billing"}
        )
        caller.hang_up()
        wait_calls(self.pbx, 0, "waiting")

    def test_a_queue_may_take_no_others(self):
        caller = self.pbx.caller("closed")
        caller.place()
        wait_calls(self.pbx, 1, "waiting")
        call = str(calls(self.pbx, "waiting")[0]["call"])
        with self.assertRaisesRegex(AmiError, "resaon.*reason"):
            self.pbx.ami.action("AcdTag", Call=call, Tags="resaon=other")
        self.pbx.ami.action("AcdTag", Call=call, Tags="reason=other")
        # What was there before may stay and go.
        self.assertEqual(calls(self.pbx, "waiting")[0]["tags"], {"mine": "1", "reason": "other"})
        self.pbx.ami.action("AcdUntag", Call=call, Keys="mine")
        caller.hang_up()
        wait_calls(self.pbx, 0, "waiting")

    def test_the_dialplan_is_told_which_it_was(self):
        expected = ["OK", "INVALID", "INVALID", "INVALID"]
        self.assertEqual(self.statuses("statuses"), expected)
        self.pbx.write_conf("[general]\nundeclared-tags = no\n" + self.CONF)
        self.pbx.cli("acd reload")
        self.pbx.caller("support").place()
        self.pbx.wait_log(r"AcdTag\(mine\) was not done: .*ACDTAGSTATUS=UNDECLARED")
        self.pbx.write_conf(self.CONF)
        self.pbx.cli("acd reload")

    def test_a_call_has_at_most_64(self):
        self.assertEqual(self.statuses("many"), ["OK", "OK", "LIMIT", "OK"])

"""A call that cannot be let in goes on in the dialplan at once, and the log says why."""

from floor import FloorTest

CONF = """
[french]
type = skill

[support]
type = queue

[small]
type = queue
capacity = 1
"""

DIALPLAN = """
[incoming]
exten => small,1,AcdQueue(small)
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
exten => requirement,1,Set(arguments=support,,"french >= 3 & frensh")
 same => n,Goto(try,1)
exten => syntax,1,Set(arguments=support,,french >>)
 same => n,Goto(try,1)
exten => attribute,1,Set(arguments=support,,french >= $wanted)
 same => n,Goto(try,1)
exten => option,1,Set(arguments=support,cz)
 same => n,Goto(try,1)
exten => priority,1,Set(arguments=support,,,high)
 same => n,Goto(try,1)
exten => timeout,1,Set(arguments=support,,,,soon)
 same => n,Goto(try,1)
exten => many,1,Set(arguments=support,,,,5,6)
 same => n,Goto(try,1)
exten => nobody,1,Set(arguments=nosuchqueue)
 same => n,Goto(try,1)
exten => nothing,1,Set(arguments=)
 same => n,Goto(try,1)
exten => try,1,Set(ACDSTATUS=stale)
 same => n,AcdQueue(${arguments})
 same => n,UserEvent(WentOn,Status: ${ACDSTATUS})
 same => n,Answer()
 same => n,Echo()
"""


class NotLetIn(FloorTest):
    """Queues that are full or unknown, arguments that are wrong."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def goes_on_with(self, extension: str, status: str) -> None:
        """A call to the extension goes on with this status, and is alive."""
        caller = self.pbx.caller(extension)
        caller.place()
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual(on["Status"], status)
        caller.wait_answered()
        caller.call.wait_hears(caller.voice_hz)
        self.pbx.wait_waiting(0)

    def test_a_queue_that_does_not_exist(self):
        self.goes_on_with("nobody", "NOQUEUE")
        self.pbx.wait_log(r"AcdQueue\(nosuchqueue\).*nosuchqueue.*ACDSTATUS=NOQUEUE")

    def test_a_requirement_with_an_unknown_skill_is_shown_with_column_and_caret(self):
        self.goes_on_with("requirement", "INVALID")
        text = self.pbx.wait_log(r"frensh.*ACDSTATUS=INVALID")
        self.assertIn("french", text.group(0))
        shown = self.pbx.wait_log(r"rs: {5}french >= 3 & frensh\n.*rs: {5}( *)\^")
        self.assertEqual(len(shown.group(1)), len("french >= 3 & "))

    def test_a_requirement_that_cannot_be_read(self):
        self.goes_on_with("syntax", "INVALID")
        self.pbx.wait_log(r"rs: {5}french >>\n.*rs: {5} {8}\^")

    def test_a_requirement_whose_variable_the_call_does_not_have(self):
        self.goes_on_with("attribute", "INVALID")
        self.pbx.wait_log(r"wanted.*ACDSTATUS=INVALID")

    def test_an_unknown_option(self):
        self.goes_on_with("option", "INVALID")
        self.pbx.wait_log(r"unknown option `z`.*ACDSTATUS=INVALID")

    def test_a_priority_that_is_no_number(self):
        self.goes_on_with("priority", "INVALID")
        self.pbx.wait_log(r"priority `high`.*ACDSTATUS=INVALID")

    def test_a_timeout_that_is_no_duration(self):
        self.goes_on_with("timeout", "INVALID")
        self.pbx.wait_log(r"timeout `soon`.*ACDSTATUS=INVALID")

    def test_too_many_arguments(self):
        self.goes_on_with("many", "INVALID")
        self.pbx.wait_log(r"6 arguments, at most 5.*ACDSTATUS=INVALID")

    def test_no_argument_at_all(self):
        self.goes_on_with("nothing", "INVALID")
        self.pbx.wait_log(r"the queue's name, is missing.*ACDSTATUS=INVALID")

    def test_a_full_queue(self):
        first, second = self.pbx.caller("small"), self.pbx.caller("small")
        first.place()
        self.pbx.wait_waiting(1)
        second.place()
        on = self.pbx.wait_user_event("WentOn")
        self.assertEqual((on["Status"], on["CallerIDNum"]), ("FULL", second.us.number))
        self.assertTrue(first.call.is_up)
        self.assertEqual(len(self.pbx.waiting_calls()), 1)
        first.hang_up()
        self.pbx.wait_waiting(0)
        third = self.pbx.caller("small")
        third.place()
        self.pbx.wait_waiting(1)

"""queue_log has the lines that app_queue would write: verbs, fields and their order."""

from floor import FloorTest

CONF = """
[general]
queue-log = yes

[support]
type = queue
rona-limit = 0
ring-timeout = 1s
back-off-no-answer = 100ms

[sales]
type = queue
timeout = 1s
exit-keys = 1

[keys]
type = queue
exit-keys = 1

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(support)
exten => keys,1,Answer()
 same => n,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(keys)
exten => sales,1,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(sales)
"""


class QueueLog(FloorTest):
    """One agent; calls that end in every way."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def lines(self) -> list[list[str]]:
        """The fields behind the moment of each line."""
        place = self.pbx.asterisk.home / "log/queue_log"
        text = place.read_text() if place.exists() else ""
        return [line.split("|")[1:] for line in text.splitlines()]

    def wait_line(self, call: str, verb: str) -> list[str]:
        """The agent, and what stands behind the verb, of a call's line."""

        def found() -> list[list[str]]:
            return [line for line in self.lines() if line[0] == call and line[3] == verb]

        self.pbx.wait_until(found, 10, lambda: f"{verb} of {call}: {self.lines()}")
        line = found()[0]
        return [line[2], *line[4:]]

    def call(self, extension: str, number: str):
        """A caller, and the id by which the log knows the call."""
        caller = self.pbx.caller(extension, number=number)
        seen = len(self.pbx.events("UserEvent", UserEvent="Caller"))
        caller.place()
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Caller")) > seen,
            10, lambda: "the caller to come",
        )
        return caller, self.pbx.events("UserEvent", UserEvent="Caller")[-1]["Id"]

    def test_a_call_that_is_answered_the_second_time(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller, call = self.call("support", "5551234")
        phone.wait_ring()
        phone.wait_ring(nth=2)
        phone.answer()
        phone.wait_talking()
        self.pbx.wait_agent("1001", "talking")
        caller.hang_up()
        self.assertEqual(self.wait_line(call, "ENTERQUEUE"), ["NONE", "", "5551234", "1"])
        agent, ring_ms = self.wait_line(call, "RINGNOANSWER")
        self.assertEqual(agent, "1001")
        self.assertGreaterEqual(int(ring_ms), 1_000)
        agent, hold_s, channel, _ring_s = self.wait_line(call, "CONNECT")
        self.assertEqual(agent, "1001")
        dialled = self.pbx.events("DialBegin", Uniqueid=call)[-1]
        self.assertEqual(channel, dialled["DestUniqueid"])
        self.assertGreaterEqual(int(hold_s), 1)
        agent, hold_again_s, _talk_s, place = self.wait_line(call, "COMPLETECALLER")
        self.assertEqual((agent, hold_again_s, place), ("1001", hold_s, "1"))
        phone.answers(hang_up_after_ms=100)
        other, call = self.call("support", "5551235")
        other.wait_ended()
        self.assertEqual(self.wait_line(call, "COMPLETEAGENT")[0], "1001")

    def test_calls_that_nobody_answers(self):
        first, one = self.call("sales", "5551000")
        second, two = self.call("sales", "5551001")
        self.pbx.wait_waiting(2)
        second.hang_up()
        agent, place, first_place, _wait_s = self.wait_line(two, "ABANDON")
        self.assertEqual((agent, place, first_place), ("NONE", "2", "2"))
        first.wait_ended()
        agent, place, first_place, wait_s = self.wait_line(one, "EXITWITHTIMEOUT")
        self.assertEqual((agent, place, first_place, wait_s), ("NONE", "1", "1", "1"))

    def test_a_caller_who_leaves_by_a_key(self):
        caller, call = self.call("keys", "5551000")
        self.pbx.wait_waiting(1)
        caller.call.wait_hears(440)
        caller.call.press("1")
        key = self.wait_line(call, "EXITWITHKEY")
        self.assertEqual(key[:4], ["NONE", "1", "1", "1"])
        caller.wait_ended()

    def test_a_caller_who_is_transferred_after_a_consultation(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller, call = self.call("support", "5551234")
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        talk.hold()
        caller.call.wait_hears(440)
        consultation = phone.dial("600")
        consultation.wait("talking")
        consultation.wait_hears(phone.voice_hz)
        talk.transfer_to(consultation)
        line = self.wait_line(call, "ATTENDEDTRANSFER")
        self.assertEqual(line[:3], ["1001", "BRIDGE", ""])
        self.assertEqual(line[5], "1")
        caller.hang_up()

    def test_a_phone_that_rings_when_the_caller_leaves(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        caller, call = self.call("support", "5551234")
        phone.wait_ring()
        caller.hang_up()
        self.assertEqual(self.wait_line(call, "RINGCANCELED")[0], "1001")
        self.assertEqual(self.wait_line(call, "ABANDON")[1:3], ["1", "1"])

    def test_agents(self):
        seen = len(self.lines())
        self.pbx.cli("acd agent 1001 not-ready lunch")
        self.pbx.cli("acd agent 1001 ready")
        self.pbx.cli("acd agent 1001 sign-out")
        self.pbx.cli("acd agent 1001 sign-in PJSIP/1002")
        self.pbx.cli("acd agent 1001 sign-out")
        self.pbx.cli("acd agent 1001 sign-in")

        def told() -> list[list[str]]:
            return [line[:5] for line in self.lines()[seen:] if line[2] == "1001"]

        nobody = ["NONE", "NONE", "1001"]
        wanted = [
            [*nobody, "PAUSEALL", "lunch"],
            [*nobody, "UNPAUSEALL", ""],
            [*nobody, "AGENTLOGOFF", "PJSIP/1001"],
            [*nobody, "AGENTLOGIN", "PJSIP/1002"],
            [*nobody, "AGENTLOGOFF", "PJSIP/1002"],
            [*nobody, "AGENTLOGIN", "PJSIP/1001"],
        ]
        self.pbx.wait_until(lambda: len(told()) == len(wanted), 10, told)
        self.assertEqual(told(), wanted)

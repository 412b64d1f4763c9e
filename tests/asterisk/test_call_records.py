"""CDR and CEL tell of a stay in a queue: who, where, and how it ended, and nothing else."""

import csv
import json

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls

# What a caller may say of themselves; none of it is a field of ours.
SAID = "',\"${SHELL(touch pwned)}\"\\;x"
NUMBER = "555%2C%22x%22"

CONF = """
[general]
cdr-fields = yes
cel-events = yes

[sup.port+1]
type = queue
wrap-up = 300ms

[sales]
type = queue
timeout = 1s

[late]
type = queue
overflow = 500ms: sup.port+1

[o.brien-2]
type = agent
interface = PJSIP/1001
queues = sup.port+1

[1002]
type = agent
interface = PJSIP/1002
queues = sup.port+1:2
"""

DIALPLAN = """
[incoming]
exten => support,1,Set(CHANNEL(accountcode)=ours)
 same => n,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(SUP.port+1)
exten => twice,1,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(sales)
 same => n,AcdQueue(sup.port+1)
exten => late,1,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(late)
exten => nobody,1,UserEvent(Caller,Id: ${UNIQUEID})
 same => n,AcdQueue(${CALLERID(name)})
exten => echo,1,Echo()
[desk](+)
exten => echo,1,Echo()
exten => 900,1,AcdQueue(sup.port+1)
"""

FIELDS = ("uniqueid", "accountcode", "acd_queue", "acd_agent", "acd_call", "acd_contact")
CDR_FIELDS = (*FIELDS, "acd_outcome", "clid")
CEL_FIELDS = ("CHANNEL(uniqueid)", "userdeftype", "eventextra")


def mapping(columns) -> str:
    """The line of a custom backend that writes these columns."""
    quoted = ",".join(f"${{CSV_QUOTE(${{{column}}})}}" for column in columns)
    return f"[mappings]\nacd.csv => {quoted}\n"


FILES = {
    "cdr.conf": "[general]\nenable = yes\nunanswered = yes\n",
    "cdr_custom.conf": mapping(f"CDR({field})" for field in CDR_FIELDS),
    "cel.conf": "[general]\nenable = yes\nevents = USER_DEFINED\n",
    "cel_custom.conf": mapping(CEL_FIELDS),
}


def table(test: FloorTest, kind: str) -> list[list[str]]:
    """The whole lines in the file of a custom backend."""
    place = test.pbx.asterisk.home / f"log/{kind}-custom/acd.csv"
    text = place.read_text() if place.exists() else ""
    return list(csv.reader(text.rpartition("\n")[0].splitlines()))


def place_call(test: FloorTest, extension: str, **said):
    """A caller, and the id by which records know the call."""
    seen = len(test.pbx.events("UserEvent", UserEvent="Caller"))
    caller = test.pbx.caller(extension, **said)
    caller.place()

    def told() -> list:
        return test.pbx.events("UserEvent", UserEvent="Caller")[seen:]

    test.pbx.wait_until(told, 10, lambda: "the caller to come")
    return caller, told()[0]["Id"]


class CallRecords(FloorTest):
    """Two agents; calls that end in several ways."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    FLOOR = {"modules": ("res_cdrel_custom", "func_cdr", "cdr_custom", "cel_custom"), "files": FILES}

    def wait_record(self, caller: str, **fields: str) -> dict:
        """A record of a caller's channel with these values of our fields, among possibly more."""
        wanted = {f"acd_{name}": value for name, value in fields.items()}

        def found() -> list[dict]:
            told = [dict(zip(CDR_FIELDS, row, strict=True)) for row in table(self, "cdr")]
            told = [row for row in told if row["uniqueid"] == caller]
            return [row for row in told if wanted.items() <= row.items()]

        self.pbx.wait_until(
            found, 10, lambda: f"{wanted} in the record of {caller}: {table(self, 'cdr')}"
        )
        return found()[0]

    def wait_told(self, caller: str, count: int) -> list[tuple[str, dict]]:
        """The events of a caller's channel, once there are so many."""

        def found() -> list[tuple[str, dict]]:
            rows = [row for row in table(self, "cel") if row[0] == caller]
            return [(row[1], json.loads(row[2])) for row in rows]

        self.pbx.wait_until(
            lambda: len(found()) >= count, 10, lambda: f"{count} events: {table(self, 'cel')}"
        )
        return found()

    def test_a_call_that_is_answered(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "o.brien-2", "free")
        caller, channel = place_call(self, "support", number=NUMBER, name=SAID)
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        call = str(calls(self.pbx, "talking")[0]["call"])
        self.assertEqual(len(self.wait_told(channel, 2)), 2)
        caller.hang_up()
        record = self.wait_record(
            channel, queue="sup.port+1", agent="o.brien-2", call=call, outcome="ANSWERED"
        )
        contact = record["acd_contact"]
        self.assertRegex(contact, r"^\d+$")
        self.assertEqual(record["accountcode"], "ours")
        self.assertIn("SHELL", record["clid"])
        stay = {"queue": "sup.port+1", "call": call, "contact": contact}
        talks = {**stay, "agent": "o.brien-2"}
        self.assertEqual(self.wait_told(channel, 3), [
            ("ACD_ENTER", stay),
            ("ACD_CONNECT", talks),
            ("ACD_END", {**talks, "outcome": "ANSWERED"}),
        ])
        home = self.pbx.asterisk.home
        self.assertEqual([str(found) for found in home.rglob("*pwned*")], [])

    def test_a_caller_who_goes_on_to_another_queue_and_hangs_up(self):
        caller, channel = place_call(self, "twice")
        told = self.wait_told(channel, 3)
        self.assertEqual([event for event, _ in told], ["ACD_ENTER", "ACD_END", "ACD_ENTER"])
        self.assertEqual((told[1][1]["queue"], told[1][1]["outcome"]), ("sales", "TIMEOUT"))
        caller.hang_up()
        self.assertEqual(self.wait_told(channel, 4)[3][1]["outcome"], "ABANDONED")
        call = told[2][1]["call"]
        self.wait_record(channel, queue="sup.port+1", agent="", call=call, outcome="ABANDONED")

    def test_a_call_that_moves_to_another_queue(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "o.brien-2", "free")
        caller, channel = place_call(self, "late")
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.hang_up()
        self.wait_record(channel, queue="sup.port+1", outcome="ANSWERED")
        queues = [extra["queue"] for _, extra in self.wait_told(channel, 3)]
        self.assertEqual(queues, ["late", "sup.port+1", "sup.port+1"])

    def test_a_caller_who_comes_by_a_transfer_while_it_rings(self):
        first = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "o.brien-2", "free")
        caller, channel = place_call(self, "support")
        talk = first.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(first.voice_hz)
        (_, entered), *_ = self.wait_told(channel, 2)
        first_call, contact = entered["call"], entered["contact"]
        second = self.pbx.agent_phone("1002")
        wait_agent(self.pbx, "1002", "free")
        talk.hold()
        caller.call.wait_hears(440)
        consultation = first.dial("900")
        second.wait_ring()
        talk.transfer_to(consultation)
        first.wait_idle()
        wait_calls(self.pbx, 1, "ringing")
        call = str(calls(self.pbx, "ringing")[0]["call"])
        second.answer()
        second.wait_talking().wait_hears(caller.voice_hz)
        caller.hang_up()
        self.wait_record(channel, agent="1002", call=call, contact=contact, outcome="ANSWERED")
        self.wait_record(
            channel, agent="o.brien-2", call=first_call, contact=contact, outcome="ANSWERED"
        )

    def test_a_caller_whom_the_agent_sends_elsewhere(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "o.brien-2", "free")
        caller, channel = place_call(self, "support")
        talk = phone.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        talk.transfer("echo")
        phone.wait_idle()
        caller.call.wait_hears(caller.voice_hz)
        self.assertEqual(self.wait_told(channel, 3)[2][0], "ACD_END")
        caller.hang_up()
        fields = {"queue": "sup.port+1", "agent": "o.brien-2", "outcome": "ANSWERED"}
        self.wait_record(channel, **fields)

    def test_a_queue_that_the_caller_makes_up_is_no_field(self):
        caller, channel = place_call(self, "nobody", name=SAID)
        caller.wait_ended()
        self.wait_record(channel, queue="", agent="", call="", outcome="")


class NoFunction(FloorTest):
    """Fields are wanted, but the dialplan function is not there; events are not wanted."""

    CONF = CONF.replace("cel-events = yes", "cel-events = no")
    DIALPLAN = DIALPLAN
    FLOOR = {"modules": ("res_cdrel_custom", "cel_custom"), "files": FILES}

    def test_the_log_says_so_once_and_calls_go_on(self):
        for number in ("5551000", "5551001"):
            caller, _ = place_call(self, "support", number=number)
            wait_calls(self.pbx, 1, "waiting")
            caller.hang_up()
            wait_calls(self.pbx, 0, "waiting")
        said = [line for line in self.pbx.log().splitlines() if "load func_cdr.so" in line]
        self.assertEqual(len(said), 1, said)
        self.assertNotIn("not registered", self.pbx.log())
        self.assertEqual([row for row in table(self, "cel") if "ACD_" in row[1]], [])

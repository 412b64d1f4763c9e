"""What callers and other systems say is text: kept as it is or refused, and nowhere carried out."""

import json
import sqlite3

from floor import FloorTest, history, recorded
from floor.console import calls, rows, wait_agent, wait_calls
from pbx.ami import AmiError

# What a caller may try. Every one of them is a value like another.
HOSTILE = {
    "shell": "${SHELL(touch pwned)}`touch pwned`;touch pwned",
    "dialplan": "${SET(GLOBAL(PWNED)=1)}$[1+1]",
    "quotes": "it's \"so\" \\ 'and' so",
    "sql": "'); DROP TABLE call;--",
    "markup": "<script>alert(1)</script>&lt;",
    "path": "../../../../etc/passwd",
    "marks": "a|b,c&d=e;f:g%n%s {tag:x}",
    "header": "x\\r\\nEvent: Evil\\r\\nAction: Command",
    "foreign": "Zoë 😀 ﷽",
}
# No text for people: refused wherever it comes from.
REFUSED = {
    "line": "a\r\nEvent: Evil",
    "terminal": "r\x1b[31med",
    "turned": "\u202egnp.exe",
    "long": "x" * 257,
    "empty": "  ",
}
BAD_KEYS = ["x)", "SHELL(x)", "../x", "a b", "1", "x" * 65, "ü", "x;y", "${x}"]

CONF = """
[kept]
type = recording
record = always

[asked]
type = skill

[general]
queue-log = yes

[support]
type = queue
recording = kept
display = {tag:name}

[picky]
type = queue
requirement = $segment

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => told,1,Answer()
 same => n,Set(ACD_TAG(name)=${CALLERID(name)})
 same => n,Set(ACD_TAG(account)=${PJSIP_HEADER(read,X-Account)})
 same => n,UserEvent(Caller,Who: ${CHANNEL})
 same => n,AcdQueue(support,c)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
exten => waits,1,Answer()
 same => n,UserEvent(Ready,Who: ${CHANNEL})
 same => n,Wait(60)
exten => picky,1,Set(segment=${CALLERID(name)})
 same => n,AcdQueue(picky)
 same => n,UserEvent(Done,Status: ${ACDSTATUS})
exten => sets,1,Set(ACD_TAG(x)=before)
 same => n,AcdTag(${TAGS})
 same => n,UserEvent(Set,Status: ${ACDTAGSTATUS})
 same => n,Set(ACD_TAG(x)=${VALUE})
 same => n,UserEvent(Wrote)
 same => n,Wait(60)
exten => bytes,1,Set(ACD_TAG(x)=before)
 same => n,Set(ACD_TAG(x)=${URIDECODE(a%0d%0aEvent: Evil)})
 same => n,AcdTag(y=${URIDECODE(a%0aEvent: Evil)})
 same => n,UserEvent(Bytes,Status: ${ACDTAGSTATUS},Tag: ${ACD_TAG(x)})
 same => n,Set(ACD_TAG(x)=${URIDECODE(Ren%e9e)})
 same => n,UserEvent(Latin,Tag: ${ACD_TAG(x)})
"""


class Injection(FloorTest):
    """One agent whose phone shows what the caller says of themselves."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def tearDown(self):
        self.expect_nothing_was_carried_out()
        super().tearDown()

    def expect_nothing_was_carried_out(self):
        """Nothing of what was said has become an action of anybody."""
        told = self.pbx.cli("dialplan show globals")
        self.assertNotIn("PWNED=1", told)
        home = self.pbx.asterisk.home
        self.assertEqual([str(found) for found in home.rglob("*pwned*")], [])
        self.assertEqual(self.pbx.events("Evil"), [])
        # Each line of history is one line of JSON, or this cannot read it.
        history.lines(self.pbx.log())
        told = [line for line in self.pbx.log().splitlines() if ".rs: " in line]
        self.assertTrue(all(line.startswith("[") for line in told))
        store = sqlite3.connect(f"file:{home}/var/acd/acd.sqlite?mode=ro", uri=True, timeout=10)
        self.assertEqual(store.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.assertGreater(store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0], 5)
        store.close()

    def answer(self, channel: str, variable: str) -> str:
        """What the dialplan of a channel would read."""
        told = self.pbx.ami.action("Getvar", Channel=channel, Variable=variable)
        return told["Value"]

    def test_what_a_phone_sends_is_kept_as_it_is_in_every_place(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        for said in HOSTILE.values():
            self.one_call(phone, said)
        self.expect_a_queue_log_of_whole_lines()

    def one_call(self, phone, said: str):
        # The host leaves the marks of quoting in a name, which stands in quotes on the wire.
        named = said.replace("\\", "\\\\").replace('"', '\\"')
        seen, kept = len(phone.offers), len(recorded.sidecars(self.pbx))
        callers = len(self.pbx.events("UserEvent", UserEvent="Caller"))
        caller = self.pbx.caller("told", number="555%7CABANDON%7C1", name=said)
        caller.headers = [("X-Account", said)]
        caller.place()
        talk = phone.wait_ring(nth=seen + 1)
        talk.wait("talking")
        wait_calls(self.pbx, 1, "talking")
        call = calls(self.pbx, "talking")[0]
        self.assertEqual(call["tags"], {"account": said, "name": named})
        self.assertEqual(call["caller"]["name"], named)
        event = self.pbx.events("UserEvent", UserEvent="Caller")[callers]
        self.assertEqual(self.answer(event["Who"], "ACD_TAG(name)"), named)
        told = self.pbx.wait_event("AcdTagSet", Tag="account", Value=said)
        self.assertEqual(told["By"], "PJSIP/carrier")
        leg = self.pbx.ami.listing("CoreShowChannels")
        leg = next(one["Channel"] for one in leg if one["Channel"].startswith("PJSIP/1001-"))
        self.assertEqual(self.answer(leg, "ACDTAG_account"), said)
        found = [row["call"] for row in rows(self.pbx, "acd show calls tag account")]
        self.assertEqual(found, [call["call"]])
        caller.hang_up()
        phone.wait_idle()
        wait_agent(self.pbx, "1001", "free")
        sidecar = recorded.wait_finished(self.pbx, kept + 1)[kept]
        self.assertEqual(sidecar["tags"], {"account": said, "name": named})
        name = sidecar["path"].relative_to(recorded.spool(self.pbx))
        self.assertRegex(str(name), r"^\d+/\d+/\d+/support-1001-\d+-\d+\.json$")
        self.expect_stored(call["call"], said)

    def expect_stored(self, call: int, said: str):
        """The store has the tag as it was said, and finds the call by it."""

        def told() -> list[dict]:
            found = rows(self.pbx, "acd show history tag account")
            return [row for row in found if row["call"] == call]

        self.pbx.wait_until(told, 10, lambda: f"call {call} to be finished")
        self.assertEqual(told()[0]["tags"]["account"], said)
        place = self.pbx.asterisk.home / "var/acd/acd.sqlite"
        store = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=10)
        found = store.execute("SELECT value FROM tag WHERE call = ? AND key = 'account'", (call,))
        self.assertEqual(found.fetchall(), [(said,)])
        store.close()

    def expect_a_queue_log_of_whole_lines(self):
        """A number that holds what parts fields makes no further field."""
        text = (self.pbx.asterisk.home / "log/queue_log").read_text()
        entered = [line.split("|") for line in text.splitlines() if "|ENTERQUEUE|" in line]
        self.assertEqual({len(line) for line in entered}, {8}, entered)
        self.assertIn("555 ABANDON 1", {line[6] for line in entered})

    def test_a_name_that_is_no_utf_8(self):
        caller = self.pbx.caller("told", name="Ren\udce9e")
        caller.place()
        self.pbx.wait_event("AcdTagSet", Tag="name", Value="Ren\ufffde")
        wait_calls(self.pbx, 1, "waiting")
        caller.hang_up()
        wait_calls(self.pbx, 0, "waiting")

    def test_a_need_that_a_caller_names_is_a_skill_or_nothing(self):
        for said in ("any", "asked | any", "$x", ")", HOSTILE["dialplan"]):
            with self.subTest(said):
                seen = len(self.pbx.events("UserEvent", UserEvent="Done"))
                caller = self.pbx.caller("picky", name=said)
                caller.place()
                self.pbx.wait_until(
                    lambda: len(self.pbx.events("UserEvent", UserEvent="Done")) > seen,
                    10,
                    lambda: "the call to be refused",
                )
                told = self.pbx.events("UserEvent", UserEvent="Done")[-1]["Status"]
                self.assertEqual(told, "INVALID")
                caller.hang_up()

    def ready(self) -> str:
        """The channel of somebody in no queue."""
        caller = self.pbx.caller("waits")
        caller.place()
        return self.pbx.wait_user_event("Ready")["Who"]

    def test_over_ami_values_are_kept_or_refused_with_what_was_expected(self):
        channel = self.ready()
        ami = self.pbx.ami
        for said in HOSTILE.values():
            ami.action("AcdTag", Channel=channel, Key="x", Value=said, By="ann")
            told = self.pbx.wait_event("AcdTagSet", Tag="x", Value=said)
            self.assertEqual(told["By"], "ami/ann")
            self.assertEqual(self.answer(channel, "ACD_TAG(x)"), said)
        for kind in ("terminal", "turned", "long", "empty"):
            with self.subTest(kind), self.assertRaisesRegex(AmiError, r"tag `x`|Value"):
                ami.action("AcdTag", Channel=channel, Key="x", Value=REFUSED[kind])
        for key in BAD_KEYS:
            with self.assertRaisesRegex(AmiError, "key"):
                ami.action("AcdTag", Channel=channel, Key=key, Value="1")
            with self.assertRaisesRegex(AmiError, "key"):
                ami.action("AcdUntag", Channel=channel, Keys=key)
        self.assertEqual(self.answer(channel, "ACD_TAG(x)"), HOSTILE["foreign"])
        ami.action("AcdTag", Channel=channel, Key="x", Value="last", By="a\x1b[31m")
        self.pbx.wait_event("AcdTagSet", Tag="x", Value="last", By="ami/a\\u{1b}[31m")
        self.assertEqual(self.answer(channel, "ACD_TAG()"), "x")

    def test_in_the_dialplan_a_value_is_not_looked_at_again(self):
        for kind in ("shell", "dialplan", "sql", "path", "foreign"):
            said = HOSTILE[kind]
            self.pbx.ami.action("Setvar", Variable="TAGS", Value=f'"x={said}"')
            self.pbx.ami.action("Setvar", Variable="VALUE", Value=HOSTILE["marks"])
            seen = len(self.pbx.events("UserEvent", UserEvent="Wrote"))
            caller = self.pbx.caller("sets")
            caller.place()
            self.pbx.wait_event("AcdTagSet", Tag="x", Value=said, Before="before")
            self.pbx.wait_event("AcdTagSet", Tag="x", Value=HOSTILE["marks"], Before=said)
            self.pbx.wait_until(
                lambda seen=seen: len(self.pbx.events("UserEvent", UserEvent="Wrote")) > seen,
                10,
                lambda: "the tag to be written",
            )
            caller.hang_up()

    def test_in_the_dialplan_no_line_break_gets_through(self):
        self.pbx.caller("bytes").place()
        told = self.pbx.wait_user_event("Bytes")
        self.assertEqual((told["Status"], told["Tag"]), ("INVALID", "before"))
        self.assertEqual(self.pbx.wait_user_event("Latin")["Tag"], "Ren\ufffde")
        self.pbx.wait_log(r"tag `y`")

    def test_on_the_console_values_are_text_and_keys_are_checked(self):
        caller = self.pbx.caller("told")
        caller.place()
        wait_calls(self.pbx, 1, "waiting")
        call = calls(self.pbx, "waiting")[0]["call"]
        for kind in ("sql", "path", "foreign", "dialplan"):
            said = HOSTILE[kind]
            self.pbx.cli(f"acd call {call} tag x={said}")
            self.pbx.wait_event("AcdTagSet", Tag="x", Value=said, By="console")
        before = calls(self.pbx, "waiting")[0]["tags"]
        # What stands behind a space is the value.
        for key in set(BAD_KEYS) - {"a b"}:
            self.assertRegex(self.pbx.cli(f"acd call {call} tag {key}=1"), "key|expected")
        self.assertIn("256", self.pbx.cli(f"acd call {call} tag x={REFUSED['long']}"))
        self.assertEqual(calls(self.pbx, "waiting")[0]["tags"], before)
        self.assertEqual(json.loads(self.pbx.cli("acd show calls tag x=nothing json")), [])
        caller.hang_up()
        wait_calls(self.pbx, 0, "waiting")

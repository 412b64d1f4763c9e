"""The console completes every word of our commands, with the names that exist now."""

from floor import FloorTest
from floor.console import calls, wait_calls

CONF = """
[french]
type = skill

[lunch]
type = not-ready-reason

[coaching]
type = not-ready-reason
selectable = supervisor

[sold]
type = disposition

[support]
type = queue
relax = 60s: french >= $lang

[sales]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = sales
"""

DIALPLAN = """
[incoming]
exten => support,1,Set(lang=2)
 same => n,AcdQueue(support)
"""

TABLE = [
    ("acd ", "", {"show", "explain", "expire", "report", "reload", "queue", "agent", "call"}),
    ("acd show queues ", "", {"support", "sales", "wide", "json"}),
    (
        "acd show ",
        "",
        {"health", "history", "store", "recordings", "queues", "agents", "calls", "version"},
    ),
    ("acd show queues ", "SU", {"support"}),
    ("acd show queues support ", "", {"wide", "json"}),
    ("acd show agents ", "", {"1001", "queue", "wide", "json"}),
    ("acd show agents queue ", "s", {"support", "sales"}),
    ("acd show calls ", "", {"queue", "tag", "wide", "json"}),
    ("acd show calls queue ", "sa", {"sales"}),
    ("acd queue ", "su", {"support"}),
    ("acd queue support ", "", {"strategy", "ring-at-once", "open", "close", "auto"}),
    ("acd queue support ring-at-once ", "", {"1", "all", "configured"}),
    ("acd queue support strategy ", "l", {"longest-idle", "least-skilled", "least-occupied"}),
    ("acd agent ", "", {"1001"}),
    (
        "acd agent 1001 ",
        "",
        {"ready", "not-ready", "sign-in", "sign-out", "wrap-up"}
        | {"force-ready", "force-not-ready", "force-sign-in", "force-sign-out"}
        | {"skill", "queue", "interface", "configured"},
    ),
    ("acd agent 1001 skill ", "", {"french"}),
    ("acd agent 1001 skill french ", "", {"remove"}),
    ("acd agent 1001 skill french 3 ", "", {"because", "json"}),
    ("acd agent 1001 queue ", "su", {"support"}),
    ("acd agent 1001 queue sales ", "", {"join", "leave"}),
    ("acd agent 1001 interface ", "", {"PJSIP/1001"}),
    ("acd agent 1001 sign-in ", "", {"PJSIP/1001", "json"}),
    ("acd agent 1001 not-ready ", "", {"lunch", "json"}),
    ("acd agent 1001 force-not-ready ", "", {"lunch", "coaching", "because", "json"}),
    ("acd agent 1001 force-ready because ", "", {"json"}),
    ("acd agent 1001 wrap-up ", "", {"sold", "json"}),
    ("acd agent 1001 ", "sign-", {"sign-in", "sign-out"}),
    ("acd agent 1001 ready ", "", {"once", "json"}),
    ("acd reload ", "", {"check", "json"}),
    ("acd reload check ", "", {"json"}),
    ("acd show version ", "", {"json"}),
    ("acd queue support open ", "", {"because", "json"}),
    ("acd explain agent 1001 ", "", {"json"}),
    ("acd show history ", "l", {"limit"}),
    ("acd show history queue ", "su", {"support"}),
    ("acd show history queue support agent ", "", {"1001"}),
    ("acd show store ", "", {"json"}),
    ("acd report ", "", {"queue", "agent", "tag"}),
    ("acd report queue ", "", {"support", "sales", "all"}),
    ("acd report agent ", "", {"1001", "all"}),
    ("acd report queue all ", "", {"today", "yesterday", "week"}),
    ("acd report queue all today ", "", {"every", "within", "wide", "csv", "json"}),
    ("acd report queue all today every ", "", {"15", "30", "60", "day"}),
    ("acd explain ", "", {"call", "agent"}),
    ("acd explain agent ", "", {"1001"}),
]


class Completion(FloorTest):
    """What the tabulator key offers."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_every_word(self):
        for line, word, expected in TABLE:
            with self.subTest(line + word):
                self.assertEqual(self._offered(line, word), expected)

    def test_the_numbers_of_the_calls_that_are_there(self):
        self.assertEqual(self._offered("acd explain call ", ""), set())
        self.pbx.caller("support").place()
        wait_calls(self.pbx, 1)
        call = str(calls(self.pbx)[0]["call"])
        self.assertEqual(self._offered("acd explain call ", ""), {call})
        self.assertEqual(self._offered(f"acd explain call {call} ", ""), {"json"})
        for line, expected in (
            ("acd call ", {call}),
            (
                f"acd call {call} ",
                {"priority", "requirement", "queue", "attribute", "tag", "untag", "record"},
            ),
            (f"acd call {call} queue sales ", {"force", "because", "json"}),
            (f"acd call {call} requirement ", {"french", "any", "configured"}),
            (f"acd call {call} requirement any ", {"french", "any", "because", "json"}),
            (f"acd call {call} attribute ", {"lang"}),
            (f"acd call {call} priority 3 ", {"because", "json"}),
        ):
            with self.subTest(line):
                self.assertEqual(self._offered(line, ""), expected)

    def _offered(self, line: str, word: str) -> set[str]:
        # The same question as the console client asks when the key is pressed.
        told = self.pbx.cli(f'_COMMAND MATCHESARRAY "{line}{word}" "{word}"')
        # It is told what all have in common first; `fault` is only in builds for tests.
        return set(told.replace("_EOF_", "").split()) - {"NULL", "fault", word}

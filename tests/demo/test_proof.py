"""The demo's proof: it accepts a true run and finds each kind of forgery."""

import unittest

import forged
from demo.proof import prove
from forged import ALICE, BRUNO, FIRST, SECOND, THIRD


class Proof(unittest.TestCase):
    """Each test takes a true run and falsifies one thing."""

    def setUp(self):
        self.history = forged.history()
        self.facts = forged.facts()
        self.visits = forged.visits()

    def wrong(self) -> str:
        checks = prove(self.history, self.visits, forged.staff(), self.facts)
        return "\n".join(text for check in checks for text in check.wrong)

    def one(self, event: str, call: int) -> dict:
        return next(r for r in self.history if r["event"] == event and r.get("call") == call)

    def drop(self, record: dict) -> None:
        self.history.remove(record)
        for n, left in enumerate(self.history, 1):
            left["sequence"] = n

    def test_a_true_run_is_accepted(self):
        self.assertEqual(self.wrong(), "")

    def test_a_misrouted_call_is_found_though_everybody_agrees_about_it(self):
        record = self.one("call_connected", 2)
        record["agent"], record["skills"] = ALICE, {"french": 5}
        self.facts.picked_up[SECOND] = self.facts.bridged[SECOND] = [ALICE]
        self.assertIn("MISROUTED: caller 5550002", self.wrong())

    def test_a_misrouted_call_is_found_when_history_lies_about_the_requirement(self):
        record = self.one("call_connected", 2)
        record.update(agent=ALICE, skills={"french": 5}, requirement="any")
        self.facts.picked_up[SECOND] = self.facts.bridged[SECOND] = [ALICE]
        self.assertIn("needed `$lang >= 2`", self.wrong())

    def test_levels_that_history_made_up_are_found(self):
        self.one("call_connected", 2)["skills"] = {"german": 5}
        self.assertIn("other levels", self.wrong())

    def test_a_requirement_that_was_not_yet_relaxed_is_found(self):
        record = self.one("call_connected", 1)
        record.update(agent=BRUNO, skills={"german": 4, "french": 1}, requirement="french")
        self.facts.callers[FIRST].voices = [BRUNO]
        self.facts.picked_up[FIRST] = self.facts.bridged[FIRST] = [BRUNO]
        self.assertIn("MISROUTED: caller 5550001", self.wrong())
        record["wait_ms"] = 2500
        self.assertEqual(self.wrong(), "")

    def test_another_phone_than_history_says_is_found(self):
        self.facts.picked_up[FIRST] = [BRUNO]
        self.assertIn("did not pick up", self.wrong())

    def test_another_bridge_than_history_says_is_found(self):
        self.facts.bridged[FIRST] = [BRUNO]
        self.assertIn("MISROUTED: caller 5550001: history says 1001", self.wrong())

    def test_another_voice_than_history_says_is_found(self):
        self.facts.callers[FIRST].voices = [BRUNO]
        self.assertIn("heard ['1002'] instead of 1001", self.wrong())

    def test_silence_is_found(self):
        self.facts.callers[FIRST].voices = []
        self.assertIn("heard nobody", self.wrong())

    def test_a_call_without_an_end_is_found(self):
        self.drop(self.one("call_left", 3))
        self.assertIn("caller 5550003 has 0 ends", self.wrong())

    def test_a_call_with_two_ends_is_found(self):
        again = dict(self.one("call_left", 3), sequence=len(self.history) + 1)
        self.history.append(again)
        self.assertIn("caller 5550003 has 2 ends", self.wrong())

    def test_a_call_that_never_entered_is_found(self):
        for event in ("call_arrived", "call_left"):
            self.drop(self.one(event, 3))
        self.assertIn("caller 5550003 entered 0 times", self.wrong())

    def test_a_caller_whose_phone_still_waits_is_found(self):
        self.facts.callers[THIRD].ended = False
        self.assertIn("knows no end", self.wrong())

    def test_another_status_than_history_says_is_found(self):
        self.facts.statuses[THIRD] = ["TIMEOUT"]
        self.assertIn("history says ABANDONED", self.wrong())

    def test_a_gap_in_the_numbers_is_found(self):
        self.history.remove(self.one("call_offered", 2))
        self.assertIn("number 5 is missing, 6 came", self.wrong())

    def test_a_failure_of_the_engine_is_found(self):
        self.history.append({"sequence": len(self.history) + 1, "at_ms": 999, "wall_us": 1,
                             "event": "engine_failed", "cause": "told to"})
        self.assertIn("the engine failed: told to", self.wrong())

    def test_an_agent_with_two_calls_is_found(self):
        self.facts.doubled.append("1001 was in 2 bridges at once")
        self.assertIn("1001 was in 2 bridges", self.wrong())

    def test_a_call_that_waits_beside_a_free_agent_who_fits_is_found(self):
        arrived, left = self.one("call_arrived", 3), self.one("call_left", 3)
        ready = {"event": "agent_ready", "agent": ALICE}
        self.history = [ready, arrived, left]
        for n, at_ms in enumerate((0, 10, 910)):
            self.history[n].update(sequence=n + 1, at_ms=at_ms, wall_us=1000 * at_ms)
        self.assertIn("waited 900 ms while 1001 was free", self.wrong())
        ready["agent"] = BRUNO
        self.assertNotIn("was free", self.wrong())

    def test_a_run_without_answered_calls_proves_nothing(self):
        self.history = self.history[:0]
        self.visits = []
        self.facts = type(self.facts)()
        self.assertIn("no call was answered", self.wrong())


if __name__ == "__main__":
    unittest.main()

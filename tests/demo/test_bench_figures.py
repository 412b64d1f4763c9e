"""The figures of the bench, from stamps made by hand."""

import unittest

from pbxbench import figures
from pbxbench.stamps import Stamp, of_log


class Figures(unittest.TestCase):
    """Stamps are in seconds."""

    def test_stamps_are_read_from_the_log_in_order_of_time(self):
        log = ("[2026-01-01] NOTICE[1][C-1] Ext. a1: BENCH ring a1 20.5 7\n"
               "[2026-01-01] NOTICE[1][C-1] Ext. bench: BENCH join 7 20.25\n")
        self.assertEqual(of_log(log), [Stamp("join", 20.25, "7"), Stamp("ring", 20.5, "a1", "7")])

    def test_a_hand_over_is_from_free_to_the_next_ring_of_the_same_agent(self):
        stamps = [Stamp("ring", 1, "a1", "1"), Stamp("free", 2, "a1"),
                  Stamp("ring", 2.1, "a2", "2"), Stamp("ring", 2.5, "a1", "3"),
                  Stamp("free", 3, "a1")]
        self.assertEqual(figures.hand_overs(stamps, 0, 9), ([0.5], 1))
        self.assertEqual(figures.hand_overs(stamps, 2.2, 2.9), ([], 0))

    def test_a_caller_whom_a_later_one_overtakes_is_counted(self):
        def line(*pairs):
            joins = [Stamp("join", joined, str(n)) for n, (joined, _) in enumerate(pairs)]
            rings = [Stamp("ring", rang, "a1", str(n)) for n, (_, rang) in enumerate(pairs)]
            return sorted(joins + rings, key=lambda stamp: stamp.at)

        self.assertEqual(figures.overtaken(line((1, 10), (2, 11), (3, 12))), (0, 3))
        self.assertEqual(figures.overtaken(line((1, 12), (2, 10), (3, 11))), (1, 3))
        self.assertEqual(figures.overtaken(line((1, 11), (2, 12), (3, 10))), (2, 3))
        self.assertEqual(figures.overtaken(line((1, 11), (1.01, 10))), (0, 2))
        self.assertEqual(figures.overtaken(line((1, 11), (2, 10.99))), (0, 2))

    def test_history_tells_who_was_offered_out_of_turn(self):
        def told(*pairs):
            return [{"event": event, "call": call, "at_ms": at_ms}
                    for at_ms, (event, call) in enumerate(pairs)]

        come = (("call_arrived", 1), ("call_arrived", 2))
        fair = told(*come, ("call_offered", 1), ("call_offered", 2), ("call_offered", 1))
        self.assertEqual(figures.out_of_turn(fair), 0)
        unfair = told(*come, ("call_offered", 2), ("call_offered", 1))
        self.assertEqual(figures.out_of_turn(unfair), 1)
        unfair[1]["at_ms"] = unfair[0]["at_ms"]
        self.assertEqual(figures.out_of_turn(unfair), 0)

    def test_a_caller_who_comes_back_is_a_new_caller(self):
        stamps = [Stamp("join", 1, "7"), Stamp("ring", 2, "a1", "7"), Stamp("join", 3, "7"),
                  Stamp("ring", 5, "a1", "7")]
        self.assertEqual(figures.dispatches(stamps), [1, 2])

    def test_percentiles_are_values_that_occurred(self):
        values = [float(n) for n in range(1, 101)]
        self.assertEqual(figures.percentile(values, 0.5), 50)
        self.assertEqual(figures.percentile(values, 0.99), 99)
        self.assertEqual(figures.percentile(values, 1.0), 100)


if __name__ == "__main__":
    unittest.main()

"""A caller who hangs up and calls again in time has the former place in line."""

from floor import FloorTest
from floor.console import rows

CONF = """
[support]
type = queue
regain = 60s
short-abandon = 60s

"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class RegainPlace(FloorTest):
    """Nobody is there yet."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_who_calls_again_is_first_again(self):
        ann = self.pbx.caller("support", number="5551000", name="Ann")
        ann.place()
        self.pbx.wait_waiting(1)
        ben = self.pbx.caller("support", number="5552000", name="Ben")
        ben.place()
        self.pbx.wait_waiting(2)
        ann.hang_up()
        self.pbx.wait_waiting(1)
        again = self.pbx.caller("support", number="5551000", name="Ann")
        again.place()
        self.pbx.wait_waiting(2)
        places = {row["caller"]["name"]: row["place"] for row in rows(self.pbx, "acd show calls")}
        self.assertEqual(places, {"Ann": 1, "Ben": 2})
        number = next(c["call"] for c in self.pbx.waiting_calls() if c["place"] == 1)
        told = self.pbx.cli(f"acd explain call {number}")
        self.assertRegex(told, r"Place: +regained from a former call")
        queue = rows(self.pbx, "acd show queues")[0]
        self.assertEqual((queue["abandoned"], queue["abandoned_shortly"]), (1, 1))
        again.hang_up()
        ben.hang_up()
        self.pbx.wait_waiting(0)

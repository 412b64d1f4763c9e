"""Who shared a bridge with whom, read from the PBX's events."""

import unittest

from demo.facts import gather
from pbx.ami import Event


def event(name: str, **fields) -> Event:
    return Event(0.0, {"Event": name, **fields})


def enters(bridge: str, channel: str) -> Event:
    return event("BridgeEnter", BridgeUniqueid=bridge, Channel=channel, Uniqueid=channel)


class Phone:
    """An agent's phone that saw nothing."""

    voice_hz = 600
    offers = ()


class Bridges(unittest.TestCase):
    """Callers come through the carrier, agents have their number in the name of their leg."""

    COMING = [
        event("Newchannel", Channel=name, Uniqueid=name, CallerIDNum=number)
        for name, number in (("PJSIP/carrier-1", "555"), ("PJSIP/carrier-2", "556"))
    ]

    def read(self, events):
        return gather({"1001": Phone(), "1002": Phone()}, {}, self.COMING + events)

    def test_whoever_enters_first(self):
        facts = self.read([
            enters("a", "PJSIP/carrier-1"), enters("a", "PJSIP/1001-1"),
            enters("b", "PJSIP/1002-1"), enters("b", "PJSIP/carrier-2"),
        ])
        self.assertEqual(facts.bridged, {"555": ["1001"], "556": ["1002"]})
        self.assertEqual(facts.doubled, [])

    def test_two_bridges_at_once_are_noticed_and_one_after_the_other_is_not(self):
        leave = event("BridgeLeave", BridgeUniqueid="a", Uniqueid="PJSIP/1001-1")
        twice = [enters("a", "PJSIP/1001-1"), leave, enters("b", "PJSIP/1001-2")]
        self.assertEqual(self.read(twice).doubled, [])
        self.assertEqual(len(self.read([twice[0], twice[2]]).doubled), 1)


if __name__ == "__main__":
    unittest.main()

"""How many phones ring at once for one caller is changed while the floor is open."""

import json

from floor import FloorTest
from pbx.ami import AmiError

CONF = """
[support]
type = queue

[agent](!)
type = agent
queues = support

[1001](agent)
interface = PJSIP/1001

[1002](agent)
interface = PJSIP/1002

[1003](agent)
interface = PJSIP/1003
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => asked,1,UserEvent(Asked,Many: ${ACD_QUEUE(support,ring_at_once)})
"""
NUMBERS = ("1001", "1002", "1003")


class LiveRingAtOnce(FloorTest):
    """Three agents of a queue that rings one at a time."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_more_phones_join_and_the_history_says_who_wanted_it(self):
        phones = [self.pbx.agent_phone(number) for number in NUMBERS]
        for number in NUMBERS:
            self.pbx.wait_agent(number, "free")
        caller = self.pbx.caller("support")
        caller.place()
        phones[0].wait_ring()
        self.assertEqual([len(phone.offers) for phone in phones[1:]], [0, 0])
        said = self.pbx.cli("acd queue support ring-at-once all because it is late")
        self.assertIn("queue support rings all at once", said)
        rings = [phone.wait_ring() for phone in phones]
        changed = self.pbx.wait_event("AcdRingAtOnceChanged", Queue="support")
        told = (changed["Before"], changed["RingAtOnce"], changed["IsPlanned"], changed["By"])
        self.assertEqual(told, ("1", "32", "no", "console: it is late"))
        self.assertIn("all (set live)", self.pbx.cli("acd show queues support wide"))
        self.pbx.caller("asked").place()
        self.assertEqual(self.pbx.wait_user_event("Asked")["Many"], "32")
        phones[2].answer()
        rings[2].wait_hears(caller.voice_hz)
        for ring in rings[:2]:
            ring.wait("ended")
            self.assertIn("cause=200", ring.end_reason or "")

    def test_over_ami_and_back(self):
        change = {"Queue": "support", "Change": "ring-at-once", "By": "ann"}
        answer = self.pbx.ami.action("AcdQueueChange", Value="2", **change)
        self.assertIn("queue support rings 2 at once", answer["Message"])
        changed = self.pbx.wait_event("AcdRingAtOnceChanged", RingAtOnce="2")
        self.assertEqual(changed["By"], "ami/ann")
        (row,) = json.loads(self.pbx.cli("acd queue support ring-at-once configured json"))
        self.assertEqual((row["ring_at_once"], row["is_ring_at_once_planned"]), (1, True))
        with self.assertRaises(AmiError) as refused:
            self.pbx.ami.action("AcdQueueChange", Value="33", **change)
        self.assertIn("Value: ring-at-once `33`: expected a number", str(refused.exception))

    def test_a_strategy_and_a_door_tell_who_set_them(self):
        self.pbx.cli("acd queue support strategy ordered because of training")
        changed = self.pbx.wait_event("AcdStrategyChanged", Strategy="ordered")
        told = (changed["Before"], changed["By"])
        self.assertEqual(told, ("longest-idle", "console: of training"))
        self.pbx.cli("acd queue support close")
        door = self.pbx.wait_event("AcdDoorSet", Door="closed")
        self.assertEqual((door["Before"], door["By"]), ("auto", "console"))
        self.pbx.cli("acd queue support auto")
        self.pbx.cli("acd queue support strategy configured")

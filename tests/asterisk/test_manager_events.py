"""Every line of history is an AMI event, with the same number and the same fields."""

import json

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[french]
type = skill

[support]
type = queue
relax = 100ms: french
wrap-up = 100ms
ring-timeout = 1s
back-off-busy = 100ms

[1001]
type = agent
interface = PJSIP/1001
skills = french:3
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class ManagerEvents(FloorTest):
    """A caller who waits, is offered twice, talks; and one who gives up."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_day_is_told_twice_alike(self):
        phone = self.pbx.agent_phone("1001", reject=486)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support", number="5551234", name="Ann")
        caller.place()
        phone.wait_ring()
        phone.answers()
        phone.wait_ring(nth=2).wait("talking")
        wait_calls(self.pbx, 1, "talking")
        caller.hang_up()
        self.pbx.wait_event("AcdWrapUpEnded", Agent="1001")
        self.addCleanup(self.pbx.ami.action, "AcdAgentReady", Agent="1001")
        self.pbx.ami.action("AcdAgentNotReady", Agent="1001", Reason="lunch")
        left = self.pbx.caller("support")
        left.place()
        wait_calls(self.pbx, 1)
        left.hang_up()
        last = self.pbx.wait_event("AcdCallLeft")
        self.assertEqual((last["Departure"], last["Queue"]), ("abandoned", "support"))

        arrived = self.pbx.events("AcdCallArrived")[0]
        told = [arrived[name] for name in ("CallerNumber", "CallerName", "Queue", "Priority")]
        self.assertEqual(told, ["5551234", "Ann", "support", "0"])
        self.assertEqual(arrived["Privilege"], "agent,all")
        self.assertTrue(arrived["HostCall"].startswith("PJSIP/carrier"))
        connected = self.pbx.wait_event("AcdCallConnected")
        self.assertEqual((connected["Agent"], connected["Skills"]), ("1001", "french:3"))
        self.assertGreaterEqual(int(connected["WaitMs"]), int(connected["RingMs"]))
        self.assertEqual(self.pbx.wait_event("AcdOfferFailed")["IsLeaseExpired"], "no")

        events = [e for e in self.pbx.events() if e.name.startswith("Acd") and e["Sequence"]]
        numbers = [int(event["Sequence"]) for event in events]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))))
        lines = {line["sequence"]: line for line in self.lines()}
        for event in events:
            line = lines[int(event["Sequence"])]
            self.assertEqual(event.name, "Acd" + line["event"].title().replace("_", ""))
            self.assertEqual(event["AtMs"], str(line["at_ms"]))
            self.assertEqual(event["Agent"], line.get("agent", ""))
            self.assertEqual(event["Call"], str(line.get("call", "")))

    def test_an_event_comes_after_what_the_channels_did_before(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.pbx.caller("support").place()
        phone.wait_talking()
        self.pbx.wait_event("AcdCallConnected")
        names = [event.name for event in self.pbx.events()]
        for before, after in (("Newchannel", "AcdCallArrived"), ("DialBegin", "AcdCallConnected")):
            self.assertLess(names.index(before), names.index(after), names)

    def test_events_are_documented_on_the_console(self):
        told = self.pbx.cli("manager show event AcdCallConnected")
        for word in ("AcdCallConnected", "Sequence", "WaitMs", "Caller and agent were connected"):
            self.assertIn(word, told)
        told = self.pbx.cli("manager show command AcdCalls")
        for word in ("List calls that wait", "CallerNumber", "AcdCallsComplete", "How long it has"):
            self.assertIn(word, told)

    def lines(self) -> list[dict]:
        """The history in the log."""
        marked = [line for line in self.pbx.log().splitlines() if '"event":"' in line]
        return [json.loads(line[line.index('{"sequence"'):]) for line in marked]

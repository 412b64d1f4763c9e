"""A caller whom the agent parks: the agent is free, the caller is fetched or comes back."""

from floor import FloorTest, history
from floor.console import calls, wait_agent, wait_calls

CONF = """
[support]
type = queue
wrap-up = 300ms
back-off-rejected = 200ms

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,k)
[back]
exten => _.,1,AcdQueue(support,k)
[desk](+)
include => parked
[parked]
"""

PARKING = """
[general]
[default]
parkext = 700
parkpos = 701-720
context = parked
parkingtime = 2
comebacktoorigin = no
comebackcontext = back
"""

FEATURES = """
[general]
[featuremap]
parkcall = #72
"""


class Parking(FloorTest):
    """One-touch parking by the agent."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True
    FLOOR = {"files": {"res_parking.conf": PARKING, "features.conf": FEATURES}}

    def setUp(self):
        super().setUp()
        self.phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        self.caller = self.pbx.caller("support", number="5551000")
        self.caller.place()
        talk = self.phone.wait_talking()
        self.caller.wait_answered()
        talk.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(self.phone.voice_hz)
        self.first = calls(self.pbx, "talking")[0]["call"]
        talk.press("#72")
        self.place = self.pbx.wait_event("ParkedCall")["ParkingSpace"]
        self.talk = talk

    def ends(self) -> list[int]:
        """Calls whose conversations ended in this test."""
        told = history.lines(self.pbx.log())
        return [line["call"] for line in told if line["event"] == "conversation_ended"]

    def test_a_colleague_fetches_the_caller(self):
        colleague = self.pbx.agent_phone("1002")
        self.talk.hang_up()
        wait_agent(self.pbx, "1001", "free")
        fetched = colleague.dial(self.place).wait("talking")
        fetched.wait_hears(self.caller.voice_hz)
        self.caller.call.wait_hears(colleague.voice_hz)
        self.assertEqual(self.ends(), [self.first])
        fetched.hang_up()

    def test_the_caller_comes_back_into_the_queue(self):
        self.talk.hang_up()
        wait_agent(self.pbx, "1001", "free")
        again = self.phone.wait_ring(nth=2).wait("talking")
        again.wait_hears(self.caller.voice_hz)
        wait_calls(self.pbx, 1, "talking")
        second = calls(self.pbx, "talking")[0]
        self.assertEqual(second["follows"], self.first)
        again.hang_up()
        self.caller.wait_ended()
        wait_agent(self.pbx, "1001", "free")
        self.assertEqual(self.ends(), [self.first, second["call"]])

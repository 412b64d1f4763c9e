"""An agent on a call of his own is left alone, and gets the waiting call when it is over."""

from floor import FloorTest
from floor.console import agent, calls, wait_agent, wait_calls

CONF = """
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
"""


class PrivateCall(FloorTest):
    """One agent, who also makes and takes calls that are none of ours."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_a_call_the_agent_dialled(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        phone.dial("600").wait("talking")
        self._waits_until(phone, phone.hang_up)

    def test_a_call_from_a_colleague(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        colleague = self.pbx.agent_phone("1002")
        wait_agent(self.pbx, "1001", "free")
        colleague.dial("1001")
        phone.wait_talking()
        self._waits_until(phone, colleague.hang_up)

    def test_an_agent_in_a_queue_call_who_dials_out_afterwards_is_in_use(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support")
        caller.place()
        phone.wait_talking()
        own = phone.dial("600")
        own.wait("talking")
        caller.hang_up()
        wait_agent(self.pbx, "1001", "in_use")
        self._waits_until(phone, own.hang_up)

    def _waits_until(self, phone, free_the_phone) -> None:
        wait_agent(self.pbx, "1001", "in_use")
        offers = len(phone.offers)
        caller = self.pbx.caller("support")
        caller.place()
        wait_calls(self.pbx, 1)
        call = calls(self.pbx)[0]["call"]
        self.assertIn("phone in use", self.pbx.cli(f"acd explain call {call}"))
        self.assertEqual(len(phone.offers), offers)
        free_the_phone()
        ring = phone.wait_ring(nth=offers + 1)
        ring.wait("talking")
        wait_agent(self.pbx, "1001", "talking")
        self.assertEqual(agent(self.pbx, "1001")["in_call"], call)
        caller.hang_up()
        wait_agent(self.pbx, "1001", "free")

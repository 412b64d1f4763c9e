"""Two agents at one phone: a call to one of them makes the other one busy."""

from floor import FloorTest
from floor.console import wait_agent, wait_calls

CONF = """
[support]
type = queue

[sales]
type = queue

[early]
type = agent
interface = PJSIP/1001
queues = support

[late]
type = agent
interface = PJSIP/1001
queues = sales
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => sales,1,AcdQueue(sales)
"""


class SharedPhone(FloorTest):
    """Two agents of different queues share a desk."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def test_one_call_at_a_time_reaches_it(self):
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        wait_agent(self.pbx, "early", "free")
        wait_agent(self.pbx, "late", "free")
        first = self.pbx.caller("support")
        first.place()
        phone.wait_talking()
        wait_agent(self.pbx, "late", "in_use")
        second = self.pbx.caller("sales")
        second.place()
        wait_calls(self.pbx, 1)
        self.assertEqual(len(phone.offers), 1)
        first.hang_up()
        phone.wait_ring(nth=2).wait("talking")
        wait_agent(self.pbx, "early", "in_use")
        wait_agent(self.pbx, "late", "talking")
        second.hang_up()

"""An agent's phone shows what the queue's `display` says; the caller's number stays."""

from floor import FloorTest

CONF = """
[queue](!)
type = queue
back-off-congestion = 0
back-off-no-answer = 0
back-off-rejected = 0
back-off-unreachable = 0

[support](queue)
display = {queue} {wait} {name}

[sales](queue)
display = Sales

[1001]
type = agent
interface = PJSIP/1001
queues = support, sales
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => sales,1,AcdQueue(sales)
exten => crafted,1,Set(CALLERID(name)=A\\"B${CHAR(13)}${CHAR(10)}Via: x)
 same => n,AcdQueue(support)
exten => withheld,1,Set(CALLERID(pres)=prohib)
 same => n,AcdQueue(sales)
[desk](+)
exten => 1002,1,Dial(PJSIP/1002,20)
"""


class DisplayOfQueue(FloorTest):
    """One agent of two queues."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def offer(self, extension: str, **behaviour):
        """What the agent's phone gets."""
        phone = self.pbx.agent_phone("1001", **behaviour)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller(extension, number="5551000", name="Ann")
        caller.place()
        return phone.wait_ring(), caller

    def test_the_fields_are_filled_in(self):
        offer, _ = self.offer("support")
        self.assertEqual(offer.caller.number, "5551000")
        self.assertRegex(offer.caller.name, r"^support 0:0\d Ann$")

    def test_a_text_alone_takes_the_place_of_the_name(self):
        offer, caller = self.offer("sales", answer_after_ms=0)
        self.assertEqual((offer.caller.number, offer.caller.name), ("5551000", "Sales"))
        caller.wait_answered()
        caller.call.wait_hears(offer.stream.voice_hz)
        self.assertEqual(offer.party.name, "Sales")

    def test_it_goes_along_when_the_phone_forwards(self):
        behind = self.pbx.agent_phone("1002")
        self.offer("sales", redirect_to="1002")
        self.assertEqual(behind.wait_ring().caller.name, "Sales")

    def test_a_callers_name_is_never_more_than_text(self):
        offer, _ = self.offer("crafted")
        self.assertNotIn("x", offer.invite.all("via"))
        self.assertRegex(offer.caller.name, r"^support 0:0\d A.?\"BVia: x$")

    def test_who_withholds_the_number_stays_anonymous(self):
        offer, _ = self.offer("withheld")
        self.assertIn("anonymous", offer.invite.first("from").lower())
        self.assertNotIn("5551000", offer.invite.first("from"))
        self.assertNotIn("Sales", offer.invite.write().decode())

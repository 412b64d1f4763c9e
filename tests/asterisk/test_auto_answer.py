"""A phone is asked to answer by itself with the headers that its agent's section names."""

from floor import FloorTest

CONF = """
[support]
type = queue

[home]
type = queue

[agent](!)
type = agent
queues = support

[1001](agent)
interface = PJSIP/1001
auto-answer = yes

[1002](agent)
interface = PJSIP/1002
auto-answer = X-Ring: <sip:pbx>\\;auto

[1003](agent)
interface = PJSIP/1003

[1004]
type = agent
queues = home
interface = Local/1004@desk
auto-answer = yes
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support)
exten => home,1,AcdQueue(home)
"""


class AutoAnswer(FloorTest):
    """Agents with the usual headers, with a header of their own, and without any."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def invite(self, number: str):
        """The INVITE that the only phone gets."""
        phone = self.pbx.agent_phone(number)
        self.pbx.wait_agent(number, "free")
        self.pbx.caller("support").place()
        return phone.wait_ring().invite

    def test_yes_sends_what_most_phones_know(self):
        invite = self.invite("1001")
        self.assertEqual(invite.all("call-info"), ["<sip:acd.invalid>;answer-after=0"])
        self.assertEqual(
            invite.all("alert-info"), ["<http://acd.invalid>;info=alert-autoanswer;delay=0"]
        )

    def test_a_header_of_ones_own_is_sent_as_it_is(self):
        invite = self.invite("1002")
        self.assertEqual(invite.all("x-ring"), ["<sip:pbx>;auto"])
        self.assertEqual(invite.all("call-info") + invite.all("alert-info"), [])

    def test_nothing_is_sent_unasked(self):
        invite = self.invite("1003")
        self.assertEqual(invite.all("call-info") + invite.all("alert-info"), [])

    def test_a_leg_that_can_carry_no_header_rings_all_the_same(self):
        phone = self.pbx.agent_phone("1004")
        self.pbx.caller("home").place()
        phone.wait_ring()
        self.pbx.wait_log(r"header Call-Info cannot be added.*needs a PJSIP/ interface")

"""Dialplan runs on both legs before the agent's phone rings, by option or by the queue's keys."""

from floor import FloorTest

CONF = """
[queue](!)
type = queue
back-off-rejected = 3s

[keys](queue)
agent-subroutine = legs,agent,1(key)
caller-subroutine = legs,caller,1(key)

[options](queue)

[missing](queue)
agent-subroutine = nowhere,s,1

[veto](queue)
agent-subroutine = legs,veto,1

[slow](queue)
agent-subroutine = legs,slow,1

[1001]
type = agent
interface = PJSIP/1001
queues = keys:1, options:1, missing:1, veto:1, slow:1

[1002]
type = agent
interface = PJSIP/1002
queues = slow:2, keys:2
"""

DIALPLAN = """
[incoming]
exten => options,1,AcdQueue(options,b(legs^agent^1(option^x))B(legs^caller^1(option)))
exten => gone,1,AcdQueue(options,B(legs^leave^1))
exten => _[a-z].,1,AcdQueue(${EXTEN})
[legs]
exten => agent,1,UserEvent(Leg,Side: agent,Args: ${ARG1} ${ARG2},Queue: ${ACDQUEUE})
 same => n,Set(PJSIP_HEADER(add,X-Leg)=${ARG1})
 same => n,Return()
exten => caller,1,UserEvent(Leg,Side: caller,Args: ${ARG1})
 same => n,Set(__tariff=gold)
 same => n,Return()
exten => veto,1,Hangup()
exten => slow,1,Wait(4)
 same => n,Return()
exten => leave,1,Hangup()
"""


class Subroutines(FloorTest):
    """Two agents; the second helps in one queue."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def ring(self, extension: str):
        """The first agent's phone rings for a caller."""
        phone = self.pbx.agent_phone("1001", answer_after_ms=0)
        self.pbx.wait_agent("1001", "free")
        caller = self.pbx.caller(extension)
        caller.place()
        return phone.wait_ring(), caller

    def runs_on_both_legs(self, extension: str, agent_args: str, caller_args: str):
        """Both subroutines have run, with these arguments, before the phone rang."""
        offer, caller = self.ring(extension)
        side = self.pbx.wait_user_event("Leg", Side="agent")
        self.assertEqual((side["Args"].strip(), side["Queue"]), (agent_args, extension))
        self.assertEqual(self.pbx.wait_user_event("Leg", Side="caller")["Args"], caller_args)
        self.assertEqual(offer.invite.first("x-leg"), agent_args.split()[0])
        caller.wait_answered()
        caller.call.wait_hears(offer.stream.voice_hz)

    def test_by_the_keys_of_the_queue(self):
        self.runs_on_both_legs("keys", "key", "key")

    def test_by_option(self):
        self.runs_on_both_legs("options", "option x", "option")

    def test_one_that_is_not_there_costs_a_warning(self):
        _, caller = self.ring("missing")
        caller.wait_answered()
        self.pbx.wait_log(r"the subroutine nowhere,s,1 could not be run")

    def test_one_that_hangs_up_declines(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_agent("1001", "free")
        self.pbx.caller("veto").place()
        rest = self.pbx.wait_agent("1001", "resting")
        self.assertEqual(self.pbx.agent("1001")["reason"], "rejected", rest)
        self.assertEqual(phone.offers, [])

    def test_one_that_takes_long_holds_up_nobody_else(self):
        slow, other = self.pbx.agent_phone("1001"), self.pbx.agent_phone("1002")
        for number in ("1001", "1002"):
            self.pbx.wait_agent(number, "free")
        late = self.pbx.caller("slow")
        late.place()
        self.pbx.wait_agent("1001", "offered")
        self.pbx.caller("keys").place()
        other.wait_ring()
        late.hang_up()
        self.pbx.wait_agent("1001", "free")
        self.assertEqual(slow.offers, [])

    def test_a_caller_whose_subroutine_hangs_up_never_enters(self):
        caller = self.pbx.caller("gone")
        caller.place()
        caller.wait_ended()
        self.assertEqual(self.pbx.waiting_calls(), [])

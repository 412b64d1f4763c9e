"""Who rings first of three who fit is what the queue's strategy says."""

from floor import FloorTest

AGENTS = ("1001", "1002", "1003")

CONF = """
[french]
type = skill

[billing]
type = skill

[queue](!)
type = queue
back-off-busy = 200ms
back-off-no-answer = 200ms

[least](queue)
strategy = least-skilled

[ordered](queue)
strategy = ordered

[round](queue)
strategy = round-robin

[few](queue)
strategy = fewest-calls

[occupied](queue)
strategy = least-occupied

[random](queue)
strategy = random

[agent](!)
type = agent
queues = least, ordered, round, few, occupied, random

[1001](agent)
interface = PJSIP/1001
skills = french:2, billing:1
order = 2

[1002](agent)
interface = PJSIP/1002
skills = french:6

[1003](agent)
interface = PJSIP/1003
skills = french:3
order = 1
"""

DIALPLAN = """
[incoming]
exten => _[a-z].,1,AcdQueue(${EXTEN},,french)
"""


class Strategies(FloorTest):
    """Three who speak French, each of them best at something."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def phones(self, **behaviour):
        phones = {number: self.pbx.agent_phone(number, **behaviour) for number in AGENTS}
        for number in AGENTS:
            self.pbx.wait_agent(number, "free")
        return phones

    def order_of_ringing(self, queue: str) -> list[str]:
        """The phones that ring one after the other as each rejects."""
        phones = self.phones(reject=486)
        caller = self.pbx.caller(queue)
        caller.place()
        for phone in phones.values():
            phone.wait_ring()
        caller.hang_up()
        caller.wait_ended()
        rang = sorted((phone.offers[0].rang_at, number) for number, phone in phones.items())
        return [number for _, number in rang]

    def first_to_ring(self, queue: str, phones: dict) -> str:
        """Which phone the next caller rings, who then hangs up."""
        before = {number: len(phone.offers) for number, phone in phones.items()}
        caller = self.pbx.caller(queue)
        caller.place()

        def rung() -> list[str]:
            return [number for number in AGENTS if len(phones[number].offers) > before[number]]

        self.pbx.wait_until(rung, 10, lambda: "a phone to ring")
        number = rung()[0]
        phones[number].wait_ring(nth=before[number] + 1)
        caller.hang_up()
        caller.wait_ended()
        self.pbx.wait_agent(number, "free")
        return number

    def served_by(self, queue: str, phones: dict) -> str:
        """Who answers the next caller, who then hangs up."""
        before = {number: len(phone.offers) for number, phone in phones.items()}
        caller = self.pbx.caller(queue)
        caller.place()
        caller.wait_answered()

        def taken() -> list[str]:
            return [
                number
                for number, phone in phones.items()
                if any(call.state == "talking" for call in phone.offers[before[number] :])
            ]

        self.pbx.wait_until(taken, 10, lambda: "somebody to talk")
        number = taken()[0]
        caller.hang_up()
        caller.wait_ended()
        self.pbx.wait_agent(number, "free")
        return number

    def test_least_skilled_rings_who_can_least_besides_french(self):
        self.assertEqual(self.order_of_ringing("least"), ["1003", "1002", "1001"])

    def test_ordered_rings_by_number_and_then_by_place(self):
        self.assertEqual(self.order_of_ringing("ordered"), ["1003", "1001", "1002"])

    def test_round_robin_goes_on_where_it_was_and_over_a_reload(self):
        phones = self.phones()
        rang = [self.first_to_ring("round", phones) for _ in range(2)]
        self.pbx.cli("acd reload")
        rang += [self.first_to_ring("round", phones) for _ in range(2)]
        self.assertEqual(rang, ["1001", "1002", "1003", "1001"])

    def test_fewest_calls_rings_who_has_had_fewer_however_long_ago(self):
        phones = self.phones(answer_after_ms=0)
        for number in ("1002", "1003"):
            phones[number].unregister()
            self.pbx.wait_agent(number, "unreachable")
        self.assertEqual([self.served_by("few", phones) for _ in range(2)], ["1001"] * 2)
        for number in ("1002", "1003"):
            phones[number].register()
            self.pbx.wait_agent(number, "free")
        served = [self.served_by("few", phones) for _ in range(4)]
        self.assertEqual(sorted(served), ["1002", "1002", "1003", "1003"])

    def test_least_occupied_rings_who_has_talked_less_however_long_ago(self):
        phones = self.phones(answer_after_ms=0)
        for number in ("1002", "1003"):
            phones[number].unregister()
            self.pbx.wait_agent(number, "unreachable")
        caller = self.pbx.caller("occupied")
        caller.place()
        call = phones["1001"].wait_talking()
        call.wait_heard(150)
        caller.hang_up()
        caller.wait_ended()
        for number in ("1002", "1003"):
            phones[number].register()
            self.pbx.wait_agent(number, "free")
        self.pbx.wait_agent("1001", "free")
        served = [self.served_by("occupied", phones) for _ in range(3)]
        self.assertNotIn("1001", served)

    def test_random_rings_now_one_and_now_another(self):
        phones = self.phones()
        rang = {self.first_to_ring("random", phones) for _ in range(12)}
        self.assertGreater(len(rang), 1)

    def test_the_strategy_may_be_changed_from_the_console(self):
        said = self.pbx.cli("acd queue ordered strategy most-skilled")
        self.assertIn("queue ordered chooses by most-skilled", said)
        self.assertIn("most-skilled (set live)", self.pbx.cli("acd show queues ordered"))
        self.assertEqual(self.order_of_ringing("ordered"), ["1002", "1003", "1001"])
        self.pbx.cli("acd queue ordered strategy configured")
        self.assertNotIn("set live", self.pbx.cli("acd show queues ordered"))

    def test_a_word_that_is_no_strategy_is_refused_with_those_that_are(self):
        said = self.pbx.cli("acd queue ordered strategy rrmemory")
        self.assertIn("strategy `rrmemory`: expected one of longest-idle", said)
        self.assertIn("there is no queue `sales`", self.pbx.cli("acd queue sales strategy random"))

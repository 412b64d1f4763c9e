"""Who works, who calls, when, and how everybody behaves: all of it from one seed.

The same seed gives the same arrivals and the same behaviour of the n-th call at each agent. What
is not fixed is what the module and the machine make of it.
"""

import random
from dataclasses import dataclass, field

SKILLS = ("french", "german", "spanish", "billing", "technical", "vip")
# The levels of the first eight; more agents repeat them.
STAFF = (
    ("Alice Martin", {"french": 5, "billing": 3, "vip": 2}),
    ("Bruno Keller", {"german": 5, "technical": 4}),
    ("Carla Rossi", {"french": 3, "german": 2, "billing": 5}),
    ("Dan Novak", {"technical": 5, "spanish": 1}),
    ("Eva Lindgren", {"german": 4, "billing": 2, "vip": 5}),
    ("Farid Amrani", {"french": 4, "spanish": 2, "technical": 2}),
    ("Grace Osei", {"spanish": 5, "billing": 4}),
    ("Hugo Vega", {"spanish": 3, "technical": 3, "vip": 1}),
)
CALLERS = ("Noor", "Ida", "Milo", "Jo", "Sami", "Lena", "Otto", "Kira", "Ravi", "Tess", "Ugo")
FIRST_AGENT = 1001
FIRST_CALLER = 5_550_001
ANSWER_MS = (300, 1200)
TALK_MS = (1600, 4500)
PATIENCE_S = (4.0, 9.0)
# These two, of each eight, make trouble: one declines, one lets it ring.
REJECTING, NOT_ANSWERING = 6, 7
REJECT_SHARE, NO_ANSWER_SHARE = 0.35, 0.3
# Of 30 seconds, callers come during the first 22; the rest is for serving those who are there.
ARRIVALS_SHARE = 0.75
# Calls per second and agent: enough that a line forms now and then.
USUAL_LOAD = 0.24


@dataclass(frozen=True)
class Need:
    """One kind of call: what is dialled, the queue and what the caller needs there.

    `steps` are the requirements in force and since which second of waiting, the first from 0.
    """

    extension: str
    queue: str
    steps: tuple[tuple[float, str], ...]
    weight: int
    priority: int = 0
    attributes: dict = field(default_factory=dict)
    in_queue_only: bool = False


GOLD = ((0.0, "vip >= 2"), (1.5, "vip | billing >= 4"), (3.5, "any"))
TOPIC = "$lang >= $level & $topic"
NEEDS = (
    Need("french", "support", ((0.0, "french >= 3"),), 3),
    Need("technical", "support", ((0.0, "technical >= 3"),), 3),
    Need("billing", "support", ((0.0, "billing & !vip"),), 2),
    Need("speaks-german", "support", ((0.0, "$lang >= 2"),), 2, attributes={"lang": "german"}),
    Need("speaks-spanish", "support", ((0.0, "$lang >= 2"),), 2, attributes={"lang": "spanish"}),
    Need("topic-french-2-billing", "support", ((0.0, TOPIC),), 1,
         attributes={"lang": "french", "level": "2", "topic": "billing"}),
    Need("best", "support", ((0.0, "(german | french) & !technical prefer vip*3, billing"),), 2),
    Need("anyone", "support", ((0.0, "any"),), 1),
    Need("gold", "gold", GOLD, 3, priority=10, in_queue_only=True),
)


@dataclass(frozen=True)
class Manner:
    """What an agent does with one offer. `what` is answer, reject or ignore."""

    what: str
    answer_ms: int
    talk_ms: int
    ended_by: str


@dataclass
class Staff:
    """One agent: name, levels and a source of manners."""

    number: str
    name: str
    levels: dict[str, int]
    place: int
    dice: random.Random

    def next_manner(self) -> Manner:
        """How the next offer is treated."""
        roll = self.dice.random()
        what = "answer"
        if self.place % len(STAFF) == REJECTING and roll < REJECT_SHARE:
            what = "reject"
        if self.place % len(STAFF) == NOT_ANSWERING and roll < NO_ANSWER_SHARE:
            what = "ignore"
        ended_by = "agent" if self.dice.random() < 0.6 else "caller"
        return Manner(
            what, self.dice.randint(*ANSWER_MS), self.dice.randint(*TALK_MS), ended_by
        )


@dataclass(frozen=True)
class Visit:
    """One caller: when, who, what for, and how long they wait before they give up."""

    at_s: float
    number: str
    name: str
    need: Need
    patience_s: float


@dataclass
class Scenario:
    """Everything that is decided before the first call."""

    seconds: float
    rate: float
    seed: int
    staff: list[Staff]
    visits: list[Visit]


def make(seconds: float, agents: int, rate: float | None, seed: int) -> Scenario:
    """The scenario of a seed."""
    rate = USUAL_LOAD * agents if rate is None else rate
    staff = [_agent(place, seed) for place in range(agents)]
    return Scenario(seconds, rate, seed, staff, _visits(seconds * ARRIVALS_SHARE, rate, seed))


def _agent(place: int, seed: int) -> Staff:
    name, levels = STAFF[place % len(STAFF)]
    again = place // len(STAFF)
    shown = f"{name} {again + 1}" if again else name
    dice = random.Random(f"{seed}/agent/{place}")
    return Staff(str(FIRST_AGENT + place), shown, dict(levels), place, dice)


def _visits(seconds: float, rate: float, seed: int) -> list[Visit]:
    dice = random.Random(f"{seed}/callers")
    found: list[Visit] = []
    at_s = dice.expovariate(rate)
    while at_s < seconds:
        nth = len(found)
        need = dice.choices(NEEDS, [need.weight for need in NEEDS])[0]
        name = CALLERS[nth % len(CALLERS)]
        patience_s = dice.uniform(*PATIENCE_S)
        found.append(Visit(at_s, str(FIRST_CALLER + nth), name, need, patience_s))
        at_s += dice.expovariate(rate)
    return found

"""The scenario, played: phones that behave as their agents do, callers who come and give up."""

import time

from floor import Floor

from . import facts, texts
from .history import Follower
from .scenario import Manner, Scenario, Visit

# An agent who let it ring comes back this long after.
BACK_AFTER_S = 1.5
LOGIN_AT_S = 2.0
# A floor keeps the agent's back on a refusal code that phones send when somebody presses decline.
DECLINED = 603


class Show:
    """One run on one floor. Callers and phones act on the wire's thread."""

    def __init__(self, scenario: Scenario, floor: Floor):
        self.scenario = scenario
        self.floor = floor
        self.history = Follower(floor.asterisk.home / "log/acd_events")
        self.phones: dict[str, object] = {}
        self.callers: dict[str, object] = {}
        self.placed: list[Visit] = []
        self.began_at = 0.0

    def open(self) -> None:
        """Agents plug their phones in and register."""
        self.floor.ami.action("Events", EventMask="call,user")
        for agent in self.scenario.staff:
            phone = self.floor.agent_phone(agent.number, register=False)
            phone.does(lambda call, a=agent, p=phone: self._offered(a, p, call))
            phone.register()
            self.phones[agent.number] = phone

    def begin(self) -> None:
        """Let the callers come, each at their moment."""
        wire = self.floor.wire
        self.began_at = time.monotonic()
        for visit in self.scenario.visits:
            wire.at(self.began_at + visit.at_s, lambda v=visit: self._arrive(v))
        late = self.phones[self.scenario.staff[-1].number]
        wire.at(self.began_at + LOGIN_AT_S, lambda: late.dial(texts.LOGIN_KEY))

    @property
    def is_over(self) -> bool:
        """Whether everybody has come and gone."""
        if len(self.placed) < len(self.scenario.visits):
            return False
        return not any(caller.live_calls for caller in self.callers.values())

    def elapsed_s(self) -> float:
        """Seconds since the doors opened."""
        return time.monotonic() - self.began_at

    def close(self) -> None:
        """Whoever is still there hangs up."""
        for caller in self.callers.values():
            caller.hang_up()

    def facts(self) -> facts.Facts:
        """What everybody but the module saw."""
        return facts.gather(self.phones, self.callers, self.floor.events())

    def _arrive(self, visit: Visit) -> None:
        caller = self.floor.caller(visit.need.extension, visit.number, visit.name)
        self.callers[visit.number] = caller
        self.placed.append(visit)
        call = caller.place()

        def give_up() -> None:
            if call.state not in ("talking", "ended"):
                call.hang_up()

        self.floor.wire.after(visit.patience_s, give_up)

    def _offered(self, agent, phone, call) -> None:
        manner = agent.next_manner()
        call.ring()
        after_s = manner.answer_ms / 1000
        if manner.what == "reject":
            self.floor.wire.after(after_s, lambda: call.reject(DECLINED))
        elif manner.what == "ignore":
            self.floor.wire.after(texts.RING_TIMEOUT_S + BACK_AFTER_S, lambda: self._back(phone))
        else:
            self.floor.wire.after(after_s, lambda: self._pick_up(call, manner))

    def _pick_up(self, call, manner: Manner) -> None:
        call.answer()
        who = self.callers.get(call.caller.number)
        leaving = call if manner.ended_by == "agent" or who is None else who.call
        self.floor.wire.after(manner.talk_ms / 1000, leaving.hang_up)

    def _back(self, phone) -> None:
        # Without this, who let it ring would stay not ready until somebody says otherwise.
        if not phone.live_calls:
            phone.dial(texts.READY_KEY)

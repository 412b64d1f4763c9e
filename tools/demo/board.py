"""The floor as history tells it: who is in which state, who waits for what."""

from dataclasses import dataclass

from . import texts
from .scenario import Staff

NOT_IN_LINE = ("call_connected", "call_left", "call_released")


@dataclass
class Desk:
    """One agent now."""

    name: str
    skills: str
    state: str = "signed out"
    since_ms: int = 0
    with_call: int | None = None
    reason: str = ""
    device: str = "unknown"
    answered: int = 0
    missed: int = 0

    def becomes(self, state: str, at_ms: int, call: int | None = None) -> None:
        """Change state."""
        self.state, self.since_ms, self.with_call = state, at_ms, call


@dataclass
class Waiting:
    """One call in line now."""

    number: str
    name: str
    queue: str
    priority: int
    requirement: str
    arrived_ms: int
    step: int = 0
    rings_at: str = ""


class Board:
    """Folds records, one after the other."""

    def __init__(self, staff: list[Staff]):
        self.desks = {agent.number: Desk(agent.name, _skills(agent)) for agent in staff}
        self.line: dict[int, Waiting] = {}
        self.talking: dict[int, Waiting] = {}
        self.counts = dict.fromkeys(
            ("calls", "answered", "abandoned", "timed out", "other ends", "refused",
             "rang out", "unreachable"), 0)
        # When the newest record was written, by the module's own clock.
        self.at_ms = 0

    def take(self, record: dict) -> None:
        """Fold one record in."""
        self.at_ms = record["at_ms"]
        act = getattr(self, "_on_" + record["event"], None)
        if act is not None:
            act(record)

    def is_clear(self) -> bool:
        """Whether no call waits or talks."""
        return not self.line and not self.talking

    def settle(self, now_ms: int) -> None:
        """End the rests that history does not report the end of."""
        for desk in self.desks.values():
            if desk.state == "resting" and now_ms - desk.since_ms >= 1000 * texts.REST_S:
                desk.becomes("ready", desk.since_ms + 1000 * texts.REST_S)

    def _desk(self, record: dict) -> Desk:
        return self.desks.setdefault(record["agent"], Desk(record["agent"], ""))

    def _on_agent_signed_in(self, record: dict) -> None:
        self._desk(record).becomes("signed in", record["at_ms"])

    def _on_agent_signed_out(self, record: dict) -> None:
        self._desk(record).becomes("signed out", record["at_ms"])

    def _on_agent_ready(self, record: dict) -> None:
        self._desk(record).becomes("ready", record["at_ms"])

    def _on_agent_not_ready(self, record: dict) -> None:
        desk = self._desk(record)
        desk.becomes("not ready", record["at_ms"])
        desk.reason = record.get("reason", "")

    def _on_device_changed(self, record: dict) -> None:
        self._desk(record).device = record["device"]

    def _on_call_arrived(self, record: dict) -> None:
        self.counts["calls"] += 1
        caller = record["caller"]
        self.line[record["call"]] = Waiting(
            caller["number"], caller["name"], record["queue"], record["priority"],
            record["requirement"], record["at_ms"])

    def _on_call_relaxed(self, record: dict) -> None:
        if record["call"] in self.line:
            waiting = self.line[record["call"]]
            waiting.step, waiting.requirement = record["step"], record["requirement"]

    def _on_call_offered(self, record: dict) -> None:
        self._desk(record).becomes("ringing", record["at_ms"], record["call"])
        if record["call"] in self.line:
            self.line[record["call"]].rings_at = record["agent"]

    def _on_offer_failed(self, record: dict) -> None:
        desk = self._desk(record)
        if record["call"] in self.line:
            self.line[record["call"]].rings_at = ""
        count = {"rejected": "refused", "busy": "refused", "no_answer": "rang out",
                 "unreachable": "unreachable", "congestion": "unreachable"}.get(record["failure"])
        if count:
            self.counts[count] += 1
            desk.missed += 1
        if desk.state == "ringing":
            desk.becomes("resting" if count else "ready", record["at_ms"])

    def _on_call_connected(self, record: dict) -> None:
        desk = self._desk(record)
        desk.becomes("talking", record["at_ms"], record["call"])
        desk.answered += 1
        self.counts["answered"] += 1
        self.talking[record["call"]] = self.line.pop(record["call"])

    def _on_conversation_ended(self, record: dict) -> None:
        self.talking.pop(record["call"], None)
        desk = self._desk(record)
        if desk.state == "talking":
            desk.becomes("ready", record["at_ms"])

    def _on_wrap_up_started(self, record: dict) -> None:
        self._desk(record).becomes("wrap-up", record["at_ms"])

    def _on_wrap_up_ended(self, record: dict) -> None:
        self._desk(record).becomes("ready", record["at_ms"])

    def _on_call_left(self, record: dict) -> None:
        self._leave(record, "abandoned" if record["departure"] == "abandoned" else "other ends")

    def _on_call_released(self, record: dict) -> None:
        self._leave(record, "timed out" if record["exit"] == "timeout" else "other ends")

    def _leave(self, record: dict, count: str) -> None:
        self.counts[count] += 1
        self.line.pop(record["call"], None)
        for desk in self.desks.values():
            if desk.with_call == record["call"] and desk.state == "ringing":
                desk.becomes("ready", record["at_ms"])


def _skills(agent: Staff) -> str:
    return " ".join(f"{name}:{level}" for name, level in agent.levels.items())

"""Whether somebody who fitted sat idle while a call waited, replayed from history.

History does not report the end of a rest after a failed offer, so that is reckoned from the
configuration. Whether an agent fits is judged by the demo's own evaluator and table.
"""

from dataclasses import dataclass

from . import texts
from .requirement import NotUnderstood, is_met

# Two records of one decision may be some milliseconds apart; a phone's state takes its time.
SLACK_MS = 250
# What the module rests an agent for after a failed offer, unless the demo says otherwise.
USUAL_REST_MS = 5000
FREE_DEVICES = ("free", "unknown")


@dataclass
class _Agent:
    is_ready: bool = False
    is_engaged: bool = False
    device: str = "unknown"
    rests_until_ms: int = 0

    def free_from_ms(self, at_ms: int) -> int | None:
        """Since when in the time that begins at `at_ms` a call could be offered here."""
        if self.is_ready and not self.is_engaged and self.device in FREE_DEVICES:
            return max(at_ms, self.rests_until_ms)
        return None


def idle_pairs(records: list[dict], table: dict[str, dict[str, int]]) -> list[str]:
    """A sentence for each call that waited, unoffered, beside a free agent who fitted."""
    agents = {number: _Agent() for number in table}
    needs: dict[int, str] = {}
    offered: set[int] = set()
    found: dict[tuple[int, str], str] = {}
    for record, following in zip(records, records[1:]):
        _fold(record, agents, needs, offered)
        for call, need in needs.items():
            if call in offered:
                continue
            for number, agent in agents.items():
                free_ms = agent.free_from_ms(record["at_ms"])
                if free_ms is None or following["at_ms"] - free_ms <= SLACK_MS:
                    continue
                if _fits(need, table[number]):
                    took = following["at_ms"] - free_ms
                    found[call, number] = (f"call {call} (`{need}`) waited {took} ms "
                                           f"while {number} was free")
    return list(found.values())


def _fits(need: str, levels: dict[str, int]) -> bool:
    try:
        return is_met(need, levels)
    except NotUnderstood:
        return False


def _fold(record: dict, agents: dict[str, _Agent], needs: dict, offered: set) -> None:
    kind, call = record["event"], record.get("call")
    agent = agents.get(record.get("agent", ""), _Agent())
    if kind in ("call_arrived", "call_relaxed"):
        needs[call] = record["requirement"]
    elif kind in ("call_connected", "call_left", "call_released"):
        needs.pop(call, None)
        offered.discard(call)
    elif kind == "call_offered":
        offered.add(call)
        agent.is_engaged = True
    elif kind == "offer_failed":
        offered.discard(call)
        agent.is_engaged = False
        agent.rests_until_ms = record["at_ms"] + _rest_ms(record["failure"])
    elif kind in ("conversation_ended", "wrap_up_ended"):
        agent.is_engaged = False
    elif kind == "wrap_up_started":
        agent.is_engaged = True
    elif kind == "agent_ready":
        agent.is_ready = True
        agent.rests_until_ms = record["at_ms"]
    elif kind in ("agent_not_ready", "agent_signed_out", "agent_signed_in"):
        agent.is_ready = False
    elif kind == "device_changed":
        agent.device = record["device"]


def _rest_ms(failure: str) -> int:
    if failure == "rescinded":
        return 0
    return 1000 * texts.REST_S if failure == "rejected" else USUAL_REST_MS

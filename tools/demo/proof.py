"""The proof: the module's history beside the demo's own table and beside what others saw.

Each check returns what it found wrong, as sentences. An empty proof proves nothing, so a run
without a single answered call fails too.
"""

from collections import Counter
from dataclasses import dataclass, field

from .facts import Facts
from .idleness import idle_pairs
from .requirement import NotUnderstood, is_met
from .scenario import Staff, Visit

ENDS = ("conversation_ended", "call_left", "call_released")
STATUS_OF_EXIT = {"timeout": "TIMEOUT", "full": "FULL", "queue_removed": "REMOVED",
                  "requirement_invalid": "INVALID", "engine_failed": "ERROR"}
STATUS_OF_DEPARTURE = {"abandoned": "ABANDONED", "redirected": "REDIRECTED", "failed": "ERROR"}
# A step that begins this close to the offer may or may not have been in force.
STEP_SLACK_MS = 100


@dataclass
class Check:
    """One claim, how often it was tried, and what contradicts it."""

    claim: str
    tried: int
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts it."""
        return not self.wrong


@dataclass
class Story:
    """What history tells of one call."""

    number: str
    records: list[dict]

    def of(self, *kinds: str) -> list[dict]:
        """Its records of these kinds."""
        return [record for record in self.records if record["event"] in kinds]

    @property
    def connected(self) -> dict | None:
        """When and with whom it was connected."""
        found = self.of("call_connected")
        return found[0] if found else None


def stories(records: list[dict]) -> dict[int, Story]:
    """History, call by call."""
    found: dict[int, Story] = {}
    for record in records:
        if "call" in record:
            story = found.setdefault(record["call"], Story("", []))
            story.records.append(record)
            if record["event"] == "call_arrived":
                story.number = record["caller"]["number"]
    return found


def prove(
    records: list[dict], visits: list[Visit], staff: list[Staff], facts: Facts
) -> list[Check]:
    """All checks. `visits` are the calls that were really placed."""
    told = list(stories(records).values())
    table = {agent.number: agent.levels for agent in staff}
    return [
        _numbered(records),
        _every_call_once(told, visits),
        _one_end(told, visits, facts),
        _met_by_table(told, visits, table),
        _met_by_history(told, table),
        _phones_agree(told, facts),
        _one_at_a_time(told, facts),
        _nobody_idle(records, told, table),
        _something_happened(told),
    ]


def _numbered(records: list[dict]) -> Check:
    check = Check("history is numbered from 1 without a gap", len(records))
    expected = 1
    for record in records:
        if record["sequence"] != expected:
            check.wrong.append(f"number {expected} is missing, {record['sequence']} came")
        expected = record["sequence"] + 1
    failures = [record for record in records if record["event"] == "engine_failed"]
    check.wrong += [f"the engine failed: {record.get('cause')}" for record in failures]
    return check


def _every_call_once(told: list[Story], visits: list[Visit]) -> Check:
    check = Check("every call that was placed entered its queue once", len(visits))
    arrived = Counter(story.number for story in told for _ in story.of("call_arrived"))
    queues = {story.number: story.records[0].get("queue") for story in told}
    for visit in visits:
        if arrived[visit.number] != 1:
            check.wrong.append(f"caller {visit.number} entered {arrived[visit.number]} times")
        elif queues[visit.number] != visit.need.queue:
            check.wrong.append(f"caller {visit.number} entered {queues[visit.number]}")
    strangers = set(arrived) - {visit.number for visit in visits}
    check.wrong += [f"caller {number or '?'} never called" for number in sorted(strangers)]
    return check


def _one_end(told: list[Story], visits: list[Visit], facts: Facts) -> Check:
    check = Check("every call ended once, as history, dialplan and the caller's phone say",
                  len(visits))
    by_number = {story.number: story for story in told}
    for visit in visits:
        story = by_number.get(visit.number, Story(visit.number, []))
        ends = story.of(*ENDS)
        who = f"caller {visit.number}"
        if len(ends) != 1:
            check.wrong.append(f"{who} has {len(ends)} ends in history")
            continue
        statuses = facts.statuses.get(visit.number, [])
        expected = _status(ends[0])
        if statuses != [expected]:
            check.wrong.append(f"{who}: history says {expected}, the dialplan {statuses}")
        saw = facts.callers.get(visit.number)
        if saw is None or not saw.ended:
            check.wrong.append(f"{who}: the caller's phone knows no end")
        if (ends[0]["event"] == "conversation_ended") != (story.connected is not None):
            check.wrong.append(f"{who}: the end {ends[0]['event']} does not fit")
    return check


def _status(end: dict) -> str:
    if end["event"] == "conversation_ended":
        return "ANSWERED"
    if end["event"] == "call_left":
        return STATUS_OF_DEPARTURE.get(end["departure"], "?")
    return STATUS_OF_EXIT.get(end["exit"], "?")


def _met_by_table(told: list[Story], visits: list[Visit], table: dict) -> Check:
    answered = [story for story in told if story.connected]
    check = Check("every answered call reached an agent who meets what the caller asked for",
                  len(answered))
    asked = {visit.number: visit.need for visit in visits}
    for story in answered:
        record = story.connected
        need, levels = asked.get(story.number), table.get(record["agent"])
        if need is None or levels is None:
            check.wrong.append(f"caller {story.number} or agent {record['agent']} is unknown")
            continue
        text = _in_force(need.steps, record["wait_ms"])
        if not _met(text, levels, need.attributes):
            check.wrong.append(f"MISROUTED: caller {story.number} needed `{text}`, got "
                               f"{record['agent']} with {levels}")
    return check


def _in_force(steps, wait_ms: float) -> str:
    """The requirement at that moment of waiting; each later step asks for less."""
    return [text for at_s, text in steps if 1000 * at_s <= wait_ms + STEP_SLACK_MS][-1]


def _met_by_history(told: list[Story], table: dict) -> Check:
    answered = [story.connected for story in told if story.connected]
    check = Check("the requirement and the levels that history names fit each other and the table",
                  len(answered))
    for record in answered:
        levels = {name: level for name, level in record["skills"].items() if level}
        if not _met(record["requirement"], levels, {}):
            check.wrong.append(f"MISROUTED: number {record['sequence']}: `{record['requirement']}` "
                               f"is not met by {levels}")
        if levels != table.get(record["agent"]):
            check.wrong.append(f"number {record['sequence']}: {record['agent']} has other levels")
    return check


def _met(text: str, levels: dict, attributes: dict) -> bool:
    try:
        return is_met(text, levels, attributes)
    except NotUnderstood:
        return False


def _phones_agree(told: list[Story], facts: Facts) -> Check:
    check = Check("phones, bridges and the voice the caller heard name the same agent", len(told))
    for story in told:
        who, record = f"caller {story.number}", story.connected
        saw = facts.callers.get(story.number)
        bridged = facts.bridged.get(story.number, [])
        picked_up = facts.picked_up.get(story.number, [])
        if record is None:
            if bridged:
                check.wrong.append(f"{who} was never connected but shared a bridge with {bridged}")
            if saw and saw.was_answered:
                check.wrong.append(f"{who} was never connected but the phone was answered")
            continue
        agent = record["agent"]
        if set(bridged) != {agent}:
            check.wrong.append(f"MISROUTED: {who}: history says {agent}, bridges {bridged}")
        if agent not in picked_up:
            check.wrong.append(f"{who}: {agent} did not pick up, but {picked_up or 'nobody'}")
        if saw is None or not saw.was_answered:
            check.wrong.append(f"{who}: connected, but the caller's phone was not answered")
        elif saw.voices is not None and saw.voices != [agent]:
            check.wrong.append(f"{who} heard {saw.voices or 'nobody'} instead of {agent}")
    return check


def _one_at_a_time(told: list[Story], facts: Facts) -> Check:
    check = Check("no agent had two calls, no caller two agents", len(told), list(facts.doubled))
    for story in told:
        if len(story.of("call_connected")) > 1:
            check.wrong.append(f"caller {story.number} was connected twice")
    return check


def _nobody_idle(records: list[dict], told: list[Story], table: dict) -> Check:
    idle = idle_pairs(records, table)
    return Check("no call waited while an agent who fitted was free", len(told), idle)


def _something_happened(told: list[Story]) -> Check:
    answered = sum(story.connected is not None for story in told)
    check = Check("there were answered calls to judge", answered)
    if not answered:
        check.wrong.append("no call was answered at all")
    return check

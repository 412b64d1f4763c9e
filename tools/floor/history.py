"""The history of a floor, and whether it is whole.

Rule kept: every call enters once and ends once; every offer ends once; a conversation is one
segment with one start and one end; an agent has one conversation at a time, and after-call time
begins at the moment in which it ends.
"""

import json
from collections import defaultdict

# How a call ends. A conversation that was taken over began before the history that is read.
CALL_ENDS = ("call_left", "call_released", "conversation_ended", "call_interrupted")
TALK_STARTS = ("call_connected", "conversation_resumed")
# What may be said of a call that has ended, possibly before the history that is read.
AFTERWARDS = ("call_disposed", "wrap_up_extended", "wrap_up_ended")


def lines(log: str) -> list[dict]:
    """The lines of history in a log, in order."""
    marked = [line for line in log.splitlines() if '"event":"' in line and line.endswith("}")]
    return [json.loads(line[line.index('{"sequence"'):]) for line in marked]


def open_calls(history: list[dict]) -> set[int]:
    """Calls that have entered and not ended."""
    entered = {line["call"] for line in history if line["event"] == "call_arrived"}
    return entered - {line["call"] for line in history if line["event"] in CALL_ENDS}


def faults(history: list[dict]) -> list[str]:
    """What is not whole, in words; nothing if all calls have ended as they should."""
    by_call, by_agent = defaultdict(list), defaultdict(list)
    for line in history:
        if "call" in line:
            by_call[line["call"]].append(line)
        if "agent" in line:
            by_agent[line["agent"]].append(line)
    found = []
    for call, story in by_call.items():
        if all(line["event"] in AFTERWARDS for line in story):
            continue
        found += [f"call {call}: {fault}" for fault in _of_call(story)]
    for agent, story in by_agent.items():
        found += [f"agent {agent}: {fault}" for fault in _of_agent(story)]
    entered = {}
    for line in history:
        if line["event"] == "call_arrived":
            before = line.get("follows")
            if before is not None and before not in entered:
                found.append(f"call {line['call']} follows {before}, which never entered")
            entered[line["call"]] = line
    return found


def _of_call(story: list[dict]) -> list[str]:
    events = [line["event"] for line in story]
    found = []
    if events.count("call_arrived") != 1 or events[0] != "call_arrived":
        found.append(f"does not enter once, first: {events}")
    if sum(events.count(end) for end in CALL_ENDS) != 1:
        found.append(f"does not end once: {events}")
    starts = [line for line in story if line["event"] in TALK_STARTS]
    ends = [line for line in story if line["event"] == "conversation_ended"]
    if (len(starts) > 0) != (len(ends) == 1):
        found.append(f"its conversation does not start and end once: {events}")
    for start, end in zip(starts, ends):
        if start["event"] == "call_connected" and end["talk_ms"] != end["at_ms"] - start["at_ms"]:
            found.append(f"talked {end['talk_ms']} ms, not from {start} to {end}")
    opened = [line["offer"] for line in story if line["event"] == "call_offered"]
    closed = [
        line["offer"] for line in story if line["event"] in ("call_connected", "offer_failed")
    ]
    if sorted(opened) != sorted(closed):
        found.append(f"offers {opened} ended as {closed}")
    return found


def _of_agent(story: list[dict]) -> list[str]:
    found, talks_in, ended = [], None, None
    for line in story:
        event = line["event"]
        if event in TALK_STARTS:
            if talks_in is not None:
                found.append(f"talks in {line['call']} and {talks_in} at once")
            talks_in = line["call"]
        elif event == "conversation_ended":
            if talks_in != line["call"]:
                found.append(f"ends {line['call']}, talks in {talks_in}")
            talks_in, ended = None, line
        elif event == "wrap_up_started":
            is_due = ended is not None and ended["call"] == line["call"]
            if not is_due or ended["at_ms"] != line["at_ms"]:
                found.append(f"after-call time begins out of turn: {line} after {ended}")
        elif event == "call_offered" and talks_in is not None:
            found.append(f"is offered {line['call']} while talking in {talks_in}")
    return found

"""What phones, callers and the PBX itself saw, gathered after the last call.

Nothing here comes from the module: SIP messages and audio are the phones' own, bridges and
channels are Asterisk's.
"""

import re
from dataclasses import dataclass, field

from phones.audio import loudness_of, share_of_tone

# Less than this and the last second of audio still holds music or ringing.
VOICE_AFTER_S = 1.2
VOICE_SHARE = 0.6
# So many bytes from the end are listened to, 0.2 s: four periods of what sets two voices apart.
LISTENED_BYTES = 1600
LOUD_ENOUGH = 1e5


@dataclass
class CallerSaw:
    """One caller's own account. `ended` is whether the phone knows an end of the call."""

    was_answered: bool
    ended: bool
    # Whose voice was at the end: agents' numbers; None: too short to tell.
    voices: list[str] | None = None


@dataclass
class Facts:
    """Everything the module did not write."""

    callers: dict[str, CallerSaw] = field(default_factory=dict)
    # For each caller, the agents whose phones picked up.
    picked_up: dict[str, list[str]] = field(default_factory=dict)
    # For each caller, the agents they shared a bridge with.
    bridged: dict[str, list[str]] = field(default_factory=dict)
    # For each caller, what the dialplan found in ACDSTATUS when the call was gone.
    statuses: dict[str, list[str]] = field(default_factory=dict)
    # Agents who were in two bridges at once, with the moment.
    doubled: list[str] = field(default_factory=list)


def gather(phones: dict, callers: dict, events: list) -> Facts:
    """`phones` by agent, `callers` by number, and the PBX's events in order."""
    facts = Facts()
    voices = {number: phone.voice_hz for number, phone in phones.items()}
    for number, caller in callers.items():
        facts.callers[number] = _account(caller.call, voices)
    for agent, phone in phones.items():
        for offer in phone.offers:
            if offer.answered_at is not None:
                facts.picked_up.setdefault(offer.caller.number, []).append(agent)
    for event in events:
        if event.name == "UserEvent" and event["UserEvent"] == "Gone":
            facts.statuses.setdefault(event["Caller"], []).append(event["Status"])
    _read_bridges(events, set(phones), facts)
    return facts


def _account(call, voices: dict[str, int]) -> CallerSaw:
    saw = CallerSaw(call.answered_at is not None, call.state == "ended")
    if saw.was_answered and saw.ended and call.ended_at - call.answered_at >= VOICE_AFTER_S:
        audio = call.stream.last_heard()[-LISTENED_BYTES:]
        is_loud = loudness_of(audio) > LOUD_ENOUGH
        saw.voices = [
            agent for agent, hz in voices.items()
            if is_loud and share_of_tone(audio, hz) > VOICE_SHARE
        ]
    return saw


def _read_bridges(events: list, agents: set[str], facts: Facts) -> None:
    numbers: dict[str, str] = {}
    inside: dict[str, dict[str, str]] = {}
    for event in events:
        one = event["Uniqueid"]
        if event.name == "Newchannel" and event["Channel"].startswith("PJSIP/carrier-"):
            numbers[one] = event["CallerIDNum"]
        elif event.name == "BridgeEnter":
            agent = _agent_of(event["Channel"], agents)
            name = agent or numbers.get(one, "")
            here = inside.setdefault(event["BridgeUniqueid"], {})
            for other in here.values():
                caller, served_by = (other, name) if agent else (name, other)
                if served_by in agents and caller not in agents:
                    facts.bridged.setdefault(caller, []).append(served_by)
            here[one] = name
            where = sum(list(people.values()).count(agent) for people in inside.values())
            if agent and where > 1:
                facts.doubled.append(f"{agent} was in {where} bridges at once")
        elif event.name == "BridgeLeave":
            inside.get(event["BridgeUniqueid"], {}).pop(one, None)


def _agent_of(name: str, agents: set[str]) -> str:
    match = re.match(r"PJSIP/(\d+)-", name)
    return match.group(1) if match and match.group(1) in agents else ""

"""The measured runs: one fresh Asterisk for each, so that no run inherits anything.

A hand-over run keeps `agents` talking and `waiting` callers in line; a dispatch run has idle
agents and callers who come one by one.
"""

import contextlib
import time
from dataclasses import dataclass

from demo.history import Follower
from floor import Floor

from . import figures, noise, stamps, texts
from .sip_agents import SipAgents

CALLERS_FROM = 1001
JOIN_PER_S = 100
DISPATCH_PER_S = 20
DISPATCH_AGENTS = 50
# After the last caller has come, every agent ends one call before the measuring begins.
SETTLE_S = 1.5
# What became free in the last moment of a run may ring after it; app_queue needs seconds.
TAIL_S = 2.0


@dataclass(frozen=True)
class Case:
    """What one run measures."""

    kind: str
    driver: str
    leg: str
    agents: int
    waiting: int
    seconds: float

    @property
    def title(self) -> str:
        """For the table and the progress line."""
        size = f"{self.agents} agents"
        if self.kind == "hand-over":
            return f"{size}, {self.waiting} waiting"
        return f"{size} idle, {DISPATCH_PER_S} calls/s"


class RunFailed(Exception):
    """A run whose figures would mean nothing; the text says what went wrong."""


def measure(case: Case) -> dict[str, float]:
    """Do one run and return its figures."""
    talk_ms = texts.TALK_MS if case.kind == "hand-over" else texts.DISPATCH_TALK_MS
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(_floor(case, talk_ms))
        # Music would cost both drivers alike and only take time from what is measured.
        floor.cli("module unload res_musiconhold.so")
        noise.prefer(floor.asterisk.pid())
        people = None
        if case.leg == "sip":
            people = SipAgents(floor.asterisk, talk_ms)
            stack.callback(people.stop)
            people.start()
            noise.prefer(people.pid())
            time.sleep(0.3)
        run = _hand_over if case.kind == "hand-over" else _dispatch
        told = run(case, floor, people)
        if not floor.asterisk.is_up() or (people and not people.is_up()):
            raise RunFailed("Asterisk or SIPp ended before the run did")
        return told


def _floor(case: Case, talk_ms: tuple[int, int]) -> Floor:
    is_acd = case.driver == "acd"
    files = {"logger.conf": texts.LOGGER_CONF}
    if case.driver == "app_queue":
        files["queues.conf"] = texts.queues_conf(case.leg, case.agents)
    floor = Floor(
        conf=texts.acd_conf(case.leg, case.agents) if is_acd else None,
        dialplan=texts.dialplan(case.driver, case.leg, case.agents, talk_ms),
        modules=("app_queue",) if case.driver == "app_queue" else (),
        files=files,
        debug=0,
    )
    floor.add_file("pjsip.conf", texts.pjsip_conf(floor.asterisk.at, case.agents))
    return floor


def _hand_over(case: Case, floor: Floor, people: SipAgents | None) -> dict[str, float]:
    callers = case.agents + case.waiting
    _place(case, floor, "bench", "w", callers, JOIN_PER_S)
    time.sleep(SETTLE_S)
    first, began = noise.account(floor.asterisk.pid()), time.time()
    time.sleep(case.seconds)
    last, ended = noise.account(floor.asterisk.pid()), time.time()
    time.sleep(TAIL_S)
    seen = _stamps(floor, people)
    _nobody_lost(seen, floor)
    gaps, unserved = figures.hand_overs(seen, began, ended)
    late, served = figures.overtaken(seen)
    rings = sum(s.kind == "ring" and began <= s.at <= ended for s in seen)
    told = figures.summary_ms(gaps)
    told.update(unserved=unserved, overtaken=late, served=served)
    if case.driver == "acd":
        history = Follower(floor.asterisk.home / "log/acd_events").new_records()
        told["out_of_turn"] = figures.out_of_turn(history)
        if not history:
            raise RunFailed("the module wrote no history")
    told["overtaken_share"] = round(late / served, 4) if served else 0.0
    told["calls_per_s"] = round(rings / (ended - began), 1)
    return _with_cost(told, first, last, rings)


def _dispatch(case: Case, floor: Floor, people: SipAgents | None) -> dict[str, float]:
    calls = round(DISPATCH_PER_S * case.seconds)
    # The first call of each kind loads what is loaded late; it does not count.
    _place(case, floor, "once", "o", 5, DISPATCH_PER_S, CALLERS_FROM + 100_000)
    time.sleep(1.0)
    first, began = noise.account(floor.asterisk.pid()), time.time()
    _place(case, floor, "once", "o", calls, DISPATCH_PER_S)
    time.sleep(1.0)
    last = noise.account(floor.asterisk.pid())
    seen = [stamp for stamp in _stamps(floor, people) if stamp.at >= began]
    _nobody_lost(seen, floor)
    told = figures.summary_ms(figures.dispatches(seen))
    if told["count"] != calls:
        raise RunFailed(f"{told['count']} of {calls} calls rang an agent")
    return _with_cost(told, first, last, calls)


def _place(case, floor, extension, letter, callers, per_second, number=CALLERS_FROM) -> None:
    """Let callers come, evenly spaced, and return when the last one has come."""
    if case.leg == "sip":
        crowd = floor.crowd(extension, callers, per_second, 900_000, first_number=number)
        crowd.start()
        time.sleep(callers / per_second + 0.2)
        return
    began = time.monotonic()
    for n in range(callers):
        floor.ami.action(
            "Originate", Channel=f"Local/{letter}{number + n}@callers/n",
            Application="Wait", Data="3600", Async="true", Timeout="900000",
        )
        time.sleep(max(0.0, began + (n + 1) / per_second - time.monotonic()))


def _stamps(floor: Floor, people: SipAgents | None) -> list[stamps.Stamp]:
    seen = stamps.of_log(floor.asterisk.log()) + (people.stamps() if people else [])
    return sorted(seen, key=lambda stamp: stamp.at)


def _nobody_lost(seen: list[stamps.Stamp], floor: Floor) -> None:
    lost = [stamp for stamp in seen if stamp.kind == "lost"]
    if lost:
        tail = "\n".join(floor.asterisk.log().splitlines()[-5:])
        raise RunFailed(f"{len(lost)} callers were not served, first: {lost[0]}\n{tail}")


def _with_cost(told: dict, first: noise.Account, last: noise.Account, calls: int) -> dict:
    told.update(noise.between(first, last))
    told["cpu_ms_per_call"] = round(1000 * (last.pbx_s - first.pbx_s) / max(1, calls), 2)
    return told

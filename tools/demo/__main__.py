"""`python3 -m demo`: half a minute of a contact centre, inside the sandbox.

DEMO_SECONDS, DEMO_AGENTS, DEMO_RATE (calls per second) and DEMO_SEED change it. Exits 1 when a
call was lost or misrouted or a number of history is missing, 130 on Ctrl-C.
"""

import os
import signal
import sys
import time

from floor import Floor
from floor.artifacts import NotBuilt
from sandbox.inside import ROOT_VARIABLE

from . import figures, proof, scenario, texts
from .board import Board
from .play import Show
from .screen import BOLD, DIM, GREEN, RED, Screen

FRAME_S = 0.1
AGENTS_MAX = 50
# Nobody stays longer than this after the doors have closed; whoever does is lost.
SERVE_OUT_S = 25.0
# The last events are on their way to the log for a moment.
SETTLE_S = 1.0
WRONG_SHOWN_MAX = 8


class BadSetting(Exception):
    """A DEMO_ variable that makes no sense."""


def main() -> int:
    """Play the demo and return the exit status."""
    if ROOT_VARIABLE not in os.environ:
        print("run this inside the sandbox: make demo", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _on_end)
    screen = Screen()
    try:
        return _play(_scenario(), screen)
    except (BadSetting, NotBuilt) as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        screen.say("\ninterrupted: Asterisk, phones and callers are gone, nothing is left behind")
        return 130


def _scenario() -> scenario.Scenario:
    rate = os.environ.get("DEMO_RATE")
    return scenario.make(
        _setting("DEMO_SECONDS", 30.0, 4, 3600),
        int(_setting("DEMO_AGENTS", 8, 1, AGENTS_MAX)),
        _setting("DEMO_RATE", 0.0, 0.01, 100) if rate else None,
        int(_setting("DEMO_SEED", time.time_ns() % 1_000_000, 0, 2**63)),
    )


def _setting(name: str, usual: float, low: float, high: float) -> float:
    text = os.environ.get(name) or str(usual)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise BadSetting(f"{name} is {text!r}; expected a number from {low:g} to {high:g}")
    return value


def _play(made: scenario.Scenario, screen: Screen) -> int:
    _explain(made, screen)
    agents = tuple(agent.number for agent in made.staff)
    files = {"logger.conf": texts.LOGGER_CONF}
    with Floor(
        conf=texts.acd_conf(made), dialplan=texts.dialplan(), agents=agents, files=files
    ) as floor:
        show = Show(made, floor)
        board = Board(made.staff)
        show.open()
        show.begin()
        is_whole = _watch(show, board, screen)
        show.close()
        _settle(show, board)
        checks = proof.prove(show.history.records, show.placed, made.staff, show.facts())
        rows = figures.table(board, show.history.records, show)
        faults = list(floor.wire.faults) + show.history.unread
        if not is_whole:
            faults.append("calls were still up long after the last caller came")
    return _close(screen, rows, checks, faults, made)


def _explain(made: scenario.Scenario, screen: Screen) -> None:
    screen.say(screen.style("acd: a contact centre inside Asterisk, live", BOLD))
    screen.say(
        f"{len(made.staff)} SIP agents with different skills serve {len(made.visits)} SIP callers, "
        f"who come at random ({made.rate:.2g} a second)\n"
        "and ask for different skills. Some agents decline or let it ring, some callers give up. "
        "All in a sandbox\n"
        "on this machine; real phones' messages and audio. At the end: figures, and a proof that "
        f"every call went right.\n{screen.style(f'DEMO_SEED={made.seed} repeats it', DIM)}\n"
    )


def _watch(show: Show, board: Board, screen: Screen) -> bool:
    limit_s = show.scenario.seconds + SERVE_OUT_S
    while not show.is_over and show.elapsed_s() < limit_s:
        began = time.monotonic()
        for record in show.history.new_records():
            board.take(record)
        now_ms = _now_ms(show)
        board.settle(now_ms)
        screen.show(board, show.elapsed_s(), show.scenario.seconds, now_ms)
        if not show.floor.asterisk.is_up():
            return False
        time.sleep(max(0.0, FRAME_S - (time.monotonic() - began)))
    return show.is_over


def _now_ms(show: Show) -> int:
    """Now by the module's clock, which its newest record relates to the time of day."""
    if not show.history.records:
        return 0
    last = show.history.records[-1]
    return int(last["at_ms"] + max(0.0, time.time() * 1000 - last["wall_us"] / 1000))


def _settle(show: Show, board: Board) -> None:
    deadline = time.monotonic() + SETTLE_S
    while time.monotonic() < deadline:
        for record in show.history.new_records():
            board.take(record)
        time.sleep(0.05)


def _close(screen: Screen, rows, checks, faults: list[str], made) -> int:
    screen.say()
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        screen.say(f"  {name:<{width}}  {value}")
    screen.say("\n" + screen.style("PROOF", BOLD))
    for check in checks:
        mark = screen.style("✔", GREEN) if check.holds else screen.style("✘", RED)
        screen.say(f"  {mark} {check.claim} ({check.tried})")
        for wrong in check.wrong[:WRONG_SHOWN_MAX]:
            screen.say(f"      {wrong}")
        if len(check.wrong) > WRONG_SHOWN_MAX:
            screen.say(f"      and {len(check.wrong) - WRONG_SHOWN_MAX} more")
    for fault in faults[:WRONG_SHOWN_MAX]:
        screen.say(screen.style(f"  ✘ {fault}", RED))
    if faults or not all(check.holds for check in checks):
        screen.say(screen.style(f"FAILED; DEMO_SEED={made.seed} repeats the scenario", RED))
        return 1
    screen.say(screen.style("no call lost, none misrouted; the sandbox is gone", GREEN))
    return 0


def _on_end(_number, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())

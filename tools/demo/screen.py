"""The floor in the terminal: redrawn in place on a terminal, one line a second elsewhere."""

import os
import shutil
import sys

from .board import Board, Desk

BOLD, DIM, GREEN, YELLOW, CYAN, RED, BLUE = "1", "2", "32", "33", "36", "31", "34"
STATE_STYLE = {
    "ready": GREEN, "ringing": YELLOW, "talking": CYAN, "wrap-up": BLUE, "not ready": RED,
    "resting": RED, "signed out": DIM, "signed in": DIM,
}
STATE_MARK = {
    "ready": "○", "ringing": "◔", "talking": "●", "wrap-up": "◑", "not ready": "×",
    "resting": "–", "signed out": "·", "signed in": "·",
}
PLAIN_EVERY_S = 1.0
LINE_SHOWN_MAX = 8
# From this many columns on the agents' skills are shown.
WIDE = 92


class Screen:
    """Where the floor is shown. `is_live` is whether it is redrawn in place."""

    def __init__(self, out=sys.stdout):
        self._out = out
        self.is_live = out.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.has_colour = self.is_live and not os.environ.get("NO_COLOR")
        self._drawn = 0
        self._plain_at_s = -PLAIN_EVERY_S

    def say(self, text: str = "") -> None:
        """Text that stays."""
        self._drawn = 0
        print(text, file=self._out, flush=True)

    def style(self, text: str, *codes: str) -> str:
        """Text in a style, if styles are wanted."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.has_colour and text else text

    def show(self, board: Board, elapsed_s: float, seconds: float, now_ms: int) -> None:
        """The floor now."""
        if not self.is_live:
            if elapsed_s - self._plain_at_s >= PLAIN_EVERY_S:
                self._plain_at_s = elapsed_s
                print(plain_line(board, elapsed_s), file=self._out, flush=True)
            return
        columns, lines = shutil.get_terminal_size((80, 24))
        rows = self._rows(board, elapsed_s, seconds, now_ms, columns)[: max(3, lines - 1)]
        up = f"\x1b[{self._drawn}A" if self._drawn else ""
        # Each row is cleared to its end, and what an earlier drawing left below is too.
        text = up + "".join(f"\r{row}\x1b[K\n" for row in rows) + "\x1b[J"
        self._drawn = len(rows)
        self._out.write(text)
        self._out.flush()

    def _rows(self, board, elapsed_s, seconds, now_ms, columns) -> list[str]:
        rows = [self._bar(elapsed_s, seconds, columns), self._counts(board, columns), ""]
        rows += [self._desk(number, desk, board, now_ms, columns)
                 for number, desk in board.desks.items()]
        waiting = sorted(board.line.items(), key=lambda item: (-item[1].priority, item[0]))
        rows += ["", self.style(f"in line: {len(waiting)}", BOLD)]
        rows += [self._waiting(one, now_ms, columns) for _, one in waiting[:LINE_SHOWN_MAX]]
        if len(waiting) > LINE_SHOWN_MAX:
            rows.append(f"  and {len(waiting) - LINE_SHOWN_MAX} more")
        # The frame keeps its height, so that nothing below it jumps.
        missing = LINE_SHOWN_MAX + 1 - max(0, len(rows) - 5 - len(board.desks))
        return rows + [""] * missing

    def _bar(self, elapsed_s: float, seconds: float, columns: int) -> str:
        width = max(10, min(columns - 16, 60))
        done = min(width, int(width * elapsed_s / max(seconds, 1e-9)))
        bar = "━" * done
        left = self.style("─" * (width - done), DIM)
        return self.style(bar, CYAN) + left + f" {elapsed_s:5.1f} s"

    def _counts(self, board: Board, columns: int) -> str:
        shown = {name: n for name, n in board.counts.items() if n or name in ("calls", "answered")}
        return _cut("  ".join(f"{name} {count}" for name, count in shown.items()), columns)

    def _desk(self, number: str, desk: Desk, board: Board, now_ms: int, columns: int) -> str:
        state, style = desk.state, STATE_STYLE.get(desk.state, "")
        if state == "ready" and desk.device == "unreachable":
            state, style = "unreachable", RED
        since_s = max(0, now_ms - desk.since_ms) / 1000
        mark = STATE_MARK.get(desk.state, "?")
        skills = f"{_cut(desk.skills, 30):<30} " if columns >= WIDE else ""
        tail = desk.reason if state == "not ready" else self._partner(desk, board)
        pieces = [(f"{mark} {number} {_cut(desk.name, 14):<14} ", ""), (f"{state:<11} ", style)]
        pieces += [(f"{since_s:5.1f} s ", style), (skills, DIM), (tail, "")]
        return self._fit(pieces, columns)

    def _partner(self, desk: Desk, board: Board) -> str:
        call = board.talking.get(desk.with_call) or board.line.get(desk.with_call)
        if desk.with_call is None or call is None:
            return ""
        return f"{call.name} {call.requirement}"

    def _waiting(self, one, now_ms: int, columns: int) -> str:
        since_s = max(0, now_ms - one.arrived_ms) / 1000
        rings = f"rings {one.rings_at} " if one.rings_at else ""
        step = f"step {one.step} " if one.step else ""
        first = f"priority {one.priority} " if one.priority else ""
        head = f"  {_cut(one.name, 8):<8} {since_s:4.1f} s "
        return self._fit([(head, ""), (rings, YELLOW), (first + step, DIM), (one.requirement, "")],
                         columns)

    def _fit(self, pieces: list[tuple[str, str]], columns: int) -> str:
        """Pieces of text, each in its style, cut at the terminal's edge."""
        row, room = "", columns
        for text, style in pieces:
            shown = _cut(text, room)
            row += self.style(shown, style) if style else shown
            room -= len(shown)
        return row


def plain_line(board: Board, elapsed_s: float) -> str:
    """The floor in one line."""
    states: dict[str, int] = {}
    for desk in board.desks.values():
        states[desk.state] = states.get(desk.state, 0) + 1
    people = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    longest_s = max((board.at_ms - one.arrived_ms for one in board.line.values()), default=0) / 1000
    counts = ", ".join(f"{count} {name}" for name, count in board.counts.items() if count)
    line = f"in line {len(board.line)} (longest {longest_s:.1f} s)"
    return "; ".join(part for part in (f"{elapsed_s:5.1f} s  {people}", line, counts) if part)


def _cut(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    return text[: width - 1] + "…" if width > 0 else ""

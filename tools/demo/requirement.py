"""The requirement language, read and judged a second time, by other means than the module's.

Written from the language's description alone. It parses into nested functions of a table of
levels; nothing is brought into another form first. Preferences are read and left out, since they
exclude nobody.
"""

import operator
import re

COMPARISONS = {
    "=": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le,
    ">": operator.gt, "<": operator.lt,
}
TOKEN = re.compile(r"\s*(?:(\$?[A-Za-z_][A-Za-z0-9_-]*)|(\d+)|(!=|>=|<=|[!&|()=<>*,]))")


class NotUnderstood(ValueError):
    """A text that is no requirement."""


def is_met(text: str, levels: dict[str, int], attributes: dict[str, str] | None = None) -> bool:
    """Whether someone with these levels (absent: 0) meets the requirement."""
    judge = _Reader(_bound(_tokens(text), attributes or {})).whole()
    return judge({name.lower(): level for name, level in levels.items()})


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise NotUnderstood(f"{text!r} at {place}")
        found.append(match.group().strip())
        place = match.end()
    return found


def _bound(tokens: list[str], attributes: dict[str, str]) -> list[str]:
    def value_of(token: str) -> str:
        if not token.startswith("$"):
            return token
        if token[1:] not in attributes:
            raise NotUnderstood(f"attribute {token} is missing")
        return attributes[token[1:]]

    return [value_of(token) for token in tokens]


class _Reader:
    """A descent over the tokens; each rule of the grammar is one method."""

    def __init__(self, tokens: list[str]):
        self._tokens = tokens
        self._place = 0

    def whole(self):
        """requirement = condition [ preferences ] | preferences"""
        judge = (lambda _levels: True) if self._next() == "prefer" else self._condition()
        if self._next() == "prefer":
            self._preferences()
        if self._next():
            raise NotUnderstood(f"unexpected {self._next()!r}")
        return judge

    def _condition(self):
        parts = [self._conjunction()]
        while self._took("|"):
            parts.append(self._conjunction())
        return lambda levels: any(part(levels) for part in parts)

    def _conjunction(self):
        parts = [self._operand()]
        while self._took("&"):
            parts.append(self._operand())
        return lambda levels: all(part(levels) for part in parts)

    def _operand(self):
        if self._took("!"):
            denied = self._operand()
            return lambda levels: not denied(levels)
        if self._took("("):
            inner = self._condition()
            self._expect(")")
            return inner
        name = self._name()
        if name == "any":
            return lambda _levels: True
        compare = COMPARISONS.get(self._next())
        if compare is None:
            return lambda levels: levels.get(name, 0) >= 1
        self._place += 1
        level = self._number()
        return lambda levels: compare(levels.get(name, 0), level)

    def _preferences(self) -> None:
        self._expect("prefer")
        while True:
            self._name()
            if self._took("*"):
                self._number()
            if not self._took(","):
                return

    def _next(self) -> str:
        return self._tokens[self._place].lower() if self._place < len(self._tokens) else ""

    def _took(self, token: str) -> bool:
        if self._next() != token:
            return False
        self._place += 1
        return True

    def _expect(self, token: str) -> None:
        if not self._took(token):
            raise NotUnderstood(f"expected {token!r}, found {self._next()!r}")

    def _name(self) -> str:
        name = self._next()
        if not re.fullmatch(r"[a-z_][a-z0-9_-]*", name):
            raise NotUnderstood(f"expected a skill, found {name!r}")
        self._place += 1
        return name

    def _number(self) -> int:
        number = self._next()
        if not number.isdigit():
            raise NotUnderstood(f"expected a level, found {number!r}")
        self._place += 1
        return int(number)

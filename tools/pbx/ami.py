"""A client of Asterisk's manager interface.

One thread reads; actions wait for their own answer; events are kept in order with the moment
they arrived (seconds of `time.monotonic`), so a test can ask for one that came already.
"""

import itertools
import socket
import threading
import time
from dataclasses import dataclass

EVENTS_MAX = 200_000


class AmiError(Exception):
    """The manager refused an action, or the connection broke."""


@dataclass(frozen=True)
class Event:
    """One event: its fields and when it arrived."""

    at: float
    fields: dict[str, str]

    @property
    def name(self) -> str:
        """The kind of event."""
        return self.fields.get("Event", "")

    def __getitem__(self, key: str) -> str:
        return self.fields.get(key, "")

    def fits(self, name: str, wanted: dict[str, str]) -> bool:
        """Whether this is the named event with all the wanted field values."""
        if name and self.name != name:
            return False
        return all(self.fields.get(key) == str(value) for key, value in wanted.items())


class Ami:
    """One logged-in connection."""

    def __init__(self, address: str, port: int, user: str, secret: str, timeout_s: float = 10.0):
        self._socket = _connect(address, port, timeout_s)
        self._lines = self._socket.makefile("rb")
        self._changed = threading.Condition()
        self._events: list[Event] = []
        self._answers: dict[str, list[dict[str, str]]] = {}
        self._is_open = True
        self._numbers = itertools.count(1)
        self._timeout_s = timeout_s
        self._lines.readline()
        self._reader = threading.Thread(target=self._read, name="ami", daemon=True)
        self._reader.start()
        self.action("Login", Username=user, Secret=secret)

    def action(self, name: str, **fields) -> dict[str, str]:
        """Do one action and return its answer; raises `AmiError` when it is refused.

        A value that is a list is sent as several headers (`Variable=["A=1", "B=2"]`).
        """
        answer = self._send(name, fields)
        if answer.get("Response") == "Error":
            raise AmiError(f"{name}: {answer.get('Message', answer)}")
        return answer

    def listing(self, name: str, **fields) -> list[dict[str, str]]:
        """Do an action that answers with a list and return the items."""
        number = self._send(name, fields).get("ActionID", "")
        deadline = time.monotonic() + self._timeout_s
        with self._changed:
            while True:
                items = [e for e in self._events if e["ActionID"] == number]
                if items and items[-1]["EventList"] in ("Complete", "cancelled"):
                    return [e.fields for e in items[:-1]]
                self._wait(deadline, f"the end of the list of {name}")

    def events(self, name: str = "", since: float = 0.0, **wanted) -> list[Event]:
        """Events that came so far, in order, filtered by name, time and field values."""
        with self._changed:
            return [e for e in self._events if e.at >= since and e.fits(name, wanted)]

    def wait_event(self, name: str, timeout_s: float = 10.0, since: float = 0.0, **wanted) -> Event:
        """The first such event after `since`, waiting for it if it has not come yet."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            seen = 0
            while True:
                for event in itertools.islice(self._events, seen, None):
                    if event.at >= since and event.fits(name, wanted):
                        return event
                seen = len(self._events)
                self._wait(deadline, f"event {name} {wanted}")

    def close(self) -> None:
        """Leave; may be called twice."""
        self._is_open = False
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()

    def _send(self, name: str, fields: dict) -> dict[str, str]:
        number = f"t{next(self._numbers)}"
        lines = [f"Action: {name}", f"ActionID: {number}"]
        for key, value in fields.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                text = str(one)
                if "\r" in text or "\n" in text:
                    raise AmiError(f"{name}: {key} may not hold a line break")
                lines.append(f"{key}: {text}")
        deadline = time.monotonic() + self._timeout_s
        with self._changed:
            self._answers[number] = []
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        with self._changed:
            while not self._answers[number]:
                self._wait(deadline, f"the answer to {name}")
            return self._answers.pop(number)[0]

    def _wait(self, deadline: float, what: str) -> None:
        if not self._is_open:
            raise AmiError(f"the manager connection ended while waiting for {what}")
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError(f"waited in vain for {what}")
        self._changed.wait(left_s)

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for raw in self._lines:
                line = raw.decode(errors="replace").rstrip("\r\n")
                if not line:
                    self._take(fields)
                    fields = {}
                    continue
                key, _, value = line.partition(":")
                value = value.lstrip()
                # Some headers repeat (Output, Variable, ChanVariable): keep all, one a line.
                fields[key] = f"{fields[key]}\n{value}" if key in fields else value
        except (OSError, ValueError):
            pass
        with self._changed:
            self._is_open = False
            self._changed.notify_all()

    def _take(self, fields: dict[str, str]) -> None:
        with self._changed:
            if "Response" in fields:
                waiting = self._answers.get(fields.get("ActionID", ""))
                if waiting is not None:
                    waiting.append(fields)
            elif "Event" in fields:
                self._events.append(Event(time.monotonic(), fields))
                if len(self._events) > EVENTS_MAX:
                    raise ValueError("too many events kept")
            self._changed.notify_all()


def _connect(address: str, port: int, timeout_s: float) -> socket.socket:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            connection = socket.create_connection((address, port), timeout=timeout_s)
            connection.settimeout(None)
            return connection
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)

"""History as the module writes it to Asterisk's log: one JSON object a line, numbered."""

import json
from pathlib import Path


class Follower:
    """Reads a log file as it grows."""

    def __init__(self, place: Path):
        self._place = place
        self._offset = 0
        self._rest = b""
        self.records: list[dict] = []
        # Lines of the file that hold no record; there should be none.
        self.unread: list[str] = []

    def new_records(self) -> list[dict]:
        """The records that came since the last time."""
        if not self._place.exists():
            return []
        with open(self._place, "rb") as file:
            file.seek(self._offset)
            fresh = file.read()
        self._offset += len(fresh)
        *lines, self._rest = (self._rest + fresh).split(b"\n")
        found = [record for line in lines if (record := self._read(line)) is not None]
        self.records += found
        return found

    def _read(self, line: bytes) -> dict | None:
        text = line.decode(errors="replace")
        start = text.find("{")
        try:
            record = json.loads(text[start:]) if start >= 0 else None
        except ValueError:
            record = None
        # Asterisk itself notes in every file that it started writing.
        if record is None and text.strip() and "Asterisk" not in text:
            self.unread.append(text)
        return record

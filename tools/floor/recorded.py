"""Recordings judged by ear: what a recorded file holds, side by side, moment by moment."""

import json
import math
import wave
from array import array
from pathlib import Path

WINDOW_MS = 10
LOUD_ENOUGH = 1e5
SILENT = 1e3


def spool(pbx) -> Path:
    """Where recordings go that have no place of their own."""
    return pbx.asterisk.home / "spool/acd/recordings"


def sidecars(pbx, root: Path | None = None) -> list[dict]:
    """All sidecars, oldest first; each with its own place as `path`."""
    found = []
    for path in sorted((root or spool(pbx)).rglob("*.json")):
        try:
            sidecar = json.loads(path.read_text())
        except (ValueError, OSError):
            continue  # Not written yet.
        found.append({**sidecar, "path": path})
    return sorted(found, key=lambda sidecar: sidecar["began_wall_us"])


def wait_finished(pbx, count: int = 1, root: Path | None = None) -> list[dict]:
    """Wait until so many recordings are complete."""

    def finished() -> list[dict]:
        return [s for s in sidecars(pbx, root) if s["state"] != "open"]

    pbx.wait_until(
        lambda: len(finished()) >= count,
        20,
        lambda: f"{count} finished recording(s): {sidecars(pbx, root)}",
    )
    return finished()


def sound(sidecar: dict, side: int = 0) -> "Sound":
    """The n-th sound file of a recording."""
    return Sound(sidecar["path"].parent / sidecar["files"][side]["name"])


class Sound:
    """A WAV file of 16-bit samples, read whole."""

    def __init__(self, path: Path):
        with wave.open(str(path)) as file:
            self.tracks = file.getnchannels()
            self.rate_hz = file.getframerate()
            samples = array("h", file.readframes(file.getnframes()))
        self._sides = [samples[n :: self.tracks] for n in range(self.tracks)]

    @property
    def length_ms(self) -> float:
        """How long it lasts."""
        return 1000 * len(self._sides[0]) / self.rate_hz

    def part(self, side: int, from_ms: float = 0, to_ms: float | None = None) -> array:
        """The samples of one side between two moments."""
        to_ms = self.length_ms if to_ms is None else to_ms
        return self._sides[side][int(from_ms * self.rate_hz / 1000) : int(to_ms * self.rate_hz / 1000)]

    def loudness(self, side: int, from_ms: float = 0, to_ms: float | None = None) -> float:
        """Mean square of the samples."""
        part = self.part(side, from_ms, to_ms)
        return sum(s * s for s in part) / max(1, len(part))

    def share_of_tone(
        self, side: int, hz: int, from_ms: float = 0, to_ms: float | None = None
    ) -> float:
        """Which share (0 to 1) of the power is in one tone."""
        part = self.part(side, from_ms, to_ms)
        total = sum(s * s for s in part)
        if not part or total < SILENT * len(part):
            return 0.0
        factor = 2 * math.cos(2 * math.pi * hz / self.rate_hz)
        before = last = 0.0
        for sample in part:
            before, last = last, sample + factor * last - before
        power = before * before + last * last - factor * before * last
        return min(1.0, 2 * power / (len(part) * total))

    def pauses(self, side: int, at_least_ms: int = 300) -> list[tuple[float, float]]:
        """Spans without a single sample of sound, exact to the sample."""
        samples = self._sides[side]
        to_ms = 1000 / self.rate_hz
        spans, began = [], None
        for place, sample in enumerate(samples):
            if sample == 0:
                began = place if began is None else began
                continue
            if began is not None and (place - began) * to_ms >= at_least_ms:
                spans.append((began * to_ms, place * to_ms))
            began = None
        if began is not None and (len(samples) - began) * to_ms >= at_least_ms:
            spans.append((began * to_ms, len(samples) * to_ms))
        return spans

    def silences(self, side: int, at_least_ms: int = 300) -> list[tuple[float, float]]:
        """Spans of silence on one side, between sounds."""
        count = int(self.length_ms // WINDOW_MS)
        quiet = [
            self.loudness(side, n * WINDOW_MS, (n + 1) * WINDOW_MS) < SILENT for n in range(count)
        ]
        spans, began = [], None
        for n, is_quiet in enumerate([*quiet, False]):
            if is_quiet and began is None:
                began = n
            elif not is_quiet and began is not None:
                spans.append((began * WINDOW_MS, n * WINDOW_MS))
                began = None
        return [span for span in spans if span[1] - span[0] >= at_least_ms]

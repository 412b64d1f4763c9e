"""Sound files the tests recognise by ear: music on hold is one steady tone."""

import math
from pathlib import Path

SAMPLE_RATE = 8000
# Far from the voices of callers and agents, so that a listener can tell which one it hears.
MUSIC_HZ = 440
OTHER_MUSIC_HZ = 330
AMPLITUDE = 8000
# Two seconds each, to be played by name.
PROMPTS_HZ = {"tone-350": 350, "tone-370": 370, "acd-tags/reason-billing": 390}
PROMPT_S = 2
# Sound files `tones/NAME`: their tone and their length in tenths of a second.
TONES = {"first": (620, 15), "second": (810, 15), "long": (710, 200)}


def ulaw(sample: int) -> int:
    """One signed 16-bit sample as G.711 mu-law."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return ~(sign | (exponent << 4) | mantissa) & 0xFF


def tone(frequency_hz: int, samples: int, start: int = 0) -> bytes:
    """Mu-law samples of a steady tone; `start` continues an earlier piece without a click."""
    step = 2 * math.pi * frequency_hz / SAMPLE_RATE
    return bytes(ulaw(int(AMPLITUDE * math.sin(step * (start + n)))) for n in range(samples))


def write_music(place: Path, frequency_hz: int = MUSIC_HZ) -> None:
    """Ten seconds of the tone callers hear while they wait."""
    place.mkdir(parents=True)
    # A whole number of periods, so the end joins the beginning.
    (place / "waiting.ulaw").write_bytes(tone(frequency_hz, SAMPLE_RATE) * 10)


def write_prompt(place: Path, frequency_hz: int) -> None:
    """A sound file of one steady tone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(tone(frequency_hz, SAMPLE_RATE * PROMPT_S))
def write_tones(place: Path) -> None:
    """Sound files for prompts and announcements, each of one tone."""
    place.mkdir(exist_ok=True)
    for name, (frequency_hz, tenths) in TONES.items():
        samples = tone(frequency_hz, SAMPLE_RATE * tenths // 10)
        (place / f"{name}.ulaw").write_bytes(samples)

"""What a phone hears: audio as mu-law bytes, judged by its tone."""

import math

from pbx.audio_files import SAMPLE_RATE, tone

__all__ = ["FRAME_SAMPLES", "SAMPLE_RATE", "loudness_of", "share_of_tone", "tone"]

FRAME_SAMPLES = 160


def _linear(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 132) << ((code >> 4) & 0x07)
    return 132 - magnitude if code & 0x80 else magnitude - 132


LINEAR = [_linear(code) for code in range(256)]


def loudness_of(audio: bytes) -> float:
    """Mean square of the samples; 0 is silence, a full tone of ours is about 3.2e7."""
    if not audio:
        return 0.0
    return sum(LINEAR[code] ** 2 for code in audio) / len(audio)


def share_of_tone(audio: bytes, frequency_hz: int) -> float:
    """Which share (0 to 1) of the power is in one tone (Goertzel's method)."""
    total = loudness_of(audio)
    if total < 1.0:
        return 0.0
    angle = 2 * math.pi * frequency_hz / SAMPLE_RATE
    factor = 2 * math.cos(angle)
    before, last = 0.0, 0.0
    for code in audio:
        before, last = last, LINEAR[code] + factor * last - before
    power = before * before + last * last - factor * before * last
    return min(1.0, 2 * power / (len(audio) ** 2 * total))

"""One audio stream of a call: RTP sent every 20 ms, received, counted and kept to listen to."""

import struct
import time
import zlib
from collections import deque

from .audio import FRAME_SAMPLES, SAMPLE_RATE, loudness_of, share_of_tone, tone
from .wire import Wire

PACKET_S = FRAME_SAMPLES / SAMPLE_RATE
ULAW = 0
DTMF = 101
# One second of what was heard last is enough to recognise a tone.
KEPT_FRAMES = 50
LOUD_ENOUGH = 1e5
SHARE_ENOUGH = 0.6
KEYS = "0123456789*#ABCD"


class Stream:
    """Sends one tone to one place and counts what comes back."""

    def __init__(self, wire: Wire, address: str, voice_hz: int | None):
        """`voice_hz` is the tone this side speaks; None sends nothing at all."""
        self._wire = wire
        self.voice_hz = voice_hz
        self.sent = 0
        self.received = 0
        self.first_heard_at: float | None = None
        self.last_heard_at: float | None = None
        self._heard: deque[bytes] = deque(maxlen=KEPT_FRAMES)
        self._socket = wire.open(address, 0, self._on_packet)
        self.address, self.port = self._socket.getsockname()
        self._target: tuple[str, int] | None = None
        self._timer = None
        self._next_at = 0.0
        self._sequence = 0
        self._stamp = 0
        self._source = zlib.crc32(f"{address}:{self.port}".encode())
        self._is_open = True

    def send_to(self, target: tuple[str, int] | None) -> None:
        """Send to a new place from now on, or (None) stop sending."""
        self._target = target
        if target and self._timer is None and self.voice_hz and self._is_open:
            self._next_at = time.monotonic()
            self._tick()

    def press(self, key: str) -> None:
        """Send one DTMF key as an RFC 4733 event of 100 ms."""
        if not self._target:
            raise RuntimeError("there is no call to press a key in")
        stamp, code = self._stamp, KEYS.index(key.upper())
        for step in range(1, 9):
            duration = FRAME_SAMPLES * min(step, 5)
            event = struct.pack("!BBH", code, (0x80 if step > 5 else 0) | 10, duration)
            delay_s = PACKET_S * min(step, 6)
            is_first = step == 1
            self._wire.after(delay_s, lambda e=event, f=is_first: self._send(DTMF, e, stamp, f))

    def last_heard(self) -> bytes:
        """The last second of audio (less if there was less), mu-law; kept after the end."""
        return b"".join(self._heard)

    def hears(self, frequency_hz: int) -> bool:
        """Whether the last second was mostly that tone."""
        audio = self.last_heard()
        return loudness_of(audio) > LOUD_ENOUGH and share_of_tone(audio, frequency_hz) > SHARE_ENOUGH

    def forget(self) -> None:
        """Forget what was heard so far; the counters stay."""
        self._heard.clear()

    def close(self) -> None:
        """Stop sending and give the port back."""
        if not self._is_open:
            return
        self._is_open = False
        if self._timer is not None:
            self._timer.cancel()
        self._wire.close(self._socket)

    def _tick(self) -> None:
        self._timer = None
        if not self._is_open or not self._target:
            return
        frame = _frame_of(self.voice_hz, self._sequence)
        self._send(ULAW, frame, self._stamp, self._sequence == 0)
        self._stamp += FRAME_SAMPLES
        # Catch up after a late turn, but do not burst after a long pause.
        self._next_at = max(self._next_at + PACKET_S, time.monotonic() - 5 * PACKET_S)
        self._timer = self._wire.at(self._next_at, self._tick)

    def _send(self, kind: int, payload: bytes, stamp: int, is_marked: bool) -> None:
        if not self._is_open or not self._target:
            return
        marked = kind | (0x80 if is_marked else 0)
        head = struct.pack(
            "!BBHII", 0x80, marked, self._sequence & 0xFFFF, stamp & 0xFFFFFFFF, self._source
        )
        self._sequence += 1
        try:
            self._socket.sendto(head + payload, self._target)
            self.sent += 1
        except OSError:
            # Nobody listens there any more; the call's end is on its way.
            pass

    def _on_packet(self, packet: bytes, _sender, moment: float) -> None:
        if len(packet) < 12 or packet[0] >> 6 != 2:
            return
        self.received += 1
        if self.first_heard_at is None:
            self.first_heard_at = moment
        self.last_heard_at = moment
        if packet[1] & 0x7F == ULAW:
            self._heard.append(packet[12:])


_cycles: dict[int, list[bytes]] = {}


def _frame_of(frequency_hz: int, number: int) -> bytes:
    """The n-th 20 ms piece of a tone. Frequencies are multiples of 10 Hz, so 5 pieces repeat."""
    pieces = _cycles.get(frequency_hz)
    if pieces is None:
        whole = tone(frequency_hz, FRAME_SAMPLES * 5)
        pieces = [whole[n : n + FRAME_SAMPLES] for n in range(0, len(whole), FRAME_SAMPLES)]
        _cycles[frequency_hz] = pieces
    return pieces[number % 5]

"""A caller: one phone that makes one call from the carrier's side."""

from .message import Party
from .outgoing import OutgoingCall
from .phone import Phone


class Caller(Phone):
    """Calls one extension. Between `place` and `hang_up` a test watches or waits."""

    def __init__(self, wire, address, server, extension: str, us: Party, voice_hz: int | None):
        super().__init__(wire, address, server, us, voice_hz)
        self.extension = extension

    def place(self, hang_up_after_ms: int | None = None) -> OutgoingCall:
        """Call; after so many milliseconds hang up, whatever state the call is in then."""
        call = self.dial(self.extension)
        if hang_up_after_ms is not None:
            self.wire.after(hang_up_after_ms / 1000, call.hang_up)
        return call

    def wait_ringing(self, timeout_s: float = 10.0) -> OutgoingCall:
        """Wait until the caller hears the far end ring."""
        return self._placed().wait("ringing", timeout_s)

    def wait_answered(self, timeout_s: float = 10.0) -> OutgoingCall:
        """Wait until the PBX answers this call (an ACD may do so long before an agent does)."""
        return self._placed().wait("talking", timeout_s)

    def wait_ended(self, timeout_s: float = 10.0) -> OutgoingCall:
        """Wait until the call is over."""
        return self._placed().wait("ended", timeout_s)

    @property
    def state(self) -> str:
        """The state of the call, `idle` before it is placed."""
        return self.call.state if self.call else "idle"

    @property
    def connected_to(self) -> Party:
        """Whom this phone's display shows: the PBX's last connected-line news."""
        return self.call.party if self.call else Party("", "")

    @property
    def heard(self) -> int:
        """Audio packets received in the call."""
        return self.call.heard if self.call else 0

    def hears(self, frequency_hz: int) -> bool:
        """Whether the last second of audio was mostly that tone."""
        return bool(self.call) and self.call.hears(frequency_hz)

    def _placed(self) -> OutgoingCall:
        if self.call is None:
            raise AssertionError("this caller has not called yet")
        return self.call

"""What an agent's phone and a caller's phone have in common: a line and its calls."""

from .call import Call
from .incoming import IncomingCall
from .line import ALLOW, Line
from .message import Message, Party
from .outgoing import OutgoingCall
from .wire import Wire


class Phone:
    """A line, the calls made and received on it, and who we are."""

    def __init__(self, wire: Wire, address: str, server: tuple[str, int], us: Party, voice_hz):
        self.wire = wire
        self.us = us
        self.voice_hz = voice_hz
        self.secret = ""
        # Further headers of the calls it makes: names and values.
        self.headers: list[tuple[str, str]] = []
        # Every call in order, ended ones too.
        self.calls: list[Call] = []
        self._by_call_id: dict[str, Call] = {}
        self.line = Line(wire, address, server, self._on_request)

    @property
    def call(self) -> Call | None:
        """The newest call, ended or not."""
        return self.calls[-1] if self.calls else None

    @property
    def live_calls(self) -> list[Call]:
        """The calls that have not ended."""
        return [call for call in self.calls if call.is_up]

    def dial(self, number: str) -> OutgoingCall:
        """Call a number and return the call at once; it may be refused later."""
        with self.wire.lock:
            call = OutgoingCall(self.line, number, self.us, self.voice_hz, self.secret)
            call.headers = self.headers
            self._remember(call)
            call.place()
            return call

    def hang_up(self) -> None:
        """End every call of this phone."""
        with self.wire.lock:
            for call in self.live_calls:
                call.hang_up()

    def close(self) -> None:
        """Leave without a word: what is still up gets no BYE."""
        with self.wire.lock:
            for call in self.calls:
                call.stream.close()
            self.line.close()

    def on_offered(self, call: IncomingCall) -> None:
        """A call came in; phones that take calls decide here. This one refuses."""
        call.reject(480)

    def _remember(self, call: Call) -> None:
        self.calls.append(call)
        self._by_call_id[call.call_id] = call

    def _on_request(self, request: Message, moment: float) -> None:
        known = self._by_call_id.get(request.call_id)
        if request.method == "INVITE" and known is None:
            self.line.answer(request, request.reply(100))
            call = IncomingCall(self.line, request, moment, self.voice_hz)
            self._remember(call)
            self.on_offered(call)
            self.wire.notify()
        elif request.method == "CANCEL" and isinstance(known, IncomingCall):
            known.cancelled(request, moment)
        elif known is not None:
            known.on_request(request, moment)
        elif request.method == "OPTIONS":
            self.line.answer(request, request.reply(200, "options").add("Allow", ALLOW))
        elif request.method == "NOTIFY":
            self.line.answer(request, request.reply(200, "notify"))
        elif request.method and request.method != "ACK":
            self.line.answer(request, request.reply(481, "unknown"))

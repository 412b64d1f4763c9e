"""A phone's SIP line: one UDP port, its transactions, their repeats.

Rule kept: a repeated request gets the same answer again and is not handled twice; an unanswered
request is repeated as RFC 3261 says, so a busy moment of the PBX loses no call.
"""

import itertools
import time
from collections import OrderedDict

from .message import BadMessage, Message
from .wire import Wire

FIRST_REPEAT_S = 0.5
LONGEST_REPEAT_S = 4.0
GIVE_UP_S = 32.0
REMEMBERED_MAX = 512
ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO, REFER, NOTIFY"

_branches = itertools.count(1)


class Sent:
    """A request of ours that waits for its final answer."""

    def __init__(self, message: Message, packet: bytes, on_answer):
        self.message = message
        self.packet = packet
        self.on_answer = on_answer
        self.began_at = time.monotonic()
        self.repeat_s = FIRST_REPEAT_S
        self.is_provisional = False
        self.is_final = False
        self.timer = None


class Line:
    """Sends requests and answers; gives what comes in to `on_request`."""

    def __init__(self, wire: Wire, address: str, server: tuple[str, int], on_request):
        self.wire = wire
        self.server = server
        self.on_request = on_request
        self.is_plugged_in = True
        # Every message in and out as (moment, "in" or "out", Message), for the test to look at.
        self.seen: list[tuple[float, str, Message]] = []
        self._sent: dict[tuple[str, str], Sent] = {}
        self._answered: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._unacknowledged: dict[tuple[str, int], object] = {}
        self._socket = wire.open(address, 0, self._on_packet)
        self.address, self.port = self._socket.getsockname()
        self._is_open = True

    def request(self, message: Message, on_answer=None) -> str:
        """Send a request; `on_answer(response)` is called for each answer. Returns the branch."""
        branch = f"z9hG4bK-{next(_branches)}-{self.port}"
        self.request_in_branch(message, branch, on_answer)
        return branch

    def request_in_branch(self, message: Message, branch: str, on_answer=None) -> None:
        """Send a request whose branch is given, as CANCEL and ACK of a refusal need."""
        via = f"SIP/2.0/UDP {self.address}:{self.port};branch={branch};rport"
        message.headers.insert(0, ("Via", via))
        message.add("Max-Forwards", "70").add("User-Agent", "desk phone")
        packet = message.write()
        if message.method != "ACK":
            sent = Sent(message, packet, on_answer or (lambda _answer: None))
            self._sent[branch, message.method] = sent
            sent.timer = self.wire.after(FIRST_REPEAT_S, lambda: self._repeat(branch, sent))
        self._send(packet, message)

    def answer(self, request: Message, response: Message) -> None:
        """Answer a request; a final answer to INVITE is repeated until its ACK comes."""
        packet = response.write()
        self._answered[request.branch, request.method] = packet
        while len(self._answered) > REMEMBERED_MAX:
            self._answered.popitem(last=False)
        self._send(packet, response)
        if request.method == "INVITE" and response.code >= 200:
            key = (request.call_id, request.sequence)
            self._unacknowledged[key] = packet
            self._repeat_answer(key, packet, FIRST_REPEAT_S, time.monotonic())

    def acknowledged(self, ack: Message) -> None:
        """An ACK came: stop repeating the answer it belongs to."""
        self._unacknowledged.pop((ack.call_id, ack.sequence), None)

    def unplug(self) -> None:
        """Pull the cable: nothing goes out, nothing is answered, the port stays taken."""
        with self.wire.lock:
            self.is_plugged_in = False

    def plug_in(self) -> None:
        """Put the cable back."""
        with self.wire.lock:
            self.is_plugged_in = True

    def close(self) -> None:
        """Give the port back."""
        with self.wire.lock:
            if self._is_open:
                self._is_open = False
                self._unacknowledged.clear()
                for sent in self._sent.values():
                    sent.timer.cancel()
                self._sent.clear()
                self.wire.close(self._socket)

    def _send(self, packet: bytes, message: Message | None = None) -> None:
        if not self._is_open or not self.is_plugged_in:
            return
        if message is not None:
            self.seen.append((time.monotonic(), "out", message))
        try:
            self._socket.sendto(packet, self.server)
        except OSError:
            # The PBX is gone; whoever waits for an answer gets its time-out.
            pass

    def _repeat(self, branch: str, sent: Sent) -> None:
        if sent.is_final or not self._is_open:
            return
        if time.monotonic() - sent.began_at > GIVE_UP_S and not sent.is_provisional:
            self._forget(branch, sent)
            sent.on_answer(Message(code=408, phrase="No answer from the PBX"))
            return
        if not (sent.message.method == "INVITE" and sent.is_provisional):
            self._send(sent.packet)
        sent.repeat_s = min(2 * sent.repeat_s, LONGEST_REPEAT_S)
        sent.timer = self.wire.after(sent.repeat_s, lambda: self._repeat(branch, sent))

    def _repeat_answer(self, key, packet: bytes, delay_s: float, began_at: float) -> None:
        def again():
            if self._unacknowledged.get(key) is not packet or not self._is_open:
                return
            if time.monotonic() - began_at > GIVE_UP_S:
                self._unacknowledged.pop(key, None)
                return
            self._send(packet)
            self._repeat_answer(key, packet, min(2 * delay_s, LONGEST_REPEAT_S), began_at)

        self.wire.after(delay_s, again)

    def _forget(self, branch: str, sent: Sent) -> None:
        sent.is_final = True
        sent.timer.cancel()
        self._sent.pop((branch, sent.message.method), None)

    def _on_packet(self, packet: bytes, _sender, moment: float) -> None:
        if not self.is_plugged_in:
            return
        try:
            message = Message.read(packet)
        except (BadMessage, ValueError):
            # Keep-alives are bare line breaks.
            return
        self.seen.append((moment, "in", message))
        if message.code:
            self._on_answer(message)
            return
        known = self._answered.get((message.branch, message.method))
        if known is not None and message.method != "ACK":
            self._send(known)
            return
        self.on_request(message, moment)

    def _on_answer(self, answer: Message) -> None:
        sent = self._sent.get((answer.branch, answer.sequence_method))
        if sent is None:
            # A repeated 200 to an INVITE means that its ACK was lost; the call sends it again.
            if answer.sequence_method == "INVITE" and 200 <= answer.code < 300:
                self.on_request(answer, time.monotonic())
            return
        if answer.code < 200:
            sent.is_provisional = True
        else:
            self._forget(answer.branch, sent)
        sent.on_answer(answer)

"""One call as a phone sees it: who, when, how it ended, and the audio.

States: `calling` (we dialled) → `ringing` → `talking` → `ended`; an incoming call starts in
`ringing`. A call's state changes before the packet that tells of it leaves, so whoever sees the
effect in the PBX sees the cause here. The base class holds what both directions share; `incoming.py` and `outgoing.py`
hold how a call begins.
"""

import itertools
import re
import time
from urllib.parse import quote

from .line import ALLOW, Line
from .media import Stream
from .message import Message, Party, parameter, party_of, uri_of
from .sdp import Description

_tags = itertools.count(1)


class Call:
    """A dialog with the PBX and its audio stream.

    Moments are seconds of `time.monotonic`, None until they happen.
    """

    def __init__(self, line: Line, voice_hz: int | None):
        self.line = line
        self.wire = line.wire
        self.state = "calling"
        self.began_at = time.monotonic()
        self.rang_at: float | None = None
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        # "us" or "them": who ended it.
        self.ended_by = ""
        # The SIP code a call that was never answered ended with, 0 for an ordinary end.
        self.end_code = 0
        # The Reason header of the BYE or CANCEL that ended it.
        self.end_reason = ""
        # Whom the PBX said we are talking to, each time it said so.
        self.parties: list[tuple[float, Party]] = []
        # The PBX's last word on a transfer of ours: 100 on its way, 200 done, 4xx and more failed.
        self.transfer_code = 0
        # What the PBX asked for in its last offer: sendonly or inactive means we are on hold.
        self.direction = "sendrecv"
        self.call_id = ""
        self.local_tag = f"p{next(_tags)}x{line.port}"
        self.local_header = ""
        self.remote_header = ""
        self.remote_target = ""
        self.stream = Stream(self.wire, line.address, voice_hz)
        self._sequence = 0
        self._version = 0
        self._our_direction = "sendrecv"
        self._ack_for: dict[int, Message] = {}

    @property
    def party(self) -> Party:
        """Whom the phone's display shows now."""
        return self.parties[-1][1] if self.parties else Party("", "")

    @property
    def is_up(self) -> bool:
        """Whether the call has not ended."""
        return self.state != "ended"

    @property
    def heard(self) -> int:
        """Audio packets received."""
        return self.stream.received

    def hears(self, frequency_hz: int) -> bool:
        """Whether the last second of audio was mostly that tone."""
        with self.wire.lock:
            return self.stream.hears(frequency_hz)

    def press(self, keys: str) -> None:
        """Press keys one after the other, 200 ms each."""
        with self.wire.lock:
            for place, key in enumerate(keys):
                self.wire.after(0.2 * place, lambda k=key: self.stream.press(k))

    def hang_up(self) -> None:
        """End the call in whatever state it is."""
        raise NotImplementedError

    def hold(self) -> None:
        """Put the other side on hold."""
        self._renegotiate("sendonly")

    def resume(self) -> None:
        """Take the other side from hold."""
        self._renegotiate("sendrecv")

    def transfer(self, number: str) -> None:
        """Send the other side to another number (blind transfer by REFER)."""
        self._refer(f"<sip:{number}@{self.line.server[0]}>")

    def transfer_to(self, other: "Call") -> None:
        """Connect the other sides of this call and of `other` (attended transfer by REFER)."""
        theirs = parameter(other.remote_header, "tag")
        replaces = f"{other.call_id};to-tag={theirs};from-tag={other.local_tag}"
        address = uri_of(other.remote_header)
        self._refer(f"<{address}?Replaces={quote(replaces, safe='')}>")

    def wait(self, state: str, timeout_s: float = 10.0) -> "Call":
        """Wait until the call reaches a state (a call that ended will never talk)."""

        def reached():
            return self.state == state or (self.state == "ended" and "ended")

        self.wire.wait_for(reached, timeout_s, f"the call to be {state}, it is {self.state}")
        if self.state != state:
            raise AssertionError(f"call ended ({self.end_code}) before it was {state}")
        return self

    def wait_heard(self, packets: int, timeout_s: float = 5.0) -> None:
        """Wait until so many more audio packets have arrived."""
        goal = self.stream.received + packets
        deadline = time.monotonic() + timeout_s
        while self.stream.received < goal:
            if time.monotonic() > deadline:
                missing = goal - self.stream.received
                raise TimeoutError(f"{missing} of {packets} audio packets did not arrive")
            time.sleep(0.01)

    def wait_hears(self, frequency_hz: int, timeout_s: float = 5.0) -> None:
        """Wait until a tone is heard."""
        deadline = time.monotonic() + timeout_s
        while not self.hears(frequency_hz):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no tone of {frequency_hz} Hz was heard")
            time.sleep(0.05)

    # What follows is for the phone that owns the call; the wire's lock is held.

    def on_request(self, request: Message, moment: float) -> None:
        """A request inside this call."""
        method = request.method
        if request.code:
            self._acknowledge_again(request)
        elif method == "ACK":
            self.line.acknowledged(request)
            self._on_ack(request)
        elif method == "BYE":
            self._end("them", moment, reason=request.first("reason"))
            self.line.answer(request, request.reply(200))
        elif method in ("INVITE", "UPDATE"):
            self._on_offer(request, moment)
        elif method == "NOTIFY":
            self.line.answer(request, request.reply(200, self.local_tag))
            self._on_transfer_news(request)
        elif method in ("INFO", "OPTIONS"):
            self.line.answer(request, request.reply(200, self.local_tag))
        else:
            self.line.answer(request, request.reply(405, self.local_tag).add("Allow", ALLOW))

    def request(self, method: str) -> Message:
        """A new request inside this call."""
        if method != "ACK":
            self._sequence += 1
        message = Message.request(method, self.remote_target)
        message.add("From", self.local_header).add("To", self.remote_header)
        message.add("Call-ID", self.call_id).add("CSeq", f"{self._sequence} {method}")
        message.add("Contact", self.contact)
        return message

    @property
    def contact(self) -> str:
        """Our address as others reach it."""
        user = party_of(self.local_header).number
        return f"<sip:{user}@{self.line.address}:{self.line.port}>"

    def describe(self) -> str:
        """Our side of the audio, as a message body."""
        self._version += 1
        ours = Description(self.stream.address, self.stream.port, self._our_direction)
        return ours.write(self._version)

    def note_party(self, message: Message, moment: float) -> None:
        """Remember whom the PBX names in this message."""
        named = message.first("p-asserted-identity") or message.first("remote-party-id")
        if named:
            party = party_of(named)
            if party != self.party:
                self.parties.append((moment, party))

    def take_description(self, message: Message) -> bool:
        """Send audio where the message says; False when it describes none."""
        theirs = Description.read(message.body)
        if theirs is None:
            return False
        self.direction = theirs.direction
        may_send = theirs.direction in ("sendrecv", "recvonly") and theirs.port
        self.stream.send_to((theirs.address, theirs.port) if may_send else None)
        return True

    def _bye(self) -> None:
        bye = self.request("BYE")
        self._end("us", time.monotonic())
        self.line.request(bye)

    def _end(self, by: str, moment: float, code: int = 0, reason: str = "") -> None:
        if self.state == "ended":
            return
        self.state = "ended"
        self.ended_by, self.ended_at = by, moment
        self.end_code, self.end_reason = code, reason
        self.stream.close()
        self.wire.notify()

    def _on_ack(self, request: Message) -> None:
        if request.body:
            self.take_description(request)

    def _on_offer(self, request: Message, moment: float) -> None:
        self.note_party(request, moment)
        contact = request.first("contact")
        if contact:
            self.remote_target = uri_of(contact)
        answer = request.reply(200, self.local_tag).add("Contact", self.contact)
        answer.add("Allow", ALLOW)
        if self.take_description(request) or request.method == "INVITE":
            theirs = Description.read(request.body)
            self._version += 1
            direction = theirs.answer_direction() if theirs else self._our_direction
            ours = Description(self.stream.address, self.stream.port, direction)
            answer.add("Content-Type", "application/sdp")
            answer.body = ours.write(self._version)
        self.line.answer(request, answer)
        self.wire.notify()

    def _on_transfer_news(self, news: Message) -> None:
        """The PBX tells how our transfer went; one that worked ends our part, as a desk phone's."""
        told = re.match(r"SIP/2.0 (\d+)", news.body)
        if not told or not news.first("event").startswith("refer"):
            return
        self.transfer_code = int(told.group(1))
        if 200 <= self.transfer_code < 300 and self.state == "talking":
            self._bye()
        self.wire.notify()

    def _refer(self, target: str) -> None:
        with self.wire.lock:
            refer = self.request("REFER")
            refer.add("Refer-To", target)
            refer.add("Referred-By", self.local_header.split(";tag")[0])
            self.line.request(refer)

    def _renegotiate(self, direction: str) -> None:
        with self.wire.lock:
            self._our_direction = direction
            offer = self.request("INVITE").add("Content-Type", "application/sdp")
            offer.body = self.describe()
            self.line.request(offer, self._on_renegotiated)

    def _on_renegotiated(self, answer: Message) -> None:
        if answer.code >= 200:
            self._acknowledge(answer)
        if 200 <= answer.code < 300:
            self.take_description(answer)
            self.wire.notify()

    def _acknowledge(self, answer: Message) -> None:
        """Send the ACK of a final answer to an INVITE of ours."""
        ack = self.request("ACK")
        ack.headers = [
            (n, f"{answer.sequence} ACK" if n == "CSeq" else v) for n, v in ack.headers
        ]
        if answer.code < 300:
            self.line.request(ack)
        else:
            # The ACK of a refusal belongs to the INVITE's own transaction.
            ack.headers = [(n, answer.first("to") if n == "To" else v) for n, v in ack.headers]
            self.line.request_in_branch(ack, answer.branch)

    def _acknowledge_again(self, answer: Message) -> None:
        if parameter(answer.first("to"), "tag") == parameter(self.remote_header, "tag"):
            self._acknowledge(answer)

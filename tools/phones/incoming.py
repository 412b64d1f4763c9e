"""A call the PBX offers to a phone."""

import time

from .call import Call
from .line import ALLOW, Line
from .message import Message, party_of, uri_of


class IncomingCall(Call):
    """Starts in `ringing`; ends by `answer`, `reject`, `redirect`, or the PBX's CANCEL."""

    def __init__(self, line: Line, invite: Message, moment: float, voice_hz: int | None):
        super().__init__(line, voice_hz)
        self.invite = invite
        self.state = "ringing"
        self._is_acknowledged = False
        self._is_leaving = False
        self.began_at = self.rang_at = moment
        self.call_id = invite.call_id
        self.remote_header = invite.first("from")
        self.local_header = f"{invite.first('to')};tag={self.local_tag}"
        self.remote_target = uri_of(invite.first("contact"))
        # The caller id of the offer itself; later changes are in `parties`.
        self.caller = party_of(invite.first("p-asserted-identity") or invite.first("from"))
        self.parties.append((moment, self.caller))

    def ring(self) -> None:
        """Say that the phone rings (180)."""
        with self.wire.lock:
            ringing = self._reply(180).add("Contact", self.contact)
            self.line.answer(self.invite, ringing)

    def answer(self) -> None:
        """Pick up. Nothing happens when the caller has gone in the meantime."""
        with self.wire.lock:
            if self.state != "ringing":
                return
            ok = self._reply(200).add("Contact", self.contact).add("Allow", ALLOW)
            ok.add("Content-Type", "application/sdp")
            self.take_description(self.invite)
            ok.body = self.describe()
            self.state = "talking"
            self.answered_at = time.monotonic()
            self.line.answer(self.invite, ok)
            self.wire.notify()

    def reject(self, code: int = 486) -> None:
        """Refuse with a SIP code."""
        with self.wire.lock:
            if self.state == "ringing":
                self._end("us", time.monotonic(), code)
                self.line.answer(self.invite, self._reply(code))

    def redirect(self, number: str) -> None:
        """Send the caller to another number (302)."""
        with self.wire.lock:
            if self.state == "ringing":
                moved = self._reply(302).add("Contact", f"<sip:{number}@{self.line.server[0]}>")
                self._end("us", time.monotonic(), 302)
                self.line.answer(self.invite, moved)

    def hang_up(self) -> None:
        """Reject while it rings, BYE when it talks, but not before the PBX's ACK (RFC 3261, 15)."""
        with self.wire.lock:
            if self.state == "ringing":
                self.reject(603)
            elif self.state == "talking" and self._is_acknowledged:
                self._bye()
            elif self.state == "talking":
                self._is_leaving = True

    def cancelled(self, cancel: Message, moment: float) -> None:
        """The PBX took its offer back. Too late after we answered: then a BYE will come."""
        was_ringing = self.state == "ringing"
        if was_ringing:
            self._end("them", moment, 487, cancel.first("reason"))
        self.line.answer(cancel, cancel.reply(200, self.local_tag))
        if was_ringing:
            self.line.answer(self.invite, self._reply(487))

    def _on_ack(self, request: Message) -> None:
        super()._on_ack(request)
        self._is_acknowledged = True
        if self._is_leaving and self.state == "talking":
            self._bye()

    def _reply(self, code: int) -> Message:
        return self.invite.reply(code, self.local_tag)

"""A call a phone makes."""

import time

from .call import Call
from .digest import authorization
from .line import ALLOW, Line
from .message import Message, Party, uri_of


class OutgoingCall(Call):
    """Starts in `calling`; the PBX may let it ring, answer it or refuse it."""

    def __init__(self, line: Line, number: str, us: Party, voice_hz: int | None, secret: str = ""):
        super().__init__(line, voice_hz)
        self.number = number
        self.call_id = f"{self.local_tag}-{time.monotonic_ns()}"
        name = us.name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{name}" ' if us.name else ""
        self._bare_from = f"{shown}<sip:{us.number}@{line.address}:{line.port}>"
        self.local_header = f"{self._bare_from};tag={self.local_tag}"
        self.remote_target = f"sip:{number}@{line.server[0]}:{line.server[1]}"
        self.remote_header = f"<{self.remote_target}>"
        self._us, self._secret = us, secret
        self.headers: list[tuple[str, str]] = []
        self._branch = ""
        self._invite: Message | None = None
        self._is_provisional = False
        self._is_leaving = False
        self._has_signed = False

    def place(self) -> None:
        """Send the INVITE."""
        with self.wire.lock:
            self.began_at = time.monotonic()
            self._send_invite("")

    def hang_up(self) -> None:
        """CANCEL before the answer, BYE after it. At any moment, and only once."""
        with self.wire.lock:
            if self.state == "talking":
                self._bye()
            elif self.state != "ended" and not self._is_leaving:
                self._is_leaving = True
                # A CANCEL may only follow a provisional answer.
                if self._is_provisional:
                    self._cancel()

    def _send_invite(self, signature: str) -> None:
        invite = self.request("INVITE")
        if signature:
            invite.add("Authorization", signature)
        for name, value in self.headers:
            invite.add(name, value)
        invite.add("Allow", ALLOW).add("Content-Type", "application/sdp")
        invite.body = self.describe()
        self._invite = invite
        self._branch = self.line.request(invite, self._on_answer)

    def _on_answer(self, answer: Message) -> None:
        moment = time.monotonic()
        if answer.code < 200:
            self._on_progress(answer, moment)
        elif answer.code < 300:
            self._on_answered(answer, moment)
        else:
            self._on_refused(answer, moment)
        self.wire.notify()

    def _on_progress(self, answer: Message, moment: float) -> None:
        is_first = not self._is_provisional
        self._is_provisional = True
        if self._is_leaving and is_first:
            self._cancel()
            return
        self.note_party(answer, moment)
        self.take_description(answer)
        # An UPDATE may come before the answer, so the dialog has to be known by now.
        if answer.code > 100:
            self.remote_header = answer.first("to")
            self.remote_target = uri_of(answer.first("contact")) or self.remote_target
        if answer.code in (180, 183) and self.state == "calling":
            self.state = "ringing" if answer.code == 180 else self.state
            self.rang_at = self.rang_at or moment

    def _on_answered(self, answer: Message, moment: float) -> None:
        self.remote_header = answer.first("to")
        self.remote_target = uri_of(answer.first("contact")) or self.remote_target
        self._acknowledge(answer)
        if self.state == "ended":
            self.line.request(self.request("BYE"))
            return
        self.note_party(answer, moment)
        self.take_description(answer)
        self.state = "talking"
        self.answered_at = moment
        if self._is_leaving:
            # The answer crossed our CANCEL.
            self._bye()

    def _on_refused(self, answer: Message, moment: float) -> None:
        if answer.code == 408 and not answer.headers:
            self._end("them", moment, 408)
            return
        self._acknowledge(answer)
        challenge = answer.first("www-authenticate") or answer.first("proxy-authenticate")
        if challenge and self._secret and not self._has_signed:
            self._has_signed = True
            user = self._us.number
            self._send_invite(
                authorization(challenge, "INVITE", self.remote_target, user, self._secret)
            )
            return
        by = "us" if self._is_leaving else "them"
        self._end(by, moment, answer.code, answer.first("reason"))

    def _cancel(self) -> None:
        cancel = Message.request("CANCEL", self._invite.uri)
        for name in ("From", "To", "Call-ID"):
            cancel.add(name, self._invite.first(name))
        cancel.add("CSeq", f"{self._invite.sequence} CANCEL")
        self.line.request_in_branch(cancel, self._branch)

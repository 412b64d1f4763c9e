"""An agent's desk phone: registers, and does with a call what the test told it to."""

import itertools
import time

from .digest import authorization
from .incoming import IncomingCall
from .message import Message, Party
from .phone import Phone

REGISTRATION_S = 3600
_registrations = itertools.count(1)


class AgentPhone(Phone):
    """What it does with offers is set by `answers`, `rings_for_ever`, `rejects`, `redirects`."""

    def __init__(self, wire, address, server, number: str, secret: str, voice_hz: int | None):
        super().__init__(wire, address, server, Party(number, f"Agent {number}"), voice_hz)
        self.number = number
        self.secret = secret
        self.is_registered = False
        self._behaviour = self._ring_only
        self._hang_up_after_ms: int | None = None
        self._sequence = 0
        self._registration = f"reg-{next(_registrations)}-{number}-{time.monotonic_ns()}"

    # How the phone treats offers from now on. Each returns the phone, so calls can be chained.

    def answers(self, after_ms: int = 0, hang_up_after_ms: int | None = None) -> "AgentPhone":
        """Answer each call after some milliseconds; hang up after so many of talking."""
        self._hang_up_after_ms = hang_up_after_ms

        def behave(call: IncomingCall) -> None:
            call.ring()
            if after_ms == 0:
                self._pick_up(call)
            else:
                self.wire.after(after_ms / 1000, lambda: self._pick_up(call))

        return self._behave(behave)

    def rings_for_ever(self) -> "AgentPhone":
        """Ring and never answer by itself (`answer` still can)."""
        return self._behave(self._ring_only)

    def rejects(self, code: int = 486, after_ms: int = 0) -> "AgentPhone":
        """Refuse each call with a SIP code: 486 busy, 603 declined, 480 and 503 unavailable."""

        def behave(call: IncomingCall) -> None:
            if after_ms == 0:
                call.reject(code)
            else:
                call.ring()
                self.wire.after(after_ms / 1000, lambda: call.reject(code))

        return self._behave(behave)

    def redirects(self, number: str) -> "AgentPhone":
        """Forward each call to another number (302)."""
        return self._behave(lambda call: call.redirect(number))

    def stays_mute(self) -> "AgentPhone":
        """Take each call in and neither ring nor answer."""
        return self._behave(lambda call: None)

    def does(self, behave) -> "AgentPhone":
        """Anything else: `behave(call)` runs on the wire's thread for each offer."""
        return self._behave(behave)

    # Registration.

    def register(self, timeout_s: float = 5.0) -> "AgentPhone":
        """Register and wait until the PBX has accepted."""
        self._register(REGISTRATION_S, timeout_s)
        self.is_registered = True
        return self

    def unregister(self, timeout_s: float = 5.0) -> "AgentPhone":
        """Take the registration back and wait until the PBX has accepted."""
        self._register(0, timeout_s)
        self.is_registered = False
        return self

    def unplug(self) -> None:
        """Vanish without a word."""
        self.line.unplug()

    def plug_in(self) -> None:
        """Be reachable again."""
        self.line.plug_in()

    # What the agent does with the call in hand.

    @property
    def offers(self) -> list[IncomingCall]:
        """Every call that was offered to this phone, in order."""
        return [call for call in self.calls if isinstance(call, IncomingCall)]

    def wait_ring(self, timeout_s: float = 10.0, nth: int = 1) -> IncomingCall:
        """Wait until the phone has been offered its n-th call since it was made."""
        what = f"phone {self.number} to ring ({len(self.offers)} offers so far)"
        self.wire.wait_for(lambda: len(self.offers) >= nth, timeout_s, what)
        return self.offers[nth - 1]

    def wait_next_ring(self, timeout_s: float = 10.0) -> IncomingCall:
        """Wait for one more offer than there have been so far."""
        return self.wait_ring(timeout_s, len(self.offers) + 1)

    def wait_talking(self, timeout_s: float = 10.0) -> IncomingCall:
        """Wait until a call offered to this phone is answered and return it."""

        def talking():
            return next((call for call in self.offers if call.state == "talking"), None)

        return self.wire.wait_for(talking, timeout_s, f"phone {self.number} to talk")

    def wait_idle(self, timeout_s: float = 10.0) -> None:
        """Wait until this phone has no call."""
        self.wire.wait_for(
            lambda: not self.live_calls, timeout_s, f"phone {self.number} to be idle"
        )

    def answer(self) -> IncomingCall:
        """Pick up the call that rings now."""
        with self.wire.lock:
            ringing = next((call for call in self.offers if call.state == "ringing"), None)
            if ringing is None:
                raise AssertionError(f"phone {self.number} does not ring")
            self._pick_up(ringing)
            return ringing

    def on_offered(self, call: IncomingCall) -> None:
        """Do with an offer what the test set."""
        self._behaviour(call)

    def _behave(self, behaviour) -> "AgentPhone":
        with self.wire.lock:
            self._behaviour = behaviour
        return self

    @staticmethod
    def _ring_only(call: IncomingCall) -> None:
        call.ring()

    def _pick_up(self, call: IncomingCall) -> None:
        call.answer()
        if self._hang_up_after_ms is not None:
            self.wire.after(self._hang_up_after_ms / 1000, call.hang_up)

    def _register(self, expires_s: int, timeout_s: float) -> None:
        answers: list[Message] = []
        with self.wire.lock:
            self._send_register(expires_s, "", answers)
        what = f"the answer to the registration of {self.number}"
        self.wire.wait_for(lambda: answers, timeout_s, what)
        if answers[0].code != 200:
            raise AssertionError(f"registration of {self.number}: {answers[0].code}")

    def _send_register(self, expires_s: int, signature: str, answers: list[Message]) -> None:
        host, port = self.line.server
        self._sequence += 1
        message = Message.request("REGISTER", f"sip:{host}:{port}")
        us = f"<sip:{self.number}@{host}>"
        message.add("From", f"{us};tag={self._registration}").add("To", us)
        message.add("Call-ID", self._registration).add("CSeq", f"{self._sequence} REGISTER")
        contact = f"<sip:{self.number}@{self.line.address}:{self.line.port}>"
        message.add("Contact", contact).add("Expires", str(expires_s))
        if signature:
            message.add("Authorization", signature)

        def on_answer(answer: Message) -> None:
            challenge = answer.first("www-authenticate")
            if answer.code == 401 and challenge and not signature:
                uri = f"sip:{host}:{port}"
                signed = authorization(challenge, "REGISTER", uri, self.number, self.secret)
                self._send_register(expires_s, signed, answers)
            elif answer.code >= 200:
                answers.append(answer)
                self.wire.notify()

        self.line.request(message, on_answer)

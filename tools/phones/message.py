"""A SIP message: read from the wire, written to it.

Only what a phone needs: headers in order, compact names understood, no folding (nobody sends
it over UDP on one machine).
"""

import re
from dataclasses import dataclass, field

COMPACT = {
    "i": "call-id", "f": "from", "t": "to", "v": "via", "m": "contact", "l": "content-length",
    "c": "content-type", "k": "supported", "r": "refer-to", "s": "subject", "e": "content-encoding",
}
PHRASES = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted",
    302: "Moved Temporarily", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 486: "Busy Here", 487: "Request Terminated",
    488: "Not Acceptable Here", 491: "Request Pending", 500: "Server Internal Error",
    503: "Service Unavailable", 600: "Busy Everywhere", 603: "Decline",
}


class BadMessage(ValueError):
    """What came in is no SIP message."""


@dataclass
class Message:
    """A request (`method` is set) or a response (`code` is set)."""

    method: str = ""
    uri: str = ""
    code: int = 0
    phrase: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    @classmethod
    def request(cls, method: str, uri: str) -> "Message":
        """A new request without headers."""
        return cls(method=method, uri=uri)

    @classmethod
    def read(cls, packet: bytes) -> "Message":
        """Read one datagram."""
        text = packet.decode("utf-8", errors="replace")
        head, _, body = text.partition("\r\n\r\n")
        lines = head.split("\r\n")
        words = lines[0].split(" ", 2)
        if len(words) < 3:
            raise BadMessage(lines[0])
        message = cls(body=body)
        if words[0] == "SIP/2.0":
            message.code, message.phrase = int(words[1]), words[2]
        else:
            message.method, message.uri = words[0], words[1]
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if colon:
                message.headers.append((name.strip(), value.strip()))
        return message

    def write(self) -> bytes:
        """The datagram for this message."""
        if self.code:
            first = f"SIP/2.0 {self.code} {self.phrase or PHRASES.get(self.code, 'Reply')}"
        else:
            first = f"{self.method} {self.uri} SIP/2.0"
        body = self.body.encode()
        lines = [first, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(body)}")
        # Escaped surrogates stand for bytes that are no UTF-8.
        head = "\r\n".join(lines).encode(errors="surrogateescape")
        return head + b"\r\n\r\n" + body

    def first(self, name: str) -> str:
        """The first header of that name, empty when there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        wanted = name.lower()
        return [v for n, v in self.headers if COMPACT.get(n.lower(), n.lower()) == wanted]

    def add(self, name: str, value: str) -> "Message":
        """Append a header; returns the message, so that calls can be chained."""
        self.headers.append((name, value))
        return self

    def reply(self, code: int, to_tag: str = "") -> "Message":
        """A response to this request with the headers every response repeats."""
        answer = Message(code=code)
        for via in self.all("via"):
            answer.add("Via", via)
        for route in self.all("record-route"):
            answer.add("Record-Route", route)
        answer.add("From", self.first("from"))
        to = self.first("to")
        if to_tag and code > 100 and not parameter(to, "tag"):
            to += f";tag={to_tag}"
        answer.add("To", to)
        answer.add("Call-ID", self.call_id).add("CSeq", self.first("cseq"))
        return answer

    @property
    def call_id(self) -> str:
        """The Call-ID header."""
        return self.first("call-id")

    @property
    def sequence(self) -> int:
        """The number in CSeq."""
        return int(self.first("cseq").split()[0])

    @property
    def sequence_method(self) -> str:
        """The method in CSeq."""
        return self.first("cseq").split()[-1]

    @property
    def branch(self) -> str:
        """The branch of the topmost Via."""
        return parameter(self.first("via"), "branch")


def parameter(header: str, name: str) -> str:
    """A `;name=value` parameter of a header, empty when there is none."""
    found = re.search(rf";\s*{name}\s*=\s*\"?([^;\",>\s]+)", header, re.IGNORECASE)
    return found.group(1) if found else ""


@dataclass(frozen=True)
class Party:
    """Who someone is, as a phone would show it."""

    number: str
    name: str

    def __str__(self) -> str:
        return f'"{self.name}" <{self.number}>' if self.name else self.number


def party_of(header: str) -> Party:
    """The party in a From, To or P-Asserted-Identity header."""
    found = re.match(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<sips?:([^@>;]*)', header)
    if not found:
        bare = re.match(r"\s*sips?:([^@>;]*)", header)
        return Party(bare.group(1) if bare else "", "")
    quoted, plain, number = found.groups()
    name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else (plain or "").strip()
    return Party(number, name)


def uri_of(header: str) -> str:
    """The address inside a name-addr header."""
    found = re.search(r"<([^>]*)>", header)
    return found.group(1) if found else header.split(";")[0].strip()

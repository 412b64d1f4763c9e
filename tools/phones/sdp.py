"""Session descriptions: one mu-law stream, and whether it is on hold."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Description:
    """Where the other side wants its audio, and the direction it asks for."""

    address: str
    port: int
    direction: str = "sendrecv"

    def write(self, version: int) -> str:
        """The text of an offer or answer."""
        lines = [
            "v=0",
            f"o=- {self.port} {version} IN IP4 {self.address}",
            "s=call",
            f"c=IN IP4 {self.address}",
            "t=0 0",
            f"m=audio {self.port} RTP/AVP 0 101",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-16",
            "a=ptime:20",
            f"a={self.direction}",
        ]
        return "\r\n".join(lines) + "\r\n"

    @classmethod
    def read(cls, text: str) -> "Description | None":
        """The description in a message body, None when there is none."""
        media = re.search(r"^m=audio (\d+)", text, re.MULTILINE)
        address = re.search(r"^c=IN IP4 (\S+)", text, re.MULTILINE)
        if not media or not address:
            return None
        direction = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)\b", text, re.MULTILINE)
        return cls(
            address.group(1), int(media.group(1)), direction.group(1) if direction else "sendrecv"
        )

    def answer_direction(self) -> str:
        """What the answer to this offer must say."""
        return {"sendonly": "recvonly", "recvonly": "sendonly"}.get(self.direction, self.direction)

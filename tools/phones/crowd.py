"""Many callers at once, made by SIPp: one program, one port, no steering of single calls.

SIPp is an implementation of SIP that is not ours, so a crowd also shows that the PBX serves
strangers. Each caller has its own number, `<first number> + n`.
"""

import re
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

PORTS_FROM = 7000
HEAD = """\
      Via: SIP/2.0/UDP [local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-{step}
      From: "Crowd [field0]" <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]c[call_number]
      To: <sip:{extension}@[remote_ip]:[remote_port]>{to_tag}
      Call-ID: [call_id]
      Contact: <sip:[field0]@[local_ip]:[local_port]>
      Max-Forwards: 70"""


@dataclass(frozen=True)
class Outcome:
    """How a crowd fared: calls that went as planned, and the others."""

    good: int
    bad: int


class Crowd:
    """Callers of one extension who stay until they are served, at most `stay_ms`."""

    def __init__(self, asterisk, number: int, extension: str, callers: int, per_second: float,
                 stay_ms: int, first_number: int):
        self._asterisk = asterisk
        self._callers, self._per_second, self._stay_ms = callers, per_second, stay_ms
        self._extension, self._first_number = extension, first_number
        self._port = PORTS_FROM + 10 * number
        self._name = f"crowd-{number}"
        self._home: Path = asterisk.home / self._name
        self._running: subprocess.Popen | None = None

    def start(self) -> "Crowd":
        """Let the callers come."""
        self._home.mkdir(exist_ok=True)
        numbers = (f"{self._first_number + n}" for n in range(self._callers))
        (self._home / "callers.csv").write_text("SEQUENTIAL\n" + "\n".join(numbers) + "\n")
        (self._home / "scenario.xml").write_text(_scenario(self._extension, self._stay_ms))
        at = self._asterisk.at
        command = ("sipp", f"{at.pbx}:5060", "-i", at.crowd, "-p", str(self._port))
        command += ("-mi", at.crowd, "-mp", str(20000 + 10 * (self._port - PORTS_FROM)))
        command += ("-sf", "scenario.xml", "-inf", "callers.csv", "-m", str(self._callers))
        command += ("-l", str(self._callers), "-r", f"{self._per_second:g}", "-nostdin")
        command += ("-ci", at.crowd, "-cp", str(self._port + 1))
        command += ("-trace_err", "-error_file", "errors", "-trace_screen")
        command += ("-screen_file", "screen", "-screen_overwrite", "true")
        self._running = self._asterisk.start_program(command, self._home, "console")
        return self

    def wait(self, timeout_s: float) -> Outcome:
        """Wait until every caller is done and say how they fared."""
        assert self._running is not None, "the crowd has not been started"
        self._running.wait(timeout_s)
        return self.outcome()

    def leave(self, timeout_s: float = 20.0) -> Outcome:
        """All callers hang up now: BYE where answered, CANCEL where not."""
        assert self._running is not None, "the crowd has not been started"
        if self._running.poll() is None:
            # The first command ends the arrivals, the second the calls.
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
                for _ in range(2):
                    control.sendto(b"q", (self._asterisk.at.crowd, self._port + 1))
        return self.wait(timeout_s)

    def send_home(self, timeout_s: float = 10.0) -> None:
        """`leave` if the crowd is still there, `stop` if it does not go."""
        if self._running is None or self._running.poll() is not None:
            return
        try:
            self.leave(timeout_s)
        except subprocess.TimeoutExpired:
            self.stop()

    def stop(self) -> None:
        """End SIPp at once; its calls get no BYE."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def outcome(self) -> Outcome:
        """What SIPp counted, once it has ended."""
        text = ""
        for name in ("screen", "console"):
            place = self._home / name
            text += place.read_text(errors="replace") if place.exists() else ""
        good = re.findall(r"Successful call\s*\|[^|]*\|\s*(\d+)", text)
        bad = re.findall(r"Failed call\s*\|[^|]*\|\s*(\d+)", text)
        if not good or not bad:
            raise AssertionError(f"SIPp left no figures, see {self._home}")
        return Outcome(int(good[-1]), int(bad[-1]))


def _scenario(extension: str, stay_ms: int) -> str:
    # A CANCEL, and the ACK of a refusal, belong to the transaction of the INVITE itself.
    first = HEAD.format(extension=extension, to_tag="", step="invite")
    refused = HEAD.format(extension=extension, to_tag="[peer_tag_param]", step="invite")
    # SIPp waits at the first line that may still match, so each of them needs the limit.
    patience = f'timeout="{stay_ms}" ontimeout="give_up"'
    later = HEAD.format(extension=extension, to_tag="[peer_tag_param]", step="[msg_index]")
    return f"""<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="crowd">
  <send retrans="500"><![CDATA[
      INVITE sip:{extension}@[remote_ip]:[remote_port] SIP/2.0
{first}
      CSeq: 1 INVITE
      Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=- 1 1 IN IP4 [local_ip]
      s=call
      c=IN IP4 [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP 0
      a=rtpmap:0 PCMU/8000
  ]]></send>
  <recv response="100" optional="true" {patience}/>
  <recv response="180" optional="true" {patience}/>
  <recv response="183" optional="true" {patience}/>
  <recv response="200" {patience}/>
  <send><![CDATA[
      ACK sip:{extension}@[remote_ip]:[remote_port] SIP/2.0
{later}
      CSeq: 1 ACK
      Content-Length: 0
  ]]></send>
  <recv request="BYE" timeout="{stay_ms}" ontimeout="leave"/>
  <send next="over"><![CDATA[
      SIP/2.0 200 OK
      [last_Via:]
      [last_From:]
      [last_To:]
      [last_Call-ID:]
      [last_CSeq:]
      Content-Length: 0
  ]]></send>
  <label id="leave"/>
  <send retrans="500"><![CDATA[
      BYE sip:{extension}@[remote_ip]:[remote_port] SIP/2.0
{later}
      CSeq: 2 BYE
      Content-Length: 0
  ]]></send>
  <recv response="200" next="over"/>
  <label id="give_up"/>
  <send retrans="500"><![CDATA[
      CANCEL sip:{extension}@[remote_ip]:[remote_port] SIP/2.0
{first}
      CSeq: 1 CANCEL
      Content-Length: 0
  ]]></send>
  <recv response="200"/>
  <recv response="487"/>
  <send><![CDATA[
      ACK sip:{extension}@[remote_ip]:[remote_port] SIP/2.0
{refused}
      CSeq: 1 ACK
      Content-Length: 0
  ]]></send>
  <label id="over"/>
</scenario>
"""

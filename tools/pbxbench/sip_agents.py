"""Agents made by SIPp: one program answers for all of them, talks, hangs up, writes stamps.

SIPp is no work of ours, so what rings here is a stranger's phone; the stamps are of its clock,
taken when the packet came or before it left.
"""

import re
import subprocess
from pathlib import Path

from .stamps import Stamp
from .texts import AGENTS_PORT

MEDIA_PORT = 15_000
# SIPp writes a moment as day, clock and seconds since 1970.
LINE = re.compile(r"BENCH (ring|free) \S+\s+\S+\s+(\d+\.\d+) (a\d+)(?: (\d+))?")


class SipAgents:
    """Every agent whose contact is the desks' address."""

    def __init__(self, asterisk, talk_ms: tuple[int, int]):
        self._asterisk = asterisk
        self._talk_ms = talk_ms
        self._home: Path = asterisk.home / "sip-agents"
        self._running: subprocess.Popen | None = None

    def start(self) -> None:
        """Be there for calls."""
        self._home.mkdir(exist_ok=True)
        (self._home / "scenario.xml").write_text(_scenario(*self._talk_ms))
        at = self._asterisk.at
        command = ("sipp", f"{at.pbx}:5060", "-i", at.desks, "-p", str(AGENTS_PORT))
        command += ("-mi", at.desks, "-mp", str(MEDIA_PORT), "-sf", "scenario.xml", "-nostdin")
        command += ("-trace_logs", "-log_file", "stamps", "-trace_err", "-error_file", "errors")
        self._running = self._asterisk.start_program(command, self._home, "console")

    def pid(self) -> int:
        """The process, for the account of who used the processor."""
        assert self._running is not None, "the agents have not been started"
        return self._running.pid

    def is_up(self) -> bool:
        """Whether SIPp still runs."""
        return self._running is not None and self._running.poll() is None

    def stop(self) -> None:
        """End SIPp at once."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def stamps(self) -> list[Stamp]:
        """What SIPp wrote so far."""
        place = self._home / "stamps"
        text = place.read_text(errors="replace") if place.exists() else ""
        return [Stamp(kind, float(at), who, other) for kind, at, who, other in LINE.findall(text)]


def _scenario(talk_from_ms: int, talk_to_ms: int) -> str:
    return f"""<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="agents">
  <recv request="INVITE">
    <action>
      <ereg regexp="sip:([a-z0-9]+)@" search_in="hdr" header="To:" check_it="true"
            assign_to="address,agent"/>
      <ereg regexp="sip:([0-9]+)@" search_in="hdr" header="From:" assign_to="number,caller"/>
      <log message="BENCH ring [timestamp] [$agent] [$caller]"/>
      <ereg regexp=".*" search_in="hdr" header="From:" assign_to="peer"/>
      <ereg regexp="sip:[^>]+" search_in="hdr" header="Contact:" assign_to="target"/>
    </action>
  </recv>
  <send><![CDATA[
      SIP/2.0 180 Ringing
      [last_Via:]
      [last_From:]
      [last_To:];tag=[pid]a[call_number]
      [last_Call-ID:]
      [last_CSeq:]
      Contact: <sip:[$agent]@[local_ip]:[local_port]>
      Content-Length: 0
  ]]></send>
  <send retrans="500"><![CDATA[
      SIP/2.0 200 OK
      [last_Via:]
      [last_From:]
      [last_To:];tag=[pid]a[call_number]
      [last_Call-ID:]
      [last_CSeq:]
      Contact: <sip:[$agent]@[local_ip]:[local_port]>
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
  <recv request="ACK"/>
  <pause distribution="uniform" min="{talk_from_ms}" max="{talk_to_ms}"/>
  <nop><action><log message="BENCH free [timestamp] [$agent]"/></action></nop>
  <send retrans="500"><![CDATA[
      BYE [$target] SIP/2.0
      Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
      From: <sip:[$agent]@[local_ip]:[local_port]>;tag=[pid]a[call_number]
      To:[$peer]
      [last_Call-ID:]
      CSeq: 1 BYE
      Max-Forwards: 70
      Content-Length: 0
  ]]></send>
  <recv response="200"/>
  <Reference variables="address,number,caller"/>
</scenario>
"""

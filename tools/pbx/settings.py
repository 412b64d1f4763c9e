"""The configuration files of a sandboxed Asterisk, as text.

Addresses: each floor has its own part of the loopback network, so several run side by side.
`.1` is the PBX, `.2` the agents' desks, `.3` the carrier that callers come from, `.4` the crowd.
"""

from dataclasses import dataclass

AMI_PORT = 5038
SIP_PORT = 5060
AMI_USER = "floor"
AMI_SECRET = "floor"
PHONE_SECRET = "desk-secret"
# RTP ports of this Asterisk; two a call leg, enough for some 2,000 legs.
RTP_PORTS = (30000, 34999)


@dataclass(frozen=True)
class Addresses:
    """The loopback addresses of one floor."""

    number: int

    @property
    def pbx(self) -> str:
        """Where Asterisk listens."""
        return f"127.0.{self.number}.1"

    @property
    def desks(self) -> str:
        """Where the agents' phones are."""
        return f"127.0.{self.number}.2"

    @property
    def carrier(self) -> str:
        """Where callers come from."""
        return f"127.0.{self.number}.3"

    @property
    def crowd(self) -> str:
        """Where crowds of callers come from."""
        return f"127.0.{self.number}.4"


def asterisk_conf(home: str, debug: int) -> str:
    """asterisk.conf; every directory Asterisk writes to is below `home`."""
    places = {
        "astetcdir": "etc",
        "astmoddir": "modules",
        "astvarlibdir": "var",
        "astdbdir": "var",
        "astkeydir": "var",
        "astcachedir": "var",
        "astdatadir": "data",
        "astagidir": "data/agi-bin",
        "astspooldir": "spool",
        "astrundir": "run",
        "astlogdir": "log",
    }
    lines = ["[directories]"] + [f"{key} => {home}/{name}" for key, name in places.items()]
    lines += ["", "[options]", "verbose = 5", f"debug = {debug}", "dumpcore = yes"]
    # The sandbox has no network card to make an identity of.
    lines += ["entityid = 02:00:00:00:00:01", "maxfiles = 65536"]
    lines += ["documentation_language = en_US", "hideconnect = yes"]
    return "\n".join(lines) + "\n"


LOGGER_CONF = """
[general]
dateformat = %F %T.%3q
queue_log = yes
[logfiles]
full => notice,warning,error,debug,verbose(5),dtmf,acd
"""

MUSICONHOLD_CONF = """
[default]
mode = files
directory = {home}/data/moh
[other]
mode = files
directory = {home}/data/moh-other
"""

# Files Asterisk asks for and is content to find empty: without them its log opens with errors
# that have nothing to do with any test.
EMPTY_FILES = {
    "ccss.conf": "[general]\n",
    "cdr.conf": "[general]\nenable = yes\n",
    "cel.conf": "[general]\nenable = no\n",
    "acl.conf": "",
    "udptl.conf": "[general]\n",
    "pjproject.conf": "",
    "res_parking.conf": "[general]\n[default]\nparkext = 700\nparkpos = 701-720\n"
    "context = parked\n",
    "indications.conf": "[general]\ncountry = us\n[us]\nringcadence = 2000,4000\n"
    "dial = 350+440\nbusy = 480+620/500,0/500\nring = 440+480/2000,0/4000\n"
    "congestion = 480+620/250,0/250\n",
}
FEATURES_CONF = """
[general]
[featuremap]
blindxfer = #1
atxfer = *2
disconnect = *0
"""

DESK_DIALPLAN = """
; What agents can call from their desks: 600 echoes, 601 plays the tone of music on hold.
[desk]
exten => 600,1,Answer()
 same => n,Echo()
exten => 601,1,Answer()
 same => n,MusicOnHold(default)
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30)
"""


def manager_conf(at: Addresses) -> str:
    """manager.conf: one user with every right, reachable only inside the namespace."""
    return (
        f"[general]\nenabled = yes\nbindaddr = {at.pbx}\nport = {AMI_PORT}\n"
        f"webenabled = no\n[{AMI_USER}]\nsecret = {AMI_SECRET}\nread = all\nwrite = all\n"
        "writetimeout = 5000\n"
    )


def rtp_conf() -> str:
    """rtp.conf: our own port range, no STUN or ICE."""
    return (
        f"[general]\nrtpstart = {RTP_PORTS[0]}\nrtpend = {RTP_PORTS[1]}\n"
        "icesupport = no\nstrictrtp = no\n"
    )


def pjsip_conf(at: Addresses, agents: tuple[str, ...], qualify_s: float) -> str:
    """pjsip.conf: one registering endpoint for each agent, one trunk for all callers."""
    parts = [
        "[global]\ntype = global\nendpoint_identifier_order = username,ip\n",
        f"[loopback]\ntype = transport\nprotocol = udp\nbind = {at.pbx}:{SIP_PORT}\n",
        _ENDPOINT_TEMPLATES,
        "[carrier](phone)\ncontext = incoming\n",
        f"[carrier-from]\ntype = identify\nendpoint = carrier\nmatch = {at.carrier}\n",
        # Nobody looks at a crowd's displays, so its trunk spares the PBX the news about them.
        "[crowd](phone)\ncontext = incoming\nsend_connected_line = no\n",
        f"[crowd-from]\ntype = identify\nendpoint = crowd\nmatch = {at.crowd}\n",
    ]
    for agent in agents:
        parts.append(
            f"[{agent}](phone)\ncontext = desk\nauth = {agent}\naors = {agent}\n"
            f"callerid = Agent {agent} <{agent}>\n"
            f"[{agent}]\ntype = auth\nauth_type = userpass\nusername = {agent}\n"
            f"password = {PHONE_SECRET}\n"
            f"[{agent}](desk-aor)\nqualify_frequency = {int(qualify_s)}\n"
        )
    return "\n".join(parts)


_ENDPOINT_TEMPLATES = """
[phone](!)
type = endpoint
transport = loopback
disallow = all
allow = ulaw
direct_media = no
trust_id_inbound = yes
trust_id_outbound = yes
send_pai = yes
rtp_symmetric = no
timers = no

[desk-aor](!)
type = aor
max_contacts = 1
remove_existing = yes
minimum_expiration = 1
qualify_timeout = 1.0
"""

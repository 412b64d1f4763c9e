"""The configuration files of the bench: the same floor said to our module, app_queue and Dial.

Every stamp is taken by the dialplan when a line of it runs, in microseconds, and written to the
log. A stamp `ring` is the first line of the agent's leg, `free` the last before it hangs up, so
a hand-over holds the whole end of one call and the whole beginning of the next.
"""

from pbx import settings

NOW = "${STRFTIME(,,%s.%6q)}"
AGENTS_PORT = 6060
# How long agents talk: evenly spread, so that ends do not fall in step.
TALK_MS = (500, 1000)
DISPATCH_TALK_MS = (200, 400)

LOGGER_CONF = """
[general]
dateformat = %F %T.%3q
queue_log = yes
[logfiles]
full => notice,warning,error
acd_events => ACD
"""


def agent_names(agents: int) -> list[str]:
    """The agents' names, which are also what is dialled."""
    return [f"a{n}" for n in range(1, agents + 1)]


def interface(leg: str, name: str) -> str:
    """How an agent is dialled on this kind of leg."""
    return f"Local/{name}@agents/n" if leg == "local" else f"PJSIP/{name}"


def acd_conf(leg: str, agents: int) -> str:
    """acd.conf: one queue, everybody fits, no rest after a call."""
    parts = [
        "[bench]\ntype = queue\nstrategy = longest-idle\ntimeout = none\nring-timeout = 30s\n"
        "wrap-up = 0\n"
    ]
    for name in agent_names(agents):
        parts.append(
            f"[{name}]\ntype = agent\ninterface = {interface(leg, name)}\nqueues = bench\n"
        )
    return "\n".join(parts)


def queues_conf(leg: str, agents: int) -> str:
    """queues.conf: app_queue as fast as its options allow."""
    lines = ["[general]", "autofill = yes", "[bench]", "strategy = rrmemory", "autofill = yes"]
    lines += ["ringinuse = no", "retry = 1", "timeout = 30", "wrapuptime = 0", "weight = 0"]
    lines += [f"member => {interface(leg, name)}" for name in agent_names(agents)]
    return "\n".join(lines) + "\n"


def dialplan(driver: str, leg: str, agents: int, talk_ms: tuple[int, int]) -> str:
    """Callers come to `w<number>` (Local) or to `bench` and `once` (SIP); agents are `a<n>`.

    A caller of `bench` comes back as the next caller as soon as the agent has hung up, so the
    number of those who wait stays the same for the whole run.
    """
    serve = {
        "acd": "AcdQueue(bench,c)",
        "app_queue": "Queue(bench,c,,,900)",
        "dial": f"Dial({interface(leg, f'a${{turn}}')},30)",
    }[driver]
    status = {"acd": "ACDSTATUS", "app_queue": "QUEUESTATUS", "dial": "DIALSTATUS"}[driver]
    served = {"acd": "ANSWERED", "app_queue": "CONTINUE", "dial": "ANSWER"}[driver]
    # The plain Dial has no queue to choose for it: it takes the agents in turn.
    turn = f"Set(turn=$[(${{CALLERID(num)}} % {agents}) + 1])"
    low, high = talk_ms
    return f"""
[callers]
exten => _wX.,1,Set(CALLERID(num)=${{EXTEN:1}})
 same => n,Goto(incoming,bench,1)
exten => _oX.,1,Set(CALLERID(num)=${{EXTEN:1}})
 same => n,Goto(incoming,once,1)
[incoming]
exten => bench,1,Answer(,i)
 same => n(again),Log(NOTICE,BENCH join ${{CALLERID(num)}} {NOW})
 same => n,{serve}
 same => n,GotoIf($["${{{status}}}" = "{served}"]?again)
 same => n,Log(NOTICE,BENCH lost ${{CALLERID(num)}} {NOW} ${{{status}}})
exten => once,1,Answer(,i)
 same => n,{turn}
 same => n,Log(NOTICE,BENCH join ${{CALLERID(num)}} {NOW})
 same => n,{serve}
[agents]
exten => _a.,1,Log(NOTICE,BENCH ring ${{EXTEN}} {NOW} ${{CALLERID(num)}})
 same => n,Answer(,i)
 same => n,Wait($[${{RAND({low},{high})}}/1000])
 same => n,Log(NOTICE,BENCH free ${{EXTEN}} {NOW})
 same => n,Hangup()
"""


def pjsip_conf(at: settings.Addresses, agents: int) -> str:
    """pjsip.conf: the floor's trunks for callers, and SIPp's agents by fixed contact."""
    parts = [settings.pjsip_conf(at, (), 0)]
    for name in agent_names(agents):
        parts.append(
            f"[{name}](phone)\ncontext = desk\naors = {name}\n"
            f"[{name}]\ntype = aor\ncontact = sip:{name}@{at.desks}:{AGENTS_PORT}\n"
        )
    return "\n".join(parts)

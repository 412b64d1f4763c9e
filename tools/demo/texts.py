"""acd.conf, dialplan and logger.conf of the demo, made from the scenario."""

from .scenario import GOLD, NEEDS, SKILLS, Scenario

RING_TIMEOUT_S = 3
QUEUE_TIMEOUT_S = 8
REST_S = 2
READY_KEY = "*1"
LOGIN_KEY = "*0"

LOGGER_CONF = """
[general]
dateformat = %F %T.%3q
[logfiles]
full => notice,warning,error,debug
acd_events => ACD
"""


def acd_conf(scenario: Scenario) -> str:
    """Two queues, six skills, the staff; the last agent signs in by phone."""
    parts = [f"[{skill}]\ntype = skill\n" for skill in SKILLS]
    common = (
        f"strategy = most-skilled\nring-timeout = {RING_TIMEOUT_S}s\nwrap-up = 0\n"
        f"timeout = {QUEUE_TIMEOUT_S}s\nback-off-rejected = {REST_S}s\n"
    )
    steps = "".join(f"relax = {int(1000 * at_s)}ms: {text}\n" for at_s, text in GOLD[1:])
    parts.append(f"[support]\ntype = queue\n{common}")
    parts.append(f"[gold]\ntype = queue\n{common}requirement = {GOLD[0][1]}\n{steps}")
    for agent in scenario.staff:
        skills = ", ".join(f"{name}:{level}" for name, level in agent.levels.items())
        how = "manual" if agent is scenario.staff[-1] else "automatic"
        parts.append(
            f"[{agent.number}]\ntype = agent\nname = {agent.name}\n"
            f"interface = PJSIP/{agent.number}\nsign-in = {how}\n"
            f"skills = {skills}\nqueues = support, gold\n"
        )
    return "\n".join(parts)


def dialplan() -> str:
    """One extension for each need; whoever leaves says so once, in `h`."""
    lines = ["[incoming]"]
    for need in NEEDS:
        if "-" in need.extension:
            continue
        lines += _entry(need.extension, [], need)
    # The caller's variables stand where the requirement says `$`.
    first = {need.extension.partition("-")[0]: need for need in NEEDS if "-" in need.extension}
    for word, need in first.items():
        names = list(need.attributes)
        sets = [f"Set({name}=${{CUT(EXTEN,-,{n + 2})}})" for n, name in enumerate(names)]
        # A dash in a pattern means nothing, and x, z and n stand for digits in it.
        lines += _entry(f"_{word}.", sets, need)
    lines.append("exten => h,1,UserEvent(Gone,Caller: ${CALLERID(num)},Status: ${ACDSTATUS})")
    lines += [
        "[desk](+)",
        f"exten => {LOGIN_KEY},1,AcdLogin(${{CALLERID(num)}})",
        f"exten => {READY_KEY},1,AcdReady(${{CALLERID(num)}})",
    ]
    return "\n".join(lines) + "\n"


def _entry(extension: str, sets: list[str], need) -> list[str]:
    requirement = "" if need.in_queue_only else need.steps[0][1]
    if "," in requirement:
        requirement = f'"{requirement}"'
    # Music before the answer: the caller's phone is answered when an agent does, not earlier.
    steps = ["Progress()", *sets, f"AcdQueue({need.queue},,{requirement},{need.priority})"]
    lines = [f"exten => {extension},1,{steps[0]}"]
    return lines + [f" same => n,{step}" for step in steps[1:]]

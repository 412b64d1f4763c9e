"""A short working day of the module in an Asterisk under valgrind."""

import shutil

from floor import Floor
from sandbox.places import project_dir

from . import report

CONF = """
[support]
type = queue
ring-timeout = 5s
rona-limit = 0
back-off-busy = 1s
back-off-no-answer = 1s

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1002]
type = agent
interface = PJSIP/1002
queues = support:2
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdQueue(support,ct)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS})
 same => n,Hangup()
exten => wrong,1,AcdQueue(support,,nonsense >=)
 same => n,UserEvent(QueueDone,Status: ${ACDSTATUS})
 same => n,Hangup()
[desk](+)
exten => 602,1,Answer()
 same => n,Echo()
"""
COMMANDS = (
    "acd show queues", "acd show agents json", "acd show calls", "acd explain call 1",
    "acd show version", "acd reload check", 'core show application AcdQueue',
)


def run() -> list[str]:
    """Run it; returns what is wrong, empty if nothing."""
    pbx = Floor(conf=CONF, dialplan=DIALPLAN, valgrind=True)
    log = pbx.asterisk.home / "log/valgrind"
    with pbx:
        _work(pbx)
        status = pbx.stop()
    kept = project_dir() / "target/valgrind-asterisk.log"
    shutil.copy(log, kept)
    problems = [] if status == 0 else [f"Asterisk's exit status was {status}"]
    if not report.is_complete(kept):
        problems.append("valgrind has not come to its summary")
    return problems + report.findings(kept)


def _work(pbx: Floor) -> None:
    first = pbx.agent_phone("1001", reject=486)
    second = pbx.agent_phone("1002", answer_after_ms=0)
    _talk(pbx, second, 1)
    print("Asterisk: rejected, answered by the next", flush=True)
    first.rings_for_ever()
    _talk(pbx, second, 2)
    print("Asterisk: not answered, answered by the next", flush=True)
    second.unregister()
    caller = pbx.caller("support")
    caller.place()
    first.wait_next_ring(100)
    caller.hang_up()
    pbx.wait_quiet()
    print("Asterisk: hung up while it rang", flush=True)
    first.answers()
    caller = pbx.caller("support")
    caller.place()
    talk = first.wait_talking(100)
    caller.wait_answered(100)
    # A call can be transferred from the moment at which it is bridged, which is slow in here.
    talk.wait_hears(caller.voice_hz, 100)
    talk.transfer("602")
    talk.wait("ended", 100)
    caller.hang_up()
    pbx.wait_quiet()
    print("Asterisk: transferred", flush=True)
    wrong = pbx.caller("wrong")
    wrong.place()
    pbx.wait_user_event("QueueDone", Status="INVALID")
    pbx.write_conf(CONF.replace("5s", "6s"))
    for command in (*COMMANDS, "acd reload"):
        pbx.cli(command)
    pbx.write_conf(CONF.replace("5s", "never"))
    pbx.cli("acd reload")
    pbx.wait_quiet()
    for _ in range(2):
        pbx.cli("module unload app_acd.so")
        pbx.cli("module load app_acd.so")
    print("Asterisk: reloaded, unloaded, loaded", flush=True)


def _talk(pbx: Floor, phone, nth: int) -> None:
    caller = pbx.caller("support")
    caller.place()
    phone.wait_ring(100, nth).wait("talking", 100)
    caller.wait_answered(100)
    phone.hang_up()
    caller.wait_ended(100)
    pbx.wait_quiet()

"""Who else used the processors while something was measured."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


NICE = -10


def prefer(pid: int) -> bool:
    """Let a process go before other programs of the machine, as far as we may.

    The kernel may share the processors out by groups, one for each session, so the group of the
    process is preferred too. All drivers and phones are treated alike.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICE)
        group = Path(f"/proc/{pid}/autogroup")
        if group.exists():
            group.write_text(str(NICE))
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Account:
    """Processor seconds used so far: by everything, by the sandbox, by the PBX, and stolen."""

    at: float
    busy_s: float
    steal_s: float
    sandbox_s: float
    pbx_s: float


def account(pbx_pid: int) -> Account:
    """The account now. The sandbox has a process space of its own, so /proc lists just ours."""
    words = Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    fields = [int(word) / TICKS_PER_S for word in words]
    # user, nice, system, irq, softirq; idle and waiting for disks are no work.
    busy = fields[0] + fields[1] + fields[2] + fields[5] + fields[6]
    ours = sum(used_s(int(p.name)) for p in Path("/proc").iterdir() if p.name.isdigit())
    return Account(time.monotonic(), busy, fields[7], ours, used_s(pbx_pid))


def used_s(pid: int) -> float:
    """Processor seconds of one process, 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def between(first: Account, last: Account) -> dict[str, float]:
    """Cores that the PBX used, that others outside used and that the host stole, on average."""
    took = last.at - first.at
    others = (last.busy_s - first.busy_s) - (last.sandbox_s - first.sandbox_s)
    return {
        "pbx_cores": round((last.pbx_s - first.pbx_s) / took, 3),
        "others_cores": round(max(0.0, others) / took, 3),
        "steal_cores": round((last.steal_s - first.steal_s) / took, 3),
    }

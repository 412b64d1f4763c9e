"""Enter namespaces of one's own and run a command there.

Rule kept: whatever is started inside ends with it. The command's processes are in a process
namespace whose first process dies with us, and mounts, temporary files and the network live in
namespaces that vanish with the last process, so not even a kill leaves anything behind.

As root the namespaces are made directly. Another user gets a user namespace first, with a range
of ids from /etc/subuid.
"""

import ctypes
import os
import signal
import sys
import time

from . import host
from .errors import SandboxError

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
ALL_NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
PR_SET_PDEATHSIG = 1
# How long a command may take to clean up after the first Ctrl-C.
GRACE_S = 10.0

_libc = ctypes.CDLL(None, use_errno=True)


def become_root() -> None:
    """Make sure this program runs as root, if need be the root of a user namespace only.

    Without root the program is started anew inside such a namespace and this does not return.
    """
    if os.geteuid() == 0:
        return
    environment = dict(os.environ, **{host.INSIDE_USER_NAMESPACE: "1"})
    command = ["unshare", "--user", "--map-root-user", "--map-auto", "--mount", "--"]
    command += [sys.executable, "-m", "sandbox", *sys.argv[1:]]
    os.execvpe("unshare", command, environment)


def run_inside(first) -> int:
    """Run `first()` as the first process of new namespaces; its answer is the exit status.

    Signals that ask this program to end are passed on once; after `GRACE_S`, or at the second
    signal, everything inside is killed.
    """
    signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    if _libc.unshare(ALL_NAMESPACES) != 0:
        problem = os.strerror(ctypes.get_errno())
        raise SandboxError(
            f"this system does not let us make namespaces: {problem}\n"
            "run as root, or allow user namespaces (sysctl user.max_user_namespaces)"
        )
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _be_first(first, signals, parent)
    return _watch(child, signals)


def exit_status(wait_status: int) -> int:
    """The exit status a shell would report: 128 and more for a signal."""
    code = os.waitstatus_to_exitcode(wait_status)
    return code if code >= 0 else 128 - code


def _be_first(first, signals, parent) -> None:
    status = 1
    try:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # The parent may have died before that call took effect. Seen from inside a new
        # process namespace a living parent has no number: it is 0, and so is a dead one, so
        # the pipe-free check is to ask the old /proc, which is still mounted here.
        if not os.path.exists(f"/proc/{parent}"):
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        status = first()
    except SandboxError as problem:
        print(f"sandbox: {problem}", file=sys.stderr)
    except KeyboardInterrupt:
        status = 130
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _watch(child: int, signals) -> int:
    deadline = None
    signals = signals | {signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    while True:
        wait_s = 3600.0 if deadline is None else max(0.0, deadline - time.monotonic())
        arrived = signal.sigtimedwait(signals, wait_s)
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return exit_status(status)
        if arrived is None and deadline is None:
            continue
        if arrived is not None and arrived.si_signo == signal.SIGCHLD:
            continue
        if arrived is None or deadline is not None:
            os.kill(child, signal.SIGKILL)
            continue
        deadline = time.monotonic() + GRACE_S
        os.kill(child, signal.SIGTERM)

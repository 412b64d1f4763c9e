"""What happens inside the namespaces before and around the command.

Rule kept: the cached root is mounted read-only; everything that is written goes to a memory
file system that belongs to this sandbox alone. The first process also collects orphans, since
nobody else would.
"""

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

from .errors import SandboxError
from .namespaces import exit_status
from .places import mount_point

SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1
# Named to the command: where the root is, and the directory both it and the root can write.
ROOT_VARIABLE = "ACD_ROOT"
SHARED_VARIABLE = "ACD_SHARED"
# The name the shared directory has when seen from inside the root.
SHARED_INSIDE = "/srv"
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")


def first_process(root: Path, command: list[str]) -> int:
    """Set the namespaces up, run `command` in them and return its exit status."""
    _loopback_up()
    place = _mount_all(root)
    environment = dict(os.environ)
    environment[ROOT_VARIABLE] = str(place / "root")
    environment[SHARED_VARIABLE] = str(place / "shared")
    child = os.fork()
    if child == 0:
        try:
            os.execvpe(command[0], command, environment)
        except OSError as problem:
            print(f"sandbox: cannot run {command[0]}: {problem.strerror}", file=sys.stderr)
            os._exit(127)
    return _collect_until(child)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        ask = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, SIOCGIFFLAGS, ask))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def _mount_all(root: Path) -> Path:
    # Without this the host would see our mounts.
    _mount("--make-rprivate", "/")
    _mount("-t", "proc", "proc", "/proc")
    place = mount_point()
    _mount("-t", "tmpfs", "-o", "mode=755,size=4g", "tmpfs", str(place))
    inner = place / "root"
    for name in ("root", "shared"):
        (place / name).mkdir()
    _mount("--bind", str(root), str(inner))
    _mount("-o", "remount,bind,ro", str(inner))
    _mount("-t", "proc", "proc", str(inner / "proc"))
    for name in ("tmp", "run", "dev", "var/tmp", "root"):
        _mount("-t", "tmpfs", "-o", "mode=755,size=1g", "tmpfs", str(inner / name))
    for name in ("tmp", "var/tmp"):
        (inner / name).chmod(0o1777)
    (inner / "dev/shm").mkdir(mode=0o1777)
    for name in DEVICES:
        (inner / "dev" / name).touch()
        _mount("--bind", f"/dev/{name}", str(inner / "dev" / name))
    _mount("--bind", str(place / "shared"), str(inner) + SHARED_INSIDE)
    return place


def _mount(*arguments: str) -> None:
    finished = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if finished.returncode != 0:
        raise SandboxError(f"mount {' '.join(arguments)}: {finished.stderr.strip()}")


def _collect_until(child: int) -> int:
    def pass_on(number, _frame):
        # The command may be gone already; then there is nothing to tell.
        try:
            os.kill(child, number)
        except ProcessLookupError:
            pass

    # A Ctrl-C reaches the command from the terminal itself; SIGTERM reaches only us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    while True:
        done, status = os.waitpid(-1, 0)
        if done == child:
            return exit_status(status)

"""The Debian root with Asterisk 22, built once and kept.

Rule kept: a root is complete or absent. It is built under a temporary name and renamed when it
is whole, so an interrupted build leaves nothing that could be mistaken for one. Its name holds
a hash of all that went into it, so a changed package list makes a new root.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .errors import SandboxError
from .mirror import debian_mirror
from .places import cache_dir

SUITE = "forky"
SERIES = "22."
PACKAGES = (
    "asterisk",
    "asterisk-modules",
    "asterisk-dev",
    "asterisk-core-sounds-en-gsm",
    "sip-tester",
    "valgrind",
    "libc6-dbg",
    "gdb-minimal",
    "procps",
)
# Manuals and translations are half the files and nobody reads them in here.
LEFT_OUT = (
    "/usr/share/man/*",
    "/usr/share/locale/*",
    "/usr/share/info/*",
    "/usr/share/doc/*",
)
# A directory with nothing but Asterisk's headers: the root's C library is newer than the
# host's, and its headers must never get in front of the host's own.
DOCUMENT_TYPE = "usr/share/asterisk/documentation/appdocsxml.dtd"
HEADERS = "opt/asterisk/include"
# As in a source tree: the headers themselves do not tell their release.
HEADERS_RELEASE = "opt/asterisk/.version"

# However this program ends, the build ends too, and its mounts with it: the next builder may
# delete what is left without reaching through a forgotten mount.
DIES_WITH_US = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child"),
)


def root_dir() -> Path:
    """Where the root of this package list is, whether it exists yet or not."""
    recipe = "\n".join((SUITE, *PACKAGES, *LEFT_OUT, HEADERS, HEADERS_RELEASE))
    return cache_dir() / ("root-" + hashlib.sha256(recipe.encode()).hexdigest()[:12])


def ensure_root() -> Path:
    """The finished root, built first if this machine does not have it yet."""
    root = root_dir()
    if root.is_dir():
        return root
    with _building():
        if not root.is_dir():
            _build(root)
    return root


def headers_dir() -> Path:
    """The directory that holds `asterisk.h` and `asterisk/` of the root's Asterisk."""
    return ensure_root() / HEADERS


def remove_roots() -> None:
    """Delete every root, finished or not."""
    for place in [*cache_dir().glob("root-*"), *cache_dir().glob("building-*")]:
        shutil.rmtree(place, ignore_errors=True)
        if place.exists():
            raise SandboxError(f"could not remove {place}: is a sandbox still running?")


@contextlib.contextmanager
def _building():
    """One builder at a time; the others wait for it and then find the root finished."""
    with open(cache_dir() / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(root: Path) -> None:
    mirror = debian_mirror()
    _remove_leftovers()
    scratch = Path(tempfile.mkdtemp(prefix="building-", dir=cache_dir()))
    began = time.monotonic()
    print(f"building the Asterisk sandbox in {root} (once, one to two minutes)", flush=True)
    try:
        scratch.chmod(0o755)
        _debootstrap(scratch / "root", mirror)
        version = _checked_version(scratch / "root")
        _link_headers(scratch / "root", version)
        os.rename(scratch / "root", root)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"sandbox ready after {time.monotonic() - began:.0f} s", flush=True)


def _remove_leftovers() -> None:
    # Only the holder of the lock comes here, so whatever is left is of a builder that died.
    for place in cache_dir().glob("building-*"):
        shutil.rmtree(place, ignore_errors=True)


def _debootstrap(target: Path, mirror: str) -> None:
    command = [*DIES_WITH_US, "mmdebstrap", "--mode=root", "--variant=apt", "--include=" + ",".join(PACKAGES)]
    command += ["--aptopt=Acquire::Check-Valid-Until \"false\""]
    command += [f"--dpkgopt=path-exclude={pattern}" for pattern in LEFT_OUT]
    command += [SUITE, str(target), f"deb {mirror} {SUITE} main"]
    log = cache_dir() / "build.log"
    environment = dict(os.environ, LC_ALL="C", TMPDIR=str(target.parent))
    with open(log, "wb") as out:
        finished = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment
        )
    if finished.returncode == 0:
        return
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    advice = ""
    if "NO_PUBKEY" in tail or "not signed" in tail:
        advice = (
            f"\nthis machine's debian-archive-keyring does not know the keys of {SUITE}: "
            "upgrade that package"
        )
    raise SandboxError(f"the Debian root could not be built (whole log: {log}):\n{tail}{advice}")


def _link_headers(root: Path, version: str) -> None:
    place = root / HEADERS
    place.mkdir(parents=True)
    (place / "asterisk.h").symlink_to("../../../usr/include/asterisk.h")
    (place / "asterisk").symlink_to("../../../usr/include/asterisk")
    (root / HEADERS_RELEASE).write_text(version + "\n")


def _checked_version(root: Path) -> str:
    told = subprocess.run(
        ["chroot", str(root), "asterisk", "-V"], capture_output=True, text=True
    ).stdout.strip()
    version = told.removeprefix("Asterisk ")
    if not version.startswith(SERIES):
        raise SandboxError(f"{SUITE} offers {told or 'no Asterisk'}, wanted {SERIES}x")
    return version

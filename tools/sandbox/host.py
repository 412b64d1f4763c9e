"""What the host must have, and how it gets it.

Rule kept: fast and silent when nothing is missing (a few file look-ups, no package index is
fetched). As root the missing packages are installed; without root one message names them.
"""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .errors import SandboxError

SYSTEM_PATH = ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"
# Set for what runs inside a user namespace, where we seem to be root and are not.
INSIDE_USER_NAMESPACE = "ACD_SANDBOX_ROOTLESS"


@dataclass(frozen=True)
class Need:
    """One thing the host must have: the package that brings it and how to see that it is there."""

    package: str
    programs: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()

    def is_met(self) -> bool:
        """Whether every program is on the path and one of the files exists."""
        if not all(shutil.which(name) for name in self.programs):
            return False
        return not self.globs or any(_exists(pattern) for pattern in self.globs)


# The store's library; its headers are not read, but linking needs the name this package brings.
SQLITE_NEED = Need(
    "libsqlite3-dev",
    globs=tuple(f"{folder}/libsqlite3.so" for folder in ("/usr/lib/*-linux-gnu", "/usr/lib64")),
)
BUILD_NEEDS = (
    SQLITE_NEED,
    Need("gcc", programs=("gcc",)),
    Need("libxml2-utils", programs=("xmllint",)),
    Need("libc6-dev", globs=("/usr/include/stdio.h",)),
    Need(
        "libclang-dev",
        # Not libclang-cpp, which other packages bring along and bindgen cannot use.
        globs=tuple(
            f"{folder}/{name}"
            for folder in ("/usr/lib/llvm-*/lib", "/usr/lib/*-linux-gnu", "/usr/lib64")
            for name in ("libclang.so*", "libclang-[0-9]*.so*")
        ),
    ),
)
ROOT_NEEDS = (
    Need("mmdebstrap", programs=("mmdebstrap",)),
    Need("debian-archive-keyring", globs=("/usr/share/keyrings/debian-archive-keyring.*",)),
)
# The module's package is built with Debian's own tools.
PACKAGE_NEED = Need("dpkg-dev", programs=("dpkg-shlibdeps",))
RUN_NEEDS = (
    PACKAGE_NEED,
    Need("mount", programs=("mount",)),
    Need("coreutils", programs=("chroot",)),
    # Our unit tests run under it where they were built.
    Need("valgrind", programs=("valgrind",)),
)
# libFuzzer is C++, built where it is used.
FUZZ_NEEDS = (Need("g++", programs=("g++",)), SQLITE_NEED)
# Only a run without root needs these: they give it a range of user ids of its own.
ROOTLESS_NEEDS = (
    Need("uidmap", programs=("newuidmap", "newgidmap")),
    Need("util-linux", programs=("unshare",)),
)


def ensure_all() -> None:
    """Everything any command here needs, so that one message names all that is missing."""
    needs = BUILD_NEEDS + ROOT_NEEDS + RUN_NEEDS
    if os.geteuid() == 0:
        ensure(needs)
        return
    ensure(needs + ROOTLESS_NEEDS)
    user = pwd.getpwuid(os.geteuid()).pw_name
    for place in ("/etc/subuid", "/etc/subgid"):
        if not _has_range(Path(place), user):
            raise SandboxError(
                f"{place} gives {user} no range of ids of its own, which a run without root needs\n"
                f"once: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}"
            )


def find_system_programs() -> None:
    """Look in the system directories too; a plain user's path often lacks them."""
    os.environ["PATH"] = os.environ.get("PATH", "") + SYSTEM_PATH


def may_install() -> bool:
    """Whether this is the machine's own root, not the root of a user namespace."""
    return os.geteuid() == 0 and INSIDE_USER_NAMESPACE not in os.environ


def ensure(needs: tuple[Need, ...]) -> None:
    """Install what is missing, or say what is missing when this user may not install it."""
    missing = [need.package for need in needs if not need.is_met()]
    if not missing:
        return
    if not may_install():
        raise SandboxError(
            "these packages are missing: " + " ".join(missing) + "\n"
            "install them once with: sudo apt-get install --no-install-recommends "
            + " ".join(missing)
        )
    print("installing on this machine: " + " ".join(missing), file=sys.stderr, flush=True)
    _apt_get(missing)
    still = [need.package for need in needs if not need.is_met()]
    if still:
        raise SandboxError("installed, but still not usable: " + " ".join(still))


def _apt_get(packages: list[str]) -> None:
    install = ["install", "--yes", "--no-install-recommends", *packages]
    # The index may be as old as the machine's image: try with it first, since fetching it is
    # the slow part, and fetch it only when the first try fails.
    if _run_apt(install) == 0:
        return
    _run_apt(["update"])
    if _run_apt(install) != 0:
        raise SandboxError("apt-get could not install: " + " ".join(packages))


def _run_apt(arguments: list[str]) -> int:
    # A pinned or offline mirror has an index past its date; that is no reason to refuse it,
    # since its signature is still checked.
    command = ["apt-get", "-q", "-o", "Acquire::Check-Valid-Until=false", *arguments]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    # Standard output may be read by make, which expects a directory there.
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr
    ).returncode


def _has_range(place: Path, user: str) -> bool:
    try:
        lines = place.read_text().splitlines()
    except OSError:
        return False
    return any(line.split(":")[0] in (user, str(os.geteuid())) for line in lines)


def _exists(pattern: str) -> bool:
    return any(True for _ in Path("/").glob(pattern.lstrip("/")))

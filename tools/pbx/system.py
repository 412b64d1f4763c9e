"""A whole system of its own over the read-only root: what an admin installs into.

Rule kept: changes go to a directory in memory, so the root stays as it was built and each system
begins as a fresh installation.
"""

import subprocess
from pathlib import Path

DEVICES = "dev"
PROCESSES = "proc"
SHARED_INSIDE = "srv"
VOLATILE = ("run", "tmp", "var/tmp")


class SystemFailed(Exception):
    """A command of the system failed; the text is what it said."""


class System:
    """One system below `place`; made by `prepare`, given back by `discard`."""

    def __init__(self, root: Path, shared: Path, place: Path):
        self.root = place / "system"
        self._lower = root
        self._shared = shared
        self._place = place

    def prepare(self) -> None:
        """Lay a writable layer over the root and give it devices, processes and `/srv`."""
        changes, work = self._place / "changes", self._place / "work"
        for directory in (self.root, changes, work):
            directory.mkdir(parents=True)
        layers = f"lowerdir={self._lower},upperdir={changes},workdir={work}"
        _run("mount", "-t", "overlay", "-o", layers, "overlay", str(self.root))
        for name in (DEVICES, PROCESSES):
            _run("mount", "--rbind", str(self._lower / name), str(self.root / name))
        for name in VOLATILE:
            _run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(self.root / name))
        _run("mount", "--bind", str(self._shared), str(self.root / SHARED_INSIDE))

    def run(self, *command: str) -> str:
        """What a command in the system prints; it must end well."""
        return _run("chroot", str(self.root), "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", *command)

    def discard(self) -> None:
        """Take the layers apart; what was written is gone."""
        if self.root.is_mount():
            _run("umount", "--recursive", "--lazy", str(self.root))


def _run(*command: str) -> str:
    finished = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if finished.returncode != 0:
        told = f"{finished.stdout}{finished.stderr}".strip()
        raise SystemFailed(f"{' '.join(command)} ended with {finished.returncode}:\n{told}")
    return finished.stdout

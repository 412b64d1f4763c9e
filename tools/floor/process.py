"""What the system tells of Asterisk's process: its threads and open files.

Threads come and go while they are listed; one that has ended meanwhile is simply not there.
"""

import os
from pathlib import Path


def our_threads(pid: int) -> list[str]:
    """The names of the module's threads."""
    names = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            names.append((task / "comm").read_text().strip())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [name for name in names if name.startswith("acd")]


def thread_count(pid: int) -> int:
    """How many threads there are."""
    return len(os.listdir(f"/proc/{pid}/task"))


def descriptor_count(pid: int) -> int:
    """How many files, sockets and the like are open."""
    return len(os.listdir(f"/proc/{pid}/fd"))

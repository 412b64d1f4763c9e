"""Where the sandbox keeps things between runs.

`ACD_SANDBOX` names the directory; without it the user's cache directory is used. Nothing
outside this directory is written, except packages the host lacks.
"""

import os
from pathlib import Path


def cache_dir() -> Path:
    """The directory that holds every root, made if it is missing."""
    named = os.environ.get("ACD_SANDBOX")
    if named:
        place = Path(named)
    else:
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        place = Path(home) / "acd"
    place.mkdir(parents=True, exist_ok=True)
    return place.resolve()


def mount_point() -> Path:
    """An empty directory every sandbox mounts its own memory file system over.

    Each sandbox has its own mount namespace, so all of them can use the same name and the
    host sees an empty directory whatever happens.
    """
    place = cache_dir() / "mnt"
    place.mkdir(exist_ok=True)
    return place


def project_dir() -> Path:
    """The checkout these tools belong to."""
    return Path(__file__).resolve().parents[2]

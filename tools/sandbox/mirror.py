"""Which Debian mirror the host itself uses.

Rule kept: no mirror is named in this project. The one the host's own package manager is
configured with is asked for at run time; `ACD_DEBIAN_MIRROR` overrides it.
"""

import os
import subprocess

from .errors import SandboxError

# Archives on the same host that do not carry Debian's main releases.
OTHER_ARCHIVES = ("debian-security", "debian-debug", "debian-ports")


def debian_mirror() -> str:
    """The base address of the host's Debian mirror, for example `scheme://host/debian`."""
    named = os.environ.get("ACD_DEBIAN_MIRROR")
    if named:
        return named.rstrip("/")
    for site, release in _configured_sources():
        name = site.rstrip("/").rsplit("/", 1)[-1]
        if name not in OTHER_ARCHIVES and "security" not in release and "debian" in name:
            return site.rstrip("/")
    raise SandboxError(
        "no Debian mirror is configured for apt on this machine\n"
        "name one: make ACD_DEBIAN_MIRROR=<address of a Debian mirror> ..."
    )


def _configured_sources() -> list[tuple[str, str]]:
    """Every (site, release) of the host's apt sources that offers binary packages."""
    command = ["apt-get", "indextargets", "--no-release-info"]
    command += ["--format", "$(SITE) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise SandboxError(f"apt on this machine cannot list its sources: {problem}") from problem
    found = []
    for line in answer.splitlines():
        words = line.split()
        if len(words) >= 3 and words[2] == "main" and (words[0], words[1]) not in found:
            found.append((words[0], words[1]))
    return found

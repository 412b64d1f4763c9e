"""`python3 -m sandbox COMMAND`: the sandbox on the command line.

    prepare             install what is missing and build the root
    headers             print the directory with Asterisk's headers (host's own if 22, else root's)
    root-headers        print the directory with the headers of the root's Asterisk
    fuzz-needs          install what the fuzz targets are built with
    document-type       print the document type by which XML documentation is checked
    run -- COMMAND ...  run a command on this machine inside fresh namespaces
    shell               a shell inside the Debian root, in fresh namespaces
    clean               delete the root
"""

import os
import subprocess
import sys
from pathlib import Path

from . import host, root
from .errors import SandboxError
from .inside import first_process
from .namespaces import become_root, run_inside
from .places import mount_point

HOST_HEADERS = Path("/usr/include")


def main(arguments: list[str]) -> int:
    """Run one command of the command line and return the exit status."""
    host.find_system_programs()
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if verb == "prepare":
        _prepare()
        print(root.ensure_root())
        return 0
    if verb == "headers":
        return _headers()
    if verb == "root-headers":
        return _root_headers()
    if verb == "fuzz-needs":
        host.ensure(host.FUZZ_NEEDS)
        return 0
    if verb == "document-type":
        return _document_type()
    if verb == "run":
        return _run(rest[1:] if rest[:1] == ["--"] else rest)
    if verb == "shell":
        return _run(["chroot", str(mount_point() / "root"), "/bin/bash", "-l"])
    if verb == "clean":
        become_root()
        root.remove_roots()
        return 0
    print(__doc__.strip())
    return 0 if verb in ("help", "--help", "-h") else 2


def _headers() -> int:
    """Print the header directory; only that goes to standard output, so make can read it."""
    if _host_has_headers():
        print(HOST_HEADERS)
        return 0
    return _root_headers()


def _root_headers() -> int:
    """Print where the root keeps the headers of its Asterisk, for make to read."""
    real_out, sys.stdout = sys.stdout, sys.stderr
    _prepare()
    found = root.headers_dir()
    print(found, file=real_out)
    return 0


def _document_type() -> int:
    """Print where the root keeps Asterisk's document type, for make to read."""
    real_out, sys.stdout = sys.stdout, sys.stderr
    _prepare()
    print(root.ensure_root() / root.DOCUMENT_TYPE, file=real_out)
    return 0


def _prepare() -> None:
    # Before the user namespace is made, since only the real root can install anything.
    if host.INSIDE_USER_NAMESPACE not in os.environ:
        host.ensure_all()
    become_root()


def _host_has_headers() -> bool:
    if not (HOST_HEADERS / "asterisk.h").is_file():
        return False
    try:
        told = subprocess.run(["asterisk", "-V"], capture_output=True, text=True).stdout
    except OSError:
        return False
    return told.startswith("Asterisk " + root.SERIES)


def _run(command: list[str]) -> int:
    if not command:
        raise SandboxError("run: no command given")
    _prepare()
    place = root.ensure_root()
    return run_inside(lambda: first_process(place, command))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SandboxError as problem:
        print(f"sandbox: {problem}", file=sys.stderr)
        sys.exit(1)

"""`python3 -m package MODULE DIRECTORY`: pack a built module for the Asterisk of this machine.

Prints the package file and what to do with it.
"""

import sys
from pathlib import Path

from sandbox import host
from sandbox.errors import SandboxError
from sandbox.places import project_dir

from . import target
from .build import build
from .errors import PackageError


def main(arguments: list[str]) -> int:
    """Build one package; standard output names it."""
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    module, place = Path(arguments[0]), Path(arguments[1])
    try:
        host.find_system_programs()
        host.ensure((host.PACKAGE_NEED,))
        package = build(project_dir(), module, target.find(Path("/")), place)
    except (PackageError, SandboxError) as problem:
        print(f"package: {problem}", file=sys.stderr)
        return 1
    print(f"built {package}")
    print(f"next: apt install ./{package}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

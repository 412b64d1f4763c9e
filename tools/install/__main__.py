"""`python3 -m install modules|documentation|configuration`: print one directory.

The Makefile asks. Nothing found is an error that names the variable to set instead.
"""

import sys

from .places import configuration_dir, documentation_dir, modules_dir

QUESTIONS = {
    "modules": (modules_dir, "MODULES_DIR"),
    "documentation": (documentation_dir, "DOCUMENTATION_DIR"),
    "configuration": (configuration_dir, "CONFIGURATION_DIR"),
}


def main(arguments: list[str]) -> int:
    """Answer one question on standard output."""
    if len(arguments) != 1 or arguments[0] not in QUESTIONS:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    ask, variable = QUESTIONS[arguments[0]]
    found = ask()
    if not found:
        print(
            f"no installed Asterisk found to ask for its {arguments[0]} directory;\n"
            f"name it: make {variable}=/path ...",
            file=sys.stderr,
        )
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

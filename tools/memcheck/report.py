"""Valgrind's log, judged: which of its findings name us.

Rule kept: nothing of ours is suppressed. What Asterisk and its libraries do on their own is left
to them; a finding counts as soon as one frame of its stack is in our module.
"""

import re
from pathlib import Path

OURS = re.compile(r"app_acd|libacd|\bacd::|acd_shim")
# Blocks that a running program still holds, or that may be reached from the middle, are no leak.
NO_LEAK = re.compile(r"(possibly lost|still reachable|indirectly lost) in loss record")
FRAME = re.compile(r"^\s+(at|by) 0x")
PREFIX = re.compile(r"^(==|--)\d+(==|--) ?")


def findings(log: Path) -> list[str]:
    """The findings in a log that name us, each as valgrind wrote it."""
    return [block for block in _blocks(log) if _is_ours(block)]


def is_complete(log: Path) -> bool:
    """Whether valgrind came to its own end and wrote its summary."""
    return "ERROR SUMMARY:" in log.read_text(errors="replace")


def _is_ours(block: str) -> bool:
    frames = [line for line in block.splitlines() if FRAME.match(line)]
    return bool(frames) and bool(OURS.search("\n".join(frames))) and not NO_LEAK.search(block)


def _blocks(log: Path) -> list[str]:
    text = log.read_text(errors="replace")
    lines = [PREFIX.sub("", line) for line in text.splitlines() if PREFIX.match(line)]
    return [block for block in "\n".join(lines).split("\n\n") if block.strip()]

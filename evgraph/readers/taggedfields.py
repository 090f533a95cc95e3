"""Fields of a tagged record that RIS, MEDLINE and Web of Science write alike: names, ISSN, PMID.

What a value says beyond its field stays in `extra`, and what is wrong with it is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evgraph.errors import IdentifierError, Severity
from evgraph.identifiers import parse_pmid
from evgraph.model import Author
from evgraph.readers.fieldvalues import parse_names, parse_serials
from evgraph.readers.tagged import Entry

#: No name is longer; a longer text is not remembered.
_LONGEST = 200
_MOST = 1 << 15
_SEVERAL = "is not one name; give each author a line; kept as written"
#: What may be a person whose given name stands first.
_PERSON = re.compile(r"[^\W\d_][^\W\d_]+(?: [^\W\d_]\.?)? [^\W\d_][\w'-]+")


class _Names(dict[str, tuple[tuple[Author, ...], str]]):
    """Names as they were read, and what is odd about each; it is emptied when it is full."""

    def __missing__(self, text: str) -> tuple[tuple[Author, ...], str]:
        authors = parse_names(text)
        found = authors, next(filter(None, map(_oddity, authors)), "")
        if len(text) < _LONGEST:
            if len(self) > _MOST:
                self.clear()
            self[text] = found
        return found


_NAMES = _Names()


def take_authors(entry: Entry, names: Sequence[str | Author]) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of names as they stand and of bodies, and whether one only says that there were more."""
    authors: list[Author] = []
    et_al = False
    for name in names:
        if isinstance(name, Author):
            authors.append(name)
            continue
        found, odd = _NAMES[name]
        authors += found
        et_al = et_al or not found
        if odd:
            entry.note("AU", name, odd, Severity.ERROR if odd is _SEVERAL else Severity.NOTE)
    return tuple(authors), et_al


def _oddity(author: Author) -> str:
    """Return what a person should look at in an author, "" for nothing."""
    if author.collective is not None:
        return "is no name with a comma or initials; taken for a body" if _PERSON.fullmatch(author.collective) else ""
    if author.family is None:
        return "is an author without a family name"
    return _SEVERAL if "," in author.family else ""


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

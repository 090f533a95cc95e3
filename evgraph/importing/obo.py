"""An OBO file to Entries: the stanzas `[Term]` of the OBO Flat File Format 1.4, one at a time.

An EXACT synonym is another label; a RELATED, NARROW or BROAD one, or an abbreviation, means it only in context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from evgraph.errors import IdentifierError
from evgraph.importing.entries import Entry, iri_of

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.){0,5000})"(?:\s+(EXACT|BROAD|NARROW|RELATED))?([^\[]{0,200})')
_ESCAPES = {"n": " ", "t": " ", "W": " "}
_ESCAPED = re.compile(r"\\(.)")
#: Behind a value: modifiers in braces, a comment.
_BEHIND = re.compile(r"\s+(?:\{[^{}\"]*(?:\"[^\"]*\"[^{}\"]*)*\}\s*)?(?:!.*)?$|\s*!.*$")
_EQUIVALENT = re.compile(r'source="[^"]*:equivalentTo"')


def read_obo(lines: TextIO) -> Iterator[Entry]:
    """Yield the terms of a file in order; a term without an id has an empty name."""
    entry: Entry | None = None
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if line.startswith("["):
            if entry is not None:
                yield entry
            entry = Entry(number, "") if line == "[Term]" else None
        elif entry is not None and line:
            tag, _, value = line.partition(":")
            _add(entry, tag, value.strip()[:10_000])
    if entry is not None:
        yield entry


def _add(entry: Entry, tag: str, value: str) -> None:
    if tag == "id":
        entry.name = _plain(value)
    elif tag == "name":
        entry.labels.append(_plain(value))
    elif tag == "synonym":
        _add_synonym(entry, value)
    elif tag == "is_a":
        try:
            entry.broader.append(iri_of(_plain(value).split(" ")[0]))
        except IdentifierError:
            entry.broader.append("")
    elif tag == "xref" and _EQUIVALENT.search(value):
        entry.ids.append(value.split(" ")[0])
    elif tag == "is_obsolete":
        entry.obsolete = value.startswith("true")


def _add_synonym(entry: Entry, value: str) -> None:
    match = _SYNONYM.match(value)
    if match is None:
        return
    label = _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), match[1])
    is_exact = match[2] == "EXACT" and "ABBREVIATION" not in match[3].upper()
    (entry.same if is_exact else entry.hidden).append(label)


def _plain(value: str) -> str:
    """Return a value without comment and modifiers, its escapes undone.

    >>> _plain('T-cell lymphoma {source="x"} ! a comment')
    'T-cell lymphoma'
    """
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), _BEHIND.sub("", value))

"""What a foreign vocabulary says of one of its concepts, before it is checked; and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from evgraph.compact import Row
from evgraph.errors import IdentifierError
from evgraph.identifiers import parse_url
from evgraph.model import Concept
from evgraph.vocabulary import PREFIXES

#: Longer than any name that stands in a text.
LONGEST = 500
_CURIE = re.compile(r"([A-Za-z][\w.-]*):([\w.-]+)")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(slots=True)
class Entry:
    """A concept as it was read: where, its name there, its labels by what they mean, and what is wider."""

    line: int | None
    name: str
    labels: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    kind: str = ""
    obsolete: bool = False


def iri_of(name: str) -> str:
    """Return the IRI of a name: a web address as it is, `PREFIX:id` as OBO writes it; raises IdentifierError.

    >>> iri_of("MONDO:0005148")
    'http://purl.obolibrary.org/obo/MONDO_0005148'
    """
    if name.startswith(("http://", "https://")):
        return parse_url(name)
    match = _CURIE.fullmatch(name)
    if match is None:
        raise IdentifierError(f"{name[:80]!r} is no web address and no identifier such as MONDO:0005148")
    known = PREFIXES.get(match[1])
    return known + match[2] if known else f"{PREFIXES['obo']}{match[1]}_{match[2]}"


def row_of(entry: Entry, kind: str) -> Row:
    """Return what an entry becomes; raises IdentifierError for its name, ValueError for its labels."""
    iri = iri_of(entry.name)
    labels = _cleaned(entry.labels)
    if not labels:
        raise ValueError("no label" if not entry.labels else f"no label of at most {LONGEST} characters")
    same = [label for label in (*labels[1:], *_cleaned(entry.same)) if label != labels[0]]
    hidden = [label for label in _cleaned(entry.hidden) if label != labels[0] and label not in same]
    broader = tuple(sorted({up for up in entry.broader if up != iri}))
    ids = tuple(sorted(set(_cleaned(entry.ids))))
    return Row(Concept(iri, kind, labels[0], tuple(sorted(set(same))), broader, None, ids), tuple(sorted(set(hidden))))


def _cleaned(labels: Iterable[str]) -> list[str]:
    """Return labels on one line each, without those that are empty or longer than a name can be."""
    cleaned = (" ".join(_CONTROL.sub(" ", label).split()) for label in labels)
    return [label for label in cleaned if label and len(label) <= LONGEST]

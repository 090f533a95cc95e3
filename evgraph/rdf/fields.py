"""The plain fields of a record to triples, by the table of slots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Literal, URIRef

from evgraph.rdf.slots import SLOTS


def fields(subject: URIRef, record: Any) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    """Yield the plain fields of a record; `None`, False and an empty text are not written."""
    for slot in SLOTS[type(record)]:
        value = getattr(record, slot.field)
        for item in value if slot.many else [value]:
            if item is not None and item is not False and item != "":
                yield subject, slot.predicate, slot.codec.to_term(item)

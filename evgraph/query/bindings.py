"""Python values to terms, and terms into the place of variables, with a way back to the query as it was typed.

Why not the engine's own substitutions: pyoxigraph 0.5 raises unless the variable is in SELECT, and then leaves it
unbound inside BIND and inside a nested SELECT. So each place of a variable is taken by the term itself, as one token
in the engine's own notation (the syntactic substitution of Apache Jena and of the W3C's SEP-0007). A text is
escaped by the engine that reads it, and what it wrote is read once more here: a value can never become query.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import isfinite

import pyoxigraph as ox
import rdflib
from rdflib import XSD

from evgraph.errors import QueryError
from evgraph.query.tokens import Reading, Token, fault, split, suggest
from evgraph.query.variables import Occurrence, Part, Variables
from evgraph.vocabulary import PREFIXES, expand, shorten

Term = ox.NamedNode | ox.Literal


class IRI(str):
    """An IRI in a result: a text like any other, which says its short form and can be bound to a variable again.

    Not rdflib's URIRef, since `URIRef("a:b") == "a:b"` is False.

    >>> IRI("http://www.w3.org/2000/01/rdf-schema#label").curie
    'rdfs:label'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The IRI with the prefix that fits, for people to read."""
        return shorten(self)


Value = Term | IRI | rdflib.URIRef | rdflib.Literal | str | bool | int | float | Decimal | datetime.date | None


def iri(name: str) -> ox.NamedNode:
    """Return the term of a `prefix:name` or an IRI in full, to bind a variable to.

    >>> iri("rdfs:label")
    <NamedNode value=http://www.w3.org/2000/01/rdf-schema#label>
    """
    full = expand(name)
    if full == name and "://" not in name and not name.lower().startswith("urn:"):
        mend = suggest(name.partition(":")[0], PREFIXES, "{}:")
        raise QueryError(f"{name!r} is neither an IRI nor a name with a prefix known here. {mend}".rstrip())
    try:
        return ox.NamedNode(full)
    except ValueError as error:
        raise QueryError(f"{name!r} is not a valid IRI") from error


def to_term(name: str, value: Value) -> Term | None:
    """Turn a Python value into the term that it is in RDF; `name` is for the message when it has none.

    A text becomes a plain string, never an IRI: say `iri(...)` for that.
    """
    match value:
        case None | ox.NamedNode() | ox.Literal():
            return value
        case IRI() | rdflib.URIRef() | rdflib.Literal():
            return _from_text(name, value)
        case bool():
            return ox.Literal(value)
        case int():
            return _literal(str(value), XSD.integer)
        case Decimal() if value.is_finite():
            return _literal(f"{value:f}", XSD.decimal)
        case float() if isfinite(value):
            return ox.Literal(value)
        case datetime.datetime():
            return _literal(value.isoformat(), XSD.dateTime)
        case datetime.date():
            return _literal(value.isoformat(), XSD.date)
        case str() if type(value).__module__.partition(".")[0] != "rdflib":
            return ox.Literal(str(value))
    kinds = "evgraph.query.iri(...), a text, a finite number, a bool, a date, an rdflib URIRef or Literal, or None"
    raise QueryError(f"?{name} cannot be bound to {value!r} ({type(value).__name__}); use {kinds}")


def _from_text(name: str, value: IRI | rdflib.URIRef | rdflib.Literal) -> Term:
    try:
        if not isinstance(value, rdflib.Literal):
            return ox.NamedNode(value)
        if value.language:
            return ox.Literal(str(value), language=value.language)
        return _literal(str(value), value.datatype or XSD.string)
    except ValueError as error:
        raise QueryError(f"?{name} cannot be bound to {str(value)!r}: {error}") from error


def _literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A query for the engine, where each token of the query as typed starts in it, and the names made up."""

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    invented: frozenset[str]

    def token_at(self, place: int) -> Token:
        """Return the token of the query as typed that stands at a place of the rendered text."""
        return self.tokens[max(0, bisect_right(self.starts, place) - 1)]

    def spread(self, gap: str) -> Rendered:
        """Return the same query with a gap before each token that needs no neighbour."""
        ends = (*self.starts[1:], len(self.text))
        parts, starts, place = [], [], 0
        for token, start, end in zip(self.tokens, self.starts, ends, strict=True):
            piece = self.text[start:end]
            starts.append(place)
            loose = piece[-1:].isspace() or token.text in "{}().;,"
            parts.append(piece + gap * loose)
            place += len(parts[-1])
        return Rendered("".join(parts), self.tokens, tuple(starts), self.invented)


def render(reading: Reading, variables: Variables, terms: Mapping[str, Term]) -> Rendered:
    """Put terms into the places of their variables, and blank the comments."""
    replaced, invented = _replace(reading, variables, terms)
    parts: list[str] = []
    starts: list[int] = []
    place = end = 0
    for index, token in enumerate(reading.tokens):
        gap = re.sub(r"[^\r\n]", " ", reading.text[end : token.start])
        piece = replaced.get(index, token.text)
        parts += [gap, piece]
        starts.append(place + len(gap))
        place += len(gap) + len(piece)
        end = token.start + len(token.text)
    return Rendered("".join(parts), reading.tokens, tuple(starts), invented)


def check_names(variables: Variables, names: Iterable[str]) -> None:
    """Raise `QueryError` for a name to bind that no variable of the query has."""
    for name in names:
        if name not in variables.names:
            known = ", ".join(f"?{known}" for known in variables.names) or "no variable"
            mend = suggest(name, variables.names, "{}") or f"It has {known}."
            raise QueryError(f"the query has no variable ?{name} to bind. {mend}")


def _replace(
    reading: Reading, variables: Variables, terms: Mapping[str, Term]
) -> tuple[dict[int, str], frozenset[str]]:
    """Return the new text of each token that changes, by its index, and the variables made up."""
    written = {name: _write(name, term) for name, term in terms.items()}
    replaced: dict[int, str] = {}
    invented: set[str] = set()
    for item in variables.occurrences:
        if item.name not in written:
            continue
        if item.part in (Part.ASSIGNED, Part.COMPUTED):
            place = reading.tokens[item.index].start
            raise fault(reading.text, place, f"the query gives ?{item.name} a value here; it cannot be bound as well")
        new = next(name for name in (f"{item.name}_{n}" for n in count(1)) if name not in {*variables.names, *invented})
        replaced[item.index] = _place(item, written[item.name], new)
        if item.part is Part.TESTED:
            replaced[item.index - 2] = ""
        if f"?{new})" in replaced[item.index]:
            invented.add(new)
    return replaced, frozenset(invented)


def _place(item: Occurrence, term: str, new: str) -> str:
    """Return what stands for a variable at one place; where only a variable may stand, the term gets a name."""
    match item.part:
        case Part.TESTED:
            return "true"
        case Part.SELECTED if item.scope == 0:
            return f" ({term} AS ?{item.name}) "
        case Part.SELECTED | Part.GROUPED:
            return f" ({term} AS ?{new}) "
        case Part.ORDERED:
            return f" ({term}) "
        case _:
            return f" {term} "


def _write(name: str, term: Term) -> str:
    """Return a term in the engine's notation, as one token whatever stands beside it."""
    if isinstance(term, ox.NamedNode):
        # The engine refused < > " and spaces when the node was made; these three would end a bracket, a line, a text.
        return "<" + re.sub(r"[')#]", lambda char: f"\\u{ord(char[0]):04X}", term.value) + ">"
    text = str(term)
    kinds = tuple(token.kind for token in split(text))
    if kinds not in (("string",), ("string", "lang"), ("string", "sign", "iri")):
        raise QueryError(f"?{name} cannot be bound to {text}: it would not be read as one term")
    return text

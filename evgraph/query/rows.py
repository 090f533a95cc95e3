"""The result of a query: terms as the store has them, native values to work with, tables to look at.

Terms are kept as they are and turned into Python values when they are asked for, so that nothing is lost on the way:
a language or an unusual datatype is in `terms` and in `to_json`, though a plain text is handed out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from operator import itemgetter
from typing import Any, SupportsIndex

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef

from evgraph.query import tables
from evgraph.query.bindings import IRI

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Answer = tuple[Node | None, ...]

_PARSERS: dict[str, Callable[[str], Any]] = dict.fromkeys(tables.INTEGERS, int) | {
    str(XSD.decimal): Decimal,
    str(XSD.double): float,
    str(XSD.float): float,
    str(XSD.boolean): {"true": True, "false": False, "1": True, "0": False}.__getitem__,
    str(XSD.date): datetime.date.fromisoformat,
    str(XSD.dateTime): datetime.datetime.fromisoformat,
}


def to_python(term: Node | None) -> Any:
    """Turn a term into the Python value it stands for; a text in its own form where Python has none for it.

    >>> to_python(ox.Literal(1)), to_python(ox.NamedNode("http://a.example/")), to_python(None)
    (1, 'http://a.example/', None)
    """
    if isinstance(term, ox.Literal):
        try:
            return _PARSERS[term.datatype.value](term.value) if term.datatype.value in _PARSERS else term.value
        except (ValueError, ArithmeticError, KeyError):
            return term.value  # "13.5.2015" as a date: what was written, rather than nothing
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    return None if term is None else str(term)


class Row(tuple[Any, ...]):
    """One row: `row.title`, `row["title"]`, `row[1]`, or unpacked as a tuple."""

    __slots__ = ()
    _columns: tuple[str, ...] = ()

    def __getitem__(self, key: SupportsIndex | slice | str) -> Any:
        if isinstance(key, str):
            if key not in self._columns:
                raise KeyError(f"no column {key!r}; there are {', '.join(self._columns)}")
            key = self._columns.index(key)
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no column {name!r}; there are {', '.join(self._columns)}")

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in zip(self._columns, self, strict=True))})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _row, (self._columns, tuple(self))


@lru_cache(maxsize=256)
def _row_type(columns: tuple[str, ...]) -> type[Row]:
    # Attributes by name, as in a named tuple: so that a column `count` is the column and not the method of a tuple.
    fields = {name: property(itemgetter(index)) for index, name in enumerate(columns) if not name.startswith("_")}
    return type("Row", (Row,), {"__slots__": (), "_columns": columns, **fields})


def _row(columns: tuple[str, ...], values: tuple[Any, ...]) -> Row:
    return _row_type(columns)(values)


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The rows of a query, in its order. Iterate, index, `len`; `df()` for pandas; shown as a table by itself.

    Values: IRI -> `IRI` (a str), numbers -> int, Decimal or float, also bool, date and datetime; every other
    literal -> str; unbound -> None. `terms` has the same cells as RDF terms, with datatype and language.
    `form` is SELECT, ASK, CONSTRUCT or DESCRIBE. `bool(rows)`: the answer of an ASK, else whether there is a row.
    """

    columns: tuple[str, ...]
    terms: tuple[Answer, ...]
    form: str = "SELECT"
    warnings: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms) and (self.form != "ASK" or bool(self[0][0]))

    def __iter__(self) -> Iterator[Row]:
        make = _row_type(self.columns)
        return (make(map(to_python, answer)) for answer in self.terms)

    def __getitem__(self, index: int) -> Row:
        return _row_type(self.columns)(map(to_python, self.terms[index]))

    def column(self, name: str) -> tuple[Any, ...]:
        """Return the values of one column, top to bottom."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        index = self.columns.index(name)
        return tuple(to_python(answer[index]) for answer in self.terms)

    def graph(self) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as an rdflib graph."""
        if self.form not in ("CONSTRUCT", "DESCRIBE"):
            raise TypeError(f"{self.form} gives rows; CONSTRUCT and DESCRIBE give a graph")
        graph = Graph()
        for subject, predicate, value in self.terms:
            graph.add((_to_rdflib(subject), _to_rdflib(predicate), _to_rdflib(value)))
        return graph

    def df(self) -> Any:
        """Return the rows as a pandas DataFrame; whole numbers stay whole where a cell is empty."""
        try:
            pd = import_module("pandas")
        except ImportError as error:
            raise ImportError("a DataFrame needs pandas: pip install 'evgraph[pandas]'") from error
        frame = pd.DataFrame(list(map(tuple, self)), columns=list(self.columns))
        for name in self.columns:
            kinds = {type(value) for value in self.column(name)}
            if kinds == {int, type(None)}:
                frame[name] = pd.array(self.column(name), dtype="Int64")
        return frame

    def to_csv(self) -> str:
        """Return the rows as CSV; a text that a spreadsheet would run as a formula gets a leading apostrophe."""
        return tables.to_csv(self.columns, self.terms)

    def to_json(self) -> str:
        """Return the rows in the SPARQL 1.1 Query Results JSON Format, with every datatype and language."""
        return tables.to_json(self.columns, self.terms, self.form)

    def text(self) -> str:
        """Return every row as a table of plain text, nothing cut."""
        return tables.to_text(self.columns, self.terms, self.seconds, whole=True)

    def __str__(self) -> str:
        return tables.to_text(self.columns, self.terms, self.seconds)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return tables.to_html(self.columns, self.terms, self.seconds, self.warnings)


def _to_rdflib(term: Node | None) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"rdflib has no term for {term}")
    # rdflib tells a plain text from an xsd:string, RDF 1.1 does not; a text is left plain.
    plain = term.language or term.datatype.value == str(XSD.string)
    return Literal(term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value))

"""A CSV or TSV file to Entries: the columns iri (or id), label, synonyms; also hidden, broader, kind."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from evgraph.errors import InputError
from evgraph.importing.entries import Entry

#: Column to its other names.
COLUMNS = {
    "iri": ("iri", "id", "uri", "identifier", "class id"),
    "label": ("label", "name", "preferred label", "preflabel", "term"),
    "synonyms": ("synonyms", "synonym", "altlabel", "alt", "alternative labels", "aliases"),
    "hidden": ("hidden", "hiddenlabel", "abbreviations", "short"),
    "broader": ("broader", "parents", "parent"),
    "kind": ("kind", "type"),
}
_SEVERAL = "|"


def read_table(lines: TextIO, path: str) -> Iterator[Entry | InputError]:
    """Yield the rows of a table; several values of a cell stand with `|` between them, or `;` where there is none.

    Raises InputError where there is no column of labels.
    """
    head = lines.readline(100_000)
    delimiter = max("\t,;", key=head.count)
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
    at = {
        column: next((names.index(name) for name in known if name in names), None) for column, known in COLUMNS.items()
    }
    if at["label"] is None:
        raise InputError("no column of labels", path=path, line=1, mend="name the columns iri, label, synonyms")
    rows = csv.reader((line.replace("\0", " ") for line in lines), delimiter=delimiter)
    while True:
        line = rows.line_num + 2
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputError(str(error), path=path, line=line)
            continue
        if any(cell.strip() for cell in cells):
            yield _entry(
                {name: cells[n].strip() if n is not None and n < len(cells) else "" for name, n in at.items()}, line
            )


def _entry(row: dict[str, str], line: int) -> Entry:
    entry = Entry(line, row["iri"], [row["label"]], _values(row["synonyms"]), _values(row["hidden"]), kind=row["kind"])
    entry.broader = _values(row["broader"])
    return entry


def _values(cell: str) -> list[str]:
    """Return the values of a cell.

    >>> _values("a, b|c"), _values("a; b"), _values("")
    (['a, b', 'c'], ['a', 'b'], [])
    """
    separator = _SEVERAL if _SEVERAL in cell else ";"
    return [value.strip() for value in cell.split(separator) if value.strip()]

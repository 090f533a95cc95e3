r"""A vocabulary as one table on disk: a concept a line, made to be read a million labels at a time.

    # evgraph vocabulary 1
    # name: mondo
    # source: https://example.org/mondo.obo
    # licence: CC-BY-4.0
    # concepts: 1
    # labels: 2
    iri	kind	label	alt	hidden	broader	ids
    http://example.org/1	Condition	aplastic anaemia	aplastic anemia

Several values of a cell stand with `|` between them; a bar within a value is written `\/`. The columns are those of
`Concept`; `hidden` are labels that mean it only in context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from evgraph.errors import InputError
from evgraph.model import Concept

SUFFIX = ".tsv"
_FIRST = "# evgraph vocabulary 1"
_COLUMNS = "iri\tkind\tlabel\talt\thidden\tbroader\tids"
_ABOUT = ("name", "source", "licence", "concepts", "labels")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a vocabulary above its table."""

    name: str
    source: str
    licence: str
    concepts: int = 0
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A concept, and the labels that mean it only in context."""

    concept: Concept
    hidden: tuple[str, ...] = ()


def read_about(path: Path) -> About:
    """Read what stands above the table; raises InputError where it is none."""
    with _opened(path) as lines:
        return _about(path, lines)


def read_rows(path: Path) -> Iterator[Row]:
    """Read the concepts of a table in their order; raises InputError, with the line, where one is not whole."""
    with _opened(path) as lines:
        _about(path, lines)
        for number, line in enumerate(lines, len(_ABOUT) + 3):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 7 or not cells[0] or not cells[2] or not line.endswith("\n"):
                raise InputError(
                    "no whole concept", path=str(path), line=number, mend="import the vocabulary once more"
                )
            alt, hidden, broader, ids = map(_values, cells[3:])
            yield Row(Concept(cells[0], cells[1], cells[2], alt, broader, None, ids), hidden)


def write_rows(path: Path, about: About, rows: Iterable[Row]) -> None:
    """Write a vocabulary; the values of the rows hold no tab and no line break."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        print(_FIRST, *(f"# {name}: {getattr(about, name)}" for name in _ABOUT), _COLUMNS, sep="\n", file=out)
        for row in rows:
            concept = row.concept
            several = (concept.alt_labels, row.hidden, concept.broader, concept.ids)
            cells = (concept.iri, concept.kind, concept.label, *map(_cell, several))
            out.write("\t".join(cells) + "\n")


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from error


def _about(path: Path, lines: TextIO) -> About:
    head = [lines.readline(2000).rstrip("\n") for _ in range(len(_ABOUT) + 2)]
    said = dict(line.removeprefix("# ").partition(": ")[::2] for line in head[1:-1])
    counts = [said.get(name, "") for name in ("concepts", "labels")]
    if head[0] != _FIRST or head[-1] != _COLUMNS or set(said) != set(_ABOUT) or not all(map(str.isdecimal, counts)):
        raise InputError(
            "no vocabulary that evgraph wrote", path=str(path), line=1, mend="use evgraph vocabulary import"
        )
    return About(said["name"], said["source"], said["licence"], *map(int, counts))


def _values(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    values = tuple(cell.split("|"))
    if "\\" not in cell:
        return values
    return tuple(_ESCAPED.sub(lambda match: "|" if match[1] == "/" else match[1], value) for value in values)


def _cell(values: tuple[str, ...]) -> str:
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\/") for value in values)

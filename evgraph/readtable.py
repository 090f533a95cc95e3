"""What was read, as plain text for a terminal: a table with doubtful fields marked, what is doubtful, the problems.

And the same for a paste beside what is there (`render_addition`). No text steers the terminal: control characters
are replaced, marks that turn the direction of writing left out.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from tempfile import SpooledTemporaryFile
from typing import Self

from evgraph.adding import SURE, Addition, Difference, Present
from evgraph.citation import cite, identifiers_of
from evgraph.errors import Problem
from evgraph.model import FieldSpan, Reference
from evgraph.readers.reading import MONTHS, Reading
from evgraph.writers.writing import REPLACED

WIDTH = 120
#: So many records say how wide the columns are; so many characters of a list below wait in memory.
_MEASURED, _SPOOLED = 1000, 1 << 20
_GAP = "\n"
#: Authors that a cell shows; the rest is counted.
_SHOWN = 3
#: Columns of the table: heading, least width, share of the width that is left, fields that it shows.
_COLUMNS = (
    ("", 3, 0, ()),
    ("authors", 10, 3, ("authors", "author", "et_al")),
    ("title", 12, 5, ("title",)),
    ("journal", 8, 2, ("journal",)),
    ("year", 5, 0, ("year", "month")),
    ("volume", 6, 0, ("volume",)),
    ("issue", 5, 1, ("issue",)),
    ("pages", 9, 1, ("pages", "first_page", "last_page", "article_number")),
    ("ids", 12, 3, ("doi", "pmid", "pmcid", "issn", "url")),
)


def render_table(reading: Reading, width: int = WIDTH) -> str:
    """Return the table, the doubtful fields below it, then the problems; a `?` marks what is doubtful.

    >>> print(render_table(Reading((Reference("a#1", "On B cells", journal="Blood", year=2020, volume="1"),)), 80))
       authors  title       journal  year  volume  issue  pages  ids
    -  -------  ----------  -------  ----  ------  -----  -----  ---
    1           On B cells  Blood    2020  1
    <BLANKLINE>
    1 reference
    <BLANKLINE>
    """
    return "".join(stream_table((*reading.references, *reading.problems), width))


def stream_table(found: Iterable[Reference | Problem], width: int = WIDTH) -> Iterator[str]:
    """Yield the pieces of the table while records come in; the first ones decide how wide the columns are.

    What stands below the table waits in files, so that memory does not grow with the number of records.
    """
    count = 0
    first: list[list[str]] = []
    widths: list[int] = []
    with _Below("To check (?): how surely it was read, from 0 to 1", width) as doubts, _Below("", width) as problems:
        for item in found:
            if isinstance(item, Problem):
                problems.add(f"{item.severity.value}: {item}")
                continue
            count += 1
            for doubt in _doubts(count, item):
                doubts.add(doubt)
            first.append(_row(count, item))
            if len(first) == _MEASURED or widths:
                yield from _rows(first, widths, width)
        yield from _rows(first, widths, width)
        yield f"{_GAP if count else ''}{count:,} reference{'' if count == 1 else 's'}\n"
        yield from doubts.pieces()
        problems.title = f"Problems: {problems.count:,}"
        yield from problems.pieces()


def _rows(waiting: list[list[str]], widths: list[int], width: int) -> Iterator[str]:
    """Yield the rows that wait; before the first ones the headings, once the widths are known."""
    if not widths and waiting:
        headings = [column[0] for column in _COLUMNS]
        widths += _widths([headings, *waiting], width)
        yield f"{_line(headings, widths)}\n{_line(['-' * size for size in widths], widths)}\n"
    for row in waiting:
        yield f"{_line(row, widths)}\n"
    waiting.clear()


class _Below:
    """A list below the table, in a file that is in memory while it is short."""

    def __init__(self, title: str, width: int) -> None:
        self.title, self.width, self.count = title, width, 0
        self.file = SpooledTemporaryFile(  # noqa: SIM115 - closed by __exit__
            _SPOOLED, "w+", encoding="utf-8", errors="surrogatepass", newline="\n"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, row: str) -> None:
        """Put a row behind the others."""
        self.count += 1
        self.file.write("".join(f"{line}\n" for line in _wrapped(row, self.width)))

    def pieces(self) -> Iterator[str]:
        """Yield the title and the rows, nothing where there are none."""
        if self.count:
            yield f"{_GAP}{self.title}\n"
            self.file.seek(0)
            yield from self.file


def render_addition(addition: Addition, width: int = WIDTH) -> str:
    """Return what would be added, what is there already with each difference, and the problems."""
    parts = []
    if addition.new:
        parts.append(_listed(f"New: {len(addition.new)}", [f"{new.key}: {cite(new)}" for new in addition.new], width))
    if addition.present:
        rows = [row for present in addition.present for row in _present(present)]
        parts.append(_listed(f"There already: {len(addition.present)}", rows, width))
    if not parts:
        parts.append("Nothing to add.")
    parts += [_problems(addition.problems, width)] if addition.problems else []
    return "\n\n".join(parts) + "\n"


def _present(present: Present) -> list[str]:
    head = f"{present.key} ({present.where})"
    if not present.differences:
        return [f"{head}: nothing differs"]
    return [f"{head}:", *(f"    {_difference(difference)}" for difference in present.differences)]


def _difference(difference: Difference) -> str:
    there = repr(difference.there) if difference.there else "nothing"
    pasted = repr(difference.pasted) if difference.pasted else "nothing"
    return f"{difference.field}: there {there}, pasted {pasted}{' (written differently)' if difference.alike else ''}"


def _row(number: int, reference: Reference) -> list[str]:
    """Return the cells of a reference, each with a mark if one of its fields is doubtful."""
    names = [author.name for author in reference.authors]
    more = [f"and {len(names) - _SHOWN} more"] if len(names) > _SHOWN + 1 else []
    shown = [*names[: _SHOWN if more else None], *more, *(["et al"] if reference.et_al else [])]
    month = f"{MONTHS[reference.month - 1].title()} " if reference.month is not None else ""
    pages = "-".join(page for page in (reference.first_page, reference.last_page) if page)
    ids = [*identifiers_of(reference), *([f"ISSN {reference.issn}"] if reference.issn else [])]
    cells = [
        str(number), ", ".join(shown), reference.title or "", reference.journal or "",
        f"{month}{'' if reference.year is None else reference.year}".strip(), reference.volume or "",
        reference.issue or "", ", ".join(part for part in (pages, reference.article_number) if part),
        " ".join([*ids, *([reference.url] if reference.url and not ids else [])]),
    ]  # fmt: skip
    doubtful = {part.field for part in reference.parsed if _is_doubtful(part)}
    return [
        f"{cell} ?".strip() if doubtful.intersection(column[3]) else cell
        for cell, column in zip(cells, _COLUMNS, strict=True)
    ]


def _is_doubtful(part: FieldSpan) -> bool:
    return part.confidence < SURE or part.other is not None


def _doubts(number: int, reference: Reference) -> list[str]:
    doubts = []
    for part in filter(_is_doubtful, reference.parsed):
        words = " ".join(part.span.of(reference.raw).split()) if reference.raw else ""
        read = f"read from {words!r}, " if words else ""
        other = f"; another reading: {part.other!r}" if part.other else ""
        doubts.append(f"{number} {part.field}: {read}{part.confidence:.2f}{other}")
    return doubts


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share the width among the columns; none gets more than its longest cell needs."""
    longest = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    widths = [max(1, min(need, column[1])) for need, column in zip(longest, _COLUMNS, strict=True)]
    left = width - sum(widths) - 2 * (len(widths) - 1)
    while left > 0:
        short = [at for at, column in enumerate(_COLUMNS) if widths[at] < longest[at]]
        if not short:
            break
        at = min(short, key=lambda at: widths[at] / (_COLUMNS[at][2] or 0.5))
        widths[at], left = widths[at] + 1, left - 1
    return widths


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return the lines of a row, its cells side by side."""
    columns = [_wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
    lines = zip_longest(*columns, fillvalue="")
    return "\n".join(
        "  ".join(part + " " * (size - _cells(part)) for part, size in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _wrap(text: str, size: int) -> list[str]:
    """Return the lines of a cell: broken between words, a word longer than the cell inside."""
    lines, line = list[str](), ""
    for word in visible(text).split():
        if line and _cells(line) + 1 + _cells(word) <= size:
            line = f"{line} {word}"
            continue
        lines += [line] if line else []
        line = ""
        for character in word:
            if line and _cells(line + character) > size:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line] if line or not lines else lines


def _listed(title: str, rows: Iterable[str], width: int) -> str:
    return "\n".join([title, *(line for row in rows for line in _wrapped(row, width))])


def _wrapped(row: str, width: int) -> list[str]:
    """Return the lines of a row of a list, indented; what goes on is indented further."""
    indent = " " * (len(row) - len(row.lstrip()) + 2)
    return textwrap.wrap(visible(row).strip(), max(width, 20), initial_indent=indent, subsequent_indent=f"{indent}  ",
                         break_on_hyphens=False)  # fmt: skip


def _problems(problems: Sequence[Problem], width: int) -> str:
    return _listed(f"Problems: {len(problems)}", [f"{found.severity.value}: {found}" for found in problems], width)


def visible(text: str) -> str:
    """Return a text that only shows: what would steer a terminal, or its direction, is replaced."""
    return "".join(
        character if character.isprintable() or character.isspace() or unicodedata.category(character) == "Cf"
        else REPLACED for character in text if character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )  # fmt: skip


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: two for a wide letter, none for a mark upon another."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )

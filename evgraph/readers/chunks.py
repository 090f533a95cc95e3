"""A pasted or plain list of references to the strings of its references, each with where it stood.

What begins a reference is found in the text itself: numbers that follow on, blank lines, indents, or a line that looks
like the beginning of one where the one before had come to its end. Wrapped lines are joined, words that were divided
at a line's end made whole, ligatures taken apart; the way back to the original characters is kept. Nothing is thrown
away: headings and what pages repeat come back as lines that were passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: More lines, and more characters, than any reference has.
_TALLEST = 60
LONGEST = 20_000
_NUMBER = re.compile(
    r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})(?:[.)](?!\d)|(?=\s)|(?=[A-Z][a-z\u00c0-\u024f.])))\s*"
)
_HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:references?(?: and notes| list| cited)?|bibliography|literature(?: cited)?|works cited|"
    r"literatur(?:verzeichnis)?|bibliograf[ií]a|bibliographie|reference list)\W*", re.IGNORECASE,
)  # fmt: skip
_PAGE = re.compile(
    r"\W*(?:(?:page|seite)\s*\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?\W*|p\.\s*\d{1,4}|\d{1,4})|\W+", re.IGNORECASE
)
#: What of a running head changes from page to page.
_COUNTED = "0123456789 .,|\u2013-"
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]\d\d|20[0-4]\d)(?!\d)")
_BEGINS = re.compile(
    r"[^\W\d_a-z][^\s,;]*(?:\s(?!et\b)[^\s,;]+){0,3}(?:[,;]\s*\S|\s[A-Z]{1,3}[.,;:]|\s\(?(?:1[5-9]|20)\d\d)|"
    r"(?:[A-Z]\.[\s-]?){1,3}[A-Z]|\W?(?:The |[A-Z][^.]{3,60}\. )"
)  # fmt: skip
_ENDED = re.compile(r"(?:[.\])\d\u201d\"]|10\.\d{4,9}/\S+|https?://\S+|\bpress)\s*$")
_SPECIAL = re.compile(r"\s*\n\s*|[\u00ad\u200b-\u200f\u2060\ufeff]|[\ufb00-\ufb06]|[^\S\n ]+|  +")
#: What `_SPECIAL` begins with, save two spaces; a set of characters is looked for much faster.
_ODD = re.compile(r"[^\S ]|[\u00ad\u200b-\u200f\u2060\ufeff\ufb00-\ufb06]")
_WORD_END = re.compile(r"([^\W\d_]{1,40}).$")
_WORD_START = re.compile(r"[^\W\d_]+")
_DIVIDED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_ADDRESS_END = re.compile(r"(?:https?://|10\.\d{4,9}|www\.)\S*[/._=\-]$")
_LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One reference string: as it stood (`raw`), made readable (`text`), and the lines it stood on.

    `steps` lead back: (place in `text`, place in `raw`, characters there) for each piece that was carried over.
    """

    raw: str
    text: str
    line: int
    end_line: int
    number: int | None
    steps: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of `raw` that characters `start` to `end` of `text` came from."""
        if len(self.steps) == 1:
            return start + self.steps[0][1], end + self.steps[0][1]
        return self._back(start), self._back(end - 1) + 1

    def _back(self, at: int) -> int:
        place, source, size = self.steps[bisect_right(self.steps, (at, 1 << 60, 0)) - 1]
        return source + min(at - place, size - 1)


@dataclass(frozen=True, slots=True)
class Passed:
    """A line that belongs to no reference, and what it seems to be."""

    line: int
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str
    bare: str
    indent: int


#: Whether a line begins a reference, given the lines of the one before.
_Begins = Callable[[_Row, list[_Row]], bool]


def split(text: str, known: Callable[[str], bool] = bool) -> tuple[list[Chunk], list[Passed]]:
    r"""Return the reference strings of a text and the lines that were passed over.

    `known` says whether a word is one: it decides whether a word divided at a line's end keeps its hyphen.

    >>> chunks, passed = split("References\n[1] Hu X. A re-\nview. Blood 2012;1:2.\n[2] Li Y. B. Blood 2013;1:3.")
    >>> [chunk.text for chunk in chunks], [row.what for row in passed]
    (['Hu X. A review. Blood 2012;1:2.', 'Li Y. B. Blood 2013;1:3.'], ['a heading'])
    """
    rows = [
        _Row(number, line, bare, len(line) - len(line.lstrip()))
        for number, line in enumerate(text.split("\n"), 1)
        if (bare := line.strip())
    ]
    kept, passed = _furniture(rows)
    starts = _starts(kept)
    chunks: list[Chunk] = []
    for group in _groups(kept, starts):
        if not chunks and starts is not None and group[0].line not in starts:
            passed += [Passed(row.line, row.text, "text before the first reference") for row in group]
        else:
            chunks.append(_chunk(group, starts is not None, known))
    return chunks, passed


def _furniture(rows: list[_Row]) -> tuple[list[_Row], list[Passed]]:
    """Take out headings, page numbers, and short lines that come again and again."""
    many = len(rows) > 20
    shapes = Counter(row.bare.strip(_COUNTED) for row in rows if len(row.bare) < 80) if many else Counter()
    kept, passed = [], []
    for row in rows:
        if len(row.bare) < 80:
            if _HEADING.fullmatch(row.bare):
                passed.append(Passed(row.line, row.bare, "a heading"))
                continue
            if _PAGE.fullmatch(row.bare):
                passed.append(Passed(row.line, row.bare, "a page number"))
                continue
            shape = row.bare.strip(_COUNTED)
            if many and shapes[shape] > 2 and " " in shape and not _YEAR.search(shape):
                passed.append(Passed(row.line, row.bare, "a line that the pages repeat"))
                continue
        kept.append(row)
    return kept, passed


def _starts(rows: list[_Row]) -> frozenset[int] | None:
    """Return the lines on which numbered references begin, or `None` when the list is not numbered.

    A number begins a reference when it follows on, or is 1 after a blank line: then another list begins. The list
    counts as numbered when most of it can be read so.
    """
    numbers = [(row.line, _number(row.text)) for row in rows]
    first = next((at for at, (_, number) in enumerate(numbers) if number is not None), None)
    if first is None or (first > 3 and first * 2 > len(rows)):
        return None
    found: list[int] = []
    expected = numbers[first][1]
    above = 0
    for line, number in numbers[first:]:
        anew = number == 1 and line > above + 1
        above = line
        if number is not None and expected is not None and (anew or expected <= number <= expected + 3):
            found.append(line)
            expected = number + 1
    years = sum(_YEAR.search(row.bare) is not None for row in rows)
    enough = len(found) >= 2 and len(found) * 3 >= years
    return frozenset(found) if enough or (len(found) == 1 and first == 0 and years <= 2) else None


def _number(line: str) -> int | None:
    match = _NUMBER.match(line)
    return int(match[1] or match[2] or match[3]) if match and match.end() < len(line) + 1 else None


def _groups(rows: list[_Row], starts: frozenset[int] | None) -> Iterator[list[_Row]]:
    """Yield the lines of each reference."""
    group: list[_Row] = []
    begins: _Begins = (lambda row, _: row.line in starts) if starts is not None else _by_look(rows)
    for row in rows:
        if group and begins(row, group):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _by_look(rows: list[_Row]) -> _Begins:
    """Choose how a list without numbers shows where its references begin."""
    pairs = list(pairwise(rows))
    gaps = sum(two.line > one.line + 1 for one, two in pairs)
    dated = sum(_YEAR.search(row.bare) is not None for row in rows)
    if gaps and gaps * 2 >= dated - 1:
        return lambda row, group: row.line > group[-1].line + 1
    if dated * 10 >= len(rows) * 6:
        return lambda row, group: not (row.bare[0].islower() and not _ENDED.search(group[-1].bare))
    least = min((row.indent for row in rows), default=0)
    outer = [row for row in rows if row.indent == least]
    if 0 < len(outer) < len(rows):
        hanging = (
            sum(_BEGINS.match(row.bare) is not None for row in outer) * 2 >= len(outer) and len(outer) <= dated * 1.5
        )
        if hanging:
            return lambda row, group: row.indent == least
        return lambda row, group: row.indent > least
    return _follows


def _follows(row: _Row, group: list[_Row]) -> bool:
    """Say whether a line looks like a beginning, where the reference before it has a year and has ended."""
    if not _BEGINS.match(row.bare) or not _ENDED.search(group[-1].bare):
        return False
    return any(_YEAR.search(before.bare) for before in group[-_TALLEST:])


def lines_to_chunk(lines: Sequence[str], line: int, known: Callable[[str], bool] = bool) -> Chunk:
    """Return the lines of one reference, of which the first is the given one, as its string.

    >>> lines_to_chunk(["12 Hu X. A walk."], 1).text, lines_to_chunk(["2012 Hu X. A walk."], 1).text
    ('Hu X. A walk.', '2012 Hu X. A walk.')
    """
    rows = [_Row(number, row, row, 0) for number, row in enumerate(lines, line)]
    return _chunk(rows, _YEAR.match(lines[0]) is None, known)


def _chunk(group: list[_Row], numbered: bool, known: Callable[[str], bool]) -> Chunk:
    raw = "\n".join(row.text for row in group) if len(group) > 1 else group[0].text
    lines = (group[0].line, group[-1].line)
    number, begin = None, len(raw) - len(raw.lstrip())
    match = _NUMBER.match(raw)
    if match and (
        numbered or match[1] or (match[3] and raw[match.end(3) : match.end(3) + 1] in ".)" and match.end() < len(raw))
    ):
        number, begin = int(match[1] or match[2] or match[3]), match.end()
    end = len(raw.rstrip())
    if "  " not in raw and _ODD.search(raw, begin, end) is None:
        return Chunk(raw, raw[begin:end], *lines, number, ((0, begin, end - begin),))
    text, steps = _clean(raw, begin, end, known)
    return Chunk(raw, text, *lines, number, steps)


def _clean(
    raw: str, begin: int, end: int, known: Callable[[str], bool]
) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Join lines, make divided words whole, and take ligatures apart."""
    text, size, at = [], 0, begin
    steps: list[tuple[int, int, int]] = []

    def put(words: str, source: int, width: int) -> None:
        nonlocal size
        if words:
            text.append(words)
            steps.append((size, source, width))
            size += len(words)

    for match in _SPECIAL.finditer(raw, begin, end):
        before, mark = raw[at : match.start()], match[0]
        joint = _LIGATURES.get(mark, "" if not mark.isspace() else " ")
        if "\n" in mark and _DIVIDED.search(before[-2:]) and raw[match.end() : match.end() + 1].islower():
            joint = ""
            if not _keeps_hyphen(before, raw[match.end() : match.end() + 40], known):
                before = before[:-1]
        elif "\n" in mark and before[-1:] in "/._=-" and _ADDRESS_END.search(before.rpartition(" ")[2]):
            joint = ""
        put(before, at, len(before))
        put(joint, match.start(), len(mark))
        at = match.end()
    put(raw[at:end], at, end - at)
    return "".join(text), tuple(steps)


def _keeps_hyphen(before: str, after: str, known: Callable[[str], bool]) -> bool:
    """Say whether `gene-` and `sized` are two words with a hyphen rather than one word that was divided."""
    left, right = _WORD_END.search(before), _WORD_START.match(after)
    if left is None or right is None or before.endswith("\u00ad"):
        return False
    one, two = left[1].lower(), right[0].lower()
    return not known(one + two) and known(one) and known(two)

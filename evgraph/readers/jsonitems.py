"""The text of a JSON file to the objects it lists, one by one, each with its lines; a broken one hides no other.

Why not `json.load`: one comma too few and it reads nothing, and it does not say where an object stands. Here only the
brackets are followed, line by line, and each object is then given to `json` alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

#: Deeper than any record; `json` itself would give up only at the limit of the stack.
DEEPEST = 50

_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?|[{}\[\]]')
_FIRST = re.compile(r"\{\s*\"references\"\s*:\s*")
#: More blanks than any file is indented by.
_WIDEST = 200
_STRUCTURE = " \t\r\n,:[]{}\ufeff"


class Kind(Enum):
    """What a stretch of the file is: an object, one that is not closed, one too deep, text that is in none."""

    ITEM = "item"
    OPEN = "open"
    DEEP = "deep"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of the file; `column` is where the first of them begins to count (0-based).

    `beside`: text in no object that stands before or behind the `items`, where other things may stand.
    """

    kind: Kind
    text: str
    line: int
    end_line: int
    column: int = 0
    beside: bool = False


class _Splitter:
    """Where the reading stands: how deep, since which line, and what has been gathered."""

    def __init__(self) -> None:
        self.depth = self.deepest = self.start = self.column = self.arrays = 0
        self.parts: list[str] = []
        self.indent: str | None = None
        self.regular = self.single = self.wrapped = self.beside = False
        self.stray: list[tuple[int, int, str]] = []
        self.word = ""

    def split(self, lines: Iterable[str]) -> Iterator[Stretch]:
        """Yield the stretches of a file."""
        number = 0
        for number, line in enumerate(lines, start=1):
            if self.depth and self.begins_another(line, number):
                yield from self.strayed()
                yield self.close(Kind.OPEN, number - 1)
            at = 0
            for token in _TOKEN.finditer(line):
                mark = token[0]
                if mark[0] == '"':
                    self.word = mark
                    continue
                if not self.depth:
                    self.arrays = max(self.arrays + {"[": 1, "]": -1}.get(mark, 0), 0)
                    if mark == "{":
                        self.outside(number, line[at : token.start()])
                        at = self.open(number, line, token.start())
                elif mark == "[" and self.is_frame(line, at, token.start()):
                    self.unwrap(line[at : token.start()], number)
                    at = token.end()
                else:
                    self.depth += 1 if mark in "{[" else -1
                    self.deepest = max(self.deepest, self.depth)
                    if not self.depth:
                        self.parts.append(line[at : token.end()])
                        at = token.end()
                        yield from self.closed(number)
                self.word = ""
            if self.depth:
                self.parts.append(line[at:])
            else:
                self.outside(number, line[at:])
        yield from self.strayed()
        if self.depth:
            yield self.close(Kind.OPEN, number)

    def open(self, number: int, line: str, at: int) -> int:
        """Begin an object."""
        self.depth = self.deepest = 1
        self.start, self.column, self.parts = number, at, []
        if self.indent is None and at < _WIDEST and not line[:at].strip():
            self.indent = line[:at]
        return at

    def begins_another(self, line: str, number: int) -> bool:
        """Say whether a line begins the next object, though this one is open: it is indented as the first was.

        That says something only in a file whose objects are indented inside, or whose objects have a line each.
        """
        head = line[: len(line) - len(line.lstrip())]
        if number == self.start + 1 and len(head) > len(self.indent or ""):
            self.regular = True
        alone = self.regular or (self.single and number == self.start + 1)
        return self.indent is not None and head == self.indent and line.lstrip()[:1] == "{" and alone

    def is_frame(self, line: str, at: int, end: int) -> bool:
        """Say whether the open object only holds an array: its `items`, or pandoc's `references`, which come first."""
        if not line[max(end - _WIDEST, 0) : end].rstrip().endswith(":"):
            return False
        first = self.word == '"references"' and _FIRST.fullmatch("".join([*self.parts, line[at:end]]))
        return self.word == '"items"' or bool(first)

    def unwrap(self, before: str, number: int) -> None:
        """Take what seemed to be an object for what holds the items."""
        self.outside(self.start, "".join([*self.parts, before]).replace(self.word, ""), number)
        self.beside = bool(self.stray)
        self.depth, self.parts, self.indent, self.arrays = 0, [], None, 1
        self.regular, self.wrapped = False, True

    def closed(self, number: int) -> Iterator[Stretch]:
        """Yield an object that is closed; one in the rest of an object that lost its beginning is none of its own."""
        if self.arrays > 1:
            self.outside(self.start, self.close(Kind.STRAY, number).text, number)
            return
        yield from self.strayed()
        yield self.close(Kind.ITEM if self.deepest <= DEEPEST else Kind.DEEP, number)

    def close(self, kind: Kind, end: int) -> Stretch:
        """Return what was gathered."""
        self.single = end == self.start
        stretch = Stretch(kind, "".join(self.parts), self.start, end, self.column)
        self.depth, self.parts = 0, []
        return stretch

    def outside(self, number: int, text: str, end: int = 0) -> None:
        """Keep text that is in no object, unless it is only brackets and commas."""
        if text.strip(_STRUCTURE):
            if not self.stray:
                self.beside = self.wrapped and not self.arrays
            self.stray.append((number, end or number, text))

    def strayed(self) -> Iterator[Stretch]:
        """Yield the text that was in no object, as one stretch."""
        if self.stray:
            text = " ".join(text.strip() for _, _, text in self.stray)
            yield Stretch(Kind.STRAY, text, self.stray[0][0], self.stray[-1][1], beside=self.beside)
            self.stray = []


def split(lines: Iterable[str]) -> Iterator[Stretch]:
    """Yield the objects of an array, of an object's `items`, or the one object, and whatever else stands there."""
    return _Splitter().split(lines)


class Decoder:
    """`json` for one object: numbers stay as they are written, and a name given twice is told (`doubled`)."""

    def __init__(self) -> None:
        self.doubled: list[tuple[str, object, object]] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_int=str, parse_float=str, parse_constant=str, strict=False
        )

    def decode(self, text: str) -> dict[str, Any]:
        """Return the object; raises `json.JSONDecodeError`."""
        self.doubled.clear()
        found: dict[str, Any] = self._decoder.decode(text)
        return found

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            found = {}
            for name, value in pairs:
                if name in found and found[name] != value:
                    self.doubled.append((name, found[name], value))
                found.setdefault(name, value)
        return found

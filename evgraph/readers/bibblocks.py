"""A BibTeX block that is not plainly well formed to entries and problems. The one file that splits with bibtexparser.

bibtexparser 2 finds the fields; their values are read here, so that a missing comma costs no field.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evgraph.errors import Problem, Severity
from evgraph.readers.reading import MONTHS, short

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, String

_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}\"]+)")
_MISSED = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*([\s\S]*)")


@dataclass(slots=True)
class RawEntry:
    """An entry before its fields are understood: LaTeX by field name, and on which line a field stands."""

    kind: str
    key: str
    fields: dict[str, str]
    line: int
    end_line: int
    line_of: Callable[[str], int]


class Blocks:
    """What the blocks of one file share: its path, its abbreviations and its problems."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.strings = {name: name for name in MONTHS}
        self.defined: dict[str, int] = {}
        self.problems: list[Problem] = []

    def report(
        self, message: str, line: int, key: str = "", mend: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Keep a problem of this file."""
        self.problems.append(Problem(message, self.path, line, key, mend, severity))

    def read(self, text: str, first: int) -> Iterator[RawEntry]:
        """Yield the entries of a text whose first line has the number `first`."""
        from bibtexparser.entrypoint import parse_string  # here, so that reading a pasted list needs no BibTeX library
        from bibtexparser.model import Entry, ExplicitComment, ImplicitComment, Preamble, String

        logger = logging.getLogger("bibtexparser")
        if not logger.handlers:  # what it would warn of on stderr is a Problem here
            logger.addHandler(logging.NullHandler())
        text = text.replace("\\\n", "\\ \n")  # bibtexparser does not count a line end behind a backslash
        blocks = parse_string(text, parse_stack=[]).blocks
        starts = [block.start_line or 0 for block in blocks if not isinstance(block, ImplicitComment)]
        after_failure = False
        for block in blocks:
            line = (block.start_line or 0) + first
            inner = getattr(block, "ignore_error_block", None) or block  # one that repeats a key or a field
            if isinstance(inner, String):
                self.string(inner, line)
            elif isinstance(inner, Entry):
                entry = self.entry(inner, line)
                if entry is not None:
                    yield entry
            elif isinstance(inner, ImplicitComment):
                if not after_failure:  # else it is the rest of the entry that was reported
                    self.outside(inner.comment, line)
            elif isinstance(inner, ExplicitComment | Preamble):
                if "\n" in (inner.raw or "").strip():  # it may have swallowed more than it was meant to
                    what = "a comment" if isinstance(inner, ExplicitComment) else "a preamble"
                    message = f"{lines(line, inner.raw)}{what} was passed over"
                    self.report(message, line, severity=Severity.NOTE)
            else:
                last = len(text.rstrip("\n").split("\n"))
                end = next((start for start in starts if start > (block.start_line or 0)), last)
                self.failure(block, line, end - 1 + first)
                after_failure = True
                continue
            after_failure = False

    def string(self, block: String, line: int) -> None:
        """Keep an abbreviation; the first of two with one name stays."""
        name = block.key.lower()
        if name in self.defined:
            where = lines(line, block.raw)
            message = f"{where}the abbreviation is used before, at line {self.defined[name]}; this entry was left out"
            self.report(message, line, block.key, "give it a key of its own")
            return
        value = self.value(block.value, line, block.key)
        if value is not None and "\n" in value:
            message = f"{lines(line, block.raw)}an abbreviation of several lines; is a brace missing?"
            self.report(message, line, block.key, severity=Severity.NOTE)
        if value is not None:
            self.strings[name], self.defined[name] = value, line

    def outside(self, comment: str, line: int) -> None:
        """Report text between entries, unless it is marked as a comment."""
        rows = [(line + n, row.strip()) for n, row in enumerate(comment.split("\n"))]
        rows = [(n, row) for n, row in rows if row and not row.startswith("%")]
        lost = any("=" in row or row[0] in '{}",' for _, row in rows)
        for n, row in rows:
            message = f"text outside an entry: {short(row)}"
            mend = "check the braces of the entry before it" if lost else "begin the line with % if it is a comment"
            self.report(message, n, mend=mend, severity=Severity.ERROR if lost else Severity.NOTE)

    def failure(self, block: Block, line: int, end: int) -> None:
        """Report a block that could not be read."""
        found = _KEY.match(block.raw or "")
        reason = str(getattr(getattr(block, "error", None), "abort_reason", "")).strip().rstrip(".").replace("\n", " ")
        message = f"lines {line} to {max(line, end)} are no entry that can be read ({reason[:1].lower()}{reason[1:]})"
        self.report(message, line, found[1] if found else "", "check its braces, quotes and commas")

    def entry(self, entry: Entry, line: int) -> RawEntry | None:
        """Return an entry with its fields read."""
        if not entry.key:
            message = f"{lines(line, entry.raw)}this @{entry.entry_type} has no key; it was left out"
            self.report(message, line, mend="add one: @article{key,")
            return None
        found = self.fields(entry, entry.key, line - (entry.start_line or 0))
        values = {name: value for name, (value, _) in found.items()}

        def line_of(name: str) -> int:
            return found[name][1] if name in found else line

        end_line = line + (entry.raw or "").count("\n")
        return RawEntry(entry.entry_type.lower(), entry.key, values, line, end_line, line_of)

    def fields(self, entry: Entry, key: str, first: int) -> dict[str, tuple[str, int]]:
        """Return name → (value, line); the first of a repeated field stays, the other is reported."""
        found: dict[str, tuple[str, int]] = {}
        todo = [(field.key.lower(), str(field.value), field.start_line + first) for field in entry.fields]
        while todo:
            name, raw, line = todo.pop(0)
            value, rest = self.pieces(raw, line, name, key)
            missed = _MISSED.fullmatch(rest)
            if missed:
                line_of_rest = line + raw[: len(raw) - len(rest)].count("\n")
                self.report(f"no comma after {name}; {missed[1]} was read as the next field", line_of_rest, key,
                            "add the comma", Severity.NOTE)  # fmt: skip
                todo.insert(0, (missed[1].lower(), missed[2], line_of_rest))
            elif rest:
                self.report(f"{name}: not understood: {short(rest)}", line, key, "close the field with } and a comma")
            if name in found and value not in (None, found[name][0]):
                message = f"{name} is given twice: kept {short(found[name][0])}, also {short(value or '')}"
                self.report(message, line, key, severity=Severity.DIFFERENCE)
            elif value and value.strip():
                found.setdefault(name, (value, line))
        return found

    def value(self, raw: str, line: int, name: str, key: str = "") -> str | None:
        """Return the value of a field without its delimiters; report what cannot stand there."""
        value, rest = self.pieces(raw, line, name, key)
        if rest:
            message = f"{lines(line, raw)}{name}: not understood: {short(rest)}"
            self.report(message, line, key, "close the field with } and a comma")
        return value

    def pieces(self, raw: str, line: int, name: str, key: str) -> tuple[str | None, str]:
        """Split a value into what its pieces joined by # say and the text left over."""
        value, at = "", 0
        while True:
            raw = raw[at:].lstrip()
            piece, at = _piece(raw)
            if raw[:1] in ("{", '"') or piece.isdecimal():
                value += piece
            elif piece.lower() in self.strings:
                value += self.strings[piece.lower()]
            else:
                self.report(f"{name}: {short(piece or raw)} is no abbreviation and not in braces; left out", line, key)
                return None, raw[at:].strip()
            raw, at = raw[at:].lstrip(), 1
            if not raw.startswith("#"):
                return value, raw


def lines(line: int, raw: str | None) -> str:
    """Return the lines of a block in words, nothing for a block of one line."""
    more = (raw or "").rstrip().count("\n")
    return f"lines {line} to {line + more}: " if more else ""


def _piece(raw: str) -> tuple[str, int]:
    """Return the first piece of a value without its delimiters, and where it ends."""
    if raw[:1] == "{":
        depth = 0
        for mark in re.finditer(r"(?<!\\)[{}]", raw):
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return raw[1 : mark.start()], mark.end()
        return raw[1:], len(raw)
    if raw[:1] == '"':
        depth = 0
        for mark in re.finditer(r'(?<!\\)[{}"]', raw[1:]):
            depth += {"{": 1, "}": -1}.get(mark[0], 0)
            if mark[0] == '"' and depth <= 0:
                return raw[1 : mark.start() + 1], mark.end() + 1
        return raw[1:], len(raw)
    word = re.match(r"[^\s#,{}\"=]*", raw)
    return (word[0], word.end()) if word else ("", 0)

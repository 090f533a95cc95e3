"""BibTeX to References. The one file that knows bibtexparser.

bibtexparser 2 splits the file into blocks; values, names and fields are read here, so that a missing comma,
an unknown command or a field that is not used ends in a named problem. `@comment`, `@preamble` and lines
that begin with `%` are passed over on purpose.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers.bibrecord import Record
from evgraph.readers.reading import MONTHS, CitedList, Reading, short

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, Field

_BLOCK = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}\"]+)")
_SUFFIX = re.compile(r"(?:[JS]r|[IVX]+|\d+(?:nd|rd|th))\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{1,3}")
_MISSED = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*([\s\S]*)")
_MONTH_NAMES = {name: name for name in MONTHS}


def accepts(text: str) -> bool:
    """Say whether the text has a BibTeX block at the beginning of a line."""
    return _BLOCK.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the entries of a BibTeX text; `path` is what places and problems name."""
    from bibtexparser.entrypoint import parse_string  # here, so that reading a pasted list needs no BibTeX library

    logger = logging.getLogger("bibtexparser")
    if not logger.handlers:  # what it would warn of on stderr is a Problem here
        logger.addHandler(logging.NullHandler())
    return _File(path, text).read(parse_string(text, parse_stack=[]).blocks)


class _File:
    """The state of reading one file: its abbreviations, and what was found so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.count("\n") + 1
        self.strings = dict(_MONTH_NAMES)
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self.lists: list[CitedList] = []
        self.unused: Counter[str] = Counter()
        self.unused_at: dict[str, int] = {}

    def report(
        self, message: str, line: int, key: str = "", mend: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Keep a problem of this file."""
        self.problems.append(Problem(message, self.path, line, key, mend, severity))

    def read(self, blocks: list[Block]) -> Reading:
        """Read the blocks in their order."""
        from bibtexparser.model import Entry, ExplicitComment, ImplicitComment, Preamble, String

        after_failure = False
        for number, block in enumerate(blocks):
            line = (block.start_line or 0) + 1
            failed = False
            if isinstance(block, String):
                value = self.value(block.value, line, block.key)
                if value is not None:
                    self.strings[block.key.lower()] = value
            elif isinstance(block, Entry):
                self.entry(block, line)
            elif isinstance(block, ImplicitComment):
                if not after_failure:  # else it is the rest of the entry that was reported
                    self.outside(block.comment, line)
            elif not isinstance(block, ExplicitComment | Preamble):
                following = blocks[number + 1 :]
                end = next((b.start_line or 0 for b in following if not isinstance(b, ImplicitComment)), self.lines)
                failed = self.failure(block, line, end)
            after_failure = failed
        for name, count in self.unused.items():
            times = f", and {count - 1} more times" if count > 1 else ""
            message = f"the field {name!r} is not used{times}"
            self.report(message, self.unused_at[name], severity=Severity.NOTE)
        return Reading(tuple(self.references), tuple(self.problems), tuple(self.lists))

    def outside(self, comment: str, line: int) -> None:
        """Report text between entries, unless it is marked as a comment."""
        rows = [(line + n, row.strip()) for n, row in enumerate(comment.split("\n"))]
        rows = [(n, row) for n, row in rows if row and not row.startswith("%")]
        lost = any("=" in row or row[0] in '{}",' for _, row in rows)
        for n, row in rows:
            message = f"text outside an entry: {short(row)}"
            mend = "check the braces of the entry before it" if lost else "begin the line with % if it is a comment"
            self.report(message, n, mend=mend, severity=Severity.ERROR if lost else Severity.NOTE)

    def failure(self, block: Block, line: int, end: int) -> bool:
        """Report a block that could not be read; one that only repeats a key or a field is told apart."""
        from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, String

        inner = getattr(block, "ignore_error_block", None)
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(inner, Entry):
            self.entry(inner, line)
            return False
        if isinstance(block, DuplicateBlockKeyBlock):
            what = "abbreviation" if isinstance(inner, String) else "key"
            message = f"the {what} is used before, at line {(block.previous_block.start_line or 0) + 1}"
            self.report(f"{message}; this entry was left out", line, block.key, "give it a key of its own")
            return False
        found = _KEY.match(block.raw or "")
        reason = str(getattr(getattr(block, "error", None), "abort_reason", "")).strip().rstrip(".").replace("\n", " ")
        message = f"lines {line} to {max(line, end)} are no entry that can be read ({reason[:1].lower()}{reason[1:]})"
        self.report(message, line, found[1] if found else "", "check its braces, quotes and commas")
        return True

    def value(self, raw: str, line: int, name: str, key: str = "") -> str | None:
        """Return the value of a field without its delimiters; report what cannot stand there."""
        value, rest = self.pieces(raw, line, name, key)
        if rest:
            self.report(f"{name}: not understood: {short(rest)}", line, key, "close the field with } and a comma")
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

    def fields(self, entry: Entry, key: str) -> dict[str, tuple[str, int]]:
        """Return name → (value, line); the first of a repeated field stays, the other is reported."""
        found: dict[str, tuple[str, int]] = {}
        todo: list[tuple[str, str, int]] = [self.named(field) for field in entry.fields]
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

    @staticmethod
    def named(field: Field) -> tuple[str, str, int]:
        """Return name, raw value and line of a field."""
        return field.key.lower(), str(field.value), field.start_line + 1

    def entry(self, entry: Entry, line: int) -> None:
        """Read one entry into a Reference."""
        if not entry.key:
            self.report(f"this @{entry.entry_type} has no key; it was left out", line, mend="add one: @article{key,")
            return
        place = Place(self.path, line, line + (entry.raw or "").count("\n"))

        def tell(message: str, at: int, severity: Severity) -> None:
            self.report(message, at, entry.key, severity=severity)

        record = Record(entry.key, self.fields(entry, entry.key), tell)
        if "title" not in record.fields:
            self.report("no title; kept without one", line, entry.key, severity=Severity.NOTE)
        self.references.append(record.reference(entry.entry_type.lower(), place, *_authors(record)))
        for name in (record.text("citelist") or "").replace(",", " ").split():
            self.lists.append(CitedList(entry.key, name, place))
        for name in record.fields.keys() - record.used:
            self.unused[name] += 1
            self.unused_at.setdefault(name, record.fields[name][1])


def _authors(record: Record) -> tuple[tuple[Author, ...], bool]:
    """Return the authors in order, and whether the list was cut by `and others`."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    found = record.take("author")
    if found is None:
        return (), False
    names = [" ".join(name.split()) for name in split_multiple_persons_names(found[0])]
    authors = tuple(_author(record, name, found[1]) for name in names if name.lower() != "others")
    return authors, any(name.lower() == "others" for name in names)


def _author(record: Record, name: str, line: int) -> Author:
    """Read one name; a name that is wholly in braces is a body, not a person."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if name.startswith("{") and _piece(name)[1] == len(name):
        return Author(collective=record.plain(name, line))
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as error:
        record.report(f"author: {short(name)} is not one name ({error.reason}); kept as written", line)
        return Author(family=record.plain(name, line))
    if parts.jr and not _SUFFIX.fullmatch(" ".join(parts.jr)):
        record.report(f"author: {short(name)} is not one name; write 'and' between names; kept as written", line)
        return Author(family=record.plain(name, line))
    if "," not in name and len(name.split()) > 1 and _INITIALS.fullmatch(parts.last[-1]):
        message = f"author: {short(name)} has {parts.last[-1]!r} for its family name, as BibTeX reads it"
        record.report(f"{message}; the family name comes first only before a comma", line, Severity.NOTE)
    family, given, particle, suffix = (
        record.plain(" ".join(words), line) or None for words in (parts.last, parts.first, parts.von, parts.jr)
    )
    return Author(family=family, given=given, particle=particle, suffix=suffix)


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

"""BibTeX and biblatex to References, block by block.

A well-formed entry is split by `bibsplit`, every other block by bibtexparser (`bibblocks`). `@comment`, `@preamble`
and lines that begin with `%` are passed over on purpose. An entry with a `crossref` waits for the end of the file,
since the entry it inherits from stands behind it.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from evgraph.errors import Problem, Severity
from evgraph.model import Place, Reference
from evgraph.readers.bibblocks import Blocks, RawEntry
from evgraph.readers.bibrecord import Record
from evgraph.readers.bibsplit import line_within, segments, split_entry
from evgraph.readers.reading import CitedList, Reading

_BLOCK = re.compile(r"^[^\S\n]*@\w+[^\S\n]*[{(]", re.MULTILINE)

#: Types of entries whose fields others inherit; they are remembered in case such an entry follows.
_PARENTS = frozenset(
    {
        "book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference", "mvreference",
        "periodical", "misc", "xdata",
    }
)  # fmt: skip
_INSIDE = frozenset(
    {"inproceedings", "conference", "incollection", "inbook", "suppbook", "suppcollection", "inreference"}
)
#: What an entry says of itself alone. The DOI of a book is no DOI of its chapters.
_OWN = frozenset(
    {
        "crossref", "xdata", "xref", "ids", "label", "options", "doi", "url", "pmid", "pmcid", "pmc", "eprint", "pages",
        "author", "abstract", "note", "keywords", "citelist", "file",
    }
)  # fmt: skip


def accepts(text: str) -> bool:
    """Say whether the text has a BibTeX block at the beginning of a line."""
    return _BLOCK.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the entries of a BibTeX text; `path` is what places and problems name."""
    file = _File(path)
    references: list[Reference] = []
    problems: list[Problem] = []
    for found in file.read(io.StringIO(text)):
        if isinstance(found, Reference):
            references.append(found)
        else:
            problems.append(found)
    if file.waiting:
        references.sort(key=lambda reference: reference.places[0].line)
    return Reading(tuple(references), tuple(problems), tuple(file.lists))


def stream(lines: Iterable[str], path: str) -> Iterator[Reference | Problem]:
    """Yield what is read from lines, each with its line end; an entry that inherits comes at the end."""
    return _File(path).read(lines)


class _File:
    """The state of reading one file: what its blocks share, and the entries that others inherit from."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks = Blocks(path)
        self.lists: list[CitedList] = []
        self.keys: dict[str, int] = {}
        self.parents: dict[str, tuple[str, dict[str, str]]] = {}
        self.waiting: list[RawEntry] = []
        self.awaited: set[str] = set()
        self.unused: dict[str, int] = {}
        self.unused_at: dict[str, int] = {}

    def read(self, lines: Iterable[str]) -> Iterator[Reference | Problem]:
        """Yield References and Problems in the order of the blocks, then the entries that inherit."""
        blocks = self.blocks
        for line, text in segments(lines):
            entry = self.well_formed(line, text)
            for raw in (entry,) if entry else self.other(line, text):
                reference = self.add(raw)
                if reference is not None:
                    yield reference
            if blocks.problems:
                yield from blocks.problems
                blocks.problems.clear()
        for raw in self.waiting:
            self.inherit(raw)
            yield self.reference(raw)
        for name, count in self.unused.items():
            times = f", and {count - 1} more times" if count > 1 else ""
            message = f"the field {name!r} is not used in the graph{times}; it is kept with its record"
            blocks.report(message, self.unused_at[name], severity=Severity.NOTE)
        yield from blocks.problems

    def well_formed(self, line: int, text: str) -> RawEntry | None:
        """Return the entry of a block, `None` if anything in it asks for a closer look."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        parts = split_entry(text)
        if parts is None:
            return None
        kind, key, found = parts
        fields: dict[str, str] = {}
        blank = 0
        for name, braced, quoted, bare in found:
            value = braced or quoted
            if bare:
                abbreviated = bare if bare.isdecimal() else self.blocks.strings.get(bare.lower())
                if abbreviated is None:
                    return None
                value = abbreviated
            if not value or value.isspace():
                blank += 1
            else:
                fields[name.lower()] = value
        if len(fields) + blank != len(found):
            return None
        return RawEntry(
            kind, key, fields, line, line + text.rstrip().count("\n"), lambda name: line + line_within(text, name)
        )

    def other(self, line: int, text: str) -> Iterator[RawEntry]:
        """Yield the entries of a block that is not plainly well formed."""
        return self.blocks.read(unicodedata.normalize("NFC", text), line) if text.strip() else iter(())

    def add(self, raw: RawEntry) -> Reference | None:
        """Return the record of an entry, `None` if its key is taken or if it has to wait."""
        if raw.key in self.keys:
            where = f"lines {raw.line} to {raw.end_line}: " if raw.end_line > raw.line else ""
            message = f"{where}the key is used before, at line {self.keys[raw.key]}; this entry was left out"
            self.blocks.report(message, raw.line, raw.key, "give it a key of its own")
            return None
        self.keys[raw.key] = raw.line
        if raw.kind in _PARENTS or raw.key in self.awaited:
            self.parents[raw.key] = (raw.kind, dict(raw.fields))
        if raw.kind == "xdata":
            message = "fields for other entries to share; no work of its own"
            self.blocks.report(message, raw.line, raw.key, severity=Severity.NOTE)
            return None
        names = _parents(raw.fields)
        if names:
            self.awaited.update(names)
            self.waiting.append(raw)
            return None
        return self.reference(raw)

    def inherit(self, raw: RawEntry) -> None:
        """Fill the gaps of an entry from the entries it names, and from those that these name."""
        todo, seen = _parents(raw.fields), {raw.key}
        while todo:
            name = todo.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if name not in self.parents:
                message = f"crossref: there is no entry {name!r} behind this one; nothing was inherited"
                self.blocks.report(message, raw.line_of("crossref"), raw.key, severity=Severity.NOTE)
                continue
            kind, given = self.parents[name]
            todo += _parents(given)
            for field, value in given.items():
                inherited = _inherited(field, kind, raw.kind, given)
                if inherited:
                    raw.fields.setdefault(inherited, value)

    def reference(self, raw: RawEntry) -> Reference:
        """Return the record of an entry whose fields are all there."""
        fields = raw.fields

        def tell(message: str, name: str, severity: Severity) -> None:
            self.blocks.report(message, raw.line_of(name), raw.key, severity=severity)

        if "title" not in fields:
            self.blocks.report("no title; kept without one", raw.line, raw.key, severity=Severity.NOTE)
        place = Place(self.path, raw.line, raw.end_line)
        record = Record(raw.key, fields, tell)
        if "citelist" in fields:
            for name in (record.text("citelist") or "").replace(",", " ").split():
                self.lists.append(CitedList(raw.key, name, place))
        reference = record.reference(raw.kind, place)
        for name in fields.keys() - {"crossref", "xdata"}:  # what the record left
            if name not in self.unused:
                self.unused[name] = 0
                self.unused_at[name] = raw.line_of(name)
            self.unused[name] += 1
        return reference


def _parents(fields: dict[str, str]) -> list[str]:
    """Return the keys of the entries an entry inherits from."""
    names = ",".join(fields[name] for name in ("crossref", "xdata") if name in fields)
    return [name.strip() for name in names.split(",") if name.strip()]


def _inherited(field: str, parent: str, child: str, given: dict[str, str]) -> str:
    """Return under which name a field is inherited, nothing if it is not."""
    if parent == "xdata":
        return "" if field in ("crossref", "xdata") else field
    if field in _OWN or (field == "title" and child in _INSIDE and "booktitle" in given):
        return ""
    if child in _INSIDE and field in ("title", "subtitle"):
        return f"book{field}"
    return "journaltitle" if parent == "periodical" and field == "title" else field

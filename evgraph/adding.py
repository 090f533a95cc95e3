"""A paste beside what the references folder has: what is new, what is there already and how it differs.

`plan_addition` only compares; `apply_addition` puts the new records at the end of a BibTeX file. Nothing that is
there is changed: the bytes of the file stay as they are, and what the paste says otherwise is only reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from evgraph.dedupe.journals import is_one_journal
from evgraph.errors import InputError, Problem, Severity
from evgraph.files import replace_file
from evgraph.model import Reference
from evgraph.readers import Reading, read_bytes, read_folder
from evgraph.references import unite
from evgraph.sameness import (
    IDENTIFIERS,
    conflict,
    letters,
    pages_text,
    persons_of,
    same_name,
    same_work,
    shares_identifier,
    spelling,
)
from evgraph.writers import bibtex
from evgraph.writers.writing import Keys, Notes

#: A field read with less confidence is shown with a question mark.
SURE = 0.8
_FIELDS = ("title", "journal", "year", "month", "volume", "issue", *IDENTIFIERS, "issn", "url", "work_type", "note")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the paste says something else than what is there; an empty text says nothing.

    `alike`: only the writing differs, such as capitals, accents or an abbreviated journal.
    """

    field: str
    there: str
    pasted: str
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """A pasted record whose work is there already: under which key, where, and how the two differ."""

    reference: Reference
    key: str
    where: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What a paste would add (`new`, with the keys they get), what is there already, and what to look at."""

    new: tuple[Reference, ...] = ()
    present: tuple[Present, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan_addition(reading: Reading, folder: Path) -> Addition:
    """Compare a paste with the folder; a work that the paste itself has twice is new once."""
    there = read_folder(folder) if folder.is_dir() else Reading()
    works, _ = unite(there)
    known = _Known(works)
    keys = Keys({work.key.casefold() for work in works} | {found.key.casefold() for found in there.references})
    new: list[Reference] = []
    present: list[Present] = []
    problems = [*reading.problems, *(found for found in there.problems if found.severity is Severity.ERROR)]
    for reference in reading.references:
        alike = known.alike(reference)
        same = [work for work in alike if same_work(work, reference)]
        if same:
            present.append(Present(reference, same[0].key, _where(same[0]), compare(same[0], reference)))
            problems += [_problem(reference, f"is also the work {work.key} ({_where(work)})") for work in same[1:]]
            continue
        for work in alike:
            if shares_identifier(work, reference):
                problems.append(_problem(reference, f"kept apart from {work.key}: {conflict(work, reference)}"))
        notes = Notes(reference)
        added = replace(reference, key=keys.give(reference, notes), extra=(*reference.extra, *_pasted(reference)))
        if reference.body:
            notes.note("its full text has no place in a .bib file; put the file itself into the folder to have it read")
        bibtex.entry(added, added.key, notes)  # for what it notes; it is written when the plan is carried out
        problems += [*notes.problems, *_unsure(reference, added.key)]
        known.add(added)
        new.append(added)
    return Addition(tuple(new), tuple(present), tuple(problems))


def apply_addition(addition: Addition, file: Path) -> None:
    """Write the new records behind what the BibTeX file has; it appears whole, or stays as it was.

    Raises `InputError` and writes nothing if the file is no UTF-8, or if with the new entries it would not be read
    as the old ones followed by the new: an entry at its end is not closed, or a key is taken since the plan was made.
    """
    if not addition.new:
        return
    file = file.resolve()  # a link stays a link
    if file.suffix.lower() != ".bib":
        raise InputError("new references go into a BibTeX file", path=file.name, mend="name a file that ends in .bib")
    old = file.read_bytes() if file.exists() else b""
    content = old + _appendix(old, addition.new, file.name)
    before, after = (read_bytes(data, file.name).references for data in (old, content))
    wanted = [*(found.key for found in before), *(added.key for added in addition.new)]
    if [found.key for found in after] != wanted:
        message = "with the new entries the file would not be read as before; nothing was written"
        raise InputError(
            message, path=file.name, mend="close its last entry, or plan again if it was changed meanwhile"
        )
    replace_file(file, old, content)


def compare(there: Reference, pasted: Reference) -> tuple[Difference, ...]:
    """Return what the paste says differently, field by field; where it says nothing, nothing differs.

    >>> a, b = Reference("a", "On B cells", year=2019), Reference("b", "On b cells", year=2020)
    >>> [(d.field, d.there, d.pasted, d.alike) for d in compare(a, b)]
    [('title', 'On B cells', 'On b cells', True), ('year', '2019', '2020', False)]
    """
    pairs = [(name, _text(getattr(there, name)), _text(getattr(pasted, name))) for name in _FIELDS]
    pairs.append(("pages", pages_text(there), pages_text(pasted)))
    for name in dict.fromkeys(name for name, _ in pasted.extra):
        mine, its = ([value for called, value in work.extra if called == name] for work in (there, pasted))
        if set(its) - set(mine):
            pairs.append((name, "; ".join(mine), "; ".join(its)))
    differences = [
        Difference(name, mine, its, _alike(name, mine, its)) for name, mine, its in pairs if its not in ("", mine)
    ]
    return (*_authors(there, pasted), *differences)


def _authors(there: Reference, pasted: Reference) -> list[Difference]:
    mine, its = (_names(work) for work in (there, pasted))
    persons, pasted_persons = persons_of(there), persons_of(pasted)
    begins = len(pasted_persons) <= len(persons) and all(map(same_name, persons, pasted_persons))
    if mine == its or not its or (pasted.et_al and begins):  # a list that was cut short agrees with a longer one
        return []
    pairs = list(zip(there.authors, pasted.authors, strict=False))
    alike = len(there.authors) == len(pasted.authors) and there.et_al == pasted.et_al
    return [Difference("authors", mine, its, alike and all(_alike_names(one.name, two.name) or same_name(one, two)
                                                           for one, two in pairs))]  # fmt: skip


def _names(work: Reference) -> str:
    return ", ".join([*(author.name for author in work.authors), *(["et al"] if work.et_al else [])])


def _alike_names(one: str, two: str) -> bool:
    return spelling(one) == spelling(two)


def _alike(name: str, mine: str, its: str) -> bool:
    return bool(mine and its) and (spelling(mine) == spelling(its) or (name == "journal" and is_one_journal(mine, its)))


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)


class _Known:
    """The works there are, by identifier and title."""

    def __init__(self, works: Iterable[Reference]) -> None:
        self.works: list[Reference] = []
        self.marks: dict[str, list[int]] = {}
        for work in works:
            self.add(work)

    def add(self, work: Reference) -> None:
        """Take a work in."""
        for mark in _marks(work):
            self.marks.setdefault(mark, []).append(len(self.works))
        self.works.append(work)

    def alike(self, reference: Reference) -> list[Reference]:
        """Return the works with an identifier or the title of the reference, in their order."""
        numbers = {number for mark in _marks(reference) for number in self.marks.get(mark, ())}
        return [self.works[number] for number in sorted(numbers)]


def _marks(work: Reference) -> list[str]:
    marks = [f"{name} {value}" for name in IDENTIFIERS if (value := getattr(work, name))]
    return [*marks, *([f"title {letters(work.title)}"] if work.title else [])]


def _where(work: Reference) -> str:
    return f"{work.places[0].path}:{work.places[0].line}" if work.places else work.key


def _problem(reference: Reference, message: str, key: str = "", severity: Severity = Severity.DIFFERENCE) -> Problem:
    path, line = (reference.places[0].path, reference.places[0].line) if reference.places else ("", None)
    return Problem(message, path, line, key or reference.key, severity=severity)


def _pasted(reference: Reference) -> list[tuple[str, str]]:
    """Return the text that a record of free text was read from, to be kept with it."""
    return [("pasted", " ".join(reference.raw.split()))] if reference.raw else []


def _unsure(reference: Reference, key: str) -> list[Problem]:
    """Return a note for each field that was read without being sure."""
    notes = []
    for part in reference.parsed:
        if part.confidence < SURE or part.other is not None:
            other = f"; it may be {part.other!r}" if part.other else ""
            message = f"{part.field}: read with confidence {part.confidence:.2f}{other}; check it"
            notes.append(_problem(reference, message, key, Severity.NOTE))
    return notes


def _appendix(old: bytes, new: tuple[Reference, ...], name: str) -> bytes:
    """Return what is put behind the old bytes, with their line ends."""
    try:
        text = old.decode("utf-8")
    except UnicodeDecodeError as error:
        line = old.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8, so nothing can be added to it"
        raise InputError(message, path=name, line=line, mend="save it as UTF-8, or name another file") from error
    entries = "".join(bibtex.entry(reference, reference.key, Notes(reference)) for reference in new).rstrip("\n") + "\n"
    gap = "" if not text or re.search(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)$", text) else "\n"
    gap += "\n" if text and not text.endswith(("\n", "\r")) else ""
    return (gap + entries).replace("\n", "\r\n" if "\r\n" in text else "\n").encode()

"""References as read to references as meant: one record for each work, and who cites whom.

An entry of a .bib file has a key and wins a field; an item of a pasted list fills what is missing. Where the
two say different things, the other value is reported, never dropped in silence: as a difference when they
disagree, as a note when only the writing differs (capitals, accents, an abbreviated journal).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import TypeVar

from evgraph.dedupe.journals import is_one_journal
from evgraph.errors import Problem, Severity
from evgraph.identifiers import slug
from evgraph.model import Author, Passage, Reference
from evgraph.readers.reading import CitedList, Reading
from evgraph.sameness import (
    IDENTIFIERS,
    agree,
    conflict,
    end,
    letters,
    pages_text,
    persons_of,
    same_name,
    same_work,
    shares_identifier,
    spelling,
    start,
)

__all__ = ["link_citations", "merge", "same_work", "unite"]

_Value = TypeVar("_Value", str, int)


def unite(reading: Reading) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Merge what was read and link who cites whom; the problems of the reading come first."""
    merged, differences = merge(reading.references)
    linked, unlinked = link_citations(merged, reading.lists)
    claimed = {cited.path for cited in reading.lists}
    pasted = dict.fromkeys(work.places[0].path for work in reading.references if _is_listed(work))
    message = "nobody cites the works of this list"
    mend = "say so in the entry of the work whose list it is: citelist = {...}"
    orphans = [Problem(message, path, mend=mend, severity=Severity.NOTE) for path in pasted if path not in claimed]
    return linked, (*reading.problems, *differences, *unlinked, *orphans)


def merge(references: Iterable[Reference]) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Return one reference for each work, entries first, and what differed.

    Entries with different keys are never made one, even when they are the same work: both stay, and a
    problem names them. An item of a list that matches no entry gets a key of its own.
    """
    everything = list(references)
    works = _Works()
    for reference in everything:
        if not _is_listed(reference):
            works.add_entry(reference)
    for reference in everything:
        if _is_listed(reference):
            works.add_item(reference)
    works.name_items()
    return tuple(works.works), tuple(works.problems)


def link_citations(
    references: Iterable[Reference], lists: Iterable[CitedList]
) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Let each work that says whose list it is cite the works of that list, in the list's order."""
    works = list(references)
    at = {work.key: number for number, work in enumerate(works)}
    on_list: dict[str, list[tuple[int, str]]] = {}
    for work in works:
        for place in work.places:
            on_list.setdefault(place.path, []).append((place.line, work.key))
    problems: list[Problem] = []
    for cited in lists:
        if cited.citing not in at:
            continue  # the entry itself was left out, and that was reported
        keys = [key for _, key in sorted(on_list.get(cited.path, ())) if key != cited.citing]
        if not keys:
            message = f"citelist: no reference was read from {cited.path!r}"
            problems.append(Problem(message, cited.place.path, cited.place.line, cited.citing, "name a pasted list"))
        work = works[at[cited.citing]]
        works[at[cited.citing]] = replace(work, cites=tuple(dict.fromkeys((*work.cites, *keys))))
    return tuple(works), tuple(problems)


@dataclass(slots=True)
class _Works:
    """The works so far, and for each identifier and title which of them have it."""

    works: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: dict[str, set[int]] = field(default_factory=dict)
    unnamed: list[int] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)

    def report(self, reference: Reference, message: str, severity: Severity, key: str = "") -> None:
        """Keep a problem about a reference, at the place where it was read."""
        place = reference.places[0] if reference.places else None
        path, line = (place.path, place.line) if place else ("", None)
        self.problems.append(Problem(message, path, line, key or reference.key, severity=severity))

    def alike(self, reference: Reference) -> list[int]:
        """Return the works with an identifier or the title of the reference."""
        return sorted(set(chain.from_iterable(self.marks.get(mark, ()) for mark in _marks(reference))))

    def keep(self, at: int, reference: Reference) -> None:
        """Put a work at its number, new or with its gaps filled."""
        if at == len(self.works):
            self.works.append(reference)
        self.works[at] = reference
        for mark in _marks(reference):
            self.marks.setdefault(mark, set()).add(at)

    def add_entry(self, entry: Reference) -> None:
        """Add an entry that has a key."""
        at = self.keys.get(entry.key)
        if at is not None and same_work(self.works[at], entry):
            self.combine(at, entry)
            return
        if at is not None:
            message = f"the key is also that of another work ({_where(self.works[at])}); this one was left out"
            self.report(entry, message, Severity.ERROR)
            return
        for other in self.alike(entry):
            work = self.works[other]
            if same_work(work, entry):
                message = f"the same work as {work.key} ({_where(work)}); both were kept, remove one"
                self.report(entry, message, Severity.DIFFERENCE)
            elif shares_identifier(work, entry):
                self.report(entry, f"kept apart from {work.key}: {conflict(work, entry)}", Severity.DIFFERENCE)
        self.keys[entry.key] = len(self.works)
        self.keep(len(self.works), entry)

    def add_item(self, item: Reference) -> None:
        """Add an item of a pasted list to its work, or as a work of its own."""
        candidates = self.alike(item)
        at = next((at for at in candidates if same_work(self.works[at], item)), None)
        if at is not None:
            if {place.path for place in self.works[at].places} & {place.path for place in item.places}:
                self.report(item, "the list names this work twice", Severity.NOTE, self.works[at].key)
            self.combine(at, item)
            self.items[item.key] = at
            return
        for other in candidates:
            message = f"kept apart from {self.works[other].key}: {conflict(self.works[other], item)}"
            self.report(item, message, Severity.NOTE)
        self.unnamed.append(len(self.works))
        self.items[item.key] = len(self.works)
        self.keep(len(self.works), item)

    def combine(self, at: int, other: Reference) -> None:
        """Fill the gaps of a work from another record of it."""
        combined = _Combination(self.works[at], other)
        self.keep(at, combined.result())
        for message, severity in combined.differences:
            self.report(other, message, severity, self.works[at].key)

    def name_items(self) -> None:
        """Give the works that no entry names a key: family name and year, and a letter where it is taken."""
        for at in self.unnamed:
            work = self.works[at]
            first = work.authors[0] if work.authors else Author()
            name = first.family or first.collective or (work.title or "").split(" ")[0]
            stem = f"{slug(name, 24).replace('-', '')}{work.year or ''}"
            suffixes = chain([""], "abcdefghijklmnopqrstuvwxyz", (f"-{number}" for number in count(27)))
            key = next(stem + suffix for suffix in suffixes if stem + suffix not in self.keys)
            self.keys[key] = at
            self.works[at] = replace(work, key=key)
            self.report(work, "no .bib entry for this work; its key was made here", Severity.NOTE, key)
        # A work that was read with its list cites by the temporary keys of the items; they have lasting ones now.
        lasting = {item: self.works[at].key for item, at in self.items.items()}
        self.works = [replace(work, cites=tuple(lasting.get(key, key) for key in work.cites)) for work in self.works]


class _Combination:
    """Two records of one work: the first is kept, the second fills its gaps and is heard where it differs."""

    def __init__(self, kept: Reference, other: Reference) -> None:
        self.kept, self.other = kept, other
        self.differences: list[tuple[str, Severity]] = []

    def result(self) -> Reference:
        """Return the kept record with its gaps filled."""
        kept, other = self.kept, self.other
        authors, et_al = self.authors()
        pages = self.pages()
        return replace(
            kept, title=self.pick("title", kept.title, other.title), authors=authors, et_al=et_al,
            journal=self.pick("journal", kept.journal, other.journal),
            year=self.pick("year", kept.year, other.year), month=self.pick("month", kept.month, other.month),
            volume=self.pick("volume", kept.volume, other.volume), issue=self.pick("issue", kept.issue, other.issue),
            first_page=pages.first_page, last_page=pages.last_page, article_number=pages.article_number,
            doi=self.pick("doi", kept.doi, other.doi), pmid=self.pick("pmid", kept.pmid, other.pmid),
            pmcid=self.pick("pmcid", kept.pmcid, other.pmcid), issn=self.pick("issn", kept.issn, other.issn),
            url=self.pick("url", kept.url, other.url), note=self.pick("note", kept.note, other.note),
            places=(*kept.places, *other.places), extra=tuple(dict.fromkeys((*kept.extra, *other.extra))),
            cites=tuple(dict.fromkeys((*kept.cites, *other.cites))), body=self.body(),
        )  # fmt: skip

    def body(self) -> tuple[Passage, ...]:
        """Return the full text; of two that are not the same the first is read."""
        kept, other = self.kept.body, self.other.body
        if kept and other and kept != other:
            message = f"two full texts; the one of {_where(self.kept)} is read, that of {_where(self.other)} is not"
            self.differences.append((message, Severity.DIFFERENCE))
        return kept or other

    def differ(self, name: str, mine: str | int, its: str | int, severity: Severity) -> None:
        """Keep what the other record says."""
        message = f'{name}: kept "{mine}" ({_where(self.kept)}), also "{its}" ({_where(self.other)})'
        self.differences.append((message, severity))

    def pick(self, name: str, mine: _Value | None, its: _Value | None) -> _Value | None:
        """Return the value of a field, the other one reported when it is not the same."""
        if mine is None or its is None or mine == its:
            return its if mine is None else mine
        alike = spelling(str(mine)) == spelling(str(its)) or (name == "journal" and is_one_journal(str(mine), str(its)))
        self.differ(name, mine, its, Severity.NOTE if alike else Severity.DIFFERENCE)
        return mine

    def pages(self) -> Reference:
        """Return the record whose pages stand; a first page alone is filled from one with a last."""
        kept, other = self.kept, self.other
        if not start(kept) or (agree(start(kept), start(other)) and not end(kept) and end(other)):
            return other if start(other) else kept
        if agree(start(kept), start(other)) is False or agree(end(kept), end(other)) is False:
            self.differ("pages", pages_text(kept), pages_text(other), Severity.DIFFERENCE)
        return kept

    def authors(self) -> tuple[tuple[Author, ...], bool]:
        """Return the authors; a list that was cut short agrees with a longer one that begins with it."""
        kept, other = self.kept, self.other
        if not kept.authors or not other.authors:
            fuller = kept if kept.authors else other
            return fuller.authors, fuller.et_al
        mine, its = persons_of(kept), persons_of(other)
        for number, (left, right) in enumerate(zip(mine, its, strict=False), start=1):
            if not same_name(left, right):
                alike = spelling(left.name) == spelling(right.name)
                severity = Severity.NOTE if alike else Severity.DIFFERENCE
                self.differ(f"author {number}", left.name, right.name, severity)
        shorter = kept if len(mine) < len(its) else other
        if len(mine) != len(its) and not shorter.et_al:
            self.differ("authors", f"{len(mine)} names", f"{len(its)} names", Severity.DIFFERENCE)
        longer = len(mine) < len(its) and kept.et_al
        persons = (*mine, *its[len(mine) :]) if longer else mine
        bodies = tuple(author for author in kept.authors if author.collective)
        others = tuple(author for author in other.authors if author.collective)
        if bodies and others and bodies != others:
            named, told = ("; ".join(author.name for author in group) for group in (bodies, others))
            self.differ("collective author", named, told, Severity.DIFFERENCE)
        et_al = kept.et_al and other.et_al if len(mine) == len(its) or longer else kept.et_al
        return (*persons, *(bodies or others)), et_al


def _is_listed(reference: Reference) -> bool:
    """Say whether the key is the temporary one of an item of a pasted list."""
    return bool(reference.places) and reference.key.startswith(f"{reference.places[0].path}#")


def _marks(reference: Reference) -> list[str]:
    marks = [f"{name} {getattr(reference, name)}" for name in IDENTIFIERS if getattr(reference, name)]
    return [*marks, f"title {letters(reference.title)}"] if reference.title else marks


def _where(reference: Reference) -> str:
    """Return where a record was read first, as path:line."""
    return f"{reference.places[0].path}:{reference.places[0].line}" if reference.places else reference.key

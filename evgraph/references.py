"""References as read to references as meant: one record for each work, and who cites whom.

An entry of a .bib file has a key and wins a field; an item of a pasted list fills what is missing. Where the
two say different things, the other value is reported, never dropped in silence: as a difference when they
disagree, as a note when only the writing differs (capitals, accents, an abbreviated journal).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Reference
from evgraph.readers.reading import CitedList

_IDENTIFIERS = ("doi", "pmid", "pmcid")
#: Words that an abbreviated journal name leaves out.
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "et", "der", "und"})
_Value = TypeVar("_Value", str, int)


def same_work(a: Reference, b: Reference) -> bool:
    """Say whether two records are of one work.

    Shared identifiers decide: all agree, or it is another work. Without any, the titles must be the same and
    the first pages must not differ, since a letter or an erratum has the title of the work it is about and
    another page. With the same first page one of year and volume may differ, as the years online and in
    print do; without pages both must agree as far as they are given, and one must be given.
    """
    agreements = [_agree(getattr(a, name), getattr(b, name)) for name in _IDENTIFIERS]
    if any(agreement is not None for agreement in agreements):
        return False not in agreements
    if not a.title or not b.title or fold(a.title) != fold(b.title):
        return False
    page = _agree(_start(a), _start(b))
    dates = [_agree(a.year, b.year), _agree(a.volume, b.volume)]
    if page:
        return True in dates or False not in dates
    return page is None and True in dates and False not in dates


def merge(references: Iterable[Reference]) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Return one reference for each work, entries first, and what differed.

    Entries with different keys are never made one, even when they are the same work: both stay, and a
    problem names them. An item of a list that matches no entry gets a key of its own.
    """
    everything = list(references)
    works = _Works()
    for reference in everything:
        if not _is_temporary(reference):
            works.add_entry(reference)
    for reference in everything:
        if _is_temporary(reference):
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
    pasted = {name for work in works for name in _lists_of(work)}
    for work in works:
        for place in work.places:
            on_list.setdefault(place.path, []).append((place.line, work.key))
    problems: list[Problem] = []
    claimed: set[str] = set()
    for cited in lists:
        if cited.citing not in at:
            continue  # the entry itself was left out, and that was reported
        claimed.add(cited.path)
        keys = [key for _, key in sorted(on_list.get(cited.path, ())) if key != cited.citing]
        if not keys:
            message = f"citelist: no reference was read from {cited.path!r}"
            problems.append(Problem(message, cited.place.path, cited.place.line, cited.citing, "name a pasted list"))
        work = works[at[cited.citing]]
        works[at[cited.citing]] = replace(work, cites=tuple(dict.fromkeys((*work.cites, *keys))))
    return tuple(works), tuple(problems)

"""A verified reference and the records of its work to what fills its gaps, each value with who gave it, and when.

A field that the reference has stays as it is; where a service says something else, that is a `Difference` and nothing
more. Pages belong together, and so do authors: they are filled from one record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from evgraph.dedupe.features import read_features, volume_number
from evgraph.dedupe.journals import same_journal
from evgraph.dedupe.signs import page_sign
from evgraph.model import Author, Reference
from evgraph.resolve.records import Found
from evgraph.sameness import IDENTIFIERS, letters, pages_text, persons_of, same_name, start

Value = str | int | tuple[Author, ...]

_SINGLE = ("journal", "year", "month", "volume", "issue", *IDENTIFIERS, "issn")
_PAGES = ("first_page", "last_page", "article_number")
#: What is compared in the words of both; identifiers that differ are a verdict, not a difference.
_COMPARED = ("title", "journal", "year", "month", "volume", "issue")


@dataclass(frozen=True, slots=True)
class Filled:
    """A field that was empty, its value, and the answer that gave it."""

    field: str
    value: Value
    service: str
    date: str
    request: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the reference has and a service tells otherwise; the reference's own was kept."""

    field: str
    kept: str
    said: str
    service: str
    date: str
    request: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What the records of one work add to a reference, and where they differ from it."""

    filled: tuple[Filled, ...] = ()
    differences: tuple[Difference, ...] = ()


def merge_records(reference: Reference, records: Sequence[Found], identifiers: Iterable[tuple[str, str]]) -> Merged:
    """Return what fills the gaps of a reference, the first record that has a field giving it.

    `identifiers` are those that the verdict established; no other one is taken.

    >>> its = Reference("b", "A trial", volume="3", year=2021, doi="10.1000/1")
    >>> made = merge_records(Reference("a", "A trial", year=2020), [Found("S", "", "", its)], [])
    >>> [(one.field, one.value) for one in made.filled], [(one.field, one.said) for one in made.differences]
    ([('volume', '3')], [('year', '2021')])
    """
    allowed = dict(identifiers)
    filled: list[Filled] = []
    for name in _SINGLE:
        wanted = allowed.get(name) if name in IDENTIFIERS else None
        if getattr(reference, name) is not None or (name in IDENTIFIERS and wanted is None):
            continue
        for found in records:
            value = getattr(found.reference, name)
            if value is not None and (wanted is None or str(value).lower() == str(wanted).lower()):
                filled.append(_filled(name, value, found))
                break
        else:
            filled += [_filled(name, wanted, found) for found in records[:1] if wanted is not None]
    filled += _filled_pages(reference, records) + _filled_authors(reference, records)
    by_field = tuple(sorted(filled, key=lambda one: one.field))
    return Merged(by_field, tuple(_differences(reference, records)))


def apply_filled(reference: Reference, filled: Iterable[Filled]) -> Reference:
    """Return the reference with its gaps filled; a field that is not empty any more stays as it is."""
    changes = {one.field: one.value for one in filled if one.field == "authors" or not getattr(reference, one.field)}
    if "authors" in changes:
        changes["et_al"] = False
    return replace(reference, **changes)  # type: ignore[arg-type]


def _filled(name: str, value: Value, found: Found) -> Filled:
    return Filled(name, value, found.service, found.date, found.request)


def _filled_pages(reference: Reference, records: Sequence[Found]) -> list[Filled]:
    """Fill the pages from one record; a lone first page gets the last page that goes with it."""
    for found in records:
        its = found.reference
        if start(reference) and (reference.last_page or reference.article_number or start(its) != start(reference)):
            continue
        gaps = [name for name in _PAGES if getattr(its, name) and not getattr(reference, name)]
        if gaps:
            return [_filled(name, getattr(its, name), found) for name in gaps]
    return []


def _filled_authors(reference: Reference, records: Sequence[Found]) -> list[Filled]:
    """Fill the authors where there are none, or where the list was cut short and the record's begins with it."""
    if reference.authors and not reference.et_al:
        return []
    mine = persons_of(reference)
    for found in records:
        its = persons_of(found.reference)
        if found.reference.et_al or len(its) < len(mine) or not found.reference.authors:
            continue
        if all(_one_name(a, b) for a, b in zip(mine, its, strict=False)):
            return [_filled("authors", found.reference.authors, found)]
    return []


def _one_name(a: Author, b: Author) -> bool:
    """Say whether two names are one, accents and particles aside."""
    if same_name(a, b):
        return True
    families = [letters(f"{name.particle or ''}{name.family or ''}") for name in (a, b)]
    return bool(families[0]) and families[0] == families[1]


def _differences(reference: Reference, records: Sequence[Found]) -> Iterable[Difference]:
    """Yield each field that a record tells otherwise, once for each thing said."""
    for name in (*_COMPARED, "pages", "first author"):
        said: set[str] = set()
        for found in records:
            kept, other = (_text(name, work) for work in (reference, found.reference))
            if kept and other and other not in said and not _alike(name, reference, found.reference):
                said.add(other)
                yield Difference(name, kept, other, found.service, found.date, found.request)


def _text(name: str, work: Reference) -> str:
    if name == "pages":
        return pages_text(work)
    if name == "first author":
        return next((author.name for author in persons_of(work)), "")
    value = getattr(work, name)
    return "" if value is None else str(value)


def _alike(name: str, a: Reference, b: Reference) -> bool:
    alike: Callable[[str, str], bool] | None = _ALIKE.get(name)
    if name == "pages":
        return page_sign(read_features(a), read_features(b)).words.startswith("same first page ")
    if name == "first author":
        return _one_name(persons_of(a)[0], persons_of(b)[0])
    mine, its = _text(name, a), _text(name, b)
    return alike(mine, its) if alike else mine.casefold() == its.casefold()


_ALIKE: dict[str, Callable[[str, str], bool]] = {
    "title": lambda a, b: letters(a) == letters(b),
    "journal": lambda a, b: bool(same_journal(a, b) or same_journal(b, a)),
    "volume": lambda a, b: volume_number(a) == volume_number(b),
}

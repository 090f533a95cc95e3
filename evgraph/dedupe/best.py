"""The records of one work to one record: each field taken from one of them as it stands, nothing made up.

What most records say is taken; of equals the fuller one, then the first. Pages belong together and come from one
record, and so do the authors. What the others say stays in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from evgraph.dedupe.titles import fold, plain, read_title
from evgraph.model import Reference
from evgraph.sameness import start

#: Fields that are one value of one record.
_SINGLE = ("journal", "year", "month", "volume", "issue", "doi", "pmid", "pmcid", "issn", "url", "note")
_PAGES = ("first_page", "last_page", "article_number")


@dataclass(frozen=True, slots=True)
class Merged:
    """One record for a work, and for each field the member that it was taken from.

    `origins`: (field, position among the members); a value of `extra` is named "extra:" and its name.
    """

    reference: Reference
    members: tuple[Reference, ...]
    origins: tuple[tuple[str, int], ...]

    def source(self, field: str) -> Reference | None:
        """Return the member that a field was taken from, `None` when no member has it."""
        return next((self.members[at] for name, at in self.origins if name == field), None)


def merge_members(members: Sequence[Reference]) -> Merged:
    """Return one record put together from the records of one work.

    >>> one = Reference("a", "A trial", year=2020)
    >>> merged = merge_members([one, Reference("b", "A trial", volume="3")])
    >>> merged.reference.year, merged.reference.volume, merged.source("volume").key
    (2020, '3', 'b')
    """
    members = tuple(members)
    full = [sum(getattr(member, field.name) not in (None, ()) for field in fields(member)) for member in members]
    origins: dict[str, int] = {"key": 0}

    def take(field: str, having: Sequence[int], value: Callable[[Reference], str], rank: Callable[[int], int]) -> None:
        """Choose where a field is taken from: the commonest value, then the highest rank, then the fullest record."""
        if having:
            counted = Counter(value(members[at]) for at in having)
            origins[field] = max(having, key=lambda at: (counted[value(members[at])], rank(at), full[at], -at))

    def having(field: str) -> list[int]:
        return [at for at, member in enumerate(members) if getattr(member, field) not in (None, ())]

    take("title", having("title"), _title_letters, lambda at: -_notes(members[at]))
    take("authors", having("authors"), lambda _: "", lambda at: _fullness(members[at]))
    take("work_type", range(len(members)), lambda member: member.work_type, lambda at: 0)
    for field in _SINGLE:
        take(field, having(field), lambda member, field=field: _letters(member, field), lambda at: 0)  # type: ignore[misc]
    take("pages", [at for at, member in enumerate(members) if start(member)], lambda m: (start(m) or "").lower(),
         lambda at: bool(members[at].last_page))  # fmt: skip
    return Merged(_put_together(members, origins), members, tuple(_told(members, origins)))


def _put_together(members: Sequence[Reference], origins: dict[str, int]) -> Reference:
    values = {field: getattr(members[at], field) for field, at in origins.items() if field not in ("pages", "authors")}
    if "authors" in origins:
        source = members[origins["authors"]]
        values |= {"authors": source.authors, "et_al": source.et_al}
    if "pages" in origins:
        values |= {field: getattr(members[origins["pages"]], field) for field in _PAGES}
    return replace(
        Reference(members[0].key),
        **values,
        cites=tuple(dict.fromkeys(key for member in members for key in member.cites)),
        places=tuple(dict.fromkeys(place for member in members for place in member.places)),
        extra=tuple(dict.fromkeys(item for member in members for item in member.extra)),
    )


def _told(members: Sequence[Reference], origins: dict[str, int]) -> list[tuple[str, int]]:
    """Return the origins, the pages field by field and whatever is extra with the first that has it."""
    told = [(field, at) for field, at in origins.items() if field != "pages"]
    if "authors" in origins:
        told.append(("et_al", origins["authors"]))
    if "pages" in origins:
        at = origins["pages"]
        told += [(field, at) for field in _PAGES if getattr(members[at], field)]
    extra: dict[str, int] = {}
    for at, member in enumerate(members):
        for name, _ in member.extra:
            extra.setdefault(f"extra:{name}", at)
    return [*told, *extra.items()]


def _letters(member: Reference, field: str) -> str:
    return fold(plain(str(getattr(member, field))))


def _title_letters(member: Reference) -> str:
    return read_title(member.title or "").letters


def _notes(member: Reference) -> int:
    """Return how much of a printed title a database wrote around it; capitals throughout count as much."""
    title = member.title or ""
    return len(title.strip(" .")) - len(read_title(title).text) + (len(title) if title.isupper() else 0)


def _fullness(member: Reference) -> int:
    """Return how much a list of authors says: more names, then more letters; a list cut short says less."""
    letters = sum(len(author.name) for author in member.authors)
    return (not member.et_al) * 10**9 + len(member.authors) * 10**5 + min(letters, 10**5 - 1)

"""Records to the pairs worth a comparison: those that share an identifier, a title, or an imprint.

Cost grows with the number of records, not with its square: what shares a key with more than `LARGEST` others is
told apart further by year, volume and page, and what is still too much is compared with its neighbours only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from evgraph.dedupe.features import identifiers_of, volume_number
from evgraph.dedupe.titles import Title
from evgraph.model import Reference
from evgraph.sameness import IDENTIFIERS, start

#: A block with more records than this is divided.
LARGEST = 48
#: How many neighbours a record of a block that cannot be divided is compared with.
_NEIGHBOURS = 12
#: How much of a title two printings share that differ somewhere behind.
_HEAD = 16
_Key = tuple[str, ...]


def candidates(references: Sequence[Reference], titles: Sequence[Title]) -> list[tuple[int, int]]:
    """Return pairs of positions, the smaller first, each once and in order."""
    blocks: dict[_Key, list[int]] = {}
    first: dict[_Key, int] = {}
    for at, (reference, title) in enumerate(zip(references, titles, strict=True)):
        for key in _keys(reference, title):
            other = first.setdefault(key, at)
            if other != at:
                blocks.setdefault(key, [other]).append(at)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        found.update(_pairs(block, references))
    return sorted(found)


def _keys(reference: Reference, title: Title) -> Iterator[_Key]:
    """Yield what a record may be found by."""
    for name, value in zip(IDENTIFIERS, identifiers_of(reference), strict=True):
        if value:
            yield name, value
    if title.letters:
        yield ("", title.letters)
        first = reference.authors[0] if reference.authors else None
        name = (first.family or first.collective or first.given or "") if first else ""
        yield "title and author", title.letters[:_HEAD], name[:3].casefold()
        page = start(reference)
        if page and reference.volume:
            yield "imprint", str(reference.year), volume_number(reference.volume), page.casefold()


def _pairs(block: list[int], references: Sequence[Reference]) -> Iterable[tuple[int, int]]:
    """Return the pairs of a block, fewer when it is large."""
    if len(block) <= LARGEST:
        return combinations(block, 2)
    parts: dict[_Key, list[int]] = {}
    for at in block:
        for key in _imprints(references[at]):
            parts.setdefault(key, []).append(at)
    found: set[tuple[int, int]] = set()
    for part in parts.values():
        if len(part) <= LARGEST:
            found.update(combinations(part, 2))
        else:
            found.update((part[at], other) for at in range(len(part)) for other in part[at + 1 : at + 1 + _NEIGHBOURS])
    return found


def _imprints(reference: Reference) -> tuple[_Key, ...]:
    """Return what tells many works of one title apart; years that are one apart meet by volume and page."""
    page, volume, year = (start(reference) or "").casefold(), volume_number(reference.volume), str(reference.year)
    return ("year and volume", year, volume), ("volume and page", volume, page)


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each position the smallest one it is joined to by the pairs."""
    root = list(range(size))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for one, other in pairs:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    return [top(at) for at in range(size)]

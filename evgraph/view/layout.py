"""Nodes and links → a place for each node: lanes by kind, ordered so that links are short.

Lanes run from treatments to literature. Inside a lane the kinds stay together, and the order within a kind
is the barycentre of the neighbours (Sugiyama, Tagawa and Toda 1981), swept to and fro a fixed number of times.
A long column wraps into several. Labels stand in rows, so they cannot overlap; no chance is involved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import fmean

from evgraph.view.looks import in_order, look_of

_SPACE = 5  # at least, between two nodes of a column
_SWEEPS = 24
_ASPECT = 1.55  # width to height the drawing should have: a usual window less its side panel
_GAP = 52  # between lanes
_GUTTER = 26  # between columns of a lane
_PADDING = 12  # around the nodes of a lane
_HEADING = 44
_STEP = 24  # between the column heights that are tried
_LOOSE = 40  # at most, between two nodes of a column


@dataclass(frozen=True, slots=True, order=True)
class Chip:
    """A node as the layout sees it."""

    iri: str
    kind: str
    label: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A band of the drawing with its heading."""

    title: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything stands: centres of the nodes, lanes, and the corner coordinates of the whole."""

    centres: Mapping[str, tuple[int, int]]
    columns: Mapping[str, int]
    lanes: tuple[Lane, ...]
    bounds: tuple[int, int, int, int]


_Ranks = dict[tuple[str, int], list[Chip]]


def arrange(chips: Sequence[Chip], links: Iterable[tuple[str, str]]) -> Arrangement:
    """Return a place for every chip; the same chips and links give the same places.

    >>> arrange([Chip("a", "drug", "A", 60, 24), Chip("b", "outcome", "B", 60, 24)], [("a", "b")]).centres
    {'a': (42, 73), 'b': (178, 73)}
    """
    ranks = _ordered(_ranks(chips), _neighbours(chips, links))
    capacity = _best_capacity(ranks)
    height = _height(ranks, capacity)
    centres: dict[str, tuple[int, int]] = {}
    columns: dict[str, int] = {}
    bands: list[Lane] = []
    left = 0
    for title in dict.fromkeys(lane for lane, _ in ranks):
        x = left + _PADDING
        for column in (c for (lane, _), rank in ranks.items() if lane == title for c in _columns(rank, capacity)):
            for chip, y in zip(column, _heights(column, height), strict=True):
                centres[chip.iri] = (x + chip.width // 2, _HEADING + y)
                columns[chip.iri] = x
            x += max(chip.width for chip in column) + _GUTTER
        right = x - _GUTTER + _PADDING
        bands.append(Lane(title, left, 0, right - left, _HEADING + height + _PADDING))
        left = right + _GAP
    return Arrangement(centres, columns, tuple(bands), (0, 0, max(left - _GAP, 1), _HEADING + height + _PADDING))


def _ranks(chips: Sequence[Chip]) -> _Ranks:
    """Chips by lane and column of the lane; inside by kind, then by label."""
    order = _order(chips)
    ranks: defaultdict[tuple[str, int], list[Chip]] = defaultdict(list)
    for chip in sorted(chips, key=lambda one: (order[one.kind], one.label.casefold(), one.iri)):
        ranks[look_of(chip.kind).lane, look_of(chip.kind).column].append(chip)
    return dict(ranks)


def _order(chips: Iterable[Chip]) -> dict[str, int]:
    return {kind: place for place, kind in enumerate(in_order(frozenset(chip.kind for chip in chips)))}


def _neighbours(chips: Sequence[Chip], links: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in links:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    return {chip.iri: tuple(sorted(near[chip.iri])) for chip in chips}


def _ordered(ranks: _Ranks, near: Mapping[str, tuple[str, ...]]) -> _Ranks:
    """Sort each kind of each rank by the mean height of its neighbours, forth and back."""
    height = {chip.iri: y for rank in ranks.values() for chip, y in _spread(rank)}
    order = _order(chip for rank in ranks.values() for chip in rank)
    names = list(ranks)
    for sweep in range(_SWEEPS):
        for name in names if sweep % 2 == 0 else reversed(names):
            pull = {chip.iri: fmean(height[other] for other in near[chip.iri] or (chip.iri,)) for chip in ranks[name]}
            keyed = sorted((order[c.kind], round(pull[c.iri], 9), height[c.iri], c.iri, c) for c in ranks[name])
            ranks[name] = [chip for *_, chip in keyed]
            height.update((chip.iri, y) for chip, y in _spread(ranks[name]))
    return ranks


def _spread(rank: Sequence[Chip]) -> list[tuple[Chip, float]]:
    """Each chip with its height between 0 and 1."""
    return [(chip, (place + 0.5) / len(rank)) for place, chip in enumerate(rank)]


def _best_capacity(ranks: _Ranks) -> int:
    """Find the height of a column with which the drawing comes nearest to the wanted aspect."""

    def miss(capacity: int) -> float:
        return abs(log(_width(ranks, capacity) / (_least(ranks, capacity) + _HEADING) / _ASPECT))

    longest = max((_room(rank) for rank in ranks.values()), default=_STEP)
    return min(range(_STEP, longest + _STEP, _STEP), key=lambda capacity: (round(miss(capacity), 9), capacity))


def _room(chips: Sequence[Chip]) -> int:
    """Return the least height of a column of these chips."""
    return sum(chip.height + _SPACE for chip in chips)


def _least(ranks: _Ranks, capacity: int) -> int:
    """Return the height of the highest column."""
    return max((_room(column) for rank in ranks.values() for column in _columns(rank, capacity)), default=_STEP)


def _height(ranks: _Ranks, capacity: int) -> int:
    """Return the height of the drawing: a wide one is stretched towards the wanted aspect, within reason."""
    least = _least(ranks, capacity)
    return max(least, min(round(_width(ranks, capacity) / _ASPECT) - _HEADING, 2 * least))


def _width(ranks: _Ranks, capacity: int) -> int:
    """Return how wide the drawing is when a column holds that much."""
    columns = [column for rank in ranks.values() for column in _columns(rank, capacity)]
    lanes = len({lane for lane, _ in ranks})
    used = sum(max(chip.width for chip in column) + _GUTTER for column in columns)
    return max(used + lanes * (_GAP + 2 * _PADDING - _GUTTER) - _GAP, 1)


def _columns(rank: Sequence[Chip], capacity: int) -> list[Sequence[Chip]]:
    """Split a rank into columns of nearly the same length."""
    count = min(-(-_room(rank) // capacity), len(rank))
    cuts = [round(place * len(rank) / count) for place in range(count + 1)]
    return [rank[start:end] for start, end in pairwise(cuts)]


def _heights(column: Sequence[Chip], height: int) -> list[int]:
    """Place a column's chips: evenly, centred, never closer than `_SPACE`."""
    own = sum(chip.height for chip in column)
    space = min((height - own) / len(column), _LOOSE)
    top = (height - own - space * (len(column) - 1)) / 2
    centres: list[int] = []
    for chip in column:
        centres.append(round(top + chip.height / 2))
        top += chip.height + space
    return centres

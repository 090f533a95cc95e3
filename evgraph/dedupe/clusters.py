"""References of any number of inputs to clusters, one for each work.

The strongest pairs join first. A weaker pair that would bring together records that are told apart (B is as like
A as C, but A and C have different pages) joins nothing and is reported: which of them is meant is not guessed.
The result does not depend on the order of the input.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from evgraph.dedupe.blocks import candidates, components
from evgraph.dedupe.features import Features, read_features
from evgraph.dedupe.judge import Judgement, Verdict, judge
from evgraph.dedupe.records import Cluster, Clusters, Pair
from evgraph.dedupe.signs import APART, SAME, identifier_sign
from evgraph.dedupe.titles import Title, read_title
from evgraph.model import Reference

_Positions = tuple[int, int]
_NO_TITLE = Title("", "", "")
#: A group larger than this is not compared each with each.
_LARGE = 40
#: Why a pair that is alike joins nothing.
_REFUSED = "as like another record, and that one is told apart from this"


def cluster(references: Sequence[Reference]) -> Clusters:
    """Group the records of one work; every record is in one cluster, clusters and members in the order of places.

    >>> one, two = Reference("a", "A trial", doi="10.1000/x"), Reference("b", doi="10.1000/x")
    >>> found = cluster([one, two, Reference("c", "A trial")])
    >>> [[member.key for member in work.members] for work in found.clusters]
    [['a', 'b'], ['c']]
    """
    records = _in_order(references)
    titles = [read_title(record.title) if record.title else _NO_TITLE for record in records]
    judged = _Judged(records, titles)
    pairs = candidates(records, titles)
    same: dict[int, list[_Positions]] = {}
    apart: dict[_Positions, Judgement] = {}
    for pair in pairs:
        judgement = judged.of(pair)
        if judgement.verdict is Verdict.SAME:
            same.setdefault(judgement.rank, []).append(pair)
        elif judgement.near:
            apart[pair] = judgement
    groups = list(range(len(records)))
    for rank in sorted(same):
        groups, refused = _joined(groups, same[rank], judged)
        for pair in refused:
            told = judged.of(pair)
            apart[pair] = told._replace(verdict=Verdict.UNSURE, reasons=(_REFUSED, *told.reasons))
        same[rank] = [pair for pair in same[rank] if groups[pair[0]] == groups[pair[1]]]
    joined = [pair for rank in same for pair in same[rank]]
    return _put_together(records, groups, joined, apart, judged)


class _Judged:
    """The records as they are compared, read when first needed, and the judgements so far."""

    def __init__(self, records: Sequence[Reference], titles: Sequence[Title]) -> None:
        self.records, self.titles = records, titles
        self.features: list[Features | None] = [None] * len(records)
        self.judgements: dict[_Positions, Judgement] = {}

    def feature(self, at: int) -> Features:
        """Return a record as it is compared."""
        known = self.features[at]
        if known is None:
            known = self.features[at] = read_features(self.records[at], self.titles[at])
        return known

    def of(self, pair: _Positions) -> Judgement:
        """Return the judgement on a pair."""
        known = self.judgements.get(pair)
        if known is None:
            known = self.judgements[pair] = judge(self.feature(pair[0]), self.feature(pair[1]))
        return known


def _in_order(references: Sequence[Reference]) -> list[Reference]:
    """Return the records by place and key, those with one place by all they say."""

    def place(record: Reference) -> tuple[str, int, str]:
        return (record.places[0].path, record.places[0].line, record.key) if record.places else ("", 0, record.key)

    counted = Counter(map(place, references))
    return sorted(references, key=lambda record: (*place(record), repr(record) if counted[place(record)] > 1 else ""))


def _joined(groups: list[int], pairs: list[_Positions], judged: _Judged) -> tuple[list[int], list[_Positions]]:
    """Return the groups after joining by pairs of one rank, and the pairs that were refused."""
    links = [(root, at) for at, root in enumerate(groups) if root != at]
    merged = components(len(groups), [*links, *pairs])
    wider: dict[int, list[int]] = {}
    for at, root in enumerate(merged):
        if root != at:
            wider.setdefault(root, [root]).append(at)
    changed = {merged[one] for one, other in pairs if groups[one] != groups[other]}
    kept_apart = {root for root in changed if _conflict(wider[root], groups, judged)}
    result = [groups[at] if root in kept_apart else root for at, root in enumerate(merged)]
    return result, [pair for pair in pairs if result[pair[0]] != result[pair[1]]]


def _conflict(members: list[int], groups: list[int], judged: _Judged) -> bool:
    """Say whether records that would be joined are told apart.

    A record of a group that shares an identifier is forgiven what another of its group does not say.
    """
    if len(members) == 2:
        return False
    if len(members) > _LARGE:
        told_apart = any(judged.of(pair).verdict is Verdict.DIFFERENT for pair in pairwise(members))
        return told_apart or _identifiers_differ(members, judged)
    for pair in combinations(members, 2):
        if judged.of(pair).verdict is Verdict.DIFFERENT and not _forgiven(pair, members, groups, judged):
            return True
    return False


def _identifiers_differ(members: list[int], judged: _Judged) -> bool:
    columns = zip(*(judged.feature(at).identifiers for at in members), strict=True)
    return any(len(set(column) - {""}) > 1 for column in columns)


def _forgiven(pair: _Positions, members: list[int], groups: list[int], judged: _Judged) -> bool:
    """Say whether a difference is within an identified work: another record of it, with its identifier, agrees."""
    if identifier_sign(judged.feature(pair[0]), judged.feature(pair[1])).agreement is APART:
        return False
    for one, other in (pair, pair[::-1]):
        for fellow in members:
            if fellow not in pair and groups[fellow] == groups[one] and _identified(fellow, one, judged):
                low, high = sorted((fellow, other))
                if judged.of((low, high)).verdict is Verdict.SAME:
                    return True
    return groups[pair[0]] == groups[pair[1]]


def _identified(one: int, other: int, judged: _Judged) -> bool:
    return identifier_sign(judged.feature(one), judged.feature(other)).agreement is SAME


def _put_together(
    records: list[Reference],
    groups: list[int],
    joined: Iterable[_Positions],
    apart: dict[_Positions, Judgement],
    judged: _Judged,
) -> Clusters:
    def pair(ends: _Positions, found: Judgement) -> Pair:
        return Pair(records[ends[0]], records[ends[1]], found.verdict, found.reasons)

    members: dict[int, list[Reference]] = {}
    for at, root in enumerate(groups):
        members.setdefault(root, []).append(records[at])
    why: dict[int, list[Pair]] = {}
    for ends in sorted(joined):
        why.setdefault(groups[ends[0]], []).append(pair(ends, judged.of(ends)))
    told = tuple(pair(ends, found) for ends, found in sorted(apart.items()) if groups[ends[0]] != groups[ends[1]])
    works = tuple(Cluster(tuple(members[root]), tuple(why.get(root, ()))) for root in members)
    return Clusters(works, told)

"""Figures of one work against each other: parts and wholes, arms, denominators, two groups and their P.

`GROUP_CHECKS` is the whole list; each yields the key of a claim, or of a population for its size, and a verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from evgraph.checks import groups
from evgraph.checks.bands import band_of
from evgraph.checks.groups import Count
from evgraph.checks.verdict import Verdict
from evgraph.checks.work import Work, count_of, said
from evgraph.model import Claim, Kind

Found = Iterator[tuple[str, Verdict]]
#: More subgroups than this of one group are not tried in all combinations.
_MANY = 8


def subgroups(work: Work) -> Found:
    """Add up the subgroups of a group that together are all of it; of several ways to divide it, none is chosen."""
    by_group: dict[object, dict[str, Count]] = defaultdict(dict)
    for claim in work.claims:
        group, count = work.group(claim), count_of(claim)
        if group is not None and count is not None:
            by_group[said(claim)].setdefault(group, count)
    for claim in work.claims:
        whole, group = count_of(claim), work.group(claim)
        if whole is None or group is None:
            continue
        told = by_group[said(claim)]
        children = [told[key] for key, item in work.populations.items() if item.part_of == group and key in told]
        for parts in _divisions(children, whole[1]):
            verdict = groups.check_sum(groups.SUBGROUPS, parts, whole, complete=True)
            if verdict is not None:
                yield claim.key, verdict


def arm_sums(work: Work) -> Found:
    """Add up the sizes of the arms of a population."""
    sizes: dict[str, list[int | None]] = defaultdict(list)
    for arm in work.arms.values():
        if arm.population is not None:
            sizes[arm.population].append(arm.size)
    for key, found in sizes.items():
        population = work.populations.get(key)
        known = [size for size in found if size is not None]
        if population is not None and population.size is not None and len(known) == len(found) > 1:
            yield key, groups.check_arms(known, population.size)


def forms(work: Work) -> Found:
    """Add up the forms of an outcome that exclude each other, in the same group."""
    for claim in work.claims:
        parts = work.composites.get(claim.proposition.outcomes[0], ()) if len(claim.proposition.outcomes) == 1 else ()
        found = [other for part in parts if (other := _same(work, claim, part)) is not None]
        whole, counts = count_of(claim), [count_of(other) for other in found]
        complete = len(found) == len(parts)
        known = [count for count in counts if count is not None and whole is not None and count[1] == whole[1]]
        verdict: Verdict | None = None
        if whole is not None and known and len(known) == len(found):
            verdict = groups.check_parts(known, whole, complete=complete)
        elif found and complete:
            verdict = _shares(claim, found)
        if verdict is not None:
            yield claim.key, verdict


def denominators(work: Work) -> Found:
    """Say whose number N is, where the work describes groups with their sizes."""
    for claim in work.claims:
        estimate = claim.evidence.estimate
        own, others = work.named_groups(claim)
        if estimate is not None and estimate.total and (own or others):
            yield claim.key, groups.check_denominator(estimate.total, own, others)


def two_groups(work: Work) -> Found:
    """Test the counts of two arms where a comparison of them has a P value."""
    for claim in work.claims:
        estimate = claim.evidence.estimate
        if claim.proposition.kind is not Kind.COMPARISON or estimate is None or estimate.p is None:
            continue
        if estimate.interval is not None:
            continue
        first = _arm_count(work, claim, claim.evidence.arm)
        second = _arm_count(work, claim, claim.evidence.comparator_arm)
        if first is not None and second is not None:
            yield claim.key, groups.check_two_groups(first, second, estimate.p)


#: Name of a check to the function that makes it for a whole work.
GROUP_CHECKS: Mapping[str, Callable[[Work], Found]] = {
    groups.SUBGROUPS: subgroups,
    groups.PARTS: forms,
    groups.ARMS: arm_sums,
    groups.DENOMINATOR: denominators,
    groups.TWO_GROUPS: two_groups,
}


def _divisions(children: list[Count], total: int) -> list[tuple[Count, ...]]:
    """Return the one way in which two or more subgroups add up to all people; none where there are several."""
    if len(children) > _MANY:
        return []
    every = [some for size in range(2, len(children) + 1) for some in combinations(children, size)]
    found = [some for some in every if sum(people for _, people in some) == total]
    return found if len(found) == 1 else []


def _same(work: Work, claim: Claim, outcome: str) -> Claim | None:
    """Return the claim on another outcome in the same group and arm, at the same time."""
    wanted = (said(claim, without_outcome=True), work.group(claim))
    for other in work.claims:
        if (
            other.proposition.outcomes == (outcome,)
            and (said(other, without_outcome=True), work.group(other)) == wanted
        ):
            return other
    return None


def _shares(claim: Claim, parts: list[Claim]) -> Verdict | None:
    """Compare the percentages of parts and whole."""
    estimates = [part.evidence.estimate for part in (claim, *parts)]
    printed = [e.percent for e in estimates if e is not None and e.percent is not None and e.qualifier is None]
    bands = [band for figure in printed if (band := band_of(figure)) is not None]
    return groups.check_shares(bands[1:], bands[0], printed[0].text) if len(bands) == len(parts) + 1 else None


def _arm_count(work: Work, comparison: Claim, arm: str | None) -> Count | None:
    """Return n and N of one arm on the outcome of a comparison; `None` where they are not told, or told differently."""
    population = comparison.evidence.population
    found = set()
    for claim in work.claims:
        if claim.proposition.kind is Kind.COMPARISON:
            continue
        group = work.group(claim)
        own = work.populations.get(group or "")
        within = group == population or (own is not None and own.part_of == population)
        about = (claim.proposition.outcomes, claim.proposition.grade, claim.proposition.time_point)
        wanted = (comparison.proposition.outcomes, comparison.proposition.grade, comparison.proposition.time_point)
        if arm is not None and claim.evidence.arm == arm and within and about == wanted:
            found.add(count_of(claim))
    return found.pop() if len(found) == 1 else None

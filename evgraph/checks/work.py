"""The findings of one work, with what the checks of several figures look up in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evgraph.checks.groups import Count
from evgraph.model import Arm, Claim, Findings, Population, Proposition, Review

#: Outcome to the forms of it that exclude each other and together make it up, all as IRIs of concepts.
Composites = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Work:
    """One work's claims with figures, and its groups by key."""

    claims: tuple[Claim, ...]
    populations: Mapping[str, Population]
    arms: Mapping[str, Arm]
    composites: Composites

    @classmethod
    def of(cls, findings: Findings, composites: Composites) -> Work:
        """Index the findings of a work; what a person rejected is left out."""
        return cls(
            tuple(c for c in findings.claims if c.evidence.estimate is not None and c.review is not Review.REJECTED),
            {population.key: population for population in findings.populations},
            {arm.key: arm for arm in findings.arms},
            composites,
        )

    def group(self, claim: Claim) -> str | None:
        """Return the key of the population a claim is of: its own, else that of its arm."""
        arm = self.arms.get(claim.evidence.arm or "")
        return claim.evidence.population or (arm.population if arm else None)

    def size_of(self, claim: Claim) -> int | None:
        """Return the size of the group a claim is of: its arm's where it is of the whole arm, else its population's."""
        arm, population = self.arms.get(claim.evidence.arm or ""), self.populations.get(claim.evidence.population or "")
        if arm is not None and (population is None or population.key == arm.population):
            return arm.size
        return population.size if population is not None else None

    def named_groups(self, claim: Claim) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """Return label and size of the groups a claim is of, and of all the others of the work."""
        own_keys = {("population", claim.evidence.population), ("arm", claim.evidence.arm)}
        own: list[tuple[str, int]] = []
        others: list[tuple[str, int]] = []
        groups: list[tuple[str, Population | Arm]] = [("population", item) for item in self.populations.values()]
        groups += [("arm", item) for item in self.arms.values()]
        for kind, item in groups:
            if item.size is not None:
                (own if (kind, item.key) in own_keys else others).append((item.label, item.size))
        return own, others


def said(claim: Claim, *, without_outcome: bool = False) -> tuple[Proposition, str | None, str | None]:
    """Return what a claim says of whomever: claims that agree in it can be added up."""
    proposition = replace(claim.proposition, population=(), statement=None)
    if without_outcome:
        proposition = replace(proposition, outcomes=())
    return proposition, claim.evidence.arm, claim.evidence.comparator_arm


def count_of(claim: Claim) -> Count | None:
    """Return n and N of a claim, where both are printed and possible."""
    estimate = claim.evidence.estimate
    if estimate is None or estimate.events is None or not estimate.total or estimate.qualifier is not None:
        return None
    return (estimate.events, estimate.total) if 0 <= estimate.events <= estimate.total else None

"""What trials report: groups, outcomes, designs, and the rules that give figures to them."""

from __future__ import annotations

from collections.abc import Iterable

from evgraph.extract.records import Annotated, Rule, within
from evgraph.model import Arm, Claim, Mention, Population, Unattached

TRIAL_RULES: tuple[Rule, ...] = ()


def find_trial_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what trials name beyond the lexicon."""
    return ()


def find_design(read: Annotated) -> tuple[str | None, str | None]:
    """Return the design and the phase, as concepts."""
    return None, None


def find_populations(read: Annotated) -> tuple[Population, ...]:
    """Return who was studied."""
    return ()


def find_arms(read: Annotated) -> tuple[Arm, ...]:
    """Return the groups with what they were given."""
    return ()


def find_unattached(read: Annotated, claims: Iterable[Claim]) -> tuple[Unattached, ...]:
    """Return the figures that no claim holds."""
    used = [claim.evidence.figure for claim in claims if claim.evidence.figure]
    return tuple(
        Unattached(read.document.reference, read.document.part, found.span, found.estimate, "no rule for it")
        for found in read.figures
        if not any(within(span, found.span) for span in used)
    )

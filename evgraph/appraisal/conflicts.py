"""Claims on one question tested with their figures: what chance explains is no conflict.

Two claims meet where they ask the same (agents, comparators, outcome, measure, time, grade) and neither repeats the
other's patients. In one kind of patients what chance does not explain is a conflict; in different ones it is a
difference, with that reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from evgraph.appraisal.endpoints import comparable
from evgraph.appraisal.overlap import overlap_of_claims
from evgraph.checks import Result
from evgraph.checks.groups import ALPHA, check_contradiction
from evgraph.checks.measures import is_ratio, level_of
from evgraph.checks.work import count_of
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Direction, Effect, EffectEstimate, Kind, Review
from evgraph.pooling.choose import Degree, Sharing

_OPPOSITE = {frozenset({Effect.INCREASES, Effect.DECREASES})}
_AGAINST = {frozenset({effect, Effect.NO_CHANGE}) for effect in (Effect.INCREASES, Effect.DECREASES, Effect.AFFECTS)}


class Standoff(StrEnum):
    """How two claims that are not at one stand to each other."""

    CONFLICT = "conflict"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims, whether they conflict or differ with a reason, what was tested, and what patients they share."""

    first: Claim
    second: Claim
    standoff: Standoff
    reason: str
    overlap: Sharing


def find_conflicts(corpus: Corpus, lexicon: Lexicon) -> tuple[Conflict, ...]:
    """Return every conflict and difference among the claims of a corpus, those of one work with itself left out."""
    judge = overlap_of_claims(corpus, lexicon)
    found = []
    for claims in _by_question(corpus):
        for first, second in combinations(claims, 2):
            if first.reference == second.reference:
                continue
            sharing = judge(first, second)
            tested = None if sharing.degree is Degree.CERTAIN else _tested(first, second, lexicon)
            if tested is not None:
                standoff, reason = tested
                found.append(Conflict(first, second, standoff, reason, sharing))
    return tuple(found)


def _by_question(corpus: Corpus) -> Iterator[list[Claim]]:
    """Yield the claims that ask the same; effect and population are what may differ."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for file in corpus.findings:
        for claim in file.claims:
            asked = claim.proposition
            # Who came into a study is its own affair; two studies that enrolled other people contradict nothing.
            if asked.kind in {Kind.CHARACTERISTIC, Kind.CONCLUSION} or claim.direction is Direction.NEUTRAL:
                continue
            if claim.review is Review.REJECTED or claim.standing:
                continue
            key = (
                asked.kind,
                asked.agents,
                asked.comparators,
                asked.outcomes,
                asked.aspect,
                asked.time_point,
                asked.grade,
            )
            groups.setdefault(key, []).append(claim)
    yield from groups.values()


def _tested(first: Claim, second: Claim, lexicon: Lexicon) -> tuple[Standoff, str] | None:
    if first.proposition.kind is Kind.MECHANISM:
        return _mechanisms(first, second, lexicon)
    if not comparable(first, second, lexicon)[0]:
        return None
    why = _proportions(first, second) or _ratios(first, second)
    if why is None:
        return None
    ours, theirs = first.proposition.population, second.proposition.population
    if ours != theirs:
        names = " and ".join(_names(iris, lexicon) for iris in (ours, theirs))
        return Standoff.DIFFERENCE, f"{why}; in different people: {names}"
    return Standoff.CONFLICT, why


def _proportions(first: Claim, second: Claim) -> str | None:
    """Test two counts, as every check of two groups does."""
    one, other = count_of(first), count_of(second)
    if one is None or other is None:
        return None
    verdict = check_contradiction(one, other)
    return verdict.why if verdict.result is Result.INCONSISTENT else None


def _ratios(first: Claim, second: Claim) -> str | None:
    """Test two ratios by the difference of their logarithms (Altman and Bland 2003, doi:10.1136/bmj.326.7382.219)."""
    one, other = _log_ratio(first.evidence.estimate), _log_ratio(second.evidence.estimate)
    if one is None or other is None:
        return None
    z = abs(one[0] - other[0]) / math.hypot(one[1], other[1])
    p = math.erfc(z / math.sqrt(2))
    values = [
        claim.evidence.estimate.value.text
        for claim in (first, second)
        if claim.evidence.estimate and claim.evidence.estimate.value
    ]
    return f"ratios {' and '.join(values)}: test of interaction, two-sided, P = {p:.2g}" if p < ALPHA else None


def _log_ratio(estimate: EffectEstimate | None) -> tuple[float, float] | None:
    """Return the logarithm of a ratio and its standard error, from the printed interval at its level."""
    if estimate is None or not is_ratio(estimate.measure) or estimate.interval is None or estimate.value is None:
        return None
    figures = [figure.value for figure in (estimate.value, estimate.interval.lower, estimate.interval.upper)]
    if any(value is None or value <= 0 for value in figures):
        return None
    value, lower, upper = (float(figure) for figure in figures if figure is not None)
    from statistics import NormalDist

    z = NormalDist().inv_cdf(0.5 + level_of(estimate.interval)[0] / 200)
    error = (math.log(upper) - math.log(lower)) / (2 * z)
    return (math.log(value), error) if error > 0 else None


def _mechanisms(first: Claim, second: Claim, lexicon: Lexicon) -> tuple[Standoff, str] | None:
    """Judge two directions; a claim that disputes its proposition says that the effect is not there."""
    effects = [
        Effect.NO_CHANGE if claim.direction is Direction.DISPUTES else claim.proposition.effect
        for claim in (first, second)
    ]
    pair = frozenset(effect for effect in effects if effect is not None)
    if pair not in _OPPOSITE and pair not in _AGAINST:
        return None
    said = " and ".join(sorted(pair))
    places = [claim.evidence.models or claim.proposition.population for claim in (first, second)]
    if places[0] and places[1] and not set(places[0]) & set(places[1]):
        names = " and ".join(_names(iris, lexicon) for iris in places)
        return Standoff.DIFFERENCE, f"{said}; in different models: {names}"
    return Standoff.CONFLICT, said


def _names(iris: tuple[str, ...], lexicon: Lexicon) -> str:
    return ", ".join(lexicon.concepts[iri].label if iri in lexicon.concepts else iri for iri in iris) or "not told"

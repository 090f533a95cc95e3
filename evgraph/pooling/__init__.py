"""Chosen claims to one pooled figure, or a refusal; always with what went in, what stayed out and why.

Claims are pooled only where each brings patients of its own and all speak of the same endpoint. A pooled figure is
computed, never read: it is shown as such and is no claim of the graph.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from evgraph.checks.corpus import Checked
from evgraph.errors import InputError
from evgraph.model import Review
from evgraph.pooling import exact
from evgraph.pooling.choose import (
    Comparable,
    Degree,
    Entry,
    Groups,
    LeftOut,
    Overlap,
    choose,
    same_endpoint,
    same_patients,
)
from evgraph.pooling.combine import TAU2, Combined, combine
from evgraph.pooling.scales import SCALES, log_ratio

__all__ = ["EXACT", "RATIO", "SCALES", "TAU2", "Plan", "Pooled", "Refusal", "pool"]

#: Names that stand beside those of `SCALES`: the binomial likelihood, and ratios on the log scale.
EXACT, RATIO = "exact", "ratio"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to pool: the scale, the estimator of the variance between studies (`None`: fixed effect), the level.

    `despite_overlap`: pool claims that may share patients too, with a warning; those that surely do are never pooled.
    """

    scale: str = EXACT
    tau2: str | None = "REML"
    hartung_knapp: bool = False
    level: float = 95.0
    despite_overlap: bool = False

    def __post_init__(self) -> None:
        if self.scale not in {*SCALES, EXACT, RATIO}:
            raise InputError(f"no scale {self.scale!r}", mend=f"one of {', '.join((EXACT, *SCALES, RATIO))}")
        if self.tau2 is not None and self.tau2 not in TAU2:
            raise InputError(f"no estimator {self.tau2!r}", mend=f"one of {', '.join(TAU2)}")
        if not 0 < self.level < 100:
            raise InputError(f"a level of {self.level} %", mend="between 0 and 100")


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled figure with its interval, as a share from 0 to 1 or as a ratio; `warnings` are doubts about it."""

    plan: Plan
    value: float
    lower: float
    upper: float
    prediction: tuple[float, float] | None
    combined: Combined
    entries: tuple[Entry, ...]
    out: tuple[LeftOut, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was pooled: each reason names its claims."""

    reasons: tuple[str, ...]
    entries: tuple[Entry, ...]
    out: tuple[LeftOut, ...]


def pool(
    checked: Iterable[Checked],
    groups: Groups,
    plan: Plan | None = None,
    *,
    overlap: Overlap | None = None,
    comparable: Comparable = same_endpoint,
) -> Pooled | Refusal:
    """Pool claims by a plan; refuse where two surely share patients, or their endpoints cannot be compared."""
    plan = plan or Plan()
    entries, out = choose(checked, groups, ratios=plan.scale == RATIO)
    reasons, warnings = _objections(entries, overlap or same_patients(groups), comparable, plan)
    if len(entries) < 2:
        reasons.append(f"{len(entries)} of {len(entries) + len(out)} claims can be pooled; two are needed")
    if reasons:
        return Refusal(tuple(reasons), entries, out)
    try:
        combined, value, lower, upper, prediction = _pooled(entries, plan)
    except ValueError as error:
        return Refusal((str(error),), entries, out)
    warnings += [f"{entry.name}: {entry.note}" for entry in entries if entry.note]
    if len({(e.claim.proposition.agents, e.claim.proposition.comparators) for e in entries}) > 1:
        warnings.append("the treatments are not the same in all claims")
    warnings += [f"{entry.name}: unverified" for entry in entries if entry.claim.review is Review.UNVERIFIED]
    return Pooled(plan, value, lower, upper, prediction, combined, entries, out, tuple(warnings))


def _objections(
    entries: tuple[Entry, ...], overlap: Overlap, comparable: Comparable, plan: Plan
) -> tuple[list[str], list[str]]:
    """Return what forbids pooling, and what only speaks against it."""
    reasons: list[str] = []
    warnings: list[str] = []
    for first, second in combinations(entries, 2):
        pair = f"{first.name} and {second.name}"
        sharing = overlap(first.claim, second.claim)
        if sharing.degree is Degree.CERTAIN:
            reasons.append(f"{pair} share patients: {sharing.why}")
        elif sharing.degree is Degree.POSSIBLE:
            (warnings if plan.despite_overlap else reasons).append(f"{pair} may share patients: {sharing.why}")
        if (why := comparable(first.claim, second.claim)) is not None:
            reasons.append(f"{pair} cannot be compared: {why}")
    return reasons, warnings


def _pooled(entries: tuple[Entry, ...], plan: Plan) -> tuple[Combined, float, float, float, tuple[float, float] | None]:
    """Return the combined effect and the figure it stands for."""
    counts = [entry.count for entry in entries if entry.count is not None]
    totals = [total for _, total in counts]
    if plan.scale == EXACT:
        combined = _exact(counts, plan)
    else:
        ratios = [entry.ratio for entry in entries if entry.ratio is not None]
        forward = SCALES[plan.scale].forward if plan.scale != RATIO else None
        effects = [forward(*count) for count in counts] if forward else [log_ratio(*ratio) for ratio in ratios]
        effect, variance = [y for y, _ in effects], [v for _, v in effects]
        combined = combine(effect, variance, tau2=plan.tau2, level=plan.level, hartung_knapp=plan.hartung_knapp)

    def back(value: float) -> float:
        return math.exp(value) if plan.scale == RATIO else SCALES[_scale(plan)].back(value, totals)

    ends = (back(combined.prediction[0]), back(combined.prediction[1])) if combined.prediction else None
    return combined, back(combined.mean), back(combined.lower), back(combined.upper), ends


def _exact(counts: list[tuple[int, int]], plan: Plan) -> Combined:
    """Return the fit by the binomial likelihood; Q and I2 are those of the logit scale beside it."""
    from scipy.special import ndtri, stdtrit

    effects = [SCALES["logit"].forward(*count) for count in counts]
    beside = combine([y for y, _ in effects], [v for _, v in effects], tau2=plan.tau2, level=plan.level)
    fitted = exact.fit([n for n, _ in counts], [total for _, total in counts], spread=plan.tau2 is not None)
    tail, half = 0.5 + plan.level / 200, 0.0
    reach = float(ndtri(tail)) * fitted.error
    prediction = None
    if plan.tau2 is not None and len(counts) > 2:
        half = float(stdtrit(len(counts) - 2, tail)) * math.hypot(fitted.error, math.sqrt(fitted.tau2))
        prediction = (fitted.mean - half, fitted.mean + half)
    limits = (fitted.mean - reach, fitted.mean + reach)
    return Combined(fitted.mean, fitted.error, *limits, (), beside.q, beside.q_p, beside.i2, fitted.tau2, prediction)


def _scale(plan: Plan) -> str:
    return "logit" if plan.scale == EXACT else plan.scale

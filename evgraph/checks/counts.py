"""Counts and percentages: n/N against %, the counts a percentage can stand for, and what no event among N allows."""

from __future__ import annotations

import math
from dataclasses import replace

from evgraph.checks.bands import Band, band_of, shown
from evgraph.checks.measures import is_curve
from evgraph.checks.proportions import clopper_pearson
from evgraph.checks.verdict import Context, Result, Verdict
from evgraph.model import EffectEstimate, Figure

PERCENT = "n/N against %"
ZERO = "no event among N"
_DIVISION = "100 n/N, compared with all values that round to the percentage"
_GRIM = "a percentage of N people is a count of them: Brown and Heathers 2017, 10.1177/1948550616673876"
_EXACT = "exact upper limit: Clopper and Pearson 1934, 10.1093/biomet/26.4.404; near 3/N: Hanley and Lippman-Hand 1983"
#: How many counts are worth listing; with more, nearly every percentage can be a count.
_FEW = 3


def check_percent(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Compare a percentage with its counts, or find the counts it can stand for.

    >>> check_percent(EffectEstimate(events=5, total=9, percent=Figure("55")), Context()).result.value
    'rounding only'
    >>> check_percent(EffectEstimate(total=164, percent=Figure("73.8")), Context()).counts
    (121,)
    """
    percent, total = estimate.percent, estimate.total if estimate.total is not None else context.total
    if percent is None or band_of(percent) is None or estimate.qualifier is not None:
        return None
    if total is None or total <= 0:
        missing = "N is not told" if estimate.events is not None else "neither n nor N is told"
        return Verdict(PERCENT, Result.NOT_CHECKABLE, missing, _DIVISION)
    if estimate.events is not None:
        return _doubted(_compared(percent, estimate.events, total), estimate)
    if context.timed or is_curve(estimate.measure):
        why = "an estimate from a curve need not be a count of the group"
        return Verdict(PERCENT, Result.NOT_CHECKABLE, why, _GRIM)
    return _doubted(_implied(percent, total), estimate)


def _doubted(verdict: Verdict, estimate: EffectEstimate) -> Verdict:
    """Take back an objection that rests on an N that was not printed with the figure: denominators differ in a work."""
    if estimate.total is not None or verdict.result is not Result.INCONSISTENT:
        return verdict
    return replace(verdict, result=Result.NOT_CHECKABLE, why=f"{verdict.why}; but N is not printed with it")


def _compared(percent: Figure, events: int, total: int) -> Verdict:
    share = 100 * events / total
    fits = [band.holds(share) for band in _bands(percent)]
    result = Result.CONSISTENT if fits[0] else Result.ROUNDING if fits[1] else Result.INCONSISTENT
    end = {
        Result.CONSISTENT: f"printed {percent.text} %",
        Result.ROUNDING: f"{percent.text} % is cut off, not rounded",
        Result.INCONSISTENT: f"not {percent.text} %",
    }[result]
    why = f"{events}/{total} is {shown(share)} %; {end}"
    return Verdict(PERCENT, result, why, _DIVISION, "percent", Band(share, share))


def _implied(percent: Figure, total: int) -> Verdict:
    for band, result in zip(_bands(percent), (Result.CONSISTENT, Result.ROUNDING), strict=True):
        counts = counts_of(band, total)
        if len(counts) > _FEW:
            why = f"too coarse: {len(counts)} counts of {total} give {percent.text} %"
            return Verdict(PERCENT, Result.NOT_CHECKABLE, why, _GRIM)
        if counts:
            of = " or ".join(f"{n}/{total}" for n in counts)
            cut = ", cut off, not rounded" if result is Result.ROUNDING else ""
            return Verdict(PERCENT, result, f"{percent.text} % is {of}{cut}", _GRIM, "n", _ends(counts), counts)
    return Verdict(PERCENT, Result.INCONSISTENT, f"no count of {total} gives {percent.text} %", _GRIM)


def counts_of(band: Band, total: int) -> tuple[int, ...]:
    """Return the counts out of `total` whose percentage lies in a band.

    >>> counts_of(Band(72.65, 72.75), 22)
    (16,)
    """
    first, last = math.floor(band.lower * total / 100), math.ceil(band.upper * total / 100)
    return tuple(n for n in range(max(first, 0), min(last, total) + 1) if band.holds(100 * n / total))


def check_zero(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Say which share a count of none still allows: 0 of 2 is no proof of 0 %.

    >>> check_zero(EffectEstimate(events=0, total=2), Context()).why
    '0 of 2 allows up to 84.2 % (95 % level)'
    """
    total = estimate.total if estimate.total is not None else context.total
    if estimate.events != 0 or total is None or total <= 0:
        return None
    upper = 100 * clopper_pearson(0, total, 0.05)[1]
    why = f"0 of {total} allows up to {shown(upper)} % (95 % level)"
    return Verdict(ZERO, Result.NOT_CHECKABLE, why, _EXACT, "percent", Band(0.0, upper))


def _bands(percent: Figure) -> tuple[Band, Band]:
    rounded, cut = band_of(percent), band_of(percent, cut=True)
    assert rounded is not None  # noqa: S101 - asked before
    assert cut is not None  # noqa: S101
    return rounded, cut


def _ends(counts: tuple[int, ...]) -> Band:
    return Band(float(counts[0]), float(counts[-1]))

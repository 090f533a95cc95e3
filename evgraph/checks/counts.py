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
    percent, total = estimate.percent, context.total_of(estimate)
    if percent is None or band_of(percent) is None or estimate.qualifier is not None:
        return None
    if total is None or not 0 <= (estimate.events or 0) <= total:
        missing = "N is not told" if estimate.events is not None else "neither n nor N is told"
        missing = "n is more than N" if total is not None else missing
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
    lost = "cut off, not rounded" if share > float(percent.value or 0) else "rounded twice"
    end = {
        Result.CONSISTENT: f"printed {percent.text} %",
        Result.ROUNDING: f"{percent.text} % is {lost}",
        Result.INCONSISTENT: f"not {percent.text} %",
    }[result]
    why = f"{events}/{total} is {shown(share, 4)} %; {end}"
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
            ends = Band(float(counts[0]), float(counts[-1]))
            return Verdict(PERCENT, result, f"{percent.text} % is {of}{cut}", _GRIM, "n", ends, tuple(counts))
    return Verdict(PERCENT, Result.INCONSISTENT, f"no count of {total} gives {percent.text} %", _GRIM)


def counts_of(band: Band, total: int) -> range:
    """Return the counts out of `total` whose percentage lies in a band.

    >>> list(counts_of(Band(72.65, 72.75), 22))
    [16]
    """
    first = max(math.floor(band.lower * total / 100) - 1, 0)
    last = min(math.ceil(band.upper * total / 100) + 1, total)
    while first <= last and not band.holds(100 * first / total):
        first += 1
    while last >= first and not band.holds(100 * last / total):
        last -= 1
    return range(first, last + 1)


def check_zero(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Say which share a count of none still allows: 0 of 2 is no proof of 0 %.

    >>> check_zero(EffectEstimate(events=0, total=2), Context()).why
    '0 of 2 allows up to 84.2 % (95 % level)'
    """
    total = context.total_of(estimate)
    if estimate.events != 0 or total is None:
        return None
    upper = 100 * clopper_pearson(0, total, 0.05)[1]
    why = f"0 of {total} allows up to {shown(upper)} % (95 % level)"
    return Verdict(ZERO, Result.NOT_CHECKABLE, why, _EXACT, "percent", Band(0.0, upper))


def _bands(percent: Figure) -> tuple[Band, ...]:
    """Return what a percentage can stand for where it was rounded, and where it may have been cut off."""
    return tuple(band for band in (band_of(percent), band_of(percent, cut=True)) if band is not None)

"""Ratios and differences: estimate, interval and P value against each other, and the symmetry of the interval."""

from __future__ import annotations

import math

from evgraph.checks.bands import Band, band_of, log, p_band, shown, span
from evgraph.checks.measures import is_difference, is_ratio, is_symmetric, level_of, ordered
from evgraph.checks.verdict import Context, Result, Verdict
from evgraph.model import EffectEstimate, Interval, PValue

P_OF_INTERVAL = "estimate, interval and P"
SYMMETRY = "symmetry of the interval"
_P = "z = estimate / SE, SE = width / (2 z of the level), logs for ratios: Altman and Bland 2011, 10.1136/bmj.d2304"
_MIDDLE = "the middle of a Wald interval is its estimate, on the log scale for ratios: Altman and Bland 2011"
#: Levels that are tried, to say in the reason what would fit; the verdict rests on the level stated or assumed.
_LEVELS = (90.0, 95.0, 97.5, 99.0)
_TELLING = 2


def check_p(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Recompute the band of P from a ratio and its interval, and compare it with the P value printed.

    The P of a log-rank or exact test may differ from it by more than rounding; the reason says what was recomputed.

    >>> from evgraph.model import Figure
    >>> limits = Interval(Figure("0.57"), Figure("0.99"), Figure("97.5"))
    >>> p = PValue(Figure(".0105"), sided="one-sided")
    >>> check_p(EffectEstimate("HR", Figure("0.75"), interval=limits, p=p), Context()).why
    'one-sided P is 0.00975 (0.00711 to 0.013 unrounded) at 97.5 %; printed = .0105'
    """
    parts = _parts(estimate)
    if parts is None or estimate.p is None:
        return None
    value, lower, upper, interval = parts
    if is_difference(estimate.measure):
        return _agree(estimate.p, lower, upper, interval)
    level, named = level_of(interval)
    one = _is_one_sided(estimate.p)
    sides = "one-sided" if one else "two-sided" if estimate.p.sided else "two-sided (assumed)"
    printed, cut = p_band(estimate.p), p_band(estimate.p, cut=True)
    if printed is None or cut is None:
        return Verdict(P_OF_INTERVAL, Result.NOT_CHECKABLE, f"P is printed as {estimate.p.value.text}", _P)
    point = _p_at(*_points(estimate, interval), level, one)
    band = _p_of(value, lower, upper, level, one)
    if _mirrored(printed, one):
        point, band = 1 - point, Band(1 - band.upper, 1 - band.lower)
    said = f"{sides} P is {shown(point)} ({span(band)} unrounded) at {named}; "
    said += f"printed {estimate.p.operator} {estimate.p.value.text}"
    if band.meets(printed):
        return Verdict(P_OF_INTERVAL, Result.CONSISTENT, said, _P, "P", band)
    loose = _p_of(*_loose(estimate, interval), level, one)
    if not _mirrored(printed, one) and loose.meets(cut):
        why = f"{said}; a figure is cut off, not rounded"
        return Verdict(P_OF_INTERVAL, Result.ROUNDING, why, _P, "P", band)
    hint = _fitting(estimate.p, value, lower, upper, level, printed)
    return Verdict(P_OF_INTERVAL, Result.INCONSISTENT, said + hint, _P, "P", band)


def check_symmetry(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Compare a ratio with the middle of its interval on the log scale, a difference with the plain middle.

    Exact, profile-likelihood and bootstrap intervals need not be symmetric, so this is a warning of its own.

    >>> from evgraph.model import Figure
    >>> limits = Interval(Figure("0.55"), Figure("0.93"))
    >>> check_symmetry(EffectEstimate("HR", Figure("0.71"), interval=limits), Context()).why
    'the middle of 0.55 to 0.93 is 0.715 (0.71 to 0.72 unrounded); printed 0.71'
    """
    parts = _parts(estimate)
    if parts is None or estimate.value is None or not is_symmetric(estimate.measure):
        return None
    value, lower, upper, interval = parts
    ratio = is_ratio(estimate.measure)
    middle = Band((lower.lower + upper.lower) / 2, (lower.upper + upper.upper) / 2)
    _, low, high = _points(estimate, interval)
    at = (low + high) / 2
    band = Band(math.exp(middle.lower), math.exp(middle.upper)) if ratio else middle
    why = f"the middle of {interval.lower.text} to {interval.upper.text} is {shown(math.exp(at) if ratio else at)}"
    why += f" ({span(band)} unrounded); printed {estimate.value.text}"
    if middle.meets(value):
        return Verdict(SYMMETRY, Result.CONSISTENT, why, _MIDDLE, "estimate", band)
    value, lower, upper = _loose(estimate, interval)
    if Band((lower.lower + upper.lower) / 2, (lower.upper + upper.upper) / 2).meets(value):
        return Verdict(SYMMETRY, Result.ROUNDING, f"{why}; a figure is cut off, not rounded", _MIDDLE, "estimate", band)
    why += "; an exact or bootstrap interval need not be symmetric"
    return Verdict(SYMMETRY, Result.INCONSISTENT, why, _MIDDLE, "estimate", band)


def _agree(p: PValue, lower: Band, upper: Band, interval: Interval) -> Verdict | None:
    """Compare only whether interval and P exclude no difference: the quantile behind a difference is not printed."""
    level, named = level_of(interval)
    alpha = (1 - level / 100) / (2 if _is_one_sided(p) else 1)
    printed = p_band(p)
    if printed is None:
        return Verdict(P_OF_INTERVAL, Result.NOT_CHECKABLE, f"P is printed as {p.value.text}", _P)
    holds_zero = lower.lower <= 0 <= upper.upper
    excludes_zero = lower.upper >= 0 or upper.lower <= 0
    fits = (excludes_zero and printed.lower <= alpha) or (holds_zero and printed.upper >= alpha)
    said = "excludes" if not holds_zero else "includes"
    why = f"the interval ({named}) {said} no difference; printed P {p.operator} {p.value.text}"
    return Verdict(P_OF_INTERVAL, Result.CONSISTENT if fits else Result.INCONSISTENT, why, _P)


def _fitting(p: PValue, value: Band, lower: Band, upper: Band, level: float, printed: Band) -> str:
    """Say which other reading of level and sides would fit."""
    one = _is_one_sided(p)
    readings = [(tried, alone) for tried in _LEVELS for alone in (False, True) if (tried, alone) != (level, one)]
    fits = [reading for reading in readings if _p_of(value, lower, upper, *reading).meets(printed)]
    other = [f"{'one' if alone else 'two'}-sided at {tried:g} %" for tried, alone in fits]
    if p.value.text.strip("0.") == "1" and _p_of(value, lower, upper, level, one).upper < printed.lower:
        other = [f"a bound, P < {p.value.text}"]
    # Where nearly every reading fits, level and sides are not what is wrong.
    return f"; it would fit {' or '.join(other)}" if 0 < len(other) <= _TELLING else ""


def _parts(estimate: EffectEstimate) -> tuple[Band, Band, Band, Interval] | None:
    """Return the bands of estimate and limits, in logs for a ratio; `None` where one of them is no number."""
    if estimate.interval is None or estimate.value is None:
        return None
    ratio = is_ratio(estimate.measure)
    if not (ratio or is_difference(estimate.measure)):
        return None
    interval = ordered(estimate.interval)
    figures = (estimate.value, interval.lower, interval.upper)
    bands = [band_of(figure) for figure in figures]
    values = [figure.value for figure in figures]
    if None in bands or (ratio and (values[0] or 0) <= 0) or (ratio and (values[2] or 0) <= 0):
        return None
    value, lower, upper = (log(band) if ratio else band for band in bands if band is not None)
    return value, lower, upper, interval


def _loose(estimate: EffectEstimate, interval: Interval) -> tuple[Band, Band, Band]:
    """Return the same bands, with later digits cut off allowed as well."""
    figures = (figure for figure in (estimate.value, interval.lower, interval.upper) if figure is not None)
    bands = [band_of(figure, cut=True) for figure in figures]
    value, lower, upper = (log(b) if is_ratio(estimate.measure) else b for b in bands if b is not None)
    return value, lower, upper


def _points(estimate: EffectEstimate, interval: Interval) -> tuple[float, float, float]:
    """Return estimate and limits as printed, in logs for a ratio."""
    figures = (estimate.value, interval.lower, interval.upper)
    values = [float(figure.value) for figure in figures if figure is not None and figure.value is not None]
    if is_ratio(estimate.measure):
        values = [math.log(value) if value > 0 else -math.inf for value in values]
    return values[0], values[1], values[2]


def _p_of(value: Band, lower: Band, upper: Band, level: float, one_sided: bool) -> Band:
    """Return every P that unrounded values within the bands give."""
    widths = Band(max(upper.lower - lower.upper, 0.0), upper.upper - lower.lower)
    size = Band(
        0.0 if value.holds(0.0) else min(abs(value.lower), abs(value.upper)), max(map(abs, (value.lower, value.upper)))
    )
    return Band(_tail(size.upper, widths.lower, level, one_sided), _tail(size.lower, widths.upper, level, one_sided))


def _p_at(value: float, lower: float, upper: float, level: float, one_sided: bool) -> float:
    return _tail(abs(value), upper - lower, level, one_sided)


def _tail(size: float, width: float, level: float, one_sided: bool) -> float:
    """Return the P of an effect of this size whose interval is so wide."""
    from scipy.special import ndtr, ndtri

    if width <= 0:
        return 0.0
    z = size * 2 * float(ndtri(0.5 + level / 200)) / width if math.isfinite(width) else 0.0
    return float(ndtr(-z)) * (1 if one_sided else 2)


def _is_one_sided(p: PValue) -> bool:
    return p.sided is not None and p.sided.lower().startswith(("one", "1"))


def _mirrored(printed: Band, one_sided: bool) -> bool:
    """Say whether a one-sided P is of an effect in the other direction than the one tested for."""
    return one_sided and printed.lower > 0.5

"""The interval of a proportion to the formula it was made by: which of them gives the limits that were printed."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.checks.bands import Band, band_of, shown
from evgraph.checks.counts import counts_of
from evgraph.checks.measures import is_curve, is_difference, is_ratio, level_of
from evgraph.checks.proportions import METHODS
from evgraph.checks.verdict import Context, Result, Verdict
from evgraph.model import EffectEstimate, Interval

INTERVAL = "interval of a share"
_FORMULA = "the five intervals of Brown, Cai and DasGupta 2001, 10.1214/ss/1009213286"


def check_interval(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Name the formulas whose limits round to those printed.

    No formula fitting is an error only where the limits lie outside what all of them span: there are more formulas.

    >>> from evgraph.model import Figure
    >>> limits = Interval(Figure("72.1"), Figure("87.7"), Figure("95"))
    >>> check_interval(EffectEstimate(events=88, total=109, interval=limits), Context()).why
    'Clopper–Pearson for 88/109 (95 %)'
    """
    interval, total = estimate.interval, estimate.total if estimate.total is not None else context.total
    if interval is None or estimate.value is not None or is_ratio(estimate.measure) or is_difference(estimate.measure):
        return None
    printed = _limits(interval)
    if printed is None:
        return None
    level, level_text = level_of(interval)
    counts = list(_counts(estimate, total)) if total else []
    if context.timed or is_curve(estimate.measure):
        return _open("the interval of a curve's estimate needs more than n and N")
    if not total or not counts:
        return _open("n and N are not both told")
    # Without a percentage beside them the limits alone tell whether 0.73 is a share or a percentage.
    scale = 1.0 if estimate.percent is None and printed[0][1].upper <= 1 else 100.0
    spans = [(n, name, _scaled(n, total, name, level, scale)) for n in counts for name in METHODS]
    for result, (lower, upper) in zip((Result.CONSISTENT, Result.ROUNDING), printed, strict=True):
        names = [(n, name) for n, name, found in spans if lower.holds(found.lower) and upper.holds(found.upper)]
        if names:
            return _named(names, total, level_text, result, _hull(spans))
    hull = _hull(spans)
    lower, upper = printed[1]
    outside = lower.upper < hull[0].lower or lower.lower > hull[0].upper
    outside |= upper.upper < hull[1].lower or upper.lower > hull[1].upper
    given = f"{interval.lower.text} to {interval.upper.text}"
    of = " or ".join(f"{n}/{total}" for n in counts)
    if estimate.total is None:
        return _open(f"{given} is no usual interval of {of}; but N is not printed with it")
    if not outside:
        return _open(f"{given} is none of the usual intervals of {of} ({level_text}), but lies among them")
    spanned = f"{_range(hull[0])} and {_range(hull[1])}"
    why = f"{given} is no interval of {of} ({level_text}): the usual limits are {spanned}"
    return Verdict(INTERVAL, Result.INCONSISTENT, why, _FORMULA, "interval", Band(hull[0].lower, hull[1].upper))


def _named(names: list[tuple[int, str]], total: int, level: str, result: Result, hull: tuple[Band, Band]) -> Verdict:
    counts = dict.fromkeys(n for n, _ in names)
    said = "; ".join(f"{' or '.join(m for n, m in names if n == count)} for {count}/{total}" for count in counts)
    cut = "; a limit is cut off, not rounded" if result is Result.ROUNDING else ""
    band = Band(hull[0].lower, hull[1].upper)
    return Verdict(INTERVAL, result, f"{said} ({level}){cut}", _FORMULA, "interval", band, tuple(counts))


def _open(why: str) -> Verdict:
    return Verdict(INTERVAL, Result.NOT_CHECKABLE, why, _FORMULA)


def _counts(estimate: EffectEstimate, total: int) -> Iterator[int]:
    """Yield the counts the figure may stand for: the one printed, or those its percentage allows."""
    if estimate.events is not None:
        if 0 <= estimate.events <= total:
            yield estimate.events
    elif estimate.percent is not None and (band := band_of(estimate.percent)) is not None:
        yield from counts_of(band, total)


def _scaled(events: int, total: int, name: str, level: float, scale: float) -> Band:
    lower, upper = METHODS[name](events, total, 1 - level / 100)
    return Band(scale * lower, scale * upper)


def _hull(spans: list[tuple[int, str, Band]]) -> tuple[Band, Band]:
    """Return between what all formulas put the lower limit, and the upper one."""
    lowers, uppers = [found.lower for *_, found in spans], [found.upper for *_, found in spans]
    return Band(min(lowers), max(lowers)), Band(min(uppers), max(uppers))


def _limits(interval: Interval) -> tuple[tuple[Band, Band], tuple[Band, Band]] | None:
    """Return the bands of both limits, as rounded and as cut off."""
    lower, upper = band_of(interval.lower), band_of(interval.upper)
    if lower is None or upper is None:
        return None
    return (lower, upper), (band_of(interval.lower, cut=True) or lower, band_of(interval.upper, cut=True) or upper)


def _range(band: Band) -> str:
    return f"{shown(band.lower)}–{shown(band.upper)}"

"""Values that cannot be, and estimates outside their own interval or range."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.checks.bands import Band, band_of
from evgraph.checks.measures import is_ratio
from evgraph.checks.verdict import Context, Result, Verdict
from evgraph.model import EffectEstimate, Interval

POSSIBLE = "possible values"
INSIDE = "estimate inside its interval"
RANGE = "estimate inside its range"
_DEFINED = "by definition"
_DURATIONS = frozenset(("mo", "wk", "d", "a", "h", "min"))


def check_possible(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Name every value that cannot be; a figure without one gets no verdict, which would say little.

    >>> from evgraph.model import Figure
    >>> check_possible(EffectEstimate(events=12, total=9), Context()).why
    '12 of 9 is more than all'
    """
    faults = [*_counts(estimate), *_limits(estimate), *_values(estimate)]
    return Verdict(POSSIBLE, Result.INCONSISTENT, "; ".join(faults), _DEFINED) if faults else None


def check_inside(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Say whether the estimate (or percentage) lies between the limits of its interval, rounding allowed."""
    return _between(estimate, estimate.interval, INSIDE)


def check_range(estimate: EffectEstimate, context: Context) -> Verdict | None:
    """Say whether a median or mean lies within the range it was printed with."""
    return _between(estimate, estimate.range, RANGE)


def _between(estimate: EffectEstimate, limits: Interval | None, name: str) -> Verdict | None:
    figure = estimate.value if estimate.value is not None else estimate.percent
    if limits is None or figure is None:
        return None
    value, lower, upper = band_of(figure), band_of(limits.lower), band_of(limits.upper)
    text = f"{figure.text} in {limits.lower.text} to {limits.upper.text}"
    if value is None or (lower is None and upper is None):
        return Verdict(name, Result.NOT_CHECKABLE, f"{text}: not all are numbers", _DEFINED)
    # "Not reached" limits nothing.
    ends = Band(lower.lower if lower else float("-inf"), upper.upper if upper else float("inf"))
    if value.meets(ends):
        return Verdict(name, Result.CONSISTENT, text, _DEFINED)
    return Verdict(
        name, Result.INCONSISTENT, f"{figure.text} is not in {limits.lower.text} to {limits.upper.text}", _DEFINED
    )


def _counts(estimate: EffectEstimate) -> Iterator[str]:
    events, total = estimate.events, estimate.total
    if events is not None and events < 0:
        yield f"{events} people"
    if total is not None and total <= 0:
        yield f"a group of {total}"
    elif events is not None and total is not None and events > total:
        yield f"{events} of {total} is more than all"
    percent = estimate.percent.value if estimate.percent is not None else None
    if percent is not None and not 0 <= percent <= 100:
        yield f"{percent} % is no share"


def _limits(estimate: EffectEstimate) -> Iterator[str]:
    for name, limits in (("interval", estimate.interval), ("range", estimate.range)):
        if limits is None:
            continue
        lower, upper = limits.lower.value, limits.upper.value
        if lower is not None and upper is not None and lower > upper:
            yield f"the {name} runs from {limits.lower.text} down to {limits.upper.text}"
        level = limits.level.value if limits.level is not None else None
        if level is not None and not 0 < level < 100:
            yield f"a level of {level} %"
        share = estimate.percent is not None and estimate.value is None
        if share and any(limit is not None and not 0 <= limit <= 100 for limit in (lower, upper)):
            yield f"{limits.lower.text} to {limits.upper.text} % leaves 0 to 100"


def _values(estimate: EffectEstimate) -> Iterator[str]:
    value = estimate.value
    if value is not None and (band := band_of(value)) is not None:
        if is_ratio(estimate.measure) and band.upper <= 0:
            yield f"a ratio of {value.text}"
        elif is_ratio(estimate.measure) and value.text.strip() == "0":
            yield "a ratio of 0"
        if estimate.unit in _DURATIONS and band.upper < 0:
            yield f"a time of {value.text}"
    if is_ratio(estimate.measure) and estimate.interval is not None:
        lower = estimate.interval.lower.value
        if lower is not None and lower < 0:
            yield f"a ratio as low as {estimate.interval.lower.text}"
    p = estimate.p.value.value if estimate.p is not None else None
    if p is not None and not 0 <= p <= 1:
        yield f"P of {p}"

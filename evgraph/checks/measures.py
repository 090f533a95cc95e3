"""The name of a measure to how it behaves: a ratio, a difference, a curve's estimate; and the level of an interval."""

from __future__ import annotations

from dataclasses import replace

from evgraph.model import EffectEstimate, Interval

#: Ratios, whose intervals are symmetric on the log scale, by name and by the short forms that texts use.
RATIOS = frozenset(
    ("hazard-ratio", "odds-ratio", "risk-ratio", "rate-ratio", "relative-risk", "hr", "or", "rr", "irr")
)  # fmt: skip
#: Differences of means, whose intervals are symmetric as they stand.
MEAN_DIFFERENCES = frozenset(("mean-difference", "md"))
#: All differences of two groups.
DIFFERENCES = MEAN_DIFFERENCES | {"risk-difference", "difference", "rd"}
#: Percentages read off a curve; they are no counts of the group.
CURVES = frozenset(("survival-rate", "cumulative-incidence"))
_ASSUMED = 95.0


def is_ratio(measure: str | None) -> bool:
    """Say whether a measure is a ratio.

    >>> is_ratio("https://w3id.org/evgraph/concept/hazard-ratio"), is_ratio("HR"), is_ratio("median")
    (True, True, False)
    """
    return _name(measure) in RATIOS


def is_difference(measure: str | None) -> bool:
    """Say whether a measure is a difference of two groups."""
    return _name(measure) in DIFFERENCES


def is_symmetric(measure: str | None) -> bool:
    """Say whether the usual interval is symmetric, on the log scale for ratios; those of risk differences are not."""
    return is_ratio(measure) or _name(measure) in MEAN_DIFFERENCES


def is_curve(measure: str | None) -> bool:
    """Say whether a percentage of this measure is read off a curve."""
    return _name(measure) in CURVES


def level_of(interval: Interval) -> tuple[float, str]:
    """Return the level of an interval in percent, and how to name it; 95 is assumed where none is stated.

    >>> from evgraph.model import Figure
    >>> level_of(Interval(Figure("0.57"), Figure("0.99"), Figure("97.5")))
    (97.5, '97.5 %')
    >>> level_of(Interval(Figure("0.57"), Figure("0.99")))
    (95.0, '95 %, assumed')
    """
    stated = interval.level.value if interval.level is not None else None
    if stated is not None and 0 < stated < 100 and interval.level is not None:
        return float(stated), f"{interval.level.text} %"
    return _ASSUMED, f"{_ASSUMED:.0f} %, assumed"


def _name(measure: str | None) -> str:
    return (measure or "").rsplit("/", 1)[-1].strip().lower().replace(" ", "-").replace("_", "-")


def is_share(estimate: EffectEstimate) -> bool:
    """Say whether the percentage and the limits of a figure can be those of a share of people.

    Above 100 %, or with a limit below 0, a percentage is a change or a difference.

    >>> from evgraph.model import Figure
    >>> is_share(EffectEstimate(percent=Figure("16"), interval=Interval(Figure("-6"), Figure("39"))))
    False
    """
    percent = estimate.percent.value if estimate.percent is not None else None
    limits = (estimate.interval.lower.value, estimate.interval.upper.value) if estimate.interval is not None else ()
    counted = estimate.events is not None and estimate.total is not None
    high = any(number is not None and number > 100 for number in (percent, *limits))
    return (counted or not high) and not any(limit is not None and limit < 0 for limit in limits)


def ordered(interval: Interval) -> Interval:
    """Return an interval with its limits in order, where both are negative and printed by their size.

    >>> from evgraph.model import Figure
    >>> ordered(Interval(Figure("-0.20"), Figure("-0.51"))).lower.text
    '-0.51'
    """
    lower, upper = interval.lower.value, interval.upper.value
    by_size = lower is not None and upper is not None and upper < lower < 0
    return replace(interval, lower=interval.upper, upper=interval.lower) if by_size else interval

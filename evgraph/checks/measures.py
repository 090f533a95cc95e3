"""The name of a measure to how it behaves: a ratio, a difference, a curve's estimate; and the level of an interval."""

from __future__ import annotations

from evgraph.model import Interval

#: Ratios, whose intervals are symmetric on the log scale, by name and by the short forms that texts use.
RATIOS = frozenset(
    ("hazard-ratio", "odds-ratio", "risk-ratio", "rate-ratio", "relative-risk", "hr", "or", "rr", "irr")
)  # fmt: skip
#: Differences, whose intervals are symmetric as they stand.
DIFFERENCES = frozenset(("mean-difference", "risk-difference", "difference", "md", "rd"))
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

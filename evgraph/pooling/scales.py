"""Counts and printed ratios to effects on the scale they are pooled on, and pooled values back.

`SCALES` lists the scales of proportions. Where n is 0 or N, raw and logit add one half to both counts, as metafor does
(`escalc`, add = 1/2, to = "only0"); what else could be added is a choice, so the scale's note says it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: (effect, its variance) of n among N.
Forward = Callable[[int, int], tuple[float, float]]
#: A pooled effect, with the N of the groups pooled, back to a share.
Back = Callable[[float, Sequence[int]], float]


@dataclass(frozen=True, slots=True)
class Scale:
    """One way to pool proportions: there, back, and its name in words."""

    name: str
    forward: Forward
    back: Back


def raw(events: int, total: int) -> tuple[float, float]:
    """Return the share and its variance p (1 - p) / N."""
    n, size = _corrected(events, total)
    share = n / size
    return share, share * (1 - share) / size


def logit(events: int, total: int) -> tuple[float, float]:
    """Return the log odds and their variance 1 / n + 1 / (N - n).

    >>> [round(value, 4) for value in logit(3, 117)]
    [-3.6376, 0.3421]
    """
    n, size = _corrected(events, total)
    return math.log(n / (size - n)), 1 / n + 1 / (size - n)


def freeman_tukey(events: int, total: int) -> tuple[float, float]:
    """Return half the double arcsine: Freeman and Tukey 1950, 10.1214/aoms/1177729756.

    >>> [round(value, 4) for value in freeman_tukey(3, 11)]
    [0.5695, 0.0217]
    """
    low, high = (math.asin(math.sqrt(n / (total + 1))) for n in (events, events + 1))
    return (low + high) / 2, 1 / (4 * total + 2)


def back_freeman_tukey(value: float, totals: Sequence[int]) -> float:
    """Return the share of a double arcsine at the harmonic mean of N: Miller 1978, 10.1080/00031305.1978.10479283.

    >>> round(back_freeman_tukey(freeman_tukey(3, 11)[0], [11]), 6)
    0.272727
    """
    size = len(totals) / sum(1 / total for total in totals)
    if value <= math.asin(math.sqrt(1 / (size + 1))) / 2:
        return 0.0
    if value >= (math.asin(math.sqrt(size / (size + 1))) + math.pi / 2) / 2:
        return 1.0
    sine = math.sin(2 * value)
    root = math.sqrt(max(1 - (sine + (sine - 1 / sine) / size) ** 2, 0.0))
    return (1 - math.copysign(root, math.cos(2 * value))) / 2


#: Name of a scale to the scale.
SCALES: Mapping[str, Scale] = {
    "logit": Scale("logit", logit, lambda value, _: 1 / (1 + math.exp(-value))),
    "raw": Scale("raw proportion", raw, lambda value, _: min(max(value, 0.0), 1.0)),
    "freeman-tukey": Scale("Freeman–Tukey double arcsine", freeman_tukey, back_freeman_tukey),
}


def log_ratio(value: float, lower: float, upper: float, level: float) -> tuple[float, float]:
    """Return the log of a ratio and its variance from its interval: Cochrane Handbook 6.5, section 6.3.2.

    Raises ValueError where a limit is not above zero or the limits are not apart.

    >>> [round(number, 4) for number in log_ratio(0.71, 0.55, 0.93, 95)]
    [-0.3425, 0.018]
    """
    from scipy.special import ndtri

    error = (math.log(upper) - math.log(lower)) / (2 * float(ndtri(0.5 + level / 200)))
    if error <= 0:
        raise ValueError("the limits are not apart")
    return math.log(value), error * error


def _corrected(events: int, total: int) -> tuple[float, float]:
    return (events + 0.5, total + 1.0) if events in {0, total} else (float(events), float(total))

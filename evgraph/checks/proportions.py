"""Intervals of a proportion, by the usual formulas. `METHODS` lists them.

Each takes n, N and alpha (0.05 for a 95 % interval) and returns a lower and an upper share, kept between 0 and 1. The
formulas are compared in Brown, Cai and DasGupta 2001, Statistical Science 16, 101, 10.1214/ss/1009213286.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

Limits = tuple[float, float]


def clopper_pearson(events: int, total: int, alpha: float) -> Limits:
    """Return the exact interval: Clopper and Pearson 1934, 10.1093/biomet/26.4.404, by quantiles of beta.

    >>> [round(100 * limit, 1) for limit in clopper_pearson(88, 109, 0.05)]
    [72.1, 87.7]
    """
    lower = _beta(events, total - events + 1, alpha / 2) if events > 0 else 0.0
    upper = _beta(events + 1, total - events, 1 - alpha / 2) if events < total else 1.0
    return lower, upper


def wilson(events: int, total: int, alpha: float) -> Limits:
    """Return the score interval: Wilson 1927, 10.1080/01621459.1927.10502953."""
    z2, share = _z(alpha) ** 2, events / total
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * total)) / total) / (1 + z2 / total)
    return _within(middle - half, middle + half)


def wald(events: int, total: int, alpha: float) -> Limits:
    """Return the interval of the normal approximation: share ± z sqrt(share (1 - share) / N)."""
    share = events / total
    half = _z(alpha) * math.sqrt(share * (1 - share) / total)
    return _within(share - half, share + half)


def agresti_coull(events: int, total: int, alpha: float) -> Limits:
    """Return Wald's interval around Wilson's middle: Agresti and Coull 1998, 10.1080/00031305.1998.10480550."""
    z2 = _z(alpha) ** 2
    share = (events + z2 / 2) / (total + z2)
    half = math.sqrt(z2 * share * (1 - share) / (total + z2))
    return _within(share - half, share + half)


def jeffreys(events: int, total: int, alpha: float) -> Limits:
    """Return the interval of Jeffreys' prior; 0 at no event and 1 at N, as Brown, Cai and DasGupta 2001 advise."""
    lower = _beta(events + 0.5, total - events + 0.5, alpha / 2) if events > 0 else 0.0
    upper = _beta(events + 0.5, total - events + 0.5, 1 - alpha / 2) if events < total else 1.0
    return lower, upper


#: Name of an interval to its formula, the commonest first.
METHODS: Mapping[str, Callable[[int, int, float], Limits]] = {
    "Clopper–Pearson": clopper_pearson,
    "Wilson": wilson,
    "Wald": wald,
    "Agresti–Coull": agresti_coull,
    "Jeffreys": jeffreys,
}


def _within(lower: float, upper: float) -> Limits:
    return max(lower, 0.0), min(upper, 1.0)


def _beta(a: float, b: float, quantile: float) -> float:
    from scipy.special import betaincinv

    return float(betaincinv(a, b, quantile))


def _z(alpha: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(1 - alpha / 2))

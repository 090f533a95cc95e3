"""Proportions pooled by their exact binomial likelihood: a logistic model with a normal spread between groups.

No count is changed and no variance approximated, so it is the choice for small groups and for 0 and N of N. Stijnen,
Hamza and Özdemir 2010, 10.1002/sim.4040 (binomial-normal model). No kept library fits it in Python; the likelihood
is integrated by adaptive Gauss-Hermite quadrature: Pinheiro and Bates 1995, 10.1080/10618600.1995.10474663.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_NODES = 21
_STEPS = 50
#: Steps towards a mode end below this; the integral does not feel the rest.
_CLOSE = 1e-7
#: A standard deviation between groups below this is none.
_NONE = 1e-4


@dataclass(frozen=True, slots=True)
class Fitted:
    """The mean log odds, its standard error and the variance between groups."""

    mean: float
    error: float
    tau2: float


def fit(events: Sequence[int], totals: Sequence[int], *, spread: bool = True) -> Fitted:
    """Fit by maximum likelihood; without `spread` all groups have the same odds.

    The error is that of both parameters estimated together. Where the likelihood is greatest without a spread, it
    is the logistic model's own. All events, or none at all, leave the mean without bounds: raises ValueError.
    """
    import numpy as np
    from scipy.optimize import minimize

    x, n = np.asarray(events, dtype=float), np.asarray(totals, dtype=float)
    if not 0 < x.sum() < n.sum():
        raise ValueError("without any event, or with nothing but events, log odds have no estimate")
    start = math.log(x.sum() / (n - x).sum())
    same = Fitted(start, math.sqrt(1 / x.sum() + 1 / (n - x).sum()), 0.0)
    if not spread:
        return same

    def cost(at: Any) -> float:
        return -_likelihood(x, n, float(at[0]), math.exp(float(at[1])))

    bounds = [(start - 20, start + 20), (math.log(_NONE), math.log(20))]
    tries = [minimize(cost, (start, math.log(width)), bounds=bounds, method="L-BFGS-B") for width in (0.1, 0.5, 1.5)]
    best = min(tries, key=lambda found: float(found.fun))
    mean, width = float(best.x[0]), math.exp(float(best.x[1]))
    if width < 10 * _NONE or float(best.fun) >= cost((start, math.log(_NONE))):
        return same
    return Fitted(mean, _error(x, n, mean, width), width * width)


def _likelihood(x: Any, n: Any, mean: float, spread: float) -> float:
    """Return the log likelihood, without the binomial coefficients, which no parameter moves."""
    import numpy as np

    nodes, weights = _quadrature()
    at = np.zeros_like(x)  # the mode of each group's own deviation, in units of the spread
    for _ in range(_STEPS):
        share = _expit(mean + spread * at)
        slope = spread * (x - n * share) - at
        step = np.clip(slope / (spread**2 * n * share * (1 - share) + 1), -2, 2)
        at = at + step
        if np.abs(step).max() < _CLOSE:
            break
    share = _expit(mean + spread * at)
    width = 1 / np.sqrt(spread**2 * n * share * (1 - share) + 1)
    deviation = at[:, None] + width[:, None] * nodes
    odds = mean + spread * deviation
    height = x[:, None] * odds - n[:, None] * np.logaddexp(0, odds) - deviation**2 / 2 + nodes**2 / 2
    top = height.max(axis=1)
    areas = (np.exp(height - top[:, None]) * weights).sum(axis=1) * width / math.sqrt(2 * math.pi)
    return float((top + np.log(areas)).sum())


@cache
def _quadrature() -> tuple[Any, Any]:
    import numpy as np

    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    return nodes, weights


def _error(x: Any, n: Any, mean: float, spread: float) -> float:
    """Return the standard error of the mean from the curvature in both parameters."""
    import numpy as np

    step = (1e-3 * max(1.0, abs(mean)), 1e-3 * max(spread, 0.1))

    def at(i: float, j: float) -> float:
        return _likelihood(x, n, mean + i * step[0], max(spread + j * step[1], _NONE))

    middle = at(0, 0)
    a = (at(1, 0) - 2 * middle + at(-1, 0)) / step[0] ** 2
    d = (at(0, 1) - 2 * middle + at(0, -1)) / step[1] ** 2
    b = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step[0] * step[1])
    return float(np.sqrt(np.linalg.inv(-np.array([[a, b], [b, d]]))[0, 0]))


def _expit(odds: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    from scipy.special import expit

    found: np.ndarray[Any, np.dtype[np.float64]] = expit(odds)
    return found

"""Effects with their variances to one pooled effect: fixed or random effects, with what tells them apart.

The weighted mean and Cochran's Q are those of statsmodels, as are the estimates of tau squared by DerSimonian and Laird
and by Paule and Mandel; REML is added here. Checked against the published results in tests/test_pooling.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Numbers = Sequence[float]


@dataclass(frozen=True, slots=True)
class Combined:
    """A pooled effect on the scale of the effects: mean, standard error, limits, and the spread between studies.

    `i2` is in percent: Higgins and Thompson 2002, 10.1002/sim.1186. `prediction` needs three studies.
    """

    mean: float
    error: float
    lower: float
    upper: float
    weights: tuple[float, ...]
    q: float
    q_p: float
    i2: float
    tau2: float
    prediction: tuple[float, float] | None = None


def combine(
    effects: Numbers, variances: Numbers, *, tau2: str | None = "REML", level: float = 95.0, hartung_knapp: bool = False
) -> Combined:
    """Pool effects by inverse variance. `tau2` names its estimator in `TAU2`; `None` is the fixed effect.

    `hartung_knapp` widens the interval by the observed spread and takes the t distribution: Hartung and Knapp 2001,
    10.1002/sim.791. The prediction interval takes t with k - 2 degrees of freedom: Higgins, Thompson and Spiegelhalter
    2009, 10.1111/j.1467-985X.2008.00552.x.
    """
    from scipy.special import chdtrc, ndtri, stdtrit

    count, tail = len(effects), 0.5 + level / 200
    between = TAU2[tau2](effects, variances) if tau2 is not None else 0.0
    plain = _combine_effects(effects, variances)
    # A random-effects mean is the fixed-effect mean of the same effects with the variance between studies added.
    model = _combine_effects(effects, [variance + between for variance in variances])
    mean, error = float(model.mean_effect_fe), float(model.sd_eff_w_fe)
    reach = float(ndtri(tail))
    if hartung_knapp:
        error *= math.sqrt(float(model.q) / (count - 1))
        reach = float(stdtrit(count - 1, tail))
    prediction = None
    if tau2 is not None and count > 2:
        half = float(stdtrit(count - 2, tail)) * math.sqrt(between + error * error)
        prediction = (mean - half, mean + half)
    q = float(plain.q)
    weights = tuple(float(weight) for weight in model.weights_rel_fe)
    i2 = max(0.0, 100 * (q - (count - 1)) / q) if q > 0 else 0.0
    limits = (mean - reach * error, mean + reach * error)
    return Combined(mean, error, *limits, weights, q, float(chdtrc(count - 1, q)), i2, between, prediction)


def dersimonian_laird(effects: Numbers, variances: Numbers) -> float:
    """Return tau squared by moments: DerSimonian and Laird 1986, 10.1016/0197-2456(86)90046-2."""
    return _tau2(effects, variances, "dl")


def paule_mandel(effects: Numbers, variances: Numbers) -> float:
    """Return tau squared at which Q equals its expectation: Paule and Mandel 1982, 10.6028/jres.087.022."""
    return _tau2(effects, variances, "pm")


def restricted_likelihood(effects: Numbers, variances: Numbers) -> float:
    """Return tau squared by restricted maximum likelihood: Viechtbauer 2005, 10.3102/10769986030003261."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    y, v = _array(effects), _array(variances)

    def minus_likelihood(tau2: float) -> float:
        w = 1 / (v + tau2)
        mean = float(np.sum(w * y) / np.sum(w))
        return float(np.sum(np.log(v + tau2)) + np.log(np.sum(w)) + np.sum(w * (y - mean) ** 2)) / 2

    # No spread is larger than that of the effects themselves; the likelihood may have its top at zero.
    most = float(np.var(y, ddof=1)) * 10 + 1e-8
    found = minimize_scalar(minus_likelihood, bounds=(0.0, most), method="bounded", options={"xatol": 1e-10 * most})
    return float(found.x) if minus_likelihood(float(found.x)) < minus_likelihood(0.0) else 0.0


#: Name of an estimator of the variance between studies to the function.
TAU2: Mapping[str, Callable[[Numbers, Numbers], float]] = {
    "REML": restricted_likelihood,
    "DL": dersimonian_laird,
    "PM": paule_mandel,
}


def _tau2(effects: Numbers, variances: Numbers, method: str) -> float:
    return max(0.0, float(_combine_effects(effects, variances, method).tau2))


def _combine_effects(effects: Numbers, variances: Numbers, method: str = "dl") -> Any:
    """Call statsmodels, which divides by Q even where all effects are the same."""
    import numpy as np
    from statsmodels.stats.meta_analysis import combine_effects

    with np.errstate(divide="ignore", invalid="ignore"):
        return combine_effects(_array(effects), _array(variances), method_re=method)


def _array(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    import numpy as np

    return np.asarray(numbers, dtype=np.float64)

"""How often the checks cry wolf, how many slips they find, and how fast they are.

    python -m tests.benchmarks.checks [--trials N] [--seed S]

Figures are made from known counts, or from a known ratio and standard error, and printed as journals print them:
one or two decimals, rounded half up or half to even, P with two digits or as "<0.001", one- or two-sided, several
levels. None of them may be called inconsistent. Then one digit of each is changed.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from scipy.special import ndtr, ndtri

from evgraph.checks import Result, check_estimate, overall
from evgraph.checks.proportions import METHODS
from evgraph.model import EffectEstimate, Figure, Interval, PValue

LEVELS = ("95", "95", "95", "95", "97.5", "99", "90")


def printed(value: float, digits: int, dice: random.Random) -> str:
    """Print a number with so many decimals, rounding its ties as one or the other rule does."""
    rule = dice.choice((ROUND_HALF_UP, ROUND_HALF_EVEN))
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=rule))


def random_proportion(dice: random.Random) -> EffectEstimate:
    """Return n/N with its percentage and an interval by one of the formulas, as a journal prints them."""
    total = int(10 ** dice.uniform(0.5, 3.2))
    events = dice.randint(0, total)
    digits = dice.choice((0, 1, 1, 2))
    level = dice.choice(LEVELS)
    lower, upper = METHODS[dice.choice(list(METHODS))](events, total, 1 - float(level) / 100)
    limits = [Figure(printed(100 * limit, digits, dice)) for limit in (lower, upper)]
    return EffectEstimate(
        events=events if dice.random() < 0.7 else None,
        total=total,
        percent=Figure(printed(100 * events / total, digits, dice)),
        interval=Interval(limits[0], limits[1], Figure(level) if level != "95" or dice.random() < 0.8 else None),
    )


def random_ratio(dice: random.Random) -> EffectEstimate:
    """Return a ratio with its Wald interval and P value, from a known ratio and standard error."""
    size, error = dice.gauss(0, 0.6), 10 ** dice.uniform(-1.3, -0.1)
    level, one_sided = dice.choice(LEVELS), dice.random() < 0.2
    reach = float(ndtri(0.5 + float(level) / 200)) * error
    digits = dice.choice((1, 2, 2, 2, 3))
    value, lower, upper = (Figure(printed(math.exp(x), digits, dice)) for x in (size, size - reach, size + reach))
    p = float(ndtr(-abs(size) / error)) * (1 if one_sided else 2)
    return EffectEstimate(
        dice.choice(("hazard-ratio", "odds-ratio", "risk-ratio")),
        value,
        interval=Interval(lower, upper, Figure(level) if level != "95" or dice.random() < 0.8 else None),
        p=printed_p(p, "one-sided" if one_sided else dice.choice((None, "two-sided")), dice),
    )


def printed_p(p: float, sided: str | None, dice: random.Random) -> PValue:
    if p < 0.001:
        return PValue(Figure("0.001"), "<", sided)
    digits = 3 if p < 0.01 else dice.choice((2, 2, 3, 4))
    text = printed(p, digits, dice)
    return PValue(Figure(text[1:] if dice.random() < 0.3 and text.startswith("0") else text), "=", sided)


def planted(estimate: EffectEstimate, dice: random.Random) -> EffectEstimate:
    """Return the figure with one digit of one of its numbers changed."""
    interval, p = estimate.interval, estimate.p
    assert interval is not None
    spots = ["lower", "upper"]
    spots += ["percent"] if estimate.percent else ["value"]
    spots += ["events"] if estimate.events else []
    spots += ["p"] if p and p.operator == "=" else []
    spot = dice.choice(spots)
    if spot == "lower":
        return replace(estimate, interval=replace(interval, lower=slip(interval.lower, dice)))
    if spot == "upper":
        return replace(estimate, interval=replace(interval, upper=slip(interval.upper, dice)))
    if spot == "events":
        return replace(estimate, events=int(slip(Figure(str(estimate.events)), dice).text))
    if spot == "p":
        assert p is not None
        return replace(estimate, p=replace(p, value=slip(p.value, dice)))
    figure = estimate.percent or estimate.value
    assert figure is not None
    return replace(estimate, **{spot: slip(figure, dice)})


def slip(figure: Figure, dice: random.Random) -> Figure:
    places = [place for place, sign in enumerate(figure.text) if sign.isdigit()]
    place = dice.choice(places)
    digit = dice.choice([other for other in "0123456789" if other != figure.text[place]])
    return Figure(figure.text[:place] + digit + figure.text[place + 1 :])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    heads = ("false alarms", "rounding only", "slips found", "doubted", "a second")
    print(f"{'figures':14}{'trials':>9}" + "".join(f"{head:>15}" for head in heads))
    for name, make in (("n/N, % and CI", random_proportion), ("ratio, CI, P", random_ratio)):
        dice = random.Random(options.seed)
        made = [make(dice) for _ in range(options.trials)]
        start = time.perf_counter()
        right = Counter(overall(check_estimate(estimate)) for estimate in made)
        speed = options.trials / (time.perf_counter() - start)
        wrong = Counter(overall(check_estimate(planted(estimate, dice))) for estimate in made)
        found, doubted = (wrong[result] / options.trials for result in (Result.INCONSISTENT, Result.ROUNDING))
        alarms = f"{right[Result.INCONSISTENT]:15}{right[Result.ROUNDING]:15}"
        print(f"{name:14}{options.trials:9,}{alarms}{found:15.1%}{doubted:15.1%}{speed:15,.0f}")


if __name__ == "__main__":
    main()

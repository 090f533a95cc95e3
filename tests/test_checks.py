"""Checks of reported figures: published figures come out as they should, and rounding is never called an error."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.checks import CHECKS, Context, Result, Verdict, check_estimate, or_alone, overall
from evgraph.checks.bands import Band, band_of, p_band
from evgraph.checks.counts import counts_of
from evgraph.checks.groups import (
    SUBGROUPS,
    check_arms,
    check_contradiction,
    check_denominator,
    check_parts,
    check_sum,
    check_two_groups,
    chi_squared,
    fisher,
)
from evgraph.checks.proportions import METHODS
from evgraph.model import EffectEstimate, Figure, Interval, PValue
from tests.benchmarks.checks import planted, random_proportion, random_ratio


def interval(lower: str, upper: str, level: str | None = None) -> Interval:
    return Interval(Figure(lower), Figure(upper), Figure(level) if level else None)


def ratio(
    value: str, lower: str, upper: str, p: str, *, level: str | None = "95", sided: str | None = None
) -> EffectEstimate:
    operator = p[0] if p[0] in "<>" else "="
    return EffectEstimate(
        "hazard-ratio",
        Figure(value),
        interval=interval(lower, upper, level),
        p=PValue(Figure(p.lstrip("<>")), operator, sided),
    )


def share(
    percent: str, lower: str, upper: str, *, events: int | None = None, total: int | None = None
) -> EffectEstimate:
    return EffectEstimate(events=events, total=total, percent=Figure(percent), interval=interval(lower, upper, "95"))


def verdicts(estimate: EffectEstimate, context: Context | None = None) -> dict[str, Verdict]:
    return {verdict.check: verdict for verdict in check_estimate(estimate, context)}


def results(estimate: EffectEstimate) -> set[Result]:
    return {verdict.result for verdict in check_estimate(estimate)}


# --- published figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "events", "total", "lower", "upper"),
    [
        ("80.7", 88, 109, "72.1", "87.7"),  # INO-VATE, first 218
        ("29.4", 32, 109, "21.0", "38.8"),
        ("39.6", 65, 164, "32.1", "47.6"),  # INO-VATE, final report, to transplant
        ("10.5", 17, 162, "6.2", "16.3"),
    ],
)
def test_intervals_of_a_trial_are_recognised_as_exact(
    percent: str, events: int, total: int, lower: str, upper: str
) -> None:
    for estimate in (
        share(percent, lower, upper, events=events, total=total),
        share(percent, lower, upper, total=total),
    ):
        found = verdicts(estimate)
        assert found["interval of a share"].why == f"Clopper–Pearson for {events}/{total} (95 %)"
        assert found["interval of a share"].counts == (events,)
        assert {verdict.result for verdict in found.values()} == {Result.CONSISTENT}


@pytest.mark.parametrize(("percent", "total", "events"), [("73.8", 164, 121), ("30.9", 162, 50), ("72.7", 22, 16)])
def test_a_percentage_of_a_group_gives_its_count(percent: str, total: int, events: int) -> None:
    verdict = verdicts(EffectEstimate(total=total, percent=Figure(percent)))["n/N against %"]
    assert (verdict.result, verdict.counts) == (Result.CONSISTENT, (events,))


def test_the_level_and_the_sides_of_p_are_read_and_not_assumed() -> None:
    said = verdicts(ratio("0.75", "0.57", "0.99", ".0105", level="97.5", sided="one-sided"))["estimate, interval and P"]
    assert said.result is Result.CONSISTENT
    assert said.band is not None
    assert (round(said.band.lower, 4), round(said.band.upper, 4)) == (0.0071, 0.0130)
    assert "0.00975" in said.why
    wrong = verdicts(ratio("0.75", "0.57", "0.99", ".0105"))["estimate, interval and P"]
    assert wrong.result is Result.INCONSISTENT
    assert "P is 0.0411" in wrong.why
    assert "one-sided at 97.5 %" in wrong.why


def test_an_interval_at_97_5_per_cent_explains_a_p_that_it_would_not_at_95() -> None:
    right = verdicts(ratio("0.77", "0.58", "1.03", ".04", level="97.5"))["estimate, interval and P"]
    assert right.result is Result.CONSISTENT
    assert right.band is not None
    assert (round(right.band.lower, 4), round(right.band.upper, 4)) == (0.0323, 0.0519)
    wrong = verdicts(ratio("0.77", "0.58", "1.03", ".04"))["estimate, interval and P"]
    assert wrong.result is Result.INCONSISTENT
    assert "P is 0.0744" in wrong.why


def test_the_hazard_ratio_of_tower_closes() -> None:
    found = verdicts(ratio("0.71", "0.55", "0.93", "0.01", level=None))
    assert {verdict.result for verdict in found.values()} == {Result.CONSISTENT}
    said = found["estimate, interval and P"]
    assert said.band is not None
    assert (round(said.band.lower, 4), round(said.band.upper, 4)) == (0.0073, 0.0148)
    assert "P is 0.0106" in said.why
    assert "95 %, assumed" in said.why


def test_the_counts_of_the_small_series_close() -> None:
    assert results(EffectEstimate(events=23, total=164, percent=Figure("14.0"))) == {Result.CONSISTENT}
    assert results(EffectEstimate(events=3, total=143, percent=Figure("2.1"))) == {Result.CONSISTENT}
    assert results(EffectEstimate(events=16, total=22, percent=Figure("73"))) == {Result.CONSISTENT}
    assert results(EffectEstimate(events=16, total=20, percent=Figure("80"))) == {Result.CONSISTENT}
    assert results(EffectEstimate(events=2, total=22, percent=Figure("9"))) == {Result.CONSISTENT}
    assert results(EffectEstimate(events=5, total=9, percent=Figure("55"))) == {Result.ROUNDING}


def test_safety_counts_are_of_those_treated_not_of_those_randomised() -> None:
    verdict = check_denominator(143, [("standard chemotherapy", 162)], [("treated", 143), ("all treated", 307)])
    assert verdict.result is Result.CONSISTENT
    assert verdict.why == "N is 143: treated, not standard chemotherapy (162)"


def test_two_remission_rates_of_tower_are_the_whole_and_a_part() -> None:
    assert check_parts([(14, 22), (2, 22)], (16, 22), complete=True).result is Result.CONSISTENT  # type: ignore[union-attr]
    assert check_parts([(50, 100)], (44, 100), complete=False).result is Result.INCONSISTENT  # type: ignore[union-attr]
    assert check_parts([(34, 100)], (44, 100), complete=False) is None


def test_none_of_two_and_two_of_four_do_not_contradict_each_other() -> None:
    verdict = check_contradiction((0, 2), (2, 4))
    assert verdict.result is Result.CONSISTENT
    assert verdict.band == Band(pytest.approx(0.4667, abs=1e-4), pytest.approx(0.4667, abs=1e-4))
    assert check_contradiction((0, 50), (40, 50)).result is Result.INCONSISTENT


def test_none_of_two_allows_most_shares() -> None:
    verdict = verdicts(EffectEstimate(events=0, total=2))["no event among N"]
    assert verdict.band == Band(0.0, pytest.approx(84.19, abs=0.01))
    thirty = verdicts(EffectEstimate(events=0, total=300))["no event among N"].band
    assert thirty is not None
    assert 100 * 3 / 300 < thirty.upper < 100 * 3.7 / 300


# --- one behaviour each -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "estimate",
    [
        EffectEstimate(events=12, total=9),
        EffectEstimate(percent=Figure("104")),
        EffectEstimate("hazard-ratio", Figure("-0.7")),
        EffectEstimate("odds-ratio", Figure("0")),
        EffectEstimate("median", Figure("7.7"), "mo", interval=interval("9.6", "5.6")),
        EffectEstimate(p=PValue(Figure("1.2"))),
        EffectEstimate("hazard-ratio", Figure("0.7"), interval=interval("0.5", "0.9", "100")),
        EffectEstimate("median", Figure("-3"), "mo"),
        EffectEstimate(events=0, total=0),
        EffectEstimate("hazard-ratio", Figure("0.7"), interval=interval("-0.5", "0.9")),
        EffectEstimate(percent=Figure("60"), interval=interval("40", "110")),
    ],
    ids=str,
)
def test_what_cannot_be_is_inconsistent(estimate: EffectEstimate) -> None:
    assert verdicts(estimate)["possible values"].result is Result.INCONSISTENT


def test_a_median_outside_its_interval_is_inconsistent() -> None:
    def median(value: str, lower: str, upper: str) -> Result:
        estimate = EffectEstimate("median", Figure(value), "mo", interval=interval(lower, upper))
        return verdicts(estimate)["estimate inside its interval"].result

    assert median("7.7", "5.6", "9.6") is Result.CONSISTENT
    assert median("7.7", "8.6", "9.6") is Result.INCONSISTENT
    assert median("36.5", "22.0", "not estimable") is Result.CONSISTENT
    assert median("21.5", "22.0", "not estimable") is Result.INCONSISTENT
    assert median("not reached", "29.5", "not reached") is Result.NOT_CHECKABLE


def test_a_range_holds_its_median() -> None:
    inside = EffectEstimate("median", Figure("47"), "a", range=interval("18", "79"))
    assert verdicts(inside)["estimate inside its range"].result is Result.CONSISTENT
    outside = EffectEstimate("median", Figure("47"), "a", range=interval("52", "79"))
    assert verdicts(outside)["estimate inside its range"].result is Result.INCONSISTENT


def test_a_skewed_interval_of_a_ratio_is_told() -> None:
    found = verdicts(EffectEstimate("hazard-ratio", Figure("0.60"), interval=interval("0.55", "0.93")))
    assert found["symmetry of the interval"].result is Result.INCONSISTENT
    assert "need not be symmetric" in found["symmetry of the interval"].why
    assert found["estimate inside its interval"].result is Result.CONSISTENT


def test_a_difference_is_symmetric_as_it_stands_and_only_its_significance_is_compared() -> None:
    def difference(p: PValue) -> EffectEstimate:
        return EffectEstimate("mean-difference", Figure("2.0"), interval=interval("0.5", "3.5"), p=p)

    fits, clash = verdicts(difference(PValue(Figure("0.011")))), verdicts(difference(PValue(Figure("0.2"))))
    assert fits["symmetry of the interval"].result is Result.CONSISTENT
    assert fits["estimate, interval and P"].result is Result.CONSISTENT
    assert clash["estimate, interval and P"].result is Result.INCONSISTENT


def test_a_figure_that_was_cut_off_is_rounding_only() -> None:
    # 1.469, limits 1.109 and 1.945 by the same standard error, each cut after two digits.
    found = verdicts(EffectEstimate("odds-ratio", Figure("1.46"), interval=interval("1.10", "1.94")))
    assert found["symmetry of the interval"].result in {Result.CONSISTENT, Result.ROUNDING}
    assert (
        verdicts(EffectEstimate(events=119, total=267, percent=Figure("44")))["n/N against %"].result is Result.ROUNDING
    )


def test_a_percentage_that_no_count_gives_is_inconsistent_unless_n_was_not_printed_with_it() -> None:
    odd = EffectEstimate(total=9, percent=Figure("50.0"))
    assert verdicts(odd)["n/N against %"].result is Result.INCONSISTENT
    beside = verdicts(EffectEstimate(percent=Figure("50.0")), Context(total=9))["n/N against %"]
    assert beside.result is Result.NOT_CHECKABLE
    assert "N is not printed with it" in beside.why


def test_an_estimate_of_a_curve_is_no_count() -> None:
    curve = EffectEstimate("survival-rate", total=9, percent=Figure("50.0"))
    assert verdicts(curve)["n/N against %"].result is Result.NOT_CHECKABLE
    timed = verdicts(EffectEstimate(total=9, percent=Figure("50.0")), Context(timed=True))
    assert timed["n/N against %"].result is Result.NOT_CHECKABLE


def test_words_are_not_checkable_and_nothing_raises() -> None:
    reached = EffectEstimate(
        "hazard-ratio", Figure("0.7"), interval=interval("0.5", "not estimable"), p=PValue(Figure("NS"))
    )
    assert "estimate, interval and P" not in verdicts(reached)
    ns = ratio("0.90", "0.70", "1.16", "NS")
    assert verdicts(ns)["estimate, interval and P"].result is Result.NOT_CHECKABLE


def test_a_limit_printed_as_zero_bounds_nothing() -> None:
    found = verdicts(ratio("0.05", "0.00", "0.90", "0.04"))
    assert Result.INCONSISTENT not in {verdict.result for verdict in found.values()}


def test_a_one_sided_p_above_a_half_is_of_the_other_direction() -> None:
    assert verdicts(ratio("1.33", "1.01", "1.75", "0.98", sided="one-sided"))["estimate, interval and P"].result is (
        Result.CONSISTENT
    )


def test_a_raised_dot_is_read() -> None:
    assert band_of(Figure("0·04")) == Band(0.035, 0.045)
    assert p_band(PValue(Figure("0·0001"), "<")) == Band(0.0, 0.0001)


def test_an_interval_of_no_formula_is_an_error_only_outside_all_of_them() -> None:
    among = share("50", "20", "80", events=5, total=10)  # Clopper–Pearson is 19 to 81, Wald 19 to 81, Wilson 24 to 76
    assert verdicts(among)["interval of a share"].result is Result.NOT_CHECKABLE
    outside = share("50", "40", "60", events=5, total=10)
    assert verdicts(outside)["interval of a share"].result is Result.INCONSISTENT


def test_subgroups_that_are_not_all_bound_the_sum() -> None:
    assert check_sum(SUBGROUPS, [(16, 20)], (16, 22), complete=False) is None
    too_many = check_sum(SUBGROUPS, [(17, 20)], (16, 22), complete=False)
    assert too_many is not None
    assert too_many.result is Result.INCONSISTENT
    wrong = check_sum(SUBGROUPS, [(16, 20), (1, 2)], (16, 22), complete=True)
    assert wrong is not None
    assert (wrong.result, wrong.why) == (Result.INCONSISTENT, "16 + 1 is 17 of 22; printed 16")


def test_arms_that_are_fewer_than_the_total_are_not_called_wrong() -> None:
    assert check_arms([164, 162], 326).result is Result.CONSISTENT
    assert check_arms([164, 162], 320).result is Result.INCONSISTENT
    assert check_arms([164, 162], 330).result is Result.NOT_CHECKABLE


def test_a_p_of_two_groups_is_wrong_only_on_the_other_side_of_a_twentieth() -> None:
    def result(p: str, operator: str = "=") -> Result:
        return check_two_groups((30, 100), (45, 100), PValue(Figure(p), operator)).result

    assert result("0.03") is Result.CONSISTENT  # Pearson .028, Yates .041, Fisher .041
    assert result("0.04") is Result.CONSISTENT
    assert result("0.01") is Result.NOT_CHECKABLE
    assert result("0.4") is Result.INCONSISTENT
    assert result("NS") is Result.NOT_CHECKABLE


def test_the_worst_verdict_speaks_for_a_figure_and_nothing_checked_is_not_checkable() -> None:
    assert overall(check_estimate(EffectEstimate(events=5, total=9, percent=Figure("65")))) is Result.INCONSISTENT
    alone = EffectEstimate("median", Figure("7.7"), "mo")
    assert [v.result for v in or_alone(check_estimate(alone), alone)] == [Result.NOT_CHECKABLE]


def test_every_verdict_names_its_rule_and_its_reason() -> None:
    estimate = ratio("0.71", "0.55", "0.93", "0.01")
    for verdict in (*check_estimate(estimate), *check_estimate(share("80.7", "72.1", "87.7", events=88, total=109))):
        assert verdict.why
        assert verdict.formula
        assert verdict.check in CHECKS


# --- against other implementations --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Clopper–Pearson", "beta"),
        ("Wilson", "wilson"),
        ("Wald", "normal"),
        ("Agresti–Coull", "agresti_coull"),
        ("Jeffreys", "jeffreys"),
    ],
)
def test_the_intervals_are_those_of_statsmodels(ours: str, theirs: str) -> None:
    from statsmodels.stats.proportion import proportion_confint

    for total in (1, 2, 7, 22, 109, 1000):
        for events in {0, 1, total // 3, total - 1, total}:
            for alpha in (0.025, 0.05, 0.1):
                if theirs == "jeffreys" and events in {0, total}:
                    continue  # statsmodels leaves the ends as they fall
                lower, upper = proportion_confint(events, total, alpha, theirs)
                expected = max(lower, 0.0), min(upper, 1.0)
                assert METHODS[ours](events, total, alpha) == pytest.approx(expected, abs=1e-9)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_the_chi_squared_test_is_that_of_scipy(first: int, second: int, data: st.DataObject) -> None:
    from scipy.stats import chi2_contingency

    a, b = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    if 0 < a + b < first + second:
        table = [[a, first - a], [b, second - b]]
        assert chi_squared((a, first), (b, second)) == pytest.approx(chi2_contingency(table, correction=False).pvalue)
        corrected = chi2_contingency(table, correction=True).pvalue
        assert chi_squared((a, first), (b, second), corrected=True) == pytest.approx(corrected)
    assert 0 < fisher((a, first), (b, second)) <= 1 + 1e-9


# --- rounding is never an error, and slips are found ----------------------------------------------------------


@given(st.integers(1, 2000), st.data())
def test_the_count_behind_a_percentage_is_always_among_those_found(total: int, data: st.DataObject) -> None:
    events, digits = data.draw(st.integers(0, total)), data.draw(st.integers(0, 2))
    printed = Figure(f"{100 * events / total:.{digits}f}")
    band = band_of(printed)
    assert band is not None
    assert events in counts_of(band, total)
    assert overall(check_estimate(EffectEstimate(events=events, total=total, percent=printed))) in {
        Result.CONSISTENT,
        Result.NOT_CHECKABLE,
    }


@given(st.integers(0, 2**32))
def test_figures_that_were_only_rounded_are_never_called_wrong(seed: int) -> None:
    dice = random.Random(seed)
    for make in (random_proportion, random_ratio):
        estimate = make(dice)
        assert results(estimate) <= {Result.CONSISTENT, Result.NOT_CHECKABLE}, estimate


def test_most_single_wrong_digits_are_found() -> None:
    dice = random.Random(7)
    found = [overall(check_estimate(planted(make(dice), dice))) for make in (random_proportion, random_ratio) * 300]
    assert sum(result is Result.INCONSISTENT for result in found) > 0.5 * len(found)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_printed_a_check_does_not_raise(value: str, lower: str, upper: str) -> None:
    for measure in ("hazard-ratio", "mean-difference", None):
        estimate = EffectEstimate(
            measure, Figure(value), percent=Figure(lower), interval=interval(lower, upper), p=PValue(Figure(upper))
        )
        check_estimate(estimate, Context(total=10))


@given(*[st.decimals(-5, 200, places=2).map(lambda d: Figure(str(d)))] * 4)
def test_whatever_the_numbers_a_verdict_has_a_finite_or_no_band(
    value: Figure, lower: Figure, upper: Figure, p: Figure
) -> None:
    for measure in ("hazard-ratio", "mean-difference"):
        estimate = EffectEstimate(measure, value, percent=lower, interval=Interval(lower, upper), p=PValue(p))
        for verdict in check_estimate(estimate, Context(total=10)):
            assert verdict.band is None or not math.isnan(verdict.band.lower + verdict.band.upper)

"""Pooling gives the published results to the digits printed, and refuses what must not be pooled."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evgraph
from evgraph.checks.corpus import Checked, check_findings
from evgraph.errors import InputError, VocabularyError
from evgraph.model import (
    Arm,
    Claim,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Interval,
    Kind,
    Place,
    Population,
    Proposition,
    Provenance,
    Review,
)
from evgraph.pooling import EXACT, RATIO, SCALES, TAU2, Plan, Pooled, Refusal, pool
from evgraph.pooling.choose import Degree, Groups, Sharing
from evgraph.pooling.combine import Combined, combine
from evgraph.pooling.exact import fit
from evgraph.pooling.scales import back_freeman_tukey, freeman_tukey, logit

# --- published data ----------------------------------------------------------------------------------------

#: BCG against tuberculosis: cases and others with the vaccine, cases and others without. Colditz and colleagues 1994,
#: 10.1001/jama.1994.03510330076038, as dat.colditz1994 of the R package metadat.
BCG = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip

#: Low-dose aspirin in pregnancy: events and N of the two groups. DerSimonian and Kacker 2007,
#: 10.1016/j.cct.2006.04.004, the CLASP example, as in metafor's test of it.
CLASP = ((5, 156, 8, 74), (5, 303, 17, 303), (12, 565, 9, 477), (69, 1570, 94, 1565), (9, 103, 11, 105),
         (313, 4659, 352, 4650))  # fmt: skip

#: Teachers' expectations: effect and variance. Raudenbush 2009 (Handbook of Research Synthesis, chapter 16), as
#: dat.raudenbush1985 of metadat.
TEACHERS = (
    (0.03, 0.0156), (0.12, 0.0216), (-0.14, 0.0279), (1.18, 0.1391), (0.26, 0.1362), (-0.06, 0.0106), (-0.02, 0.0106),
    (-0.32, 0.0484), (0.27, 0.0269), (0.80, 0.0630), (0.54, 0.0912), (0.18, 0.0497), (-0.02, 0.0835), (0.23, 0.0841),
    (-0.18, 0.0253), (-0.06, 0.0279), (0.30, 0.0193), (0.07, 0.0088), (-0.07, 0.0303),
)  # fmt: skip

#: Catheter infections: n and N with the plain and with the treated catheter. Niel-Weise and colleagues 2007, as
#: dat.nielweise2007 of metadat.
CATHETERS = (
    (3, 117, 0, 116), (3, 35, 1, 44), (9, 195, 2, 208), (7, 136, 0, 130), (6, 157, 5, 151), (4, 139, 1, 98),
    (3, 177, 1, 174), (2, 39, 1, 74), (19, 103, 1, 97), (2, 122, 1, 113), (7, 64, 0, 66), (1, 58, 0, 70),
    (5, 175, 3, 188), (11, 180, 6, 187), (0, 105, 0, 118), (1, 262, 0, 252), (3, 362, 1, 345), (1, 69, 4, 64),
)  # fmt: skip

#: Headaches with and without caffeine, made up for the practice review that Cochrane teaches with, "Caffeine for
#: daytime drowsiness", as in the R packages meta and forestploter; the eighth study has nobody in it. Events and N.
CAFFEINE = ((2, 31, 10, 34), (10, 40, 9, 40), (12, 53, 9, 61), (3, 15, 1, 17), (19, 68, 9, 64), (4, 35, 2, 37),
            (8, 35, 6, 37))  # fmt: skip


def risk_ratios() -> tuple[list[float], list[float]]:
    effects = [math.log(a / (a + b)) - math.log(c / (c + d)) for a, b, c, d in BCG]
    return effects, [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]


def odds_ratios(tables: tuple[tuple[int, ...], ...]) -> tuple[list[float], list[float]]:
    effects = [math.log(a * d / (b * c)) for a, b, c, d in tables]
    return effects, [1 / a + 1 / b + 1 / c + 1 / d for a, b, c, d in tables]


def digits(*values: float, places: int = 4) -> tuple[float, ...]:
    return tuple(round(value, places) + 0.0 for value in values)


def limits(found: Combined) -> tuple[float, float, float]:
    return found.mean, found.lower, found.upper


def test_the_risk_ratio_of_bcg_with_a_fixed_effect() -> None:
    """Metan and metafor: -0.4303 (-0.5097 to -0.3509), Q 152.2330; 0.6503 (0.6007 to 0.7040)."""
    found = combine(*risk_ratios(), tau2=None)
    assert digits(*limits(found), found.q) == (-0.4303, -0.5097, -0.3509, 152.2330)
    assert digits(*map(math.exp, limits(found))) == (0.6503, 0.6007, 0.7040)


def test_the_risk_ratio_of_bcg_by_dersimonian_and_laird() -> None:
    """Metan and metafor: -0.7141 (-1.0644 to -0.3638), tau2 0.3088, I2 92.1173; 0.4896 (0.3449 to 0.6950)."""
    found = combine(*risk_ratios(), tau2="DL")
    assert digits(*limits(found), found.tau2, found.i2) == (-0.7141, -1.0644, -0.3638, 0.3088, 92.1173)
    assert digits(*map(math.exp, limits(found))) == (0.4896, 0.3449, 0.6950)


def test_the_odds_ratio_of_bcg_by_both_models() -> None:
    """Metan and metafor: fixed 0.6465 (0.5951 to 0.7024), Q 163.1649; DL 0.4736 (0.3249 to 0.6903), tau2 0.3663."""
    tables = odds_ratios(BCG)
    fixed, random = combine(*tables, tau2=None), combine(*tables, tau2="DL")
    assert digits(*map(math.exp, limits(fixed)), fixed.q) == (0.6465, 0.5951, 0.7024, 163.1649)
    assert digits(*map(math.exp, limits(random)), random.tau2, random.i2) == (0.4736, 0.3249, 0.6903, 0.3663, 92.6455)


def test_the_practice_review_of_cochrane() -> None:
    """Its forest plot: 1.41 (0.78 to 2.56), tau2 0.22, chi2 9.39 (P 0.15), I2 36 %, Z 1.15, with these weights."""
    found = combine(*odds_ratios(tuple((a, n - a, c, m - c) for a, n, c, m in CAFFEINE)), tau2="DL")
    assert digits(*map(math.exp, limits(found)), places=2) == (1.41, 0.78, 2.56)
    assert digits(found.tau2, found.q, found.q_p, found.mean / found.error, places=2) == (0.22, 9.39, 0.15, 1.15)
    assert round(found.i2) == 36
    assert digits(*(100 * weight for weight in found.weights), places=1) == (10.2, 18.4, 19.9, 5.4, 21.6, 8.9, 15.7)


@pytest.mark.parametrize(
    ("name", "tau", "mean", "error"),
    [("DL", 0.2323, -0.3240, 0.1540), ("PM", 0.3681, -0.3811, 0.2060), ("REML", 0.1843, -0.2980, 0.1343)],
)
def test_the_estimators_of_the_spread_in_clasp(name: str, tau: float, mean: float, error: float) -> None:
    """Tables 3 and 4 of DerSimonian and Kacker 2007, as metafor prints them to four digits."""
    found = combine(*odds_ratios(tuple((a, n - a, c, m - c) for a, n, c, m in CLASP)), tau2=name)
    assert digits(math.sqrt(found.tau2), found.mean, found.error) == (tau, mean, error)


@pytest.mark.parametrize(
    ("name", "tau2", "mean", "plain", "knapp"),
    [
        (None, 0.0, 0.060, (0.036, -0.011, 0.132), (0.051, -0.048, 0.168)),
        ("REML", 0.019, 0.084, (0.052, -0.018, 0.185), (0.062, -0.046, 0.213)),
        ("DL", 0.026, 0.089, (0.056, -0.020, 0.199), (0.064, -0.044, 0.223)),
    ],
)
def test_the_teachers_with_and_without_hartung_and_knapp(
    name: str | None, tau2: float, mean: float, plain: tuple[float, ...], knapp: tuple[float, ...]
) -> None:
    """Table 16.3 of Raudenbush 2009, as metafor prints it to three digits: error and limits of both ways."""
    effects, variances = zip(*TEACHERS, strict=True)
    for hartung_knapp, expected in ((False, plain), (True, knapp)):
        found = combine(effects, variances, tau2=name, hartung_knapp=hartung_knapp)
        assert digits(found.tau2, found.mean, places=3) == (tau2, mean)
        assert digits(found.error, found.lower, found.upper, places=3) == expected
    assert round(combine(effects, variances, tau2=None).q, 2) == 35.83


def test_the_prediction_interval_is_that_of_metafor_but_for_the_quantile() -> None:
    """Metafor prints -0.204 to 0.371 for the teachers, by the normal quantile; here it is t with k - 2."""
    from scipy.stats import norm, t

    effects, variances = zip(*TEACHERS, strict=True)
    found = combine(effects, variances, tau2="REML")
    assert found.prediction is not None
    shrunk = norm.ppf(0.975) / t.ppf(0.975, len(effects) - 2)
    assert digits(*(found.mean + shrunk * (end - found.mean) for end in found.prediction), places=3) == (-0.204, 0.371)


@pytest.mark.parametrize(
    ("column", "mean", "error", "tau2", "shares"),
    [(0, -3.30, 0.24, 0.663, (0.036, 0.023, 0.055)), (2, -4.26, 0.26, 0.393, (0.014, 0.008, 0.023))],
)
def test_the_proportions_of_stijnen_on_the_logit_scale(
    column: int, mean: float, error: float, tau2: float, shares: tuple[float, ...]
) -> None:
    """Table II of Stijnen, Hamza and Özdemir 2010, the approximate model, as metafor prints it."""
    effects, variances = zip(*(logit(row[column], row[column + 1]) for row in CATHETERS), strict=True)
    found = combine(effects, variances, tau2="REML")
    assert digits(found.mean, found.error, places=2) == (mean, error)
    assert round(found.tau2, 3) == tau2
    assert digits(*(SCALES["logit"].back(value, ()) for value in limits(found)), places=3) == shares


@pytest.mark.parametrize(
    ("column", "mean", "error", "tau2", "shares"),
    [(0, -3.50, 0.26, 0.81, (0.029, 0.018, 0.048)), (2, -4.81, 0.36, 0.83, (0.008, 0.004, 0.016))],
)
def test_the_proportions_of_stijnen_by_the_binomial_likelihood(
    column: int, mean: float, error: float, tau2: float, shares: tuple[float, ...]
) -> None:
    """Table II of Stijnen, Hamza and Özdemir 2010, the exact model."""
    found = fit([row[column] for row in CATHETERS], [row[column + 1] for row in CATHETERS])
    assert digits(found.mean, found.error, found.tau2, places=2) == (mean, error, tau2)
    ends = (found.mean, found.mean - 1.959964 * found.error, found.mean + 1.959964 * found.error)
    assert digits(*(1 / (1 + math.exp(-end)) for end in ends), places=3) == shares


def test_the_double_arcsine_and_its_inverse_of_miller() -> None:
    """Miller 1978, page 138: transformed values (there twice as large), unweighted and weighted means, and back."""
    counts = ((3, 11), (6, 17), (10, 21), (1, 6))
    effects, variances = zip(*(freeman_tukey(*count) for count in counts), strict=True)
    totals = [total for _, total in counts]
    assert digits(*(2 * effect for effect in effects)) == (1.1391, 1.2888, 1.5253, 0.9515)
    assert digits(*(4 * variance for variance in variances)) == (0.0870, 0.0571, 0.0465, 0.1538)
    unweighted = sum(effects) / len(effects)
    assert digits(2 * unweighted, back_freeman_tukey(unweighted, totals)) == (1.2262, 0.3164)
    weighted = combine(effects, variances, tau2=None).mean
    assert digits(2 * weighted, back_freeman_tukey(weighted, totals)) == (1.3093, 0.3595)


def test_the_double_arcsine_with_none_and_all() -> None:
    """Metafor: 0.6886 (0.5734 to 0.7943) for 0/10, 4/10, 9/15, 16/20, 20/20."""
    counts = ((0, 10), (4, 10), (9, 15), (16, 20), (20, 20))
    found = combine(*zip(*(freeman_tukey(*count) for count in counts), strict=True), tau2=None)
    totals = [total for _, total in counts]
    assert digits(*(back_freeman_tukey(value, totals) for value in limits(found))) == (0.6886, 0.5734, 0.7943)


# --- what must hold whatever the numbers ---------------------------------------------------------------------


@given(st.integers(1, 500), st.data())
def test_every_scale_leads_back_to_where_it_came_from(total: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, total))
    assert back_freeman_tukey(freeman_tukey(events, total)[0], [total]) == pytest.approx(events / total, abs=1e-6)
    if 0 < events < total:
        for scale in SCALES.values():
            assert scale.back(scale.forward(events, total)[0], [total]) == pytest.approx(events / total, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), min_size=2, max_size=6))
def test_a_pooled_share_lies_among_the_shares_and_in_its_interval(pairs: list[tuple[int, int]]) -> None:
    counts = [(min(events, total), total) for events, total in pairs]
    plan = Plan("logit")
    result = pool([checked(str(number), *count) for number, count in enumerate(counts)], Groups({}, {}), plan)
    assert isinstance(result, Pooled)
    corrected = [(n + 0.5) / (total + 1) if n in {0, total} else n / total for n, total in counts]
    assert min(corrected) - 1e-6 <= result.value <= max(corrected) + 1e-6
    assert result.lower <= result.value <= result.upper


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 40)), min_size=2, max_size=5))
def test_the_binomial_likelihood_always_has_an_answer_or_says_why_not(pairs: list[tuple[int, int]]) -> None:
    counts = [(min(events, total), total) for events, total in pairs]
    events, totals = [n for n, _ in counts], [total for _, total in counts]
    if 0 < sum(events) < sum(totals):
        found = fit(events, totals)
        assert math.isfinite(found.mean)
        assert 0 < found.error < 100
    else:
        with pytest.raises(ValueError, match="no estimate"):
            fit(events, totals)


def test_equal_groups_pool_to_what_one_group_would_give() -> None:
    found = fit([16, 16, 16], [22, 22, 22])
    assert found.tau2 == 0
    assert 1 / (1 + math.exp(-found.mean)) == pytest.approx(48 / 66)
    assert found.error == pytest.approx(math.sqrt(1 / 48 + 1 / 18))


# --- choosing and refusing -----------------------------------------------------------------------------------

PLACE = Place("evidence/a.yaml", 1, 1)
BASE = "https://w3id.org/evgraph/concept/"


def claim(key: str, estimate: EffectEstimate, **more: object) -> Claim:
    fields = {"reference": f"work{key}", "study": None, "review": Review.READ, "outcome": "o", "arm": None} | more
    kind = Kind.COMPARISON if estimate.measure else Kind.RESULT
    return Claim(
        key,
        str(fields["reference"]),
        Proposition(kind, outcomes=(BASE + str(fields["outcome"]),)),
        Evidence(("s",), population=fields.get("population"), arm=fields["arm"], estimate=estimate),  # type: ignore[arg-type]
        Provenance("a curator", "read", PLACE),
        study=fields["study"],  # type: ignore[arg-type]
        review=fields["review"],  # type: ignore[arg-type]
    )


def checked(key: str, events: int | None, total: int | None, percent: str | None = None, **more: object) -> Checked:
    estimate = EffectEstimate(events=events, total=total, percent=Figure(percent) if percent else None)
    one = claim(key, estimate, **more)
    return check_findings(Findings(one.reference, PLACE, claims=(one,)))[0]


def refused(result: Pooled | Refusal) -> str:
    assert isinstance(result, Refusal)
    return " ".join(result.reasons)


def pooled(result: Pooled | Refusal) -> Pooled:
    assert isinstance(result, Pooled), result
    return result


NOBODY = Groups({}, {})


def test_two_reports_of_one_study_are_refused() -> None:
    two = [checked("a", 88, 109, study="S"), checked("b", 121, 164, study="S")]
    assert "share patients: both report on S" in refused(pool(two, NOBODY))


def test_two_endpoints_are_refused() -> None:
    two = [checked("a", 34, 100), checked("b", 44, 100, outcome="p")]
    assert "cannot be compared: another outcome" in refused(pool(two, NOBODY))


def test_one_claim_is_refused() -> None:
    assert "1 of 1 claims can be pooled; two are needed" in refused(pool([checked("a", 3, 9)], NOBODY))


def test_overlap_and_comparability_are_asked_of_what_is_passed_in() -> None:
    two = [checked("a", 3, 9), checked("b", 4, 9)]
    surely = pool(two, NOBODY, overlap=lambda *_: Sharing(Degree.CERTAIN, "one registry number"))
    assert "work" in refused(surely)
    assert "one registry number" in refused(surely)
    perhaps = pool(two, NOBODY, overlap=lambda *_: Sharing(Degree.POSSIBLE, "one centre"))
    assert "may share patients: one centre" in refused(perhaps)
    asked = pool(two, NOBODY, Plan(despite_overlap=True), overlap=lambda *_: Sharing(Degree.POSSIBLE, "one centre"))
    assert "may share patients: one centre" in " ".join(pooled(asked).warnings)
    assert "another definition" in refused(pool(two, NOBODY, comparable=lambda *_: "another definition"))


def test_what_stays_out_says_why() -> None:
    rejected = checked("r", 3, 9)
    result = pool(
        [
            checked("a", 3, 9),
            checked("b", 4, 9),
            checked("c", 4, None),
            checked("d", 5, 9, "75"),
            checked("e", 5, 9, review=Review.MINED),
            replace(rejected, claim=replace(claim("r", EffectEstimate(events=3, total=9)), review=Review.REJECTED)),
        ],
        NOBODY,
    )
    why = {left.claim.key: left.why for left in pooled(result).out}
    assert why == {
        "c": "N is not told",
        "d": "does not close: 5/9 is 55.56 %; not 75 %",
        "e": "mined, and looked at by nobody",
        "r": "rejected, disputed or negated",
    }


def test_a_count_recomputed_from_its_percentage_is_said_to_be() -> None:
    result = pooled(pool([checked("a", None, 164, "73.8"), checked("b", 14, 22)], NOBODY))
    assert result.entries[0].count == (121, 164)
    assert "worka/a: n recomputed from 73.8 %" in result.warnings
    coarse = pool([checked("a", None, 1640, "74"), checked("b", 14, 22)], NOBODY)
    assert refused(coarse).startswith("1 of 2 claims")


def test_a_part_of_a_group_stays_out_where_the_whole_is_in() -> None:
    populations = (Population("all", "all", "w", size=9), Population("b", "B", "w", size=5, part_of="all"))
    findings = Findings("w", PLACE, populations=populations, arms=(Arm("x", "X", "w", population="all", size=9),))
    whole, part = (
        checked("all", 7, 9, reference="w", population="all"),
        checked("b", 5, 5, reference="w", population="b"),
    )
    result = pooled(pool([part, whole, checked("z", 3, 8)], Groups.of([findings])))
    assert [entry.name for entry in result.entries] == ["w/all", "workz/z"]
    assert [left.why for left in result.out] == ["a part of w/all"]


def test_the_same_figure_told_twice_counts_once() -> None:
    twice = [checked("a", 3, 22, reference="w"), checked("a2", 3, 22, reference="w"), checked("b", 4, 9)]
    assert [left.why for left in pooled(pool(twice, NOBODY)).out] == ["says the same as w/a"]


def test_nothing_but_zeros_is_refused_by_the_likelihood_and_pooled_on_other_scales() -> None:
    none = [checked("a", 0, 9), checked("b", 0, 12)]
    assert "no estimate" in refused(pool(none, NOBODY))
    assert pooled(pool(none, NOBODY, Plan("freeman-tukey"))).value == 0.0


def ratio(key: str, value: str, lower: str, upper: str, level: str | None = "95", **more: object) -> Checked:
    interval = Interval(Figure(lower), Figure(upper), Figure(level) if level else None)
    one = claim(key, EffectEstimate(BASE + "hazard-ratio", Figure(value), interval=interval), **more)
    return check_findings(Findings(one.reference, PLACE, claims=(one,)))[0]


def test_ratios_are_pooled_by_their_intervals_whatever_their_levels() -> None:
    both = [ratio("a", "0.71", "0.55", "0.93"), ratio("b", "0.75", "0.57", "0.99", "97.5")]
    result = pooled(pool(both, NOBODY, Plan(RATIO, tau2=None)))
    widths = [math.log(0.93 / 0.55) / (2 * 1.959964), math.log(0.99 / 0.57) / (2 * 2.241403)]
    weights = [1 / width**2 for width in widths]
    expected = math.exp(sum(w * math.log(v) for w, v in zip(weights, (0.71, 0.75), strict=True)) / sum(weights))
    assert result.value == pytest.approx(expected, rel=1e-6)
    assert result.warnings == ()
    unstated = pooled(pool([both[0], ratio("b", "0.75", "0.57", "0.99", None)], NOBODY, Plan(RATIO)))
    assert unstated.warnings == ("workb/b: level of the interval: 95 %, assumed",)
    assert result.combined.weights == pytest.approx([w / sum(weights) for w in weights])


def test_ratios_of_two_kinds_are_not_pooled_and_counts_are_no_ratios() -> None:
    odds = ratio("b", "0.75", "0.57", "0.99")
    assert odds.claim is not None
    assert odds.claim.evidence.estimate is not None
    estimate = replace(odds.claim.evidence.estimate, measure=BASE + "odds-ratio")
    other = replace(odds, claim=replace(odds.claim, evidence=replace(odds.claim.evidence, estimate=estimate)))
    assert "another measure" in refused(pool([ratio("a", "0.71", "0.55", "0.93"), other], NOBODY, Plan(RATIO)))
    assert "0 of 1 claims" in refused(pool([checked("a", 3, 9)], NOBODY, Plan(RATIO)))


@pytest.mark.parametrize("plan", [{"scale": "cubic"}, {"tau2": "XX"}, {"level": 100.0}])
def test_a_plan_that_cannot_be_is_refused_at_once(plan: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Plan(**plan)  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [EXACT, *SCALES])
@pytest.mark.parametrize("tau2", [None, *TAU2])
def test_every_scale_and_estimator_pools_the_small_series(
    graph: evgraph.EvidenceGraph, scale: str, tau2: str | None
) -> None:
    result = pooled(graph.pool("complete remission", drug="bortezomib", plan=Plan(scale, tau2, despite_overlap=True)))
    assert {entry.name: entry.count for entry in result.entries} == {
        "index2018/cr-all": (7, 9),
        "messinger2012/cr": (14, 22),
        "zhao2015/cr": (8, 9),
    }
    assert 0.6 < result.value < 0.9
    assert "the treatments are not the same in all claims" in result.warnings
    assert {left.claim.key for left in result.out} == {"cr-b-all", "cr-t-all", "cr-ph-positive"}


def test_the_two_reports_of_one_trial_are_refused_in_the_projects_own_graph(graph: evgraph.EvidenceGraph) -> None:
    reasons = refused(graph.pool("CR or CRi", drug="inotuzumab ozogamicin"))
    assert "both report on INO-VATE" in reasons


def test_claims_are_named_to_choose_them(graph: evgraph.EvidenceGraph) -> None:
    only = pooled(graph.pool("complete remission", only=["messinger2012/cr", "zhao2015/cr"]))
    assert len(only.entries) == 2
    plan = Plan(despite_overlap=True)
    without = pooled(graph.pool("complete remission", drug="bortezomib", without=["zhao2015/cr"], plan=plan))
    assert [entry.name for entry in without.entries] == ["index2018/cr-all", "messinger2012/cr"]
    with pytest.raises(VocabularyError, match="none of the claims asked for"):
        graph.pool("complete remission", only=["nobody/cr"])

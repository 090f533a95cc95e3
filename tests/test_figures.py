from __future__ import annotations

import gc
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract.figures import find_figures
from evgraph.extract.figures.tokens import number_of, tokens_of
from evgraph.extract.records import FoundFigure
from tests.benchmarks.extraction.effect_tuples import fields_of


def read(text: str) -> list[dict[str, object]]:
    return [fields_of(figure.estimate, figure.time_point, figure.grade) for figure in find_figures(text)]


def words(text: str) -> list[str]:
    return [figure.span.of(text) for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16 of 22 patients responded", {"events": 16, "total": 22}),
        ("Relapse: 16/22.", {"events": 16, "total": 22}),
        ("Relapse in 16 (73%).", {"events": 16, "percent": "73"}),
        ("Relapse in 16 (73%) of 22 patients.", {"events": 16, "total": 22, "percent": "73"}),
        ("Relapse in 73% (16/22).", {"events": 16, "total": 22, "percent": "73"}),
        ("Three (6 %) relapsed.", {"events": 3, "percent": "6"}),
        ("Twenty-one of thirty patients relapsed.", {"events": 21, "total": 30}),
        ("None of the 22 patients died.", {"events": 0, "total": 22}),
        ("The rate was 15 percent.", {"percent": "15"}),
        ("The rate was 0·71 %.", {"percent": "0·71"}),
        (
            "The median was 7.7 months (range, 1–76).",
            {"measure": "median", "value": "7.7", "unit": "mo", "from": "1", "to": "76"},
        ),
        ("The mean was 13.7 +/- 2.2 mmHg.", {"measure": "mean", "value": "13.7", "unit": "mmHg", "sd": "2.2"}),
        ("The mean was 13.7 ± 2.2 mm Hg.", {"measure": "mean", "value": "13.7", "unit": "mm Hg", "sd": "2.2"}),
        ("A fall of \N{MINUS SIGN}3.5 points.", {"value": "\N{MINUS SIGN}3.5", "unit": "points"}),
        ("(P = NS)", {"p": "NS", "operator": "="}),
        ("a p-value of 0.03", {"p": "0.03", "operator": "="}),
        ("one-sided P=.0105", {"p": ".0105", "operator": "=", "sided": "one-sided"}),
        ("P (two-sided) < 0·001", {"p": "0·001", "operator": "<", "sided": "two-sided"}),
        ("p = 1.2 × 10−5", {"p": "1.2×10^-5", "operator": "="}),
    ],
)  # fmt: skip
def test_a_figure_is_read_in_each_form_journals_print(text: str, expected: dict[str, object]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "HR 0.71; 95% confidence interval [CI], 0.55 to 0.93; P=0.01",
        "hazard ratio, 0.71 (95% CI 0.55–0.93; P=0.01)",
        "hazard ratio for death, 0.71; 95% CI, 0.55-0.93; P=0.01",
        "hazard ratio [HR] = 0.71 [95% CI: 0.55, 0.93], p=0.01",
        "HR 0.71 ( 95 % CI , 0.55 to 0.93 ; P =0.01 )",
        "HR=0.71 (95%CI=0.55;0.93), P value = 0.01",
        "an adjusted hazard ratio of 0.71 ({95% CI} 0.55 to 0.93) (P=0.01)",
    ],
)
def test_a_ratio_is_read_with_interval_level_and_p(text: str) -> None:
    expected = {"measure": "hazard-ratio", "value": "0.71", "lower": "0.55", "upper": "0.93", "level": "95"}
    assert read(text) == [expected | {"operator": "=", "p": "0.01"}]


def test_the_level_of_an_interval_is_read_and_never_assumed() -> None:
    assert read("HR 0.75, 97.5% CI 0.57-0.99")[0]["level"] == "97.5"
    assert "level" not in read("HR 0.75 (0.57-0.99)")[0]


def test_a_list_is_one_figure_for_each_group_and_shares_its_p() -> None:
    text = "The rates were 34% vs. 16% (P<.001)."
    assert [
        (figure.estimate.percent.text, figure.series) for figure in find_figures(text) if figure.estimate.percent
    ] == [
        ("34", 0),
        ("16", 1),
    ]
    assert [row["p"] for row in read(text)] == [".001", ".001"]


def test_unit_and_measure_are_handed_along_a_list() -> None:
    assert read("median 7.7 vs. 4.0 months") == [
        {"measure": "median", "value": "7.7", "unit": "mo"},
        {"measure": "median", "value": "4.0", "unit": "mo"},
    ]


def test_x_and_y_respectively_are_two_figures() -> None:
    found = find_figures("Scores were 3.1 and 4.2 points with A and B, respectively.")
    assert [figure.series for figure in found] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "A reduction of at least 30% was required.",
        "Patients aged 18 to 65 years were eligible.",
        "Patients were 60 years or older.",
        "They received 50 mg/m2 on days 1 to 3 of a 28-day cycle.",
        "Patients were followed for 36 months.",
        "The study had 80% power to detect a 15% difference.",
        "P<0.05 was considered significant.",
        "Between March 18, 2010, and January 9, 2012, at 12 centres.",
        "Patients were randomized 2:1 in this phase 3 trial of group 2.",
        "IL-6 and CD19 were measured after 5-FU (0.005% once daily).",
        "A total of 218 patients were enrolled.",
        "response defined as fewer than 5% marrow blasts",
    ],
)
def test_what_is_no_result_is_no_figure(text: str) -> None:
    assert words(text) == []


def test_an_interval_is_never_read_as_a_range() -> None:
    found = read("The rate was 80.7% [95% CI, 72.1%-87.7%] vs 29.4% [21.0%-38.8%].")
    assert [(row["lower"], row["upper"], row["level"]) for row in found] == [
        ("72.1", "87.7", "95"),
        ("21.0", "38.8", "95"),
    ]
    assert not any("from" in row for row in found)


def test_two_ends_behind_a_median_are_a_range_of_a_kind_not_told() -> None:
    estimate = find_figures("The median was 82 (55, 100) minutes.")[0].estimate
    assert estimate.range is not None
    assert estimate.range_kind == "not stated"


def test_a_standard_error_is_not_kept_as_a_deviation() -> None:
    assert "sd" not in read("Survival was 41% (SE 11%).")[0]


def test_a_percentage_and_a_count_that_do_not_close_stay_apart() -> None:
    assert {"events": 5, "total": 50} in read("It was 40% (5/50).")


def test_from_one_value_to_another_is_one_figure() -> None:
    (figure,) = find_figures("Pressure was reduced from 24.7 to 19.0 mmHg.")
    assert figure.estimate.qualifier == "from 24.7 to"
    assert figure.estimate.value is not None
    assert figure.estimate.value.text == "19.0"


@pytest.mark.parametrize(
    ("text", "time_point"),
    [
        ("Survival at 2 years was 61%.", "P2Y"),
        ("The 6-month rate was 31%.", "P6M"),
        ("At week 12, 40% responded.", "P12W"),
        ("It was 31% at 6 months.", "P6M"),
        ("It was 61% by day 28.", "P28D"),
    ],
)
def test_a_figure_has_its_time_point(text: str, time_point: str) -> None:
    assert [figure.time_point for figure in find_figures(text)] == [time_point]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Grade 3 or 4 rash in 12%", "3-4"),
        ("Rash of grade 3 or higher in 12%", ">=3"),
        ("grade ≥3 rash, 12%", ">=3"),
        ("Grade III/IV rash, 12%", "3-4"),
        ("Grade 4 rash, 12%", "4"),
    ],
)
def test_an_adverse_event_has_its_grade(text: str, grade: str) -> None:
    assert [figure.grade for figure in find_figures(text)] == [grade]


def test_a_p_alone_is_a_figure() -> None:
    assert read("Survival was longer with A (P = .03).") == [{"operator": "=", "p": ".03"}]


@given(st.text(alphabet="0123456789.,;:()[]%±<>=-–−·/ aPpvsCIHRmedianofto\n", max_size=400))
def test_spans_lie_in_the_text_in_order_and_nothing_crashes(text: str) -> None:
    found = find_figures(text)
    assert all(0 <= figure.span.start < figure.span.end <= len(text) for figure in found)
    assert list(found) == sorted(found, key=lambda figure: figure.span.start)


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(find_figures(text), tuple)


def test_the_same_text_gives_the_same_figures() -> None:
    text = "34% vs. 16% (P<.001) and HR 0.71 (95% CI 0.55-0.93)"
    assert find_figures(text) == find_figures(text)


@pytest.mark.parametrize(
    "piece",
    "1,|1.1|(|((1|95% CI |P = |1 vs |12% and |a to 1 |±1|one |grade |median |1-|1/|<|n=1[|range (".split("|"),  # noqa: SIM905
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_figures(text)
        return time.process_time() - start

    # The collector would walk what all other tests left behind, the more often the more is made here.
    gc.disable()
    try:
        seconds(2_000)
        small = min(seconds(20_000) for _ in range(3))
        large = min(seconds(160_000) for _ in range(3))
    finally:
        gc.enable()
    # Eight times the text; sixty-four times the work would be quadratic.
    assert large < 40 * max(small, 0.02)


def test_number_words_become_numbers_with_their_place() -> None:
    text = "Two hundred forty-four patients"
    token = tokens_of(text)[0]
    assert (token.text, text[token.start : token.end]) == ("244", "Two hundred forty-four")


def test_printed_numbers_have_values() -> None:
    assert number_of("\N{MINUS SIGN}1,024·5") == Decimal("-1024.5")


def test_a_figure_is_where_it_says_it_is() -> None:
    text = "In A, HR 0.71 (95% CI 0.55–0.93; P=0.01) was seen."
    (figure,) = find_figures(text)
    assert isinstance(figure, FoundFigure)
    assert figure.span.of(text) == "HR 0.71 (95% CI 0.55–0.93; P=0.01"


def times_of(text: str) -> list[tuple[str, str | None]]:
    return [(figure.span.of(text), figure.time_point) for figure in find_figures(text)]


def test_a_value_behind_the_time_of_the_one_before_is_no_time() -> None:
    text = "Mean load was 51.2±4.6 kg at 3 months, 52.9±5.1 kg at 6 months, and 53.4±4.9 kg at 12 months."
    assert times_of(text) == [("51.2±4.6 kg", "P3M"), ("52.9±5.1 kg", "P6M"), ("53.4±4.9 kg", "P12M")]


def test_a_time_of_a_list_is_no_value() -> None:
    text = "Load was lower at 3 months (61.5 vs 70.2 kg), 15 months (60.1 vs 68.8 kg), and 18 months (59.7 vs 69.3 kg)."
    assert times_of(text) == [
        ("61.5", "P3M"),
        ("70.2 kg", "P3M"),
        ("60.1", "P15M"),
        ("68.8 kg", "P15M"),
        ("59.7", "P18M"),
        ("69.3 kg", "P18M"),
    ]


def test_a_number_that_ends_a_name_is_no_figure() -> None:
    assert times_of("Pain was less for NRS 2 (3.6 versus 5.2).") == [("3.6", None), ("5.2", None)]


def test_a_threshold_before_its_own_figures_is_none_of_them() -> None:
    text = "Loss was ≥15% (64.5% vs 38.2%) and ≥20% (52.8% vs 21.9%)."
    assert [words for words, _ in times_of(text)] == ["64.5%", "38.2%", "52.8%", "21.9%"]


@pytest.mark.parametrize(
    "before", ["The trial had 90% power. ", "The trial had 90% power.\n\n", "An alpha of 0.05 was set. "]
)
def test_the_plan_told_in_one_sentence_takes_no_figure_of_the_next(before: str) -> None:
    text = f"{before}The median was 44 months."
    assert [figure.estimate.value.text for figure in find_figures(text) if figure.estimate.value] == ["44"]


def test_a_number_behind_a_count_and_its_share_is_a_count() -> None:
    text = "Remission was seen in 33 of 46 patients (72%), and 25 were free of signs."
    last = find_figures(text)[-1]
    assert (last.estimate.events, last.estimate.percent) == (25, None)


def test_a_grade_told_of_the_next_share_is_not_that_of_the_first() -> None:
    found = find_figures("Fever occurred in 89% of patients and was grade 3 or higher in 13%.")
    assert [figure.grade for figure in found] == [None, ">=3"]

"""Which group and outcome a figure is given to, and which figures are kept back: with invented drugs and figures."""

from __future__ import annotations

from functools import cache

import pytest

from evgraph.extract import Matcher, annotate, document_from_text, extract
from evgraph.extract.figures import find_figures
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Contrast, Findings, Kind, Role

TWO = "A randomised trial\n\nMETHODS: Patients were randomly assigned to {} or {}.\nRESULTS: "
PLAIN = TWO.format("testanib (n = 30)", "placebo (n = 28)")


@cache
def matcher() -> Matcher:
    return Matcher.of(read_concepts(ontology_home()))


def mined(text: str) -> Findings:
    return extract(document_from_text("x", text), matcher())


def given(text: str) -> dict[str, str]:
    """Return the arm of each figure that is the result of one; an empty name for all patients."""
    findings = mined(text)
    arms = {arm.key: arm.label for arm in findings.arms}
    return {
        claim.evidence.figure.of(text): arms.get(claim.evidence.arm or "", "")
        for claim in findings.claims
        if claim.proposition.kind is Kind.RESULT and claim.evidence.figure is not None
    }


def kept_back(text: str) -> dict[str, str]:
    return {figure.span.of(text): figure.reason for figure in mined(text).unattached}


def contrasts(text: str) -> list[str | None]:
    """Return the contrast of each comparison, in text order."""
    found = [claim for claim in mined(text).claims if claim.proposition.kind is Kind.COMPARISON]
    found.sort(key=lambda claim: claim.evidence.figure.start if claim.evidence.figure else 0)
    return [claim.evidence.contrast.value if claim.evidence.contrast else None for claim in found]


def arms(text: str) -> list[tuple[str, int | None]]:
    return [(arm.label, arm.size) for arm in annotate(document_from_text("x", text), matcher()).arms]


def test_arms_that_are_numbered_are_all_read() -> None:
    text = (
        "A study\n\nMETHODS: We compared three treatments: 1) high-dose olvimab (n = 21); 2) olvimab and tolib "
        "(n = 19); and 3) tolib only (n = 20)."
    )
    assert arms(text) == [("high-dose olvimab", 21), ("olvimab and tolib", 19), ("tolib", 20)]


def test_a_list_of_drugs_with_one_short_form_is_one_arm() -> None:
    text = "A study\n\nMETHODS: Patients were randomised to olvimab, arbacin, and tolib (OAT) or to tolib alone."
    assert [label for label, _ in arms(text)] == ["olvimab, arbacin, and tolib", "tolib alone"]


def test_the_purpose_of_a_trial_is_no_arm() -> None:
    text = "Olvimab versus standard tolib in adults\n\nWe enrolled adults in a randomised trial to test safety."
    assert [label for label, _ in arms(text)] == ["Olvimab", "standard tolib"]


def test_a_dose_behind_a_comma_does_not_belong_to_the_name() -> None:
    text = "A study\n\nMETHODS: Patients were randomised to receive olvimab, 10 mg (n = 5), or tolib, 2 mg (n = 6)."
    assert arms(text) == [("olvimab", 5), ("tolib", 6)]


def test_square_metres_are_no_size() -> None:
    text = "A study\n\nMETHODS: Patients were randomised to olvimab (10 mg/m(2)) or tolib (5 mg/m(2))."
    assert [size for _, size in arms(text)] == [None, None]


def test_no_treatment_keeps_its_no() -> None:
    text = "A study\n\nMETHODS: Patients were randomised to olvimab or to no treatment."
    assert [label for label, _ in arms(text)] == ["olvimab", "no treatment"]


def test_who_got_less_of_the_same_is_the_comparator() -> None:
    text = (
        TWO.format("TALIX", "TALIX plus olvimab") + "Rash was seen in 10% with TALIX and 20% with TALIX plus olvimab."
    )
    roles = {arm.label: arm.role for arm in mined(text).arms}
    assert roles == {"TALIX": Role.COMPARATOR, "TALIX plus olvimab": Role.INTERVENTION}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Remission was reached by 40% with olvimab plus tolib and by 25% with tolib alone.",
            {"40%": "olvimab plus tolib", "25%": "tolib"},
        ),
        ("Remission was reached by 25% with tolib and 40% with tolib plus olvimab.", {"25%": "tolib"}),
    ],
)
def test_a_drug_given_with_another_is_not_the_arm_of_the_drug_alone(sentence: str, wanted: dict[str, str]) -> None:
    found = given(TWO.format("olvimab plus tolib", "tolib") + sentence)
    assert found.items() >= wanted.items()
    assert found.get("40%", "olvimab plus tolib") == "olvimab plus tolib"


def test_another_dose_is_another_group() -> None:
    text = TWO.format("olvimab", "placebo") + "Remission was reached by 40% with high-dose olvimab."
    assert given(text) == {}
    assert kept_back(text) == {"40%": "is of a group that is no arm of the study"}


def test_arms_named_by_letters_are_found_in_the_plural() -> None:
    text = (
        "A study\n\nMETHODS: Patients were randomised to olvimab (arm A) or tolib (arm B).\n"
        "RESULTS: Complete remission rates were 40% and 25% for arms A and B, respectively."
    )
    assert given(text) == {"40%": "olvimab", "25%": "tolib"}


def test_the_other_arm_is_known_by_a_word_of_its_name() -> None:
    text = TWO.format("six cycles of olvimab", "weekly TALIX") + (
        "Rash was more frequent in the olvimab arm (31%) than in the biweekly TALIX arm (12%)."
    )
    assert given(text) == {"31%": "six cycles of olvimab", "12%": "TALIX"}


def test_figures_of_groups_that_are_no_arms_are_kept_back() -> None:
    text = PLAIN + "Remission was reached by 40% of patients taking aspirin."
    assert given(text) == {}
    assert kept_back(text) == {"40%": "is of a group that is no arm of the study"}


def test_two_values_of_one_thing_are_both_kept_back() -> None:
    text = PLAIN + "Remission was reached by 40% and by 25% with testanib."
    assert given(text) == {}
    assert set(kept_back(text)) == {"40%", "25%"}


def test_a_count_and_its_share_do_not_contradict_one_another() -> None:
    text = PLAIN + "Remission was reached by 12 of 30 patients with testanib and 7 of 28 with placebo (40% vs 25%)."
    assert given(text) == {"12 of 30": "testanib", "7 of 28": "placebo", "40%": "testanib", "25%": "placebo"}


def test_a_list_before_the_arm_is_read_by_what_the_words_say() -> None:
    text = PLAIN + "Rash (31% v 12%) was more common with testanib."
    assert given(text) == {"31%": "testanib", "12%": "placebo"}


def test_a_list_before_the_arm_that_says_the_contrary_is_not_completed() -> None:
    text = PLAIN + "Rash (12% v 31%) was more common with testanib."
    assert "31%" not in given(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Survival was assessed in 27 patients given testanib.",
        "For 14 large and 9 small tumours, the sensitivity was good.",
        "Survival was 3.2 months longer with testanib.",
    ],
)
def test_sizes_and_differences_are_no_results(sentence: str) -> None:
    assert given(PLAIN + sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Nausea occurred in 9 patients given testanib and 4 given placebo.", {"9", "4"}),
        ("There were 5 deaths in the testanib group.", {"5"}),
    ],
)
def test_counts_of_events_are_results(sentence: str, counts: set[str]) -> None:
    assert set(given(PLAIN + sentence)) == counts


def test_a_figure_of_either_group_is_of_all() -> None:
    assert given(PLAIN + "Median overall survival was not reached in either group.") == {"not reached": ""}


@pytest.mark.parametrize(
    "sentence",
    [
        "Responders lived longer than nonresponders (P = .001).",
        "Pain scores decreased from baseline (P = .01).",
        "Relapse was rarer in the young than in the old (P = .01).",
    ],
)
def test_what_compares_others_than_the_arms_is_no_comparison_of_them(sentence: str) -> None:
    assert contrasts(PLAIN + sentence) == []


@pytest.mark.parametrize(
    ("sentence", "contrast"),
    [
        ("Overall survival was longer with testanib than with placebo (HR 0.71; P = .01).", Contrast.HIGHER),
        ("Overall survival was longer with placebo than with testanib (HR 1.41; P = .01).", Contrast.LOWER),
        ("Compared with placebo, testanib reduced neutropenia (P = .02).", Contrast.LOWER),
        ("Rash was less frequent in the placebo group (P = .02).", Contrast.HIGHER),
        ("Neutropenia did not differ between testanib and placebo (P = .40).", Contrast.NO_DIFFERENCE),
        ("Overall survival was longer with testanib than with placebo (P = .12).", Contrast.NO_DIFFERENCE),
        ("Complete remission rates were 40% with testanib and 25% with placebo (P = .03).", Contrast.HIGHER),
        ("Neutropenia was improved with testanib versus placebo (P = .03).", None),
        ("For neutropenia, testanib compared with placebo was non-inferior (P = .03).", None),
    ],
)
def test_a_comparison_says_who_had_more_where_words_or_figures_do(sentence: str, contrast: Contrast | None) -> None:
    assert contrasts(PLAIN + sentence) == [contrast.value if contrast else None]


def test_each_clause_has_its_own_contrast() -> None:
    text = PLAIN + (
        "Neutropenia did not differ between groups (P = .70), but infections were more frequent with testanib than "
        "with placebo (P = .01)."
    )
    assert contrasts(text) == ["no difference shown", "higher"]


def test_words_and_figures_that_differ_tell_no_contrast() -> None:
    text = PLAIN + "Remission was more frequent with testanib (25%) than with placebo (40%; P = .03)."
    assert contrasts(text) == [None]


def test_a_short_form_that_means_something_else_is_no_measure() -> None:
    text = "A study\n\nPatients were given testanib. The heart rate (HR) rose. HR was 92 beats/min."
    measures = [m.span.of(text) for m in annotate(document_from_text("x", text), matcher()).mentions]
    assert "beats" not in measures
    assert find_figures("HR was 0.92.", frozenset({"HR"}))[0].estimate.measure is None


def test_grades_of_a_list_go_to_its_figures() -> None:
    found = find_figures("Pain of grade 3 or 4 was seen in 7 (14%) and 2 (4%) patients, respectively.")
    assert [figure.grade for figure in found] == ["3", "4"]


def test_each_ratio_of_a_list_has_its_own_p() -> None:
    found = find_figures("Relapse (hazard ratio, 0.53 [P = .07]) and death (hazard ratio, 0.77 [P = .34]) were rarer.")
    assert [figure.estimate.p.value.text for figure in found if figure.estimate.p] == [".07", ".34"]


def test_weeks_of_a_list_are_no_results() -> None:
    found = find_figures("At weeks 4, 12, and 24 the median score was 3.5.")
    assert [figure.estimate.value.text for figure in found if figure.estimate.value] == ["3.5"]


def test_a_size_in_words_is_read() -> None:
    text = "A trial\n\nTwo hundred and eleven patients were randomly assigned to olvimab or placebo."
    assert [group.size for group in annotate(document_from_text("x", text), matcher()).populations] == [211]


@pytest.mark.parametrize(
    "told",
    [
        "Group 1 received olvimab and group 2 received tolib.",
        "There were two groups: group 1 (olvimab, n = 20) and group 2 (tolib, n = 22).",
        "Patients were given olvimab (group 1) or tolib (group 2).",
    ],
)
def test_groups_with_numbers_are_called_by_what_they_were_given(told: str) -> None:
    text = f"A study\n\nMETHODS: {told}\nRESULTS: Rash was seen in 12% of group 1 and in 30% of group 2."
    assert given(text) == {"12%": "olvimab", "30%": "tolib"}


def test_groups_with_numbers_keep_them_where_not_all_are_told() -> None:
    text = "A study\n\nGroup 1 received olvimab.\n\nRash was seen in 12% of group 1 and in 30% of group 2."
    assert set(given(text).values()) == {"Group 1", "group 2"}


def test_patients_with_and_without_a_donor_are_the_donor_groups() -> None:
    text = (
        "A study\n\nRESULTS: Survival was 60% in the donor group and 45% in the no-donor group. Relapse occurred in "
        "20% of patients with a donor and in 41% of those without a donor."
    )
    assert given(text) == {"60%": "donor", "45%": "no-donor", "20%": "donor", "41%": "no-donor"}


@pytest.mark.parametrize(
    ("sentence", "figure", "reason"),
    [
        ("Remission was seen in 33 of 22 patients.", "33 of 22", "more patients than there were"),
        ("Survival was longer with testanib (P = 1.7).", "P = 1.7", "P lies between 0 and 1"),
        ("Overall survival was 130% with testanib.", "130%", "a share of more than 100 %"),
    ],
)
def test_what_cannot_be_is_kept_with_the_reason(sentence: str, figure: str, reason: str) -> None:
    assert kept_back(PLAIN + sentence) == {figure: reason}


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("Of 29 patients in complete remission, 22 (76%) were MRD-negative.", "22 (76%)"),
        ("Eighteen of 24 patients with complete remission had MRD-negative remission.", "Eighteen of 24"),
        ("MRD negativity was reached by 22 of 29 patients in remission.", "22 of 29"),
    ],
)
def test_shares_without_residual_disease_are_results(sentence: str, share: str) -> None:
    assert given("A study\n\nForty patients were treated with testanib. " + sentence) == {share: "testanib"}


def test_a_mean_without_a_name_is_of_the_outcome_before() -> None:
    text = PLAIN + "Pain scores were assessed. In the testanib group the mean was 3.1."
    assert given(text) == {"mean was 3.1": "testanib"}


def test_what_became_of_an_event_is_not_the_event() -> None:
    text = PLAIN + "Peripheral neuropathy resolved in 72% of patients given testanib."
    assert kept_back(text) == {"72%": "tells what became of the outcome"}


def test_the_arms_of_a_ratio_have_the_order_of_its_words() -> None:
    text = PLAIN + "The hazard ratio for relapse for placebo to testanib was 1.43 (95% CI, 1.10 to 1.86)."
    (claim,) = [claim for claim in mined(text).claims if claim.proposition.kind is Kind.COMPARISON]
    assert (claim.evidence.arm, claim.evidence.comparator_arm) == ("mined-arm-2", "mined-arm-1")

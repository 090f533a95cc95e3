"""What is held back though every figure seemed to be bound: our own sentences, each with what is wrong in it."""

from __future__ import annotations

from functools import cache

import pytest

from evgraph.extract import Matcher, document_from_text, extract
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Findings

TWO = "A trial\n\nMETHODS: Patients were randomly assigned to receive testanib (n = 30) or placebo (n = 28).\nRESULTS: "
ONE = "A trial\n\nMETHODS: Patients were treated with testanib.\nRESULTS: "
FOUR = "A trial\n\nMETHODS: Adults were randomised to one of four groups, among them testanib or placebo.\nRESULTS: "


@cache
def matcher() -> Matcher:
    return Matcher.of(read_concepts(ontology_home()))


def mined(text: str) -> Findings:
    return extract(document_from_text("x", text), matcher())


def reasons(text: str) -> dict[str, str]:
    """Return the figures that make no claim, each with the reason."""
    words = document_from_text("x", text).text
    return {figure.span.of(words): figure.reason for figure in mined(text).unattached}


@pytest.mark.parametrize(
    ("text", "figure", "reason"),
    [
        (
            ONE + "Fever was seen in 40% before and 22% behind the wall, and 31% in the yard.",
            "40%",
            "another figure of the sentence seems to be of the same",
        ),
        (
            FOUR + "Remission was more frequent with testanib than with placebo (P = 0.02).",
            "P = 0.02",
            "compares groups, but the text does not tell which two",
        ),
        (
            TWO + "Responders had longer survival than the unfit (P = 0.004).",
            "P = 0.004",
            "compares groups that are no arms",
        ),
        (
            TWO + "Women had fewer remissions (11/35, 31%) than those who were men (33/61, 54%).",
            "11/35, 31%",
            "the sentence does not tell of which group it is",
        ),
        (
            TWO + "Survival with testanib was 84% lean vs 61% stout.",
            "84%",
            "compares groups that are no arms",
        ),
        (
            TWO + "Of the patients, 49% were of age over 61 years.",
            "49%",
            "is a share, and its outcome is measured",
        ),
    ],
)
def test_what_contradicts_or_lacks_a_group_makes_no_claim(text: str, figure: str, reason: str) -> None:
    assert reasons(text)[figure] == reason
    assert not any(claim.evidence.figure and claim.evidence.figure.of(text) == figure for claim in mined(text).claims)


def test_the_same_figure_told_twice_is_no_contradiction() -> None:
    assert len(mined(TWO + "Remission was seen in 40% with testanib, that is in 40% of 30.").claims) == 1


def test_a_group_in_brackets_behind_its_figure_owns_it() -> None:
    findings = mined(TWO + "Complete remission rates were as follows: 41% (placebo), 62% (testanib).")
    arms = {arm.key: arm.label for arm in findings.arms}
    told = {
        (arms[c.evidence.arm or ""], c.evidence.estimate.percent.text)
        for c in findings.claims
        if c.evidence.estimate and c.evidence.estimate.percent
    }
    assert told == {("placebo", "41"), ("testanib", "62")}


def test_how_studies_differ_is_no_result() -> None:
    assert reasons(ONE + "Mortality was lower (I2 = 57%).")["57%"] == "tells how studies differ"


def test_a_number_of_an_address_is_no_result() -> None:
    text = ONE + "Remission was rare; more at https://example.org/trials/4711 and elsewhere."
    assert all("4711" not in figure or reason == "is part of an address" for figure, reason in reasons(text).items())
    assert not mined(text).claims


def test_a_limit_within_a_name_is_no_result() -> None:
    found = mined(TWO + "The forced expiratory volume in 1 second was 2.4 l with testanib and 2.1 l with placebo.")
    values = {c.evidence.estimate.value.text for c in found.claims if c.evidence.estimate and c.evidence.estimate.value}
    assert "1" not in values


def test_controls_alone_are_not_all_there_is() -> None:
    text = "A series\n\nRESULTS: Cases had more pain (67 vs 59 mm) than controls."
    assert not mined(text).claims


def test_a_p_value_is_no_arm_called_p() -> None:
    text = "A trial\n\nMETHODS: Patients were randomised to drug P (n = 30) or drug Q (n = 28).\nRESULTS: "
    assert not mined(text + "Survival was longer in women (p = 0.01).").claims


def test_a_grade_is_carried_to_events_that_no_vocabulary_holds() -> None:
    found = mined(TWO + "Grade 3 or worse hiccups were seen in 12% with testanib and 4% with placebo.")
    assert {claim.proposition.grade for claim in found.claims} == {">=3"}


def test_events_and_years_of_patients_are_no_patients() -> None:
    told = reasons(ONE + "In use, 112 hepatic events were reported, with 14,300 patient-years of exposure.")
    assert told["112"] == "counts events, not people"


def test_a_first_year_is_no_year_of_that_number() -> None:
    found = mined(ONE + "During the first year 143 patients (11.1%) died.")
    assert {claim.proposition.time_point for claim in found.claims} <= {None}


def test_what_is_told_of_responders_is_not_told_of_all() -> None:
    text = "Testanib in adults with gout: median overall survival not reached at 5 years for full tophus responders"
    assert not mined(text).claims


def test_people_are_no_time() -> None:
    told = mined(TWO + "Hiccups were seen in 5 subjects given testanib and in 2 subjects given placebo.")
    assert {claim.evidence.estimate.events for claim in told.claims if claim.evidence.estimate} == {5, 2}

"""Definitions of short forms: which words they stand for, and what is no definition."""

from __future__ import annotations

import pytest

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.documents import document_from_text
from evgraph.extract.sentences import find_sentences


def pairs(text: str) -> list[tuple[str, str]]:
    found = find_abbreviations(text, find_sentences(document_from_text("a", text)))
    return [(one.short.of(text), one.long.of(text)) for one in found]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We measured minimal residual disease (MRD).", "MRD", "minimal residual disease"),
        ("Adults with acute lymphoblastic leukaemia (ALL) came.", "ALL", "acute lymphoblastic leukaemia"),
        ("Rates of complete remission [CR] rose.", "CR", "complete remission"),
        ("CR (complete remission) rose.", "CR", "complete remission"),
        ("(complete remission; CR) was seen.", "CR", "complete remission"),
        ("Complete remission (CR; n = 12) rose.", "CR", "Complete remission"),
        ("We used mesenchymal stem cells (MSCs).", "MSCs", "mesenchymal stem cells"),
        ("The two-dimensional (2D) view.", "2D", "two-dimensional"),
        ("It binds 2,3-sampletriazole (STZ).", "STZ", "2,3-sampletriazole"),
        ("(adjusted relative risk [RR], 0.62)", "RR", "relative risk"),
        ("The rate of overall survival at two years (OS2) rose.", "OS2", "overall survival at two years"),
        ("Graft-versus-host disease (GVHD) was mild.", "GVHD", "Graft-versus-host disease"),
        ("Event-free survival\n(EFS) was long.", "EFS", "Event-free survival"),
    ],
)
def test_a_definition_is_found_with_both_places(text: str, short: str, long: str) -> None:
    assert (short, long) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The dose was raised (10 mg).",
        "Patients were treated (n = 12).",
        "It was seen in nine patients (see Table 2).",
        "Patients were men (all).",
        "Groups were compared (P < .05).",
        "Stage was high (III).",
        "It was found in cells (CR).",
        "() ( ) (a",
    ],
)
def test_what_stands_in_brackets_is_often_no_definition(text: str) -> None:
    assert pairs(text) == []


def test_the_long_form_begins_in_the_same_sentence() -> None:
    assert pairs("There was minimal residual. Disease (MRD) came.") == []

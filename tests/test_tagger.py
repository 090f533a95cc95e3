"""The tagger of outcomes: what it marks in sentences of our own, and that its bytes and places can be trusted."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract.documents import document_from_text
from evgraph.extract.figures import find_figures
from evgraph.extract.sentences import find_sentences
from evgraph.extract.trials.tagger import MEASURED, NAMED, load, model
from evgraph.model import Span


def marked(text: str, style: str, kind: str = "outcome") -> list[str]:
    figures = [figure.span for figure in find_figures(text)]
    found = load().tag(text, [(Span(0, len(text)), style)], figures)
    return [text[words[0].start : words[-1].end] for name, words in found if name == kind]


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Mean pain scores were lower with A, and A improved sleep quality.", ["Mean pain scores", "sleep quality"]),
        ("Rash (12%), nausea (9%) and fatigue (3%) were seen.", ["Rash", "nausea", "fatigue"]),
        ("Patients were followed for two years.", []),
    ],
)
def test_a_sentence_is_read_for_its_outcomes(text: str, outcomes: list[str]) -> None:
    assert marked(text, MEASURED) == outcomes


def test_groups_are_told_from_outcomes() -> None:
    text = "Median survival was 14.1 months in the samplinib arm and 9.8 months with placebo."
    assert marked(text, MEASURED, "group") == ["samplinib arm", "placebo"]


def test_a_style_without_groups_marks_none() -> None:
    assert marked("Median survival was 14.1 months in the samplinib arm.", NAMED, "group") == []


def test_sentences_tagged_together_are_tagged_as_alone() -> None:
    text = "Pain was less in the A group (12% vs. 30%). Rash occurred in 4 of 60 patients. Sleep quality improved."
    sentences = [sentence.span for sentence in find_sentences(document_from_text("x", text))]
    figures = [figure.span for figure in find_figures(text)]
    asked = list(zip(sentences, (MEASURED, MEASURED, NAMED), strict=True))
    assert load().tag(text, asked, figures) == [found for one in asked for found in load().tag(text, [one], figures)]


@given(st.text(min_size=1, max_size=200))
def test_marked_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = [words for _, words in load().tag(text, [(Span(0, len(text)), MEASURED)], [])]
    assert all(one[-1].end <= two[0].start for one, two in pairwise(found))


def test_the_model_is_small() -> None:
    assert Path(model.__file__).with_name("model.npz").stat().st_size <= 3_000_000

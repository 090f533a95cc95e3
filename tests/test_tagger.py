"""The tagger of outcomes: what it marks in sentences of our own, and that its bytes and places can be trusted."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract.documents import document_from_text
from evgraph.extract.figures import find_figures
from evgraph.extract.sentences import find_sentences
from evgraph.extract.trials.tagger import MEASURED, NAMED, load, model, train
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


def corpora(folder: Path) -> Path:
    """Write two corpora of a few invented sentences, as the training reads them."""
    text = "Mean load was 14 kg in the A group and 12 kg in the B group."
    spans = [("Mean load", "OC"), ("A group", "INTV"), ("B group", "INTV")]
    abstract = "A trial.\n\nRash was rare with testanib. Sleep quality improved."
    for name, words, marks in (
        ("rct_art", text, spans),
        ("evidence_outcomes", abstract, [("Rash", "Outcome"), ("Sleep quality", "Outcome")]),
    ):
        entities = [{"start": words.index(w), "end": words.index(w) + len(w), "type": kind} for w, kind in marks]
        rows = [{"id": f"{name}{n}", "doc_id": f"{name}{n}", "text": words, "entities": entities} for n in range(3)]
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_sentences_for_training_have_the_states_of_their_spans(tmp_path: Path) -> None:
    found = [sample for sample in train.samples(corpora(tmp_path)) if sample.document.endswith("0")]
    assert [sample.style for sample in found] == [MEASURED, NAMED, NAMED]
    assert found[0].states[:3] == ("B-outcome", "I-outcome", "O")
    assert found[0].states.count("B-group") == 2
    assert found[2].states[:3] == ("B-outcome", "I-outcome", "O")


def test_the_same_sentences_train_the_same_tagger(tmp_path: Path) -> None:
    rows = list(train.samples(corpora(tmp_path)))
    one, two = train.fit(rows, 20), train.fit(rows, 20)
    assert one.keys() == two.keys()
    assert all(one[name].tobytes() == two[name].tobytes() for name in one)


def test_what_was_trained_marks_what_it_was_shown(tmp_path: Path) -> None:
    tagger = model.unpack(train.fit(train.samples(corpora(tmp_path)), 40))
    text = "Mean load was 14 kg in the A group and 12 kg in the B group."
    found = tagger.tag(text, [(Span(0, len(text)), MEASURED)], [figure.span for figure in find_figures(text)])
    assert [(kind, " ".join(word.low for word in words)) for kind, words in found] == [
        ("outcome", "mean load"),
        ("group", "a group"),
        ("group", "b group"),
    ]


def test_the_model_is_small() -> None:
    assert Path(model.__file__).with_name("model.npz").stat().st_size <= 3_000_000

"""Cues of negation, hedging and background, and how far each reaches."""

from __future__ import annotations

import time

import pytest

from evgraph.extract.context import find_cues
from evgraph.extract.documents import document_from_text, document_of
from evgraph.extract.sentences import find_sentences
from evgraph.model import Reference


def cues(text: str) -> list[tuple[str, str, str]]:
    document = document_from_text("smith2020", text)
    found = find_cues(document, find_sentences(document))
    return [(cue.standing.value, cue.span.of(text), cue.scope.of(text)) for cue in found]


@pytest.mark.parametrize(
    ("text", "reached", "spared"),
    [
        ("Examplemab did not slow growth but killed cells.", "slow growth", "killed"),
        ("Examplemab did not slow growth and increased apoptosis.", "slow growth", "increased"),
        ("The drug failed to lower A, B, and C; D fell.", "A, B, and C", "D fell"),
        ("Survival was not significantly different, although response was higher.", "Survival was", "response"),
        ("No patient had neuropathy, whereas three had fever.", "neuropathy", "fever"),
        ("Neither A nor B changed growth.", "B changed growth", "smith"),
        ("Levels of X remained unchanged, but Y rose.", "Levels of X", "Y rose"),
        ("It killed cells without harming others.", "harming", "killed"),
    ],
)
def test_a_negation_reaches_to_the_end_of_its_clause(text: str, reached: str, spared: str) -> None:
    scopes = [scope for standing, _, scope in cues(text) if standing == "negated"]
    assert any(reached in scope for scope in scopes)
    assert not any(spared in scope for scope in scopes)


@pytest.mark.parametrize(
    "text",
    [
        "Median survival was not reached.",
        "The median had not yet been reached.",
        "Chemotherapy with or without examplemab was given.",
        "Not only growth but also survival rose.",
        "Grant no. 12 paid for it.",
        "The drug slows growth.",
        "Patients came in May 2010.",
        "DNA could be detected in five.",
    ],
)
def test_what_only_looks_like_a_cue_is_none(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("The drug may slow growth.", "The drug may slow growth."),
        ("These data suggest that A slows B.", "A slows B"),
        ("We investigated whether A improves B.", "A improves B"),
        ("There was a trend towards longer survival.", "longer survival"),
        ("It is unclear how A acts.", "how A acts"),
        ("The aim was to evaluate A in B.", "A in B"),
    ],
)
def test_a_hedge_reaches_what_it_hedges(text: str, reached: str) -> None:
    assert any(standing == "hedged" and reached in scope for standing, _, scope in cues(text))


@pytest.mark.parametrize(
    "text",
    [
        "Previous studies have shown that A slows B.",
        "A has been shown to slow B.",
        "Smith et al. reported that A slows B.",
        "We previously showed that A slows B.",
        "A is known to slow B.",
    ],
)
def test_what_others_found_is_background(text: str) -> None:
    assert any(standing == "background" and "slow" in scope for standing, _, scope in cues(text))


def test_background_ends_where_the_own_finding_begins() -> None:
    (found,) = [cue for cue in cues("Earlier reports found growth, but we saw death.") if cue[0] == "background"]
    assert "growth" in found[2]
    assert "death" not in found[2]


def test_a_sentence_of_a_background_section_is_background_as_a_whole() -> None:
    abstract = "BACKGROUND: A slows B. RESULTS: A slowed B. OBJECTIVE AND METHODS: A was given."
    document = document_of(Reference("smith2020", title="A", extra=(("abstract", abstract),)))
    assert document is not None
    found = find_cues(document, find_sentences(document))
    assert [(cue.standing.value, cue.scope.of(document.text)) for cue in found] == [("background", "A slows B.")]


def test_ten_megabytes_without_an_end_take_seconds() -> None:
    text = "not a and the drug ; but was may " * 300_000
    document = document_from_text("smith2020", text)
    start = time.process_time()
    assert len(find_cues(document, find_sentences(document))) == 600_000
    assert time.process_time() - start < 60

"""What is read off stretches is what the expressions find in the whole text, wherever a text is cut."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from evgraph.extract.context import find_cues
from evgraph.extract.documents import document_from_text
from evgraph.extract.figures import tokens
from evgraph.extract.records import Sentence
from evgraph.extract.sentences import find_sentences
from evgraph.extract.stretches import Remembered, stretches_of
from evgraph.extract.trials import phrases
from evgraph.extract.words import CUT
from evgraph.model import Span

_PIECES = """patients|16|of|22|(73%)|P|<|=|.05|.|,|0·55–0.93|+|or|-|/|± 2|twenty|one|hundred|and|CD19+|TNF-α|
    |\n|\n\n|\u00a0|\u2009|\t|1\u2009024|1,024|≥|n=3|word.Next|x/y|O'Neil|_|²|é|İ|白血病|\x00|not|May|may"""
_TEXTS = st.lists(st.sampled_from([*_PIECES.split("|"), " ", "  "]), max_size=30).map("".join) | st.lists(
    st.sampled_from(_PIECES.split("|")), max_size=30
).map(" ".join)


@given(_TEXTS, st.integers(0, 80), st.integers(0, 80))
@example("3.5 mg", 0, 2)
@example("a well-known drug", 3, 9)
def test_words_between_two_places_are_those_of_the_expression(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    found = [(word.start, word.end, word.low) for word in phrases.words_of(text, start, end)]
    assert found == [(m.start(), m.end(), m[0].lower()) for m in phrases._WORD.finditer(text, start, end)]


@given(_TEXTS)
@example("P < = .05")
@example("10 + / - 2")
@example("16 + or - 2, < or = 3, >or= 4, <or =5")
def test_tokens_of_figures_are_those_of_the_expression(text: str) -> None:
    places = [(m.start(), m.end()) for m in tokens._TOKEN.finditer(text)]
    found = [(token.start, token.end) for token in tokens.tokens_of(text) if not token.is_spelt]
    assert set(found) <= set(places)
    covered = {at for token in tokens.tokens_of(text) for at in range(token.start, token.end)}
    assert {start for start, _ in places} <= covered


@given(_TEXTS)
def test_a_text_is_its_stretches_and_words_of_labels_are_those_of_the_expression(text: str) -> None:
    stretches, places = stretches_of(text)
    assert " ".join(stretches) == text
    assert [text[place : place + len(words)] for words, place in zip(stretches, places, strict=True)] == stretches
    assert [word for words in stretches for word in CUT.findall(words)] == CUT.findall(text)


def test_cues_do_not_reach_into_the_next_sentence() -> None:
    document = document_from_text("a", "It did not grow. It may grow.")
    cues = find_cues(document, find_sentences(document))
    assert [cue.span.of(document.text) for cue in cues] == ["not", "may"]
    assert find_cues(document, [Sentence(Span(0, 10))])[0].scope == Span(7, 10)


def test_what_is_long_or_too_much_is_made_but_not_kept() -> None:
    lengths = Remembered(len)
    assert [lengths["a" * 61], lengths["a" * 60]] == [61, 60]
    assert list(lengths) == ["a" * 60]


def test_a_word_may_be_asked_for_after_another_text() -> None:
    one, two = "pain was lower", "rash was seen"
    first = phrases.words_of(one)
    assert [word.low for word in phrases.words_of(two)] == re.findall(r"\w+", two)
    assert phrases.words_of(one) == first

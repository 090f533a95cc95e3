"""Where sentences end, and that none loses or moves a character, whatever the text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.context import find_cues
from evgraph.extract.documents import document_from_text
from evgraph.extract.drugs import find_drug_names
from evgraph.extract.matcher import Matcher
from evgraph.extract.mentions import find_mentions
from evgraph.extract.sentences import find_sentences
from evgraph.lexicon import Lexicon
from evgraph.model import Document

GOLD = (Path(__file__).parent / "benchmarks" / "extraction" / "sentences.txt").read_text(encoding="utf-8").splitlines()
#: Pieces that abstracts are made of, and what breaks programs.
PIECES = [
    "BACKGROUND: ", "Methods\n", "(ALL)", "acute lymphoblastic leukemia (ALL) ", "no ", "may ", "vs. ", "E. coli ",
    "0.5", ". ", "\n\n", "(", ")", "[", "]", "<b>", "\u03b1-", "\u0000", "\u202e", "\ufeff", "\U0001f9ec", "CR", "%",
    "e\u0301", "\u4e2d\u6587\u3002", "\r\n", "\u00a0", "examplemab ", "-", ";", "A", "p", " and ", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))

#: The matcher of the project's lexicon, as soon as there is one.
MATCHER: list[Matcher] = []


def split(text: str) -> list[str]:
    return [one.span.of(text) for one in find_sentences(Document("a", "title", text))]


@pytest.mark.parametrize("sentence", GOLD)
def test_a_sentence_of_the_gold_is_one_sentence_between_two_others(sentence: str) -> None:
    assert split(f"Nine patients were seen. {sentence} We then stopped.")[1:-1] == [sentence]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was seen.12 We stopped.", 2),
        ("It was seen.We stopped.", 2),
        ("It was seen [12, 13]. We stopped.", 2),
        ("One paragraph\n\nAnother paragraph", 2),
        ("It was 15 % . Then it fell .", 2),
        ("(It was seen. It was heard.) We stopped.", 2),
        ("a long line\nthat goes on", 1),
        ("", 0),
        (" \n ", 0),
        ("...", 1),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert len(split(text)) == count


@given(TEXTS)
def test_sentences_hold_every_character_of_the_sections_once(text: str) -> None:
    document = document_from_text("a", text)
    sentences = find_sentences(document)
    places = [at for one in sentences for at in range(one.span.start, one.span.end)]
    assert len(places) == len(set(places))
    assert places == sorted(places)
    covered = set(places)
    for section in document.sections:
        for at in range(section.span.start, section.span.end):
            assert at in covered or document.text[at].isspace()


@given(TEXTS)
def test_what_is_outside_of_all_sections_is_labels_and_white_space(text: str) -> None:
    document = document_from_text("a", text)
    inside = {at for section in document.sections for at in range(section.span.start, section.span.end)}
    outside = "".join(char for at, char in enumerate(document.text) if at not in inside)
    assert not any(char.isdigit() for char in outside)
    assert len(document.sections) > 0 or not document.text.strip() or ":" in text or "\n" in text


@given(TEXTS)
def test_whatever_is_found_lies_in_the_text(text: str) -> None:
    document = document_from_text("a", text)
    sentences = find_sentences(document)
    short = find_abbreviations(document.text, sentences)
    mentions = find_mentions(document, sentences, short, MATCHER[0])
    spans = [span for one in short for span in (one.short, one.long)] + [mention.span for mention in mentions]
    spans += [span for cue in find_cues(document, sentences) for span in (cue.span, cue.scope)]
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    ordered = [mention.span for mention in mentions]
    assert all(one.end <= other.start for one, other in pairwise(ordered))


@pytest.fixture(scope="module", autouse=True)
def matcher(lexicon: Lexicon) -> Matcher:
    MATCHER[:] = [Matcher.of(lexicon)]
    return MATCHER[0]


@pytest.mark.parametrize(
    "piece",
    ["a", "A", "A. ", "(", ")", "((a) ", "[", "METHODS: ", "Aa ", "\n", " ", ".", "e.g. ", "no, ", "1.", "<b>", "-",
     "A (A) ", "acute (AL) ", "Results\n", "ab mab", "A/", "\u03b1", "HR ", ". Aa", "('", "ALL"],
)  # fmt: skip
def test_time_grows_with_the_length_only(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        document = document_from_text("a", text)
        sentences = find_sentences(document)
        short = find_abbreviations(document.text, sentences)
        find_cues(document, sentences)
        list(find_drug_names(text))
        find_mentions(document, sentences, short, MATCHER[0])
        return time.process_time() - start

    spent(1_000)
    small, large = spent(10_000), spent(100_000)
    assert large < 30 * small + 1

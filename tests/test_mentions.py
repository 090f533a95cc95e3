"""What names mean: labels and their variants, short forms by definition and by neighbours, drugs by their stems."""

from __future__ import annotations

import pytest

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.documents import document_from_text
from evgraph.extract.matcher import Matcher
from evgraph.extract.mentions import find_mentions
from evgraph.extract.sentences import find_sentences
from evgraph.identifiers import BASE
from evgraph.lexicon import Lexicon
from evgraph.model import Mention
from evgraph.vocabulary import CONCEPT


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher.of(lexicon)


def read(matcher: Matcher, text: str) -> dict[str, Mention]:
    document = document_from_text("smith2020", text)
    sentences = find_sentences(document)
    mentions = find_mentions(document, sentences, find_abbreviations(text, sentences), matcher)
    return {mention.span.of(text): mention for mention in mentions}


def meant(matcher: Matcher, text: str, words: str) -> str | None:
    mention = read(matcher, text).get(words)
    return mention.concept.removeprefix(CONCEPT) if mention and mention.concept else None


def is_open(matcher: Matcher, text: str, words: str) -> bool:
    mention = read(matcher, text)[words]
    return mention.concept is None and len(mention.candidates) > 0


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("acute lymphoblastic leukaemias", "acute-lymphoblastic-leukemia"),
        ("Acute Lymphoblastic Leukemia", "acute-lymphoblastic-leukemia"),
        ("acute lympho-blastic leukemia", None),
        ("acute\nlymphoblastic leukemia", "acute-lymphoblastic-leukemia"),
        ("T-ALL", "t-cell-all"),
        ("T\N{NON-BREAKING HYPHEN}ALL", "t-cell-all"),
        ("overall survivals", "overall-survival"),
        ("BORTEZOMIB", "bortezomib"),
        ("complete responses", "complete-remission"),
        ("proteasome inhibitors", "proteasome-inhibitor"),
    ],
)
def test_a_label_is_found_in_its_variants(matcher: Matcher, words: str, concept: str | None) -> None:
    assert meant(matcher, f"We saw {words} here.", words) == concept


def test_the_longest_label_is_taken_and_nothing_within_it(matcher: Matcher) -> None:
    assert set(read(matcher, "inotuzumab ozogamicin was given")) == {"inotuzumab ozogamicin"}


@pytest.mark.parametrize(
    "text", ["bortezomibe was", "prebortezomib was", "CD190 was", "tall men", "All were", "cr was"]
)
def test_a_label_within_a_word_or_in_other_capitals_is_none(matcher: Matcher, text: str) -> None:
    assert not any(mention.rule == "label" and mention.kind == "Drug" for mention in read(matcher, text).values())
    assert not set(read(matcher, text)) & {"CD19", "tall", "All", "cr", "bortezomib"}


def test_the_definition_in_the_document_wins(matcher: Matcher) -> None:
    text = "Grafts of a matched related donor (MRD) were used. MRD grafts did well; MRD negativity was not tested."
    assert "MRD" not in read(matcher, text)
    text = "Controlled release (CR) tablets were given; CR was achieved."
    assert "CR" not in read(matcher, text)


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("Minimal residual disease (MRD) fell. MRD donor.", "MRD", "minimal-residual-disease"),
        ("Complete response (CR) was rare. CR tablets.", "CR", "complete-remission"),
        ("The hazard ratio (HR) fell. HR patients.", "HR", "hazard-ratio"),
        ("ALL first. Acute lymphoblastic leukemia (ALL) came.", "ALL", "acute-lymphoblastic-leukemia"),
        ("Refractory acute lymphoblastic leukemia (ALL) came.", "ALL", "acute-lymphoblastic-leukemia"),
        ("Overall survival (OVS) rose; OVS was long.", "OVS", "overall-survival"),
    ],
)
def test_a_defined_short_form_means_its_long_form_everywhere(
    matcher: Matcher, text: str, words: str, concept: str
) -> None:
    assert meant(matcher, text, words) == concept


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("Overall survival was longer (HR 0.71; 95% CI 0.55-0.93).", "HR", "hazard-ratio"),
        ("Overall survival was longer (HR, 0.71).", "HR", "hazard-ratio"),
        ("The adjusted HR was 0.8.", "HR", "hazard-ratio"),
        ("CR was achieved in seven of nine.", "CR", "complete-remission"),
        ("MRD was assessed by flow cytometry.", "MRD", "minimal-residual-disease"),
        ("Children with newly diagnosed disease, ALL by blast count.", "ALL", "acute-lymphoblastic-leukemia"),
        ("The relative risk was raised (RR 1.52, 95% CI 1.1-2.0).", "RR", "risk-ratio"),
        ("Best responses were CR, PR, SD and PD.", "PD", "progressive-disease"),
        ("More VOD was seen with InO.", "InO", "inotuzumab-ozogamicin"),
    ],
)
def test_neighbours_decide_without_a_definition(matcher: Matcher, text: str, words: str, concept: str) -> None:
    assert meant(matcher, text, words) == concept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HR patients did worse than SR patients.", "HR"),
        ("HR fell by five beats.", "HR"),
        ("MRD or unrelated donor grafts were used.", "MRD"),
        ("RR patients were treated.", "RR"),
        ("CR tablets of the formulation were used.", "CR"),
        ("PK and PD were measured.", "PD"),
        ("IO was given with nivolumab.", "IO"),
        ("The mean was 5 and the SD was 2.", "SD"),
    ],
)
def test_where_the_words_do_not_tell_the_mention_stays_open(matcher: Matcher, text: str, words: str) -> None:
    assert is_open(matcher, text, words)


@pytest.mark.parametrize("text", ["CI was 5 days by pump.", "95% CI 0.5-0.9", "PD-1 and PD-L1 were blocked."])
def test_what_the_lexicon_does_not_hold_is_not_guessed(matcher: Matcher, text: str) -> None:
    assert not read(matcher, text)


@pytest.mark.parametrize(
    "text", ["All patients with relapse were treated.", "RELAPSE IN ALL PATIENTS WITH SEPSIS IN SPAIN"]
)
def test_the_word_all_is_no_disease(matcher: Matcher, text: str) -> None:
    found = [mention for words, mention in read(matcher, text).items() if words.lower() == "all"]
    assert all(mention.concept is None for mention in found)


def test_a_drug_that_no_vocabulary_holds_is_told_by_its_stem(matcher: Matcher) -> None:
    found = read(matcher, "Examplemab vedotin, samplinib (SMP) and a new concept; SMP was safe.")
    assert {words: mention.kind for words, mention in found.items()} == {
        "Examplemab vedotin": "Drug",
        "samplinib": "Drug",
        "SMP": "Drug",
    }
    assert found["SMP"].concept == found["samplinib"].concept
    assert str(found["SMP"].concept).startswith(BASE + "term/")


def test_the_same_drug_is_the_same_term_in_any_capitals(matcher: Matcher) -> None:
    one, other = read(matcher, "Samplinib works."), read(matcher, "We gave samplinib.")
    assert one["Samplinib"].concept == other["samplinib"].concept


def test_something_narrower_than_a_label_is_a_term_of_its_kind(matcher: Matcher) -> None:
    mention = read(matcher, "Sample-positive acute lymphoblastic leukemia (SPALL) came; SPALL relapsed.")["SPALL"]
    assert mention.kind == "Condition"
    assert str(mention.concept).startswith(BASE + "term/")


def test_places_are_those_of_the_text_as_it_is(matcher: Matcher) -> None:
    text = "\N{GREEK SMALL LETTER ALPHA}\u0301 e\u0301 \U0001f9ec bortezomib \ufb01t"
    mention = read(matcher, text)["bortezomib"]
    assert mention.span.of(text) == "bortezomib"

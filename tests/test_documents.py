"""From a reference or a text to a document with sections."""

from __future__ import annotations

import unicodedata

import pytest

from evgraph.extract.documents import document_from_text, document_of
from evgraph.extract.sentences import find_sentences
from evgraph.model import Document, Reference


def of_abstract(abstract: str, title: str = "A trial of examplemab") -> Document:
    document = document_of(Reference("smith2020", title=title, extra=(("abstract", abstract),)))
    assert document is not None
    return document


def sections(document: Document) -> list[tuple[str, str]]:
    return [(section.label, section.span.of(document.text)) for section in document.sections]


def test_title_and_abstract_stand_apart_by_a_blank_line() -> None:
    document = of_abstract("We gave it.")
    assert (document.part, document.text) == ("abstract", "A trial of examplemab\n\nWe gave it.")
    assert sections(document) == [("TITLE", "A trial of examplemab"), ("", "We gave it.")]


def test_a_title_alone_is_a_document_of_its_own() -> None:
    document = document_of(Reference("smith2020", title=" A trial "))
    assert document is not None
    assert (document.part, document.text) == ("title", "A trial")


@pytest.mark.parametrize("reference", [Reference("smith2020"), Reference("a", title=" ", extra=(("abstract", "\n"),))])
def test_without_words_there_is_no_document(reference: Reference) -> None:
    assert document_of(reference) is None


@pytest.mark.parametrize(
    "abstract",
    [
        "BACKGROUND: Known. METHODS: Given. RESULTS: Seen.",
        "BACKGROUND : Known. METHODS : Given. RESULTS : Seen.",
        "BACKGROUND: Known.\nMETHODS: Given.\nRESULTS: Seen.",
        "Background: Known. Methods: Given. Results: Seen.",
        "Background\nKnown.\nMethods\nGiven.\nResults\nSeen.",
        "ABSTRACT.BACKGROUND::\nKnown.\n\nABSTRACT.METHODS::\nGiven.\n\nABSTRACT.RESULTS::\nSeen.",
        "BACKGROUND: Known.<br/> METHODS: Given.<br/> RESULTS: Seen.",
    ],
)
def test_labels_become_sections_and_stay_outside_of_them(abstract: str) -> None:
    found = [(label, words.removesuffix("<br/>")) for label, words in sections(of_abstract(abstract))[1:]]
    assert found == [("BACKGROUND", "Known."), ("METHODS", "Given."), ("RESULTS", "Seen.")]


def test_labels_without_a_colon_count_where_there_are_two_kinds() -> None:
    found = sections(of_abstract("Background The drug is new. Methods We gave it to mice. Results They lived."))
    assert [label for label, _ in found] == ["TITLE", "BACKGROUND", "METHODS", "RESULTS"]
    assert sections(of_abstract("Results The drug is new. Mice lived."))[1][0] == ""


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("PATIENTS AND METHODS", "PATIENTS AND METHODS: Nine."),
        ("MAIN OUTCOME MEASURES", "Main outcome measures: Nine."),
        ("TRIAL REGISTRATION", "TRIAL REGISTRATION: Nine."),
        ("AIM(S)", "AIM(S): Nine."),
        ("WHAT THIS STUDY ADDS", "WHAT THIS STUDY ADDS: Nine."),
        ("MATERIALS & METHODS", "MATERIALS & METHODS: Nine."),
    ],
)
def test_labels_of_many_journals_are_known(label: str, words: str) -> None:
    assert sections(of_abstract(words))[1] == (label, "Nine.")


@pytest.mark.parametrize(
    "abstract",
    [
        "Patients had one of these: fever, pain.",
        "It was seen in ALL: nine patients.",
        "The drug (PI: examplemab) acts.",
    ],
)
def test_a_colon_makes_no_label(abstract: str) -> None:
    assert sections(of_abstract(abstract))[1] == ("", abstract)


def test_a_text_before_the_first_label_is_kept() -> None:
    assert sections(of_abstract("A line first. RESULTS: Seen."))[1:] == [("", "A line first."), ("RESULTS", "Seen.")]


def test_a_reference_is_brought_to_nfc_and_a_text_is_not() -> None:
    split = unicodedata.normalize("NFD", "na\N{LATIN SMALL LETTER I WITH DIAERESIS}ve")
    document = document_of(Reference("a", title=split))
    assert document is not None
    assert (len(document.text), len(document_from_text("a", split).text)) == (5, 6)


def test_half_a_surrogate_pair_is_replaced_and_moves_nothing() -> None:
    document = document_from_text("a", "ab\ud800cd")
    assert document.text == "ab\N{REPLACEMENT CHARACTER}cd"


def test_a_text_without_a_title_has_none() -> None:
    assert sections(document_from_text("a", "RESULTS: Seen.\n\nCONCLUSION: Good."))[0][0] == "RESULTS"
    assert sections(document_from_text("a", "One.\nTwo.\n\nThree."))[0][0] == ""


def test_left_over_tags_change_no_place() -> None:
    text = "<b>Title</b>\n\nThe <i>E. coli</i> strain &amp; <mml:math><mml:mi>x</mml:mi></mml:math> grew. It died."
    document = document_from_text("a", text)
    assert document.text == text
    assert find_sentences(document)[-1].span.of(text) == "It died."


@pytest.mark.parametrize(
    ("extra", "licence"),
    [
        ((("nbib:CI", "(c) 2017 A Society."),), "(c) 2017 A Society."),
        (
            (("jats:copyright-statement", "(c) 2017"), ("jats:license", "https://example.org/by")),
            "https://example.org/by",
        ),
        ((), None),
    ],
)
def test_a_document_has_the_terms_that_its_download_tells(
    extra: tuple[tuple[str, str], ...], licence: str | None
) -> None:
    document = document_of(Reference("a", title="A trial", extra=(("abstract", "We saw."), *extra)))
    assert document is not None
    assert document.licence == licence

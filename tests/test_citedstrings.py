"""Cited references of Web of Science and Scopus to References."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Reference
from evgraph.readers.citedstrings import accepts, read, split, stream

WOS = "Smith J, 2010, BLOOD, V115, P1234, DOI 10.1182/Blood-2009"
SCOPUS = "Smith J., Jones B.A., Title of the paper, Sample Journal, 12, 3, pp. 1-9, (2010)"
OLDER = "Smith, J., Jones, B.A., Title of the paper (2010) Sample Journal, 12 (3), pp. 1-9"


def one(text: str) -> Reference:
    (reference,) = read(text, "x.txt").references
    return reference


def test_web_of_science_says_each_field_by_its_letter() -> None:
    work = one(WOS)
    assert (work.authors, work.et_al) == ((Author("Smith", "J"),), True)
    assert (work.year, work.journal, work.volume, work.first_page) == (2010, "BLOOD", "115", "1234")
    assert (work.doi, work.title, work.raw, work.extra) == ("10.1182/blood-2009", None, WOS, ())


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("*WHO, 2012, LANCET, V3, P12", "authors", (Author(collective="WHO"),)),
        ("[Anonymous], 2012, LANCET, V3, P12", "authors", ()),
        ("van der Berg P., 2012, LANCET, V3, P12", "authors", (Author("Berg", "P", "van der"),)),
        ("Hu X, 2012, PLOS ONE, V3, ARTN e0188680", "article_number", "e0188680"),
        ("Hu X, 2012, PLOS ONE, V3, DOI [10.1000/a, 10.1000/b]", "doi", "10.1000/a"),
        ("2012, LANCET, V3, P12", "journal", "LANCET"),
    ],
)
def test_the_habits_of_web_of_science(text: str, field: str, value: object) -> None:
    assert getattr(one(text), field) == value


def test_what_has_no_letter_is_kept() -> None:
    assert one("Hu X, 2012, THE BOOK, V3, P12, PARIS").extra == (("wos:part", "PARIS"),)


@pytest.mark.parametrize("text", [SCOPUS, OLDER])
def test_scopus_in_its_two_forms(text: str) -> None:
    work = one(text)
    assert work.authors == (Author("Smith", "J"), Author("Jones", "BA"))
    assert (work.title, work.journal, work.year) == ("Title of the paper", "Sample Journal", 2010)
    assert (work.volume, work.issue, work.first_page, work.last_page) == ("12", "3", "1", "9")


def test_a_comma_in_a_title_makes_title_and_journal_less_sure() -> None:
    sure = {span.field: span.confidence for span in one(SCOPUS).parsed}
    unsure = {span.field: span.confidence for span in one(SCOPUS.replace("Title of", "Title, of")).parsed}
    assert sure["title"] > unsure["title"]
    assert sure["volume"] == unsure["volume"] == 1.0


@pytest.mark.parametrize("text", [WOS, SCOPUS, OLDER])
def test_each_field_is_where_its_span_says(text: str) -> None:
    work = one(text)
    for span in work.parsed:
        written = span.span.of(text)
        value = getattr(work, span.field)
        if span.field in ("title", "journal", "volume", "issue", "first_page"):
            assert written == value
    assert {"authors", "year", "journal"} <= {span.field for span in work.parsed}


def test_references_joined_by_semicolons_are_taken_apart() -> None:
    odd = "Hu X., Other; title, Blood, 5, art. no. 123456, (2011)"
    assert split(f"{WOS}; {WOS}") == [WOS, WOS]
    assert split(f"{SCOPUS}; {odd}") == [SCOPUS, odd]


def test_the_cr_lines_of_an_export_are_read_and_the_others_named() -> None:
    text = f"PT J\nAU Hu, X\nTI A title\nCR {WOS}\n   {WOS}\nPY 2012\nER\n"
    reading = read(text, "x.txt")
    assert [reference.places[0].line for reference in reading.references] == [4, 5]
    assert [problem.line for problem in reading.problems] == [1, 2, 3, 6]


def test_a_line_that_is_no_such_reference_is_an_error() -> None:
    reading = read(f"{WOS}\nnonsense here\n{SCOPUS}\n", "x.txt")
    assert len(reading.references) == 2
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(2, Severity.ERROR)]


@pytest.mark.parametrize("text", [WOS, f"CR {WOS}\n   {WOS}\n", SCOPUS, OLDER, f"{WOS}; {WOS}"])
def test_such_texts_are_accepted(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. Hu X, Li Y. A title. Blood. 2012;1:2-3.",
        "1.\nHu\nX\n.\nTitle\n.\nBlood\n.\n2012\n;\n1\n:\n2\n.\n",
        "@article{a, title={T}}",
        "Words, 2010, and more words.",
        "PMID- 1\nTI  - A title\n",
    ],
)
def test_other_texts_are_not_accepted(text: str) -> None:
    assert not accepts(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([WOS, SCOPUS, OLDER]), st.text(alphabet="aB.,; ()2010V\u202e\x07")), max_size=6)
)
def test_no_line_is_lost(rows: list[str]) -> None:
    text = "\n".join(rows)
    found = list(stream(io.StringIO(text), "x"))
    lines = {item.places[0].line if isinstance(item, Reference) else item.line for item in found}
    assert [n for n, row in enumerate(text.split("\n"), 1) if row.strip(" ;") and n not in lines] == []


def test_a_cited_string_without_a_source_is_kept_with_none() -> None:
    (found,) = read("Roe R, 2011, , 2011, LANCET, V3, P4\n", "x").references
    assert (found.journal, found.year, found.volume, found.first_page) == (None, 2011, "3", "4")
    assert found.raw == "Roe R, 2011, , 2011, LANCET, V3, P4"


def test_the_end_of_an_export_that_never_began_is_told() -> None:
    reading = read("EF\n\nSmith J, 2010, BLOOD, V115, P1234\nRoe R, 2011, LANCET, V3, P4\n", "x.txt")
    assert [(problem.line, problem.message) for problem in reading.problems] == [(1, "EF ends what has not begun")]

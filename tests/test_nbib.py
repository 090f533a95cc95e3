"""MEDLINE records (NBIB) to References, and damage of every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import Reading, nbib
from tests.laws import DAMAGES, LINE, Damage, damaged, extra, messages, uncovered


def read(text: str) -> Reading:
    return nbib.read(text, "x.nbib")


def one(*rows: str) -> Reference:
    (reference,) = read("\n".join(["PMID- 1", "TI  - A title.", *rows, ""])).references
    return reference


PLAIN = """\
PMID- 28249141
OWN - NLM
STAT- MEDLINE
IS  - 1533-4406 (Electronic)
IS  - 0028-4793 (Print)
VI  - 376
IP  - 9
DP  - 2017 Mar 2
TI  - Drug A versus drug B
      in adults.
PG  - 836-47
LID - 10.1000/ABC [doi]
AB  - A text that
      goes on.
CI  - (c) 2017.
FAU - van der Giessen, Jan Jr
AU  - van der Giessen J Jr
AD  - Department One
AD  - Department Two
CN  - The Example Study Group
FAU - Smith, John A
AU  - Smith JA
AUID- ORCID: 0000
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Ex
JT  - The Journal of Examples
PMC - PMC5881572
CRDT- 2017/03/02 06:00
AID - 10.1000/ABC [doi]
AID - EX-17 [pii]
SO  - J Ex. 2017 Mar 2;376(9):836-47.
"""


def test_a_record_is_read_whole() -> None:
    reading = read(PLAIN)
    (reference,) = reading.references
    assert reading.problems == ()
    assert reference == Reference(
        key="x.nbib#1",
        title="Drug A versus drug B in adults",
        authors=(
            Author(family="Giessen", given="Jan", particle="van der", suffix="Jr"),
            Author(collective="The Example Study Group"),
            Author(family="Smith", given="John A"),
        ),
        journal="The Journal of Examples",
        year=2017,
        month=3,
        volume="376",
        issue="9",
        first_page="836",
        last_page="847",
        doi="10.1000/abc",
        pmid="28249141",
        pmcid="PMC5881572",
        issn="0028-4793",
        places=(Place("x.nbib", 1, 33),),
        extra=(
            ("nbib:AD[1]", "Department One"),
            ("nbib:AD[1]", "Department Two"),
            ("nbib:AUID[3]", "ORCID: 0000"),
            ("issued", "2017-03-02"),
            ("container-title-short", "J Ex"),
            ("nbib:AID", "EX-17 [pii]"),
            ("ISSN", "1533-4406 (Electronic)"),
            ("ISSN", "0028-4793 (Print)"),
            ("nbib:OWN", "NLM"),
            ("nbib:STAT", "MEDLINE"),
            ("abstract", "A text that goes on."),
            ("nbib:CI", "(c) 2017."),
            ("language", "eng"),
            ("genre", "Journal Article"),
            ("genre", "Randomized Controlled Trial"),
            ("nbib:CRDT", "2017/03/02 06:00"),
            ("nbib:SO", "J Ex. 2017 Mar 2;376(9):836-47."),
        ),
    )


def test_a_doi_given_in_lid_alone_is_not_dropped() -> None:
    assert one("LID - 10.1000/abc [doi]").doi == "10.1000/abc"
    assert one("LID - EX-17 [pii] 10.1000/abc [doi]").doi is None  # two in one line: kept, not guessed
    assert extra(one("LID - EX-17 [pii]"), "nbib:LID") == ["EX-17 [pii]"]


def test_two_dois_that_differ_are_a_difference() -> None:
    reading = read("PMID- 1\nTI  - T\nLID - 10.1000/a [doi]\nAID - 10.1000/b [doi]\n")
    assert reading.references[0].doi == "10.1000/a"
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(4, Severity.DIFFERENCE)]


def test_short_names_are_read_where_there_are_no_full_ones() -> None:
    reference = one("AU  - van der Giessen J", "AU  - Smith JA 3rd", "AU  - et al.")
    assert reference.authors == (
        Author(family="Giessen", given="J", particle="van der"),
        Author(family="Smith", given="JA", suffix="3rd"),
    )
    assert reference.et_al


def test_a_short_name_without_its_full_one_is_an_author_in_its_place() -> None:
    reference = one("FAU - Smith, John", "AU  - Smith J", "AU  - Jones B", "FAU - Hu, Xi", "AU  - Hu X")
    assert [author.name for author in reference.authors] == ["Smith John", "Jones B", "Hu Xi"]


@pytest.mark.parametrize(
    ("text", "date", "kept"),
    [
        ("2017 Mar-Apr", (2017, 3), True),
        ("1998 Dec-1999 Jan", (1998, 12), True),
        ("2017 Spring", (2017, None), True),
        ("2017", (2017, None), False),
        ("2017 Mar", (2017, 3), False),
        ("unknown", (None, None), True),
    ],
)
def test_dates_are_read_and_what_is_more_is_kept(text: str, date: tuple[int | None, int | None], kept: bool) -> None:
    reference = one(f"DP  - {text}")
    assert (reference.year, reference.month) == date
    assert extra(reference, "nbib:DP") == ([text] if kept else [])


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("836-47", ("836", "847", None)),
        ("S12-9", ("S12", "S19", None)),
        ("203-5; discussion 206", ("203", "205", None)),
        ("e0188680", (None, None, "e0188680")),
        ("iv-xii", ("iv", "xii", None)),
        ("1.e1-1.e8", ("1.e1", "1.e8", None)),
        ("n/a", (None, None, None)),
    ],
)
def test_pages_get_back_the_digits_they_share(text: str, pages: tuple[str | None, ...]) -> None:
    reference = one(f"PG  - {text}")
    assert (reference.first_page, reference.last_page, reference.article_number) == pages
    assert extra(reference, "page") == ([text] if text in ("203-5; discussion 206", "n/a") else [])


def test_a_chapter_and_a_book_are_told_apart() -> None:
    chapter, book = read("PMID- 1\nBTI - The book\nTI  - The chapter\n\nPMID- 2\nBTI - The book\n").references
    assert (chapter.work_type, chapter.title, chapter.journal) == ("chapter", "The chapter", "The book")
    assert (book.work_type, book.title, book.journal) == ("book", "The book", None)


def test_every_value_of_a_record_is_somewhere_in_its_reference() -> None:
    tags = sorted(nbib._TAGS - {"PMID", "AU", "FAU"})
    text = "PMID- 1\n" + "".join(f"{tag:<4}- value of {tag}\n" for tag in tags for _ in range(2))
    told = repr(read(text).references)
    assert [tag for tag in tags if f"value of {tag}" not in told] == []


# --- damage --------------------------------------------------------------------------------------------------

TWO = "PMID- 1\nOWN - NLM\nTI  - First\nDP  - 2001\n\nPMID- 2\nOWN - NLM\nTI  - Last\nDP  - 2002\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("- ", " - "),
        lambda text: text.lower().replace("first", "First").replace("last", "Last"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("PMID- 2\n", ""),
        lambda text: text.replace("PMID- 1\n", ""),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("DP  - 2001", "DP  - 2001\nan odd line"),
        lambda text: "1: \n" + text,
    ],
    ids=[
        "BOM",
        "spaces",
        "lower case",
        "no blank line",
        "no second PMID",
        "no first PMID",
        "CRLF",
        "blank lines",
        "odd line",
        "number",
    ],
)
def test_no_record_is_lost_to(damage: Callable[[str], str]) -> None:
    text = damage(TWO)
    reading = read(text)
    assert nbib.accepts(text)
    assert [(reference.title, reference.year) for reference in reading.references] == [("First", 2001), ("Last", 2002)]
    assert uncovered(text, reading) == []


def test_one_odd_line_is_one_error_and_the_file_goes_on() -> None:
    reading = read(TWO.replace("DP  - 2001", "VI  - 3\nan odd line"))
    assert [(problem.line, problem.message) for problem in reading.problems] == [(5, "not understood: 'an odd line'")]
    assert reading.references[0].volume == "3"


def test_lines_that_lost_their_indent_are_joined_and_it_is_said_once() -> None:
    reading = read("PMID- 1\nTI  - A title\nthat goes on.\n\nPMID- 2\nTI  - Another\none.\n")
    assert [reference.title for reference in reading.references] == ["A title that goes on", "Another one"]
    assert len(messages(reading, Severity.NOTE)) == 1


def test_a_bad_pmid_is_kept_and_noted() -> None:
    reading = read("PMID- none\nTI  - T\n")
    assert (reading.references[0].pmid, extra(reading.references[0], "nbib:PMID")) == (None, ["none"])
    assert len(messages(reading, Severity.NOTE)) == 1


def test_a_record_without_a_title_has_its_original_one_or_a_note() -> None:
    assert read("PMID- 1\nTT  - Ein Titel\n").references[0].title == "Ein Titel"
    assert messages(read("PMID- 1\nDP  - 2001\n"), Severity.NOTE) == ["no title; kept without one"]


@pytest.mark.parametrize(
    "text", ["@article{a, title={T}}", "TY  - JOUR\nTI  - T\nPM  - 1\nER  - ", "1. Smith J. T. PMID: 1"]
)
def test_other_formats_are_not_taken(text: str) -> None:
    assert not nbib.accepts(text)


# --- the law -------------------------------------------------------------------------------------------------

FIELDS = st.tuples(st.sampled_from(sorted(nbib._TAGS - {"PMID", "TI"})), LINE)


@st.composite
def files(draw: st.DrawFn) -> list[str]:
    rows: list[str] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        fields = [f"{tag:<4}- {value}" for tag, value in draw(st.lists(FIELDS, max_size=6))]
        rows += [f"PMID- {number}", f"TI  - Title {number}", "      goes on", *fields, ""]
    return rows


@given(files())
@settings(max_examples=150, deadline=None)
def test_every_whole_record_is_one_reference(rows: list[str]) -> None:
    text = "\n".join(rows)
    reading = read(text)
    assert [reference.pmid for reference in reading.references] == [row[6:] for row in rows if row.startswith("PMID- ")]
    assert uncovered(text, reading) == []


@given(files(), DAMAGES)
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_whatever_is_damaged(rows: list[str], damages: list[Damage]) -> None:
    text = damaged(rows, damages)
    reading = read(text)
    assert uncovered(text, reading) == []
    told = repr(reading)
    left = [row[6:].strip() for row in text.split("\n") if row.startswith("TI  - Title ")]
    assert [title for title in left if title not in told] == []


@pytest.mark.parametrize("rows", [["AU  - Roe R", "FAU - "], ["FAU - ", "AU  - Roe R", "CN  - The Group"]])
def test_a_full_name_that_is_empty_leaves_the_short_one(rows: list[str]) -> None:
    assert one(*rows).authors[0] == Author("Roe", "R")


def test_a_number_may_stand_right_behind_the_dash() -> None:
    reading = read("PMID- 1\nTI  - A title\nAB  - On levels of\nSTAT-3 in cells\nPMID-2\nTI  - Another\n")
    assert [(found.pmid, found.title) for found in reading.references] == [("1", "A title"), ("2", "Another")]
    assert extra(reading.references[0], "abstract") == ["On levels of STAT-3 in cells"]


def test_the_version_of_a_number_is_kept() -> None:
    (found,) = read("PMID- 12 [version 2]\nTI  - T\n").references
    assert (found.pmid, extra(found, "nbib:PMID")) == ("12", ["12 [version 2]"])

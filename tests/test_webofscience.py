"""Web of Science's tagged export to References: every field, damage of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import Reading, read_bytes, webofscience
from tests.laws import DAMAGES, LINE, Damage, damaged, extra, messages, uncovered

WHOLE = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Smith, J
   van der Berg, P
AF Smith, Jane
   van der Berg, Piet
CA Example Study Grp
TI On sample cells and
   what they do
SO SAMPLE JOURNAL
LA English
DT Article
DE cells; trial
AB Words that go on
   here.
CR Hu X, 2010, BLOOD, V1, P2
   Li Y, 2011, LANCET, V3, P4
SN 0028-4793
EI 1533-4406
J9 SAMPLE J
PD MAR 2
PY 2017
VL 376
IS 9
BP 836
EP 847
DI 10.1000/ABC
PM 28249141
UT WOS:000395496300005
ER

EF
"""
FIRST = WHOLE.split("PT J")[0]


def read(text: str) -> Reading:
    return webofscience.read(text, "x.txt")


def one(*rows: str) -> Reference:
    (reference,) = read("\n".join(["PT J", "TI A title", *rows, "ER"])).references
    return reference


def test_a_record_is_read_whole() -> None:
    (reference,) = read(WHOLE).references
    assert reference == Reference(
        key="x.txt#1",
        title="On sample cells and what they do",
        authors=(
            Author("Smith", "Jane"), Author("Berg", "Piet", "van der"), Author(collective="Example Study Grp")
        ),
        journal="SAMPLE JOURNAL", year=2017, month=3, volume="376", issue="9", first_page="836", last_page="847",
        doi="10.1000/abc", pmid="28249141", issn="0028-4793", places=(Place("x.txt", 3, 31),),
        extra=(
            ("issued", "2017-03-02"), ("keyword", "cells"), ("keyword", "trial"), ("ISSN", "0028-4793 (Print)"),
            ("ISSN", "1533-4406 (Electronic)"), ("language", "English"), ("genre", "Article"),
            ("abstract", "Words that go on here."), ("wos:CR", "Hu X, 2010, BLOOD, V1, P2"),
            ("wos:CR", "Li Y, 2011, LANCET, V3, P4"), ("container-title-short", "SAMPLE J"),
            ("accession", "WOS:000395496300005"),
        ),
    )  # fmt: skip


def test_it_is_known_by_its_content_among_the_formats() -> None:
    assert read_bytes(WHOLE.encode(), "x.txt").references == read(WHOLE).references
    assert not webofscience.accepts("TY  - JOUR\nTI  - T\nER  - ")
    assert not webofscience.accepts("Smith J, 2010, BLOOD, V115, P1234")


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("B", ["TI A chapter", "SO A BOOK", "DT Article; Book Chapter"], ("chapter", "A chapter", "A BOOK")),
        ("B", ["TI A book", "SO A BOOK", "DT Book"], ("book", "A book", None)),
        ("B", ["SO A BOOK"], ("book", "A BOOK", None)),
        ("S", ["TI A talk", "SO A SERIES", "DT Proceedings Paper"], ("paper-conference", "A talk", "A SERIES")),
        ("C", ["TI A talk", "SO A MEETING"], ("paper-conference", "A talk", "A MEETING")),
        ("P", ["TI A device"], ("patent", "A device", None)),
    ],
)
def test_books_chapters_and_talks_are_told_apart(kind: str, rows: list[str], expected: tuple[str | None, ...]) -> None:
    (reference,) = read("\n".join([f"PT {kind}", *rows, "ER"])).references
    assert (reference.work_type, reference.title, reference.journal) == expected
    assert extra(reference, "wos:PT") == [kind]


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        (["BP 836", "EP 847"], ("836", "847", None)),
        (["BP S12", "EP S20"], ("S12", "S20", None)),
        (["AR e0188680"], (None, None, "e0188680")),
        (["BP 1", "EP 9", "AR 41"], ("1", "9", "41")),
        (["EP 9"], ("9", None, None)),
        (["BP in press"], (None, None, None)),
    ],
)
def test_pages_and_article_numbers(rows: list[str], pages: tuple[str | None, ...]) -> None:
    reference = one(*rows)
    assert (reference.first_page, reference.last_page, reference.article_number) == pages


@pytest.mark.parametrize(
    ("rows", "date", "kept"),
    [
        (["PY 2017", "PD MAR-APR"], (2017, 3), "wos:PD"),
        (["PY 2017", "PD SPR"], (2017, None), "wos:PD"),
        (["PY soon"], (None, None), "issued"),
        (["PD MAR"], (None, 3), ""),
    ],
)
def test_what_is_more_than_a_date_is_kept(rows: list[str], date: tuple[int | None, int | None], kept: str) -> None:
    reference = one(*rows)
    assert (reference.year, reference.month) == date
    assert not kept or extra(reference, kept)


def test_short_names_stand_where_the_full_ones_are_not_as_many() -> None:
    reading = read("PT J\nTI T\nAU Smith, J\n   Roe, R\nAF Smith, Jane\nER")
    assert [author.name for author in reading.references[0].authors] == ["Smith J", "Roe R"]
    assert extra(reading.references[0], "wos:AF") == ["Smith, Jane"]
    assert [problem.line for problem in reading.problems] == [5]


@pytest.mark.parametrize("row", ["DI unknown", "PM none", "SN 1234"])
def test_what_is_no_identifier_is_kept_and_noted(row: str) -> None:
    reading = read(f"PT J\nTI T\n{row}\nER")
    assert row[3:] in repr(reading.references[0].extra)
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(3, Severity.NOTE)]


@pytest.mark.parametrize(
    "text",
    [WHOLE.replace("ER\n", ""), WHOLE.replace("PT J\n", ""), "\ufeff" + WHOLE, WHOLE.replace("\nEF\n", "")],
    ids=["no ER", "no PT", "BOM", "no EF"],
)
def test_no_record_is_lost_to(text: str) -> None:
    reading = read(text)
    assert [reference.doi for reference in reading.references] == ["10.1000/abc"]
    assert messages(reading) == []
    assert uncovered(text, reading) == []


def test_every_value_of_a_record_is_somewhere_in_its_reference() -> None:
    tags = [
        f"{a}{b}" for a in "ABCDEFGHIJKLMNOPRSTUVWZ" for b in "ABCEFINPRTUWY129" if f"{a}{b}" not in ("ER", "EF", "PT")
    ]
    tags = [tag for tag in tags if tag not in ("FN", "VR", "PY", "AU", "AF", "BA", "BF", "CA", "GP", "DE", "BE", "ED")]
    told = repr(one(*(f"{tag} value of {tag}" for tag in tags)))
    assert [tag for tag in tags if f"value of {tag}" not in told] == []


FIELDS = st.tuples(
    st.sampled_from(["AU", "SO", "PY", "BP", "DI", "AB", "CR", "ZZ"]), st.lists(LINE, min_size=1, max_size=3)
)


@st.composite
def files(draw: st.DrawFn) -> list[str]:
    rows = FIRST.rstrip().split("\n")
    for number in range(draw(st.integers(1, 4))):
        rows += ["PT J", f"TI Title {number}"]
        for tag, values in draw(st.lists(FIELDS, max_size=5)):
            rows += [f"{tag} {values[0]}", *(f"   {value}" for value in values[1:])]
        rows += ["ER", ""]
    return [*rows, "EF"]


@given(files())
@settings(max_examples=150, deadline=None)
def test_every_whole_record_is_one_reference(rows: list[str]) -> None:
    text = "\n".join(rows)
    reading = read(text)
    assert [reference.title for reference in reading.references] == [row[3:] for row in rows if row[:8] == "TI Title"]
    assert uncovered(text, reading) == []


@given(files(), DAMAGES)
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_whatever_is_damaged(rows: list[str], damages: list[Damage]) -> None:
    text = damaged(rows, damages)
    reading = read(text)
    assert uncovered(text, reading) == []
    left = {row[3:].strip() for row in text.split("\n") if row.startswith("TI Title ")}
    assert [title for title in left if title not in repr(reading)] == []


def test_each_line_of_editors_is_an_editor() -> None:
    text = "PT B\nAU Roe, R\nBE Doe, A\n   Poe, B; Berg, C\nTI T\nSO A book\nER\n"
    assert extra(read(text).references[0], "editor") == ["Doe, A", "Poe, B", "Berg, C"]

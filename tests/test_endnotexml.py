"""EndNote XML to References, whole and damaged."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers.endnotexml import accepts, read, stream
from tests.laws import DAMAGES, Damage, damaged, uncovered

RECORD = """\
<record>
<database name="x.enl" path="x.enl">x.enl</database><source-app name="EndNote" version="20">EndNote</source-app>
<rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors>
<author><style face="normal" font="default" size="100%">van der Berg, Piet, Jr.</style></author>
<author>The Study Group,</author>
<author>et al.</author>
</authors><secondary-authors><author>Hu, X.</author></secondary-authors></contributors>
<titles><title><style face="normal">A </style>\
<style face="italic">small</style><style face="normal"> trial of 10</style>\
<style face="superscript">6</style><style face="normal"> cells</style></title>
<secondary-title>Sample J</secondary-title></titles>
<periodical><full-title>Sample Journal</full-title></periodical>
<pages>836-47</pages><volume>1</volume><number>2</number>
<keywords><keyword>one</keyword><keyword>two</keyword></keywords>
<dates><year>2012</year><pub-dates><date>Mar 3</date></pub-dates></dates>
<isbn>0028-4793 (Print)&#xD;1533-4406 (Electronic)</isbn>
<accession-num>28249141</accession-num>
<notes>n</notes>
<urls><related-urls><url>https://example.org/a</url><url>https://example.org/b</url></related-urls></urls>
<custom1>own field</custom1><custom2>PMC12</custom2>
<electronic-resource-num>https://doi.org/10.1000/X</electronic-resource-num>
<remote-database-name>PubMed</remote-database-name>
</record>
"""


def library(*records: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
    return head + "".join(records or (RECORD,)) + "</records></xml>\n"


def one(old: str = "", new: str = "") -> Reference:
    assert old in RECORD
    (reference,) = read(library(RECORD.replace(old, new) if old else RECORD), "x.xml").references
    return reference


def test_every_tag_is_in_its_field_or_kept() -> None:
    work = one()
    assert work.authors == (Author("Berg", "Piet", "van der", "Jr"), Author(collective="The Study Group"))
    assert (work.et_al, work.title, work.journal) == (True, "A small trial of 10^6 cells", "Sample Journal")
    assert (work.year, work.month, work.volume, work.issue) == (2012, 3, "1", "2")
    assert (work.first_page, work.last_page, work.issn) == ("836", "847", "0028-4793")
    assert (work.doi, work.pmid, work.pmcid, work.url) == ("10.1000/x", "28249141", "PMC12", "https://example.org/a")
    assert (work.work_type, work.note) == ("article", "n")
    assert work.places == (Place("x.xml", 3, 2 + RECORD.count("\n")),)
    assert set(work.extra) >= {
        ("issued", "2012-03-03"), ("ISSN", "1533-4406 (Electronic)"), ("editor", "Hu, X."), ("keyword", "one"),
        ("keyword", "two"), ("endnote:custom1", "own field"), ("endnote:urls/related-urls/url", "https://example.org/b"),
        ("endnote:titles/secondary-title", "Sample J"), ("source", "PubMed"), ("endnote:rec-number", "7"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("https://doi.org/10.1000/X", "see there", ("DOI", "see there")),
        ("<year>2012</year>", "<year>in press</year>", ("issued", "in press")),
        ("836-47", "1-2, 5-6", ("page", "1-2, 5-6")),
        ("PubMed", "Other", ("accession", "28249141")),
        ("0028-4793 (Print)", "0028-4794", ("ISSN", "0028-4794")),
        ('name="Journal Article"', 'name="Thesis"', ("endnote:ref-type", "Thesis")),
        ("PMC12", "own too", ("endnote:custom2", "own too")),
    ],
)
def test_what_is_not_what_it_says_is_kept(old: str, new: str, kept: tuple[str, str]) -> None:
    assert kept in one(old, new).extra


@pytest.mark.parametrize("name", ["Book Section", "Conference Paper", "Report"])
def test_the_type_is_that_of_csl(name: str) -> None:
    assert one("Journal Article", name).work_type in {"chapter", "paper-conference", "report"}


def test_a_record_that_is_broken_hides_no_other() -> None:
    reading = read(library(RECORD, RECORD.replace("</contributors>", ""), RECORD), "x.xml")
    assert [reference.key for reference in reading.references] == ["x.xml#1", "x.xml#3"]
    (problem,) = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    size = RECORD.count("\n")
    assert problem.message.startswith(
        f"lines {3 + size} to {2 + 2 * size} are no <record> that can be read (mismatched tag"
    )


def test_a_record_that_is_not_closed_ends_where_the_next_begins() -> None:
    reading = read(library(RECORD.replace("</record>\n", ""), RECORD), "x.xml")
    assert len(reading.references) == 1
    assert "</record> is missing" in str(reading.problems[0])


def test_text_between_records_is_an_error() -> None:
    reading = read(library(RECORD, "stray words\n", RECORD), "x.xml")
    assert len(reading.references) == 2
    assert [(problem.line, problem.severity) for problem in reading.problems] == [
        (3 + RECORD.count("\n"), Severity.ERROR)
    ]


@pytest.mark.parametrize(("wrong", "text"), [("\x08", "\ufffd"), ("&", "&"), ("&#x1D;", "\ufffd"), ("&alpha;", "α")])
def test_what_xml_does_not_allow_is_mended_with_a_note(wrong: str, text: str) -> None:
    reading = read(library(RECORD.replace("own field", f"own {wrong} field")), "x.xml")
    assert ("endnote:custom1", f"own {text} field") in reading.references[0].extra
    assert [problem.severity for problem in reading.problems] == [Severity.NOTE]


def test_entities_are_not_declared_here() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'
    reading = read(bomb + library(RECORD), "x.xml")
    assert reading.references == ()
    assert any("declares entities" in problem.message for problem in reading.problems)


def test_a_record_in_a_comment_is_none() -> None:
    assert read(library(f"<!-- {RECORD} -->"), "x.xml").references == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_stream_of_any_encoding_gives_what_the_text_gives(encoding: str) -> None:
    text = library(RECORD.replace("own field", "Gökbuget"), RECORD)
    said = text.replace("UTF-8", "ISO-8859-1") if encoding == "latin-1" else text
    found = list(stream(io.BytesIO(said.encode(encoding)), "x.xml"))
    assert tuple(item for item in found if isinstance(item, Reference)) == read(text, "x.xml").references


@pytest.mark.parametrize(
    "text",
    [
        "<record>" * 50_000,
        "<record>" + "<a>" * 100_000,
        "<record><!--" + "x>" * 200_000,
        "<records><record>" + "<" * 300_000,
    ],
)
def test_hostile_text_takes_linear_time_and_gives_a_problem(text: str) -> None:
    start = time.process_time()
    reading = read(text, "x")
    assert time.process_time() - start < 3
    assert (reading.references, bool(reading.problems)) == ((), True)


def test_only_such_records_are_accepted() -> None:
    assert accepts(library())
    assert not accepts("<article><front/></article>")


FRAME = r"</?(?:xml|records)>|<\?xml[^>\n]*>"


@settings(max_examples=300, deadline=None)
@given(DAMAGES)
def test_no_line_is_lost_whatever_happens_to_the_file(damages: list[Damage]) -> None:
    text = damaged(library(RECORD, RECORD).split("\n"), damages)
    assert uncovered(text, read(text, "x"), FRAME) == []


WORDS = st.text(alphabet="ab ,&<>\u202eé\x07", max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["title", "pages", "year", "isbn", "custom9", "volume"]), WORDS), max_size=4
    )
)
def test_any_records_come_out_one_by_one(records: list[dict[str, str]]) -> None:
    from xml.sax.saxutils import escape

    rows = ["".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in record.items()) for record in records]
    reading = read(library(*(f"<record>{row}</record>\n" for row in rows)) if rows else "", "x")
    assert len(reading.references) == len(records)


def test_words_in_a_broken_tag_are_told() -> None:
    text = library(RECORD) + "</records, and\nwords>\n"
    told = [problem.message for problem in read(text, "x").problems]
    assert any("are in no record" in message and "and words" in message for message in told)
    assert uncovered(text, read(text, "x"), FRAME) == []

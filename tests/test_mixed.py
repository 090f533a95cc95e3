"""Several formats in one text: each part read by its reader, every line in one of them, whatever is damaged."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.readers import Reading, read_bytes
from evgraph.readers.mixed import find_blocks
from evgraph.readers.reading import decode
from evgraph.readers.xmlparts import PROLOGUE
from tests.laws import DAMAGES, Damage, damaged, messages, uncovered

BIBTEX = """\
@article{smith2020,
  author = {Smith, Jane},
  title = {On {B} cells, TY  - and more},
  journal = {Sample J},
  year = {2020},
}
"""
RIS = """\
TY  - JOUR
AU  - Roe, R
TI  - On sample cells
AB  - Words
@misc{not, an = {entry}}

PMID- 7 is no record
PY  - 2019
ER  - 
"""
RIS_CUT = "TY  - JOUR\nAU  - Doe, D\nTI  - Cut off\nPY  - 2018\n"
NBIB = "PMID- 123\nOWN - NLM\nTI  - On further cells,\n      and some more.\nFAU - Roe, Richard\n"
LIST = """\
Stein AK, Hu X. A trial of care. N Engl J Med. 2017 Mar;376(9):836-47.
Poe P, Berg J. On cells of the second kind. Sample Lett. 2019;3:10-9.
"""
NUMBERED = """\
1. Stein AK, Hu X. A trial of care. N Engl J Med. 2017 Mar;376(9):836-47.
2. Poe P, Berg J. On cells of the second kind. Sample Lett. 2019;3:10-9.
"""
JSON = """\
[
  {
    "id": "x",
    "type": "article-journal",
    "title": "On JSON"
  },
  {"id": "y", "title": "T"}
]
"""
PUBMED = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "x.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>5</PMID><Article><ArticleTitle>On XML.</ArticleTitle></Article>
</MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""
JATS = """\
<ref-list>
<ref><element-citation><article-title>On JATS</article-title><source>Sample J</source><year>2001</year>
</element-citation></ref>
</ref-list>
"""
ENDNOTE = """\
<xml><records>
<record><ref-type name="Book">6</ref-type><titles><title>On records</title></titles></record>
</records></xml>
"""
CITED = "Smith J, 2010, BLOOD, V115, P1234, DOI 10.1000/abc\nRoe R, 2011, LANCET, V3, P4\n"
WOS = "FN Clarivate\nVR 1.0\nPT J\nAU Roe, R\n   Doe, D\nTI On tags\nSO SAMPLE J\nPY 2011\nER\n\nEF\n"
COCHRANE = "Record #1 of 1\nID: CN-1\nAU: Roe R\nTI: On colons\nAB: WORDS: some\nYR: 2011\n"
#: Text and how many works are in it.
PARTS = {
    "BibTeX": (BIBTEX, 1), "RIS": (RIS, 1), "RIS cut off": (RIS_CUT, 1), "NBIB": (NBIB, 1), "list": (LIST, 2),
    "numbered list": (NUMBERED, 2), "CSL-JSON": (JSON, 2), "PubMed XML": (PUBMED, 1), "JATS": (JATS, 1),
    "EndNote XML": (ENDNOTE, 1), "Web of Science": (WOS, 1), "cited references": (CITED, 2),
    "Cochrane": (COCHRANE, 1),
}  # fmt: skip
#: What says nothing of a work in one of these formats.
FRAME = "|".join(
    [PROLOGUE, r"</?(?:PubmedArticleSet|ref-list|xml|records|article|back)\s*>", '"items"',
     r"[ \t,:\[\]{}%]"]
)  # fmt: skip
PLAIN = {"list", "numbered list", "cited references"}


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "x.txt")


@given(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n\n", "\n \n"]))
@settings(max_examples=200, deadline=None)
def test_entries_in_are_references_and_problems_out(names: list[str], gap: str) -> None:
    lists = [name for name in names if name in PLAIN]
    if len(set(lists)) > 1:  # one plain list is told from another of its kind only by another format between them
        names = [name for name in names if name not in PLAIN or name == lists[0]]
    text = gap.join(PARTS[name][0] for name in names)
    reading = read(text)
    left_out = messages(reading)  # a second entry of one key
    assert len(reading.references) + len(left_out) == sum(PARTS[name][1] for name in names)
    assert len(left_out) == max(names.count("BibTeX") - 1, 0)
    assert len({found.key for found in reading.references}) == len(reading.references)
    assert uncovered(text, reading, FRAME) == []


@given(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=5), DAMAGES)
@settings(max_examples=400, deadline=None)
def test_no_line_is_lost_whatever_is_damaged(names: list[str], damages: list[Damage]) -> None:
    written = damaged("\n".join(PARTS[name][0] for name in names).split("\n"), damages).replace("\0", "")
    text, _ = decode(written.encode(), "x.txt")
    reading = read(text)
    if not any("no reader for this file" in problem.message for problem in reading.problems):
        assert uncovered(text, reading, FRAME) == []


@pytest.mark.parametrize("name", [name for name in PARTS if name != "BibTeX"])
def test_the_lines_of_the_second_part_are_those_of_the_whole_text(name: str) -> None:
    alone, joined = read(PARTS[name][0]), read(f"{BIBTEX}\n{PARTS[name][0]}")
    shift = BIBTEX.count("\n") + 1
    assert [found.places[0].line + shift for found in alone.references] == [
        found.places[0].line for found in joined.references[1:]
    ]
    assert [found.title for found in joined.references] == [
        "On B cells, TY - and more", *(found.title for found in alone.references)
    ]  # fmt: skip
    assert messages(joined, Severity.NOTE)[0].startswith("several formats in one text: BibTeX from line 1, ")


@pytest.mark.parametrize("name", PARTS)
def test_a_text_in_one_format_is_read_as_a_whole(name: str) -> None:
    assert not any("several formats" in message for message in messages(read(PARTS[name][0]), Severity.NOTE))


def test_a_comment_before_an_entry_goes_with_the_entry() -> None:
    reading = read(f"{RIS}% Encoding: UTF-8\n% and more\n{BIBTEX}")
    assert (len(reading.references), messages(reading)) == (2, [])


def test_a_line_that_looks_like_another_format_stays_in_the_record_that_holds_it() -> None:
    assert [block.kind for block in find_blocks(RIS)] == ["ris"]
    assert [block.kind for block in find_blocks(BIBTEX.replace("{Sample J}", "{\nTY  - JOUR\nPMID- 1\n}"))] == [
        "bibtex"
    ]


def test_a_block_that_is_not_closed_ends_where_the_next_format_begins() -> None:
    reading = read("@article{a, title = {T}, year = {2001\n\n" + RIS + "\n<PubmedArticleSet>\n" + NBIB)
    assert [found.title for found in reading.references] == ["On sample cells", "On further cells, and some more"]
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == [1]


def test_the_note_names_each_part_once() -> None:
    (note,) = messages(read(f"{BIBTEX}\n{RIS}\n{LIST}"), Severity.NOTE)
    assert note == ("several formats in one text: BibTeX from line 1, RIS from line 8, reference list from line 18")


def test_words_between_records_are_no_reference() -> None:
    reading = read(RIS + "\nExported on 3 May 2017, by the library. Some words, and more.\n\n" + RIS)
    assert len(reading.references) == 2
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == [11]


def test_a_broken_entry_is_not_taken_for_a_list() -> None:
    text = BIBTEX.replace("@article{smith2020,", "") + "\n" + BIBTEX
    reading = read(text)
    assert [found.key for found in reading.references] == ["smith2020"]
    assert messages(reading)


def test_two_entries_of_one_text_that_are_cited_keep_who_cites_them() -> None:
    title = "<title-group><article-title>Main</article-title></title-group>"
    front = f"<article><front><article-meta>{title}</article-meta></front>\n"
    reading = read(RIS + "\n" + front + "<back>" + JATS + "</back></article>\n\n" + RIS_CUT)
    main = next(found for found in reading.references if found.title == "Main")
    assert [found.title for found in reading.references if found.key in main.cites] == ["On JATS"]


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\n\nPMID- 1\n\n" * 20_000,
        "@misc{a, title = {\nTY  - JOUR\n" * 20_000,
        '[{"id": 1\n\nTY  - JOUR\n' * 20_000,
        "<PubmedArticle>\nTY  - JOUR\n" * 20_000,
        "<record>\n@a{b\n" * 20_000 + "</record>",
        "PT J\nAU x\n\n[\n" * 20_000,
    ],
)
def test_many_blocks_that_are_not_closed_take_linear_time(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 15


#: How a text of each format begins before it goes on in one line without end.
BEGINNINGS = [
    "", "TY  - JOUR\nAB  - ", "PMID- 1\nTI  - ", "PT J\nAU ", "@misc{a, title = {", '[{"a": "', "<ref-list>\n<ref>",
    "<PubmedArticleSet>\n<PubmedArticle>", "<records>\n<record>",
]  # fmt: skip


@pytest.mark.parametrize("fill", ["x", "word 2017; ", "{", "<a> ", '"', "\\"])
@pytest.mark.parametrize("begin", BEGINNINGS)
def test_one_line_of_a_megabyte_is_kept_or_told_of_in_bounded_time(begin: str, fill: str) -> None:
    start = time.process_time()
    reading = read(begin + fill * (1_000_000 // len(fill)))
    assert time.process_time() - start < 10
    assert reading.references or reading.problems

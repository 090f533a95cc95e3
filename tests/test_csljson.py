"""CSL-JSON to References, whole and damaged."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers.csljson import accepts, read, stream
from tests.laws import DAMAGES, damaged, uncovered

FRAME = r"\"(?:items|references)\"|[\t ,:\[\]{}]"

ITEM: dict[str, Any] = {
    "id": "berg2012",
    "type": "article-journal",
    "title": "A <i>small</i> trial of 10<sup>6</sup> cells",
    "author": [
        {"family": "Berg", "non-dropping-particle": "van der", "given": "Piet", "suffix": "Jr"},
        {"given": "S"},
        {"literal": "The Study Group"},
        {"literal": "others"},
    ],
    "container-title": "Sample J",
    "issued": {"date-parts": [[2012, 7, 3]]},
    "volume": 12,
    "issue": "3",
    "page": "836-47",
    "DOI": "https://doi.org/10.1000/ABC",
    "PMID": "28249141",
    "PMCID": "PMC1",
    "ISSN": "0028-4793, 1533-4406",
    "URL": "https://example.org",
    "note": "n",
    "publisher": "Press",
    "editor": [{"family": "Hu", "given": "X"}],
    "keyword": "one, two",
    "shoe-size": {"left": [1]},
    "custom": {"ris:M1": ["x", "y"], "endnote:label": "z"},
}


def one(**changes: object) -> Reference:
    (reference,) = read(json.dumps([ITEM | changes]), "x.json").references
    return reference


def notes(text: str) -> list[str]:
    return [problem.message for problem in read(text, "x.json").problems]


def test_every_variable_is_in_its_field_or_kept() -> None:
    work = one()
    assert work.authors == (
        Author("Berg", "Piet", "van der", "Jr"),
        Author(given="S"),
        Author(collective="The Study Group"),
    )
    assert (work.key, work.et_al, work.title, work.journal) == (
        "berg2012", True, "A small trial of 10^6 cells", "Sample J",
    )  # fmt: skip
    assert (work.year, work.month, work.volume, work.issue) == (2012, 7, "12", "3")
    assert (work.first_page, work.last_page, work.issn) == ("836", "847", "0028-4793")
    assert (work.doi, work.pmid, work.pmcid, work.url) == ("10.1000/abc", "28249141", "PMC1", "https://example.org")
    assert (work.work_type, work.note) == ("article", "n")
    assert set(work.extra) == {
        ("csl:title", ITEM["title"]), ("issued", "2012-07-03"), ("ISSN", "1533-4406"), ("publisher", "Press"),
        ("editor", "Hu, X"), ("keyword", "one"), ("keyword", "two"), ("csl:shoe-size", '{"left": ["1"]}'),
        ("ris:M1", "x"), ("ris:M1", "y"), ("endnote:label", "z"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: items,
        lambda items: items[0],
        lambda items: {"items": items},
        lambda items: {"references": items},
        lambda items: {"version": 2, "items": items, "style": "x"},
        lambda items: {"message": {"items": items}},
    ],
    ids=["array", "object", "items", "references", "items among others", "items deeper"],
)
@pytest.mark.parametrize("indent", [None, 0, 2])
def test_the_items_are_found_in_every_wrapping(wrap: Any, indent: int | None) -> None:
    text = json.dumps(wrap([ITEM]), indent=indent)
    reading = read(text, "x.json")
    assert [reference.key for reference in reading.references] == ["berg2012"]
    assert accepts(text)
    assert uncovered(text, reading, FRAME) == []
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("issued", "expected", "kept"),
    [
        ({"date-parts": [[2012]]}, (2012, None), []),
        ({"date-parts": [["2012", "7"]]}, (2012, 7), []),
        ({"date-parts": [[2012, 7, 3], [2012, 8]]}, (2012, 7), ["2012-07-03/2012-08"]),
        ({"date-parts": [[None]]}, (None, None), []),
        ({"date-parts": [[2012]], "season": 1}, (2012, None), ["2012 season: 1"]),
        ({"raw": "2012-07"}, (2012, 7), []),
        ({"literal": "in press"}, (None, None), ["in press"]),
        ({"date-parts": [[]], "literal": "forthcoming"}, (None, None), ["forthcoming"]),
        ("2012", (2012, None), []),
        ({"date-parts": [[-44, 3, 15]]}, (None, None), ["-44-03-15"]),
        ({"date-parts": [[2012, 13]]}, (2012, None), ["2012-13"]),
    ],
)
def test_a_date_is_read_however_it_is_given(issued: object, expected: object, kept: list[str]) -> None:
    work = one(issued=issued)
    assert (work.year, work.month) == expected
    assert [value for name, value in work.extra if name == "issued"] == kept


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"DOI": "nonsense"}, ("DOI", "nonsense")),
        ({"PMID": "x1"}, ("PMID", "x1")),
        ({"ISSN": "0028-4794"}, ("ISSN", "0028-4794")),
        ({"page": "1-2, 5-6"}, ("page", "1-2, 5-6")),
        ({"author": [{"family": "Hu", "ORCID": "0000-1"}]}, ("csl:author[1].ORCID", "0000-1")),
        ({"author": [{"family": "Berg", "dropping-particle": "von"}]}, ("csl:author[1].dropping-particle", "von")),
        ({"type": "article"}, ("csl:type", "article")),
        ({"title": ["T", "U"]}, ("title", "U")),
        ({"accessed": {"date-parts": [[2020, 1, 2]]}}, ("accessed", "2020-01-02")),
    ],
)
def test_what_has_no_field_or_is_not_what_it_says_is_kept(change: dict[str, Any], kept: tuple[str, str]) -> None:
    assert kept in one(**change).extra


@pytest.mark.parametrize("page", ["e0188680", "41"])
def test_a_lone_page_is_a_page_or_an_article_number(page: str) -> None:
    work = one(page=page)
    assert (work.first_page, work.article_number) == ((None, page) if page[0] == "e" else (page, None))


def test_numbers_of_any_size_stay_as_they_are_written() -> None:
    text = '[{"id": ' + "9" * 5000 + ', "title": "T", "volume": 1e999, "issue": 007.0}]'.replace("007", "7")
    (work,) = read(text, "x").references
    assert (len(work.key), work.volume, work.issue) == (5000, "1e999", "7.0")


def test_a_variable_given_twice_keeps_the_first_and_names_both() -> None:
    (problem,) = read('[{"id": "a", "title": "T", "title": "U"}]', "x").problems
    assert (problem.message, problem.severity) == ("title is given twice: kept 'T', also 'U'", Severity.DIFFERENCE)


def test_an_id_used_twice_costs_no_item() -> None:
    reading = read('[{"id": "a", "title": "T"},\n{"id": "a", "title": "U"}]', "x")
    assert [(reference.key, reference.title) for reference in reading.references] == [("a", "T"), ("x#2", "U")]
    assert "used before, at line 1" in reading.problems[0].message


def test_half_a_character_becomes_a_replacement_and_a_note() -> None:
    reading = read('[{"id": "a", "title": "x\\ud800y \\ud83d\\ude00"}]', "x")
    assert reading.references[0].title == "x\ufffdy \U0001f600"
    assert "halves of characters" in reading.problems[0].message


def test_control_characters_and_right_to_left_text_survive() -> None:
    assert one(title="\u202eab\x07c").title == "\u202eab\x07c"


def test_a_broken_item_is_named_with_line_and_column_and_hides_no_other() -> None:
    text = '[\n {"id": "a", "title": "T"},\n {"id": "b" "title": "U"},\n {"id": "c", "title": "V"}\n]\n'
    reading = read(text, "x.json")
    assert [reference.key for reference in reading.references] == ["a", "c"]
    (problem,) = reading.problems
    assert (problem.line, problem.key, problem.severity) == (3, "b", Severity.ERROR)
    assert "column 13" in problem.message


def test_an_item_that_is_not_closed_ends_where_the_next_begins() -> None:
    rows = json.dumps([ITEM, ITEM | {"id": "b"}, ITEM | {"id": "c"}], indent=2).split("\n")
    rows.remove("  },")
    reading = read("\n".join(rows), "x.json")
    assert [reference.key for reference in reading.references] == ["b", "c"]
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == [2]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":' * 100_000,
        "{" * 300_000,
        '[{"id":"' + "\\" * 300_000,
        '{"title": "' + "x" * 300_000,
        "[" * 300_000 + "{",
    ],
)
def test_hostile_text_takes_linear_time_and_gives_a_problem(text: str) -> None:
    start = time.process_time()
    reading = read(text, "x")
    assert time.process_time() - start < 3
    assert reading.references == ()
    assert all(len(str(problem)) < 300 for problem in reading.problems)
    assert reading.problems


def test_an_item_nested_too_deep_is_refused_and_the_next_is_read() -> None:
    text = '[{"id": "a", "x": ' + "[" * 60 + "]" * 60 + '},\n{"id": "b", "title": "T"}]'
    reading = read(text, "x")
    assert [reference.key for reference in reading.references] == ["b"]
    assert "nested deeper than 50" in reading.problems[0].message


@pytest.mark.parametrize("text", ["1. Hu X. A. J. 2012;1:2.", "@article{a, title={type}}", "[1] Smith", "{}", "[1, 2]"])
def test_other_texts_are_not_accepted(text: str) -> None:
    assert not accepts(text)


def test_a_place_is_the_lines_of_the_item() -> None:
    text = "[\n" + json.dumps(ITEM, indent=1) + "\n]"
    assert read(text, "x").references[0].places == (Place("x", 2, len(text.split("\n")) - 1),)


def test_a_stream_gives_an_item_as_soon_as_it_is_closed() -> None:
    def lines() -> Any:
        yield "[\n"
        yield json.dumps(ITEM) + ",\n"
        raise AssertionError("read too far")

    found = next(stream(lines(), "x"))
    assert isinstance(found, Reference)


TEXT = st.text(alphabet='ab {}[]",:\\\n\u202e\x07é', max_size=10)
VALUES = st.recursive(
    st.one_of(TEXT, st.integers(), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXT, inner, max_size=2)),
    max_leaves=4,
)
NAMES = st.sampled_from([*ITEM, "publisher", "accessed", "x"])
RECORDS = st.dictionaries(NAMES, VALUES, max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(RECORDS, max_size=4), st.sampled_from([None, 0, 1]))
def test_any_items_come_out_one_by_one(records: list[dict[str, Any]], indent: int | None) -> None:
    reading = read(json.dumps(records, indent=indent, ensure_ascii=False), "x")
    assert len(reading.references) == len(records)
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_line_is_lost_whatever_happens_to_the_file(data: st.DataObject) -> None:
    records = [ITEM | {"id": str(number)} for number in range(3)]
    wrapped = data.draw(st.sampled_from([records, {"items": records}]))
    rows = json.dumps(wrapped, indent=data.draw(st.sampled_from([0, 2]))).split("\n")
    text = damaged(rows, data.draw(DAMAGES))
    reading = read(text, "x")
    assert uncovered(text, reading, FRAME) == []
    assert [*stream(io.StringIO(text), "x")] == [
        found for found in stream(io.StringIO(text), "x") if isinstance(found, Reference | Problem)
    ]

"""One record for each work: what is the same, who wins, what is reported, who cites whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import CitedList, Reading, read_bytes, read_folder
from evgraph.references import link_citations, merge, same_work, unite

REFERENCES = Path(__file__).parent.parent / "references"
CITED = (
    "kantarjian2017 kantarjian2016 zhang2018 brown2004 messinger2012 zhao2015 nakao2000 du2017 koyama2014 huang2012 "
    "takahashi2017 dewar2011 gokbuget2018 aldoss2016"
)

ENTRY = Reference(
    "smith2020",
    title="Drug A in ALL",
    authors=(Author(family="Smith", given="JA"), Author(family="Hu", given="X")),
    journal="N Engl J Med",
    year=2020,
    month=3,
    volume="12",
    issue="3",
    first_page="836",
    last_page="847",
    doi="10.1000/a",
    pmid="1",
    places=(Place("a.bib", 12, 20),),
)
#: The same work as a list names it: no identifiers.
ITEM = replace(ENTRY, key="l.txt#1", doi=None, pmid=None, places=(Place("l.txt", 3, 9),))


def texts(problems: tuple[Problem, ...], severity: Severity) -> list[str]:
    return [problem.message for problem in problems if problem.severity is severity]


# --- the same work -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "its", "expected"),
    [
        ({}, {}, True),
        ({}, {"doi": None, "pmid": None}, True),
        ({}, {"doi": None}, True),
        ({}, {"pmid": "2"}, False),
        ({}, {"doi": "10.1000/b"}, False),
        ({}, {"title": "Other", "year": 1999, "first_page": "1"}, True),
        ({"doi": None, "pmid": None}, {}, True),
        ({"doi": None, "pmid": None}, {"title": "DRUG A, in all."}, True),
        ({"doi": None, "pmid": None}, {"title": "Drug B in ALL"}, False),
        ({"doi": None, "pmid": None}, {"title": None}, False),
        ({"doi": None, "pmid": None}, {"first_page": "900"}, False),
        ({"doi": None, "pmid": None}, {"year": 2019}, True),
        ({"doi": None, "pmid": None}, {"volume": "13"}, True),
        ({"doi": None, "pmid": None}, {"year": 2019, "volume": "13"}, False),
        ({"doi": None, "pmid": None}, {"first_page": None}, True),
        ({"doi": None, "pmid": None}, {"first_page": None, "year": 2019}, False),
        ({"doi": None, "pmid": None}, {"first_page": None, "year": None, "volume": None}, False),
        ({"doi": None, "pmid": None}, {"year": None, "volume": None}, True),
        ({"doi": None, "pmid": None}, {"first_page": None, "article_number": "836"}, True),
        ({"doi": None, "pmid": None}, {"first_page": None, "article_number": "e12345"}, False),
    ],
)
def test_same_work(mine: dict[str, object], its: dict[str, object], expected: bool) -> None:
    one, other = replace(ENTRY, **mine), replace(ENTRY, **its)
    assert same_work(one, other) is expected
    assert same_work(other, one) is expected


# --- the real files ------------------------------------------------------------------------------------------


def test_the_pasted_list_and_the_bib_are_the_same_works_and_agree_in_every_field() -> None:
    references, problems = unite(read_folder(REFERENCES))
    assert len(references) == 30
    assert [problem for problem in problems if problem.severity is not Severity.NOTE] == []
    found = {reference.key: reference for reference in references}
    for number, key in enumerate(CITED.split(), 1):
        item = read_bytes((REFERENCES / "rr-all.txt").read_bytes(), "rr-all.txt").references[number - 1]
        work = found[key]
        for name in ("title", "journal", "year", "month", "volume", "issue", "issn"):
            assert getattr(work, name) == getattr(item, name), (key, name)
        persons = [author for author in item.authors if not author.collective]
        assert list(work.authors[: len(persons)]) == persons
        assert (work.article_number or work.first_page) == (item.article_number or item.first_page)
        assert work.last_page == item.last_page
        assert [place.path for place in work.places] == ["rr-all.bib", "rr-all.txt"]


def test_the_notes_on_the_real_files_are_the_known_gaps() -> None:
    _, problems = unite(read_folder(REFERENCES))
    kinds = {"no title": 9, "family name": 1, "dash": 1}
    for words, count in kinds.items():
        assert sum(words in problem.message for problem in problems) == count
    assert len(problems) == sum(kinds.values())


def test_the_index_article_cites_the_fourteen_in_the_order_of_the_list() -> None:
    references, _ = unite(read_folder(REFERENCES))
    cites = {reference.key: reference.cites for reference in references if reference.cites}
    assert cites == {"index2018": tuple(CITED.split())}


# --- merging -------------------------------------------------------------------------------------------------


def test_the_entry_wins_and_a_missing_field_is_filled_with_both_places_kept() -> None:
    item = replace(ITEM, issn="0028-4793", journal="N Engl J Med")
    (work,), problems = merge((item, ENTRY))
    assert problems == ()
    assert work == replace(ENTRY, issn="0028-4793", places=(Place("a.bib", 12, 20), Place("l.txt", 3, 9)))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("journal", "Blood", 'journal: kept "N Engl J Med" (a.bib:12), also "Blood" (l.txt:3)'),
        ("year", 2019, 'year: kept "2020" (a.bib:12), also "2019" (l.txt:3)'),
        ("month", 4, 'month: kept "3" (a.bib:12), also "4" (l.txt:3)'),
        ("volume", "13", 'volume: kept "12" (a.bib:12), also "13" (l.txt:3)'),
        ("issue", "4", 'issue: kept "3" (a.bib:12), also "4" (l.txt:3)'),
        ("last_page", "848", 'pages: kept "836-847" (a.bib:12), also "836-848" (l.txt:3)'),
        ("authors", (Author(family="Smyth", given="JA"), Author(family="Hu", given="X")), 'author 1: kept "Smith JA"'),
        ("authors", (Author(given="JA"), Author(family="Hu", given="X")), 'also "[family name lost] JA"'),
        ("authors", (Author(family="Smith", given="JA"),), 'authors: kept "2 names" (a.bib:12), also "1 names"'),
    ],
)
def test_a_field_that_differs_is_reported_and_the_entry_is_kept(field: str, value: object, message: str) -> None:
    (work,), problems = merge((ENTRY, replace(ITEM, **{field: value})))
    assert getattr(work, field) == getattr(ENTRY, field)
    (problem,) = problems
    assert message in problem.message
    assert (problem.path, problem.line, problem.key) == ("l.txt", 3, "smith2020")
    assert problem.severity is Severity.DIFFERENCE


def test_a_title_that_differs_is_reported_when_an_identifier_says_it_is_the_work() -> None:
    _, problems = merge((ENTRY, replace(ITEM, doi=ENTRY.doi, title="Drug A in AML")))
    assert texts(problems, Severity.DIFFERENCE) == [
        'title: kept "Drug A in ALL" (a.bib:12), also "Drug A in AML" (l.txt:3)'
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Drug a in all."),
        ("journal", "The New England Journal of Medicine"),
        ("authors", (Author(family="Smith", given="JA"), Author(family="Hü", given="X"))),
    ],
)
def test_a_difference_of_writing_is_only_a_note(field: str, value: object) -> None:
    _, problems = merge((ENTRY, replace(ITEM, **{field: value})))
    assert [problem.severity for problem in problems] == [Severity.NOTE]


@pytest.mark.parametrize(
    "item",
    [
        replace(ITEM, authors=ENTRY.authors[:1], et_al=True),
        replace(ITEM, authors=(Author(family="Smith", given="John A."), Author(family="Hu", given="X"))),
        replace(ITEM, authors=()),
        replace(ITEM, first_page="836", last_page=None),
    ],
    ids=["cut by et al.", "given name in full", "no authors", "first page only"],
)
def test_what_is_only_shorter_or_fuller_is_no_difference(item: Reference) -> None:
    (work,), problems = merge((ENTRY, item))
    assert problems == ()
    assert (work.authors, work.et_al, work.last_page) == (ENTRY.authors, False, "847")


def test_a_cut_list_of_authors_is_completed_from_a_longer_one_that_begins_with_it() -> None:
    body = Author(collective="Study Group")
    entry = replace(ENTRY, authors=(*ENTRY.authors[:1], body), et_al=True)
    (work,), problems = merge((entry, ITEM))
    assert (work.authors, work.et_al, problems) == ((*ENTRY.authors, body), False, ())


def test_an_article_number_and_a_lone_first_page_are_the_same_place() -> None:
    entry = replace(ENTRY, first_page=None, last_page=None, article_number="41")
    (work,), problems = merge((entry, replace(ITEM, first_page="41", last_page=None)))
    assert (work.article_number, work.first_page, problems) == ("41", None, ())


def test_a_shortened_range_in_the_list_equals_the_full_one_of_the_entry() -> None:
    bib = read_bytes(b"@article{a, title={Drug A}, year=2017, volume=3, pages={836--847}, journal={J}}", "a.bib")
    text = b"1. Hu X. Drug A. J. 2017;3:836-47.\n"
    (work,), problems = merge((*bib.references, *read_bytes(text, "l.txt").references))
    assert (work.key, work.last_page, problems) == ("a", "847", ())


def test_a_letter_with_the_same_title_stays_a_work_of_its_own_and_the_reason_is_noted() -> None:
    works, problems = merge((ENTRY, replace(ITEM, first_page="900", last_page=None)))
    assert [work.key for work in works] == ["smith2020", "smith2020a"]
    assert "kept apart from smith2020: the title is the same, but first page 836 against 900" in texts(
        problems, Severity.NOTE
    )


def test_items_without_an_entry_get_keys_that_are_not_taken() -> None:
    items = [replace(ITEM, key=f"l.txt#{n}", title=f"Title {n}", places=(Place("l.txt", n, n),)) for n in range(1, 4)]
    nameless = replace(items[0], key="l.txt#4", title="Über all", authors=(), year=None)
    works, problems = merge((ENTRY, *items, nameless))
    assert [work.key for work in works] == ["smith2020", "smith2020a", "smith2020b", "smith2020c", "uber"]
    assert texts(problems, Severity.NOTE) == ["no .bib entry for this work; its key was made here"] * 4


def test_two_entries_of_one_work_are_both_kept_and_named() -> None:
    twin = replace(ENTRY, key="smith2020b", places=(Place("b.bib", 1, 2),))
    works, problems = merge((ENTRY, twin))
    assert [work.key for work in works] == ["smith2020", "smith2020b"]
    (problem,) = problems
    assert (problem.key, problem.path, problem.severity) == ("smith2020b", "b.bib", Severity.DIFFERENCE)
    assert "the same work as smith2020 (a.bib:12)" in problem.message


def test_one_key_for_one_work_in_two_files_is_merged_and_for_two_works_is_an_error() -> None:
    again = replace(ENTRY, year=2021, places=(Place("b.bib", 1, 2),))
    (work,), problems = merge((ENTRY, again))
    assert len(work.places) == 2
    assert [problem.severity for problem in problems] == [Severity.DIFFERENCE]
    works, problems = merge((ENTRY, replace(again, doi="10.1000/z", pmid="9")))
    assert works == (ENTRY,)
    assert [(problem.severity, problem.path) for problem in problems] == [(Severity.ERROR, "b.bib")]


def test_entries_that_share_one_identifier_and_not_another_are_reported() -> None:
    _, problems = merge((ENTRY, replace(ENTRY, key="other", pmid="2")))
    assert texts(problems, Severity.DIFFERENCE) == [
        "kept apart from smith2020: the doi is the same, but pmid 1 against 2"
    ]


def test_a_work_named_twice_by_a_list_is_one_reference_and_a_note() -> None:
    again = replace(ITEM, key="l.txt#2", places=(Place("l.txt", 10, 15),))
    (work,), problems = merge((ENTRY, ITEM, again))
    assert [place.line for place in work.places] == [12, 3, 10]
    assert texts(problems, Severity.NOTE) == ["the list names this work twice"]


def test_merging_is_quick_for_many_references() -> None:
    entries = [replace(ENTRY, key=f"k{n}", title=f"Title {n}", doi=f"10.1/{n}", pmid=str(n)) for n in range(5000)]
    works, problems = merge(entries)
    assert (len(works), problems) == (5000, ())


# --- who cites whom ------------------------------------------------------------------------------------------


def test_a_work_cites_the_works_of_its_list_in_the_lists_order() -> None:
    index = Reference("index", places=(Place("a.bib", 1, 2),))
    second = replace(ITEM, key="hu2019", places=(Place("l.txt", 10, 15),))
    works, problems = link_citations((second, ENTRY, ITEM, index), [CitedList("index", "l.txt", index.places[0])])
    assert (works[-1].cites, problems) == (("l.txt#1", "hu2019"), ())


def test_a_list_that_is_not_there_is_an_error_at_the_entry_that_names_it() -> None:
    index = Reference("index", places=(Place("a.bib", 7, 9),))
    works, (problem,) = link_citations((index,), [CitedList("index", "gone.txt", index.places[0])])
    assert works == (index,)
    assert (problem.path, problem.line, problem.key, problem.severity) == ("a.bib", 7, "index", Severity.ERROR)
    assert "'gone.txt'" in problem.message


def test_a_list_that_nobody_claims_is_noted() -> None:
    _, problems = unite(Reading((ENTRY, ITEM)))
    assert [(problem.path, problem.severity) for problem in problems] == [("l.txt", Severity.NOTE)]


def test_uniting_twice_gives_the_same() -> None:
    assert unite(read_folder(REFERENCES)) == unite(read_folder(REFERENCES))


def test_a_changed_field_in_the_bib_is_reported_against_the_list(tmp_path: Path) -> None:
    bib = (REFERENCES / "rr-all.bib").read_text(encoding="utf-8")
    (tmp_path / "rr-all.bib").write_text(bib.replace("volume  = {376}", "volume  = {367}"), encoding="utf-8")
    (tmp_path / "rr-all.txt").write_bytes((REFERENCES / "rr-all.txt").read_bytes())
    references, problems = unite(read_folder(tmp_path))
    assert len(references) == 15
    assert texts(problems, Severity.DIFFERENCE) == ['volume: kept "367" (rr-all.bib:17), also "376" (rr-all.txt:1)']

"""Europe PMC: search, records, pages, and errors that say 200."""

from __future__ import annotations

from evgraph.model import Author, Reference
from evgraph.resolve import europepmc
from evgraph.resolve.http import Door
from evgraph.resolve.records import NoticeKind
from tests.conftest import QUICK
from tests.replay import Replay, Work, faults

TITLE = "Samplinib or placebo in adults with an invented disease"


def test_a_public_work_comes_by_its_pmid_and_an_unknown_one_does_not(asking: Door) -> None:
    asked = europepmc.fetch_by_id(["27292104", "999999999"], asking)
    assert asked.problems == ()
    assert list(asked.found) == ["27292104"]
    record = asked.found["27292104"].reference
    assert (record.doi, record.year, record.volume, record.first_page) == ("10.1056/nejmoa1509277", 2016, "375", "740")
    assert record.authors[0].family == "Kantarjian"


def test_a_public_work_is_found_by_its_title(asking: Door) -> None:
    title = "Inotuzumab Ozogamicin versus Standard Therapy for Acute Lymphoblastic Leukemia"
    found = europepmc.find_candidates([Reference("x", title)], asking).found["x"]
    assert "27292104" in [one.reference.pmid for one in found]


def test_a_record_has_its_fields_its_abstract_and_its_licence(door: Door) -> None:
    found = europepmc.fetch_by_id(["90000001"], door).found["90000001"]
    assert [author.name for author in found.reference.authors] == [
        "Ahlberg Ann B", "van den Bosch Bo", "SAMPLE Study Group",
    ]  # fmt: skip
    assert (found.reference.title, found.reference.year, found.reference.month) == (TITLE, 2015, 3)
    assert (found.reference.journal, found.reference.issue, found.reference.last_page) == (
        "Journal of Invented Trials", "4", "112",
    )  # fmt: skip
    assert (found.reference.doi, found.reference.pmcid) == ("10.5555/jit.2015.101", "PMC9900001")
    assert found.abstract is not None
    assert [(one.label, one.span.of(found.abstract.text)) for one in found.abstract.sections] == [
        ("Background", "Nobody has the invented disease."), ("Results", "All 20 sample adults did well."),
    ]  # fmt: skip
    assert found.abstract.rights == "cc by"
    assert found.related == (("europepmc", "MED/90000001"),)
    assert "Nobody has" not in repr(found.reference)


def test_a_record_without_authors_by_their_parts_is_read_from_the_one_string(door: Door, replay: Replay) -> None:
    replay.plan(faults.Fault(change=lambda body: body.replace(b'"authorList"', b'"other"')))
    found = europepmc.fetch_by_id(["90000001"], door).found["90000001"]
    assert found.reference.authors[:2] == (Author("Ahlberg", "AB"), Author("Bosch", "B", "van den"))


def test_a_retraction_is_told_by_the_relation_and_by_the_kind_of_publication(door: Door) -> None:
    notices = europepmc.fetch_by_id(["90000004"], door).found["90000004"].notices
    assert [(one.kind, one.identifier, one.by_this) for one in notices] == [
        (NoticeKind.RETRACTION, "90000005", False), (NoticeKind.RETRACTION, None, False),
    ]  # fmt: skip


def test_a_letter_says_that_it_is_one(door: Door) -> None:
    notices = europepmc.fetch_by_id(["90000002"], door).found["90000002"].notices
    assert {(one.kind, one.by_this) for one in notices} == {(NoticeKind.COMMENT, True)}


def test_candidates_are_searched_by_doi_or_title(door: Door) -> None:
    reference = Reference("x", TITLE, doi="10.5555/jit.2017(14)e1700123")
    found = europepmc.find_candidates([reference], door).found["x"]
    assert [one.reference.pmid for one in found] == ["90000001", "90000002", "90000003", "90000004"]


def test_without_both_candidates_are_searched_by_the_other_fields(door: Door) -> None:
    reference = Reference(
        "x", None, (Author("Bosch", "B", "van den"),), journal="J Invent Trials", year=2018, first_page="200"
    )
    found = europepmc.find_candidates([reference, Reference("y", year=2018)], door).found
    assert [one.reference.pmid for one in found["x"]] == ["90000012"]
    assert "y" not in found


def test_pages_are_turned_until_the_mark_repeats(door: Door, replay: Replay) -> None:
    replay.corpus.works += [Work("A much used title", pmid=str(80_000_000 + n)) for n in range(230)]
    found = europepmc._search('TITLE:"much used title"', door, 100)
    assert len({one.reference.pmid for one in found}) == 230
    assert [one.params["cursorMark"] for one in replay.seen] == ["*", "AoIIP100", "AoIIP200"]


def test_a_long_question_is_sent_as_a_form(door: Door, replay: Replay) -> None:
    title = " ".join(f"word{n}" for n in range(400))
    assert europepmc.find_candidates([Reference("x", title)], door).found == {}
    assert [(one.method, one.path) for one in replay.seen] == [("POST", "searchPOST")]


def test_an_error_that_says_200_is_an_error(door: Door, replay: Replay) -> None:
    replay.plan(faults.Fault(change=lambda _: b'{"errCode": 404, "errMsg": "The query is too odd"}'))
    asked = europepmc.fetch_by_id(["90000001"], door)
    assert asked.found == {}
    assert "404: The query is too odd" in asked.problems[0].message


def test_maintenance_is_told_as_that(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(503, times=QUICK.attempts, words=b"Europe PMC is under maintenance"))
    asked = europepmc.find_candidates([Reference("x", TITLE)], door)
    assert "under maintenance" in asked.problems[0].message
    assert asked.problems[0].key == "x"


def test_a_quote_in_a_title_ends_no_phrase(door: Door, replay: Replay) -> None:
    europepmc.find_candidates([Reference("x", 'The "new" title\\" OR SRC:MED')], door)
    assert replay.seen[0].params["query"] == 'TITLE:"The new title OR SRC:MED"'

"""PubMed by the E-utilities: what is asked, and what is made of the answers, traps included."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evgraph.model import Author, Reference
from evgraph.resolve import eutils
from evgraph.resolve.http import Door
from evgraph.resolve.records import NoticeKind
from tests.conftest import QUICK
from tests.replay import Relation, Replay, Work, faults

TRIAL = Reference(
    "trial", "Samplinib or placebo in adults with an invented disease", (Author("Ahlberg", "AB"),),
    journal="J Invent Trials", year=2015, volume="12", first_page="101",
)  # fmt: skip
PUBLIC = Reference(
    "inotuzumab", "Inotuzumab Ozogamicin versus Standard Therapy for Acute Lymphoblastic Leukemia",
    (Author("Kantarjian", "HM"),), journal="N Engl J Med", year=2016, volume="375", first_page="740",
)  # fmt: skip


def pmids(door: Door, *references: Reference) -> dict[str, list[str | None]]:
    asked = eutils.find_candidates(references, door)
    assert asked.problems == ()
    return {key: [one.reference.pmid for one in found] for key, found in asked.found.items()}


def test_a_public_work_is_found_by_its_citation(asking: Door) -> None:
    assert pmids(asking, PUBLIC) == {"inotuzumab": ["27292104"]}


def test_a_public_work_is_found_by_its_doi(asking: Door) -> None:
    assert pmids(asking, Reference("x", doi="10.1056/nejmoa1509277")) == {"x": ["27292104"]}


def test_a_public_work_is_found_by_its_title(asking: Door) -> None:
    assert "27292104" in pmids(asking, Reference("x", PUBLIC.title))["x"]


def test_a_public_work_comes_with_its_record(asking: Door) -> None:
    found = eutils.fetch_by_id(["27292104", "999999999"], asking).found
    assert list(found) == ["27292104"]
    record = found["27292104"].reference
    assert (record.doi, record.year, record.volume, record.issue) == ("10.1056/nejmoa1509277", 2016, "375", "8")
    assert (record.first_page, record.last_page, record.authors[0].family) == ("740", "753", "Kantarjian")


def test_a_record_says_who_was_asked_what_and_when(door: Door, replay: Replay) -> None:
    found = eutils.fetch_by_id(["90000001"], door).found["90000001"]
    assert found.service == "ncbi"
    assert found.request == f"{replay.bases['ncbi']}/efetch.fcgi?db=pubmed&retmode=xml&id=90000001"
    assert found.date.endswith("Z")
    assert (found.reference.key, found.reference.places) == ("pmid:90000001", ())


def test_a_record_has_its_fields_its_abstract_in_sections_and_its_trial(door: Door) -> None:
    found = eutils.fetch_by_id(["90000001"], door).found["90000001"]
    assert found.reference.title == TRIAL.title
    assert [author.name for author in found.reference.authors] == [
        "Ahlberg Ann B", "van den Bosch Bo", "SAMPLE Study Group",
    ]  # fmt: skip
    assert (found.reference.doi, found.reference.pmcid) == ("10.5555/jit.2015.101", "PMC9900001")
    assert found.abstract is not None
    assert [(one.label, one.span.of(found.abstract.text)) for one in found.abstract.sections] == [
        ("BACKGROUND", "Nobody has the invented disease."), ("RESULTS", "All 20 sample adults did well."),
    ]  # fmt: skip
    assert found.abstract.rights == "Copyright of nobody."
    assert found.registry == ("NCT90000001",)
    assert found.types == ("Journal Article", "Multicenter Study")


def test_the_text_of_an_abstract_is_nowhere_in_the_bibliographic_record(door: Door) -> None:
    found = eutils.fetch_by_id(["90000001"], door).found["90000001"]
    assert "Nobody has" not in repr(found.reference)


def test_the_doi_of_a_cited_work_is_not_taken_for_the_doi_of_the_work(door: Door) -> None:
    found = eutils.fetch_by_id(["90000011"], door).found["90000011"]
    assert found.reference.doi == "10.5555/jit.2018.100"
    assert "10.5555/cited" not in repr(found)


def test_a_retraction_is_told_by_the_relation_and_by_the_kind_of_publication(door: Door) -> None:
    notices = eutils.fetch_by_id(["90000004"], door).found["90000004"].notices
    assert [(one.kind, one.identifier, one.label, one.by_this) for one in notices] == [
        (NoticeKind.RETRACTION, "90000005", "RetractionIn", False),
        (NoticeKind.RETRACTION, None, "Retracted Publication", False),
    ]
    assert notices[0].where == "J Invent Trials. 2019;16:5"


@pytest.mark.parametrize(
    ("pmid", "kind"),
    [("90000002", NoticeKind.COMMENT), ("90000003", NoticeKind.ERRATUM), ("90000005", NoticeKind.RETRACTION)],
)
def test_a_record_that_is_itself_the_notice_says_so(door: Door, pmid: str, kind: NoticeKind) -> None:
    notices = eutils.fetch_by_id([pmid], door).found[pmid].notices
    assert {(one.kind, one.by_this) for one in notices} == {(kind, True)}
    assert notices[0].identifier in ("90000001", "90000004")


def test_every_relation_of_pubmed_that_says_something_of_a_work_becomes_a_notice(door: Door, replay: Replay) -> None:
    kinds = ("ExpressionOfConcernIn", "PartialRetractionIn", "RepublishedFrom", "UpdateIn", "Cites")
    relations = tuple(Relation(kind, f"9100000{at}") for at, kind in enumerate(kinds))
    replay.corpus.works.append(Work("Much was said of it", pmid="90000099", relations=relations))
    notices = eutils.fetch_by_id(["90000099"], door).found["90000099"].notices
    assert [(one.kind.value, one.by_this) for one in notices] == [
        ("expression of concern", False), ("retraction", False), ("republication", True), ("update", False),
    ]  # fmt: skip


def test_many_records_are_asked_for_in_batches(door: Door, replay: Replay) -> None:
    replay.corpus.works += [Work(f"Number {n}", pmid=str(80_000_000 + n)) for n in range(250)]
    found = eutils.fetch_by_id([str(80_000_000 + n) for n in range(250)] * 2, door).found
    assert len(found) == 250
    assert len(replay.asked("efetch")) == 3


def test_an_article_that_cannot_be_read_hides_no_other(door: Door, replay: Replay) -> None:
    def spoil(body: bytes) -> bytes:
        return body.replace(b'<PMID Version="1">90000001</PMID>', b'<PMID Version="1"></PMID>', 1)

    replay.plan(faults.Fault(change=spoil))
    asked = eutils.fetch_by_id(["90000001", "90000002"], door)
    assert list(asked.found) == ["90000002"]


# --- ECitMatch -------------------------------------------------------------------------------------------------


def test_a_citation_is_sent_as_ecitmatch_wants_it(door: Door, replay: Replay) -> None:
    odd = replace(TRIAL, key="odd|key", journal="J Invent|Trials", authors=(Author("Bosch", "Bo Q.", "van den"),))
    eutils.find_candidates([TRIAL, odd], door)
    sent = replay.asked("ecitmatch")[0].params
    assert sent["bdata"] == (
        "J Invent Trials|2015|12|101|Ahlberg A|r0|\rJ Invent Trials|2015|12|101|van den Bosch BQ|r1|"
    )
    assert (sent["db"], sent["retmode"]) == ("pubmed", "xml")


def test_a_citation_that_fits_another_author_is_searched_for_further(door: Door, replay: Replay) -> None:
    other = replace(TRIAL, title="Another work altogether that is nowhere", authors=(Author("Nobody", "N"),))
    assert pmids(door, other) == {"trial": ["90000001"]}  # a candidate, for its fields to be compared
    assert replay.asked("esearch")  # and not the end of the search


def test_a_citation_that_is_matched_is_not_searched_for_further(door: Door, replay: Replay) -> None:
    assert pmids(door, TRIAL) == {"trial": ["90000001"]}
    assert replay.asked("esearch") == []


def test_a_citation_without_a_journal_is_not_sent_and_stops_no_other(door: Door, replay: Replay) -> None:
    without = replace(TRIAL, key="without", journal=None, title=None)
    assert pmids(door, without, TRIAL)["trial"] == ["90000001"]
    assert replay.asked("ecitmatch")[0].params["bdata"].count("\r") == 0


def test_lines_that_are_not_echoed_are_asked_for_again(door: Door, replay: Replay) -> None:
    first = faults.Fault("ecitmatch", change=lambda body: b"\n".join(body.splitlines()[:1]) + b"\n")
    replay.plan(first)
    found = pmids(door, TRIAL, PUBLIC)
    assert found == {"trial": ["90000001"], "inotuzumab": ["27292104"]}
    assert [one.params["bdata"].count("|r") for one in replay.asked("ecitmatch")] == [2, 1]


def test_answers_in_another_order_belong_to_their_keys(door: Door, replay: Replay) -> None:
    replay.plan(faults.Fault("ecitmatch", change=lambda body: b"\n".join(reversed(body.splitlines()))))
    assert pmids(door, TRIAL, PUBLIC) == {"trial": ["90000001"], "inotuzumab": ["27292104"]}


def test_an_answer_that_lost_a_field_is_read_from_its_end(door: Door, replay: Replay) -> None:
    replay.plan(faults.Fault("ecitmatch", change=lambda body: body.replace(b"|Ahlberg A|", b"|")))
    assert pmids(door, TRIAL) == {"trial": ["90000001"]}


def test_a_few_matches_are_all_candidates_and_many_are_none(door: Door, replay: Replay) -> None:
    twins = Reference("twins", None, (), journal="J Invent Trials", year=2018, volume="15")
    assert pmids(door, twins) == {}  # four of them, and nothing else to search by
    del replay.corpus.works[5]
    few = replace(twins, key="few", issue="1", authors=(Author("Bosch", "B", "van den"),))
    assert len(pmids(door, few)["few"]) == 3


def test_many_citations_go_in_few_requests(door: Door, replay: Replay) -> None:
    eutils.find_candidates([replace(TRIAL, key=f"k{n}") for n in range(120)], door)
    assert len(replay.asked("ecitmatch")) == 3
    assert [one.method for one in replay.asked("ecitmatch")] == ["POST", "POST", "GET"]


# --- searching -------------------------------------------------------------------------------------------------


def test_a_title_brings_the_letter_and_the_erratum_too(door: Door) -> None:
    assert pmids(door, Reference("x", TRIAL.title)) == {"x": ["90000001", "90000002", "90000003"]}


def test_without_a_title_author_year_and_page_are_searched(door: Door) -> None:
    bare = Reference("x", authors=(Author("Übel", "E"),), year=2015, first_page="113")
    assert pmids(door, bare) == {"x": ["90000002"]}


@pytest.mark.parametrize("title", ['"OR" [ti] (all) AND', "Trials[pdat] OR 1:3000[dp]", "a) OR (b", "  ", "的 研究"])
def test_what_means_something_in_a_query_does_nothing_in_a_title(door: Door, replay: Replay, title: str) -> None:
    assert eutils.find_candidates([Reference("x", title)], door).problems == ()
    assert all("1:3000" not in one.params["term"] for one in replay.asked("esearch"))


def test_the_same_work_cited_twice_is_asked_for_once(door: Door, replay: Replay) -> None:
    two = (Reference("a", doi="10.5555/jit.2015.101"), Reference("b", doi="10.5555/jit.2015.101"))
    assert pmids(door, *two) == {"a": ["90000001"], "b": ["90000001"]}
    assert replay.fetched_twice() == []


# --- failures --------------------------------------------------------------------------------------------------


def test_a_failure_belongs_to_every_reference_that_was_asked_for(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(500, "ecitmatch", QUICK.attempts))
    asked = eutils.find_candidates([TRIAL, PUBLIC], door)
    assert {problem.key for problem in asked.problems} == {"trial", "inotuzumab"}
    assert all("500" in problem.message and problem.path == "ncbi" for problem in asked.problems)
    assert set(asked.found) == {"trial", "inotuzumab"}  # by the search for their titles


def test_records_that_did_not_come_are_told_for_their_references(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(500, "efetch", 10 * QUICK.attempts))
    asked = eutils.find_candidates([TRIAL], door)
    assert asked.found == {}
    assert {problem.key for problem in asked.problems} == {"trial"}


def test_a_batch_that_failed_hides_no_other(door: Door, replay: Replay) -> None:
    replay.corpus.works += [Work(f"Number {n}", pmid=str(80_000_000 + n)) for n in range(150)]
    replay.plan(faults.status(500, "efetch", QUICK.attempts))
    asked = eutils.fetch_by_id([str(80_000_000 + n) for n in range(150)], door)
    assert (len(asked.found), len(asked.problems)) == (50, 100)

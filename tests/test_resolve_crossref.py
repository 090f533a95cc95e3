"""Crossref: works by DOI, candidates for a citation, updates of both directions."""

from __future__ import annotations

from dataclasses import replace

from evgraph.model import Author, Reference
from evgraph.resolve import crossref
from evgraph.resolve.http import Door
from evgraph.resolve.records import NoticeKind
from tests.conftest import QUICK
from tests.replay import Replay, Update, Work, faults

PUBLIC = "10.1056/nejmoa1509277"
TRIAL = "10.5555/jit.2015.101"
WITHDRAWN = "10.5555/jit.2017(14)e1700123"


def test_a_public_work_comes_by_its_doi_and_an_unknown_one_does_not(asking: Door) -> None:
    asked = crossref.fetch_by_id([PUBLIC, "10.5555/no-such-doi-here"], asking)
    assert asked.problems == ()
    assert list(asked.found) == [PUBLIC]
    record = asked.found[PUBLIC].reference
    assert (record.doi, record.volume, record.issue, record.first_page) == (PUBLIC, "375", "8", "740")
    assert (record.authors[0].family, record.work_type) == ("Kantarjian", "article")


def test_a_public_work_is_found_by_its_citation(asking: Door) -> None:
    reference = Reference(
        "x", "Inotuzumab Ozogamicin versus Standard Therapy for Acute Lymphoblastic Leukemia",
        (Author("Kantarjian", "HM"),), journal="N Engl J Med", year=2016, volume="375", first_page="740",
    )  # fmt: skip
    found = crossref.find_candidates([reference], asking).found["x"]
    assert found[0].reference.doi == PUBLIC


def test_a_record_has_its_fields_its_abstract_and_its_trial(door: Door, replay: Replay) -> None:
    found = crossref.fetch_by_id([TRIAL], door).found[TRIAL]
    assert found.request == f"{replay.bases['crossref']}/works?filter=doi%3A10.5555%2Fjit.2015.101&rows=1"
    assert (found.service, found.reference.key) == ("crossref", f"doi:{TRIAL}")
    assert [author.name for author in found.reference.authors] == [
        "Ahlberg Ann B", "van den Bosch Bo", "SAMPLE Study Group",
    ]  # fmt: skip
    assert (found.reference.journal, found.reference.year, found.reference.month) == (
        "Journal of Invented Trials", 2015, 3,
    )  # fmt: skip
    assert (found.reference.first_page, found.reference.last_page, found.reference.issn) == ("101", "112", "0028-4793")
    assert found.abstract is not None
    assert [one.label for one in found.abstract.sections] == ["Background", "Results"]
    assert "Nobody has" not in repr(found.reference)
    assert (found.registry, found.types) == (("NCT90000001",), ("journal-article",))


def test_a_title_has_its_subtitle_and_its_signs(door: Door) -> None:
    reference = crossref.fetch_by_id([WITHDRAWN], door).found[WITHDRAWN].reference
    assert reference.title == "An effect that could not be repeated: H2O & CD19+ cells"
    assert (reference.first_page, reference.article_number) == (None, "e1700123")


def test_a_retraction_told_by_two_sources_is_two_notices_with_their_dates(door: Door) -> None:
    notices = crossref.fetch_by_id([WITHDRAWN], door).found[WITHDRAWN].notices
    assert [(one.kind, one.identifier, one.date, one.source, one.by_this) for one in notices] == [
        (NoticeKind.RETRACTION, "10.5555/jit.2019.5", "2019-07-26", "Crossref (retraction-watch)", False),
        (NoticeKind.RETRACTION, "10.5555/jit.2019.5", "2019-07-26", "Crossref (publisher)", False),
    ]


def test_a_notice_says_which_work_it_is_about(door: Door) -> None:
    (notice,) = crossref.fetch_by_id(["10.5555/jit.2019.5"], door).found["10.5555/jit.2019.5"].notices
    assert (notice.kind, notice.identifier, notice.by_this) == (NoticeKind.RETRACTION, WITHDRAWN, True)


def test_an_update_of_a_kind_unknown_here_is_kept_with_its_word(door: Door, replay: Replay) -> None:
    update = Update("reinstatement", "10.5555/again", "Reinstatement", "retraction-watch")
    replay.corpus.works.append(Work("Back again", doi="10.5555/back", updates=(update,)))
    (notice,) = crossref.fetch_by_id(["10.5555/back"], door).found["10.5555/back"].notices
    assert (notice.kind, notice.label) == (NoticeKind.UPDATE, "reinstatement")


def test_a_work_without_a_date_an_author_or_a_title_is_read(door: Door, replay: Replay) -> None:
    replay.corpus.works.append(Work("", doi="10.5555/bare"))
    reference = crossref.fetch_by_id(["10.5555/bare"], door).found["10.5555/bare"].reference
    assert (reference.title, reference.year, reference.authors) == (None, None, ())


def test_many_dois_go_in_few_requests_and_what_lists_miss_is_asked_for_singly(door: Door, replay: Replay) -> None:
    replay.corpus.works += [Work(f"Number {n}", doi=f"10.5555/n{n}") for n in range(60)]
    found = crossref.fetch_by_id([f"10.5555/n{n}" for n in range(61)], door).found
    assert len(found) == 60
    assert [one.lane for one in replay.seen] == ["list"] * 3 + ["single"]


def test_a_doi_with_a_comma_is_asked_for_alone(door: Door, replay: Replay) -> None:
    replay.corpus.works.append(Work("With a comma", doi="10.5555/a,b"))
    assert crossref.fetch_by_id(["10.5555/a,b", TRIAL], door).found.keys() == {"10.5555/a,b", TRIAL}
    assert "a,b" not in replay.seen[0].params["filter"]


def test_a_list_in_the_place_of_one_work_is_no_work(door: Door, replay: Replay) -> None:
    body = b'{"status": "ok", "message-type": "work-list", "message": {"items": [{"DOI": "10.5555/any"}]}}'
    replay.plan(faults.Fault("crossref/works/", change=lambda _: body, status=200))
    asked = crossref.fetch_by_id(["10.5555/none"], door)
    assert asked.found == {}
    assert "work-list came instead of one work" in asked.problems[0].message


def test_a_reference_whose_doi_fits_is_not_searched_for(door: Door, replay: Replay) -> None:
    title = "Samplinib or placebo in adults with an invented disease"
    found = crossref.find_candidates([Reference("x", title, doi=TRIAL)], door).found["x"]
    assert [one.reference.doi for one in found] == [TRIAL]
    assert len(replay.seen) == 1


def test_a_doi_that_names_another_work_is_one_candidate_among_the_others(door: Door) -> None:
    reference = Reference("x", "Samplinib or placebo in adults with an invented disease", doi=WITHDRAWN)
    found = [one.reference.doi for one in crossref.find_candidates([reference], door).found["x"]]
    assert found[0] == WITHDRAWN
    assert TRIAL in found
    assert len(found) == len(set(found))


def test_the_citation_is_sent_as_it_was_pasted(door: Door, replay: Replay) -> None:
    pasted = "1. Ahlberg AB, et al. Samplinib or placebo.\n J Invent Trials 2015;12:101"
    crossref.find_candidates([Reference("x", "Samplinib or placebo", raw=pasted)], door)
    assert replay.seen[0].params["query.bibliographic"] == " ".join(pasted.split())


def test_a_reference_that_says_nothing_is_not_asked_for(door: Door, replay: Replay) -> None:
    assert crossref.find_candidates([Reference("x"), Reference("y", journal="Cancer", year=2019)], door).found == {}
    assert replay.seen == []


def test_a_failure_belongs_to_its_reference(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(504, "crossref", QUICK.attempts))
    references = [Reference("a", "Samplinib or placebo"), Reference("b", "Twin report")]
    asked = crossref.find_candidates(references, door)
    assert [problem.key for problem in asked.problems] == ["a"]
    assert list(asked.found) == ["b"]


def test_a_list_that_fails_is_asked_for_singly(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(400, "crossref/works", 1, b"filter is not available"))
    asked = crossref.fetch_by_id([TRIAL, WITHDRAWN], door)
    assert asked.problems == ()
    assert list(asked.found) == [TRIAL, WITHDRAWN]
    assert replace(asked.found[TRIAL], request="", date="") is not None


def test_comments_replies_and_other_versions_are_told(door: Door) -> None:
    found = crossref.fetch_by_id([TRIAL, "10.5555/jit.2015.113"], door).found
    assert (NoticeKind.REPLY, "10.5555/jit.2015.113", False) in [
        (one.kind, one.identifier, one.by_this) for one in found[TRIAL].notices
    ]
    assert found[TRIAL].related == (("has-preprint", "10.5555/preprint.1"),)
    (notice,) = found["10.5555/jit.2015.113"].notices
    assert (notice.kind, notice.identifier, notice.by_this) == (NoticeKind.COMMENT, TRIAL, True)

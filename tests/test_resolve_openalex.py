"""OpenAlex: works by DOI and title, and what its refusals mean."""

from __future__ import annotations

import pytest

from evgraph.model import Author, Reference
from evgraph.resolve import openalex
from evgraph.resolve.http import Door
from evgraph.resolve.records import NoticeKind
from tests.conftest import QUICK
from tests.replay import Replay, Work, faults

TRIAL, WITHDRAWN = "10.5555/jit.2015.101", "10.5555/jit.2017(14)e1700123"


def test_a_record_has_its_fields_and_its_other_identifiers(door: Door) -> None:
    found = openalex.fetch_by_id([TRIAL, "10.5555/none"], door).found
    assert list(found) == [TRIAL]
    reference = found[TRIAL].reference
    assert reference.title == "Samplinib or placebo in adults with an invented disease"
    assert (reference.pmid, reference.pmcid, reference.doi) == ("90000001", "PMC9900001", TRIAL)
    assert (reference.first_page, reference.last_page, reference.volume) == ("101", "112", "12")
    assert reference.authors[:2] == (Author("Ahlberg", "Ann B"), Author("Bosch", "Bo", "van den"))
    assert found[TRIAL].related == (("openalex", "W9000000001"),)


@pytest.mark.network
@pytest.mark.enable_socket
def test_a_public_work_comes_by_its_doi() -> None:
    with Door() as live:
        found = openalex.fetch_by_id(["10.1056/nejmoa1509277"], live).found
    assert found["10.1056/nejmoa1509277"].reference.pmid == "27292104"


def test_a_retracted_work_is_told(door: Door) -> None:
    found = openalex.fetch_by_id([TRIAL, WITHDRAWN], door).found
    assert [(one.kind, one.source) for one in found[WITHDRAWN].notices] == [(NoticeKind.RETRACTION, "OpenAlex")]
    assert found[TRIAL].notices == ()


def test_a_hundred_dois_go_in_one_request(door: Door, replay: Replay) -> None:
    replay.corpus.works += [Work(f"Number {n}", doi=f"10.5555/n{n}", openalex=f"W{n}") for n in range(150)]
    assert len(openalex.fetch_by_id([f"10.5555/n{n}" for n in range(150)], door).found) == 150
    assert len(replay.seen) == 2


def test_only_what_no_doi_finds_is_searched_by_title(door: Door, replay: Replay) -> None:
    title = "Samplinib or placebo in adults with an invented disease"
    found = openalex.find_candidates([Reference("a", title, doi=TRIAL), Reference("b", title)], door).found
    assert [one.reference.doi for one in found["a"]] == [one.reference.doi for one in found["b"]] == [TRIAL]
    assert [one.params["filter"].split(":")[0] for one in replay.seen] == ["doi", "title.search"]


def test_a_budget_that_is_gone_is_not_asked_for_again(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(429, words=b'{"error": "Rate limit exceeded", "message": "Daily budget used"}'))
    asked = openalex.fetch_by_id([TRIAL], door)
    assert "what it allows for today is used up" in asked.problems[0].message
    assert len(replay.seen) == 1


def test_too_fast_is_asked_again(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(403, times=QUICK.attempts - 1))
    assert TRIAL in openalex.fetch_by_id([TRIAL], door).found


def test_a_doi_that_the_filter_cannot_hold_hides_no_other(door: Door, replay: Replay) -> None:
    assert list(openalex.fetch_by_id(["10.5555/a|b", "10.5555/a,b", TRIAL], door).found) == [TRIAL]
    assert replay.seen[0].params["filter"] == f"doi:{TRIAL}"

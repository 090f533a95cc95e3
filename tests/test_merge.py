"""Gaps are filled with who filled them; what the user wrote stays, and what differs is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.model import Author, Reference, State
from evgraph.resolve.merge import apply_filled, merge_records
from evgraph.resolve.records import Found, Notice, NoticeKind
from evgraph.resolve.standing import stand

ITS = Reference(
    "b", "A trial of invented drugs", (Author("Ahlberg", "Ann B"), Author("Bosch", "Bo"), Author("Cort", "C")),
    journal="Journal of Invented Trials", year=2015, month=3, volume="12", issue="4", first_page="101",
    last_page="112", doi="10.5555/1", pmid="91000001", issn="0028-4793",
)  # fmt: skip
IDS = (("doi", "10.5555/1"), ("pmid", "91000001"))


def found(reference: Reference = ITS, service: str = "ncbi", *notices: Notice) -> Found:
    return Found(service, f"https://example.org/{service}", "2026-01-02T03:04:05Z", reference, notices)


def notice(kind: NoticeKind, identifier: str = "7", **more: str) -> Notice:
    return Notice(kind, identifier, **more)  # type: ignore[arg-type]


def test_every_gap_is_filled_with_service_date_and_request() -> None:
    mine = Reference("a", ITS.title)
    merged = merge_records(mine, [found()], IDS)
    assert replace(apply_filled(mine, merged.filled), key="b") == ITS
    assert {(one.service, one.date, one.request) for one in merged.filled} == {
        ("ncbi", "2026-01-02T03:04:05Z", "https://example.org/ncbi")
    }


def test_no_identifier_is_filled_that_the_verdict_did_not_establish() -> None:
    merged = merge_records(Reference("a", ITS.title), [found()], [("pmid", "91000001")])
    assert "doi" not in {one.field for one in merged.filled}


def test_a_field_of_the_user_stays_and_the_other_value_is_told() -> None:
    mine = replace(ITS, key="a", year=2014, volume="13")
    merged = merge_records(mine, [found()], IDS)
    assert merged.filled == ()
    assert [(one.field, one.kept, one.said) for one in merged.differences] == [
        ("year", "2014", "2015"), ("volume", "13", "12"),
    ]  # fmt: skip


def test_another_writing_of_the_same_is_no_difference() -> None:
    mine = replace(
        ITS, key="a", title="A Trial of Invented Drugs.", journal="J Invented Trials", last_page=None,
        authors=(Author("Ahlberg", "AB"),), et_al=True,
    )  # fmt: skip
    assert merge_records(mine, [found()], IDS).differences == ()


def test_the_first_record_that_has_a_field_gives_it() -> None:
    first = found(replace(ITS, issue=None))
    merged = merge_records(Reference("a", ITS.title), [first, found(ITS, "crossref")], IDS)
    assert {one.field: one.service for one in merged.filled}["issue"] == "crossref"
    assert {one.field: one.service for one in merged.filled}["volume"] == "ncbi"


def test_a_list_of_authors_that_was_cut_is_completed_where_the_record_begins_with_it() -> None:
    mine = Reference("a", ITS.title, (Author("Ahlberg", "AB"),), et_al=True)
    merged = merge_records(mine, [found()], IDS)
    completed = apply_filled(mine, merged.filled)
    assert completed.authors == ITS.authors
    assert completed.et_al is False
    other = replace(mine, authors=(Author("Zander", "Z"),))
    assert "authors" not in {one.field for one in merge_records(other, [found()], IDS).filled}


def test_a_last_page_goes_only_with_its_first() -> None:
    same = merge_records(replace(ITS, last_page=None), [found()], IDS)
    assert [(one.field, one.value) for one in same.filled] == [("last_page", "112")]
    assert merge_records(replace(ITS, first_page="99", last_page=None), [found()], IDS).filled == ()


_FIELDS = ("journal", "year", "month", "volume", "issue", "first_page", "last_page", "doi", "pmid", "issn")


@given(st.sets(st.sampled_from(_FIELDS)), st.sets(st.sampled_from(_FIELDS)))
def test_filling_never_changes_a_field_that_is_there(mine: set[str], its: set[str]) -> None:
    own = replace(ITS, key="a", **dict.fromkeys(set(_FIELDS) - mine))  # type: ignore[arg-type]
    other = replace(replace(ITS, volume="99", first_page="900"), **dict.fromkeys(set(_FIELDS) - its))  # type: ignore[arg-type]
    after = apply_filled(own, merge_records(own, [found(other)], IDS).filled)
    assert all(getattr(after, name) == getattr(own, name) for name in mine)


# --- the state of a work -------------------------------------------------------------------------------------


def test_a_work_without_a_notice_is_in_order_on_the_day_it_was_asked() -> None:
    standing = stand([found()])
    assert (standing.state, standing.source, standing.date) == (State.OK, "ncbi", "2026-01-02")


def test_where_no_service_that_lists_notices_knows_the_work_nothing_is_said() -> None:
    assert stand([]).state is State.UNKNOWN
    assert stand([found(ITS, "openalex")]).state is State.UNKNOWN


def test_the_gravest_notice_stands_and_the_telling_that_names_its_day() -> None:
    bare = found(ITS, "ncbi", notice(NoticeKind.ERRATUM), notice(NoticeKind.RETRACTION, "8"))
    dated = found(ITS, "crossref", notice(NoticeKind.RETRACTION, "10.5555/9", date="2019-07-26", source="publisher"))
    standing = stand([bare, dated])
    assert standing.state is State.RETRACTED
    assert (standing.source, standing.notice) == ("crossref (publisher)", "10.5555/9, 2019-07-26")
    assert len(standing.notices) == 3


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Crossref (publisher)", "crossref (publisher)"),
        ("Crossref (retraction-watch)", "crossref (retraction-watch)"),
        ("Crossref", "crossref"),
        ("publisher", "crossref (publisher)"),
    ],
)
def test_a_service_that_names_itself_as_the_source_is_named_once(source: str, named: str) -> None:
    told = notice(NoticeKind.RETRACTION, "10.5555/9", date="2019-07-26", source=source)
    assert stand([found(ITS, "crossref", told)]).source == named


def test_a_work_that_is_itself_the_notice_is_not_retracted_by_it() -> None:
    retraction = replace(notice(NoticeKind.RETRACTION), by_this=True)
    assert stand([found(ITS, "ncbi", retraction)]).state is State.OK


def test_a_part_taken_back_is_a_correction_and_a_comment_is_no_state() -> None:
    assert stand([found(ITS, "ncbi", notice(NoticeKind.RETRACTION, label="PartialRetractionIn"))]).state.value == (
        "corrected"
    )
    assert stand([found(ITS, "ncbi", notice(NoticeKind.COMMENT))]).state is State.OK


def test_each_kind_of_notice_has_its_state() -> None:
    states = {kind: stand([found(ITS, "crossref", notice(kind))]).state for kind in NoticeKind}
    assert states[NoticeKind.CONCERN] is State.CONCERN
    assert states[NoticeKind.WITHDRAWAL] is State.WITHDRAWN
    assert states[NoticeKind.CORRECTION] is State.CORRECTED
    assert states[NoticeKind.UPDATE] is State.OK

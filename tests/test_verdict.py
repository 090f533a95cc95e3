"""What a reference and the records of services come to: accepted only where title and enough of the rest agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.model import Author, Reference
from evgraph.resolve.compare import Match, compare
from evgraph.resolve.records import Found, Notice, NoticeKind
from evgraph.resolve.verdict import Verdict, rule

WORK = Reference(
    "work", "A trial of two invented drugs in sample patients", (Author("Ahlberg", "Ann"), Author("Bosch", "Bo")),
    journal="Journal of Invented Trials", year=2015, volume="12", issue="4", first_page="101", last_page="112",
    doi="10.5555/1", pmid="91000001",
)  # fmt: skip
MINE = replace(WORK, key="mine", doi=None, pmid=None)


def found(reference: Reference = WORK, service: str = "ncbi", **more: object) -> Found:
    return Found(service, "https://example.org/", "2026-01-01T00:00:00Z", reference, **more)  # type: ignore[arg-type]


def match(mine: Reference, its: Reference = WORK, given: bool = False, **more: object) -> Match:
    return compare(mine, found(its, **more), given=given).match


def test_a_record_that_agrees_in_all_is_accepted_with_every_field_named() -> None:
    seen = compare(MINE, found())
    assert seen.match is Match.ACCEPTED
    assert seen.agreed == ("title", "first author", "year", "journal", "volume", "first page")
    assert seen.differed == ()


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        ({"title": "Another trial of two invented drugs in mice"}, Match.OTHER),
        ({"title": None}, Match.THIN),
        ({"authors": (), "journal": None, "volume": None, "first_page": None, "last_page": None}, Match.THIN),
        ({"authors": (Author("Zander", "Z"),)}, Match.APART),
        ({"first_page": "640", "last_page": None}, Match.APART),
        ({"year": 2012}, Match.ACCEPTED),
        ({"year": 2012, "first_page": None, "last_page": None}, Match.ACCEPTED),
        ({"year": 2012, "volume": None, "first_page": None, "last_page": None}, Match.APART),
        ({"year": 2014, "volume": None, "first_page": None, "last_page": None}, Match.THIN),
        ({"volume": "7"}, Match.ACCEPTED),
        ({"volume": "7", "first_page": None, "last_page": None}, Match.APART),
        ({"volume": "7", "year": 2011}, Match.APART),
        ({"first_page": "112", "last_page": "101"}, Match.ACCEPTED),
        ({"first_page": "107", "last_page": "112"}, Match.ACCEPTED),
        ({"authors": (Author("Åhlberg", "A"),)}, Match.ACCEPTED),
        ({"authors": (Author("Ахльберг", "А"),)}, Match.ACCEPTED),
        ({"authors": (Author("Bosch", "Bo"), Author("Ahlberg", "Ann"))}, Match.ACCEPTED),
        ({"journal": "J Invented Trials"}, Match.ACCEPTED),
        ({"title": "A trial of two invented drugs ..."}, Match.ACCEPTED),
        ({"title": "A trial of two invented drugs ...", "first_page": None, "last_page": None}, Match.THIN),
    ],
    ids=[
        "another title", "no title", "title and year only", "other authors", "another page",
        "wrong year, all else agrees", "wrong year, but volume and journal", "wrong year, nothing to outweigh it",
        "a year one off, and no volume or page", "wrong volume, but the page", "wrong volume, no page",
        "two wrong fields", "pages from last to first", "one end of the range", "an accent more",
        "a name in other letters", "authors in another order", "abbreviated journal", "title cut, with the page",
        "title cut, no page",
    ],
)  # fmt: skip
def test_what_differs_is_weighed_against_what_agrees(mine: dict[str, object], expected: Match) -> None:
    assert match(replace(MINE, **mine)) is expected  # type: ignore[arg-type]


def test_a_short_title_needs_the_page() -> None:
    its = replace(WORK, title="Editorial")
    assert match(replace(MINE, title="Editorial"), its) is Match.ACCEPTED
    assert match(replace(MINE, title="Editorial", first_page=None, last_page=None), its) is Match.THIN


@pytest.mark.parametrize("kind", ["Letter", "Comment", "Editorial"])
def test_a_letter_with_the_title_of_the_work_needs_the_page(kind: str) -> None:
    bare = replace(MINE, first_page=None, last_page=None)
    assert match(bare, types=(kind,)) is Match.NOTICE
    assert match(MINE, types=(kind,)) is Match.ACCEPTED


@pytest.mark.parametrize("kind", ["Published Erratum", "Retraction of Publication", "Expression of Concern"])
def test_a_notice_is_never_the_work_even_on_its_page(kind: str) -> None:
    assert match(MINE, types=(kind,)) is Match.NOTICE


def test_a_record_that_says_it_corrects_another_is_a_notice() -> None:
    notice = Notice(NoticeKind.CORRECTION, "10.5555/1", by_this=True)
    assert match(MINE, notices=(notice,)) is Match.NOTICE
    assert match(MINE, notices=(replace(notice, by_this=False),)) is Match.ACCEPTED


@pytest.mark.parametrize("lead", ["Erratum: ", "Reply to: ", "Comment on ", "Letter: "])
def test_a_title_that_says_it_is_about_the_work_is_another_one(lead: str) -> None:
    assert match(MINE, replace(WORK, title=lead + (WORK.title or ""))) is not Match.ACCEPTED
    assert match(replace(MINE, title=lead + (WORK.title or "")), WORK) is not Match.ACCEPTED


def test_a_preprint_is_not_the_article() -> None:
    its = replace(WORK, journal=None, volume=None, issue=None, first_page=None, last_page=None)
    assert match(MINE, its, types=("posted-content",)) is Match.NOTICE


def test_an_unmarked_record_of_one_page_is_not_taken_for_a_work_without_page() -> None:
    mine = replace(MINE, first_page=None, last_page=None)
    assert match(mine, replace(WORK, first_page="300", last_page=None), service="crossref") is Match.THIN
    assert match(mine, replace(WORK, first_page="300", last_page=None), types=("Journal Article",)) is Match.ACCEPTED


def test_the_short_name_that_the_record_has_of_the_journal_counts() -> None:
    mine = replace(MINE, journal="PIES", first_page=None, last_page=None)
    its = replace(WORK, journal="Proceedings of the Invented and Entirely Sampled Society")
    assert match(mine, its) is not Match.ACCEPTED
    assert match(mine, replace(its, extra=(("container-title-short", "PIES"),))) is Match.ACCEPTED


def test_the_title_in_the_language_of_the_work_counts() -> None:
    its = replace(WORK, title="Otra cosa", extra=(("original-title", WORK.title or ""),))
    assert match(MINE, its) is Match.ACCEPTED


def test_swapped_digits_of_a_page_pass_only_where_an_identifier_led_there() -> None:
    mine = replace(MINE, first_page="110", last_page=None)
    its = replace(WORK, last_page="104")  # so that 110 is not within the pages
    assert match(mine, its) is Match.APART
    assert match(mine, its, given=True) is Match.ACCEPTED
    assert match(replace(mine, first_page="171"), its, given=True) is Match.APART


# --- the verdict ---------------------------------------------------------------------------------------------


def test_an_identifier_found_is_given_and_those_of_two_services_are_one_work() -> None:
    crossref = found(replace(WORK, pmid=None), "crossref")
    ruling = rule(MINE, [], [found(), crossref])
    assert ruling.verdict is Verdict.VERIFIED
    assert dict(ruling.identifiers) == {"doi": "10.5555/1", "pmid": "91000001"}
    assert len(ruling.records) == 2


def test_a_doi_of_another_work_is_a_mismatch_and_the_work_found_is_only_suggested() -> None:
    other = replace(WORK, title="On something else entirely, in three parts", doi="10.5555/2", pmid=None)
    mine = replace(MINE, doi="10.5555/2")
    ruling = rule(mine, [found(other, "crossref")], [found()])
    assert ruling.verdict is Verdict.MISMATCH
    assert "DOI 10.5555/2 names another work" in ruling.reason
    assert ruling.identifiers == ()
    assert [one.reference.doi for one in ruling.suggested] == ["10.5555/1"]


def test_two_identifiers_of_another_work_name_it_in_the_plural() -> None:
    other = replace(WORK, title="On something else entirely, in three parts", doi="10.5555/2", pmid="91000002")
    ruling = rule(replace(MINE, doi="10.5555/2", pmid="91000002"), [found(other, "crossref")], [])
    assert ruling.reason.startswith("DOI 10.5555/2 and PMID 91000002 name another work")


def test_a_doi_that_no_service_knows_is_a_mismatch_where_the_work_has_another() -> None:
    ruling = rule(replace(MINE, doi="10.5555/99"), [], [found()])
    assert ruling.verdict is Verdict.MISMATCH
    assert "doi" in ruling.differed


def test_a_pmid_that_names_another_work_outweighs_a_doi_that_fits() -> None:
    other = replace(WORK, title="On something else entirely", doi=None, pmid="91000009")
    mine = replace(MINE, doi="10.5555/1", pmid="91000009")
    assert rule(mine, [found(other), found(WORK, "crossref")], []).verdict is Verdict.MISMATCH


def test_a_service_that_words_the_title_otherwise_is_outweighed_by_another_under_the_same_doi() -> None:
    worded = replace(WORK, title="Quite other words for the same thing", pmid=None)
    mine = replace(MINE, doi="10.5555/1")
    assert rule(mine, [found(worded, "crossref")], [found()]).verdict is Verdict.VERIFIED


def test_two_works_that_fit_alike_are_ambiguous_and_both_are_named() -> None:
    mine = replace(MINE, first_page=None, last_page=None)
    twin = replace(WORK, doi="10.5555/2", pmid="91000002", first_page="141", last_page="150")
    ruling = rule(mine, [], [found(), found(twin)])
    assert ruling.verdict is Verdict.AMBIGUOUS
    assert "10.5555/1" in ruling.reason
    assert "10.5555/2" in ruling.reason
    assert ruling.identifiers == ()


def test_of_two_that_fit_the_one_that_agrees_in_more_is_taken() -> None:
    preprint = replace(WORK, journal=None, volume=None, first_page=None, last_page=None, doi="10.5555/2", pmid=None)
    ruling = rule(MINE, [], [found(preprint, "crossref"), found()])
    assert dict(ruling.identifiers) == {"doi": "10.5555/1", "pmid": "91000001"}


def test_what_one_service_lists_as_a_letter_is_no_work_under_its_doi_either() -> None:
    letter = replace(WORK, first_page="140", last_page="149", doi="10.5555/2", pmid="91000002")
    mine = replace(MINE, first_page=None, last_page=None)
    crossref = found(replace(letter, pmid=None), "crossref")
    ruling = rule(mine, [], [found(), found(letter, types=("Letter",)), crossref])
    assert dict(ruling.identifiers)["doi"] == "10.5555/1"


def test_nothing_found_says_which_service_could_not_be_asked() -> None:
    ruling = rule(MINE, [], [], ["PubMed"])
    assert ruling.verdict is Verdict.OPEN
    assert ruling.reason == "no record has this title; PubMed could not be asked"


def test_the_nearest_record_is_told_with_what_tells_it_apart() -> None:
    ruling = rule(replace(MINE, first_page="640", last_page=None), [], [found()])
    assert ruling.verdict is Verdict.OPEN
    assert "first page" in ruling.reason
    assert ruling.differed == ("first page",)
    assert len(ruling.suggested) == 1


def test_an_identifier_that_no_record_gives_is_said_to_be_unconfirmed() -> None:
    ruling = rule(replace(MINE, pmcid="PMC1"), [], [found()])
    assert ruling.verdict is Verdict.VERIFIED
    assert "no record gives the PMCID PMC1" in ruling.reason


FIELDS = {
    "title": st.sampled_from([WORK.title, "A trial of two invented drugs", "On something else entirely", None]),
    "authors": st.sampled_from([WORK.authors, WORK.authors[::-1], (Author("Zander", "Z"),), ()]),
    "journal": st.sampled_from([WORK.journal, "J Invented Trials", "Annals of Samples", None]),
    "year": st.sampled_from([2015, 2016, 2011, None]),
    "volume": st.sampled_from(["12", "13", None]),
    "first_page": st.sampled_from(["101", "141", "e77", None]),
    "last_page": st.sampled_from(["112", "150", None]),
}


@given(st.fixed_dictionaries(FIELDS), st.fixed_dictionaries(FIELDS), st.booleans())
def test_no_record_is_accepted_without_title_and_two_more_fields(
    one: dict[str, object], other: dict[str, object], given: bool
) -> None:
    seen = compare(Reference("a", **one), found(Reference("b", **other)), given=given)  # type: ignore[arg-type]
    if seen.match is Match.ACCEPTED:
        assert "title" in seen.agreed
        assert len(seen.agreed) >= 3
        assert len(seen.differed) <= 1
        assert not {"title", "first author", "first page"} & set(seen.differed)
    assert not set(seen.agreed) & set(seen.differed)


@given(st.lists(st.fixed_dictionaries(FIELDS), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_changes_no_identifier(records: list[dict[str, object]], dice: object) -> None:
    candidates = [found(Reference("b", doi=f"10.5555/{at}", **one)) for at, one in enumerate(records)]  # type: ignore[arg-type]
    before = rule(MINE, [], candidates)
    dice.shuffle(candidates)  # type: ignore[attr-defined]
    after = rule(MINE, [], candidates)
    assert (before.verdict, before.identifiers) == (after.verdict, after.identifiers)

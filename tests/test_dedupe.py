"""Duplicates: which records become one, which stay apart although they look alike, and what is said about it."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.dedupe import Clusters, Pair, Verdict, cluster, render_clusters
from evgraph.dedupe.journals import same_journal
from evgraph.dedupe.titles import read_title
from evgraph.model import Author, Place, Reference

AUTHORS = (Author("Lindqvist", "Maria"), Author("Okafor", "C. B."), Author("Tanaka", "Jun"))
PAPER = Reference(
    "paper", "Early treatment of ankle sprains in adults", AUTHORS, journal="Journal of Invented Medicine", year=2015,
    volume="12", issue="3", first_page="203", last_page="211",
)  # fmt: skip


def like(key: str, **changes: object) -> Reference:
    return replace(PAPER, key=key, **changes)  # type: ignore[arg-type]


def keys(found: Clusters) -> list[list[str]]:
    return [[member.key for member in work.members] for work in found.clusters]


def joined(a: Reference, b: Reference) -> bool:
    return len(cluster([a, b]).clusters) == 1


def verdict(a: Reference, b: Reference) -> Verdict:
    return only(cluster([a, b])).verdict


def only(found: Clusters) -> Pair:
    (pair,) = found.pairs
    return pair


SAME = {
    "another database's notes": {"title": "[Early treatment of ankle sprains in adults]. [Review] [41 refs] [Swedish]"},
    "a notice that an erratum exists": {
        "title": "Early treatment of ankle sprains in adults.[Erratum appears in J Inv Med. 2016 Jan;13(1):4]"
    },
    "capitals": {"title": "EARLY TREATMENT OF ANKLE SPRAINS IN ADULTS."},
    "a slip of the pen": {"title": "Early tratment of ankle sprains in adults"},
    "a subtitle left out": {"title": "Early treatment of ankle sprains in adults: a randomised trial"},
    "an abbreviated journal": {"journal": "J Invent Med"},
    "initials": {"authors": (Author("Lindqvist", "M"), Author("Okafor", "CB"), Author("Tanaka", "J"))},
    "authors cut short": {"authors": AUTHORS[:1], "et_al": True},
    "a shortened last page": {"last_page": "11"},
    "the year online": {"year": 2014},
    "no pages": {"first_page": None, "last_page": None},
    "no volume": {"volume": None, "issue": None},
    "an article number beside counted pages": {"first_page": None, "last_page": None, "article_number": "e10233"},
    "the year for a volume": {"volume": "2015"},
    "a body for the authors": {"authors": (Author(collective="Ankle Study Group"),)},
    "an issue told with its supplement": {"volume": "12 Suppl 1"},
}


@pytest.mark.parametrize("changes", SAME.values(), ids=SAME.keys())
def test_records_that_differ_only_in_writing_are_one_work(changes: dict[str, object]) -> None:
    assert joined(PAPER, like("other", **changes))


@pytest.mark.parametrize(
    ("changes", "one_work"),
    [({}, True), ({"last_page": "54"}, False), ({"journal": PAPER.journal}, False), ({"volume": "13"}, False),
     ({"authors": AUTHORS[:2]}, False)],
    ids=["a page each", "a paper of three pages", "no conference", "another volume", "another author less"],
)  # fmt: skip
def test_an_abstract_that_a_conference_lists_on_two_pages_is_one_work(
    changes: dict[str, object], one_work: bool
) -> None:
    journal = "Journal of Invented Medicine.Conference: 6th Congress of Invented Medicine Oslo Norway."
    abstract = like("abstract", first_page="22", last_page="22", issue=None)
    listed = replace(abstract, key="listed", journal=journal, first_page="52", last_page="52")
    assert joined(abstract, replace(listed, **changes)) is one_work  # type: ignore[arg-type]


APART = {
    "other pages, as an erratum without its word": {"first_page": "411", "last_page": "411", "issue": "5"},
    "a misprinted copy on another page": {"first_page": "999", "last_page": None},
    "an erratum": {"title": "Erratum: Early treatment of ankle sprains in adults", "first_page": "411"},
    "an erratum without pages": {
        "title": "Early treatment of ankle sprains in adults (vol 12, pg 203, 2015)", "first_page": None,
        "last_page": None,
    },
    "a reply": {"title": "Early treatment of ankle sprains in adults - Reply", "first_page": None, "last_page": None},
    "a letter about it": {"title": "Re: Early treatment of ankle sprains in adults", "volume": "13"},
    "a comment by others": {"authors": (Author("Moreau", "P"),), "first_page": None, "last_page": None},
    "a conference abstract of another journal": {
        "journal": "Annals of Joints", "volume": "4", "issue": "Suppl 1", "first_page": "S77", "last_page": None,
    },
    "an abstract in a supplement of the journal": {
        "year": 2014, "volume": "11", "issue": "Suppl 2", "first_page": "S20", "last_page": None
    },
    "an abstract of a conference without volume": {
        "journal": "Journal of Invented Medicine.Conference: 9th Joint Meeting", "volume": None, "issue": None,
        "first_page": None, "last_page": None,
    },
    "part II": {"title": "Early treatment of ankle sprains in adults, part II", "first_page": "212"},
    "another population": {"title": "Early treatment of ankle sprains in children"},
    "another number": {"title": "Early treatment of 20 ankle sprains in adults"},
    "another version years later": {
        "year": 2018, "volume": None, "issue": None, "first_page": None, "last_page": None, "article_number": "CD000001"
    },
    "no title": {"title": None},
    "nothing but the title": {
        "authors": (), "journal": None, "year": None, "volume": None, "issue": None, "first_page": None,
        "last_page": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", APART.values(), ids=APART.keys())
def test_what_may_be_another_work_is_kept_apart(changes: dict[str, object]) -> None:
    assert not joined(PAPER, like("other", **changes))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ankle sprains in the clinic. Part I", "Ankle sprains in the clinic. Part II"),
        ("Ankle sprains in the clinic, part 1: women", "Ankle sprains in the clinic, part 2: women"),
        ("Ankle sprains and hepatitis B after travel", "Ankle sprains and hepatitis C after travel"),
        ("Ankle sprains resistant to treatment in adults", "Ankle sprains sensitive to treatment in adults"),
    ],
)
def test_titles_that_differ_in_a_word_that_matters_are_two_works_even_on_one_page(one: str, other: str) -> None:
    assert not joined(like("one", title=one), like("other", title=other))
    assert not joined(like("one", title=one, last_page=None), like("other", title=other, last_page=None))


def test_one_doi_joins_what_else_is_written_differently() -> None:
    other = Reference("other", "Traitement de l'entorse", AUTHORS, year=2015, doi="10.1000/x")
    assert joined(like("a", doi="10.1000/X"), other)


@pytest.mark.parametrize(
    ("field", "mine", "its"),
    [("doi", "10.1000/a", "10.1000/b"), ("pmid", "123", "124"), ("pmcid", "PMC11", "PMC12")],
)
def test_two_identifiers_of_one_kind_keep_apart_what_agrees_in_all_else(field: str, mine: str, its: str) -> None:
    pair = only(cluster([like("a", **{field: mine}), like("b", **{field: its})]))
    assert pair.verdict is Verdict.DIFFERENT
    assert pair.reasons[:2] == (f"another {field.upper()}", f"{field.upper()} {mine} against {its}")


def test_one_identifier_shared_and_one_not_is_a_contradiction() -> None:
    assert not joined(like("a", doi="10.1000/a", pmid="1"), like("b", doi="10.1000/a", pmid="2"))


def test_abstracts_that_share_the_doi_of_their_supplement_are_not_one_work() -> None:
    one = like("one", doi="10.1000/suppl", first_page="S4", last_page=None)
    other = Reference(
        "two", "Braces for the wrist", (Author("Moreau"),), year=2015, first_page="S9", doi="10.1000/suppl"
    )
    assert verdict(one, other) is Verdict.UNSURE


def test_an_erratum_with_the_doi_of_its_article_stays_an_erratum() -> None:
    erratum = like(
        "e", title="Correction: Early treatment of ankle sprains in adults", first_page="411", last_page=None
    )
    assert not joined(like("a", doi="10.1000/x"), replace(erratum, doi="10.1000/x"))


def test_two_records_of_one_erratum_are_one() -> None:
    first = like("a", title="Erratum: Early treatment of ankle sprains in adults", first_page="411", last_page=None)
    assert joined(
        first, replace(first, key="b", title="Early treatment of ankle sprains in adults (vol 12, pg 203, 2015)")
    )


def test_a_record_that_a_database_lists_as_an_erratum_is_no_copy_of_the_article() -> None:
    listed = like("e", extra=(("nbib:PT", "Published Erratum"),), first_page=None, last_page=None)
    assert not joined(PAPER, listed)


def test_short_titles_need_more_than_a_name_and_a_year() -> None:
    column = like("a", title="Editorial", first_page="1", last_page=None, authors=AUTHORS[:1])
    assert not joined(column, replace(column, key="b", issue="4"))


def test_an_abstract_listed_under_two_lettered_pages_of_one_issue_is_one() -> None:
    abstract = like("a", first_page="e3", last_page=None)
    assert joined(abstract, replace(abstract, key="b", first_page="e8"))


def test_a_range_that_runs_backwards_by_one_digit_is_a_misprint() -> None:
    assert joined(PAPER, like("b", first_page="303", last_page="211"))


def test_a_greek_letter_that_one_database_lost_makes_no_other_title() -> None:
    greek = like("a", title="Interleukin-alpha (IL-alpha) after sprains of the ankle")
    lost = like("b", title="Interleukin- (IL-) after sprains of the ankle")
    assert joined(greek, lost)
    assert not joined(greek, like("c", title="Interleukin-gamma (IL-gamma) after sprains of the ankle"))


def test_the_number_of_a_supplement_before_the_pages_is_no_page() -> None:
    imprint = {"volume": "24 Suppl 3", "issue": None}
    assert joined(like("a", **imprint, first_page="S78", last_page="S89"),
                  like("b", **imprint, first_page="S3", last_page="89"))  # fmt: skip
    assert not joined(like("a", **imprint, first_page="S78", last_page="S89"),
                      like("b", **imprint, first_page="S3", last_page="S9"))  # fmt: skip


def test_an_imprint_that_slipped_by_one_field_is_the_same() -> None:
    right = like("a", volume="26", issue="9", first_page="1746", last_page=None)
    slipped = like("b", volume=None, issue="26", first_page="9", last_page=None)
    assert joined(right, slipped)
    assert not joined(right, replace(slipped, issue="25"))
    assert not joined(right, replace(slipped, year=2016))


def test_a_title_that_was_translated_in_two_ways_is_one_in_one_place() -> None:
    one = like("a", title="Indications and contraindications for early treatment of sprains. [Swedish]")
    other = like("b", title="[Indications and contraindications of treating sprains early]. [Swedish]")
    assert joined(one, other)
    assert not joined(one, replace(other, first_page="215", last_page="217"))
    assert not joined(one, replace(other, title=(other.title or "").strip("[")))
    assert not joined(one, replace(other, title=(other.title or "").replace("early", "in 2 weeks")))


def test_a_record_between_two_that_differ_joins_neither() -> None:
    between = like("between", first_page=None, last_page=None, issue=None)
    found = cluster([PAPER, between, like("erratum", first_page="411", last_page=None, issue=None)])
    assert sorted(keys(found)) == [["between"], ["erratum"], ["paper"]]
    assert [pair.verdict for pair in found.apart if "between" in (pair.a.key, pair.b.key)] == [Verdict.UNSURE] * 2


def test_a_record_without_doi_never_bridges_two_dois() -> None:
    found = cluster([like("a", doi="10.1000/a"), like("b"), like("c", doi="10.1000/c")])
    assert len(found.clusters) == 3


def test_pages_that_one_of_two_records_of_a_doi_has_wrong_do_not_keep_a_third_out() -> None:
    wrong = like("b", doi="10.1000/a", first_page="77", last_page=None)
    assert len(cluster([like("a", doi="10.1000/a"), wrong, like("c")]).clusters) == 1


def test_the_reasons_name_what_agreed_and_what_differed() -> None:
    reasons = only(cluster([PAPER, like("b", first_page="411", last_page=None, issue="5")])).reasons
    assert reasons[0] == "other pages"
    assert {"same title", "same authors (3)", "same volume 12", "issue 5 against 3"} <= set(reasons)
    assert "first page 411 against 203-211" in reasons


def test_the_best_record_says_where_each_field_is_from() -> None:
    terse = like("terse", title="EARLY TREATMENT OF ANKLE SPRAINS IN ADULTS. [Review]", authors=AUTHORS[:1], et_al=True,
                 last_page=None, doi="10.1000/x")  # fmt: skip
    merged = cluster([terse, PAPER]).clusters[0].best()
    assert (merged.reference.title, merged.reference.doi) == (PAPER.title, "10.1000/x")
    assert merged.reference.authors == AUTHORS
    assert not merged.reference.et_al
    for field, source in (("title", PAPER), ("doi", terse), ("authors", PAPER), ("last_page", PAPER)):
        assert merged.source(field) is source
    assert merged.source("pmid") is None


def test_the_best_record_holds_nothing_that_no_member_says() -> None:
    members = [PAPER, like("b", volume="21", extra=(("language", "en"),)), like("c", year=2014, month=3)]
    merged = cluster(members).clusters[0].best()
    for field, at in merged.origins:
        if not field.startswith("extra:"):
            assert getattr(merged.reference, field) == getattr(merged.members[at], field)
    assert merged.reference.extra == (("language", "en"),)


def test_members_are_the_records_themselves() -> None:
    records = [PAPER, like("b", title="EARLY TREATMENT OF ANKLE SPRAINS IN ADULTS")]
    members = cluster(records).clusters[0].members
    assert all(any(member is record for record in records) for member in members)


def test_clusters_come_in_the_order_of_places() -> None:
    records = [
        like(f"x.ris#{n}", title=f"Title {n}", doi=f"10.1000/{n}", places=(Place("x.ris", n, n),)) for n in (10, 2, 1)
    ]
    assert keys(cluster(records)) == [["x.ris#1"], ["x.ris#2"], ["x.ris#10"]]


def test_nothing_gives_no_clusters() -> None:
    assert cluster([]) == Clusters()


WORDS = [
    "ankle",
    "knee",
    "trial",
    "II",
    "2020",
    "[Review]",
    "Reply",
    "Erratum:",
    "(Letter)",
    "...",
    "[",
    ")",
    "é",
    "手",
]
NAMES = [*AUTHORS, Author(collective="Ankle Group"), Author(given="S")]
some = st.one_of(st.none(), st.sampled_from(["1", "12", "S4", "e12345", "Suppl", "007", "12-19", "²", ""]))
record = st.builds(
    Reference,
    key=st.sampled_from(["a", "b", "c"]),
    title=st.one_of(st.none(), st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)),
    authors=st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
    journal=st.one_of(st.none(), st.sampled_from(["J Invent Med", "Journal of Invented Medicine", "Knee", "("])),
    year=st.sampled_from([None, 2015, 2016]),
    volume=some, issue=some, first_page=some, last_page=some,
    doi=st.sampled_from([None, "10.1000/a", "10.1000/b"]), pmid=st.sampled_from([None, "1", "2"]),
    places=st.sampled_from([(), (Place("x.ris", 3, 9),)]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(record, max_size=9), st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order(records: list[Reference], chance: random.Random) -> None:
    found = cluster(records)
    chance.shuffle(records)
    assert cluster(records) == found


@settings(max_examples=200, deadline=None)
@given(st.lists(record, max_size=9))
def test_every_record_is_in_one_cluster_and_none_has_two_dois(records: list[Reference]) -> None:
    found = cluster(records)
    members = [member for work in found.clusters for member in work.members]
    assert sorted(map(repr, members)) == sorted(map(repr, records))
    for work in found.clusters:
        assert len({member.doi for member in work.members} - {None}) < 2
        assert work.best().reference.places == tuple(dict.fromkeys(p for one in work.members for p in one.places))
    assert render_clusters(found).endswith("\n")


def test_thousands_of_records_with_one_title_are_compared_in_bounded_time() -> None:
    columns = [like(str(n), title="Editorial", authors=(Author(f"Name{n}"),), volume=str(n)) for n in range(3000)]
    copies = [like("copy") for _ in range(3000)]
    found = cluster([*columns, *copies])
    assert len(found.clusters) == 3001
    assert len(found.pairs) < 60_000


@pytest.mark.parametrize("title", ["[1]" * 99_999, "[" * 99_999, "a (" * 99_999, "1999 " * 99_999, "." * 99_999])
def test_a_text_that_is_no_title_costs_no_more_than_its_length(title: str) -> None:
    start = time.process_time()
    cluster([like("a", title=title), like("b", title=f"{title} b", last_page=None)])
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("[Sprains of the ankle]", "sprains of the ankle", ""),
        ("Sprains of the ankle (Provisional abstract)", "sprains of the ankle", ""),
        ("Sprains (review of 20 cases) of the ankle", "sprains (review of 20 cases) of the ankle", ""),
        ("Sprains of the <i>ankle</i> &amp; knee", "sprains of the ankle & knee", ""),
        ("Correction of anaemia in adults", "correction of anaemia in adults", ""),
        ("Response to splints in adults", "response to splints in adults", ""),
        ("Correction: Sprains", "sprains", "erratum"),
        ("Corrigendum to 'Sprains'", "sprains", "erratum"),
        ("Retraction: Sprains", "sprains", "retraction"),
        ("RETRACTED: Sprains", "sprains", ""),
        ("Sprains (reply)", "sprains", "reply"),
        ("Comment on: Sprains", "sprains", "comment"),
        ("Erratum", "erratum", "erratum"),
        ("Sprains of the ankle... J Inv Med. 2009 Jan 29;360(5):544-6", "sprains of the ankle", ""),
    ],
)
def test_a_title_is_read_without_notes_and_with_its_kind(title: str, text: str, kind: str) -> None:
    assert read_title(title)[::2] == (text, kind)


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences of the U S A", "like"),
        ("BMJ", "BMJ (Clinical research ed.)", "same"),
        ("JIM", "Journal of Invented Medicine", "like"),
        ("Ann Surg", "Annals of Surgical Oncology", ""),
        ("Lancet", "Lancet Oncology", ""),
    ],
)
def test_journals_are_compared_by_name(one: str, other: str, agreement: str) -> None:
    assert same_journal(one, other) == agreement
    assert same_journal(other, one) == agreement


def test_the_table_shows_each_work_its_places_and_why() -> None:
    records = [like("a", places=(Place("x.bib", 3, 9),)), like("y.ris#1", year=2014, places=(Place("y.ris", 1, 12),))]
    lines = render_clusters(cluster(records)).splitlines()
    assert lines[0] == "2 records, 1 work; 1 record names a work that another names."
    assert lines[2].startswith("1  Lindqvist Maria, Okafor C. B., Tanaka Jun. Early treatment of ankle sprains")
    assert lines[3:5] == ["   a x.bib:3", "   y.ris:1"]
    assert lines[5].startswith("   a = y.ris:1: the same title, authors and first page (same title; same authors (3)")
    assert "year 2015 against 2014" in lines[5]


def test_the_table_tells_what_was_kept_apart_unless_asked_not_to() -> None:
    found = cluster([PAPER, like("b", first_page="411", last_page=None)])
    assert "Kept apart, although alike (1):\n   b ≠ paper: other pages" in render_clusters(found)
    assert "apart" not in render_clusters(found, reasons=False)


def test_the_table_lets_no_control_character_through() -> None:
    records = [
        like("a\x1b[31m", title="Early treatment\x1b[2J of ankle sprains"),
        like("b", title="Early treatment\x1b[2J of ankle sprains"),
    ]
    assert "\x1b" not in render_clusters(cluster(records))

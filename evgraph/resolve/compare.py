"""A reference and one record of a service to what agrees, what differs, and whether they are one work.

The rule: the title and at least two of first author, year, journal, volume and first page agree. What differs is
heard: letters, errata, comments and replies have the title of the work they are about, and mostly its journal, year
and authors too. The comparisons themselves are those of `evgraph.dedupe`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from evgraph.dedupe.features import Features, read_features
from evgraph.dedupe.signs import (
    APART,
    LACKING,
    LIKE,
    PART,
    SAME,
    Agreement,
    author_sign,
    is_range,
    journal_sign,
    page_sign,
    title_sign,
    volume_sign,
    year_sign,
)
from evgraph.dedupe.titles import read_title
from evgraph.model import Reference
from evgraph.resolve.records import Found, NoticeKind

#: The fields that are compared beside the title, by the names they have in a Reference.
FIELDS = ("first author", "year", "journal", "volume", "first page")
#: A title with fewer letters ("Editorial", a drug's name) is that of many works.
_TELLING = 20
#: So many of the fields outweigh one that differs.
_OUTWEIGH = 3
#: So alike are two spellings of a name that was written in other letters.
_SPELT = 80
#: A list of so many authors tells a group of them.
_GROUP = 3
#: A wrong digit in a shorter number makes another page.
_DIGITS = 3

_NOTICES = frozenset({"erratum", "retraction", "concern"})
#: What a work that talks about another one is called; it may have the other's title.
_TALK = frozenset({"letter", "comment", "reply", "editorial"})
#: Kinds of publication in the words of PubMed and Crossref.
_TYPES = {
    "published erratum": "erratum", "erratum": "erratum", "correction": "erratum", "corrigendum": "erratum",
    "retraction of publication": "retraction", "retraction notice": "retraction", "retraction": "retraction",
    "expression of concern": "concern", "letter": "letter", "comment": "comment", "editorial": "editorial",
    "posted-content": "preprint", "preprint": "preprint", "reply": "reply",
}  # fmt: skip
_BY_THIS = {
    NoticeKind.CORRECTION: "erratum", NoticeKind.ERRATUM: "erratum", NoticeKind.RETRACTION: "retraction",
    NoticeKind.WITHDRAWAL: "retraction", NoticeKind.CONCERN: "concern", NoticeKind.COMMENT: "comment",
    NoticeKind.REPLY: "reply",
}  # fmt: skip


class Match(StrEnum):
    """How a record stands to a reference.

    ACCEPTED: one work. THIN: nothing differs, but too little agrees. APART: the title agrees, but a field tells the two
    apart. NOTICE: the title agrees, but one is a notice, a letter or a reply about the other. OTHER: another title.
    """

    ACCEPTED = "accepted"
    THIN = "thin"
    APART = "apart"
    NOTICE = "notice"
    OTHER = "other"


class Comparison(NamedTuple):
    """What came of a comparison: the fields that agree and differ by name, and the deciding reason in words."""

    match: Match
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    reason: str


def compare(reference: Reference, found: Found, *, given: bool = False) -> Comparison:
    """Compare a reference with a record. `given`: the record was asked for by an identifier of the reference.

    >>> from evgraph.model import Author
    >>> mine = Reference("a", "A trial of two drugs", (Author("Smith"),), year=2020, volume="3")
    >>> its = Reference("b", "A Trial of Two Drugs.", (Author("Smith", "J"),), year=2020, volume="4", first_page="9")
    >>> compare(mine, Found("Sample", "", "", its)).reason
    'volume 3 against 4'
    """
    a, b = read_features(reference), read_features(found.reference)
    title = _title(a, b)
    author = _first_author(a, b)
    signs = {
        "first author": author, "year": year_sign(a, b), "journal": journal_sign(a, b), "volume": volume_sign(a, b),
        "first page": _page(a, b, led=given and author[0] is SAME),
    }  # fmt: skip
    agreements: dict[str, Agreement] = {name: sign[0] for name, sign in signs.items()}
    # A journal under another form of its name is that journal; a year beside the year is not the year.
    same = {name for name, how in agreements.items() if how is SAME or (how is LIKE and name == "journal")}
    differed = tuple(name for name in FIELDS if agreements[name] is APART)
    agreed = tuple(name for name in FIELDS if name in same)
    told = "; ".join(signs[name][1] for name in differed)
    if title[0] in (APART, LACKING):
        match = Match.OTHER if title[0] is APART else Match.THIN
        return Comparison(match, agreed, (*(["title"] if title[0] is APART else []), *differed), title[1])
    agreed = ("title", *agreed)
    if kinds := _kinds(a, b, found, agreements):
        return Comparison(Match.NOTICE, agreed, differed, kinds)
    if objection := _objection(same, differed, told):
        return Comparison(Match.APART, agreed, differed, objection)
    lacking = _lacking(title[0], a, same, agreements) or _brief(a, b, found)
    if lacking:
        return Comparison(Match.THIN, agreed, differed, lacking)
    return Comparison(
        Match.ACCEPTED, agreed, differed, "; ".join(["agree: " + ", ".join(agreed), *filter(None, [told])])
    )


def _title(a: Features, b: Features) -> tuple[Agreement, str]:
    """Compare the titles, in the language of the work too where the record has it."""
    best = title_sign(a.title, b.title)
    for name, value in b.reference.extra:
        if name == "original-title" and best.agreement not in (SAME, LIKE):
            other = title_sign(a.title, read_title(value))
            best = other if other.agreement in (SAME, LIKE) else best
    return best.agreement, best.words


def _first_author(a: Features, b: Features) -> tuple[Agreement, str]:
    """Compare who comes first; a name in other letters, or a list in another order, tells nothing."""
    from rapidfuzz import fuzz

    mine, its = a.names, b.names
    if not mine.first or not its.first:
        bodies = bool(a.bodies) and not mine.first and not its.first
        if bodies and a.bodies == b.bodies:
            return SAME, ""
        return LACKING, ""
    if mine.first & its.first:
        return SAME, ""
    words = tuple("".join(sorted(names.first)) for names in (mine, its))
    told = f"first author {' '.join(sorted(mine.first))} against {' '.join(sorted(its.first))}"
    if any(not word.isascii() for word in words) or fuzz.ratio(*words) >= _SPELT:
        return LIKE, told
    if (mine.first & its.everything and its.first & mine.everything) or (
        min(mine.size, its.size) >= _GROUP and author_sign(a, b).agreement is SAME
    ):
        return LIKE, told
    return APART, told


def _page(a: Features, b: Features, *, led: bool) -> tuple[Agreement, str]:
    """Compare where the works begin.

    Alike are pages given from the last to the first, ranges with one end, and, where an identifier and the first author
    led to the record, a number with a digit lost or two digits swapped. A digit that is another one may be a letter
    some pages on.
    """
    sign = page_sign(a, b)
    if sign.agreement is not APART or a.first is None or b.first is None:
        return sign.agreement, sign.words
    turned = a.last is not None and (a.first, a.last) == (b.last, b.first)
    one_end = is_range(a) and is_range(b) and a.last == b.last
    slip = led and a.first.letters == b.first.letters and _slip(a.first.number, b.first.number)
    return (LIKE if turned or one_end or slip else APART), sign.words


def _slip(one: str, other: str) -> bool:
    """Say whether two numbers of three digits or more differ by a digit lost, or by two neighbours swapped.

    >>> _slip("740", "704"), _slip("740", "1740"), _slip("740", "745"), _slip("74", "47")
    (True, True, False, False)
    """
    from rapidfuzz.distance import OSA

    other_digit = len(one) == len(other) and sorted(one) != sorted(other)
    return min(len(one), len(other)) >= _DIGITS and OSA.distance(one, other) == 1 and not other_digit


def _kinds(a: Features, b: Features, found: Found, how: dict[str, Agreement]) -> str:
    """Say what tells a notice, a letter, a reply or a preprint from the work whose title it has, or nothing."""
    mine, its = _kinds_of(a), _kinds_of(b, found)
    if (mine | its) & _NOTICES and not mine & its:
        return f"one is {_named(mine)}, the other {_named(its)}"
    if "preprint" in its and "preprint" not in mine and a.reference.journal and how["journal"] not in (SAME, LIKE):
        return f"the record is a preprint, the reference is of {a.reference.journal}"
    talk = its & _TALK or mine & _TALK
    if talk and not (a.title.kind and a.title.kind == b.title.kind) and how["first page"] is not SAME:
        return f"one is {_named(mine)}, the other {_named(its)}, and no first page shows that they are one"
    if a.title.kind != b.title.kind and not mine & its:
        return f"one is {_named(mine)}, the other {_named(its)}"
    return ""


def _kinds_of(a: Features, found: Found | None = None) -> frozenset[str]:
    """Return the kinds a title, its notes and its database say a record is of; none for a work of its own."""
    words = [value for name, value in a.reference.extra if name == "genre"] + list(found.types if found else ())
    notices = [notice for notice in (found.notices if found else ()) if notice.by_this]
    kinds = {a.title.kind, *(_TYPES.get(word.strip().lower(), "") for word in words)}
    return frozenset((kinds | {_BY_THIS.get(notice.kind, "") for notice in notices}) - {""})


def _named(kinds: Iterable[str]) -> str:
    return " and ".join(sorted(kinds)) or "the work itself"


def _objection(same: set[str], differed: tuple[str, ...], told: str) -> str:
    """Say which difference keeps the two apart, or nothing.

    Other authors always do, and so does another page. One other field is a slip where three agree and the page is
    among them; a wrong year is one where volume and journal agree.
    """
    if not differed:
        return ""
    if len(differed) > 1 or len(same) < _OUTWEIGH or differed[0] in ("first author", "first page"):
        return told
    slip = "first page" in same or (differed == ("year",) and {"volume", "journal"} <= same)
    return "" if slip else told


def _lacking(title: Agreement, a: Features, same: set[str], how: dict[str, Agreement]) -> str:
    """Say what is missing for the two to be taken for one, or nothing."""
    if len(same) < 2:
        return f"beside the title only {' and '.join(sorted(same)) or 'nothing'} agrees"
    if not same & {"year", "volume", "first page"}:
        return "neither year nor volume nor first page agrees"
    if len(a.title.letters) < _TELLING and "first page" not in same:
        return "many works have so short a title, and the first page does not agree"
    if title is PART and not ("first page" in same and same & {"volume", "year"}):
        return "one title goes on where the other ends, and the first page does not show that they are one"
    if how["year"] is LIKE and not same & {"volume", "first page"}:
        return "the years are one apart, and neither volume nor first page agrees"
    return ""


def _brief(a: Features, b: Features, found: Found) -> str:
    """Say why a record of a page or two is not taken for a work without a page: it may be an erratum nobody marked."""
    if a.first is not None or b.first is None or any(word.lower() == "journal article" for word in found.types):
        return ""
    pages = int(b.last.number) - int(b.first.number) if b.last else 0
    if b.first.electronic or pages not in (0, 1):
        return ""
    return "the reference has no page, and a record of a page or two may be a letter or a notice"

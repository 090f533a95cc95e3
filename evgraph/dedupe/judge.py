"""Two records to a verdict: the same work, another work, or not to be said, and the reasons in plain words.

What differs outweighs what agrees, and what is missing is not taken to agree: a letter, an erratum, a reply, an
abstract and the later paper may all have one title. The rules stand in the order in which they are asked.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from evgraph.dedupe.features import Features
from evgraph.dedupe.signs import (
    APART,
    LACKING,
    LIKE,
    PART,
    SAME,
    Sign,
    author_sign,
    identifier_sign,
    is_range,
    issue_sign,
    journal_sign,
    page_sign,
    reworded,
    same_numbers,
    title_sign,
    volume_sign,
    year_sign,
)

#: A title with fewer letters than this ("Editorial", a drug's name) is that of many works.
_TELLING = 20
#: Fewer authors than this may well write twice under one title in one issue.
_GROUP = 3


class Verdict(StrEnum):
    """Whether two records are of one work."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgement(NamedTuple):
    """A verdict, how strong it is (0 is strongest) and its reasons: the deciding one, then field by field.

    `near`: they share an identifier, or the title and perhaps authors; one may ask why they were kept apart.
    """

    verdict: Verdict
    rank: int
    reasons: tuple[str, ...]
    near: bool = True


class _Signs(NamedTuple):
    """What the fields say."""

    identifier: Sign
    title: Sign
    authors: Sign
    journal: Sign
    year: Sign
    volume: Sign
    issue: Sign
    pages: Sign


class _Ruling(NamedTuple):
    verdict: Verdict
    why: str
    rank: int = 0


def judge(a: Features, b: Features) -> Judgement:
    """Return whether two records are of one work, and why.

    >>> from evgraph.dedupe.features import read_features
    >>> from evgraph.model import Reference
    >>> one, two = (Reference(key, "A trial of two drugs", doi=f"10.1000/{key}") for key in "ab")
    >>> judge(read_features(one), read_features(two)).reasons[:2]
    ('another DOI', 'DOI 10.1000/a against 10.1000/b')
    """
    signs = _Signs(
        identifier_sign(a, b), title_sign(a.title, b.title), author_sign(a, b), journal_sign(a, b),
        year_sign(a, b), volume_sign(a, b), issue_sign(a, b), page_sign(a, b),
    )  # fmt: skip
    ruling = (
        _by_identifier(a, b, signs) or _by_contradiction(a, b, signs) or _by_pages(a, b, signs) or _by_rest(a, b, signs)
    )
    told = tuple(sign.words for sign in signs if sign.words)
    titled = signs.title.agreement in (SAME, LIKE, PART) and signs.authors.agreement is not APART
    near = titled or signs.identifier.agreement is SAME or ruling.verdict is Verdict.UNSURE
    return Judgement(ruling.verdict, ruling.rank, (ruling.why, *told), near)


def _by_identifier(a: Features, b: Features, signs: _Signs) -> _Ruling | None:
    """Let identifiers decide, unless the records that share one are plainly of two works."""
    agreement, words = signs.identifier
    if agreement is APART:
        return _Ruling(Verdict.DIFFERENT, f"another {words.partition(' ')[0]}")
    if agreement is LACKING:
        return None
    if a.title.kind != b.title.kind and APART in (signs.pages.agreement, signs.volume.agreement):
        return _Ruling(Verdict.DIFFERENT, f"{_kinds(a, b)}, on other pages, although an identifier is shared")
    if signs.title.agreement is APART and not _vouched(signs):
        return _Ruling(Verdict.UNSURE, "an identifier is shared, but title and imprint are not")
    return _Ruling(Verdict.SAME, "an identifier is shared")


def _vouched(signs: _Signs) -> bool:
    """Say whether authors or pages speak for one work whose title is told in two ways, as in two languages."""
    year = signs.year.agreement in (SAME, LIKE)
    return signs.pages.agreement is SAME or (
        signs.authors.agreement is SAME and year and signs.pages.agreement is not APART
    )


def _by_contradiction(a: Features, b: Features, signs: _Signs) -> _Ruling | None:
    """Whatever tells two works of one title apart."""
    title, pages = signs.title.agreement, signs.pages.agreement
    if title is LACKING:
        return _Ruling(Verdict.UNSURE, "without a title or an identifier in both, nothing tells")
    if a.title.kind != b.title.kind and not (pages is SAME and signs.volume.agreement is SAME):
        return _Ruling(Verdict.DIFFERENT, _kinds(a, b))
    if title is APART:
        if _translated(a, b, signs):
            return _Ruling(Verdict.SAME, "the same place and authors, and a title that was translated in two ways", 2)
        if _retold(a, b, signs):
            return _Ruling(Verdict.UNSURE, "the same pages and authors, but other words or numbers in the title")
        return _Ruling(Verdict.DIFFERENT, "another title")
    if signs.authors.agreement is APART:
        return _Ruling(Verdict.DIFFERENT, "other authors")
    if pages is APART:
        if _shifted(a, b, signs) or _shifted(b, a, signs):
            return _Ruling(Verdict.SAME, "volume, issue and page of one stand one field further in the other", 2)
        if _twice_in_one_issue(a, b, signs):
            return _Ruling(Verdict.SAME, "abstracts of one issue with all authors and the title in common", 2)
        if _twice_at_one_conference(a, b, signs):
            return _Ruling(Verdict.SAME, "a page each of one conference, with all authors and the title in common", 2)
        return _Ruling(Verdict.DIFFERENT, "other pages")
    return None


def _translated(a: Features, b: Features, signs: _Signs) -> bool:
    """Say whether a title in brackets, as databases print one that they translated, is another wording of a title."""
    if not any((features.reference.title or "").startswith("[") for features in (a, b)):
        return False
    place = (signs.pages, signs.volume, signs.year, signs.authors)
    journal = signs.journal.agreement in (SAME, LIKE)
    whole = journal and all(sign.agreement is SAME for sign in place) and a.names.families == b.names.families
    return whole and same_numbers(a.title, b.title) and reworded(a.title, b.title)


def _shifted(a: Features, b: Features, signs: _Signs) -> bool:
    """Say whether a record without a volume has the volume of the other as issue, and its issue as page."""
    if a.volume or not a.issue or not b.volume or not b.issue or a.first is None or a.first.letters:
        return False
    fields = (signs.title, signs.authors, signs.journal, signs.year)
    return a.issue == b.volume and a.first.number == b.issue and all(sign.agreement is SAME for sign in fields)


def _retold(a: Features, b: Features, signs: _Signs) -> bool:
    """Say whether two wordings stand on the same pages, of more than one page, by the same authors."""
    imprint = (signs.pages, signs.volume, signs.year, signs.authors)
    if any(sign.agreement is not SAME for sign in imprint) or not (is_range(a) and is_range(b)):
        return False
    return a.last == b.last and reworded(a.title, b.title)


def _twice_in_one_issue(a: Features, b: Features, signs: _Signs) -> bool:
    """Say whether two lettered pages (e3, e8) of one issue have one abstract, listed under both."""
    if a.first is None or b.first is None or not a.first.letters or a.first.letters != b.first.letters:
        return False
    fields = (signs.authors, signs.journal, signs.year, signs.volume, signs.issue)
    whole = a.names.families == b.names.families and a.names.size >= _GROUP
    return whole and not a.first.electronic and all(sign.agreement is SAME for sign in fields) and _telling(a)


def _twice_at_one_conference(a: Features, b: Features, signs: _Signs) -> bool:
    """Say whether the abstracts of a conference, one page each, list one of them under two pages of the volume.

    The later paper has more than a page, and an erratum is of no conference.
    """
    if not (a.conference or b.conference) or signs.issue.agreement is APART:
        return False
    fields = (signs.title, signs.authors, signs.journal, signs.year, signs.volume)
    whole = a.names.families == b.names.families and a.names.size >= _GROUP
    one_page = all(one.first is not None and one.first == one.last for one in (a, b))
    return whole and one_page and all(sign.agreement is SAME for sign in fields) and _telling(a)


def _by_pages(a: Features, b: Features, signs: _Signs) -> _Ruling | None:
    """Ask for the rest when the first page is the same: one of year, volume and journal may differ."""
    pages = signs.pages.agreement
    if pages not in (SAME, LIKE):
        return None
    imprint = [signs.year.agreement, signs.volume.agreement]
    against = imprint.count(APART) + (signs.journal.agreement is APART)
    if not _telling(a) and APART in (signs.volume.agreement, signs.issue.agreement):
        return _Ruling(Verdict.UNSURE, "a short title, and another volume or issue")
    if against > 1:
        return _Ruling(Verdict.DIFFERENT, "the first page is the same, but not where it stands")
    exact = pages is SAME and signs.title.agreement is SAME
    if signs.authors.agreement is LACKING or not exact:
        sure = signs.volume.agreement is SAME and signs.year.agreement in (SAME, LIKE)
        known = signs.journal.agreement in (SAME, LIKE) or (exact is False and signs.authors.agreement is SAME)
        if sure and known and not (pages is LIKE and signs.authors.agreement is not SAME):
            return _Ruling(Verdict.SAME, "the same volume and page, and the title but for its wording", 1)
        return _Ruling(Verdict.UNSURE, "too little is the same beside the first page")
    if SAME in imprint:
        return _Ruling(Verdict.SAME, "the same title, authors and first page", 1)
    return _Ruling(Verdict.UNSURE, "neither year nor volume is shared")


def _by_rest(a: Features, b: Features, signs: _Signs) -> _Ruling:
    """No pages to compare: everything else must agree, and nothing may differ."""
    for name, sign in (("journal", signs.journal), ("volume", signs.volume), ("issue", signs.issue)):
        if sign.agreement is APART:
            return _Ruling(Verdict.DIFFERENT, f"another {name}, and no pages to compare")
    if signs.year.agreement is APART:
        return _Ruling(Verdict.DIFFERENT, "another year, and no pages to compare")
    if a.conference != b.conference and not _brief(b if a.conference else a):
        return _Ruling(Verdict.UNSURE, "one is of a conference, the other may be the later paper")
    volume = signs.volume.agreement is SAME
    spelt = signs.title.agreement is LIKE and volume and signs.issue.agreement is SAME
    if signs.title.agreement is not SAME and not spelt:
        return _Ruling(Verdict.UNSURE, "the titles are not quite the same, and there are no pages to compare")
    journal = signs.journal.agreement in (SAME, LIKE) or not (a.reference.journal or b.reference.journal)
    if not volume and not (journal and _telling(a) and signs.year.agreement is SAME):
        return _Ruling(Verdict.UNSURE, "neither volume nor pages to compare, and the rest says too little")
    if signs.authors.agreement is not SAME:
        return _Ruling(Verdict.UNSURE, "without pages to compare, the authors would have to be the same")
    if signs.year.agreement is LACKING:
        return _Ruling(Verdict.UNSURE, "neither year nor pages to compare")
    return _Ruling(Verdict.SAME, "nothing differs: title, authors and the imprint as far as it is given", 2)


def _brief(a: Features) -> bool:
    """Say whether a record has the imprint of an abstract: a supplement, or pages that are one or two."""
    if a.supplement or a.first is None or a.last is None:
        return a.supplement
    return int(a.last.number) - int(a.first.number) in (0, 1)


def _telling(a: Features) -> bool:
    return len(a.title.letters) >= _TELLING


def _kinds(a: Features, b: Features) -> str:
    """Say of what kind the two are."""
    named: list[str] = [features.title.kind or "the work itself" for features in (a, b)]
    return f"one is {named[0]}, the other {named[1]}"

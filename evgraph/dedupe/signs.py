"""Two records, field by field: the same, alike, lacking in one, or apart; each said in plain words."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from evgraph.dedupe.features import LONGEST, Features, Names, Page
from evgraph.dedupe.journals import same_journal
from evgraph.dedupe.titles import LONGEST as LONGEST_TITLE
from evgraph.dedupe.titles import Title, fold
from evgraph.sameness import IDENTIFIERS


class Agreement(StrEnum):
    """How two values stand to each other.

    PART: one goes on where the other ends. LACKING: one is missing, or they are of kinds that do not compare.
    """

    SAME = "same"
    LIKE = "like"
    PART = "part"
    LACKING = "lacking"
    APART = "apart"


class Sign(NamedTuple):
    """What one field says, and in words."""

    agreement: Agreement
    words: str


SAME, LIKE, PART, LACKING, APART = Agreement
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
#: Words of a title that come and go between printings.
_SMALL = frozenset({"a", "an", "the", "of", "and", "or", "for", "in", "on", "with", "to", "by", "from", "at"})
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})
#: Titles this alike differ by slips of the pen; by at least `REWORDED` they may be two wordings of one.
ALIKE, REWORDED = 0.9, 0.6
#: Two words this alike are one word, misspelt.
_SLIP = 0.7
#: A title that is part of another has at least so many letters.
_TELLING_PART = 16
#: What becomes of a letter that a database cannot write: its name, or nothing.
_GREEK = frozenset({"alpha", "beta", "gamma", "delta", "epsilon", "kappa", "lambda", "mu", "omega"})


def identifier_sign(a: Features, b: Features) -> Sign:
    """Compare what names a work wherever it is listed; one difference outweighs."""
    told = [
        (name.upper(), mine, its)
        for name, mine, its in zip(IDENTIFIERS, a.identifiers, b.identifiers, strict=True)
        if mine and its
    ]
    for name, mine, its in told:
        if mine != its:
            return Sign(APART, f"{name} {mine} against {its}")
    return Sign(SAME, f"same {told[0][0]} {told[0][1]}") if told else Sign(LACKING, "no identifier in both")


def title_sign(a: Title, b: Title) -> Sign:
    """Compare titles: other words or other numbers make another title, slips of the pen do not."""
    if not a.letters or not b.letters:
        return Sign(LACKING, "no title in one of them")
    if a.letters == b.letters:
        return Sign(SAME, "same title")
    if _lost_greek(a.text, b.text):
        return Sign(LIKE, "titles but for a Greek letter that one has lost")
    numbers = _numbers(a.text), _numbers(b.text)
    if numbers[0] != numbers[1]:
        only = [" ".join(sorted(mine - its)) or "none" for mine, its in (numbers, numbers[::-1])]
        return Sign(APART, f"titles with other numbers: {only[0]} against {only[1]}")
    short, long = sorted((a.letters, b.letters), key=len)
    if len(short) >= _TELLING_PART and (long.startswith(short) or long.endswith(short)):
        return Sign(PART, "one title goes on where the other ends")
    if len(long) > LONGEST_TITLE:
        return Sign(APART, "other titles")
    from rapidfuzz.distance import Levenshtein

    alike = Levenshtein.normalized_similarity(a.letters, b.letters)
    if alike >= ALIKE:
        other = _other_words(a, b)
        return (
            Sign(APART, f"titles with other words: {other}") if other else Sign(LIKE, "titles but for their spelling")
        )
    return Sign(APART, f"other titles ({alike:.0%} of the letters agree)")


def _lost_greek(a: str, b: str) -> bool:
    """Say whether one title has the Greek letters of the other nowhere, and is the same but for them."""
    mine, its = _WORD.findall(a), _WORD.findall(b)
    if _GREEK.isdisjoint(mine) == _GREEK.isdisjoint(its):
        return False
    rest = ["".join(word for word in words if word not in _GREEK) for words in (mine, its)]
    return fold(rest[0]) == fold(rest[1])


def reworded(a: Title, b: Title) -> bool:
    """Say whether two titles share so much that they may be two wordings of one."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(a.text, b.text, score_cutoff=100 * REWORDED) > 0


def same_numbers(a: Title, b: Title) -> bool:
    """Say whether two titles have the same numbers."""
    return _numbers(a.text) == _numbers(b.text)


def _numbers(text: str) -> frozenset[str]:
    """Return the numbers of a title, Roman ones too: part I is not part II."""
    return frozenset(_NUMBER.findall(text)) | (_ROMAN & set(_WORD.findall(text)))


def _other_words(a: Title, b: Title) -> str:
    """Return the words of each title that the other has not even misspelt, "" when there are none."""
    mine, its = ([fold(word) for word in _WORD.findall(title.text) if word not in _SMALL] for title in (a, b))
    left = _unmatched(mine, its, b.letters), _unmatched(its, mine, a.letters)
    # One more word at the end of one title is where the other was cut.
    if (not left[1] and left[0] == mine[-1:]) or (not left[0] and left[1] == its[-1:]):
        return ""
    return ", ".join((*left[0], *left[1]))


def _unmatched(words: list[str], others: list[str], letters: str) -> list[str]:
    """Return the words that are none of the others, no misspelling of one, and not written as one with another."""
    from rapidfuzz import fuzz

    known = set(others)
    return [
        word
        for word in words
        if word not in known
        and not (len(word) > 3 and word in letters)
        and not any(
            fuzz.ratio(word, other) >= 100 * _SLIP
            or other.startswith(word)
            or other.endswith(word)
            or (len(other) > 2 and other in word)
            for other in others
        )
    ]


def author_sign(a: Features, b: Features) -> Sign:
    """Compare authors by their families; lists may be cut, initials written out, particles moved."""
    mine, its = a.names, b.names
    if not mine.size or not its.size:
        if a.bodies and a.bodies == b.bodies:
            return Sign(SAME, "same body as author")
        return Sign(LACKING, "a body and persons as authors" if a.bodies or b.bodies else "no authors to compare")
    fewer = min(mine.size, its.size)
    if mine.families == its.families:
        return Sign(SAME, f"same authors ({fewer})")
    common = len((mine.families & its.everything) | (its.families & mine.everything))
    first = bool(mine.first & its.everything or its.first & mine.everything)
    share = min(common / fewer, 1.0)
    if (first and share >= 0.5) or share >= 0.75:
        return Sign(SAME, f"same authors ({min(common, fewer)} of {fewer} families)")
    if first or share >= 0.3 or (fewer == 1 and _misspelt(mine, its)):
        return Sign(LIKE, f"authors in part the same ({min(common, fewer)} of {fewer} families)")
    return Sign(APART, f"other authors ({_shown(mine)} against {_shown(its)})")


def _misspelt(a: Names, b: Names) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio("".join(sorted(a.first)), "".join(sorted(b.first))) >= 85


def _shown(names: Names) -> str:
    return " ".join(sorted(names.first))


def journal_sign(a: Features, b: Features) -> Sign:
    """Compare journals by ISSN or name."""
    mine, its = a.reference.journal, b.reference.journal
    if a.reference.issn and a.reference.issn == b.reference.issn:
        return Sign(SAME, f"same ISSN {a.reference.issn}")
    if not mine or not its:
        return Sign(LACKING, "no journal in one of them" if mine or its else "no journal")
    if mine == its:
        return Sign(SAME, "same journal")
    agreement = same_journal(mine, its) or same_journal(its, mine)
    if not agreement:
        return Sign(APART, f"journal {mine} against {its}")
    return Sign(SAME, "same journal") if agreement == "same" else Sign(LIKE, f"journal {mine}, also {its}")


def year_sign(a: Features, b: Features) -> Sign:
    """Compare years; one apart is alike, as the years online and in print are."""
    mine, its = a.reference.year, b.reference.year
    if mine is None or its is None:
        return Sign(LACKING, "no year in one of them")
    if mine == its:
        return Sign(SAME, f"same year {mine}")
    return Sign(LIKE if abs(mine - its) == 1 else APART, f"year {mine} against {its}")


def volume_sign(a: Features, b: Features) -> Sign:
    """Compare volumes by their number."""
    if not a.volume or not b.volume:
        return Sign(LACKING, "no volume in one of them" if a.volume or b.volume else "no volume")
    if a.volume == b.volume:
        return Sign(SAME, f"same volume {a.volume}")
    return Sign(APART, f"volume {a.reference.volume} against {b.reference.volume}")


def issue_sign(a: Features, b: Features) -> Sign:
    """Compare issues; a supplement without a number agrees with any."""
    if not a.issue or not b.issue:
        return Sign(LACKING, "")
    if a.issue == b.issue and a.supplement == b.supplement:
        return Sign(SAME, f"same issue {a.reference.issue}")
    return Sign(APART, f"issue {a.reference.issue} against {b.reference.issue}")


def page_sign(a: Features, b: Features) -> Sign:
    """Compare where works begin; alike are pages that overlap, or of which one has lost its letter."""
    mine, its = a.first, b.first
    if mine is None or its is None:
        if a.last and b.last and same_end(a.last, b.last):
            return Sign(LACKING, f"no first page in one of them, the last agrees ({a.last.number}, {b.last.number})")
        return Sign(LACKING, "no page in one of them" if mine or its else "no pages")
    told = f"{_range(a)} against {_range(b)}"
    if mine == its:
        if a.last and b.last and not same_end(a.last, b.last):
            return Sign(SAME, f"same first page, pages {told}")
        return Sign(SAME, f"same first page {_shown_page(mine)}")
    if mine.number == its.number and not (mine.letters and its.letters):
        ends = a.last is None or b.last is None or same_end(a.last, b.last)
        return Sign(LIKE if ends else APART, f"pages {told}")
    if mine.electronic != its.electronic or (_counted(a) and not is_range(b)) or (_counted(b) and not is_range(a)):
        return Sign(LACKING, f"an article number and pages, which do not compare: {told}")
    if _slip(a, b):
        return Sign(LIKE, f"a digit of the first page is wrong: {told}")
    return Sign(LIKE, f"pages that overlap: {told}") if _overlap(a, b) else Sign(APART, f"first page {told}")


def same_end(a: Page | None, b: Page | None) -> bool:
    """Say whether two last pages are known and one; one of them may be shortened."""
    if a is None or b is None:
        return False
    return a.number.endswith(b.number) or b.number.endswith(a.number)


def _counted(a: Features) -> bool:
    """Say whether the pages are counted within the article, from 1."""
    return a.first == Page("", "1") and a.last is not None and a.last != a.first


def is_range(a: Features) -> bool:
    """Say whether the first and the last page are known and not one."""
    return a.first is not None and a.last is not None and a.last.number != a.first.number


def _bounds(a: Features) -> tuple[int, int]:
    if a.first is None:
        return (0, -1)
    first, last = a.first.number, a.last.number if a.last else a.first.number
    return int(first), int(first[: max(len(first) - len(last), 0)] + last)


def _overlap(a: Features, b: Features) -> bool:
    if a.first is None or b.first is None or a.first.letters != b.first.letters:
        return False
    (low, high), (start, end) = _bounds(a), _bounds(b)
    return max(low, start) <= min(high, end) and max(high, end) - min(low, start) < LONGEST


def _slip(a: Features, b: Features) -> bool:
    """Say whether one range runs backwards, and mending one digit of its first page makes it the other."""
    if a.first is None or b.first is None or a.last is None or a.last != b.last or a.first.letters != b.first.letters:
        return False
    backwards = any(low > high for low, high in (_bounds(a), _bounds(b)))
    mine, its = a.first.number, b.first.number
    return backwards and len(mine) == len(its) and sum(x != y for x, y in zip(mine, its, strict=True)) == 1


def _shown_page(page: Page) -> str:
    return f"{page.letters}{page.number}"


def _range(a: Features) -> str:
    last = f"-{_shown_page(a.last)}" if a.last and a.last != a.first else ""
    return f"{_shown_page(a.first)}{last}" if a.first else ""

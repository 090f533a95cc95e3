"""What makes two bibliographic records the same: the work, a name, a spelling, a journal's abbreviation.

Pure comparisons, no judgement of which record is right; `references.py` merges by them.
"""

from __future__ import annotations

import re
import unicodedata

from evgraph.model import Author, Reference

#: The fields that name a work wherever it is listed.
IDENTIFIERS = ("doi", "pmid", "pmcid")


def same_work(a: Reference, b: Reference) -> bool:
    """Say whether two records are of one work.

    Shared identifiers decide: all agree, or it is another work. Without any, the titles must be the same and
    the first pages must not differ, since a letter or an erratum has the title of the work it is about and
    another page. With the same first page one of year and volume may differ, as the years online and in
    print do; without pages both must agree as far as they are given, and one must be given.
    """
    agreements = [agree(getattr(a, name), getattr(b, name)) for name in IDENTIFIERS]
    if any(agreement is not None for agreement in agreements):
        return False not in agreements
    if not a.title or not b.title or letters(a.title) != letters(b.title):
        return False
    page = agree(start(a), start(b))
    dates = [agree(a.year, b.year), agree(a.volume, b.volume)]
    if page:
        return True in dates or False not in dates
    return page is None and True in dates and False not in dates


def agree(mine: str | int | None, its: str | int | None) -> bool | None:
    """Return whether two values agree, or `None` when one is missing."""
    return None if mine is None or its is None else str(mine).casefold() == str(its).casefold()


def shares_identifier(a: Reference, b: Reference) -> bool:
    """Say whether an identifier of both is the same."""
    return any(agree(getattr(a, name), getattr(b, name)) for name in IDENTIFIERS)


def conflict(a: Reference, b: Reference) -> str:
    """Say what keeps two records apart that have an identifier or the title in common."""
    common = [name for name in IDENTIFIERS if agree(getattr(a, name), getattr(b, name))] or ["title"]
    told = [(name, getattr(a, name), getattr(b, name)) for name in (*IDENTIFIERS, "year", "volume")]
    told.append(("first page", start(a), start(b)))
    against = [f"{name} {mine} against {its}" for name, mine, its in told if agree(mine, its) is False]
    return f"the {common[0]} is the same, but " + (", ".join(against) or "neither year nor volume nor page is shared")


def letters(text: str) -> str:
    """Return letters and digits only, without case and accents: what two printings of a title share.

    >>> letters("CD19 CAR-T: Fo\N{LATIN SMALL LETTER A WITH GRAVE}") == letters("cd19 car t foa")
    True
    """
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def spelling(text: str) -> str:
    """Return the text without case, accents, kinds of dash and quote, and a final full stop; + and - stay."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(char))
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"[\u2018\u2019\u201c\u201d\"`]", "'", plain))
    return " ".join(plain.split()).rstrip(".")


def start(reference: Reference) -> str | None:
    """Return where a work begins: its article number, else its first page."""
    return reference.article_number or reference.first_page


def end(reference: Reference) -> str | None:
    """Return the last page of a work that has pages."""
    return None if reference.article_number else reference.last_page


def pages_text(reference: Reference) -> str:
    """Return the pages in words."""
    return "-".join(page for page in (start(reference), end(reference)) if page)


def persons_of(reference: Reference) -> tuple[Author, ...]:
    """Return the authors that are no bodies, in their order."""
    return tuple(author for author in reference.authors if not author.collective)


def same_name(a: Author, b: Author) -> bool:
    """Say whether two names are one; a given name agrees with its initials, a missing one with any."""
    if [a.family, a.particle, a.suffix] != [b.family, b.particle, b.suffix]:
        return False
    return a.given == b.given or None in (a.given, b.given) or _initials(a) == _initials(b)


def _initials(author: Author) -> str:
    """Return the initials of the given names: those of Hagop M. are HM."""
    words = re.findall(r"\w+", author.given or "")
    return "".join(word if word.isupper() else word[0] for word in words).upper()

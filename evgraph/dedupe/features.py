"""A Reference to what is compared of it: folded names, the numbers in its volume, issue and pages."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from evgraph.dedupe.titles import Title, plain, read_title
from evgraph.errors import IdentifierError
from evgraph.identifiers import parse_doi, parse_pmcid, parse_pmid
from evgraph.model import Reference
from evgraph.sameness import IDENTIFIERS, start

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"([a-z]{0,6})[ .]?([0-9]{1,12})([a-z]{0,2})(?: ?[-\u2013\u2014,;].*)?")
_SUPPLEMENT = re.compile(r"\bsup(?:pl(?:ement)?)?\.? ?(\d{1,3})\b", re.IGNORECASE)
#: A longer work than this is none of a journal: its pages are not looked into.
LONGEST = 60
_CONFERENCE = re.compile(r"\b(?:conference|congress|symposium|annual meeting)\b", re.IGNORECASE)
#: An article number has letters and this many digits; e273 is a page of abstracts.
_ARTICLE_DIGITS = 4
#: No page has more digits.
_DIGITS = 12
#: Where readers keep the publication type, and those types that announce a notice about another work.
_TYPE_FIELDS = frozenset({"genre", "nbib:PT", "pubmed:PublicationType", "ris:M3", "endnote:work-type"})
_TYPES = {
    "published erratum": "erratum", "erratum": "erratum", "correction": "erratum", "corrigendum": "erratum",
    "retraction of publication": "retraction", "retraction notice": "retraction",
}  # fmt: skip
#: Words that a body has in its name and a person has not, where a reader took the body for a person.
_BODIES = frozenset({
    "group", "study", "trial", "investigators", "consortium", "collaborators", "collaboration", "committee",
    "network", "society", "association", "organization", "organisation", "programme", "program", "force",
})  # fmt: skip
_PARSERS = {"doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_NO_IDENTIFIERS = ("",) * len(IDENTIFIERS)
_NO_TITLE = Title("", "", "")


class Page(NamedTuple):
    """A page or an article number: its letters and its number."""

    letters: str
    number: str

    @property
    def electronic(self) -> bool:
        """Whether it has the form of an article number."""
        return bool(self.letters) and len(self.number) >= _ARTICLE_DIGITS


class Names(NamedTuple):
    """The names of the authors: of the first, of all families, of all with their given names; how many authors."""

    first: frozenset[str]
    families: frozenset[str]
    everything: frozenset[str]
    size: int


class Features(NamedTuple):
    """What is compared of a record."""

    reference: Reference
    identifiers: tuple[str, ...]
    title: Title
    volume: str
    issue: str
    supplement: bool
    first: Page | None
    last: Page | None
    names: Names
    bodies: frozenset[str]
    conference: bool


def read_features(reference: Reference, title: Title | None = None) -> Features:
    """Return what is compared of a record."""
    supplement, issue = _issue(reference.issue or "")
    names, bodies = _names(reference)
    title = title or (read_title(reference.title) if reference.title else _NO_TITLE)
    return Features(
        reference,
        identifiers_of(reference),
        title._replace(kind=_listed_kind(reference)) if reference.extra and not title.kind else title,
        volume_number(reference.volume),
        issue,
        supplement,
        _first_page(reference),
        read_page(reference.last_page),
        names,
        bodies,
        reference.work_type == "paper-conference" or bool(reference.journal and _CONFERENCE.search(reference.journal)),
    )


def slim(reference: Reference) -> Reference:
    """Return a record without what is not compared: abstracts, keywords, the text that it was read from.

    >>> slim(Reference("a", "A trial", extra=(("abstract", "Words"), ("genre", "Letter")))).extra
    (('genre', 'Letter'),)
    """
    kept = tuple(item for item in reference.extra if item[0] in _TYPE_FIELDS)
    return replace(reference, extra=kept, cites=(), raw=None, parsed=(), body=())


def identifiers_of(reference: Reference) -> tuple[str, ...]:
    """Return DOI, PMID and PMCID in their normal forms, "" for one that is missing."""
    if not (reference.doi or reference.pmid or reference.pmcid):
        return _NO_IDENTIFIERS
    return tuple(_normal(name, value) if (value := getattr(reference, name)) else "" for name in IDENTIFIERS)


@lru_cache(maxsize=1 << 12)
def _normal(name: str, value: str) -> str:
    try:
        return _PARSERS[name](value)
    except IdentifierError:
        return value.strip().casefold()


def _listed_kind(reference: Reference) -> str:
    """Return the kind of notice that a database lists a record as, "" for a work of its own."""
    for name, value in reference.extra:
        if name in _TYPE_FIELDS:
            kind = _TYPES.get(value.strip().lower())
            if kind:
                return kind
    return ""


def volume_number(text: str | None) -> str:
    """Return the number of a volume, "" when it has none.

    >>> volume_number("24 Suppl 3"), volume_number("Vol. 007"), volume_number("(Jul)")
    ('24', '7', '')
    """
    if text is None:
        return ""
    if text.isdigit():
        return text.lstrip("0")
    found = _NUMBER.search(text)
    return found[0].lstrip("0") if found else ""


@lru_cache(maxsize=1 << 15)
def read_page(text: str | None) -> Page | None:
    """Return a page; `None` for what is no page: words, a count of pages.

    >>> read_page("S109"), read_page("99A"), read_page("Suppl"), read_page("215 p")
    (Page(letters='s', number='109'), Page(letters='a', number='99'), None, None)
    """
    found = _PAGE.fullmatch(text.strip().lower()) if text else None
    return Page(found[1] + found[3], found[2].lstrip("0") or "0") if found else None


def _first_page(reference: Reference) -> Page | None:
    """Return the first page; the number of a supplement that stands in its place (S3/78-89) is none."""
    page, last = read_page(start(reference)), reference.last_page
    if page is None or page.letters != "s" or not last or not last.isdigit() or len(last) > _DIGITS:
        return page
    told = _SUPPLEMENT.search(f"{reference.volume} {reference.issue}")
    return None if told and told[1] == page.number and int(last) - int(page.number) > LONGEST else page


@lru_cache(maxsize=1 << 12)
def _issue(text: str) -> tuple[bool, str]:
    """Return whether an issue is a supplement, and its first number."""
    found = _NUMBER.search(text)
    low = text.lower()
    return "sup" in low or bool(re.match(r"s\d", low)), found[0].lstrip("0") if found else ""


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a name in plain letters, umlauts written either way alike; particles of two letters go."""
    folded = plain(text).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    for pair, letter in _UMLAUTS:
        folded = folded.replace(pair, letter)
    words = _WORD.findall(folded)
    return tuple(word for word in words if len(word) > 2) or tuple(words)


@lru_cache(maxsize=1 << 16)
def _person(family: str | None, given: str | None) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the words of the family name, the given names that are written out, and whether it is a body after all."""
    named = _words(family) if family else ()
    written = tuple(word for word in _words(given) if len(word) > 2) if given else ()
    return named, written, not _BODIES.isdisjoint((*named, *written))


def _names(reference: Reference) -> tuple[Names, frozenset[str]]:
    """Return the names of the persons and the words of the bodies among the authors."""
    families: list[str] = []
    written_out: list[str] = []
    bodies: list[str] = []
    first: tuple[str, ...] = ()
    size = 0
    for author in reference.authors:
        if author.collective:
            bodies += _words(author.collective)
            continue
        family, given, body = _person(author.family, author.given)
        if body:
            bodies += (*family, *given)
            continue
        if not size:
            first = family or given
        size += 1
        families += family
        written_out += given
    named = frozenset(families)
    return Names(frozenset(first), named, named.union(written_out), size), frozenset(bodies)

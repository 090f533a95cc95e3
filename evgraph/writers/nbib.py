"""References to MEDLINE's form (NBIB), as PubMed gives it out and Zotero and EndNote read it.

Each person has a full name (`FAU`) and a short one (`AU`), a body is a `CN`, in the order of the list. A lost family
name leaves its place before the comma empty. `PMID` begins each record, with or without a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evgraph.model import Author, Reference
from evgraph.readers.reading import MONTHS, parse_pages
from evgraph.writers.ris import name_text
from evgraph.writers.writing import Notes, Pieces, full_date, is_written, said, split_name

#: Names of CSL-JSON to tags.
TAGS = {
    "abstract": "AB", "keyword": "OT", "genre": "PT", "language": "LA", "publisher": "PB", "publisher-place": "PL",
    "edition": "EN", "original-title": "TT", "collection-title": "CTI", "container-title-short": "TA", "ISSN": "IS",
    "ISBN": "ISBN",
}  # fmt: skip
_TAG = re.compile(r"nbib:([A-Z]{2,4})(?:\[(\d+)\])?")


def stream(references: Iterable[Reference]) -> Pieces:
    """Yield one record after the other, each followed by an empty line."""
    for reference in references:
        notes = Notes.on(reference, "NBIB")
        rows = _rows(reference, notes)
        yield "".join(f"{tag:<4}- {text}\n" for tag, text in rows if text or tag == "PMID") + "\n"
        yield from notes.problems


def _rows(reference: Reference, notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield tag and text of each line."""
    said_pmid = notes.line("pmid", said(reference, "nbib:PMID") or "")  # with its version, or none that can be read
    yield "PMID", said_pmid if reference.pmid in (None, said_pmid.partition(" ")[0]) else reference.pmid
    if reference.work_type not in ("article", "article-journal", "book", "chapter"):
        notes.note(f"the type of work {reference.work_type!r} has no place in NBIB; an article was written")
    title = notes.line("title", reference.title or "")
    title = f"{title}." if title and title[-1] not in ".?!" else title
    for tag, name, value in (
        ("IS", "issn", reference.issn), ("DP", "date", _date(reference)), ("VI", "volume", reference.volume),
        ("IP", "issue", reference.issue), ("BTI" if reference.work_type == "book" else "TI", "title", title),
        ("PG", "pages", _pages(reference, notes)), *_doi(reference), ("PMC", "pmcid", reference.pmcid),
    ):  # fmt: skip
        yield tag, notes.line(name, value or "")
    yield from _names(reference, notes)
    yield "BTI" if reference.work_type == "chapter" else "JT", notes.line("journal", reference.journal or "")
    yield "GN", notes.line("note", reference.note or "")
    if reference.url:
        notes.lost("url", "NBIB", reference.url)
    for name, value in reference.extra:
        yield from _more(reference, name, value, notes)


def _date(reference: Reference) -> str:
    """Return the date as far as it is known: 2017 Mar 2."""
    year, month, *day = (*full_date(reference), None, None)[:3]
    month = reference.month if year is None else month
    parts = ["" if year is None else f"{year:04}", "" if month is None else MONTHS[month - 1].title()]
    return " ".join([*parts, *(str(number) for number in day if number)]).strip()


def _pages(reference: Reference, notes: Notes) -> str:
    """Return the pages, or the article number, which has no other line here."""
    first, last, number = reference.first_page, reference.last_page, reference.article_number
    pages = "-".join(page for page in (first, last if last != first else None) if page)
    if number and pages:
        notes.lost("article number", "NBIB beside pages", number)
    elif number and parse_pages(number).article_number is None:
        notes.note(f"the article number {number!r} will be read as a page")
    return pages or number or said(reference, "page") or ""


def _doi(reference: Reference) -> list[tuple[str, str, str]]:
    """Return the two lines in which PubMed gives a DOI, since each is the one that some program reads."""
    return [(tag, "doi", f"{reference.doi} [doi]") for tag in ("LID", "AID") if reference.doi]


def _names(reference: Reference, notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield the names in their order, each followed by what belongs to it."""
    for number, author in enumerate(reference.authors, start=1):
        if author.collective is not None:
            yield "CN", notes.line("author", author.collective)
        else:
            yield from _person("FAU", "AU", "author", author, notes)
        for name, value in reference.extra:
            match = _TAG.fullmatch(name)
            if match and match[2] == str(number):
                yield match[1], notes.line(name, value)
    yield "AU", "et al." if reference.et_al else ""


def _person(full: str, brief: str, field: str, author: Author, notes: Notes) -> Iterator[tuple[str, str]]:
    family = " ".join(part for part in (author.particle, author.family) if part)
    if author.given is None and author.suffix is None and " " in family:
        yield full, f"{notes.line(field, family)},"  # the comma says that it is no body
    else:
        yield full, name_text(author, field, notes)
    quiet = Notes(notes.reference)  # what had to be replaced was noted with the full name
    yield brief, quiet.line(field, _brief(author) or f", {_initials(author.given or '')}")


def _brief(author: Author) -> str:
    """Return a name as MEDLINE shortens it: van der Giessen JA Jr."""
    if author.family is None:
        return ""
    parts = (author.particle, author.family, _initials(author.given or ""), author.suffix)
    return " ".join(" ".join(part.replace(",", " ").split()) for part in parts if part)


def _initials(given: str) -> str:
    """Return initials; a word in capitals is a row of them already.

    >>> _initials("Hagop M."), _initials("HM"), _initials("Jean-Pierre")
    ('HM', 'HM', 'JP')
    """
    words = re.findall(r"\w+", given)
    return "".join(word if word.isupper() and len(word) < 4 else word[0].upper() for word in words)


def _more(reference: Reference, name: str, value: str, notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield the line for what else the record says, or note that MEDLINE has none."""
    match = _TAG.fullmatch(name)
    if match and match[1] == "PMID":  # it begins a record, and stands there
        if reference.pmid not in (None, value.partition(" ")[0]):
            notes.lost(name, "NBIB", value)
    elif match and not (match[2] and int(match[2]) <= len(reference.authors)):
        yield match[1], notes.line(name, value)
    elif name == "editor" and value != "others":
        yield "FED", name_text(split_name(value), name, notes).rstrip(",")
    elif name in TAGS:
        yield TAGS[name], notes.line(name, value)
    elif not match and not is_written(reference, name, value):
        notes.lost(name, "NBIB", value)

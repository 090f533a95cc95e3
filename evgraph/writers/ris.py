"""References to RIS, as Zotero, EndNote and the databases read it: one value a line, one `AU` for each author.

A body ends in a comma, which keeps EndNote from taking it apart; a lost family name leaves its place before the
comma empty. PubMed's numbers go where EndNote has them, the PMID marked (`AN`), the PMCID in `C2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evgraph.model import Author, Reference
from evgraph.readers.reading import MONTHS
from evgraph.readers.ris import TYPES
from evgraph.writers.writing import Notes, Pieces, full_date, is_written, said, split_name

#: Type of work to type of reference; of several the first is the usual one.
WORDS = {csl: word for word, csl in reversed(TYPES.items())} | {"article-journal": "JOUR"}
#: Names of CSL-JSON to tags.
TAGS = {
    "abstract": "AB", "keyword": "KW", "publisher": "PB", "publisher-place": "CY", "language": "LA", "edition": "ET",
    "collection-title": "T3", "container-title-short": "J2", "title-short": "ST", "accessed": "Y2", "archive": "DB",
    "source": "DP", "accession": "AN", "call-number": "CN", "genre": "M3", "number-of-volumes": "NV",
    "original-title": "OP", "section": "SE", "note": "N1", "ISSN": "SN", "ISBN": "SN", "URL": "UR",
}  # fmt: skip
_PERSONS = {"editor": "A2", "collection-editor": "A3", "translator": "TA"}
_TAG = re.compile(r"[A-Z][A-Z0-9]")
_LIKE_A_TAG = re.compile(r"\s*(?:[A-Z][A-Z0-9]\s{0,5}[-\u2013]|$)", re.IGNORECASE)
_PARAGRAPHS = frozenset({"AB", "N1"})
_MEDLINE = re.compile(r"medline|pubmed", re.IGNORECASE)


def stream(references: Iterable[Reference]) -> Pieces:
    """Yield one record after the other, each followed by an empty line."""
    for reference in references:
        notes = Notes.on(reference, "RIS")
        rows = [f"{tag}  - {text}\n" for tag, text in _rows(reference, notes) if text]
        yield f"{''.join(rows)}ER  - \n\n"
        yield from notes.problems


def _rows(reference: Reference, notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield tag and text of each line."""
    yield "TY", _word(reference, notes)
    for author in reference.authors:
        yield "AU", name_text(author, "author", notes)
    yield "AU", "et al." if reference.et_al else ""
    fields = [
        ("TI", "title", reference.title), (_container(reference), "journal", reference.journal),
        ("PY", "year", None if reference.year is None else f"{reference.year:04}"), ("DA", "date", _date(reference)),
        ("VL", "volume", reference.volume), ("IS", "issue", reference.issue), *_pages(reference, notes),
        ("DO", "doi", reference.doi), ("AN", "pmid", _pmid(reference)), ("C2", "pmcid", _pmcid(reference)),
        ("SN", "issn", reference.issn), ("UR", "url", reference.url), ("N1", "note", reference.note),
    ]  # fmt: skip
    for tag, name, value in fields:
        yield tag, _text(tag, name, value, notes)
    for name, value in reference.extra:
        yield from _more(reference, name, value, notes)


def _word(reference: Reference, notes: Notes) -> str:
    """Return the type of reference: the one that was read, else the usual one."""
    kind = reference.work_type
    read = said(reference, "ris:TY") or ""
    if TYPES.get(read.upper(), "document") == kind and _TAG.match(read.upper()) and read.isalnum():
        return read
    if kind not in WORDS:
        notes.note(f"the type of work {kind!r} has no place in RIS; GEN was written")
    return WORDS.get(kind, "GEN")


def _container(reference: Reference) -> str:
    """Return the tag for what the work stands in; of a book or a report T2 would be the series."""
    return "JF" if reference.work_type in ("book", "thesis", "report", "standard") else "T2"


def _date(reference: Reference) -> str | None:
    """Return the date with what is known of it: year/month/day/, or the month alone."""
    if reference.month is None:
        return None
    if reference.year is None:
        return MONTHS[reference.month - 1].title()
    _, _, *day = full_date(reference)
    return f"{reference.year:04}/{reference.month:02}/{''.join(f'{number:02}' for number in day)}/"


def _pages(reference: Reference, notes: Notes) -> list[tuple[str, str, str | None]]:
    """Return pages and article number; pages of an unusual form, where there are no others, as they were read."""
    first, last = reference.first_page, reference.last_page
    if last and not first:
        notes.note(f"pages: the first one is not known; {last!r} was written as the only one")
        first, last = last, None
    rows = [("SP", "pages", first), ("EP", "pages", last), ("C7", "article number", reference.article_number)]
    return rows if first or reference.article_number else [("SP", "pages", said(reference, "page"))]


def _pmid(reference: Reference) -> str | None:
    """Return the accession number that says the PMID, unless one that was read says it."""
    said = [value for name, value in reference.extra if name == "accession"]
    medline = any(_MEDLINE.search(value) for name, value in reference.extra if name in ("archive", "source"))
    known = any(re.match(rf"(?:PMID|PUBMED|MEDLINE)\s*:?\s*{reference.pmid}$", value, re.IGNORECASE) for value in said)
    if reference.pmid is None or known or (medline and reference.pmid in said):
        return None
    return f"PMID: {reference.pmid}"


def _pmcid(reference: Reference) -> str | None:
    return None if ("ris:C2", reference.pmcid) in reference.extra else reference.pmcid


def _more(reference: Reference, name: str, value: str, notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield the line for what else the record says, or note that RIS has none."""
    if name in _PERSONS:
        yield _PERSONS[name], "et al." if value == "others" else name_text(split_name(value), name, notes)
    elif name in TAGS:
        yield TAGS[name], _text(TAGS[name], name, value, notes)
    elif name.startswith("ris:") and _TAG.fullmatch(name[4:]) and name != "ris:ER":
        if name != "ris:TY":
            yield name[4:], _text(name[4:], name, value, notes)
    elif name == "DOI" and reference.doi is None:
        yield "DO", _text("DO", name, value, notes)
    elif name != "bibtex:type" and not is_written(reference, name, value):
        notes.lost(name, "RIS", value)


def _text(tag: str, name: str, value: str | None, notes: Notes) -> str:
    """Return a value on one line; an abstract or a note keeps its lines if none could be taken for a field."""
    if not value:
        return ""
    lines = value.strip().split("\n")
    if tag in _PARAGRAPHS and len(lines) > 1 and not any(map(_LIKE_A_TAG.match, lines)):
        return "\n".join(notes.line(name, line) for line in lines)
    return notes.line(name, value)


def name_text(author: Author, field: str, notes: Notes) -> str:
    """Return a name as `Family, Given, Suffix`; a body ends in a comma."""
    if author.collective is not None:
        body = notes.line(field, author.collective)
        if ";" in body:
            notes.note(f"{field}: the semicolon in {body!r} may be read as one between two authors")
        return f"{body},"
    parts = [notes.line(field, part or "") for part in (author.family, author.given, author.suffix)]
    safe = [" ".join(re.split(r"[,;]\s*", part)).strip() for part in parts]
    if safe != parts:
        notes.note(f"{field}: commas and semicolons in {author.name!r} became spaces")
    family = f"{notes.line(field, author.particle or '')} {safe[0]}".strip()
    if not safe[1] and not safe[2]:
        if " " in family:
            notes.note(f"{field}: {family!r} has no given name and may be read as a body")
        return family
    return ", ".join([family, safe[1], *([safe[2]] if safe[2] else [])])

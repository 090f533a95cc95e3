"""MEDLINE records (PubMed's NBIB) to References.

The full author name (`FAU`) is preferred to the short one (`AU`), bodies (`CN`) stay in their place among the persons.
What belongs to one author is kept with his number: `nbib:AD[2]` is an affiliation of the second.
"""

from __future__ import annotations

import re

from evgraph.errors import IdentifierError, Severity
from evgraph.identifiers import parse_pmcid
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_range
from evgraph.readers.reading import Pages
from evgraph.readers.tagged import Entry, Form
from evgraph.readers.taggedfields import take_authors, take_issn, take_pmid
from evgraph.readers.taggedlines import Format

#: What stays in `extra`, by the name that CSL-JSON has for it.
NAMES = {
    "AB": "abstract", "BTI": "container-title", "CTI": "collection-title", "EN": "edition", "FED": "editor",
    "IS": "ISSN", "ISBN": "ISBN", "JT": "container-title", "LA": "language", "OT": "keyword", "PB": "publisher",
    "PL": "publisher-place", "PT": "genre", "TA": "container-title-short", "TT": "original-title",
}  # fmt: skip

_TAGS = frozenset({
    "AB", "AD", "AID", "AU", "AUID", "BTI", "CDAT", "CI", "CIN", "CN", "COI", "COIS", "CON", "CP", "CRDT",
    "CRF", "CRI", "CTDT", "CTI", "DA", "DCOM", "DDIN", "DEP", "DP", "DRDT", "DRIN", "ECF", "ECI", "ED",
    "EDAT", "EFR", "EIN", "EN", "FAU", "FED", "FIR", "FPS", "GN", "GR", "GS", "IP", "IR", "IRAD", "IS",
    "ISBN", "JID", "JT", "LA", "LID", "LR", "MH", "MHDA", "MID", "NM", "OAB", "OABL", "OCI", "OID", "ORI",
    "OT", "OTO", "OWN", "PB", "PG", "PHST", "PL", "PMC", "PMCR", "PMID", "PRIN", "PROF", "PS", "PST", "PT",
    "PUBM", "RF", "RIN", "RN", "ROF", "RPF", "RPI", "RRF", "RRI", "SB", "SFM", "SI", "SO", "SPIN", "STAT",
    "TA", "TI", "TT", "UIN", "UOF", "VI", "VTI",
})  # fmt: skip
_ONCE = frozenset({
    "CRDT", "DP", "EDAT", "JID", "JT", "LR", "MHDA", "OWN", "PG", "PMC", "PST", "SO", "STAT", "TA", "TI", "VI",
})  # fmt: skip

_FORM = Form(
    name="nbib", width=4, begin="PMID", end="", tags=_TAGS, names=NAMES,
    free=frozenset({"AB", "AD", "BTI", "CI", "CN", "COIS", "GR", "JT", "OAB", "OT", "SO", "TI", "TT"}),
    apart=frozenset(),
    once=_ONCE, indents=True, heading=re.compile(r"<?\d{1,7}[.>:)]?$|<pre>|</pre>"),
    accepted=re.compile(
        r"^[ \t\ufeff]{0,8}(?:(?i:PMID) ?- *\d|(?:OWN|DCOM|FAU|CRDT) *- +\w|(?:STAT|MHDA|EDAT)- +\w)", re.MULTILINE
    ),
)  # fmt: skip

_PEOPLE = ("FAU", "AU", "CN", "AD", "AUID")


def _reference(entry: Entry) -> Reference:
    fields = entry.fields
    authors, et_al = take_authors(entry, _names(entry))
    work_type = "article" if "BTI" not in fields else "chapter" if any(fields.get("TI", ())) else "book"
    title = entry.one("BTI" if work_type == "book" else "TI")
    if title is None and (title := entry.one("TT")) is None:
        entry.say("no title; kept without one", entry.first)
    year, month = _date(entry)
    pages = _pages(entry)
    return Reference(
        key=entry.key, title=without_stop(title), authors=authors, et_al=et_al,
        journal=entry.one("BTI") if work_type == "chapter" else entry.one("JT", "TA"), year=year, month=month,
        volume=entry.one("VI"), issue=entry.one("IP"), first_page=pages.first, last_page=pages.last,
        article_number=pages.article_number, doi=_doi(entry), pmid=take_pmid(entry, "PMID"), pmcid=_pmcid(entry),
        issn=take_issn(entry, "IS", entry.take("IS")), work_type=work_type,
        places=(Place(entry.path, entry.first, entry.last),), extra=entry.rest(),
    )  # fmt: skip


def without_stop(title: str | None) -> str | None:
    """Return a title without the full stop that PubMed puts behind it.

    >>> without_stop("A trial."), without_stop("To be continued ...")
    ('A trial', 'To be continued ...')
    """
    return title[:-1] if title is not None and title[-1:] == "." and title[-2:] != ".." else title


def _pmcid(entry: Entry) -> str | None:
    text = entry.one("PMC")
    try:
        return parse_pmcid(text) if text else None
    except IdentifierError:
        entry.note("PMC", str(text), "is no PMCID; kept as it is")
        entry.leave("PMC", str(text))
        return None


def _names(entry: Entry) -> list[str | Author]:
    """Return the authors. Their order is looked up in the lines only where it matters: bodies, affiliations."""
    fields = entry.fields
    full, brief = (list(filter(None, fields.get(tag, ()))) for tag in ("FAU", "AU"))
    if "CN" in fields or "AD" in fields or "AUID" in fields or (full and len(full) != len(brief)):
        return _in_order(entry)
    fields.pop("FAU", None)
    fields.pop("AU", None)
    return [*(full or brief)]


def _in_order(entry: Entry) -> list[str | Author]:
    """Return persons and bodies as the lines have them; a short name behind its full one says nothing new."""
    values = {tag: iter(entry.fields.pop(tag, ())) for tag in _PEOPLE}
    names: list[str | Author] = []
    previous = ""
    tag_of = _FORM.heads.get
    for row in entry.rows:
        tag = tag_of(row[:6])
        if tag is None:
            tag = _FORM.split(row, None)[0]
        if tag not in values or tag is None:
            continue
        value = next(values[tag], "")
        if tag in ("AD", "AUID"):
            if value:
                entry.extra.append((f"nbib:{tag}[{len(names)}]" if names else f"nbib:{tag}", value))
            continue
        if tag == "CN":
            names.append(Author(collective=value))
        elif value and (tag == "FAU" or previous != "FAU"):
            names.append(value)
        if value:
            previous = tag
    return names


def _date(entry: Entry) -> tuple[int | None, int | None]:
    text = entry.one("DP")
    if text is None:
        return None, None
    date = parse_date(text[:200])
    if date.year is None:
        entry.note("DP", text, "has no year; kept as it is")
    if not date.whole:
        entry.leave("DP", text)
    elif date.day and date.year:
        entry.extra.append(("issued", date.iso))
    return date.year, date.month


def _pages(entry: Entry) -> Pages:
    text = entry.one("PG")
    if text is None:
        return Pages()
    pages, whole = parse_range(text)
    if not whole:
        entry.extra.append(("page", text))
        if pages.first is None:
            entry.note("PG", text, "is no range of pages; kept as it is")
    return pages


def _doi(entry: Entry) -> str | None:
    """Return the DOI that `LID` or `AID` marks; what else they say (a publisher's number) stays."""
    chosen = None
    for tag in ("LID", "AID"):
        for value in entry.take(tag):
            doi = find_doi(value) if value[-5:] == "[doi]" or value[:3] == "10." else None
            if doi is None or (chosen is not None and doi != chosen):
                if value[-5:] == "[doi]":
                    about = f"differs from the DOI {chosen}; both are kept" if doi else "is no DOI; kept as it is"
                    entry.note(tag, value, about, Severity.DIFFERENCE if doi else Severity.NOTE)
                entry.leave(tag, value)
            chosen = chosen or doi
    return chosen


_FORMAT = Format(_FORM, _reference)
accepts, read, stream = _FORMAT.accepts, _FORMAT.read, _FORMAT.stream

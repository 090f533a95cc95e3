"""MEDLINE records (PubMed's NBIB) to References.

The full author name (`FAU`) is preferred to the short one (`AU`), bodies (`CN`) stay in their place among the persons.
What belongs to one author is kept with his number: `nbib:AD[2]` is an affiliation of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evgraph.errors import IdentifierError, Problem, Severity
from evgraph.identifiers import parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_names, parse_range, parse_serials
from evgraph.readers.reading import Pages, Reading
from evgraph.readers.tagged import Entry, Form
from evgraph.readers.taggedlines import gather, references, scan

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
)  # fmt: skip

_ACCEPTED = re.compile(
    r"^[ \t\ufeff]{0,8}(?:(?i:PMID) ?- *\d|(?:OWN|DCOM|FAU|CRDT) *- +\w|(?:STAT|MHDA|EDAT)- +\w)", re.MULTILINE
)
_PEOPLE = ("FAU", "AU", "CN", "AD", "AUID")


def accepts(text: str) -> bool:
    """Say whether a line begins with one of the tags that MEDLINE alone has."""
    return _ACCEPTED.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the records of a text; they come in its order with the temporary keys `path#1`, `path#2`."""
    return gather(stream(text.split("\n"), path))


def stream(lines: Iterable[str], path: str) -> Iterator[Reference | Problem]:
    """Read lines as they come; the memory it takes does not grow with their number."""
    return references(scan(lines, _FORM, path), path, _reference)


def _reference(entry: Entry) -> Reference:
    fields = entry.fields
    pmid = _pmid(entry)
    authors, et_al = _authors(entry)
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
        article_number=pages.article_number, doi=_doi(entry), pmid=pmid, pmcid=_pmcid(entry), issn=_issn(entry),
        work_type=work_type, places=(Place(entry.path, entry.first, entry.last),), extra=entry.rest(),
    )  # fmt: skip


def without_stop(title: str | None) -> str | None:
    """Return a title without the full stop that PubMed puts behind it.

    >>> without_stop("A trial."), without_stop("To be continued ...")
    ('A trial', 'To be continued ...')
    """
    return title[:-1] if title is not None and title[-1:] == "." and title[-2:] != ".." else title


def _pmid(entry: Entry) -> str | None:
    text = entry.one("PMID")
    if text is None:
        return None
    try:
        return parse_pmid(text.split()[0])  # `12345 [version 2]`
    except IdentifierError:
        entry.note("PMID", text, "is no PMID; kept as it is")
        entry.leave("PMID", text)
        return None


def _pmcid(entry: Entry) -> str | None:
    text = entry.one("PMC")
    try:
        return parse_pmcid(text) if text else None
    except IdentifierError:
        entry.note("PMC", str(text), "is no PMCID; kept as it is")
        entry.leave("PMC", str(text))
        return None


def _authors(entry: Entry) -> tuple[tuple[Author, ...], bool]:
    """Return the authors. Their order is looked up in the lines only where it matters: bodies, affiliations."""
    fields = entry.fields
    full, brief = fields.get("FAU", []), fields.get("AU", [])
    if "CN" in fields or "AD" in fields or "AUID" in fields or (full and len(full) != len(brief)):
        names = _in_order(entry)
    else:
        names = [*(full or brief)]
        fields.pop("FAU", None)
        fields.pop("AU", None)
    authors: list[Author] = []
    et_al = False
    for name in names:
        if isinstance(name, Author):
            authors.append(name)
        elif name:
            found = parse_names(name) if len(name) < 200 else parse_names.__wrapped__(name)
            authors += found
            et_al = et_al or not found
            if name[0] == ",":
                entry.note("AU", name, "is an author without a family name")
    return tuple(authors), et_al


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
        elif tag == "FAU" or previous != "FAU":
            names.append(value)
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


def _issn(entry: Entry) -> str | None:
    values = entry.take("IS")
    if not values:
        return None
    serials = parse_serials(tuple(values))
    entry.extra += serials.extra
    for value in serials.wrong:
        entry.note("IS", value, "is no ISSN; kept as it is")
    return serials.issn

"""Web of Science's own tagged export (`FN`, `PT`, `AU` … `ER`, `EF`) to References.

Two letters and a space before a field, three spaces before what goes on; each further line of a list is a name or a
cited work of its own. Full names (`AF`) are preferred to short ones (`AU`) where there are as many. What has no field
in a Reference stays in `extra`, what a work cites as `wos:CR`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_range
from evgraph.readers.reading import Pages, parse_month
from evgraph.readers.tagged import Entry, Form
from evgraph.readers.taggedfields import take_authors, take_issn, take_pmid
from evgraph.readers.taggedlines import Format

#: What stays in `extra`, by the name that CSL-JSON has for it.
NAMES = {
    "AB": "abstract", "BE": "editor", "BN": "ISBN", "CL": "event-place", "CT": "event-title", "CY": "event-date",
    "DT": "genre", "ED": "editor", "EI": "ISSN", "J9": "container-title-short", "JI": "container-title-short",
    "LA": "language", "PI": "publisher-place", "PN": "part-number", "PU": "publisher", "SE": "collection-title",
    "SU": "supplement", "UT": "accession",
}  # fmt: skip
_LISTS = frozenset({"AF", "AU", "BA", "BF", "C1", "C3", "CA", "CR", "GP", "RP"})
_FRAME = ("FN", "VR", "EF")
_TAGGED = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?:\s(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Lines(Form):
    """The form of the lines: no dash behind a tag."""

    def split(self, row: str, entry: Entry | None) -> tuple[str | None, str]:
        """Return tag and text of a line; `EF` ends an entry that has lost its own end."""
        found = _TAGGED.fullmatch(row.rstrip())
        if found is None or (found[1] in _FRAME and (entry is None or found[1] != "EF")):
            text = row.strip().strip("\ufeff")
            return ("" if text else None), text
        return self.end if found[1] == "EF" else found[1], (found[2] or "").strip()


_FORM = _Lines(
    name="wos", width=2, begin="PT", end="ER", tags=frozenset(), names=NAMES, free=frozenset(), apart=_LISTS,
    once=frozenset(), indents=False, heading=re.compile(r"(?:FN|VR|EF)\b"), lists=True,
    accepted=re.compile(r"^\ufeff?(?:FN [^\n]{1,200}\nVR \d|PT [A-Z][ \t]*\n[A-Z][A-Z0-9] )", re.MULTILINE),
)  # fmt: skip


def _reference(entry: Entry) -> Reference:
    entry.fields.pop("ER", None)
    title, journal = entry.one("TI"), entry.one("SO")
    work_type = _work_type(entry, title, journal)
    if title is None or work_type == "book":
        title, journal = title or journal, None
    if title is None:
        entry.say("no title; kept without one", entry.first)
    authors, et_al = take_authors(entry, _names(entry))
    year, month = _date(entry)
    pages = _pages(entry)
    entry.extra += [
        ("keyword", word.strip()) for value in entry.take("DE") for word in value.split(";") if word.strip()
    ]
    entry.extra += [("editor", name.strip()) for value in entry.take("BE", "ED") for name in value.split(";")]
    return Reference(
        key=entry.key, title=title, authors=authors, et_al=et_al, journal=journal, year=year, month=month,
        volume=entry.one("VL"), issue=entry.one("IS"), first_page=pages.first, last_page=pages.last,
        article_number=pages.article_number, doi=_doi(entry), pmid=take_pmid(entry, "PM"),
        issn=take_issn(entry, "SN", _serials(entry)), work_type=work_type,
        places=(Place(entry.path, entry.first, entry.last),), extra=entry.rest(),
    )  # fmt: skip


def _work_type(entry: Entry, title: str | None, journal: str | None) -> str:
    """Return the type by the kind of publication, and for a book or a series by what is said of the work."""
    word = entry.one("PT") or "J"
    kinds = "; ".join(entry.fields.get("DT", ()))
    if word in ("C", "S", "B") and ("Proceedings Paper" in kinds or word == "C"):
        work_type = "paper-conference"
    elif word in ("S", "B"):
        whole = "Chapter" not in kinds and (not title or not journal or title.casefold() == journal.casefold())
        work_type = "book" if whole else "chapter"
    else:
        work_type = {"J": "article", "P": "patent"}.get(word, "document")
    if work_type != "article":
        entry.extra.append(("wos:PT", word))
    return work_type


def _names(entry: Entry) -> list[str | Author]:
    """Return persons, then bodies; short names that are not as many as the full ones are kept beside them."""
    brief, full = entry.take("AU"), entry.take("AF")
    if full and len(full) != len(brief) and brief:
        entry.extra += [("wos:AF", name) for name in full]
        entry.note("AF", full[0], f"and so on: {len(full)} full names for {len(brief)} authors; the short ones stand")
        full = []
    names = full or brief or entry.take("BF") or entry.take("BA")
    return [*names, *(Author(collective=body) for body in entry.take("CA", "GP"))]


def _date(entry: Entry) -> tuple[int | None, int | None]:
    """Return year and month; a day, a season or a second month is kept."""
    written, more = entry.one("PY"), entry.one("PD")
    date = parse_date(written[:200]) if written else None
    year = date.year if date else None
    if written and (date is None or not date.whole or year is None):
        entry.extra.append(("issued", written))
        entry.note("PY", written, "is no year; kept as it is")
    if more is None:
        return year, None
    part = parse_date(more[:200])
    month = part.month or parse_month(more[:3])
    if part.whole and part.day and year and part.month:
        entry.extra.append(("issued", f"{year:04}-{part.month:02}-{part.day:02}"))
    elif not part.whole or month is None:
        entry.leave("PD", more)
    return year, month


def _pages(entry: Entry) -> Pages:
    first, last, number = entry.one("BP"), entry.one("EP"), entry.one("AR")
    text = f"{first}-{last}" if first and last and first != last else first or last
    if text is None:
        return Pages(article_number=number)
    pages, whole = parse_range(text)
    if not whole:
        entry.extra.append(("page", text))
        if pages.first is None and pages.article_number is None:
            entry.note("BP", first or text, "is no range of pages; kept as it is")
    return Pages(pages.first, pages.last, number or pages.article_number)


def _doi(entry: Entry) -> str | None:
    text = entry.one("DI")
    doi = find_doi(text) if text else None
    if text and doi is None:
        entry.note("DI", text, "is no DOI; kept as it is")
        entry.leave("DI", text)
    return doi


def _serials(entry: Entry) -> list[str]:
    """Return the printed ISSN and the electronic one, each with that word behind it."""
    printed, electronic = entry.take("SN"), entry.take("EI")
    return [f"{value} (Print)" for value in printed] + [f"{value} (Electronic)" for value in electronic]


_FORMAT = Format(_FORM, _reference)
accepts, read, stream = _FORMAT.accepts, _FORMAT.read, _FORMAT.stream

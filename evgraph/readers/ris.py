"""RIS to References, as Embase, Ovid, Cochrane, Scopus, Web of Science, EndNote and Zotero write it.

Which database speaks is read from the record itself (`DB`, `DP`, the accession number), since the same tag means
different things: `AN` of MEDLINE is a PMID, `C2` of Scopus is one, `C5` of Embase is one, `C7` is an article number.
What has no field in a Reference stays in `extra`.
"""

from __future__ import annotations

import re

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_range
from evgraph.readers.reading import Pages
from evgraph.readers.tagged import Entry, Form
from evgraph.readers.taggedfields import take_authors, take_issn
from evgraph.readers.taggedlines import Format

#: Type of reference to type of CSL. What is not here is a "document", and keeps its own word in `extra`.
TYPES = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "article", "INPR": "article", "ABST": "article",
    "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "THES": "thesis", "RPRT": "report", "WEB": "webpage", "ELEC": "webpage", "ICOMM": "personal_communication",
    "PCOMM": "personal_communication", "BLOG": "post-weblog", "DATA": "dataset", "AGGR": "dataset",
    "COMP": "software", "PAT": "patent", "MAP": "map", "UNPB": "manuscript", "MANSCPT": "manuscript",
    "GEN": "document", "STAND": "standard", "CASE": "legal_case", "BILL": "bill", "STAT": "legislation",
    "HEAR": "hearing", "VIDEO": "motion_picture", "MPCT": "motion_picture", "SOUND": "song",
    "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "ART": "graphic", "PAMP": "pamphlet",
    "MUSIC": "musical_score", "CLSWK": "classic",
}  # fmt: skip

#: The word a type of CSL goes back to; only another one is worth keeping.
_USUAL = {csl: word for word, csl in reversed(TYPES.items())}

#: What stays in `extra`, by the name that CSL-JSON has for it.
NAMES = {
    "A2": "editor", "A3": "collection-editor", "AB": "abstract", "AN": "accession", "CN": "call-number",
    "CY": "publisher-place",
    "DB": "archive", "DP": "source", "ED": "editor", "ET": "edition", "J1": "container-title-short",
    "J2": "container-title-short", "JA": "container-title-short", "JO": "container-title-short", "KW": "keyword",
    "LA": "language", "M3": "genre", "N1": "note", "N2": "abstract", "NV": "number-of-volumes", "OP": "original-title",
    "PB": "publisher", "PP": "publisher-place", "SE": "section", "ST": "title-short", "T3": "collection-title",
    "TA": "translator", "UR": "URL", "Y2": "accessed",
}  # fmt: skip

_TAGS = frozenset({
    "A1", "A2", "A3", "A4", "AB", "AD", "AN", "AU", "AV", "BT", "C1", "C2", "C3", "C4", "C5", "C6", "C7",
    "C8", "CA", "CN", "CP", "CR", "CT", "CY", "DA", "DB", "DI", "DO", "DP", "ED", "EP", "ER", "ET", "ID",
    "IS", "J1", "J2", "J9", "JA", "JF", "JI", "JO", "JT", "KW", "L1", "L2", "L3", "L4", "LA", "LB", "LK",
    "M1", "M2", "M3", "N1", "N2", "NV", "OP", "PA", "PB", "PM", "PP", "PT", "PU", "PY", "RI", "RN", "RP",
    "SE", "SN", "SP", "ST", "T1", "T2", "T3", "TA", "TI", "TT", "TY", "U1", "U2", "U3", "U4", "U5", "UR",
    "VL", "VO", "WE", "XT", "Y1", "Y2", "YR", "ZZ", "DOI", "NO", "PG", "SO", "US", "XR",
})  # fmt: skip

_FORM = Form(
    name="ris", width=2, begin="TY", end="ER", tags=_TAGS, names=NAMES,
    free=frozenset({
        "AB", "AD", "BT", "C1", "C2", "C3", "C4", "CT", "JF", "JO", "JT", "KW", "L1", "L2", "M1", "M3", "N1",
        "N2", "RN", "SN", "T1", "T2", "T3", "TI", "U1", "U2", "UR",
    }),
    apart=frozenset({"KW", "SN"}), once=frozenset(), indents=False,
    heading=re.compile(r"(?:Provider|Content|Database|Source|Search|Record)\b.*|<?\d{1,7}[.>)]?$|(?:EF|FN|VR)\b"),
    accepted=re.compile(
        r"^[ \t\ufeff]{0,8}(?:TY[ \t]{1,3}[-\u2013]\s*\w|ER[ \t]{1,3}-[ \t]*$)", re.MULTILINE | re.IGNORECASE
    ),
)  # fmt: skip

_SERIES = frozenset({"book", "thesis", "report", "standard"})
_MEDLINE = re.compile(r"medline|pubmed|\bNLM\b", re.IGNORECASE)
_ISSUE = re.compile(r"(?=[^\d]*\d)[\w .()/\u2013-]{1,20}")
_JOURNALS = ("JF", "T2", "JT", "BT", "JO", "J2", "JA", "J1")
_NUMBERED = frozenset({"PM", "AN", "ID", "C2", "C3", "C5", "U2", "N1", "UR"})
_DIGITS = re.compile(r"\d")
_REGISTRIES = ("NCT", "ISRCTN", "EUCTR", "ACTRN")
_HINT = re.compile(r"PM|pm|ncbi|PUBM|Pubm|pubm|MEDL|Medl")
_PUBMED_IN = re.compile(r"\bPUBMED\s+([1-9]\d{0,8})(?!\d)")
_MARKED_PMID = re.compile(r"(?:PMID|PUBMED|MEDLINE)\s*:?\s*([1-9]\d{0,8})(?!\d)", re.IGNORECASE)
_MARKED_PMCID = re.compile(r"(?:PMCID:?\s*)?(PMC[1-9]\d{0,8})(?!\d)", re.IGNORECASE)
_PUBMED = re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?")
_PMC = re.compile(r"https?://(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC\d{1,9})/?")


def build(entry: Entry) -> Reference:
    """Make the Reference of an entry, whatever its lines looked like."""
    fields = entry.fields
    work_type = _work_type(entry)
    title = _title(entry, work_type)
    journal = _journal(entry, work_type)
    authors, et_al = take_authors(entry, _names(entry))
    year, month = _date(entry)
    pages = _pages(entry)
    pmid, pmcid = _numbers(fields)
    doi = _doi(entry)
    issn = take_issn(entry, "SN", entry.take("SN"))
    issue = entry.one("IS", "CP", "NO") or _other_issue(entry)
    return Reference(
        key=entry.key, title=title, authors=authors, et_al=et_al, journal=journal, year=year, month=month,
        volume=entry.one("VL", "VO"), issue=issue, first_page=pages.first, last_page=pages.last,
        article_number=pages.article_number, doi=doi, pmid=pmid, pmcid=pmcid, issn=issn, url=entry.one("UR"),
        work_type=work_type, note=entry.one("N1"), places=(Place(entry.path, entry.first, entry.last),),
        extra=entry.rest(),
    )  # fmt: skip


def _work_type(entry: Entry) -> str:
    entry.fields.pop("ER", None)
    word = entry.one("TY")
    if word is None:
        return "article"
    known = word.upper()
    work_type = TYPES.get(known)
    if work_type is None:
        entry.note("TY", word, "is no type known here; taken as a document")
    if work_type is None or _USUAL[work_type] != known:
        entry.extra.append(("ris:TY", word))
    return work_type or "document"


def _title(entry: Entry, work_type: str) -> str | None:
    for tag in ("TI", "T1"):
        values = entry.fields.get(tag, ())
        if len(values) > 1 and len({*values} - {""}) > 1:
            message = "is a second title, kept aside; are two records run together?"
            entry.note(tag, values[1], message, Severity.ERROR)
    title = entry.one("TI", "T1", "CT")
    if title is None and work_type == "book":
        title = entry.one("BT", "T2")
    if title is None:
        entry.say("no title; kept without one", entry.first)
    return title


def _journal(entry: Entry, work_type: str) -> str | None:
    """Return what the work stands in: the full name before the abbreviation; of a book, T2 names the series."""
    if work_type in _SERIES:
        entry.extra += [("collection-title", value) for value in entry.take("T2")]
    if work_type == "paper-conference":
        return entry.one(*_JOURNALS, "C3")  # EndNote's field for the proceedings
    if "SO" in entry.fields and not any(_DIGITS.search(value) for value in entry.fields["SO"]):
        return entry.one(*_JOURNALS, "SO")  # Cochrane's for the journal; Ovid's has the whole imprint
    return entry.one(*_JOURNALS)


def _names(entry: Entry) -> list[str | Author]:
    """Return the authors, the first ones first; EndNote's rule: a name that ends in a comma is a body."""
    names = entry.take("AU")
    if "A1" in entry.fields:
        first = entry.take("A1")
        names = first + [name for name in names if name not in first]
    return [Author(collective=name[:-1].strip()) if name[-1] == "," and len(name) > 1 else name for name in names]


def _date(entry: Entry) -> tuple[int | None, int | None]:
    """Return year and month from all that give them; a day stays as `issued`, a second year is a difference."""
    year = month = None
    fields = entry.fields
    for tag in ("PY", "Y1", "YR", "DA"):
        for text in fields.pop(tag, ()):
            if not text:
                continue
            date = parse_date(text[:200])
            if date.year and year and date.year != year:
                entry.note(tag, text, f"differs from the year {year}; both are kept", Severity.DIFFERENCE)
                entry.leave(tag, text)
                continue
            year = year or date.year
            if date.month and (month is None or month == date.month):
                month = date.month
                if date.day and year:
                    entry.extra.append(("issued", date.iso or f"{year:04}-{month:02}-{date.day:02}"))
            elif date.month:
                entry.leave(tag, text)
            if not date.whole:
                entry.leave(tag, text)
                if date.year is None and year is None:
                    entry.note(tag, text, "has no year; kept as it is")
    return year, month


def _pages(entry: Entry) -> Pages:
    """Return the pages; `SP` may hold the whole range, `C7` the article number."""
    fields = entry.fields
    first, last = entry.one("SP", "PG"), entry.one("EP")
    number = fields.get("C7", [""])[0]
    if number and first is None and len(number) < 20 and " " not in number and not number.startswith(_REGISTRIES):
        fields.pop("C7")
        return Pages(article_number=number)
    if first is None:
        if last is not None:
            entry.leave("EP", last)
        return Pages()
    if last and last != first and first.isdecimal() and last.isdecimal() and len(first) == len(last) and first < last:
        return Pages(first, last)
    pages, whole = parse_range(first)
    if last and last != first and pages.last is None:
        joined, joined_whole = parse_range(f"{first}-{last}")
        if joined.last is not None:
            pages, whole = joined, joined_whole
        else:
            whole = False
    elif last and last not in (first, pages.last) and not first.endswith(last):
        whole = False
    if not whole:
        text = f"{first}-{last}" if last else first
        entry.extra.append(("page", text))
        if pages.first is None and pages.article_number is None:
            entry.note("SP", first, "is no range of pages; kept as it is")
    return pages


def _other_issue(entry: Entry) -> str | None:
    """Return `M1` where it can be nothing but the issue, and say so."""
    values = entry.fields.get("M1", ())
    if len(values) != 1 or not _ISSUE.fullmatch(values[0]):
        return None
    entry.note("M1", values[0], "was read as the issue")
    return entry.fields.pop("M1")[0]


def _doi(entry: Entry) -> str | None:
    """Return the DOI of `DO`; only without one, that of a field that is a DOI or an address of doi.org."""
    fields = entry.fields
    for tag in ("DO", "DI", "DOI"):
        for value in fields.pop(tag, ()):
            doi = find_doi(value) if value else None
            if doi is not None:
                return doi
            if value:
                entry.note(tag, value, "is no DOI; kept as it is")
                entry.leave(tag, value)
    for tag in ("M3", "L3", "LK", "UR", "L2", "N1"):
        for value in fields.get(tag, ()):
            doi = find_doi(value) if "10." in value else None
            if doi is not None:
                return doi
    return None


def _numbers(fields: dict[str, list[str]]) -> tuple[str | None, str | None]:
    """Return PMID and PMCID, where the record marks them or its database is known to put them; they stay as well."""
    pmid = pmcid = None
    for tag in sorted(fields.keys() & _NUMBERED):
        for value in fields[tag]:
            if value.isdecimal():
                if (
                    pmid is None
                    and value.isascii()
                    and len(value) < 10
                    and value[0] != "0"
                    and _means_pmid(tag, fields)
                ):
                    pmid = value
            elif _HINT.search(value[:40]):
                marked = _MARKED_PMID.match(value) or _PUBMED.match(value) or (tag == "C3" and _PUBMED_IN.search(value))
                pmid = pmid or (marked[1] if marked else None)
                free = _MARKED_PMCID.match(value) or _PMC.match(value)
                pmcid = pmcid or (free[1].upper() if free else None)
    return pmid, pmcid


def _means_pmid(tag: str, fields: dict[str, list[str]]) -> bool:
    """Say whether a bare number in this field is a PMID: that depends on the database."""
    source = " ".join((*fields.get("DB", ()), *fields.get("DP", ())))
    if tag in ("AN", "ID"):
        return _MEDLINE.search(source) is not None and "Embase" not in source
    if tag == "C5":
        return "Embase" in source or _MEDLINE.search(source) is not None
    return tag == "PM" or (tag == "C2" and "Scopus" in source)


_FORMAT = Format(_FORM, build)
accepts, read, stream = _FORMAT.accepts, _FORMAT.read, _FORMAT.stream

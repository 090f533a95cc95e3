"""The fields of one BibTeX entry to a Reference; what is odd in a field is reported where the field stands.

biblatex's names of the same fields (`journaltitle`, `date`, `eid`) are taken as well. What the record of a work has
no field for is kept in `extra`, by the name CSL-JSON has for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from evgraph.errors import IdentifierError, InputError, Severity
from evgraph.identifiers import parse_doi, parse_issn, parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.bibnames import read_names
from evgraph.readers.latex import to_text, to_verbatim
from evgraph.readers.persons import listed
from evgraph.readers.reading import Pages, parse_month, parse_pages, short

#: How a record tells of a problem: message, the field it is in, severity.
Report = Callable[[str, str, Severity], None]

#: Types of entries to types of works, as CSL names them; a type that is not here stays as written.
WORK_TYPES = {
    "inproceedings": "paper-conference", "conference": "paper-conference", "incollection": "chapter",
    "inbook": "chapter", "suppbook": "chapter", "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "collection": "book", "proceedings": "book", "mvbook": "book", "mvcollection": "book", "mvproceedings": "book",
    "reference": "book", "booklet": "pamphlet", "manual": "book", "phdthesis": "thesis", "mastersthesis": "thesis",
    "techreport": "report", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "misc": "document", "unpublished": "manuscript", "periodical": "periodical", "suppperiodical": "article",
}  # fmt: skip
_CSL = {
    "publisher": "publisher", "institution": "publisher", "school": "publisher", "organization": "publisher",
    "address": "publisher-place", "location": "publisher-place", "abstract": "abstract", "language": "language",
    "langid": "language", "isbn": "ISBN", "edition": "edition", "series": "collection-title",
    "chapter": "chapter-number",
    "volumes": "number-of-volumes", "pagetotal": "number-of-pages", "shorttitle": "title-short", "version": "version",
    "eventtitle": "event-title", "venue": "event-place", "type": "genre", "urldate": "accessed", "date": "issued",
    "origdate": "original-date", "shortjournal": "container-title-short", "eprinttype": "archive",
    "archiveprefix": "archive", "eprint": "archive_location",
}  # fmt: skip
_PERSONS = {"editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_NUMBERED = frozenset({"report", "techreport", "patent", "manual", "standard"})
_RANGE = re.compile(r"\s*(?:-+|\u2010|\u2011|\u2013|\u2014)\s*")
_PAGES = re.compile(r"([0-9]+)(?:-{1,2}|\u2013)([0-9]+)")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_YEAR = re.compile(r"[12]\d{3}")
_MARKED = re.compile(r"[\\$~]|--|``|''|\s\s|[^\S ]")


class Record:
    """One entry while it becomes a Reference: a field that was used is taken out of `fields`."""

    __slots__ = ("extra", "fields", "key", "tell")

    def __init__(self, key: str, fields: dict[str, str], tell: Report) -> None:
        self.key, self.fields, self.tell = key, fields, tell
        self.extra: list[tuple[str, str]] = []

    def keep(self, name: str, written: str, message: str, field: str, severity: Severity = Severity.NOTE) -> None:
        """Keep what a field says beside the record, and tell why it is there."""
        self.extra.append((name, " ".join(written.split())))
        self.tell(message, field, severity)

    def plain(self, latex: str, field: str) -> str:
        """Return plain text and report the commands in it that are not known."""
        if not _MARKED.search(latex):
            text = latex.strip()
            if "{" in text or "}" in text:
                text = " ".join(text.replace("{", "").replace("}", "").split())
            return text if text.isascii() else unicodedata.normalize("NFC", text)
        text, unknown = to_text(latex)
        for command in dict.fromkeys(unknown):
            self.tell(f"the LaTeX command {command} is not known and stays as written", field, Severity.NOTE)
        return text

    def text(self, name: str) -> str | None:
        """Return a field as plain text."""
        found = self.fields.pop(name, None)
        return self.plain(found, name) or None if found else None

    def parsed(self, parse: Callable[[str], str], name: str, variable: str) -> str | None:
        """Return an identifier in its normal form, or report that it is none and keep what it says."""
        found = self.fields.pop(name, None)
        if found is None:
            return None
        try:
            return parse(to_verbatim(found) if "\\" in found or "{" in found else found)
        except IdentifierError as error:
            self.keep(variable, found, f"{error}; it is kept as written", name)
            return None

    def issn(self) -> str | None:
        """Return the first ISSN of the field; the others are named in a note."""
        found = self.fields.get("issn")
        if found is None:
            return None
        numbers = _ISSN.findall(found)
        if len(numbers) > 1:
            message = f"issn: kept {numbers[0]}, the record holds one; also {', '.join(numbers[1:])}"
            self.keep("ISSN", ", ".join(numbers[1:]), message, "issn")
            self.fields["issn"] = numbers[0]
        return self.parsed(_parse_issn, "issn", "ISSN")

    def reference(self, work_type: str, place: Place) -> Reference:
        """Build the record."""
        text, parsed, fields = self.text, self.parsed, self.fields
        authors, et_al = self.names("author")
        fields.pop("author", None)
        year, month = self.date()
        pages = self.pages()
        url = fields.pop("url", None)
        title, journal = self.title(), self.journal()
        issue = None
        if work_type not in _NUMBERED:
            issue = text("number") or text("issue")
        elif "number" in fields:
            self.extra.append(("number", text("number") or ""))
        self.eprint()
        doi, pmid = parsed(parse_doi, "doi", "DOI"), parsed(parse_pmid, "pmid", "PMID")
        pmcid, issn = parsed(parse_pmcid, "pmcid" if "pmcid" in fields else "pmc", "PMCID"), self.issn()
        volume, note = text("volume"), text("note")
        if fields:
            self.rest()
        kind = WORK_TYPES.get(work_type, work_type)
        if kind != work_type:
            self.extra.append(("bibtex:type", work_type))
        return Reference(
            self.key, title, authors, et_al, journal, year, month, volume, issue, pages.first, pages.last,
            pages.article_number, doi, pmid, pmcid, issn, to_verbatim(url) if url else None, kind, note, (), (place,),
            tuple(self.extra),
        )  # fmt: skip

    def names(self, name: str) -> tuple[tuple[Author, ...], bool]:
        """Return the persons and bodies of a field."""
        found = self.fields.get(name)
        if not found:
            return (), False
        return read_names(found, lambda message, severity: self.tell(message, name, severity))

    def title(self) -> str | None:
        """Return the title, with biblatex's subtitle after a colon; the subtitle is kept apart as well."""
        title = self.text("title")
        if "subtitle" in self.fields:
            subtitle = self.text("subtitle") or ""
            self.extra.append(("bibtex:subtitle", subtitle))
            return f"{title}{'' if title[-1] in '?!:.' else ':'} {subtitle}" if title else subtitle
        return title

    def journal(self) -> str | None:
        """Return what the work stands in: the journal, else the book."""
        for name in ("journal", "journaltitle", "booktitle"):
            if name in self.fields:
                return self.text(name)
        return None

    def eprint(self) -> None:
        """Take PubMed's numbers out of biblatex's fields for archives."""
        if "eprint" in self.fields:
            kind = (self.fields.get("eprinttype") or self.fields.get("archiveprefix") or "").strip().lower()
            name = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}.get(kind, "")
            if name and name not in self.fields:
                self.fields[name] = self.fields.pop("eprint")
                self.fields.pop("eprinttype", None) or self.fields.pop("archiveprefix", None)

    def date(self) -> tuple[int | None, int | None]:
        """Return year and month, from `year` and `month` or from biblatex's `date`; the rest of a date is kept."""
        fields = self.fields
        written, name = fields.pop("year", None), "year"
        month = fields.pop("month", None)
        if written is None and (date := fields.pop("date", None)) is not None:
            match = re.match(r"\s*([12]\d{3})(?:-(\d\d))?(?![\d])", date)
            if match is None:
                self.keep("issued", date, f"year: {short(date)} is no year; it is kept as written", "date")
                return None, None
            if date[match.end() :].strip():
                self.extra.append(("issued", date.strip()))
            written, name = match[1], "date"
            month = match[2] or month
        number = None
        if written:
            year = to_verbatim(written) if len(written) != 4 else written
            if _YEAR.fullmatch(year):
                number = int(year)
            else:
                self.keep("issued", written, f"year: {short(written)} is no year; it is kept as written", name)
        return number, self.month(month, name if name == "date" else "month") if month else None

    def month(self, written: str, name: str) -> int | None:
        """Return the number of a month; a day or a second month beside it is kept."""
        number = parse_month(written)
        if number is not None and written.strip().isalnum():
            return number
        words = re.findall(r"[A-Za-z]{3,}", written) or re.findall(r"\d+", written)
        number = parse_month(words[0]) if words else None
        if number is None:
            self.keep("bibtex:month", written, f"month: {short(written)} is no month; it is kept as written", name)
        elif len(re.findall(r"\w+", written)) > 1:
            self.keep("bibtex:month", written, f"month: of {short(written)} only the month was kept as a date", name)
        return number

    def pages(self) -> Pages:
        """Return the pages, or the article number that stands for them."""
        found = self.fields.pop("pages", None)
        name = "eid" if "eid" in self.fields else "article-number"
        if number := self.fields.pop(name, None):
            if found and to_verbatim(found) != to_verbatim(number):
                self.keep("page", found, f"pages: {short(found)} beside an article number; kept as written", "pages")
            return Pages(article_number=self.plain(number, name))
        if found is None:
            return Pages()
        match = _PAGES.fullmatch(found)
        if match and len(match[1]) == len(match[2]) and match[1] <= match[2]:
            return Pages(match[1], match[2])
        parts = _RANGE.split(to_verbatim(found))
        if len(parts) > 2 or not all(re.fullmatch(r"\w+", part) for part in parts):
            self.keep("page", found, f"pages: {short(found)} is neither a page nor a range; kept as written", "pages")
            return Pages()
        try:
            return parse_pages(*parts)
        except InputError as error:
            self.keep("page", found, f"pages: {error}; kept as written", "pages")
            return Pages(parts[0])

    def rest(self) -> None:
        """Keep every field that is left, by its name in CSL-JSON; of another field the LaTeX, as written."""
        for name, written in self.fields.items():
            if name in ("keywords", "keyword"):
                words = self.plain(written, name)
                parts = (part.strip() for part in words.split(";" if ";" in words else ","))
                self.extra.extend(("keyword", part) for part in parts if part)
            elif name in _PERSONS:
                persons, et_al = self.names(name)
                self.extra.extend((_PERSONS[name], listed(person)) for person in persons)
                if et_al:
                    self.extra.append((_PERSONS[name], "others"))
            elif name in _CSL:
                self.extra.append((_CSL[name], self.plain(written, name)))
            else:
                self.extra.append((f"bibtex:{name}", written.strip()))


@lru_cache(maxsize=4096)
def _parse_issn(text: str) -> str:
    return parse_issn(text)

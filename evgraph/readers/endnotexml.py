"""EndNote XML to References.

What a Reference has no field for is kept in `extra`, by the name CSL-JSON has for it, else as `endnote:tag`. Only what
says nothing of the work is passed over: the fonts of `<style>`, the name of the library and the keys in it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO
from xml.parsers import expat

from evgraph.errors import IdentifierError, Problem, Severity
from evgraph.identifiers import parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_name, parse_range, parse_serials
from evgraph.readers.persons import is_et_al, listed
from evgraph.readers.reading import Pages, Reading, short
from evgraph.readers.xmlparts import ATTRIBUTES, PROLOGUE, Element, Part, open_text, parse, split

WORK_TYPES = {
    "Journal Article": "article", "Electronic Article": "article", "Book": "book", "Edited Book": "book",
    "Electronic Book": "book", "Classical Work": "classic", "Book Section": "chapter",
    "Electronic Book Section": "chapter", "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference", "Thesis": "thesis", "Report": "report",
    "Government Document": "report", "Web Page": "webpage", "Blog": "post-weblog",
    "Newspaper Article": "article-newspaper",
    "Magazine Article": "article-magazine", "Patent": "patent", "Dataset": "dataset", "Computer Program": "software",
    "Unpublished Work": "manuscript", "Manuscript": "manuscript", "Pamphlet": "pamphlet", "Standard": "standard",
    "Encyclopedia": "entry-encyclopedia", "Dictionary": "entry-dictionary", "Statute": "legislation",
}  # fmt: skip
_PERSONS = {
    "contributors/secondary-authors/author": "editor", "contributors/tertiary-authors/author": "collection-editor",
    "contributors/translated-authors/author": "translator",
}  # fmt: skip
_CSL = {
    "titles/tertiary-title": "collection-title", "titles/short-title": "title-short", "edition": "edition",
    "periodical/abbr-1": "container-title-short", "section": "section", "pub-location": "publisher-place",
    "publisher": "publisher", "call-num": "call-number", "abstract": "abstract", "research-notes": "annote",
    "work-type": "genre", "language": "language", "keywords/keyword": "keyword", "remote-database-name": "source",
    "access-date": "accessed", "num-vols": "number-of-volumes", "accession-num": "accession",
    "reviewed-item": "reviewed-title",
}  # fmt: skip
_PASSED = frozenset({"database", "source-app", "foreign-keys/key", "ref-type"})
_NUMBERED = frozenset({"report", "patent", "standard", "legislation"})
_ACCEPTED = re.compile(r"<records?>\s*<record>|<record>\s*<(?:database|source-app|rec-number|ref-type|contributors)\b")
#: What stands between records and says nothing of a work.
_FRAME = re.compile(rf"{PROLOGUE}|</?(?:xml|records){ATTRIBUTES}>|<!--[\s\S]*?-->|[\ufeff\s]+")
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def accepts(text: str) -> bool:
    """Say whether the text has records as EndNote writes them."""
    return _ACCEPTED.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the records of a text; `path` is what places and problems name."""
    found = list(_stream(io.StringIO(text), path))
    references = tuple(item for item in found if isinstance(item, Reference))
    return Reading(references, tuple(item for item in found if isinstance(item, Problem)))


def stream(source: BinaryIO, path: str) -> Iterator[Reference | Problem]:
    """Yield what is read from a binary file, record by record."""
    return _stream(open_text(source), path)


def _stream(source: TextIO, path: str) -> Iterator[Reference | Problem]:
    number = 0
    for part in split(source, ("record",)):
        if part.name == "!ENTITY":
            yield Problem(f"{part.lines}: the file declares entities and is not read", path, part.line)
            return
        if not part.name:
            if _FRAME.sub("", part.text):
                yield Problem(f"{part.lines} are in no record: {short(part.text)}", path, part.line)
            continue
        number += 1
        try:
            record, mended = parse(part.text)
        except expat.ExpatError as error:
            yield unread(part, path, error)
            continue
        if mended:
            message = "characters that XML does not allow were replaced in this record"
            yield Problem(message, path, part.line, f"{path}#{number}", severity=Severity.NOTE)
        builder = _Record(record)
        yield builder.reference(f"{path}#{number}", Place(path, part.line, part.end_line))
        for note in builder.notes:
            yield Problem(note, path, part.line, f"{path}#{number}", severity=Severity.NOTE)


def unread(part: Part, path: str, error: expat.ExpatError) -> Problem:
    """Return the problem of an element that is no XML."""
    reason = str(error).partition(":")[0] if part.whole else f"</{part.name}> is missing"
    message = f"{part.lines} are no <{part.name}> that can be read ({reason})"
    line = part.line + max(getattr(error, "lineno", 1) - 1, 0) if part.whole else part.line
    return Problem(message, path, line, mend="check its tags")


class _Record:
    """One record while it becomes a Reference: texts by the path of their tags; what was used is taken out."""

    def __init__(self, record: Element) -> None:
        self.kind = next((one.attributes.get("name", one.text) for one in record.all("ref-type")), "")
        self.texts: dict[str, list[str]] = {}
        self.extra: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.gather(record, "")

    def gather(self, element: Element, path: str) -> None:
        """Keep the text of each element that holds no other than `<style>`."""
        inner = [one for one in element.elements if one.name != "style"]
        loose = [one for one in element.content if isinstance(one, str) or one.name == "style"]
        text = Element("", {}, loose).text
        if text and path not in _PASSED:
            self.texts.setdefault(path or "text", []).append(text)
        for one in inner:
            self.gather(one, f"{path}/{one.name}" if path else one.name)

    def take(self, path: str) -> str | None:
        """Return the one text of a tag; of several, the others stay."""
        found = self.texts.get(path)
        if not found:
            return None
        text = found.pop(0)
        if not found:
            del self.texts[path]
        return text

    def reference(self, key: str, place: Place) -> Reference:
        """Build the record."""
        kind = WORK_TYPES.get(self.kind, "document")
        if self.kind and self.kind != "Journal Article":
            self.extra.append(("endnote:ref-type", self.kind))
        named = [name for name in self.texts.pop("contributors/authors/author", []) if name.strip(", ")]
        authors = tuple(_author(name) for name in named if not is_et_al(name))
        title, journal = self.take("titles/title"), self.journal()
        year, month = self.date()
        pages, issn = self.pages(), self.issn()
        issue = None if kind in _NUMBERED else self.take("number")
        if number := self.take("number"):
            self.extra.append(("number", number))
        doi, pmid, pmcid = self.doi(), self.pmid(), self.pmcid()
        url = self.take("urls/related-urls/url") or self.take("urls/web-urls/url")
        note, volume = self.take("notes"), self.take("volume")
        self.rest()
        if title is None:
            self.notes.append("no title; kept without one")
        return Reference(
            key, title, authors, len(authors) < len(named), journal, year, month, volume, issue, pages.first,
            pages.last, pages.article_number, doi, pmid, pmcid, issn, url, kind, note, (), (place,), tuple(self.extra),
        )  # fmt: skip

    def journal(self) -> str | None:
        """Return the full title of the journal; a second title that differs is kept."""
        full, second = self.take("periodical/full-title"), self.take("titles/secondary-title")
        if full and second and full != second:
            self.extra.append(("endnote:titles/secondary-title", second))
        return full or second

    def date(self) -> tuple[int | None, int | None]:
        """Return year and month; a day, or what is no date, is kept."""
        written, more = self.take("dates/year"), self.take("dates/pub-dates/date")
        year = int(written) if written and re.fullmatch(r"[12]\d{3}", written) else None
        if written and year is None:
            self.extra.append(("issued", written))
            self.notes.append(f"year: {short(written)} is no year; it is kept as written")
        date = parse_date(more) if more else None
        if date is None or more is None:
            return year, None
        if not date.whole or (year and date.year and date.year != year):
            self.extra.append(("endnote:dates/pub-dates/date", more))
        elif date.day and (date.year or year):
            self.extra.append(("issued", f"{date.year or year:04}-{date.month:02}-{date.day:02}"))
        elif date.day:
            self.extra.append(("endnote:dates/pub-dates/date", more))
        return year or date.year, date.month

    def pages(self) -> Pages:
        """Return the pages, or the article number."""
        written = self.take("pages")
        if written is None:
            return Pages()
        pages, whole = parse_range(written)
        if not whole:
            self.extra.append(("page", written))
            self.notes.append(f"pages: {short(written)} is more than a page or a range; it is kept as written")
        return pages

    def issn(self) -> str | None:
        """Return one ISSN; other numbers are kept."""
        values = [value for text in self.texts.pop("isbn", []) for value in re.split(r"[;\n\r]|(?<=\))\s*|,\s*", text)]
        serials = parse_serials(tuple(value.strip() for value in values if value.strip()))
        self.extra.extend(serials.extra)
        self.notes.extend(f"{wrong!r} is no ISSN; it is kept as written" for wrong in serials.wrong)
        return serials.issn

    def doi(self) -> str | None:
        """Return the DOI; another address of the work is kept."""
        written = self.take("electronic-resource-num")
        doi = find_doi(written) if written else None
        if written and doi is None:
            self.extra.append(("DOI", written))
            self.notes.append(f"{written!r} is not a DOI; it is kept as written")
        return doi

    def pmid(self) -> str | None:
        """Return the accession number if the record says that it is one of PubMed."""
        says = " ".join(text for name in ("remote-database-name", "remote-database-provider")
                        for text in self.texts.get(name, ()))  # fmt: skip
        number = self.take("accession-num") if _PUBMED.search(says) else None
        try:
            return parse_pmid(number) if number else None
        except IdentifierError:
            self.extra.append(("accession", str(number)))
            return None

    def pmcid(self) -> str | None:
        """Return the number of PubMed Central, which EndNote holds in its second custom field."""
        for text in self.texts.get("custom2", ()):
            if re.fullmatch(r"PMC\d{1,9}", text, re.IGNORECASE):
                self.take("custom2")
                return parse_pmcid(text)
        return None

    def rest(self) -> None:
        """Keep every text that is left."""
        for path, texts in self.texts.items():
            if path in _PERSONS:
                names = [_author(text) for text in texts if not is_et_al(text)]
                self.extra.extend((_PERSONS[path], listed(name)) for name in names)
                self.extra.extend([(_PERSONS[path], "others")] if len(names) < len(texts) else [])
            else:
                self.extra.extend((_CSL.get(path, f"endnote:{path}"), text) for text in texts)


def _author(text: str) -> Author:
    """Read a name; a comma at its end is EndNote's sign for a body."""
    body = text.rstrip()
    return Author(collective=body.rstrip(",").replace(",,", ",")) if body.endswith(",") else parse_name(body)

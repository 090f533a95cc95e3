"""The elements of a JATS citation to the fields of a Reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.errors import IdentifierError, InputError
from evgraph.identifiers import parse_doi, parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import parse_name, parse_serials
from evgraph.readers.persons import listed
from evgraph.readers.reading import Pages, parse_month, parse_pages, short
from evgraph.readers.xmlparts import Element

WORK_TYPES = {
    "journal": "article", "book": "book", "book-chapter": "chapter", "chapter": "chapter", "edited-book": "book",
    "conf-proc": "paper-conference", "conf-proceeding": "paper-conference", "conference": "paper-conference",
    "confproc": "paper-conference", "thesis": "thesis", "report": "report", "gov": "report", "patent": "patent",
    "web": "webpage", "webpage": "webpage", "website": "webpage", "data": "dataset", "software": "software",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "preprint": "article", "standard": "standard",
    "letter": "personal_communication", "discussion": "post", "list": "post", "commun": "personal_communication",
}  # fmt: skip
_CSL = {
    "publisher-name": "publisher", "publisher-loc": "publisher-place", "edition": "edition",
    "series": "collection-title", "conf-name": "event-title", "conf-loc": "event-place",
    "conf-date": "event-date", "date-in-citation": "accessed",
    "supplement": "supplement", "size": "number-of-pages", "isbn": "ISBN", "patent": "number", "version": "version",
    "institution": "publisher", "trans-title": "original-title", "annotation": "annote", "kwd": "keyword",
    "abstract": "abstract", "access-date": "accessed", "label": "citation-label",
}  # fmt: skip
_PERSONS = {"editor": "editor", "translator": "translator", "compiler": "compiler", "guest-editor": "editor"}
NAMES = frozenset({"name", "string-name", "collab", "etal", "anonymous", "name-alternatives", "collab-alternatives"})
_LOOKS = frozenset(
    {"italic", "bold", "sup", "sub", "sc", "underline", "monospace", "styled-content", "x", "named-content"}
)
_CITATIONS = frozenset({"element-citation", "mixed-citation", "nlm-citation", "citation", "product", "related-article"})
_IDENTIFIERS = {"doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid}
_ID_TYPES = {"doi": "doi", "pmid": "pmid", "medline": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "pmc-aid": ""}


class Citation:
    """One citation while it becomes a Reference: the first text of each tag, and all else in `extra`."""

    def __init__(self, kind: str = "") -> None:
        self.kind = kind
        self.texts: dict[str, str] = {}
        self.authors: list[Author] = []
        self.et_al = False
        self.serials: list[str] = []
        self.extra: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.raw: str | None = None
        self.is_text = False

    def put(self, tag: str, text: str) -> None:
        """Keep the text of a tag; a second one goes to `extra`."""
        if text and self.texts.setdefault(tag, text) is not text:
            self.extra.append((f"jats:{tag}", text))

    def walk(self, element: Element) -> None:
        """Take the elements in an element, each by its tag."""
        for one in element.elements:
            kind = one.attributes.get("pub-id-type", "") or one.attributes.get("ext-link-type", "")
            if one.name in ("pub-id", "article-id", "object-id"):
                self.identifier(kind, one.text)
            elif one.name == "person-group":
                self.persons(one, one.attributes.get("person-group-type", "author"))
            elif one.name in NAMES:
                self.persons(Element("", {}, [one]), "author")
            elif one.name in ("ext-link", "uri", "self-uri"):
                self.link(one)
            elif one.name == "issn":
                self.serials.append(one.text)
            elif one.name in _LOOKS or one.name == "date":
                self.walk(one)
            else:
                self.put(one.name, one.text)

    def identifier(self, kind: str, text: str) -> None:
        """Keep an identifier by its type; one that is none of its type is kept as written, with a note."""
        name = _ID_TYPES.get(kind.lower(), "")
        if not name or name in self.texts:
            self.extra.append((f"jats:pub-id[{kind}]", text))
            return
        try:
            number = f"PMC{text}" if name == "pmcid" and text.isdecimal() else text
            self.texts[name] = _IDENTIFIERS[name](number)
        except IdentifierError as error:
            self.extra.append((name.upper(), text))
            self.notes.append(f"{error}; it is kept as written")

    def link(self, element: Element) -> None:
        """Keep an address; one of doi.org or PubMed is the identifier it ends in."""
        address = element.attributes.get("xlink:href") or element.text
        kind = _ID_TYPES.get(element.attributes.get("ext-link-type", "").lower(), "")
        doi = re.fullmatch(r"https?://(?:dx\.)?doi\.org/(10\.\S+)", address)
        if (doi or kind == "doi") and "doi" not in self.texts:
            self.identifier("doi", doi[1] if doi else address)
        elif not doi or parse_doi(doi[1]) != self.texts.get("doi"):
            self.put("url", address)

    def persons(self, group: Element, role: str) -> None:
        """Take the names of a group."""
        for one in group.elements:
            if one.name == "etal":
                self.et_al = self.et_al or role in ("author", "allauthors")
                if role not in ("author", "allauthors"):
                    self.extra.append((_PERSONS.get(role, f"jats:{role}"), "others"))
            elif one.name in NAMES:
                inner = one.elements[0] if one.name.endswith("-alternatives") and one.elements else one
                person = _person(inner)
                if role in ("author", "allauthors", ""):
                    self.authors.append(person)
                else:
                    self.extra.append((_PERSONS.get(role, f"jats:{role}"), listed(person)))
            elif one.text:
                self.extra.append((f"jats:{one.name}", one.text))

    def reference(self, key: str, places: tuple[Place, ...]) -> Reference:
        """Build the record."""
        texts = self.texts
        kind = WORK_TYPES.get(self.kind.lower(), "article" if not self.kind else "document")
        if self.kind and self.kind != "journal":
            self.extra.append(("jats:publication-type", self.kind))
        title = next(
            (texts.pop(name) for name in ("article-title", "chapter-title", "data-title") if name in texts), None
        )
        journal = texts.pop("source", None)
        if title is None and kind != "article":
            title, journal = journal, None
        if title and "subtitle" in texts:
            title = f"{title}: {texts['subtitle']}"
        if title is None and self.raw is None:
            self.notes.append("no title; kept without one")
        year, month = self.date()
        pages = self.pages()
        serials = parse_serials(tuple(self.serials))
        self.extra.extend(serials.extra)
        self.notes.extend(f"{wrong!r} is no ISSN; it is kept as written" for wrong in serials.wrong)
        doi, pmid, pmcid, url = (texts.pop(name, None) for name in ("doi", "pmid", "pmcid", "url"))
        volume, issue, note = (texts.pop(name, None) for name in ("volume", "issue", "comment"))
        self.extra.extend((_CSL.get(name, f"jats:{name}"), text) for name, text in texts.items())
        return Reference(
            key, title, tuple(self.authors), self.et_al, journal, year, month, volume, issue, pages.first, pages.last,
            pages.article_number, doi, pmid, pmcid, serials.issn, url, kind, note, (), places, tuple(self.extra),
            self.raw,
        )  # fmt: skip

    def date(self) -> tuple[int | None, int | None]:
        """Return year and month; a letter behind the year, a day or a season is kept."""
        written, month, day = (self.texts.pop(name, None) for name in ("year", "month", "day"))
        match = re.fullmatch(r"([12]\d{3})([a-z]?)", written or "")
        if written and not match:
            self.extra.append(("issued", written))
            self.notes.append(f"year: {short(written)} is no year; it is kept as written")
        if match and match[2]:
            self.extra.append(("year-suffix", match[2]))
        number = parse_month(month) if month else None
        if month and (number is None or not month.strip().rstrip(".").isalnum()):
            self.extra.append(("jats:month", month))
        if match and number and day and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day):
            self.extra.append(("issued", f"{match[1]}-{number:02}-{int(day):02}"))
        elif day:
            self.extra.append(("jats:day", day))
        return int(match[1]) if match else None, number

    def pages(self) -> Pages:
        """Return the pages, and the article number."""
        first, last, number, spread = (
            self.texts.pop(name, None) for name in ("fpage", "lpage", "elocation-id", "page-range")
        )
        if spread and spread not in (first, f"{first}-{last}", f"{first}\u2013{last}"):
            self.extra.append(("page", spread))
        try:
            pages = parse_pages(first, last) if first else Pages(None, last)
        except InputError as error:
            self.extra.append(("page", f"{first}-{last}"))
            self.notes.append(f"pages: {error}; they are kept as written")
            pages = Pages(first)
        return Pages(pages.first, pages.last, number or pages.article_number)


def ref(element: Element) -> list[Citation]:
    """Return the citations of a `<ref>`; of alternatives the first, since they are one work."""
    found: list[Citation] = []
    label = next((one.text for one in element.all("label")), "")
    others: list[str] = []
    for one in _citations(element):
        kind = one.attributes.get("publication-type") or one.attributes.get("citation-type") or ""
        citation = Citation(kind)
        citation.walk(one)
        if one.name not in ("element-citation", "nlm-citation"):
            citation.raw = one.text or None
            if citation.raw and not citation.texts and not citation.authors:
                citation.is_text = True
                citation.notes.append("this citation is only text; its fields are not marked")
        if label and "label" not in citation.texts:
            citation.texts["label"] = label
        found.append(citation)
    others = [one.text for one in element.elements if one.name not in (*_CITATIONS, "label", "citation-alternatives")]
    if not found and any(others):
        found = [Citation()]
        found[0].raw, found[0].is_text = " ".join(filter(None, others)), True
        found[0].notes.append("this <ref> holds only text; its fields are not marked")
    elif found:
        found[0].extra.extend(("jats:note", text) for text in others if text)
    return found


def _citations(element: Element) -> Iterator[Element]:
    for one in element.elements:
        if one.name == "citation-alternatives":
            inner = [other for other in one.elements if other.name in _CITATIONS]
            yield from sorted(inner, key=lambda other: other.name == "mixed-citation")[:1]
        elif one.name in _CITATIONS:
            yield one


def _person(element: Element) -> Author:
    if element.name == "collab":
        return Author(collective=element.text)
    family, given, suffix = (next((one.text for one in element.all(name)), "") for name in _NAME_PARTS)
    if element.name == "anonymous":
        return Author(collective=element.text or "Anonymous")
    if not family and not given:
        return parse_name(element.text)
    person = parse_name(f"{family}, {given}") if family[:1].islower() else Author(family or None, given or None)
    return Author(person.family, person.given, person.particle, suffix or person.suffix)


_NAME_PARTS = ("surname", "given-names", "suffix")

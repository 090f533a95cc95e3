"""References to BibTeX. What BibTeX has no field for goes to fields that styles pass over, so that nothing is lost.

Field names are BibTeX's own, else biblatex's. The readers' `bibtex:` values are LaTeX already and written as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from evgraph.model import Author, Reference
from evgraph.readers.reading import MONTHS
from evgraph.writers.latex import escape, escape_title, is_latex
from evgraph.writers.writing import SUFFIX, Keys, Notes, Pieces, is_written, split_name

#: Types of works to types of entries. What is missing here and a plain word is written as it is.
ENTRY_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "document": "misc",
    "chapter": "incollection", "paper-conference": "inproceedings", "thesis": "phdthesis", "report": "techreport",
    "webpage": "online", "manuscript": "unpublished", "pamphlet": "booklet", "entry-encyclopedia": "inreference",
}  # fmt: skip
#: CSL names to fields, in the order in which several values take them.
FIELDS = {
    "publisher": ("publisher", "institution", "organization", "school"), "publisher-place": ("address", "location"),
    "abstract": ("abstract",), "language": ("language", "langid"), "ISBN": ("isbn",), "edition": ("edition",),
    "collection-title": ("series",), "chapter-number": ("chapter",), "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal",), "title-short": ("shorttitle",), "version": ("version",), "genre": ("type",),
    "event-title": ("eventtitle",), "event-place": ("venue",), "accessed": ("urldate",), "page": ("pages",),
    "original-date": ("origdate",), "container-title-short": ("shortjournal",), "issued": ("date",),
    "archive": ("eprinttype", "archiveprefix"), "archive_location": ("eprint",), "number": ("number",),
    "DOI": ("doi",), "PMID": ("pmid",), "PMCID": ("pmcid",), "ISSN": ("issn",),
}  # fmt: skip
_PERSONS = {"editor": "editor", "translator": "translator", "container-author": "bookauthor"}
_PUBLISHERS = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
_NUMBERED = frozenset({"report", "techreport", "patent", "manual", "standard"})
_IN_BOOKS = frozenset({"incollection", "inproceedings", "inbook", "conference", "inreference"})
#: Fields that would be read as the record's own; what has one of these names in another format is none.
_OWN = frozenset({
    "title", "author", "journal", "journaltitle", "booktitle", "year", "month", "date", "volume", "number", "issue",
    "pages", "eid", "note", "url", "crossref", "xdata", "subtitle", "pmc", "entrysubtype",
})  # fmt: skip
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_JOINED = re.compile(r"[\s,]and[\s,]|^and\s|\sand$|^and$", re.IGNORECASE)


def stream(references: Iterable[Reference]) -> Pieces:
    """Yield one entry after the other, each followed by an empty line."""
    keys = Keys()
    for reference in references:
        notes = Notes.on(reference, "BibTeX")
        yield entry(reference, keys.give(reference, notes), notes)
        yield from notes.problems


def entry(reference: Reference, key: str, notes: Notes) -> str:
    """Return one entry under a key."""
    written = _Entry(reference, notes)
    width = max((len(name) for name in written.fields), default=0)
    rows = "".join(f"  {name:<{width}} = {value},\n" for name, value in written.fields.items())
    return f"@{written.type}{{{key},\n{rows}}}\n\n"


class _Entry:
    """The fields of one entry, in their order; each value with its braces."""

    def __init__(self, reference: Reference, notes: Notes) -> None:
        self.reference, self.notes = reference, notes
        self.fields: dict[str, str] = {}
        self.left = list(reference.extra)
        self.type = self.entry_type()
        self.names("author", reference.authors, reference.et_al)
        for name, persons in _PERSONS.items():
            listed = [value for value in self.taken(name) if value != "others"]
            self.names(persons, [split_name(value) for value in listed], ("others" in dict(self.said(name))))
        if reference.title:
            self.fields["title"] = f"{{{escape_title(notes.line('title', reference.title))}}}"
        self.put("booktitle" if self.type in _IN_BOOKS else "journal", reference.journal)
        self.date()
        self.put("volume", reference.volume)
        self.put("issue" if self.type in _NUMBERED else "number", reference.issue)
        self.pages()
        for name in ("doi", "pmid", "pmcid", "issn", "url"):
            self.verbatim(name, getattr(reference, name))
        self.issn()
        self.put("note", reference.note)
        self.keywords(self.taken("keyword"))
        for name, value in self.left:
            if name != "bibtex:subtitle" or not is_written(reference, name, value):
                self.other(name, value)

    def said(self, name: str) -> list[tuple[str, str]]:
        """Return the values of this name in `extra`, as (value, name)."""
        return [(value, called) for called, value in self.reference.extra if called == name]

    def taken(self, name: str) -> list[str]:
        """Take the values of a name out of what is left."""
        found = [value for called, value in self.left if called == name]
        self.left = [(called, value) for called, value in self.left if called != name]
        return found

    def put(self, name: str, text: str | None) -> None:
        """Write a field of text."""
        if text and (line := self.notes.line(name, text)):
            self.fields[name] = f"{{{escape(line)}}}"

    def verbatim(self, name: str, text: str | None) -> None:
        """Write an address or an identifier; what would not be read back as it is gets its percent code."""
        if text and (line := self.notes.line(name, text)):
            safe = re.sub(r"[{}\\]", lambda match: f"%{ord(match[0]):02X}", line)
            if safe != line:
                self.notes.note(f"{name}: braces and backslashes were written as percent codes")
            self.fields[name] = f"{{{safe}}}"

    def entry_type(self) -> str:
        """Return the type of entry: the one that was read, else the nearest."""
        work = self.reference.work_type
        read = self.taken("bibtex:type")
        if read and re.fullmatch(r"[a-z]+", read[0]):
            return read[0]
        if work in ("article-magazine", "article-newspaper"):
            self.fields["entrysubtype"] = f"{{{work.removeprefix('article-')}}}"
        found = ENTRY_TYPES.get(work, work)
        if re.fullmatch(r"[a-z]+", found) and found not in ("comment", "string", "preamble"):
            return found
        self.notes.note(f"the type of work {work!r} has no place in BibTeX; misc was written")
        return "misc"

    def names(self, field: str, authors: Iterable[Author], et_al: bool) -> None:
        """Write names in their order."""
        written = [name for author in authors if (name := _name(author, field, self.notes))]
        if written or et_al:
            self.fields[field] = f"{{{' and '.join([*written, *(['others'] if et_al else [])])}}}"

    def date(self) -> None:
        """Write year and month; a month is BibTeX's abbreviation, so that each style spells it."""
        if self.reference.year is not None:
            self.fields["year"] = f"{{{self.reference.year}}}"
        if self.reference.month is not None:
            self.fields["month"] = MONTHS[self.reference.month - 1]

    def pages(self) -> None:
        """Write pages with two hyphens, and the article number."""
        first, last = self.reference.first_page, self.reference.last_page
        if first or last:
            if not first:
                self.notes.note(f"pages: the first one is not known; {last!r} was written as the only one")
            self.put("pages", first or last)
            if first and last and last != first:
                self.fields["pages"] = f"{self.fields['pages'][:-1]}--{escape(self.notes.line('pages', last))}}}"
        self.put("eid", self.reference.article_number)

    def issn(self) -> None:
        """Write further ISSNs behind the first."""
        if "issn" in self.fields:
            more = self.taken("ISSN")
            known = [value for value in more if _ISSN.sub("", value).strip(" ,") == ""]
            self.left += [("ISSN", value) for value in more if value not in known]
            self.fields["issn"] = f"{{{', '.join([self.fields['issn'][1:-1], *known])}}}"

    def keywords(self, words: list[str]) -> None:
        """Write keywords with commas between them, or semicolons where a keyword has a comma."""
        lines = [self.notes.line("keyword", word) for word in words]
        if any(";" in line for line in lines):
            self.notes.note("keyword: one with a semicolon will be read as two")
        if any("," in line or ";" in line for line in lines):
            self.fields["keywords"] = f"{{{escape('; '.join(lines))};}}"
        elif lines:
            self.put("keywords", ", ".join(lines))

    def other(self, name: str, value: str) -> None:
        """Write what else the record says: in the field for it, else in one of its own name."""
        raw = name.startswith("bibtex:")
        candidates = FIELDS.get(name, (name.removeprefix("bibtex:"),))
        if name == "publisher" and self.type in _PUBLISHERS:
            candidates = (_PUBLISHERS[self.type], *candidates)
        other = not raw and (name in _OWN - {*FIELDS} or (name == "number" and self.type not in _NUMBERED))
        candidates = () if other else candidates
        field = next((free for free in candidates if free not in self.fields and _is_field(free)), None)
        if field is None:
            stem = re.sub(r"[^a-z0-9]+", "-", name.removeprefix("bibtex:").lower()).strip("-")
            stem = stem if stem[:1].isalpha() and not other else f"x-{stem}"
            numbered = (f"{stem}-{number}" for number in range(2, len(self.fields) + 3))
            field = stem if stem not in self.fields else next(free for free in numbered if free not in self.fields)
        if raw and is_latex(value):
            safe = value.replace("\n", "").isprintable() and not re.search(r"\n\s*@", value)
            self.fields[field] = f"{{{value if safe else self.notes.line(name, value)}}}"
        elif name in ("DOI", "PMID", "PMCID", "ISSN") and field in FIELDS[name]:
            self.verbatim(field, value)
        else:
            self.put(field, value)


def _is_field(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_-]*", name) is not None


def _name(author: Author, field: str, notes: Notes) -> str:
    """Return a name that is read back part by part: braces hold together what BibTeX would take apart."""
    if author.collective is not None:
        return f"{{{escape(notes.line(field, author.collective))}}}"
    given, family, suffix, particle = (
        notes.line(field, part or "") for part in (author.given, author.family, author.suffix, author.particle)
    )
    if particle and not all(_starts_low(word) for word in particle.split()):
        notes.note(f"{field}: the particle {particle!r} was written as a part of the family name")
        family, particle = f"{particle} {family}", ""
    if not (given or family or suffix or particle):
        return ""
    last = _part(family, apart=any(_starts_low(word) for word in family.split()) and " " in family) or "{}"
    last = f"{particle} {last}" if particle else last
    if suffix:
        if not SUFFIX.fullmatch(suffix):
            notes.note(f"{field}: the suffix {suffix!r} is none that BibTeX readers expect")
        return f"{last}, {_part(suffix)}, {_part(given) or '{}'}"
    if not given and " " not in last and last[0] not in "{\\" and last.lower() not in ("others", "and"):
        return last
    return f"{last}, {_part(given) or '{}'}"


def _part(text: str, *, apart: bool = False) -> str:
    """Return a part of a name, in braces where a comma, an "and" or its capitals would split it."""
    latex = escape(text)
    return f"{{{latex}}}" if apart or "," in text or "\\" in latex or _JOINED.search(text) else latex


def _starts_low(word: str) -> bool:
    letter = next((char for char in word if char.isalpha()), "")
    return letter.islower()

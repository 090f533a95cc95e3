"""The fields of one BibTeX entry to a Reference; what is odd in a field is reported where the field stands.

biblatex's names of the same fields (`journaltitle`, `date`, `eid`) are taken as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from evgraph.errors import IdentifierError, InputError, Severity
from evgraph.identifiers import parse_doi, parse_issn, parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.latex import to_text, to_verbatim
from evgraph.readers.reading import Pages, parse_month, parse_pages, short

#: How a record tells of a problem: message, line, severity.
Report = Callable[[str, int, Severity], None]

_RANGE = re.compile(r"\s*(?:-+|\u2010|\u2011|\u2013|\u2014)\s*")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")


class Record:
    """One entry while it becomes a Reference: its fields (name to value and line), and which were used."""

    def __init__(self, key: str, fields: dict[str, tuple[str, int]], tell: Report) -> None:
        self.key, self.fields, self.tell = key, fields, tell
        self.used: set[str] = set()

    def take(self, *names: str) -> tuple[str, int] | None:
        """Return value and line of the first of these fields that is there."""
        name = next((name for name in names if name in self.fields), None)
        if name is None:
            return None
        self.used.add(name)
        return self.fields[name]

    def report(self, message: str, line: int, severity: Severity = Severity.ERROR) -> None:
        """Keep a problem of this entry."""
        self.tell(message, line, severity)

    def plain(self, latex: str, line: int) -> str:
        """Return plain text and report the commands in it that are not known."""
        text, unknown = to_text(latex)
        for command in dict.fromkeys(unknown):
            self.report(f"the LaTeX command {command} is not known and stays as written", line, Severity.NOTE)
        return text

    def text(self, *names: str) -> str | None:
        """Return a field as plain text."""
        found = self.take(*names)
        return (self.plain(*found) or None) if found else None

    def parsed(self, parse: Callable[[str], str], *names: str) -> str | None:
        """Return an identifier in its normal form, or report that it is none."""
        found = self.take(*names)
        if found is None:
            return None
        try:
            return parse(to_verbatim(found[0]))
        except IdentifierError as error:
            self.report(f"{error}; it was left out", found[1])
            return None

    def issn(self) -> str | None:
        """Return the first ISSN of the field; the others are named in a note."""
        found = self.take("issn")
        numbers = _ISSN.findall(found[0]) if found else []
        if found and len(numbers) > 1:
            message = f"issn: kept {numbers[0]}, the record holds one; also {', '.join(numbers[1:])}"
            self.report(message, found[1], Severity.NOTE)
            self.fields["issn"] = (numbers[0], found[1])
        return self.parsed(parse_issn, "issn")

    def reference(self, work_type: str, place: Place, authors: tuple[Author, ...], et_al: bool) -> Reference:
        """Build the record; the authors were read before, by whoever knows how names are split."""
        year, month = self.date()
        pages = self.pages()
        url = self.take("url")
        return Reference(
            key=self.key, title=self.text("title"), authors=authors, et_al=et_al,
            journal=self.text("journal", "journaltitle"), year=year, month=month,
            volume=self.text("volume"), issue=self.text("number", "issue"),
            first_page=pages.first, last_page=pages.last, article_number=pages.article_number,
            doi=self.parsed(parse_doi, "doi"), pmid=self.parsed(parse_pmid, "pmid"),
            pmcid=self.parsed(parse_pmcid, "pmcid", "pmc"), issn=self.issn(),
            url=to_verbatim(url[0]) if url else None, work_type=work_type, note=self.text("note"), places=(place,),
        )  # fmt: skip

    def date(self) -> tuple[int | None, int | None]:
        """Return year and month, from `year` and `month` or from biblatex's `date`."""
        date = self.take("date") if "year" not in self.fields else None
        parts = to_verbatim(date[0]).split("-") if date else []
        year = (parts[0], date[1]) if date else self.take("year")
        month = (parts[1], date[1]) if date and len(parts) > 1 else self.take("month")
        number = None
        if year and re.fullmatch(r"[12]\d{3}", to_verbatim(year[0])):
            number = int(to_verbatim(year[0]))
        elif year:
            self.report(f"year: {short(year[0])} is no year; it was left out", year[1])
        month_number = None
        if month:
            words = re.findall(r"[A-Za-z]{3,}", month[0]) or re.findall(r"\d+", month[0])
            month_number = parse_month(words[0]) if words else None
            if month_number is None:
                self.report(f"month: {short(month[0])} is no month; it was left out", month[1])
            elif len(re.findall(r"\w+", month[0])) > 1:
                self.report(f"month: of {short(month[0])} only the month was kept", month[1], Severity.NOTE)
        return number, month_number

    def pages(self) -> Pages:
        """Return the pages, or the article number that stands for them."""
        number, found = self.take("eid", "article-number"), self.take("pages")
        if number:
            if found and to_verbatim(found[0]) != to_verbatim(number[0]):
                self.report(f"pages: {short(found[0])} beside an article number; left out", found[1], Severity.NOTE)
            return Pages(article_number=self.plain(*number))
        if found is None:
            return Pages()
        parts = _RANGE.split(to_verbatim(found[0]))
        if len(parts) > 2 or not all(re.fullmatch(r"\w+", part) for part in parts):
            self.report(f"pages: {short(found[0])} is neither a page nor a range; left out", found[1])
            return Pages()
        try:
            return parse_pages(*parts)
        except InputError as error:
            self.report(f"pages: {error}; the last page was left out", found[1])
            return Pages(parts[0])

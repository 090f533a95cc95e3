"""Cited references as Web of Science and Scopus write them, one a line or joined by `; `, to References.

    Smith J, 2010, BLOOD, V115, P1234, DOI 10.1000/abc
    Smith J., Jones B.A., Title of the paper, Sample Journal, 12, 3, pp. 1-9, (2010)
    Smith, J., Jones, B.A., Title of the paper (2010) Sample Journal, 12 (3), pp. 1-9

Each Reference keeps its text in `raw`, and where in it each field stands. Web of Science says each field by a letter,
so it is sure, and names the first author only, so that its list of authors counts as cut. Scopus separates all by
commas, so a title or a journal with a comma in it makes both less sure.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from evgraph.errors import InputError, Problem, Severity
from evgraph.model import Author, FieldSpan, Place, Reference, Span
from evgraph.readers.fieldvalues import find_doi, parse_name
from evgraph.readers.reading import Pages, Reading, parse_pages, short

_YEAR = r"(?:1[5-9]|20)\d\d"
_WOS = re.compile(rf"(?:(?P<author>[^,;]{{1,200}}), )?(?P<year>{_YEAR}), (?P<rest>\S.*)", re.DOTALL)
_WOS_SURE = re.compile(rf"[^,;\n]{{1,200}}, {_YEAR}, [^,\n]+(?:, (?:V\S+|P\w+|ARTN \S+|DOI \S+|UNPUB))+", re.MULTILINE)
_WOS_PART = re.compile(r"(?P<volume>V\S+)|(?P<page>P\w+)|(?P<number>ARTN? .+)|(?P<doi>DOI .+)")
_SCOPUS_SURE = re.compile(rf"(?:\.,|\.;) .*(?:\({_YEAR}\)\s*$|\({_YEAR}\) [^()]+, )", re.MULTILINE)
_SCOPUS_END = re.compile(rf",? \((?P<year>{_YEAR})\)[.;]?$")
_SCOPUS_MIDDLE = re.compile(rf" \((?P<year>{_YEAR})\) ")
_INITIALS = r"(?:[^\W\d_]{1,2}\.[- ]?)+"
_NAME = re.compile(rf"[^\W\d_][\w'’. -]*? {_INITIALS}(?: Jr\.?)?|[^\W\d_][\w'’ -]*, {_INITIALS}(?=,|$)")
_NUMBERS = re.compile(r"(?P<volume>[A-Z]?\d+[A-Z]?|\d+-\d+)(?: ?\((?P<issue>[^()]+)\))?")
_PAGES = re.compile(r"pp?\. ?(?P<first>\w+)(?:[-\u2013](?P<last>\w+))?")
_ARTICLE = re.compile(r"(?:art\. no\. ?)?(?P<number>[a-z]?\d{5,}|(?<=art\. no\. )\w+)", re.IGNORECASE)
_TAG = re.compile(r"([A-Z][A-Z0-9])(?: |$)")
_LONGEST = 5_000


def accepts(text: str) -> bool:
    """Say whether most lines that are not blank are such references; the tags of an export do not count."""
    rows = [row for row in text[:20_000].split("\n") if row.strip()]
    found = sum(bool(_WOS_SURE.search(row[:_LONGEST]) or _SCOPUS_SURE.search(row[:_LONGEST])) for row in rows)
    return found * 2 > len(rows)


def read(text: str, path: str) -> Reading:
    """Read the strings of a text; `path` is what places and problems name."""
    found = list(stream(io.StringIO(text), path))
    references = tuple(item for item in found if isinstance(item, Reference))
    return Reading(references, tuple(item for item in found if isinstance(item, Problem)))


def stream(lines: Iterable[str], path: str) -> Iterator[Reference | Problem]:
    """Yield the references of each line; of an export with tags, the lines of `CR` are read."""
    number, tag, exported = 0, "", False
    for line, row in enumerate(lines, start=1):
        text = row.strip().removeprefix("\ufeff")
        tagged = _TAG.match(text) if row[:1] != " " else None
        if tagged and (tagged[1] == "CR" or not _WOS.fullmatch(text)) and len(text) > 2:
            tag, text, exported = tagged[1], text[3:].strip(), True
        elif tagged or row[:1] != " ":
            tag = tagged[1] if tagged else ""
        if text in ("EF", "ER") and not exported:
            yield Problem(f"{text} ends what has not begun", path, line, severity=Severity.NOTE)
        if text in ("", "EF", "ER"):
            continue
        if tag not in ("", "CR"):
            yield Problem(f"not a cited reference, but the field {tag}: {short(text)}", path, line)
            continue
        for piece in split(text):
            number += 1
            reference = parse(piece, f"{path}#{number}", Place(path, line, line))
            if reference is None:
                yield Problem(f"not understood as a cited reference: {short(piece)}", path, line)
                continue
            yield reference
            if reference.title is None and reference.journal is None:
                yield Problem(
                    "no title and no journal; kept without", path, line, reference.key, severity=Severity.NOTE
                )


def split(text: str) -> list[str]:
    """Return the references that are joined by `; ` in one text; a semicolon in a title joins nothing.

    >>> split("Hu X, 2010, BLOOD, V1, P2; *WHO, 2011, LANCET, V3, P4")
    ['Hu X, 2010, BLOOD, V1, P2', '*WHO, 2011, LANCET, V3, P4']
    """
    pieces: list[str] = []
    for piece in text.split("; "):
        if pieces and not _is_whole(pieces[-1]):
            pieces[-1] = f"{pieces[-1]}; {piece}"
        else:
            pieces.append(piece)
    return [piece.strip().rstrip(";") for piece in pieces if piece.strip(" ;")]


def _is_whole(text: str) -> bool:
    return bool(_WOS.fullmatch(text) or _SCOPUS_END.search(text) or _SCOPUS_MIDDLE.search(text))


def parse(text: str, key: str, place: Place) -> Reference | None:
    """Return the Reference a string is, `None` if it has neither form."""
    if len(text) > _LONGEST:
        return None
    wos = _WOS.fullmatch(text)
    if wos:
        return _web_of_science(text, wos, key, place)
    end = _SCOPUS_END.search(text)
    middle = None if end else _SCOPUS_MIDDLE.search(text)
    if end or middle:
        return _Scopus(text).reference(end, middle, key, place)
    return None


def _web_of_science(text: str, match: re.Match[str], key: str, place: Place) -> Reference:
    """Read `Author, year, SOURCE, V1, P2, ARTN e3, DOI 10...`; what has no letter behind the source is kept."""
    spans = [FieldSpan("year", Span(*match.span("year")), 1.0)]
    author = match["author"]
    authors: tuple[Author, ...] = ()
    if author and author != "[Anonymous]":
        body = author.startswith("*")
        authors = (Author(collective=author.lstrip("* ")) if body else parse_name(author.replace(".", "")),)
        spans.append(FieldSpan("authors", Span(*match.span("author")), 0.9))
    source, *parts = re.split(r", (?![^\[]*\])", match["rest"])
    at = match.start("rest")
    spans += [FieldSpan("journal", Span(at, at + len(source)), 0.9)] if source else []
    at += len(source)
    fields: dict[str, str] = {}
    extra = [("wos:author", author)] if author == "[Anonymous]" else []
    for part in parts:
        at += 2
        found = _WOS_PART.fullmatch(part)
        name = found.lastgroup if found else None
        if found is None or name is None or name in fields:
            extra.append(("wos:part", part))
        else:
            head = {"volume": 1, "page": 1, "number": part.index(" ") + 1 if " " in part else 0, "doi": 4}[name]
            fields[name] = part[head:]
            spans.append(FieldSpan(_FIELDS[name], Span(at + head, at + len(part)), 1.0))
        at += len(part)
    doi = None
    if "doi" in fields:
        dois = [find_doi(one.strip()) for one in fields["doi"].strip("[]").split(", ")]
        doi = next((one for one in dois if one), None)
        extra += [("DOI", one) for one in dict.fromkeys(dois) if one and one != doi]
        extra += [("DOI", fields["doi"])] if None in dois else []
    pages = parse_pages(fields["page"]) if "page" in fields else Pages()
    return Reference(
        key, authors=authors, et_al=bool(authors), journal=source or None, year=int(match["year"]),
        volume=fields.get("volume"),
        first_page=pages.first, article_number=fields.get("number") or pages.article_number, doi=doi, places=(place,),
        extra=tuple(extra), raw=text, parsed=_kept(spans),
    )  # fmt: skip


_FIELDS = {"volume": "volume", "page": "first_page", "number": "article_number", "doi": "doi"}


def _kept(spans: list[FieldSpan]) -> tuple[FieldSpan, ...]:
    return tuple(sorted(spans, key=lambda span: span.span))


class _Scopus:
    """A reference of Scopus while it is taken apart, from both ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[FieldSpan] = []

    def mark(self, name: str, start: int, end: int, sure: float) -> str | None:
        """Keep where a field stands, and return its text."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip(" ,."))
        text = words.strip(" ,.")
        if text:
            self.spans.append(FieldSpan(name, Span(start, start + len(text)), sure))
        return text or None

    def reference(
        self, end: re.Match[str] | None, middle: re.Match[str] | None, key: str, place: Place
    ) -> Reference | None:
        """Return the record: names, then title, journal, numbers; the year last, or behind the title."""
        year = end or middle
        if year is None:
            return None
        self.mark("year", *year.span("year"), 1.0)
        authors, at = self.authors()
        title = journal = None
        if middle:
            title = self.mark("title", at, middle.start(), 0.9)
            fields, cut, extra = self.tail(middle.end(), len(self.text))
            journal = self.mark("journal", middle.end(), cut, 0.9)
        else:
            fields, cut, extra = self.tail(at, year.start())
            commas = [found.start() for found in re.finditer(", ", self.text[at:cut])]
            if commas:
                sure = 0.9 if len(commas) == 1 else 0.6
                title = self.mark("title", at, at + commas[-1], sure)
                journal = self.mark("journal", at + commas[-1], cut, sure)
            else:
                title = self.mark("title", at, cut, 0.5)
        try:
            pages = parse_pages(fields["first"], fields.get("last")) if "first" in fields else Pages()
        except InputError:
            pages = Pages(fields["first"])
            extra.append(("page", f"{fields['first']}-{fields['last']}"))
        return Reference(
            key, title, authors, journal=journal, year=int(year["year"]), volume=fields.get("volume"),
            issue=fields.get("issue"), first_page=pages.first, last_page=pages.last,
            article_number=fields.get("number") or pages.article_number, doi=find_doi(fields.get("doi", "")),
            places=(place,), extra=tuple(extra), raw=self.text, parsed=_kept(self.spans),
        )  # fmt: skip

    def authors(self) -> tuple[tuple[Author, ...], int]:
        """Return the names at the beginning, each with its initials, and where they end."""
        at, found = 0, []
        while match := _NAME.match(self.text, at):
            if not re.match(r", |; |$| \(", self.text[match.end() :]):
                break
            found.append(parse_name(re.sub(r"(?<=\.)[- ](?=[^\W\d_]{1,2}\.)", "", match[0]).replace(".", "")))
            at = match.end()
            at += 2 if self.text[at : at + 2] in (", ", "; ") else 0
        if found:
            self.mark("authors", 0, at, 0.9)
        return tuple(found), at

    def tail(self, start: int, end: int) -> tuple[dict[str, str], int, list[tuple[str, str]]]:
        """Return volume, issue and pages, read from the end, where they begin, and what else stands among them."""
        fields: dict[str, str] = {}
        extra: list[tuple[str, str]] = []
        while (comma := self.text.rfind(", ", start, end)) >= 0:
            at, part = comma + 2, self.text[comma + 2 : end].rstrip(" ,.;")
            found = next((match for form in _TAIL if (match := form.fullmatch(part))), None)
            if found is None:
                if fields or not re.match(r"(?:doi:?|https?:|\[)", part, re.IGNORECASE):
                    break
                extra.append(("scopus:part", part))
            else:
                for name, value in found.groupdict().items():
                    if name == "volume" and name in fields:  # `12, 3`: the number behind was the issue
                        fields["issue"] = fields.pop("volume")
                        self.spans = [
                            FieldSpan("issue", span.span, 1.0) if span.field == "volume" else span
                            for span in self.spans
                        ]
                    if value:
                        fields[name] = value
                        self.mark(_NAMED.get(name, name), at + found.start(name), at + found.end(name), 1.0)
            end = comma
        return fields, end, extra


_NAMED = {"first": "first_page", "last": "last_page", "number": "article_number"}
_TAIL = (_PAGES, re.compile(r"(?:doi:? ?)(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE), _ARTICLE, _NUMBERS)

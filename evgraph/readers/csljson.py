"""CSL-JSON to References: an array, one object, or an object with `items`.

What a Reference has no field for is kept in `extra` by the name it has here; what is no variable of CSL, as
`csl:name`. What stands under `custom` is kept by its own names, since evgraph writes there what CSL cannot hold.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from evgraph.errors import IdentifierError, Problem, Severity
from evgraph.identifiers import parse_doi, parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.fieldvalues import parse_range, parse_serials
from evgraph.readers.jsonitems import DEEPEST, Decoder, Kind, Stretch, split
from evgraph.readers.persons import is_et_al, listed
from evgraph.readers.reading import Pages, Reading, short

#: How an oddity of an item is told; it is a note, since nothing is left out.
Tell = Callable[[str], None]

NAMES = frozenset(
    {
        "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
        "director", "editor", "editor-translator", "editorial-director", "executive-producer", "guest", "host",
        "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer", "producer",
        "recipient", "reviewed-author", "script-writer", "series-creator", "translator",
    }
)  # fmt: skip
DATES = frozenset({"accessed", "available-date", "container", "event-date", "original-date", "submitted"})
STRINGS = frozenset(
    {
        "abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location", "authority",
        "call-number", "chapter-number", "citation-key", "citation-label", "collection-number",
        "collection-title", "container-title-short", "dimensions", "division", "edition", "event",
        "event-place", "event-title", "genre", "ISBN", "jurisdiction", "keyword", "language", "license",
        "locator", "medium", "number", "number-of-pages", "number-of-volumes", "original-publisher",
        "original-publisher-place", "original-title", "page-first", "part-number", "part-title", "printing",
        "publisher", "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "section",
        "source", "status", "supplement", "title-short", "version", "volume-title", "year-suffix",
    }
)  # fmt: skip
_ACCEPTED = re.compile(r"\s*(?:\[\s*(?:\]|\{)|\{)")
_KNOWN = re.compile(
    r'"(?:type|title|DOI|author|issued|container-title|items|id|PMID|URL|family|literal|date-parts)"\s*:'
)
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sc|sub|sup|span)(?:\s[^<>]*)?>")
_POWER = re.compile(r"(?<=\d)<sup>(?=[-\u2212]?\d)")
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_LONE = re.compile("[\ud800-\udfff]")
_PARTICLES = ("dropping-particle", "non-dropping-particle")
_OF_NAMES = frozenset({"family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle"})


def accepts(text: str) -> bool:
    """Say whether the text begins like JSON and names a variable of CSL."""
    return _ACCEPTED.match(text.lstrip("\ufeff")) is not None and _KNOWN.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the items of a text; `path` is what places and problems name."""
    found = list(stream(io.StringIO(text), path))
    references = tuple(item for item in found if isinstance(item, Reference))
    return Reading(references, tuple(item for item in found if isinstance(item, Problem)))


def stream(lines: Iterable[str], path: str) -> Iterator[Reference | Problem]:
    """Yield what is read from lines, each with its line end, as soon as an item is closed."""
    decoder, keys = Decoder(), dict[str, int]()
    number = 0
    for stretch in split(lines):
        place = Place(path, stretch.line, stretch.end_line)
        if stretch.kind is not Kind.ITEM:
            number += stretch.kind is not Kind.STRAY
            yield _unread(stretch, place)
            continue
        number += 1
        try:
            record = decoder.decode(stretch.text)
        except json.JSONDecodeError as error:
            yield _broken(error, stretch, place)
            continue
        notes: list[str] = []
        for name, kept, other in decoder.doubled:
            message = f"{name} is given twice: kept {short(_plain(kept))}, also {short(_plain(other))}"
            yield Problem(message, path, stretch.line, _plain(record.get("id")), severity=Severity.DIFFERENCE)
        if _ESCAPED.search(stretch.text) and _LONE.search(written := json.dumps(record, ensure_ascii=False)):
            record = json.loads(_LONE.sub("\ufffd", written))
            notes.append("halves of characters were replaced")
        key = _plain(record.get("id")).strip() or f"{path}#{number}"
        if key in keys:
            notes.append(f"the id is used before, at line {keys[key]}; this item is called by its number")
            record["citation-key"] = record.get("citation-key", key)
            key = f"{path}#{number}"
        keys[key] = stretch.line
        yield _reference(record, key, place, notes.append)
        yield from (Problem(note, path, stretch.line, key, severity=Severity.NOTE) for note in notes)


def _unread(stretch: Stretch, place: Place) -> Problem:
    lines = f"lines {place.line} to {place.end_line}"
    if stretch.kind is Kind.STRAY:
        severity = Severity.NOTE if stretch.beside else Severity.ERROR
        message = f"{lines} are in no item: {short(stretch.text)}"
        return Problem(message, place.path, place.line, mend="check the braces before it", severity=severity)
    what = "an item that is not closed" if stretch.kind is Kind.OPEN else f"an item nested deeper than {DEEPEST}"
    return Problem(f"{lines} are {what}", place.path, place.line, mend="check its braces, quotes and commas")


def _broken(error: json.JSONDecodeError, stretch: Stretch, place: Place) -> Problem:
    column = error.colno + (stretch.column if error.lineno == 1 else 0)
    line = place.line + error.lineno - 1
    message = f"lines {place.line} to {place.end_line} are no item that can be read ({error.msg}, column {column})"
    found = re.search(r'"id"\s*:\s*"?([^",\s}]+)', stretch.text)
    return Problem(message, place.path, line, found[1] if found else "", "check its quotes and commas")


def _plain(value: object) -> str:
    """Return a value as text; what is no text is written as JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


class _Item:
    """One item while it becomes a Reference: a variable that was used is taken out."""

    def __init__(self, record: dict[str, Any], tell: Tell) -> None:
        self.record, self.tell = record, tell
        self.extra: list[tuple[str, str]] = []

    def text(self, name: str) -> str | None:
        """Return a variable as text without the mark-up of citeproc; of several texts the first."""
        value = self.record.pop(name, None)
        if isinstance(value, list):
            self.extra.extend((name, _plain(other)) for other in value[1:])
            value = value[0] if value else None
        text = _plain(value).strip()
        if "<" in text and (bare := _MARKUP.sub("", _POWER.sub("^", text))) != text:
            self.extra.append((f"csl:{name}", text))
            text = bare
        return text or None

    def identifier(self, name: str, parse: Callable[[str], str]) -> str | None:
        """Return an identifier in its normal form; what is none is kept."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse(text)
        except IdentifierError as error:
            self.extra.append((name, text))
            self.tell(f"{error}; it is kept as written")
            return None

    def issn(self) -> str | None:
        """Return one ISSN; the others are kept."""
        value = self.record.pop("ISSN", None)
        values = [_plain(one) for one in value] if isinstance(value, list) else re.split(r"[,;\s]+", _plain(value))
        serials = parse_serials(tuple(one for one in values if one))
        self.extra.extend(serials.extra)
        for wrong in serials.wrong:
            self.tell(f"{wrong!r} is not an ISSN; it is kept as written")
        return serials.issn

    def pages(self) -> Pages:
        """Return the pages, or the article number."""
        number, written = self.text("article-number"), self.text("page")
        if number:
            if written and written != number:
                pages, whole = parse_range(written)
                if whole and pages.first:
                    return Pages(pages.first, pages.last, number)
                self.extra.append(("page", written))
            return Pages(article_number=number)
        if written is None:
            return Pages(self.text("page-first"))
        pages, whole = parse_range(written)
        if not whole:
            self.extra.append(("page", written))
            self.tell(f"page: {short(written)} is more than a page or a range; it is kept as written")
        return pages

    def issued(self) -> tuple[int | None, int | None]:
        """Return year and month; a day, a range or a season is kept."""
        value = self.record.pop("issued", None)
        if value is None:
            return None, None
        written, parts = _date(value)
        year = int(parts[0]) if parts and re.fullmatch(r"[12]\d{3}", parts[0]) else None
        month = int(parts[1]) if year and len(parts) > 1 and re.fullmatch(r"0?[1-9]|1[0-2]", parts[1]) else None
        said = f"{year:04}" + (f"-{month:02}" if month else "") if year else ""
        if written and written != said:
            self.extra.append(("issued", written))
            if year is None:
                self.tell(f"issued: {short(written)} has no year that can be read; it is kept as written")
        return year, month

    def names(self, name: str) -> tuple[list[Author], bool]:
        """Return the persons and bodies of a variable, and whether the list was cut; what else is said is kept."""
        value = self.record.pop(name, None)
        if value is None:
            return [], False
        entries = value if isinstance(value, list) else [value]
        found: list[Author] = []
        et_al = False
        for at, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                entry = {"literal": entry}
            parts = {part: _plain(entry.get(part)).strip() or None for part in _OF_NAMES}
            self.extra.extend((f"csl:{name}[{at}].{part}", _plain(entry[part])) for part in entry.keys() - _OF_NAMES)
            if parts["dropping-particle"]:
                self.extra.append((f"csl:{name}[{at}].dropping-particle", str(parts["dropping-particle"])))
            particle = " ".join(filter(None, (parts[part] for part in _PARTICLES))) or None
            if parts["literal"] and is_et_al(parts["literal"]):
                et_al = True
            elif parts["literal"]:
                found.append(Author(collective=parts["literal"]))
            elif parts["family"] or parts["given"]:
                found.append(Author(parts["family"], parts["given"], particle, parts["suffix"]))
            else:
                self.tell(f"{name}: name {at} is empty")
        return found, et_al

    def rest(self) -> None:
        """Keep every variable that is left."""
        for name in tuple(self.record):
            if name in NAMES:
                persons, et_al = self.names(name)
                self.extra.extend((name, listed(person)) for person in persons)
                self.extra.extend([(name, "others")] if et_al else [])
                continue
            value = self.record.pop(name)
            if value is None or value in ("", [], {}):
                continue
            if name == "custom" and isinstance(value, dict):
                for inner, held in value.items():
                    self.extra.extend((inner, _plain(one)) for one in (held if isinstance(held, list) else [held]))
            elif name == "keyword":
                words = value if isinstance(value, list) else re.split(r"[,;]", _plain(value))
                self.extra.extend(("keyword", _plain(word).strip()) for word in words if _plain(word).strip())
            elif name in DATES:
                self.extra.append((name, _date(value)[0]))
            else:
                known = name in STRINGS or name in ("title", "note", "type")
                texts = value if isinstance(value, list) and known else [value]
                self.extra.extend((name if known else f"csl:{name}", _plain(text)) for text in texts)


def _reference(record: dict[str, Any], key: str, place: Place, tell: Tell) -> Reference:
    """Return the record of one item; `record` is used up."""
    item = _Item(record, tell)
    record.pop("id", None)
    kind = item.text("type") or "document"
    if kind == "article":  # a preprint or the like; what CSL calls article-journal is an article here
        item.extra.append(("csl:type", kind))
    authors, et_al = item.names("author")
    year, month = item.issued()
    pages = item.pages()
    title, journal, volume, issue = (item.text(name) for name in ("title", "container-title", "volume", "issue"))
    doi, pmid = item.identifier("DOI", parse_doi), item.identifier("PMID", parse_pmid)
    pmcid, issn = item.identifier("PMCID", parse_pmcid), item.issn()
    url, note = item.text("URL"), item.text("note")
    item.rest()
    if title is None:
        tell("no title; kept without one")
    return Reference(
        key, title, tuple(authors), et_al, journal, year, month, volume, issue, pages.first, pages.last,
        pages.article_number, doi, pmid, pmcid, issn, url, "article" if kind == "article-journal" else kind, note, (),
        (place,), tuple(item.extra),
    )  # fmt: skip


def _date(value: object) -> tuple[str, list[str]]:
    """Return a date as one text and the parts of its first day."""
    if not isinstance(value, dict):
        text = _plain(value).strip()
        return text, re.findall(r"\d+", text) if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else []
    days = [day for day in value.get("date-parts") or () if isinstance(day, list)]
    days = [[_plain(part).strip() for part in day if part not in (None, "")] for day in days]
    days = [day for day in days if day]
    text = "/".join("-".join(part.zfill(2) if at else part for at, part in enumerate(day)) for day in days)
    others = {name: held for name, held in value.items() if name != "date-parts" and held not in (None, "", [])}
    if not days and set(others) <= {"raw", "literal"} and others:
        text = _plain(next(iter(others.values()))).strip()
        return text, re.findall(r"\d+", text) if re.fullmatch(r"\d{4}(-\d\d?){0,2}", text) else []
    more = " ".join(f"{name}: {_plain(held)}" for name, held in others.items())
    return " ".join(part for part in (text, more) if part), days[0] if days else []

"""Crossref's REST API: works by DOI, candidates for a citation, updates and retractions.

Described at https://api.crossref.org and https://www.crossref.org/documentation/retrieve-metadata/rest-api/. Since 1
December 2025 a list may be asked for once a second and a single work five times, three and ten times by who gives a
`mailto` (https://doi.org/10.64000/wadve-3tj60); headers tell the limits, and the door heeds them. A DOI that Crossref
does not know is answered with 404 in plain text, and may be registered elsewhere.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from xml.parsers import expat

from evgraph.errors import Problem, ResolveError
from evgraph.model import Reference
from evgraph.readers import xmlparts
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import (
    batches,
    doi_or_none,
    failed,
    from_item,
    is_settled,
    load,
    make_abstract,
    name_item,
    names_of,
    part,
    parts,
    registry_ids,
    text,
)
from evgraph.resolve.judging import Fault, said
from evgraph.resolve.notices import find_relation, from_update
from evgraph.resolve.records import Abstract, Answer, Asked, Found, Notice
from evgraph.sameness import start

_BATCH = 25
_CANDIDATES = 5
#: A longer citation is more than one, and a list answers slowly to it.
_LONGEST = 600
_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "book-chapter": "chapter",
    "book-section": "chapter", "posted-content": "article", "dissertation": "thesis", "dataset": "dataset",
    "peer-review": "review",
}  # fmt: skip
_SAME = frozenset({"has-preprint", "has-version", "is-preprint-of", "is-same-as", "is-version-of"})


def _find_fault(body: bytes) -> Fault | None:
    told = json.loads(body)
    if not isinstance(told, dict) or told.get("status") != "ok":
        return said(json.dumps(told)[:200])
    return None


SERVICE = Service(
    name="crossref",
    base="https://api.crossref.org",
    rates={"list": (1, 3), "single": (5, 10)},
    known_by="mail",
    mail_parameter="mailto",
    unknown=frozenset({404}),
    fault=_find_fault,
)


def find_candidates(references: Sequence[Reference], door: Door) -> Asked[tuple[Found, ...]]:
    """Find the works that may be meant: the one of the DOI, and unless it fits, the best matches of the citation.

    The best match of a citation is often right and never proved: compare its fields before believing it.
    """
    by_doi = fetch_by_id([one.doi for one in references if one.doi], door)
    found: dict[str, tuple[Found, ...]] = {}
    problems = list(by_doi.problems)
    for reference in references:
        known = [by_doi.found[doi]] if (doi := reference.doi or "") in by_doi.found else []
        if not is_settled(reference, known) and (words := _citation(reference)):
            params = (("query.bibliographic", words), ("rows", str(_CANDIDATES)))
            try:
                known += _listed(door.get(SERVICE, "works", params, accept="json", lane="list"))
            except ResolveError as error:
                problems += failed(SERVICE.name, [reference.key], error)
        once: dict[str | None, Found] = {}
        for one in known:
            once.setdefault(one.reference.doi, one)
        if once:
            found[reference.key] = tuple(once.values())
    return Asked(found, tuple(problems))


def fetch_by_id(ids: Sequence[str], door: Door) -> Asked[Found]:
    """Bring the works of DOIs; one that Crossref does not know is absent.

    A list misses a DOI that became an alias of another, so that what it misses is asked for singly.
    """
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for some in batches((doi for doi in ids if "," not in doi), _BATCH):
        # A comma parts filters, and a DOI may hold one.
        params = (("filter", ",".join(f"doi:{doi}" for doi in some)), ("rows", str(len(some))))
        try:
            listed = _listed(door.get(SERVICE, "works", params, accept="json", lane="list"))
        except ResolveError:
            continue  # they are asked for singly, and that failure is told
        found |= {one.reference.doi: one for one in listed if one.reference.doi in some}
    for doi in dict.fromkeys(ids):
        if doi in found:
            continue
        try:
            answer = door.get(SERVICE, f"works/{quote(doi, safe='')}", accept="json", lane="single")
            if answer.status == 200:
                found[doi] = _single(answer)
        except ResolveError as error:
            problems += failed(SERVICE.name, [doi], error)
    return Asked(found, tuple(problems))


def _citation(reference: Reference) -> str:
    """Return the citation as one string: as it was pasted, else its title and the rest, else what says enough."""
    authors = [author.name for author in reference.authors[:3]]
    fields = (*authors, reference.title, reference.journal, reference.year, reference.volume, start(reference))
    known = [str(value) for value in fields if value]
    enough = reference.title is not None or len(known) > 2
    return " ".join((reference.raw or (" ".join(known) if enough else "")).split())[:_LONGEST]


def _listed(answer: Answer) -> list[Found]:
    told = load(answer)
    if told.get("message-type") != "work-list":
        raise ResolveError(answer.url, f"{told.get('message-type')} came instead of a list of works")
    return [_found(item, answer) for item in parts(told, "message", "items") if text(item, "DOI")]


def _single(answer: Answer) -> Found:
    told = load(answer)
    if told.get("message-type") != "work" or not text(told, "message", "DOI"):
        raise ResolveError(answer.url, f"{told.get('message-type')} came instead of one work")
    return _found(told["message"], answer)


def _found(item: dict[str, Any], answer: Answer) -> Found:
    numbers = [text(one, "clinical-trial-number") for one in parts(item, "clinical-trial-number")]
    related = tuple(
        (name, text(one, "id")) for name in names_of(item, "relation") if name in _SAME
        for one in parts(item, "relation", name) if text(one, "id")
    )  # fmt: skip
    return Found(
        SERVICE.name, answer.url, answer.date, _reference(item), _notices(item), _abstract(text(item, "abstract")),
        registry_ids(numbers), (text(item, "type"),), related,
    )  # fmt: skip


def _reference(item: dict[str, Any]) -> Reference:
    titles, subtitles = parts(item, "title"), parts(item, "subtitle")
    title = str(titles[0]) if titles else ""
    if title and subtitles and str(subtitles[0]).casefold() not in title.casefold():
        title = f"{title}: {subtitles[0]}"
    names = [
        name_item(*(html.unescape(text(one, name)) for name in ("family", "given", "name", "suffix")))
        for one in parts(item, "author")
    ]
    kind = text(item, "type")
    told = {
        "type": _TYPES.get(kind, kind), "title": title, "author": [name for name in names if name],
        "container-title": html.unescape(str(next(iter(parts(item, "container-title")), ""))),
        "container-title-short": html.unescape(str(next(iter(parts(item, "short-container-title")), ""))),
        "issued": part(item, "issued") if _is_dated(item) else None, "volume": text(item, "volume"),
        "issue": text(item, "issue"), "page": text(item, "page"), "article-number": text(item, "article-number"),
        "DOI": text(item, "DOI"), "ISSN": parts(item, "ISSN"), "ISBN": next(iter(parts(item, "ISBN")), None),
        "publisher": text(item, "publisher"), "language": text(item, "language"),
    }  # fmt: skip
    return from_item(told, f"doi:{text(item, 'DOI').lower()}")


def _is_dated(item: dict[str, Any]) -> bool:
    """Say whether there is a year; an unknown date is told as `[[null]]`."""
    days = parts(item, "issued", "date-parts")
    return bool(days and isinstance(days[0], list) and days[0] and days[0][0])


def _notices(item: dict[str, Any]) -> tuple[Notice, ...]:
    """Return updates of the work, updates that it is itself, and comments and replies it is linked to."""
    found: list[Notice | None] = []
    for name, by_this in (("updated-by", False), ("update-to", True)):
        for one in parts(item, name):
            kind, doi = text(one, "type"), doi_or_none(text(one, "DOI"))
            found.append(from_update(kind, doi, _day(one), f"Crossref ({text(one, 'source') or 'publisher'})", by_this))
    for name in names_of(item, "relation"):
        found += [find_relation(name, text(one, "id") or None, "Crossref") for one in parts(item, "relation", name)]
    return tuple(dict.fromkeys(notice for notice in found if notice is not None))


def _day(update: object) -> str:
    days = parts(update, "updated", "date-parts")
    numbers = days[0] if days and isinstance(days[0], list) else []
    return "-".join(f"{int(one):02}" for one in numbers if str(one).isdecimal())


def _abstract(markup: str) -> Abstract | None:
    """Read an abstract, which publishers give in JATS: sections with titles, or paragraphs."""
    if not markup:
        return None
    try:
        tree, _ = xmlparts.parse(f"<abstract>{markup}</abstract>")
    except expat.ExpatError:
        return None
    pieces: list[tuple[str, str]] = []
    for one in tree.elements:
        title = one.find("jats:title")
        paragraphs = [inner.text for inner in one.elements if inner.name == "jats:p"]
        if one.name == "jats:sec":
            pieces.append((title.text if title else "", " ".join(paragraphs)))
        elif one.name == "jats:p":
            pieces.append(("", one.text))
    return make_abstract(pieces or [("", tree.text)])

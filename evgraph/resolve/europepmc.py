"""Europe PMC's RESTful service: search, records with abstracts, and how a record is commented and corrected.

Described at https://europepmc.org/RestfulWebService; the fields of queries in its reference guide. Errors come with
the status 200 and an `errCode`. The limit is not published; five requests a second are asked here. An address for mail
is welcome and not asked for, and since the service repeats a request in its answer, none is sent.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from evgraph.errors import Problem, ResolveError
from evgraph.model import Author, Reference
from evgraph.readers.names import parse_names
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import (
    LONGEST_QUERY,
    batches,
    failed,
    family_name,
    from_item,
    load,
    make_abstract,
    name_item,
    parts,
    text,
)
from evgraph.resolve.judging import Fault, said
from evgraph.resolve.notices import find_relation, find_type
from evgraph.resolve.records import Abstract, Answer, Asked, Found

_SOURCE = "Europe PMC"
_BATCH = 50
_PAGE = 100
_CANDIDATES = 25
#: Pages of one question; a batch has one, and what needs more was no question about single works.
_MOST_PAGES = 10
_HEADING = re.compile(r"<h4>([^<]{0,200})</h4>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def _find_fault(body: bytes) -> Fault | None:
    told = json.loads(body)
    if not isinstance(told, dict):
        return Fault("the answer is no JSON object", passing=False)
    return said(f"{told.get('errCode')}: {told.get('errMsg')}") if "errCode" in told else None


SERVICE = Service(
    name="europepmc",
    base="https://www.ebi.ac.uk/europepmc/webservices/rest",
    rates={"": (5, 5)},
    fault=_find_fault,
)


def find_candidates(references: Sequence[Reference], door: Door) -> Asked[tuple[Found, ...]]:
    """Find the records that may be meant, by DOI or title; without them by author, journal, year, volume and page."""
    found: dict[str, tuple[Found, ...]] = {}
    problems: list[Problem] = []
    for reference in references:
        query = _query(reference)
        if not query:
            continue
        try:
            records = _search(query, door, _CANDIDATES, most=1)
        except ResolveError as error:
            problems += failed(SERVICE.name, [reference.key], error)
            continue
        if records:
            found[reference.key] = tuple(records)
    return Asked(found, tuple(problems))


def fetch_by_id(ids: Sequence[str], door: Door) -> Asked[Found]:
    """Bring the records of PMIDs; one that Europe PMC does not know is absent."""
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for some in batches(ids, _BATCH):
        query = f"({' OR '.join(f'EXT_ID:{pmid}' for pmid in some)}) AND SRC:MED"
        try:
            records = _search(query, door, _PAGE)
        except ResolveError as error:
            problems += failed(SERVICE.name, some, error)
            continue
        found |= {one.reference.pmid: one for one in records if one.reference.pmid in some}
    return Asked(found, tuple(problems))


def _search(query: str, door: Door, size: int, most: int = _MOST_PAGES) -> list[Found]:
    """Return the hits of a query, page by page, until the mark of the next page is absent or repeats."""
    found: list[Found] = []
    mark = "*"
    for _ in range(most):
        params = [
            ("query", query), ("format", "json"), ("resultType", "core"), ("pageSize", str(size)), ("cursorMark", mark),
        ]  # fmt: skip
        if len(query) > LONGEST_QUERY:
            answer = door.post(SERVICE, "searchPOST", params, accept="json")
        else:
            answer = door.get(SERVICE, "search", params, accept="json")
        records = _records(answer)
        found += records
        after = text(load(answer), "nextCursorMark")
        if not records or not after or after == mark:
            break
        mark = after
    return found


def _records(answer: Answer) -> list[Found]:
    """Return the records of one page."""
    records = parts(load(answer), "resultList", "result")
    return [_found(record, answer) for record in records if text(record, "id")]


def _query(reference: Reference) -> str:
    by_name = [f'DOI:"{_bare(reference.doi)}"'] if reference.doi else []
    by_name += [f'TITLE:"{_bare(reference.title)}"'] if reference.title else []
    if by_name:
        return " OR ".join(by_name)
    author = next((one for one in reference.authors if one.family), Author())
    fields = (
        ("AUTH", family_name(author)), ("JOURNAL", reference.journal), ("PUB_YEAR", reference.year),
        ("VOLUME", reference.volume), ("PAGE_INFO", reference.first_page or reference.article_number),
    )  # fmt: skip
    known = [f'{name}:"{_bare(str(value))}"' for name, value in fields if value]
    return " AND ".join(known) if len(known) > 2 else ""


def _bare(value: str) -> str:
    return " ".join(re.sub(r'["\\]', " ", value).split())


def _found(record: dict[str, Any], answer: Answer) -> Found:
    types = tuple(str(one) for one in parts(record, "pubTypeList", "pubType"))
    related = [
        find_relation(text(one, "type"), text(one, "id") or None, _SOURCE, text(one, "reference"))
        for one in parts(record, "commentCorrectionList", "commentCorrection")
    ]
    notices = tuple(notice for notice in (*related, *(find_type(one, _SOURCE) for one in types)) if notice is not None)
    own = f"{text(record, 'source')}/{text(record, 'id')}"
    return Found(
        SERVICE.name, answer.url, answer.date, _reference(record), notices,
        _abstract(text(record, "abstractText"), text(record, "license")), (), types, (("europepmc", own),),
    )  # fmt: skip


def _reference(record: dict[str, Any]) -> Reference:
    journal = record.get("journalInfo") or {}
    year = text(journal, "yearOfPublication") or text(record, "pubYear")
    month = text(journal, "monthOfPublication")
    told = {
        "type": "article-journal", "title": text(record, "title").removesuffix("."), "author": list(_names(record)),
        "container-title": text(journal, "journal", "title") or text(record, "journalTitle"),
        "container-title-short": text(journal, "journal", "medlineAbbreviation"),
        "issued": {"date-parts": [[year, month] if month not in ("", "0") else [year]]} if year else None,
        "volume": text(journal, "volume") or text(record, "journalVolume"),
        "issue": text(journal, "issue") or text(record, "issue"), "page": text(record, "pageInfo"),
        "DOI": text(record, "doi"), "PMID": text(record, "pmid"), "PMCID": text(record, "pmcid"),
        "ISSN": [one for one in (text(journal, "journal", name) for name in ("ISSN", "ESSN", "issn", "essn")) if one],
        "language": text(record, "language"),
    }  # fmt: skip
    return from_item(told, f"europepmc:{text(record, 'source')}/{text(record, 'id')}")


def _names(record: dict[str, Any]) -> Iterable[dict[str, str]]:
    """Return the authors: by their parts, or where a record has only one string, as that is read."""
    authors = parts(record, "authorList", "author")
    if not authors:
        found, _ = parse_names(text(record, "authorString").removesuffix("."))
        return [name_item(family_name(one), one.given or "", one.collective or "") for one in found]
    return [
        name_item(
            text(one, "lastName") or ("" if text(one, "collectiveName") else text(one, "fullName")),
            text(one, "firstName") or text(one, "initials"),
            text(one, "collectiveName"),
        )
        for one in authors
    ]


def _abstract(markup: str, licence: str) -> Abstract | None:
    """Read an abstract, whose headings are `<h4>`; other tags are mark-up of words."""
    head, *rest = _HEADING.split(markup)
    pieces = [("", head), *zip(rest[::2], rest[1::2], strict=True)]
    return make_abstract(
        [(html.unescape(label), html.unescape(_TAG.sub("", words))) for label, words in pieces], licence
    )

"""OpenAlex: works by DOI, whether they are retracted, and their other identifiers.

Described at https://developers.openalex.org. Since 13 February 2026 a key (free) buys a daily budget; without one a
tenth of it is given. A list by filter costs a little, a search ten times as much, so up to 100 DOIs are asked for at
once and titles only for references without a DOI that is known. 429 says that the day's budget is gone, 403 that
requests came too fast. Authors are given as one string, whose last word is taken for the family name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from evgraph.errors import Problem, ResolveError
from evgraph.model import Reference
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import (
    batches,
    doi_or_none,
    failed,
    from_item,
    load,
    name_item,
    part,
    parts,
    text,
    title_words,
)
from evgraph.resolve.judging import Fault, said
from evgraph.resolve.records import Answer, Asked, Found, Notice, NoticeKind

_BATCH = 100
_CANDIDATES = 5
_TYPES = {"article": "article-journal", "review": "article-journal", "letter": "article-journal", "preprint": "article",
          "book-chapter": "chapter", "dissertation": "thesis"}  # fmt: skip
_SHORT = re.compile(r"https?://[^/]+/(?:pmc/articles/)?")


def _find_fault(body: bytes) -> Fault | None:
    told = json.loads(body)
    if not isinstance(told, dict) or "error" in told or "results" not in told:
        return said(json.dumps(told)[:200])
    return None


SERVICE = Service(
    name="openalex",
    base="https://api.openalex.org",
    rates={"": (10, 10)},
    key="OPENALEX_API_KEY",
    key_parameter="api_key",
    busy=frozenset({403}),
    spent=frozenset({429}),
    fault=_find_fault,
)


def find_candidates(references: Sequence[Reference], door: Door) -> Asked[tuple[Found, ...]]:
    """Find the works that may be meant: by DOI, and for references where that finds none, by the title's words."""
    by_doi = fetch_by_id([one.doi for one in references if one.doi], door)
    found: dict[str, tuple[Found, ...]] = {}
    problems = list(by_doi.problems)
    for reference in references:
        words = title_words(reference.title or "")
        if (doi := reference.doi or "") in by_doi.found:
            found[reference.key] = (by_doi.found[doi],)
        elif len(words) > 1:
            try:
                if works := _list(f"title.search:{' '.join(words)}", _CANDIDATES, door):
                    found[reference.key] = tuple(works)
            except ResolveError as error:
                problems += failed(SERVICE.name, [reference.key], error)
    return Asked(found, tuple(problems))


def fetch_by_id(ids: Sequence[str], door: Door) -> Asked[Found]:
    """Bring the works of DOIs; one that OpenAlex does not know is absent, and so is one with a comma or a bar in it."""
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for some in batches((doi for doi in ids if not set(doi) & set(",|")), _BATCH):
        try:
            works = _list(f"doi:{'|'.join(some)}", _BATCH, door)
        except ResolveError as error:
            problems += failed(SERVICE.name, some, error)
            continue
        found |= {one.reference.doi: one for one in works if one.reference.doi in some}
    return Asked(found, tuple(problems))


def _list(condition: str, size: int, door: Door) -> list[Found]:
    answer = door.get(SERVICE, "works", (("filter", condition), ("per_page", str(size))), accept="json")
    return _records(answer)


def _records(answer: Answer) -> list[Found]:
    return [_found(work, answer) for work in parts(load(answer), "results") if text(work, "id")]


def _found(work: dict[str, Any], answer: Answer) -> Found:
    retracted = part(work, "is_retracted") is True
    notice = Notice(NoticeKind.RETRACTION, source="OpenAlex", label="is_retracted")
    related = (("openalex", _SHORT.sub("", text(work, "id"))),)
    return Found(
        SERVICE.name, answer.url, answer.date, _reference(work), (notice,) if retracted else (),
        types=(text(work, "type"),), related=related,
    )  # fmt: skip


def _reference(work: dict[str, Any]) -> Reference:
    ids = part(work, "ids") or {}
    first, last = text(work, "biblio", "first_page"), text(work, "biblio", "last_page")
    kind = text(work, "type")
    pmcid = _SHORT.sub("", text(ids, "pmcid"))
    source = part(work, "primary_location", "source")
    told = {
        "type": _TYPES.get(kind, kind), "title": text(work, "title") or text(work, "display_name"),
        "author": [name for one in parts(work, "authorships") if (name := _name(text(one, "author", "display_name")))],
        "container-title": text(source, "display_name"), "volume": text(work, "biblio", "volume"),
        "issued": {"date-parts": [[text(work, "publication_year")]]} if text(work, "publication_year") else None,
        "issue": text(work, "biblio", "issue"), "page": first if last in ("", first) else f"{first}-{last}",
        "DOI": doi_or_none(text(work, "doi")), "PMID": _SHORT.sub("", text(ids, "pmid")),
        "PMCID": pmcid if pmcid.upper().startswith("PMC") or not pmcid else f"PMC{pmcid}",
        "ISSN": parts(source, "issn") or parts(source, "issn_l"), "language": text(work, "language"),
    }  # fmt: skip
    return from_item(told, f"openalex:{_SHORT.sub('', text(work, 'id'))}")


def _name(words: str) -> dict[str, str]:
    """Part a name that is written given names first; words in small letters go to the family name as its particle.

    >>> _name("Bo van den Bosch")["family"], _name("SAMPLE")
    ('Bosch', {'family': 'SAMPLE'})
    """
    names = words.split()
    at = next((at for at, name in enumerate(names[:-1]) if at and name[0].islower()), len(names) - 1)
    return name_item(" ".join(names[max(at, 0) :]), " ".join(names[: max(at, 0)]))

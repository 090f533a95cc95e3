"""Crossref's REST API: lists of works, single works, 404 as text, and the limits of its pools since December 2025."""

from __future__ import annotations

from evgraph.model import Author
from tests.replay.corpus import Corpus, Update, Work
from tests.replay.reply import Reply, Request, as_json, as_text
from tests.replay.terms import words

_TYPES = {"Letter": "journal-article", "Book": "book"}


def lane(request: Request) -> str:
    """Lists and single works have limits of their own."""
    return "single" if request.path.removeprefix("works").strip("/") else "list"


def _polite(request: Request) -> bool:
    agent = next((value for name, value in request.headers.items() if name.lower() == "user-agent"), "")
    return "@" in request.params.get("mailto", "") or "mailto:" in agent


def allowed(request: Request) -> int:
    """Return how many requests a second are allowed."""
    return ({"list": 3, "single": 10} if _polite(request) else {"list": 1, "single": 5})[lane(request)]


def _headers(request: Request) -> dict[str, str]:
    kind = "array" if lane(request) == "list" else "single"
    return {
        "x-rate-limit-limit": str(allowed(request)), "x-rate-limit-interval": "1s",
        "x-concurrency-limit": "3" if _polite(request) else "1",
        "x-api-pool": f"{'polite' if _polite(request) else 'public'}-{kind}",
    }  # fmt: skip


def too_fast(request: Request) -> Reply:
    """Refuse."""
    return as_text("Too many requests", 429, _headers(request))


def answer(corpus: Corpus, request: Request) -> Reply:
    """Answer one request."""
    head, _, doi = request.path.partition("/")
    if head != "works":
        return as_text("Resource not found.", 404, _headers(request))
    if not doi:
        return _list(corpus, request)
    work = corpus.by_doi(doi)
    if work is None:
        return as_text("Resource not found.", 404, _headers(request))
    message = {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": _item(work)}
    return as_json(message, headers=_headers(request))


def _list(corpus: Corpus, request: Request) -> Reply:
    params = request.params
    known = {"query.bibliographic", "filter", "rows", "offset", "mailto", "sort", "order"}
    if wrong := [name for name in params if name not in known]:
        failure = {"type": "parameter-not-found", "value": wrong[0], "message": f"Parameter {wrong[0]} is unknown"}
        return as_json({"status": "failed", "message-type": "validation-failure", "message": [failure]}, 400)
    found = [(work, 1.0) for work in corpus.works if work.doi]
    if "filter" in params:
        wanted = {}
        for part in params["filter"].split(","):
            name, _, value = part.partition(":")
            wanted.setdefault(name, []).append(value.lower())
        if set(wanted) - {"doi", "updates"}:
            failure = {"type": "filter-not-available", "message": f"Filter {next(iter(wanted))} is unknown"}
            return as_json({"status": "failed", "message-type": "validation-failure", "message": [failure]}, 400)
        dois, updated = wanted.get("doi"), wanted.get("updates")
        found = [
            (work, score) for work, score in found
            if (dois is None or (work.doi or "").lower() in dois)
            and (updated is None or any(one.to and one.doi.lower() in updated for one in work.updates))
        ]  # fmt: skip
    if query := params.get("query.bibliographic"):
        asked = set(words(query))
        scored = [(work, 100 * len(asked & _index(work)) / (5 + len(_index(work)))) for work, _ in found]
        found = sorted((pair for pair in scored if pair[1] > 0), key=lambda pair: (-pair[1], str(pair[0].doi)))
    start, rows = int(params.get("offset", 0)), int(params.get("rows", 20))
    items = [_item(work) | {"score": score} for work, score in found[start : start + rows]]
    message = {
        "facets": {}, "total-results": len(found), "items": items, "items-per-page": rows,
        "query": {"start-index": start, "search-terms": query},
    }  # fmt: skip
    told = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
    return as_json(told, headers=_headers(request))


def _index(work: Work) -> set[str]:
    names = " ".join(author.family or "" for author in work.authors)
    facts = (work.title, names, work.journal, work.year, work.volume, work.first_page)
    return set(words(" ".join(str(fact or "") for fact in facts)))


def _name(author: Author, at: int) -> dict[str, object]:
    sequence = "first" if at == 0 else "additional"
    if author.collective:
        return {"name": author.collective, "sequence": sequence, "affiliation": []}
    family = " ".join(part for part in (author.particle, author.family) if part)
    told = {"given": author.given, "family": family, "sequence": sequence, "affiliation": []}
    return {name: value for name, value in told.items() if value is not None}


def _update(update: Update) -> dict[str, object]:
    day = [*update.date, 1, 1][:3]
    told = {"date-parts": [day], "date-time": f"{day[0]}-{day[1]:02}-{day[2]:02}T00:00:00Z", "timestamp": 0}
    return {
        "DOI": update.doi, "type": update.kind, "label": update.label, "source": update.source, "updated": told,
        "record-id": "1",
    }  # fmt: skip


def _item(work: Work) -> dict[str, object]:
    title, _, subtitle = work.title.partition(": ")
    issued = [part for part in (work.year, work.month) if part is not None]
    abstract = "".join(
        f"<jats:sec><jats:title>{label.capitalize()}</jats:title><jats:p>{text}</jats:p></jats:sec>" if label
        else f"<jats:p>{text}</jats:p>" for label, text in work.abstract
    )  # fmt: skip
    item = {
        "DOI": work.doi, "type": "journal-article", "title": [title.replace("&", "&amp;")],
        "subtitle": [subtitle] if subtitle else [],
        "author": [_name(author, at) for at, author in enumerate(work.authors)], "container-title": [work.journal],
        "short-container-title": [work.short], "issued": {"date-parts": [issued or [None]]}, "volume": work.volume,
        "issue": work.issue, "page": work.pages, "article-number": work.article_number,
        "ISSN": [work.issn] if work.issn else None, "abstract": abstract or None, "publisher": "Nobody",
        "clinical-trial-number": [{"clinical-trial-number": one.lower(), "registry": "10.18810/clinical-trials-gov"}
                                  for one in work.registry] or None,
        "updated-by": [_update(one) for one in work.updates if not one.to] or None,
        "update-to": [_update(one) for one in work.updates if one.to] or None,
        "relation": {name: [{"id-type": "doi", "id": doi, "asserted-by": "subject"}] for name, doi in work.links},
        "reference": [{"key": "1", "DOI": "10.5555/cited", "unstructured": "Cited work"}], "score": 1.0,
    }  # fmt: skip
    return {name: value for name, value in item.items() if value not in (None, [], {})}

"""OpenAlex: lists of works by filter, pages by cursor, 429 for a budget that is gone and 403 for being too fast."""

from __future__ import annotations

from tests.replay.corpus import Corpus, Work
from tests.replay.reply import Reply, Request, as_json
from tests.replay.terms import words


def lane(request: Request) -> str:
    """One limit for all."""
    return ""


def allowed(request: Request) -> int:
    """Return how many requests a second are allowed."""
    return 100


def too_fast(request: Request) -> Reply:
    """Refuse; here 403 says so."""
    return as_json({"error": "Forbidden", "message": "Rate limit exceeded; slow down"}, 403)


def answer(corpus: Corpus, request: Request) -> Reply:
    """Answer one request."""
    params = request.params
    name, _, value = params.get("filter", "").partition(":")
    if request.path != "works" or name not in ("doi", "pmid", "title.search"):
        return as_json({"error": "Invalid query parameters error.", "message": f"{name} is no valid field."}, 400)
    values = value.lower().split("|")
    if len(values) > 100:
        return as_json(
            {"error": "Invalid query parameters error.", "message": "Maximum number of values exceeded"}, 400
        )
    known = [work for work in corpus.works if work.openalex]
    if name == "title.search":
        found = [work for work in known if set(words(value)) <= set(words(work.title))]
    else:
        wanted = {one.removeprefix("https://doi.org/") for one in values}
        found = [work for work in known if (getattr(work, name) or "").lower() in wanted]
    size = int(params.get("per_page", 25))
    if not 1 <= size <= 100:
        return as_json({"error": "Invalid query parameters error.", "message": "per_page must be 1 to 100"}, 400)
    cursor = params.get("cursor", "")
    start = 0 if cursor in ("", "*") else int(cursor)
    after = str(start + size) if cursor and start + size < len(found) else None
    meta = {"count": len(found), "per_page": size, "next_cursor": after}
    return as_json({"meta": meta, "results": [_work(work) for work in found[start : start + size]], "group_by": []})


def _work(work: Work) -> dict[str, object]:
    first, _, last = (work.pages or "").partition("-")
    ids = {"openalex": f"https://openalex.org/{work.openalex}", "doi": f"https://doi.org/{(work.doi or '').lower()}"}
    if work.pmid:
        ids["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"
    if work.pmcid:
        ids["pmcid"] = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{work.pmcid.removeprefix('PMC')}"
    names = [" ".join(part for part in (one.given, one.particle, one.family) if part) for one in work.authors]
    authorships = [
        {"author": {"display_name": names[at] or one.name},
         "raw_author_name": one.name, "author_position": "first" if at == 0 else "middle"}
        for at, one in enumerate(work.authors)
    ]  # fmt: skip
    return {
        "id": ids["openalex"], "doi": ids["doi"], "title": work.title, "display_name": work.title, "ids": ids,
        "publication_year": work.year, "publication_date": f"{work.year}-{work.month or 1:02}-01", "type": "article",
        "is_retracted": work.retracted, "authorships": authorships,
        "biblio": {"volume": work.volume, "issue": work.issue, "first_page": first or None,
                   "last_page": last or first or None},
        "primary_location": {"source": {"display_name": work.journal, "issn_l": work.issn, "issn": [work.issn]}},
    }  # fmt: skip

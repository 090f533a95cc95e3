"""Europe PMC's RESTful service: search by GET and by form, pages by cursorMark, and errors that say 200."""

from __future__ import annotations

from evgraph.model import Author
from tests.replay.corpus import Corpus, Work
from tests.replay.reply import Reply, Request, as_json, as_text
from tests.replay.terms import holds

_RELATIONS = {
    "CommentIn": "Comment in", "CommentOn": "Comment on", "ErratumIn": "Erratum in", "ErratumFor": "Erratum for",
    "RetractionIn": "Retraction in", "RetractionOf": "Retraction of",
    "ExpressionOfConcernIn": "Expression of concern in",
}  # fmt: skip


def lane(request: Request) -> str:
    """One limit for all."""
    return ""


def allowed(request: Request) -> int:
    """Return how many requests a second are allowed; the service publishes no number."""
    return 10


def too_fast(request: Request) -> Reply:
    """Refuse."""
    return as_text("Too Many Requests", 429)


def answer(corpus: Corpus, request: Request) -> Reply:
    """Answer one request."""
    params = request.params
    if request.path not in ("search", "searchPOST"):
        return as_json({"errCode": 404, "errMsg": "The requested resource is not available"})
    if params.get("format") != "json":
        return Reply(200, b"<responseWrapper><version>6.9</version></responseWrapper>", "application/xml")
    if not params.get("query"):
        return as_json({"errCode": 404, "errMsg": "query is a mandatory parameter"})
    try:
        found = [work for work in corpus.works if work.pmid and holds(params["query"], work)]
    except ValueError as error:
        return as_json({"errCode": 400, "errMsg": f"The query cannot be read: {error}"})
    size = int(params.get("pageSize", 25))
    mark = params.get("cursorMark", "*")
    start = 0 if mark == "*" else int(mark.removeprefix("AoIIP"))
    page = found[start : start + size]
    told: dict[str, object] = {
        "version": "6.9", "hitCount": len(found),
        "request": {"queryString": params["query"], "resultType": params.get("resultType", "lite"), "cursorMark": mark},
        "resultList": {"result": [_result(work, params.get("resultType", "lite")) for work in page]},
    }  # fmt: skip
    # The last page repeats its own mark.
    told["nextCursorMark"] = f"AoIIP{start + size}" if start + size < len(found) else mark
    return as_json(told)


def _brief(author: Author) -> str:
    initials = "".join(word[0] for word in (author.given or "").split())
    return author.collective or " ".join(part for part in (author.particle, author.family, initials) if part)


def _result(work: Work, kind: str) -> dict[str, object]:
    short = {"id": work.pmid, "source": "MED", "pmid": work.pmid, "pmcid": work.pmcid, "doi": work.doi}
    if kind == "idlist":
        return short
    names = ", ".join(_brief(author) for author in work.authors)
    known = short | {
        "title": f"{work.title}.", "authorString": f"{names}.", "pubYear": str(work.year),
        "pageInfo": work.pages or work.article_number,
    }  # fmt: skip
    if kind == "lite":
        lite = known | {"journalTitle": work.short, "journalVolume": work.volume, "issue": work.issue}
        return {name: value for name, value in lite.items() if value is not None}
    authors = [
        {"fullName": one.name, "collectiveName": one.collective} if one.collective else
        {"fullName": one.name, "firstName": one.given, "initials": (one.given or "")[:1],
         "lastName": " ".join(part for part in (one.particle, one.family) if part)}
        for one in work.authors
    ]  # fmt: skip
    journal = {
        "title": work.journal,
        "ISOAbbreviation": work.short,
        "medlineAbbreviation": work.short,
        "ISSN": work.issn,
    }
    relations = [
        {"id": one.pmid, "source": "MED", "reference": one.where, "type": _RELATIONS[one.kind], "orderIn": at}
        for at, one in enumerate(work.relations) if one.kind in _RELATIONS
    ]  # fmt: skip
    abstract = " ".join(f"<h4>{label.capitalize()}</h4>{text}" if label else text for label, text in work.abstract)
    core = known | {
        "authorList": {"author": authors}, "abstractText": abstract or None, "license": "cc by" if work.pmcid else None,
        "journalInfo": {"volume": work.volume, "issue": work.issue, "yearOfPublication": work.year,
                        "monthOfPublication": work.month or 0, "journal": journal},
        "pubTypeList": {"pubType": [one.lower() for one in work.types]}, "language": "eng",
        "commentCorrectionList": {"commentCorrection": relations} if relations else None,
    }  # fmt: skip
    return {name: value for name, value in core.items() if value is not None}

"""NCBI's E-utilities, as NBK25499 describes them: ecitmatch, esearch with history, efetch, esummary.

Where the service is known to differ from its description it does so here: errors come with 200, an author that does
not fit is let through, and ECitMatch stops at the first line without a journal that has no candidate.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from evgraph.sameness import letters
from tests.replay.corpus import Corpus, Work
from tests.replay.reply import Reply, Request, as_json, as_text
from tests.replay.terms import holds

_HISTORY: dict[str, list[str]] = {}


def lane(request: Request) -> str:
    """All tools share one limit."""
    return ""


def allowed(request: Request) -> int:
    """Return how many requests a second are allowed."""
    return 10 if request.params.get("api_key") else 3


def too_fast(request: Request) -> Reply:
    """Refuse; the real service tells the key back."""
    key = request.params.get("api_key", "127.0.0.1")
    told = {"error": "API rate limit exceeded", "api-key": key, "count": "11", "limit": str(allowed(request))}
    return as_json(told, 429, {"X-RateLimit-Limit": str(allowed(request)), "X-RateLimit-Remaining": "0"})


def answer(corpus: Corpus, request: Request) -> Reply:
    """Answer one tool."""
    tools = {"ecitmatch.cgi": _match, "esearch.fcgi": _search, "efetch.fcgi": _fetch, "esummary.fcgi": _summarise}
    if request.path not in tools:
        return as_text("not found", 404)
    if request.params.get("db") != "pubmed":
        return as_json({"error": f"Invalid db name specified: {request.params.get('db')}"})
    return tools[request.path](corpus, request.params)


def _match(corpus: Corpus, params: dict[str, str]) -> Reply:
    lines = []
    for line in params.get("bdata", "").replace("\n", "").split("\r"):
        if not line.strip():
            continue
        fields = line.split("|")
        journal, year, volume, page, author, key = [*fields, *[""] * 6][:6]
        found = _candidates(corpus, journal, year, volume, page, author)
        if not journal and not found:
            break
        known = any(letters(journal) in (letters(work.journal), letters(work.short)) for work in corpus.works)
        pmids = [work.pmid for work in found]
        if not found:
            said = "NOT_FOUND" if known or not journal else "NOT_FOUND;INVALID_JOURNAL"
        elif len(found) > 3:
            said = f"AMBIGUOUS ({len(found)} citations)"
        else:
            said = f"AMBIGUOUS {','.join(map(str, pmids))}" if len(found) > 1 else str(pmids[0])
        lines.append("|".join((journal, year, volume, page, author, key, said)))
    return as_text("".join(f"{line}\n" for line in lines))


def _candidates(corpus: Corpus, journal: str, year: str, volume: str, page: str, author: str) -> list[Work]:
    if not (journal or volume or page):
        return []
    found = [
        work for work in corpus.works
        if work.pmid
        and (not journal or letters(journal) in (letters(work.journal), letters(work.short)))
        and (not year or str(work.year) == year)
        and (not volume or work.volume == volume)
        and (not page or work.first_page == page)
    ]  # fmt: skip
    family = letters(author.split()[0]) if author.split() else ""
    named = [work for work in found if any(letters(one.family or "") == family for one in work.authors)]
    return named or found


def _search(corpus: Corpus, params: dict[str, str]) -> Reply:
    head = {"type": "esearch", "version": "0.3"}
    if not params.get("term"):
        return as_json({"header": head, "esearchresult": {"ERROR": "Empty term and query_key - nothing todo"}})
    try:
        found = [work.pmid for work in corpus.works if work.pmid and holds(params["term"], work)]
    except ValueError as error:
        return as_json({"header": head, "esearchresult": {"ERROR": f"Invalid query: {error}"}})
    start, most = int(params.get("retstart", 0)), min(int(params.get("retmax", 20)), 10_000)
    page = found[start : start + most]
    result = {
        "count": str(len(found)), "retmax": str(len(page)), "retstart": str(start), "idlist": page,
        "translationset": [], "querytranslation": params["term"],
    }  # fmt: skip
    if params.get("usehistory") == "y":
        environment = f"MCID_{len(_HISTORY):08x}"
        _HISTORY[environment] = [pmid for pmid in found if pmid]
        result |= {"querykey": "1", "webenv": environment}
    return as_json({"header": head, "esearchresult": result})


def _ids(params: dict[str, str]) -> list[str] | None:
    if "WebEnv" not in params:
        return [one for one in params.get("id", "").split(",") if one]
    start, most = int(params.get("retstart", 0)), int(params.get("retmax", 20))
    held = _HISTORY.get(params["WebEnv"])
    return None if held is None else held[start : start + most]


def _fetch(corpus: Corpus, params: dict[str, str]) -> Reply:
    ids = _ids(params)
    if ids is None:
        said = "<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"
        return Reply(200, said.encode(), "text/xml; charset=UTF-8")
    works = [work for pmid in ids if (work := corpus.by_pmid(pmid))]
    kind = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "pubmed_250101.dtd">'
    body = "\n".join(_article(work) for work in works)
    text = f'<?xml version="1.0" ?>\n{kind}\n<PubmedArticleSet>{body}</PubmedArticleSet>\n'
    return Reply(200, text.encode(), "text/xml; charset=UTF-8")


def _element(name: str, text: object, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(str(text))}</{name}>" if text else ""


def _article(work: Work) -> str:
    sections = "".join(
        _element("AbstractText", text, f" Label={quoteattr(label)}" if label else "") for label, text in work.abstract
    )
    abstract = f"<Abstract>{sections}{_element('CopyrightInformation', work.rights)}</Abstract>" if sections else ""
    banks = "".join(f"<AccessionNumber>{one}</AccessionNumber>" for one in work.registry)
    bank = (
        f"<DataBankList CompleteYN='Y'><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>"
        f"<AccessionNumberList>{banks}</AccessionNumberList></DataBank></DataBankList>" if banks else ""
    )  # fmt: skip
    authors = "".join(
        f"<Author ValidYN='Y'>{_element('CollectiveName', one.collective)}"
        f"{_element('LastName', ' '.join(part for part in (one.particle, one.family) if part))}"
        f"{_element('ForeName', one.given)}</Author>"
        for one in work.authors
    )
    related = "".join(
        f"<CommentsCorrections RefType='{one.kind}'>{_element('RefSource', one.where or 'J Invent Trials')}"
        f"{_element('PMID', one.pmid, ' Version=' + quoteattr('1'))}</CommentsCorrections>"
        for one in work.relations
    )
    number = work.article_number if not work.pages else None
    # A reference with a DOI of its own stands before the article's: it must not be taken for it.
    cited = (
        "<ReferenceList><Reference><Citation>Cited work</Citation><ArticleIdList><ArticleId IdType='pubmed'>"
        "NOT_FOUND;INVALID_JOURNAL</ArticleId><ArticleId IdType='doi'>10.5555/cited</ArticleId></ArticleIdList>"
        "</Reference></ReferenceList>"
    )
    return (
        "<PubmedArticle><MedlineCitation Status='MEDLINE' Owner='NLM'>"
        f"{_element('PMID', work.pmid, ' Version=' + quoteattr('1'))}"
        f"<Article PubModel='Print'><Journal>{_element('ISSN', work.issn, ' IssnType=' + quoteattr('Print'))}"
        f"<JournalIssue CitedMedium='Print'>{_element('Volume', work.volume)}{_element('Issue', work.issue)}"
        f"<PubDate>{_element('Year', work.year)}{_element('Month', work.month)}</PubDate></JournalIssue>"
        f"{_element('Title', work.journal)}{_element('ISOAbbreviation', work.short)}</Journal>"
        f"<ArticleTitle>{escape(work.title)}.</ArticleTitle>"
        f"<Pagination>{_element('MedlinePgn', work.pages or number)}</Pagination>{abstract}"
        f"<AuthorList CompleteYN='Y'>{authors}</AuthorList><Language>eng</Language>{bank}"
        f"<PublicationTypeList>{''.join(_element('PublicationType', one) for one in work.types)}</PublicationTypeList>"
        f"</Article><MedlineJournalInfo>{_element('MedlineTA', work.short)}</MedlineJournalInfo>"
        f"<CommentsCorrectionsList>{related}</CommentsCorrectionsList></MedlineCitation>"
        f"<PubmedData><PublicationStatus>ppublish</PublicationStatus>{cited}<ArticleIdList>"
        f"<ArticleId IdType='pubmed'>{work.pmid}</ArticleId>"
        f"{_element('ArticleId', work.doi, ' IdType=' + quoteattr('doi'))}"
        f"{_element('ArticleId', work.pmcid, ' IdType=' + quoteattr('pmc'))}"
        "</ArticleIdList></PubmedData></PubmedArticle>"
    )


def _summarise(corpus: Corpus, params: dict[str, str]) -> Reply:
    result: dict[str, object] = {"uids": []}
    for pmid in _ids(params) or []:
        work = corpus.by_pmid(pmid)
        if work is None:
            result[pmid] = {"uid": pmid, "error": f"cannot get document summary for uid {pmid}"}
            continue
        result[pmid] = {
            "uid": pmid, "pubdate": str(work.year), "source": work.short, "title": f"{work.title}.",
            "authors": [{"name": one.name, "authtype": "Author"} for one in work.authors], "volume": work.volume or "",
            "issue": work.issue or "", "pages": work.pages or "", "pubtype": list(work.types),
            "articleids": [{"idtype": "doi", "value": work.doi}] if work.doi else [],
        }  # fmt: skip
        result["uids"].append(pmid)  # type: ignore[attr-defined]
    return as_json({"header": {"type": "esummary", "version": "0.3"}, "result": result})

"""One article or book of PubMed XML, parsed, to a Reference.

The DOI and the PMC number are those of the article itself, never of a work it cites.
"""

from __future__ import annotations

from evgraph.errors import IdentifierError, Problem, Severity
from evgraph.identifiers import parse_pmcid, parse_pmid
from evgraph.model import Place, Reference
from evgraph.readers.fieldvalues import find_doi, parse_date, parse_serials
from evgraph.readers.nbib import without_stop
from evgraph.readers.pubmedparts import Element, Record
from evgraph.readers.reading import short

_STATES = (("Status", "nbib:STAT"), ("Owner", "nbib:OWN"), ("IndexingMethod", "pubmed:IndexingMethod"))


def build_article(element: Element, key: str, path: str, line: int, last: int) -> tuple[Reference, list[Problem]]:
    """Make the Reference of a `PubmedArticle`, and what is odd about it."""
    article = Record(path, line, key)
    for part in element:
        _walk(article, part)
    return _reference(article, "article", last), article.problems


def build_citation(element: Element, key: str, path: str, line: int, last: int) -> tuple[Reference, list[Problem]]:
    """Make the Reference of a `MedlineCitation` that stands alone."""
    article = Record(path, line, key)
    _walk(article, element)
    return _reference(article, "article", last), article.problems


def _walk(article: Record, part: Element) -> None:
    for attribute, name in _STATES:
        article.keep(name, part.get(attribute))
    article.walk(part)


def build_book(element: Element, key: str, path: str, line: int, last: int) -> tuple[Reference, list[Problem]]:
    """Make the Reference of a `PubmedBookArticle`: a chapter if it has a title of its own, else the book."""
    article = Record(path, line, key)
    for part in element:
        article.walk(part)
    book = article.values.pop("BookTitle", None)
    if not article.values.get("ArticleTitle"):
        article.values["ArticleTitle"] = book or ""
        return _reference(article, "book", last), article.problems
    article.values["Title"] = book or ""
    return _reference(article, "chapter", last), article.problems


def _reference(article: Record, work_type: str, last: int) -> Reference:
    values = article.values
    title = values.get("ArticleTitle") or None
    if title is None:
        article.note("no title; kept without one")
    brief, brief_iso = values.get("MedlineTA"), values.get("ISOAbbreviation")
    journal = values.get("Title") or brief or brief_iso or None
    for name in dict.fromkeys((brief, brief_iso)):
        article.keep("container-title-short", name if name != journal else None)
    date = parse_date(article.date)
    if not date.whole:
        article.keep("nbib:DP", article.date)
    elif date.day and date.year:
        article.keep("issued", date.iso)
    serials = parse_serials(tuple(article.issns))
    for value in serials.wrong:
        article.note(f"ISSN: {short(value)} is no ISSN; kept as it is")
    if article.abstract:
        article.keep("abstract", "\n".join(article.abstract))
    pages = article.pages
    return Reference(
        key=article.key, title=without_stop(title), authors=tuple(article.authors), et_al=article.et_al,
        journal=journal, year=date.year, month=date.month, volume=values.get("Volume") or None,
        issue=values.get("Issue") or None,
        first_page=pages.first, last_page=pages.last, article_number=pages.article_number, doi=_doi(article),
        pmid=_parsed(article, "PMID"), pmcid=_parsed(article, "pmc"), issn=serials.issn, work_type=work_type,
        places=(Place(article.path, article.line, last),),
        extra=(*article.extra, *serials.extra),
    )  # fmt: skip


def _parsed(article: Record, name: str) -> str | None:
    text = article.values.get(name)
    try:
        return (parse_pmid(text) if name == "PMID" else parse_pmcid(text)) if text else None
    except IdentifierError as error:
        article.note(f"{error}; kept as it is")
        article.keep(f"pubmed:{name}", text)
        return None


def _doi(article: Record) -> str | None:
    """Return the article's DOI from its list of numbers, else from where it stands electronically."""
    listed, located = article.values.get("doi"), article.values.get("ELocationID")
    chosen = None
    for text in (listed, located):
        doi = find_doi(text) if text else None
        if text and doi is None:
            article.note(f"{short(text)} is no DOI; kept as it is")
            article.keep("nbib:LID", f"{text} [doi]")
        elif doi and chosen and doi != chosen:
            article.note(f"the DOI {doi} differs from {chosen}; both are kept", Severity.DIFFERENCE)
            article.keep("nbib:LID", f"{doi} [doi]")
        chosen = chosen or doi
    return chosen

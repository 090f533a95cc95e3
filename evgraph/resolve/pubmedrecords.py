"""An answer of efetch in PubMed XML → `Found`s.

The reader of PubMed XML makes the References. Here is what it leaves: sections of abstracts, comments and corrections,
kinds of publication, ids of trials.
"""

from __future__ import annotations

import io
from xml.parsers import expat

from evgraph.errors import Problem, Severity
from evgraph.readers import pubmedxml, xmlparts
from evgraph.readers.xmlparts import Element
from evgraph.resolve.items import bare, make_abstract, registry_ids
from evgraph.resolve.notices import find_relation, find_type
from evgraph.resolve.records import Abstract, Answer, Found, Notice
from evgraph.resolve.studies import REGISTERS

_SOURCE = "PubMed"
_KINDS = ("PubmedArticle", "PubmedBookArticle")


def find_records(answer: Answer, service: str) -> tuple[dict[str, Found], list[Problem]]:
    """Return the records of an answer by PMID, and the articles that cannot be read."""
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for piece in xmlparts.split(io.StringIO(answer.body.decode("utf-8", "replace")), _KINDS):
        if piece.name not in _KINDS:
            continue
        reading = pubmedxml.read(piece.text, service)
        problems += [one for one in reading.problems if one.severity is Severity.ERROR]
        try:
            tree, _ = xmlparts.parse(piece.text)
        except expat.ExpatError:
            continue  # the reader has told of it
        for reference in reading.references:
            if reference.pmid:
                made = _found(tree, answer, service)
                found[reference.pmid] = Found(
                    service, answer.url, answer.date, bare(reference, f"pmid:{reference.pmid}"), *made
                )
    return found, problems


def _found(
    tree: Element, answer: Answer, service: str
) -> tuple[tuple[Notice, ...], Abstract | None, tuple[str, ...], tuple[str, ...]]:
    record = tree.find("MedlineCitation") or tree.find("BookDocument") or tree
    article = record.find("Article") or record
    types = tuple(one.text for one in (*article.all("PublicationTypeList", "PublicationType"),
                                       *article.all("PublicationType")))  # fmt: skip
    return _notices(record, types), _abstract(article), _registry(article), types


def _notices(record: Element, types: tuple[str, ...]) -> tuple[Notice, ...]:
    related = []
    for one in record.all("CommentsCorrectionsList", "CommentsCorrections"):
        pmid, where = one.find("PMID"), one.find("RefSource")
        kind = one.attributes.get("RefType", "")
        related.append(find_relation(kind, pmid.text if pmid else None, _SOURCE, where.text if where else ""))
    typed = [find_type(one, _SOURCE) for one in types]
    return tuple(notice for notice in (*related, *typed) if notice is not None)


def _abstract(article: Element) -> Abstract | None:
    pieces = [(one.attributes.get("Label", ""), one.text) for one in article.all("Abstract", "AbstractText")]
    rights = article.find("Abstract", "CopyrightInformation")
    return make_abstract(pieces, rights.text if rights else "")


def _registry(article: Element) -> tuple[str, ...]:
    ids = []
    for bank in article.all("DataBankList", "DataBank"):
        name = bank.find("DataBankName")
        if name is not None and name.text in REGISTERS:
            ids += [one.text for one in bank.all("AccessionNumberList", "AccessionNumber")]
    return registry_ids(ids)

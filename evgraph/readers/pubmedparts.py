"""The elements of one article or book of PubMed XML to values and to what is kept beside them.

What has no field stays in `extra` under the tag that MEDLINE (NBIB) has for the same: `nbib:MH` a heading, `nbib:GR`
a grant, `nbib:AD[2]` an affiliation of the second author. An element not known here stays as `pubmed:<its name>`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evgraph.errors import Problem, Severity
from evgraph.model import Author
from evgraph.readers.fieldvalues import make_person, parse_range
from evgraph.readers.reading import Pages, short

#: An element of lxml, which ships no types.
Element = Any

#: Elements whose text is kept as it stands, by name.
_PLAIN = {
    "Language": "language", "VernacularTitle": "original-title", "Country": "publisher-place",
    "NlmUniqueID": "nbib:JID", "MedlineID": "nbib:UI", "Affiliation": "nbib:AD",
    "CitationSubset": "nbib:SB", "CoiStatement": "nbib:COIS",
    "NumberOfReferences": "nbib:RF", "CopyrightInformation": "nbib:CI", "PublicationStatus": "nbib:PST",
    "PublicationType": "genre", "Keyword": "keyword", "SupplMeshName": "nbib:NM", "GeneSymbol": "nbib:GS",
    "SpaceFlightMission": "nbib:SFM", "GeneralNote": "nbib:GN", "PublisherName": "publisher", "Edition": "edition",
    "PublisherLocation": "publisher-place", "Isbn": "ISBN", "CollectionTitle": "collection-title",
    "VolumeTitle": "volume-title", "Medium": "medium", "ReportNumber": "number",
}  # fmt: skip

#: Elements that only hold others.
_HOLDERS = frozenset({
    "PublicationTypeList", "MedlineJournalInfo", "KeywordList", "SupplMeshList", "GeneSymbolList", "Publisher",
    "ArticleIdList", "History", "Article", "Journal", "JournalIssue", "Book", "BookDocument",
})  # fmt: skip

_RELATIONS = {
    "CommentIn": "CIN", "CommentOn": "CON", "ErratumIn": "EIN", "ErratumFor": "EFR", "UpdateIn": "UIN",
    "UpdateOf": "UOF", "RetractionIn": "RIN", "RetractionOf": "ROF", "RepublishedIn": "RPI", "RepublishedFrom": "RPF",
    "ExpressionOfConcernIn": "ECI", "ExpressionOfConcernFor": "ECF", "SummaryForPatientsIn": "SPIN",
    "OriginalReportIn": "ORI", "AssociatedDataset": "DDIN", "AssociatedPublication": "DRIN",
    "RetractedandRepublishedIn": "RRI", "RetractedandRepublishedFrom": "RRF",
}  # fmt: skip

#: Where a date of the history stands in MEDLINE.
_DATES = {"entrez": "CRDT", "pubmed": "EDAT", "medline": "MHDA"}


class Record:
    """One record while its elements are walked through."""

    def __init__(self, path: str, line: int, key: str) -> None:
        self.path, self.line, self.key = path, line, key
        self.values: dict[str, str] = {}
        self.authors: list[Author] = []
        self.et_al = False
        self.issns: list[str] = []
        self.abstract: list[str] = []
        self.date = ""
        self.pages = Pages()
        self.extra: list[tuple[str, str]] = []
        self.problems: list[Problem] = []

    def note(self, message: str, severity: Severity = Severity.NOTE) -> None:
        """Keep a problem of this record."""
        self.problems.append(Problem(message, self.path, self.line, self.key, severity=severity))

    def keep(self, name: str, value: str | None) -> None:
        """Keep what has no field."""
        if value:
            self.extra.append((name, value))

    def walk(self, element: Element) -> None:
        """Take every child by its name; one that is not known is kept whole."""
        for child in element:
            name = child.tag
            handler = _HANDLERS.get(name)
            if handler is not None:
                handler(self, child)
            elif name in _PLAIN:
                self.keep(_PLAIN[name], _text(child))
            else:
                self.keep(f"pubmed:{name}", " ".join("".join(child.itertext()).split()))


def _text(element: Element) -> str:
    """Return the text of an element without its markup, on one line."""
    text = "".join(element.itertext()) if len(element) else element.text
    if not text:
        return ""
    return " ".join(text.split()) if "\n" in text else text.strip()


def _value(article: Record, element: Element) -> None:
    """Take a text that is a field of its own; a second one is kept aside."""
    name, text = str(element.tag), _text(element)
    if article.values.setdefault(name, text) != text:
        article.keep(f"pubmed:{name}", text)


def _day(element: Element) -> str:
    parts = {child.tag: (child.text or "").strip() for child in element}
    return "".join((parts.get("Year", ""), parts.get("Month", "").zfill(2), parts.get("Day", "").zfill(2)))


def _pub_date(article: Record, element: Element) -> None:
    article.date = " ".join(filter(None, ((child.text or "").strip() for child in element)))


def _pagination(article: Record, element: Element) -> None:
    parts = {child.tag: _text(child) for child in element}
    text = parts.get("MedlinePgn") or "-".join(filter(None, (parts.get("StartPage"), parts.get("EndPage"))))
    if not text:
        return
    article.pages, whole = parse_range(text)
    if not whole:
        article.keep("page", text)
        if article.pages.first is None:
            article.note(f"{short(text)} is no range of pages; kept as it is")


def _location(article: Record, element: Element) -> None:
    kind, text = element.get("EIdType"), _text(element)
    if kind == "doi" and element.get("ValidYN") != "N" and "ELocationID" not in article.values:
        article.values["ELocationID"] = text
    else:
        article.keep("nbib:LID", f"{text} [{kind}]" + (" (not valid)" if element.get("ValidYN") == "N" else ""))


def _article_id(article: Record, element: Element) -> None:
    kind, text = element.get("IdType", ""), _text(element)
    if kind in ("doi", "pmc") and kind not in article.values:
        article.values[kind] = text
    elif kind != "pubmed" and text:
        article.keep("nbib:AID", f"{text} [{kind}]")


def _issn(article: Record, element: Element) -> None:
    kind = element.get("IssnType") or ("Linking" if element.tag == "ISSNLinking" else "")
    article.issns.append(f"{_text(element)} ({kind})" if kind else _text(element))


def _abstract(article: Record, element: Element) -> None:
    for child in element:
        if child.tag != "AbstractText":
            article.keep(_PLAIN.get(str(child.tag), f"pubmed:{child.tag}"), _text(child))
        elif text := _text(child):
            label = child.get("Label")
            article.abstract.append(f"{label}: {text}" if label else text)


def _author_list(article: Record, element: Element) -> None:
    editors = element.get("Type") == "editors"
    article.et_al = article.et_al or (element.get("CompleteYN") == "N" and not editors)
    for child in element:
        author, about = _author(child)
        if author is None:
            article.note("an author without a name")
            author = Author()
        if editors or child.get("ValidYN") == "N":
            name = ", ".join(filter(None, (author.family, author.given, author.suffix))) or author.name
            article.keep("editor" if editors else "pubmed:AuthorNotValid", name)
            article.extra += [(f"pubmed:{tag}", text) for tag, text in about]
            continue
        article.authors.append(author)
        article.extra += [(f"nbib:{tag}[{len(article.authors)}]", text) for tag, text in about]
    for name, value in element.items():
        if name not in ("CompleteYN", "Type"):
            article.keep(f"pubmed:AuthorList{name}", value)


def _author(element: Element) -> tuple[Author | None, list[tuple[str, str]]]:
    """Return the author, and what else is said of him (affiliations, numbers) by its tag of MEDLINE."""
    family = given = initials = suffix = collective = None
    about: list[tuple[str, str]] = []
    for child in element:
        name = child.tag
        if name == "LastName":
            family = _text(child)
        elif name == "ForeName":
            given = _text(child)
        elif name == "Initials":
            initials = _text(child)
        elif name == "AffiliationInfo":
            about += [("AD" if part.tag == "Affiliation" else "ADID", text) for part in child if (text := _text(part))]
        elif name in ("FirstName", "MiddleName"):  # until 2002
            given = f"{given} {_text(child)}" if given else _text(child)
        elif name == "Affiliation":
            about.append(("AD", _text(child)))
        elif name == "Suffix":
            suffix = _text(child).rstrip(".") or None
        elif name == "CollectiveName":
            collective = _text(child)
        elif name == "Identifier":
            about.append(("AUID", f"{child.get('Source', '')}: {_text(child)}"))
        else:
            about.append((str(name), _text(child)))
    if element.get("EqualContrib") == "Y":
        about.append(("EqualContrib", "Y"))
    if collective:
        return Author(collective=collective), about
    given = given or initials
    return (make_person(family or "", given, suffix) if family or given else None), about


def _mesh(article: Record, element: Element) -> None:
    for heading in element:
        parts = [("*" if part.get("MajorTopicYN") == "Y" else "") + (part.text or "") for part in heading]
        article.extra.append(("nbib:MH", "/".join(parts)))


def _joined(article: Record, element: Element) -> None:
    """Take lists whose items are several texts: grants, data banks, chemicals, persons."""
    name = _LISTS[str(element.tag)]
    for item in element:
        article.keep(name, "/".join(text for part in item.iter() if not len(part) and (text := _text(part))))
    if element.get("CompleteYN") == "N":
        article.keep(name, "(the list is not complete)")


def _relations(article: Record, element: Element) -> None:
    for item in element:
        kind = item.get("RefType", "")
        texts = [("PMID: " if part.tag == "PMID" else "") + _text(part) for part in item]
        tag = _RELATIONS.get(kind)
        article.keep(f"nbib:{tag}" if tag else f"pubmed:{kind}", " ".join(texts))


def _references(article: Record, element: Element) -> None:
    """Keep what the article cites, each with its numbers; none of them is the article's own."""
    texts: list[str] = []
    for part in element.iter():  # there may be hundreds: gone through once, without a list for each
        name = part.tag
        if name == "Citation":
            texts.append(_text(part))
        elif name == "ArticleId":
            texts.append(f"[{part.get('IdType')}: {part.text}]")
        elif name in ("Reference", "ReferenceList"):
            article.keep("pubmed:Reference", " ".join(texts))
            texts = []
        elif name not in _CITED and part.getparent().tag in _CITED:
            texts.append(_text(part))
    article.keep("pubmed:Reference", " ".join(texts))


def _history(article: Record, element: Element) -> None:
    parts = {child.tag: (child.text or "").strip() for child in element}
    day = "/".join(parts.get(name, "").zfill(2) for name in ("Year", "Month", "Day") if name in parts)
    time = ":".join(parts[name].zfill(2) for name in ("Hour", "Minute") if name in parts)
    status = element.get("PubStatus", "")
    text = f"{day} {time}".strip()
    article.keep(*((f"nbib:{_DATES[status]}", text) if status in _DATES else ("nbib:PHST", f"{text} [{status}]")))


def _dated(article: Record, element: Element) -> None:
    article.keep(f"nbib:{_DATED[str(element.tag)]}", _day(element))


def _other_abstract(article: Record, element: Element) -> None:
    article.keep("nbib:OAB", "\n".join(filter(None, (_text(child) for child in element))))


#: What holds the works that are cited; of what else is in it, the text is kept.
_CITED = frozenset({"ReferenceList", "Reference", "ArticleIdList"})
_DATED = {
    "DateCreated": "DA",
    "DateCompleted": "DCOM",
    "DateRevised": "LR",
    "ArticleDate": "DEP",
    "ContributionDate": "CTDT",
}
_LISTS = {
    "GrantList": "nbib:GR", "DataBankList": "nbib:SI", "ChemicalList": "nbib:RN", "InvestigatorList": "nbib:FIR",
    "PersonalNameSubjectList": "nbib:FPS", "ObjectList": "pubmed:Object", "ItemList": "pubmed:Item",
}  # fmt: skip
_HANDLERS: dict[str, Callable[[Record, Element], None]] = {
    **dict.fromkeys(("PMID", "Volume", "Issue", "Title", "ISOAbbreviation", "MedlineTA"), _value),
    **dict.fromkeys(("ArticleTitle", "BookTitle"), _value),
    **dict.fromkeys(_HOLDERS, Record.walk),
    **dict.fromkeys(_LISTS, _joined),
    **dict.fromkeys(_DATED, _dated),
    "PubDate": _pub_date, "Pagination": _pagination, "ELocationID": _location, "ArticleId": _article_id,
    "ISSN": _issn, "ISSNLinking": _issn, "Abstract": _abstract, "OtherAbstract": _other_abstract,
    "AuthorList": _author_list, "MeshHeadingList": _mesh, "CommentsCorrectionsList": _relations,
    "ReferenceList": _references, "PubMedPubDate": _history,
}  # fmt: skip

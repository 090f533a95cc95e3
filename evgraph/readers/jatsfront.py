"""The front of a JATS article to the fields of a Reference: who, where, when, the abstracts, whose the text is."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.readers.jatsfields import NAMES, Citation
from evgraph.readers.jatstext import abstract_text
from evgraph.readers.xmlparts import Element

#: Under which terms a text may be passed on, in `extra`.
LICENCE = "jats:license"


def front(article: Element, journal: Element | None) -> Citation:
    """Return the article itself, from its `<article-meta>` and the `<journal-meta>` before it."""
    citation = Citation("journal")
    if journal is not None:
        titles = journal.all("journal-title-group", "journal-title") + journal.all("journal-title")
        for title in titles:
            citation.put("source", title.text)
        citation.serials = [
            f"{one.text} ({_version(one)})" if _version(one) else one.text for one in journal.all("issn")
        ]
        for publisher in journal.all("publisher"):
            citation.walk(publisher)
    for title in article.all("title-group"):
        citation.walk(title)
    for group in article.all("contrib-group"):
        for contributor in group.all("contrib"):
            named = [one for one in contributor.elements if one.name in NAMES or one.name == "contrib-id"]
            citation.persons(Element("", {}, [*named]), contributor.attributes.get("contrib-type", "author"))
    dates = article.all("pub-date")
    printed = sorted(dates, key=lambda one: _RANK.get(_kind_of(one), 2))
    for date in printed[:1]:
        citation.walk(date)
    for date in printed[1:]:
        parts = [one.text.zfill(2) for name in ("year", "month", "day") for one in date.all(name)]
        citation.extra.append((f"jats:pub-date[{_kind_of(date)}]", "-".join(parts)))
    taken = Element("", {}, [one for one in article.elements if one.name in _FRONT])
    citation.walk(taken)
    for keyword in article.all("kwd-group", "kwd"):
        citation.extra.append(("keyword", keyword.text))
    citation.extra.extend(_abstracts(article))
    # Before JATS 1.0 (NLM 2.3) the terms stood in the front itself.
    for permissions in (article, *article.all("permissions")):
        citation.extra.extend(_terms(permissions))
    for related in article.all("related-article"):
        kind, address = related.attributes.get("related-article-type", ""), related.attributes.get("xlink:href", "")
        by = "PMID: " if related.attributes.get("ext-link-type", "").lower() in ("pmid", "pubmed") else ""
        citation.extra.append((f"jats:{kind or 'related-article'}", f"{by}{address or related.text}"))
    used = _FRONT | {"title-group", "contrib-group", "pub-date", "kwd-group", "abstract", "permissions", "license"}
    used |= {"copyright-statement", "related-article"}
    passed = dict.fromkeys(one.name for one in article.elements if one.name not in used)
    if passed:
        citation.notes.append(f"of the article itself, these were passed over: {', '.join(passed)}")
    return citation


_RANK = {"ppub": 0, "collection": 1, "epub": 3}
_FRONT = frozenset(
    {"article-id", "volume", "issue", "fpage", "lpage", "page-range", "elocation-id", "supplement", "isbn"}
)


def _abstracts(article: Element) -> Iterator[tuple[str, str]]:
    """Yield the abstract, and by their kind those that are none of the usual: teasers, key points, summaries."""
    told = sorted(article.all("abstract"), key=lambda one: "abstract-type" in one.attributes)
    for number, abstract in enumerate(told):
        text = abstract_text(abstract)
        if text:
            kind = abstract.attributes.get("abstract-type", "")
            yield ("abstract" if not number else f"jats:abstract[{kind}]", text)


def _terms(permissions: Element) -> Iterator[tuple[str, str]]:
    """Yield whose the work is, and under which terms it may be passed on: the address of a licence, else its words."""
    for statement in permissions.all("copyright-statement"):
        yield "jats:copyright-statement", statement.text
    for licence in permissions.all("license"):
        reference = next((one.text for one in licence.elements if one.name.endswith("license_ref")), "")
        words = " ".join(one.text for one in licence.elements if not one.name.endswith("license_ref"))
        linked = next((one.attributes.get("xlink:href", "") for one in licence.all("license-p", "ext-link")), "")
        address = licence.attributes.get("xlink:href") or reference or linked
        told = address or words or licence.attributes.get("license-type", "")
        if told:
            yield LICENCE, told


def _kind_of(date: Element) -> str:
    return date.attributes.get("pub-type") or date.attributes.get("date-type") or ""


def _version(issn: Element) -> str:
    kind = issn.attributes.get("pub-type") or issn.attributes.get("publication-format") or ""
    return {"ppub": "Print", "epub": "Electronic", "print": "Print", "electronic": "Electronic"}.get(kind, kind)

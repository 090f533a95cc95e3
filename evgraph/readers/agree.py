"""Two ways of reading one reference string, held against each other: the grammar of the usual forms, and the CRF.

The grammar knows how journals print year, volume, issue and pages, and the sentences of a Vancouver reference. Where
both say the same of a field, its confidence rises; where they differ, it falls, and what the other one read is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.model import FieldSpan, Reference, Span
from evgraph.readers.fields import Parsed, Piece
from evgraph.readers.names import are_plain
from evgraph.readers.trust import ALONE, INSTEAD, NOTHING, OTHER, SAME, Trust, logit

#: Field to what the grammar reads there, and where.
Opinion = dict[str, tuple[str, int, int]]

_DASH = r"\s?(?:--|[-\u2010-\u2014\u2212])\s?"
_PAGE = r"[A-Za-z]{0,3}\d{1,9}[A-Za-z]?"
_PAGES = rf"(?P<pages>{_PAGE}(?:{_DASH}{_PAGE}|\s\d{{1,5}}(?=\s?\.(?!\d)|$))?)"
_YEAR = r"(?P<year>(?:1[5-9]\d|20[0-4])\d)[a-z]?"
#: A year on its own is no page and no volume where a year is still to come.
_NO_YEAR = r"(?!(?:1[5-9]|20)\d\d(?!\s?[-\u2010-\u2014\u2212\d]))"
_VOLUME = r"(?P<volume>[A-Z]?\d{1,4}[A-Z]?)"
_VOLUMES = rf"(?P<volume>[A-Z]?\d{{1,4}}(?:{_DASH}(?:\d{{1,4}}|[A-Z])|[A-Z])?)"
_ISSUE = r"(?:\s?\(\s?(?P<issue>[^()\s][^()]{0,24}?)\s?\))?"
#: `2017 Mar;376(9):836-47`, `376(9):836-47, 2017`, `376 (2017) 836-47`, `vol. 376, no. 9, pp. 836-47`, `376, 836-47`;
#: before each, a form that is quickly looked for and without which it need not be tried.
_TAILS = tuple(
    (re.compile(quick), re.compile(form))
    for quick, form in (
        (
            r";\s?[A-Z]?\d",
            rf"(?<!\d){_YEAR}(?:\s[A-Za-z]{{3,9}}\.?(?:[-/\u2013][A-Za-z]{{3,9}}\.?)?)?(?:\s\d{{1,2}})?\s?;\s?{_VOLUMES}{_ISSUE}"
            rf"\s?:\s?{_PAGES}(?![\w-])",
        ),
        (
            r"[Vv]ol(?:\.|ume)?\s?[A-Z]?\d",
            rf"\b[Vv]ol(?:\.|ume)?\s?{_VOLUME},?\s(?:[Nn]o\.?|[Ii]ssue)\s?(?P<issue>\d[\w/\u2013-]*),?\s(?:pp?\.?\s?)?{_NO_YEAR}{_PAGES}(?![\w-])",
        ),
        (
            r"\((?:1[5-9]|20)\d\d\),?\s(?:pp?\.\s)?[A-Za-z]{0,3}\d",
            rf"(?<![\w.]){_VOLUME}\s?\({_YEAR}\),?\s(?:pp?\.\s)?{_PAGES}(?![\w-])",
        ),
        (
            r"\)\s?[:,]\s?(?:pp?\.\s?)?[A-Za-z]{0,3}\d",
            rf"(?<![\w.]){_VOLUME}\s?\(\s?(?P<issue>\d[\w/\u2013-]{{0,9}})\s?\)\s?[:,]\s?(?:pp?\.\s?)?{_PAGES}(?![\w-])",
        ),
        (
            r"\d\s?[:,]\s(?:pp\.\s?)?[A-Za-z]{0,3}\d",
            rf"(?<=\w[ ,])\s?{_NO_YEAR}{_VOLUME}\s?[:,]\s(?:pp\.\s?)?{_NO_YEAR}{_PAGES}"
            rf"(?=,\s(?:1[5-9]|20)\d\d\b|\s\((?:1[5-9]|20)\d\d\)|\s?\.?$|\.\s)",
        ),
    )
)
_NUMBERS = frozenset({"year", "volume", "issue", "pages"})
_LOOSE = re.compile(r"\W+")
#: How sure the grammar is of what a page's own markup sets apart.
_MARKED = 0.95
_IN_ORDER = frozenset({"authors", "title", "journal", "year", "volume", "issue", "pages"})


def grammar(text: str) -> tuple[Opinion, frozenset[str]]:
    """Read what a string says in one of the usual forms, and of which fields that is sure.

    Sure are the numbers in `2017 Mar;376(9):836-47`, and the sentences before them if the first is plain names.

    >>> opinion, sure = grammar("Hu X. A title. Blood. 2017 Mar;376(9):836-47.")
    >>> {name: words for name, (words, _, _) in opinion.items() if name in sure}
    {'year': '2017', 'volume': '376', 'issue': '9', 'pages': '836-47', 'author': 'Hu X', 'title': 'A title', \
'container': 'Blood'}
    """
    for number, (quick, form) in enumerate(_TAILS):
        match = form.search(text) if quick.search(text) else None
        if match:
            found = {name: (words, *match.span(name)) for name, words in match.groupdict().items() if words}
            if number:
                return found, frozenset()
            sentences = _sentences(text, match.start())
            plain = "author" in sentences and are_plain(sentences["author"][0])
            return found | sentences, _NUMBERS | sentences.keys() if plain else _NUMBERS
    return {}, frozenset()


def _sentences(text: str, end: int) -> Opinion:
    """Read authors, title and journal where they are the only three sentences before the year."""
    head = text[:end].rstrip()
    parts = head.removesuffix(".").split(". ")
    if len(parts) != 3 or not all(parts) or not head.endswith("."):
        return {}
    title = len(parts[0]) + 2
    journal = title + len(parts[1]) + 2
    name = parts[2].removesuffix(" [Internet]")
    return {
        "author": (parts[0], 0, len(parts[0])),
        "title": (parts[1], title, title + len(parts[1])),
        "container": (name, journal, journal + len(name)),
    }


def weighed(parsed: Parsed, opinion: Opinion, sure: frozenset[str]) -> Iterator[tuple[str, Piece, str | None, int]]:
    """Yield each field as it is kept, what the other way of reading has instead, and how the two compare.

    The CRF's reading is kept, save where the grammar is sure; measured on the gold, that is right more often.
    """
    certain = {name: opinion[name] for name in opinion.keys() & sure} if sure else {}
    for name, piece in parsed.pieces.items():
        told = opinion.get(name)
        if told is None:
            if not certain or all(piece.end <= one or two <= piece.start for _, one, two in certain.values()):
                yield name, piece, None, NOTHING
        elif told[0] == piece.text or _bare(told[0]) == _bare(piece.text):
            yield name, piece, None, SAME
        elif name in certain:
            yield name, Piece(*told, piece.sure), piece.text, INSTEAD
        else:
            yield name, piece, told[0], OTHER
    for name, told in certain.items():
        if name not in parsed.pieces:
            yield name, Piece(*told, 0.5), None, ALONE


def settle(parsed: Parsed, opinion: Opinion, sure: frozenset[str], trust: Trust) -> dict[str, tuple[Piece, str | None]]:
    """Return each field with its confidence after the comparison, and what the other way of reading has instead."""
    least = logit(least_sure(parsed))
    return {
        name: (Piece(piece.text, piece.start, piece.end, trust.of(name, piece.sure, least, told)), other)
        for name, piece, other, told in weighed(parsed, opinion, sure)
    }


def least_sure(parsed: Parsed) -> float:
    """Return how sure the CRF is of the field of which it is least sure; an error seldom comes alone."""
    return min((piece.sure for piece in parsed.pieces.values()), default=1.0)


def located(reference: Reference, raw: str) -> tuple[FieldSpan, ...]:
    """Return where the fields of a reference stand in its string; a page's own markup is believed as far as it goes."""
    spans: list[FieldSpan] = []
    at, line = 0, raw.replace("\n", " ")
    for name, words in _values(reference):
        place = _find(line, name, words, at if name in _IN_ORDER else 0)
        if place is None:
            continue
        at = max(at, place[1]) if name in _IN_ORDER else at
        spans.append(FieldSpan(name, Span(*place), _MARKED))
    return tuple(sorted(spans, key=lambda span: span.span))


def _values(reference: Reference) -> list[tuple[str, list[str]]]:
    """Return each field and its parts, in the order in which Vancouver has them."""
    pages = [page for page in (reference.first_page or reference.article_number, reference.last_page) if page]
    authors = [
        word
        for author in reference.authors
        for word in (author.particle, author.family, author.given, author.suffix, author.collective)
        if word
    ]
    named = (
        ("title", reference.title), ("journal", reference.journal), ("year", reference.year),
        ("volume", reference.volume), ("issue", reference.issue),
    )  # fmt: skip
    marks = (("issn", reference.issn), ("doi", reference.doi), ("pmid", reference.pmid), ("pmcid", reference.pmcid))
    values = [("authors", authors), *((name, [str(value)]) for name, value in named if value), ("pages", pages)]
    return [(name, words) for name, words in values if words] + [(name, [value]) for name, value in marks if value]


def _find(line: str, name: str, words: list[str], at: int) -> tuple[int, int] | None:
    """Find a field's parts one behind the other; a last page may have lost the digits it shares with the first."""
    start = end = line.find(words[0], at)
    if start < 0:
        return None
    end += len(words[0])
    for word in words[1:]:
        for cut in range(len(word) if name == "pages" else 1):
            found = line.find(word[cut:], end, end + 20 if name == "pages" else len(line))
            if found >= 0:
                end = found + len(word) - cut
                break
    return start, end


def _bare(text: str) -> str:
    return _LOOSE.sub("", text).lower()

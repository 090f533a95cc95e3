"""What a full text needs beside an abstract: which part a claim stands in, and which of its claims are to be made.

A body has figures and verbs of many kinds, says its results in several parts, and tells of other works.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Document, Kind, Section, Span

#: Titles of parts that tell of no result.
_BESIDE = re.compile(
    r"ACKNOWLEDG|FOOTNOTES|FUNDING|DECLARATION|CONFLICT|COMPETING|AUTHOR|DISCLOSURE|ETHIC|CONSENT|DATA AVAIL"
    r"|SUPPLEMENT|SUPPORTING|ABBREVIATIONS"
)
_ALONE = "the text tells neither of which group it is nor of an outcome that a vocabulary knows"
_FULL = "full text"
_SEEN = re.compile(r"[^\n]")


def without_asides(document: Document) -> str:
    """Return the text with blanks where other works are cited, and in a full text where titles and cells of tables are.

    So "[12, 15]" is no range, and a cell no result. Places stay the same.
    """
    text = document.text
    spans = list(document.cited)
    if document.part == _FULL and document.sections:
        ends = [0, *(edge for one in document.sections for edge in (one.span.start, one.span.end)), len(text)]
        spans = sorted([*spans, *(Span(*gap) for gap in zip(ends[::2], ends[1::2], strict=True) if gap[0] < gap[1])])
    pieces, done = [], 0
    for span in spans:
        pieces += [text[done : span.start], _SEEN.sub(" ", span.of(text))]
        done = span.end
    return "".join([*pieces, text[done:]])


def part_of(document: Document, span: Span) -> tuple[str, str | None]:
    """Return what of the work words stand in, and within a body the titles above them.

    >>> part_of(Document("a", "title", "A trial", (Section("TITLE", Span(0, 7)),)), Span(2, 7))
    ('title', None)
    """
    at = bisect_right(document.sections, span.start, key=lambda one: one.span.start) - 1
    section = document.sections[at] if at >= 0 else Section("", span)
    is_title = section.label == "TITLE" and at == 0 and span.end <= section.span.end
    part = section.part or ("title" if is_title else document.part)
    return part, section.label if part == _FULL and section.label else None


def doubt_of(claim: Claim, document: Document, lexicon: Lexicon) -> str:
    """Return why a claim of a body is not to be made, "" where it is: what it stands on is too little.

    A figure needs a group, or an outcome that a vocabulary knows; how something was done is no mechanism; and what
    stands beside the article (thanks, grants, interests) tells of no result.
    """
    span = claim.evidence.span
    part, titles = part_of(document, span) if span and document.part == _FULL else ("", None)
    if part != _FULL:
        return ""
    if _BESIDE.match(titles or ""):
        return "stands beside the article, not in it"
    if claim.proposition.kind is Kind.MECHANISM:
        return "tells how something was done" if "METHOD" in (titles or "") else ""
    known = any(iri in lexicon.concepts for iri in claim.proposition.outcomes)
    return "" if known or claim.evidence.arm or claim.evidence.population else _ALONE


def said_once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield what is said in several parts once, where it is said first; what is told of others stays apart."""
    said = set()
    for claim in claims:
        found = claim.evidence
        groups = (found.arm, found.comparator_arm, found.dose, found.contrast)
        what = (claim.proposition, claim.direction, claim.standing, found.estimate, groups)
        if what not in said:
            said.add(what)
            yield claim

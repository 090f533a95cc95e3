"""What is found in a Document before it becomes claims: sentences, figures, cues, and all of it together.

Every place is a Span of the Document's own text: 0-based, half-open, code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from evgraph.identifiers import mint
from evgraph.lexicon import Lexicon, fold
from evgraph.model import Arm, Claim, Concept, Document, EffectEstimate, Mention, Population, Span, Standing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the label of the section it stands in: TITLE, METHODS, RESULTS; empty where there is none."""

    span: Span
    section: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the long form that the document defines for it."""

    short: Span
    long: Span


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A reported figure as it stands in the text; a list such as "34% vs. 16%" is one figure for each group.

    `time_point` is an ISO 8601 duration ("P6M", "P2Y"), `grade` that of an adverse event ("3-4", ">=3"). `series`
    numbers the figures of one list from 0, so that the first arm named gets the first figure.
    """

    estimate: EffectEstimate
    span: Span
    time_point: str | None = None
    grade: str | None = None
    series: int | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that negates, hedges or places a statement in the background, and how far that reaches."""

    span: Span
    standing: Standing
    scope: Span


@dataclass(frozen=True, slots=True)
class Annotated:
    """A Document with everything that was recognised in it; what the rules read. All tuples are in text order."""

    document: Document
    lexicon: Lexicon
    sentences: tuple[Sentence, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cues: tuple[Cue, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    populations: tuple[Population, ...] = ()
    arms: tuple[Arm, ...] = ()
    design: str | None = None
    phase: str | None = None
    terms: tuple[Concept, ...] = field(default=())


#: A rule reads an annotated Document and returns claims; `extract` gives them their keys, labels and provenance.
Rule = Callable[[Annotated], Iterable[Claim]]


def mentions_in(read: Annotated, start: int, end: int) -> tuple[Mention, ...]:
    """Return the mentions that begin between two places, found by bisection: a text may hold many."""
    first = bisect_left(read.mentions, start, key=lambda mention: mention.span.start)
    last = bisect_left(read.mentions, end, lo=first, key=lambda mention: mention.span.start)
    return read.mentions[first:last]


def within(outer: Span, inner: Span) -> bool:
    """Say whether one span lies in another.

    >>> within(Span(0, 9), Span(3, 9)), within(Span(0, 9), Span(3, 10))
    (True, False)
    """
    return outer.start <= inner.start and inner.end <= outer.end


@lru_cache(maxsize=10_000)
def term(kind: str, words: str) -> Concept:
    """Return the term for a thing that a text names and no vocabulary holds: the same words, the same term.

    >>> term("Drug", "Examplemab") == term("Drug", "Examplemab"), term("Drug", "Examplemab").label
    (True, 'Examplemab')
    """
    return Concept(mint("term", words, kind, fold(words)), kind, words)

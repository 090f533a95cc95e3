"""Works and the texts we may point into: References, their authors and places, Documents, Spans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evgraph.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of an immutable text: 0-based, half-open.

    >>> Span(0, 4).of("CD19 on B cells")
    'CD19'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InputError(f"a span runs from 0 <= start < end, not {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """Return the words of the span; the text must be the one the span was made on."""
        if self.end > len(text):
            raise InputError(f"span {self.start}-{self.end} lies outside a text of {len(text)} characters")
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or a consortium when `collective` is set. A lost family name stays `None`, in its place.

    >>> Author(family="Giessen", particle="van der", given="J").name
    'van der Giessen J'
    >>> Author(given="S").name
    '[family name lost] S'
    """

    family: str | None = None
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    collective: str | None = None

    @property
    def name(self) -> str:
        """The name as a reference list prints it."""
        if self.collective is not None:
            return self.collective
        family = self.family or "[family name lost]"
        return " ".join(part for part in (self.particle, family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something stands: path, first and last line (1-based, inclusive)."""

    path: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Which characters of `Reference.raw` a field was read from, how surely (0 to 1), and what else it may be.

    `other` is what a second way of reading made of the field, where the two disagree.
    """

    field: str
    span: Span
    confidence: float
    other: str | None = None


class State(StrEnum):
    """What became of a work after it was published, as the services say. UNKNOWN: nobody who knows could be asked."""

    OK = "ok"
    CORRECTED = "corrected"
    CONCERN = "expression of concern"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @property
    def is_void(self) -> bool:
        """Whether the work was taken back, so that nothing may rest on it."""
        return self in (State.RETRACTED, State.WITHDRAWN)

    @property
    def is_doubted(self) -> bool:
        """Whether a reader has to be warned of the work: it was taken back, or its journal doubts it."""
        return self.is_void or self is State.CONCERN

    @property
    def told(self) -> str:
        """What a sentence says the work is."""
        return f"under an {self.value}" if self is State.CONCERN else self.value


@dataclass(frozen=True, slots=True, order=True)
class Lookup:
    """An answer of a service that a record was completed from: which fields, when (ISO 8601, UTC), by which request."""

    service: str
    request: str
    date: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a full text: the titles that begin there, one a line, the label it stands under, and its words.

    `label` names the titles above it in capitals, the outermost first: "RESULTS / SURVIVAL". `cited`: where in the
    words other works are cited. `cells`: a table, a row a line, or its notes; what is in it is not read as sentences.
    """

    heading: str
    label: str
    text: str
    cited: tuple[Span, ...] = ()
    cells: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliographic record. Pages are a first and a last one; an article number is no page.

    `et_al`: the source cut the author list short. `cites`: keys of references this one cites. `extra`: what else
    the record says, as (name, value), by the names of CSL-JSON where it has one. `raw` and `parsed`: the text of a
    reference that was free text, and where in it each field stands. `state`: `None` where no service was asked;
    `state_date` is the day it was asked for, `notice` the PMID or DOI of the notice it rests on, with the day of that.
    `lookups`: what was filled from services. `body`: the full text, of a file that holds it.
    """

    key: str
    title: str | None = None
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    journal: str | None = None
    year: int | None = None
    month: int | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    issn: str | None = None
    url: str | None = None
    work_type: str = "article"
    note: str | None = None
    cites: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    raw: str | None = None
    parsed: tuple[FieldSpan, ...] = ()
    state: State | None = None
    state_source: str | None = None
    state_date: str | None = None
    notice: str | None = None
    lookups: tuple[Lookup, ...] = ()
    body: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a Document and the label it stands under, in capitals: TITLE, BACKGROUND, RESULTS; empty for none.

    In a full text `part` says what of the work it is: "title", "abstract" or "full text".
    """

    label: str
    span: Span
    part: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable text we may point into, of one reference, with its sections in order.

    `part` says what of the work it is: "title", "abstract" (the title, a blank line and the abstract, so that a place
    in the title is the same in both) or "full text" (the same, a blank line and the body). `licence`: under which terms
    it may be passed on, where told. `cited`: where it cites other works, where that is marked.
    """

    reference: str
    part: str
    text: str
    sections: tuple[Section, ...] = ()
    licence: str | None = None
    cited: tuple[Span, ...] = ()

    def find(self, words: str) -> Span | None:
        """Return the first place of the words, compared as they stand.

        >>> Document("smith2020", "title", "Drug A in ALL").find("Drug A")
        Span(start=0, end=6)
        """
        start = self.text.find(words)
        return Span(start, start + len(words)) if words and start >= 0 else None

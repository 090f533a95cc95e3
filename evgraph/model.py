"""The records that everything else turns things into or out of. Frozen, plain, without I/O.

A record names another by its key, never by holding it: a `Claim` says which `Reference` asserts it by
citation key. Concepts are IRIs of `ontology/concepts/`. Absent is `None`, never an empty text or -1.

Two identities run through the model. A `Proposition` is what is claimed, the same whoever says it. A
`Claim` is one reference asserting it, and its `Evidence` is the observation behind the claim. The split
follows the GA4GH VA-Spec (Proposition, Statement, EvidenceLine) and SEPIO before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from evgraph.errors import InputError


class Basis(StrEnum):
    """What of a work was read when a fact was taken from it."""

    FULL_TEXT = "full text"
    ABSTRACT = "abstract"
    TITLE = "title"
    REGISTRY = "registry record"
    SECONDARY = "secondary source"


class Review(StrEnum):
    """How far a claim has been checked.

    VERIFIED: its words were found by the program in a text it holds. READ: a curator read it at the place
    named. UNVERIFIED: deduced or seen only second hand; check before use.
    """

    VERIFIED = "verified"
    READ = "read"
    UNVERIFIED = "unverified"


class Kind(StrEnum):
    """What a claim states. RESULT and COMPARISON climb the ladder of predicates; co-occurrence is no claim."""

    RESULT = "result"
    COMPARISON = "comparison"
    CHARACTERISTIC = "characteristic"
    TRANSITION = "transition"
    MECHANISM = "mechanism"
    CONCLUSION = "conclusion"


class Effect(StrEnum):
    """What an agent does to its target, in the one place that knows a direction."""

    INCREASES = "increases"
    DECREASES = "decreases"
    NO_CHANGE = "does not change"
    BINDS = "binds"
    AFFECTS = "affects"


class Direction(StrEnum):
    """Whether a claim is for its proposition (VA-Spec's closed list)."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    NEUTRAL = "neutral"


class Role(StrEnum):
    """What an arm is for."""

    INTERVENTION = "intervention"
    COMPARATOR = "comparator"


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
class Reference:
    """A bibliographic record. `pages` as first and last page; an article number is no page.

    `et_al`: the source cut the author list short. `cites`: keys of references this one cites.
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


@dataclass(frozen=True, slots=True)
class Document:
    """A text we may point into, of one reference. `part` says what it is ("title", "abstract")."""

    reference: str
    part: str
    text: str

    def find(self, words: str) -> Span | None:
        """Return the first place of the words, compared as they stand.

        >>> Document("smith2020", "title", "Drug A in ALL").find("Drug A")
        Span(start=0, end=6)
        """
        start = self.text.find(words)
        return Span(start, start + len(words)) if words and start >= 0 else None


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a fact was read: what of the work, which page, which part of it.

    `recheck`: the fact was read on one of the pages of the work, and this one is the likeliest.
    """

    key: str
    basis: Basis
    url: str | None = None
    about: str | None = None
    recheck: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """The investigation behind one or more reports."""

    key: str
    label: str
    reference: str
    design: str | None = None
    phase: str | None = None
    registry: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Who was studied: concepts for what defines the group, words for the rest, its size if told."""

    key: str
    label: str
    reference: str
    study: str | None = None
    criteria: tuple[str, ...] = ()
    age: str | None = None
    eligibility: str | None = None
    size: int | None = None
    part_of: str | None = None
    sources: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One group with what it was given. `experimental`: the drugs on trial, the others are backbone."""

    key: str
    label: str
    reference: str
    role: Role = Role.INTERVENTION
    study: str | None = None
    population: str | None = None
    size: int | None = None
    interventions: tuple[str, ...] = ()
    experimental: tuple[str, ...] = ()
    dose: str | None = None
    sources: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. Arithmetic uses `value`; whatever is shown uses `text`, so 0.80 stays 0.80.

    >>> Figure("0.80").value
    Decimal('0.80')
    >>> Figure("not reached").value is None
    True
    """

    text: str

    @property
    def value(self) -> Decimal | None:
        """The number, or `None` for words such as "not reached"."""
        plain = self.text.replace("\N{MIDDLE DOT}", ".").replace("\N{MINUS SIGN}", "-")
        return Decimal(plain) if plain.lstrip("-").replace(".", "", 1).isdecimal() else None


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, its level in percent, `assumed` where the source does not state the level."""

    lower: Figure
    upper: Figure
    level: Figure | None = None


@dataclass(frozen=True, slots=True)
class PValue:
    """A P value with its operator and, only where told, its sides."""

    value: Figure
    operator: str = "="
    sided: str | None = None


@dataclass(frozen=True, slots=True)
class EffectEstimate:
    """What was reported, as reported: counts, a value with its unit, interval, P value.

    `measure` and `unit` say what `value` is (a hazard ratio; a median in months). A percentage stands in
    `percent`, as printed; it is never computed from the counts here. `qualifier`: "more than", "about", …
    """

    measure: str | None = None
    value: Figure | None = None
    unit: str | None = None
    events: int | None = None
    total: int | None = None
    percent: Figure | None = None
    interval: Interval | None = None
    range: Interval | None = None
    p: PValue | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Proposition:
    """A possible fact: who (`population`), what (`agents`), against what, on what (`outcomes`).

    For a mechanism the `outcomes` are the targets, and `effect` and `aspect` say what happens to them.
    For a transition they are what came next, and `after` is the state left. All are concept IRIs, sorted,
    so that two papers that claim the same thing meet in the same proposition.
    """

    kind: Kind
    agents: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    effect: Effect | None = None
    aspect: str | None = None
    after: str | None = None
    grade: str | None = None
    time_point: str | None = None

    def __post_init__(self) -> None:
        for name in ("agents", "comparators", "outcomes", "population"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The observation behind a claim: in which group, by which design, with which figures, read where.

    `quote` with its `span` are words of `document`; a curated fact from a text we may not keep has a
    `locator` instead.
    """

    sources: tuple[str, ...]
    population: str | None = None
    arm: str | None = None
    comparator_arm: str | None = None
    design: str | None = None
    models: tuple[str, ...] = ()
    estimate: EffectEstimate | None = None
    locator: str | None = None
    quote: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a record came to be: by whom or what, by which method, from which lines."""

    agent: str
    method: str
    place: Place


@dataclass(frozen=True, slots=True)
class Difference:
    """Another claim whose figure is not the same, and why, in the curator's words."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One reference asserting one proposition. `key` is unique within the reference.

    `statement`: the curator's own words, never the paper's. `label`: one line made from the record.
    """

    key: str
    reference: str
    proposition: Proposition
    evidence: Evidence
    provenance: Provenance
    label: str = ""
    study: str | None = None
    direction: Direction = Direction.SUPPORTS
    review: Review = Review.READ
    statement: str | None = None
    differs_from: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing meant, from the SKOS files: kind (a class of the schema), labels, broader concepts.

    `rung`: step on the evidence ladder, of a design. `ids`: the same thing in other vocabularies, `CHEBI:52717`.
    """

    iri: str
    kind: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    rung: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curated:
    """What one evidence file holds, for one reference."""

    reference: str
    place: Place
    sources: tuple[Source, ...] = ()
    studies: tuple[Study, ...] = ()
    populations: tuple[Population, ...] = ()
    arms: tuple[Arm, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything a build turns into a graph."""

    references: tuple[Reference, ...] = ()
    curated: tuple[Curated, ...] = ()

    def with_curated(self, *files: Curated) -> Corpus:
        """Return a corpus that also holds these evidence files."""
        return replace(self, curated=(*self.curated, *files))

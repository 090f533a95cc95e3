"""What is claimed, by whom, and on which observation: Proposition, Claim, Evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evgraph.model.figures import EffectEstimate
from evgraph.model.works import Place, Span


class Review(StrEnum):
    """How far a claim has been checked.

    VERIFIED: its words were found by the program in a text it holds. READ: a curator read it at the place
    named. UNVERIFIED: deduced or seen only second hand; check before use. MINED: made by the program from the
    words it quotes, and looked at by nobody. ACCEPTED and REJECTED: mined, and what a person decided of it.
    """

    VERIFIED = "verified"
    READ = "read"
    UNVERIFIED = "unverified"
    MINED = "mined"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


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


class Contrast(StrEnum):
    """Whether an arm had more of an outcome than the other arm, or less; more is not better.

    NO_DIFFERENCE: the words deny a difference, or the figures leave it to chance (P of 0.05 or more).
    """

    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no difference shown"


class Standing(StrEnum):
    """How the sentence of a mined claim says it; a plain statement of the work's own finding has none of these."""

    NEGATED = "negated"
    HEDGED = "hedged"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Proposition:
    """A possible fact: who (`population`), what (`agents`), against what, on what (`outcomes`).

    For a mechanism the `outcomes` are the targets, and `effect` and `aspect` say what happens to them.
    For a transition they are what came next, and `after` is the state left. A conclusion is its `statement`.
    `definition` is how the study defines an outcome that every study defines in its own way: a threshold, a method.
    All are IRIs of concepts, or of terms where a text names what no vocabulary holds; sorted, so that two
    papers that claim the same thing meet in the same proposition.
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
    statement: str | None = None
    definition: str | None = None

    def __post_init__(self) -> None:
        for name in ("agents", "comparators", "outcomes", "population"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The observation behind a claim: in which group, by which design, with which figures, read where.

    `quote` with its `span` are words of the Document `part` of the reference, `figure` is where in it the figures
    stand; a curated fact from a text we may not keep has a `locator` instead. `dose`: of the agent in the laboratory.
    `contrast` is of `arm` against `comparator_arm`, only where words or figures tell.
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
    figure: Span | None = None
    part: str | None = None
    dose: str | None = None
    contrast: Contrast | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a record came to be: by whom or what, by which method, from which lines, by which rule of the program."""

    agent: str
    method: str
    place: Place
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Another claim whose figure is not the same, and why, in the curator's words."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One reference asserting one proposition. `key` is unique within the reference.

    `statement`: the curator's own words, never the paper's. `label`: one line made from the record. `reviewer` and
    `remark`: who accepted or rejected a mined claim, and what they noted.
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
    standing: tuple[Standing, ...] = ()
    reviewer: str | None = None
    remark: str | None = None


class Agreement(StrEnum):
    """How the figures of a curated and a mined claim on the same proposition compare."""

    AGREE = "agree"
    DIFFER = "differ"
    OPEN = "no figure in common"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A curated and a mined claim of one reference that state the same; `detail` names the figures compared."""

    reference: str
    curated: str
    mined: str
    agreement: Agreement
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a mined claim, in the evidence file of the reference."""

    claim: str
    review: Review
    reviewer: str
    remark: str | None = None
    place: Place | None = None

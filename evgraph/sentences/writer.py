"""A sentence, and the writer that looks up what sentences are made of: labels, arms, groups, settings, caveats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Basis, Claim, Corpus, Direction, Findings, Population, Review, Study
from evgraph.vocabulary import CONCEPT
from evgraph.wording import duration_text, join

#: Measures that go before the outcome: "Median overall survival was …".
_LEADING = frozenset({str(CONCEPT["median"]), str(CONCEPT["mean"])})
#: Up to this rung of the evidence ladder a study is one of cells or animals.
_LABORATORY = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the claims they say. It stands under `heading`, and there under `setting`."""

    heading: str
    setting: str
    text: str
    claims: tuple[Claim, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys, in the order of the claims."""
        return tuple(dict.fromkeys(claim.reference for claim in self.claims))

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands in its section; a reader finds one work's sentences together."""
        return (self.heading.casefold(), self.setting.casefold(), self.references, self.text.casefold())


@dataclass
class Writer:
    """A corpus with the look-ups that sentences need."""

    corpus: Corpus
    lexicon: Lexicon
    files: Mapping[str, Findings] = field(init=False)
    studies: Mapping[str, Study] = field(init=False)
    states: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {file.reference: file for file in self.corpus.curated}
        self.studies = {study.key: study for file in self.corpus.curated for study in file.studies}
        self.states = {
            work.key: f"the work {'was' if work.state.is_void else 'is'} {work.state.told}"
            for work in self.corpus.references
            if work.state and work.state.is_doubted
        }

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, by reference and key."""
        return tuple(claim for file in self.corpus.curated for claim in file.claims)

    def label(self, iri: str) -> str:
        """Return a concept's label."""
        return self.lexicon.get(iri).label

    def arm(self, claim: Claim, key: str | None = None) -> Arm | None:
        """Return an arm of the claim's reference by key, by default the claim's own."""
        wanted = key or claim.evidence.arm
        return next((arm for arm in self.files[claim.reference].arms if arm.key == wanted), None)

    def population(self, claim: Claim) -> Population | None:
        """Return the population of a claim."""
        groups = self.files[claim.reference].populations
        return next((group for group in groups if group.key == claim.evidence.population), None)

    def drugs(self, claim: Claim) -> str:
        """Return the drugs on trial as a heading; an arm without one (a choice of the investigator) by its name."""
        arm = self.arm(claim)
        if arm is not None and not arm.experimental:
            return arm.label
        agents = arm.experimental if arm else claim.proposition.agents
        return " + ".join(sorted((self.label(iri) for iri in agents), key=str.casefold)) or "Without a drug"

    def is_procedure(self, claim: Claim) -> bool:
        """Say whether a claim is about something done next, such as a transplant."""
        return any(self.lexicon.get(iri).kind == "Procedure" for iri in claim.proposition.outcomes)

    def is_harm(self, claim: Claim) -> bool:
        """Say whether a claim is about an adverse event."""
        return any(self.lexicon.get(iri).kind == "AdverseEvent" for iri in claim.proposition.outcomes)

    def is_laboratory(self, claim: Claim) -> bool:
        """Say whether a claim comes from cells or animals."""
        design = claim.evidence.design
        return design is not None and (self.lexicon.get(design).rung or _LABORATORY + 1) <= _LABORATORY

    def caveat(self, claims: Iterable[Claim]) -> str:
        """Return what a reader must know of how the claims were read, or nothing."""
        found = list(claims)
        second_hand = [self.basis(claim) is Basis.SECONDARY for claim in found]
        parts = ["unverified"] if any(claim.review is Review.UNVERIFIED for claim in found) else []
        # A curator's statement says itself which way it goes.
        sides = {claim.direction for claim in found if claim.statement is None}
        parts += ["the work disputes it"] if Direction.DISPUTES in sides else []
        parts += ["the work takes no side"] if Direction.NEUTRAL in sides else []
        parts += sorted({self.states[claim.reference] for claim in found if claim.reference in self.states})
        if any(second_hand):
            parts.append(f"{'' if all(second_hand) else 'in part '}from a secondary source")
        return "; ".join(parts)

    def basis(self, claim: Claim) -> Basis:
        """Return the best of what was read for a claim."""
        sources = {source.key: source.basis for source in self.files[claim.reference].sources}
        return min((sources[key] for key in claim.evidence.sources), key=list(Basis).index)

    def setting(self, claim: Claim) -> str:
        """Return the study, its design and registry ids, as a lead to what it reported."""
        design = [self.label(claim.evidence.design)] if claim.evidence.design else []
        study = self.studies.get(claim.study or "")
        if study is None:
            return ", ".join([claim.reference, *design])
        return ", ".join([study.label, *design, *study.registry])

    def outcome(self, claim: Claim) -> str:
        """Return the outcome with grade and time point, a median or mean before it."""
        proposition, estimate = claim.proposition, claim.evidence.estimate
        lead = estimate.measure if estimate and estimate.measure in _LEADING else None
        grade = f" of grade {proposition.grade.replace('>=', '≥')}" if proposition.grade else ""
        when = f" at {duration_text(proposition.time_point)}" if proposition.time_point else ""
        name = join(self.label(iri) for iri in proposition.outcomes)
        return (f"{self.label(lead)} " if lead else "") + name + grade + when


def adds(statement: str, text: str) -> bool:
    """Say whether a statement tells something that a text does not.

    >>> adds("Remission was rare.", "Remission with a drug was rare"), adds("Remission lasted.", "Remission")
    (False, True)
    """
    known = set(re.findall(r"[^\W_]{4,}|[0-9.]+", text.casefold()))
    return bool(set(re.findall(r"[^\W_]{4,}|[0-9.]*[0-9]", statement.casefold())) - known)


def lowered(text: str) -> str:
    """Return a text that can stand within a sentence."""
    body = text.rstrip(".")
    return body[0].lower() + body[1:] if body[1:2].islower() else body


def finish(text: str, notes: Iterable[str]) -> str:
    """End a sentence: first letter upper, notes in brackets before the full stop."""
    body = text.strip().rstrip(".")
    told = "; ".join(note for note in notes if note)
    return f"{body[0].upper()}{body[1:]}{f' ({told})' if told else ''}."

"""What is gathered: concepts of the ontology, what was found in one work, a whole folder."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.model.claims import Claim, Decision, Meeting
from evgraph.model.mentions import Mention, Unattached
from evgraph.model.studies import Arm, Population, Source, Study
from evgraph.model.works import Document, Place, Reference


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing meant, from the SKOS files: kind (a class of the schema), labels, broader concepts.

    `rung`: step on the evidence ladder, of a design; `level`: its level of evidence by the Oxford table of 2011.
    `ids`: the same thing in other vocabularies, `CHEBI:52717`. Of an outcome, `combines` are the forms it counts
    together, `ends` the events that end its time, `start` what its time is counted from;
    `varies`: each study defines it in its own way.
    """

    iri: str
    kind: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    rung: int | None = None
    ids: tuple[str, ...] = ()
    level: int | None = None
    combines: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    start: str | None = None
    varies: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What one evidence file holds of a work, or what was mined from the work's text.

    `terms` are things that the text names and no vocabulary holds. Mentions, unattached figures and terms come from
    texts only, `decisions` on mined claims from evidence files only; in the graph they are the review of the claim.
    """

    reference: str
    place: Place
    sources: tuple[Source, ...] = ()
    studies: tuple[Study, ...] = ()
    populations: tuple[Population, ...] = ()
    arms: tuple[Arm, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unattached: tuple[Unattached, ...] = ()
    terms: tuple[Concept, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything a build turns into a graph: what people found in the works and what the program found stay apart."""

    references: tuple[Reference, ...] = ()
    curated: tuple[Findings, ...] = ()
    mined: tuple[Findings, ...] = ()
    documents: tuple[Document, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    @property
    def findings(self) -> tuple[Findings, ...]:
        """What people and the program found, people first."""
        return self.curated + self.mined

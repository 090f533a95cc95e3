"""What is gathered: concepts of the ontology, one evidence file, a whole folder."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.model.claims import Claim
from evgraph.model.studies import Arm, Population, Source, Study
from evgraph.model.works import Place, Reference


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

"""The records that everything else turns things into or out of. Frozen, plain, without I/O.

A record names another by its key, never by holding it: a `Claim` says which `Reference` asserts it by
citation key. Concepts are IRIs of `ontology/concepts/`. Absent is `None`, never an empty text or -1.

Two identities run through the model. A `Proposition` is what is claimed, the same whoever says it. A
`Claim` is one reference asserting it, and its `Evidence` is the observation behind the claim. The split
follows the GA4GH VA-Spec (Proposition, Statement, EvidenceLine) and SEPIO before it.
"""

from evgraph.model.claims import (
    Agreement,
    Claim,
    Contrast,
    Decision,
    Difference,
    Direction,
    Effect,
    Evidence,
    Kind,
    Meeting,
    Proposition,
    Provenance,
    Review,
    Standing,
)
from evgraph.model.corpus import Concept, Corpus, Findings
from evgraph.model.figures import EffectEstimate, Figure, Interval, PValue
from evgraph.model.mentions import Mention, Unattached
from evgraph.model.registrations import Registration, RegistryFigure
from evgraph.model.studies import Arm, Basis, Population, Role, Source, Study
from evgraph.model.works import Author, Document, FieldSpan, Lookup, Passage, Place, Reference, Section, Span, State

__all__ = [
    "Agreement",
    "Arm",
    "Author",
    "Basis",
    "Claim",
    "Concept",
    "Contrast",
    "Corpus",
    "Decision",
    "Difference",
    "Direction",
    "Document",
    "Effect",
    "EffectEstimate",
    "Evidence",
    "FieldSpan",
    "Figure",
    "Findings",
    "Interval",
    "Kind",
    "Lookup",
    "Meeting",
    "Mention",
    "PValue",
    "Passage",
    "Place",
    "Population",
    "Proposition",
    "Provenance",
    "Reference",
    "Registration",
    "RegistryFigure",
    "Review",
    "Role",
    "Section",
    "Source",
    "Span",
    "Standing",
    "State",
    "Study",
    "Unattached",
]

"""The IRI of every record of a corpus: readable by its key, unique by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from rdflib import URIRef

from evgraph.identifiers import BASE, mint
from evgraph.model import Claim, Corpus, Mention, Proposition, Reference, Unattached

#: The graph of what is claimed, the same whoever says it.
PROPOSITIONS = URIRef(BASE + "graph/propositions")
#: The graph of who made each assertion, how, and from which lines of which file.
PROVENANCE = URIRef(BASE + "graph/provenance")
#: The graph of what the program derives; it can be dropped and made again.
COMPUTED = URIRef(BASE + "graph/computed")
#: The graph of the schema and the concepts.
ONTOLOGY = URIRef(BASE + "graph/ontology")
#: Where the graphs of what was mined from texts differ in name from those of what people assert.
MINED = "/graph/mined/"
#: The graph of the build itself; the clock is here and nowhere else, so it is not part of the exports.
BUILD = URIRef(BASE + "graph/build")


def reference_iri(reference: Reference) -> URIRef:
    """Name a reference by its key and its bibliographic identity; finding its DOI later changes nothing."""
    identity = (reference.title, reference.year, reference.volume, reference.first_page or reference.article_number)
    return URIRef(mint("reference", reference.key, reference.key, *(str(part or "").casefold() for part in identity)))


def proposition_iri(proposition: Proposition) -> URIRef:
    """Name a proposition by what it says; two references that claim the same get the same IRI."""
    words = [proposition.kind.value, *(iri.rsplit("/", 1)[-1] for iri in proposition.outcomes)]
    return URIRef(mint("proposition", " ".join(words), *_content(proposition)))


def claim_iri(claim: Claim) -> URIRef:
    """Name a claim by its reference, its key and all it says: other figures are another claim, found words are not."""
    return _claim_part("claim", claim)


def evidence_iri(claim: Claim) -> URIRef:
    """Name the evidence behind a claim."""
    return _claim_part("evidence", claim)


def _claim_part(kind: str, claim: Claim) -> URIRef:
    estimate = claim.evidence.estimate
    content = [*_content(claim.proposition), *_content(estimate)] if estimate else _content(claim.proposition)
    parts = [claim.reference, claim.key, claim.statement or "", *content]
    return URIRef(mint(kind, f"{claim.reference} {claim.key}", *parts))


def keyed_iri(kind: str, reference: str, key: str) -> URIRef:
    """Name a source, population or arm, which has a key within its reference."""
    return URIRef(mint(kind, f"{reference} {key}", reference, key))


def figure_iri(figure: Mention | Unattached) -> URIRef:
    """Name what was found at a place of a text: a mention by its kind, or a figure that made no claim."""
    kind = figure.kind if isinstance(figure, Mention) else "figure"
    place = (figure.reference, figure.part, str(figure.span.start), str(figure.span.end), kind)
    return URIRef(mint("mention", f"{figure.reference} {kind} {figure.span.start}", *place))


def study_iri(key: str) -> URIRef:
    """Name a study, whose key is its own in the whole folder."""
    return URIRef(mint("study", key, key))


def mined_graph(reference: URIRef) -> URIRef:
    """Return the named graph of what was mined from the texts of a reference."""
    return URIRef(reference.replace("/reference/", MINED, 1))


def _content(record: object) -> list[str]:
    """Return what a record says, by the names of its fields; a field that says nothing leaves no trace in the IRI."""
    if is_dataclass(record):
        said = [(field.name, getattr(record, field.name)) for field in fields(record)]
        return [text for name, value in said if value not in (None, ()) for text in (name, *_content(value))]
    if isinstance(record, tuple):
        return [f"{len(record)}", *(text for item in record for text in _content(item))]
    return [str(record)]


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of the records that others name by key."""

    references: Mapping[str, URIRef]
    claims: Mapping[str, URIRef]

    @classmethod
    def of(cls, corpus: Corpus) -> Iris:
        """Name everything of a corpus that can be named from elsewhere."""
        return cls(
            {reference.key: reference_iri(reference) for reference in corpus.references},
            {f"{claim.reference}/{claim.key}": claim_iri(claim) for file in corpus.findings for claim in file.claims},
        )

    def graph(self, reference: str) -> URIRef:
        """Return the named graph of a reference: its bibliographic record and what it asserts."""
        return URIRef(str(self.references[reference]).replace("/reference/", "/graph/", 1))

    def mined(self, reference: str) -> URIRef:
        """Return the named graph of what the program found in the texts of a reference."""
        return mined_graph(self.references[reference])

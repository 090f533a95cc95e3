"""What is used of other people's vocabularies, in closed namespaces: a misspelt term raises, it is never written.

Which standard says what stands in docs/data-model.md. rdflib brings those of the W3C itself.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class BIBO(DefinedNamespace):
    """What is used of the Bibliographic Ontology."""

    _NS = Namespace("http://purl.org/ontology/bibo/")
    _fail = True

    doi: URIRef
    pmid: URIRef
    issn: URIRef
    volume: URIRef
    issue: URIRef
    pageStart: URIRef
    pageEnd: URIRef


class FABIO(DefinedNamespace):
    """What is used of FaBiO, the FRBR-aligned Bibliographic Ontology."""

    _NS = Namespace("http://purl.org/spar/fabio/")
    _fail = True

    JournalArticle: URIRef
    Expression: URIRef


class CITO(DefinedNamespace):
    """What is used of CiTO, the Citation Typing Ontology."""

    _NS = Namespace("http://purl.org/spar/cito/")
    _fail = True

    cites: URIRef


class OA(DefinedNamespace):
    """What is used of the Web Annotation vocabulary (W3C Recommendation, selectors in section 4)."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    SpecificResource: URIRef
    TextQuoteSelector: URIRef
    TextPositionSelector: URIRef
    hasSource: URIRef
    hasSelector: URIRef
    exact: URIRef
    prefix: URIRef
    suffix: URIRef
    start: URIRef
    end: URIRef


class BIOLINK(DefinedNamespace):
    """What is used of the Biolink model: who made an assertion, and of what kind it is."""

    _NS = Namespace("https://w3id.org/biolink/vocab/")
    _fail = True

    agent_type: URIRef
    knowledge_level: URIRef

"""Words of a Document as quads: by quotation and by position, so that they are found again in a text that moved.

Both selectors are those of the Web Annotation Data Model (W3C Recommendation 2017, sections 4.2.4 and 4.2.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, RDFS, XSD, Literal, URIRef

from evgraph.identifiers import mint
from evgraph.model import Document, Reference, Span
from evgraph.standards import OA
from evgraph.vocabulary import EVG

#: Characters of context that a quotation carries.
_CONTEXT = 24

Triple = tuple[URIRef, URIRef, URIRef | Literal]
#: The Documents of a corpus, by reference and part.
Texts = Mapping[tuple[str, str], Document]


def texts_of(references: Iterable[Reference], documents: Iterable[Document]) -> Texts:
    """Return the documents by reference and part; a title is always one."""
    titles = (Document(reference.key, "title", reference.title or "") for reference in references)
    return {(document.reference, document.part): document for document in (*titles, *documents)}


def document_iri(document: Document) -> URIRef:
    """Name a document by its words: another text is another document."""
    name = f"{document.reference} {document.part}"
    return URIRef(mint("document", name, document.reference, document.part, document.text))


def document_triples(document: Document, reference: URIRef, *, with_text: bool = False) -> Iterator[Triple]:
    """Yield what the graph tells of a text: whose it is, its hash, its licence; the text only where it is asked for."""
    node = document_iri(document)
    yield node, RDFS.label, Literal(f"{document.part} of {document.reference}")
    yield node, EVG.part, Literal(document.part)
    yield node, EVG.reference, reference
    yield node, EVG.sha256, Literal(hashlib.sha256(document.text.encode()).hexdigest())
    if document.licence is not None:
        yield node, EVG.licence, Literal(document.licence)
    if with_text:
        yield node, EVG.text, Literal(document.text)


def quote_triples(subject: URIRef, predicate: URIRef, document: Document, span: Span) -> Iterator[Triple]:
    """Yield words of a document with both selectors, as what `predicate` of `subject` points to."""
    text, start, end = document.text, span.start, span.end
    source = document_iri(document)
    node = URIRef(mint("quote", f"{document.reference} {document.part} {start}", str(source), str(start), str(end)))
    words, place = URIRef(f"{node}-words"), URIRef(f"{node}-place")
    yield subject, predicate, node
    yield node, RDF.type, OA.SpecificResource
    yield node, OA.hasSource, source
    yield node, OA.hasSelector, words
    yield words, RDF.type, OA.TextQuoteSelector
    yield words, OA.exact, Literal(span.of(text))
    yield words, OA.prefix, Literal(text[max(0, start - _CONTEXT) : start])
    yield words, OA.suffix, Literal(text[end : end + _CONTEXT])
    yield node, OA.hasSelector, place
    yield place, RDF.type, OA.TextPositionSelector
    yield place, OA.start, Literal(start, datatype=XSD.integer)
    yield place, OA.end, Literal(end, datatype=XSD.integer)

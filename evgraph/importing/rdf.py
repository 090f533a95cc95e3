"""OWL and SKOS in any RDF syntax to Entries: classes and concepts with their labels.

A file that declares entities within entities is refused before it is parsed, so that nothing is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evgraph.errors import InputError
from evgraph.importing.entries import Entry
from evgraph.vocabulary import PREFIXES

_SKOS, _RDFS, _OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_TYPE = PREFIXES["rdf"] + "type"
_CLASSES = frozenset({_SKOS + "Concept", _OWL + "Class"})
_LABELS = {
    _SKOS + "prefLabel": "labels",
    _RDFS + "label": "labels",
    _SKOS + "altLabel": "same",
    _IN_OWL + "hasExactSynonym": "same",
    PREFIXES["obo"] + "IAO_0000118": "same",
    _SKOS + "hiddenLabel": "hidden",
    _IN_OWL + "hasRelatedSynonym": "hidden",
    _IN_OWL + "hasNarrowSynonym": "hidden",
    _IN_OWL + "hasBroadSynonym": "hidden",
}
_WIDER = frozenset({_SKOS + "broader", _RDFS + "subClassOf"})
SYNTAXES = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".owl": "RDF_XML", ".rdf": "RDF_XML", ".xml": "RDF_XML"}
_ENTITY = re.compile(rb"<!ENTITY\s+(%?)\s*[^\s>]{1,100}\s+(?:\"([^\"]*)\"|'([^']*)'|(?:SYSTEM|PUBLIC))")
_HEAD = 1 << 20


def read_rdf(path: Path) -> Iterator[Entry | InputError]:
    """Yield the concepts of a file by their IRIs, and an InputError where the file breaks off."""
    import pyoxigraph as ox

    syntax = SYNTAXES[path.suffix.lower()]
    if syntax == "RDF_XML":
        _refuse_bombs(path)
    entries: dict[str, Entry] = {}
    broken: InputError | None = None
    try:
        for quad in ox.parse(path=path, format=getattr(ox.RdfFormat, syntax), lenient=True):
            if isinstance(quad.subject, ox.NamedNode):
                _add(entries, quad)
    except SyntaxError as error:
        broken = InputError(
            f"breaks off or is no {syntax.replace('_', '/')}: {str(error.msg)[:200]}", path=str(path), line=error.lineno
        )
    for iri in sorted(entries):
        if entries[iri].kind == "is one":
            entries[iri].kind = ""
            yield entries[iri]
    if broken is not None:
        yield broken


def _add(entries: dict[str, Entry], quad: object) -> None:
    import pyoxigraph as ox

    assert isinstance(quad, ox.Quad)  # noqa: S101 - what pyoxigraph yields; its types are loaded late
    predicate, value = quad.predicate.value, quad.object
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    entry = entries.get(subject) or entries.setdefault(subject, Entry(None, subject))
    if isinstance(value, ox.NamedNode):
        if predicate == _TYPE and value.value in _CLASSES:
            entry.kind = "is one"
        elif predicate in _WIDER:
            entry.broader.append(value.value)
        elif predicate == _SKOS + "exactMatch":
            entry.ids.append(value.value.rsplit("/", 1)[-1].replace("_", ":", 1))
    elif isinstance(value, ox.Literal):
        if predicate == _OWL + "deprecated":
            entry.obsolete = value.value in ("true", "1")
        elif name := _LABELS.get(predicate):
            is_english = value.language is None or value.language.split("-")[0] == "en"
            _put(entry, name if is_english or name == "hidden" else "same", value.value, predicate)


def _put(entry: Entry, name: str, label: str, predicate: str) -> None:
    """Add a label; the preferred one of SKOS comes before that of RDFS."""
    if predicate == _SKOS + "prefLabel" and name == "labels":
        entry.labels.insert(0, label)
    else:
        getattr(entry, name).append(label)


def _refuse_bombs(path: Path) -> None:
    with path.open("rb") as source:
        head = source.read(_HEAD)
    found = list(_ENTITY.finditer(head))
    for match in found:
        value = match[2] or match[3]
        if match[1] or value is None or b"&" in value or b"%" in value or len(value) > 1000 or len(found) > 1000:
            raise InputError(
                "declares entities that could grow without end or be fetched",
                path=str(path),
                line=head.count(b"\n", 0, match.start()) + 1,
                mend="save it without a DOCTYPE, or as Turtle",
            )

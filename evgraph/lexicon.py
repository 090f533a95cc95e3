"""The SKOS files of `ontology/concepts/` turned into a `Lexicon`: from label or name to concept, and upwards.

A preferred or alternative label means its concept wherever it stands. A hidden label is a short form that
also means something else ("CR", "ALL"); it is found as well, and `needs_context` says so.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from evgraph.compact import SUFFIX, Row, read_rows
from evgraph.errors import InputError, VocabularyError
from evgraph.identifiers import slug
from evgraph.model import Concept
from evgraph.vocabulary import CONCEPT, EVG, PREFIXES, expand

if TYPE_CHECKING:
    from pyoxigraph import Triple

_SKOS = PREFIXES["skos"]
_KINDS = str(EVG._NS)
_HERE = str(CONCEPT)
_READ = {
    PREFIXES["rdf"] + "type": "type",
    _SKOS + "prefLabel": "label",
    _SKOS + "altLabel": "alt",
    _SKOS + "hiddenLabel": "hidden",
    _SKOS + "broader": "broader",
    _SKOS + "exactMatch": "id",
    str(EVG.rung): "rung",
    str(EVG.oxfordLevel): "level",
    str(EVG.combines): "combines",
    str(EVG.endEvent): "ends",
    str(EVG.startEvent): "start",
    str(EVG.variesByStudy): "varies",
    str(EVG.neighbour): "neighbour",
    str(EVG.stranger): "stranger",
}
_OBO = PREFIXES["obo"]
#: Concept files that every topic needs.
GENERAL = ("designs.ttl", "evidence-types.ttl", "measures.ttl")
_SPELT_GREEK = re.compile("alpha|beta|gamma|delta|epsilon|zeta|kappa|lambda|sigma|omega")
_MINUS = re.compile(r"(?<=\w)[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}](?=\s|$)")


def fold(label: str) -> str:
    """Return what is compared of a label: no case, accent, hyphen or space, Greek letters as Latin ones.

    A sign at the end of a word stays, since "Ph+" and "Ph-" are opposites; so does the slash of "I/II".

    >>> fold("NF-κB") == fold("nf kappaB") == fold("NF-kB")
    True
    >>> fold("Ph+ ALL"), fold("Ph- ALL")
    ('ph+all', 'ph-all')
    """
    text = label.casefold()
    if not text.isascii():
        text = "".join(_latin(char) for char in unicodedata.normalize("NFKD", label).casefold())
    text = _SPELT_GREEK.sub(lambda match: match.group()[0], _MINUS.sub("\0", text))
    return re.sub(r"[^\w+/\0]+|_", "", text).replace("\0", "-")


def _latin(char: str) -> str:
    name = unicodedata.name(char, "")
    return name.rsplit(" ", 1)[-1].lower() if name.startswith("GREEK SMALL LETTER") else char


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every concept by IRI, sorted, with the labels that lead to each.

    `labels` maps a folded label to the IRIs it names outright, `hidden` to those it may name in context. `short` are
    the hidden labels of a concept as they are written, `neighbours` the words near which they mean it,
    `strangers` those near which they do not.
    """

    concepts: Mapping[str, Concept]
    labels: Mapping[str, tuple[str, ...]] = field(repr=False)
    hidden: Mapping[str, tuple[str, ...]] = field(repr=False)
    short: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    neighbours: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    strangers: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    def get(self, name: str) -> Concept:
        """Return the concept of an IRI, a `concept:` name or a slug.

        Raises VocabularyError that says which names come near.
        """
        iri = expand(name)
        concept = self.concepts.get(iri) or self.concepts.get(_HERE + name)
        if concept is None:
            raise VocabularyError(f"unknown concept {name!r}{self._near(iri.removeprefix(_HERE))}")
        return concept

    def find(self, label: str) -> tuple[Concept, ...]:
        """Return the concepts a label may mean: those it names outright first, then those that need context."""
        key = fold(label)
        iris = dict.fromkeys((*self.labels.get(key, ()), *self.hidden.get(key, ())))
        return tuple(self.concepts[iri] for iri in iris)

    def needs_context(self, label: str) -> bool:
        """Say whether a known label cannot be taken at its word: hidden somewhere, or of several concepts."""
        key = fold(label)
        return key in self.hidden or len(self.labels.get(key, ())) > 1

    def of_kind(self, kind: str) -> tuple[Concept, ...]:
        """Return the concepts of a class of the schema, such as "Drug"."""
        return tuple(concept for concept in self.concepts.values() if concept.kind == kind)

    def with_terms(self, terms: Iterable[Concept]) -> Lexicon:
        """Return the same lexicon that also knows what texts name and no vocabulary holds.

        A term is found by its label unless a concept has that label already: what a text was read with stays as it was.
        """
        coined = {term.iri: term for term in terms if term.iri not in self.concepts}
        labels = dict(self.labels)
        for iri in sorted(coined):
            if not self.find(coined[iri].label):
                _index(labels, iri, (coined[iri].label,))
        return replace(self, concepts=MappingProxyType(coined | dict(self.concepts)), labels=MappingProxyType(labels))

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return the IRIs of everything broader, nearest first, those equally near by IRI."""
        found: dict[str, None] = {}
        level = self.get(name).broader
        while level:
            found.update(dict.fromkeys(level))
            level = tuple(sorted({up for iri in level for up in self.concepts[iri].broader} - found.keys()))
        return tuple(found)

    def _near(self, name: str) -> str:
        same = self.labels.get(fold(name), ())
        names = [iri.removeprefix(_HERE) for iri in same or self.concepts]
        near = names if same else difflib.get_close_matches(slug(name), names)
        return f"; did you mean {' or '.join(near)}?" if near else ""


@dataclass(slots=True)
class _Entry:
    """What is said of one concept, before it is checked; `path` is the file that said it first."""

    path: Path | None
    values: dict[str, list[str]]

    def of(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self.values.get(name, ())))


def concept_files(ontology: Path) -> list[Path]:
    """Return the concept files of an ontology folder, with those of the program that every topic needs.

    `GENERAL` are how assertions are made, designs, measures and aspects: a file of the same name in the folder comes
    in its place.
    """
    own = {path.name: path for path in (ontology / "concepts").glob("*.ttl")}
    if not own:
        raise InputError("no Turtle files in the folder", path=str(ontology / "concepts"))
    general = {name: ontology_home() / "concepts" / name for name in GENERAL}
    return [path for _, path in sorted((general | own).items())]


def ontology_home() -> Path:
    """Return the folder of the ontology that came with the program: in the wheel, or in the checkout."""
    package = Path(__file__).resolve().parent
    return package / "ontology" if (package / "ontology").is_dir() else package.parent / "ontology"


def read_concepts(ontology: Path) -> Lexicon:
    """Read every Turtle file in the folder `concepts` of an ontology, and those of `GENERAL` that it lacks.

    Raises InputError, with file and line, where a file is no Turtle or a concept is not whole.
    """
    entries: dict[str, _Entry] = {}
    for path in concept_files(ontology):
        _read_file(path, entries)
    entries = {iri: entry for iri, entry in entries.items() if _is_concept(iri, entry)}
    tables = sorted((ontology / "concepts").glob(f"*{SUFFIX}"))
    return _lexicon(entries, [row for path in tables for row in read_rows(path)])


def from_triples(triples: Iterable[Triple]) -> Lexicon:
    """Make the lexicon of the concepts that a graph holds; raises InputError where one is not whole."""
    entries: dict[str, _Entry] = {}
    _collect(triples, entries, None)
    return _lexicon({iri: entry for iri, entry in entries.items() if _is_concept(iri, entry)})


def _is_concept(iri: str, entry: _Entry) -> bool:
    return iri.startswith(_HERE) or _SKOS + "Concept" in entry.values.get("type", ())


def _lexicon(entries: Mapping[str, _Entry], imported: Iterable[Row] = ()) -> Lexicon:
    concepts = {iri: _concept(iri, entries) for iri in sorted(entries)}
    short, near, strange = (
        {iri: said for iri, entry in entries.items() if (said := entry.of(name))}
        for name in ("hidden", "neighbour", "stranger")
    )
    _add_rows(imported, concepts, short)
    openly, hidden = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    for iri, concept in concepts.items():
        name = (iri.removeprefix(_HERE),) if iri.startswith(_HERE) else ()
        _index(openly, iri, (concept.label, *concept.alt_labels, *name))
        _index(hidden, iri, short.get(iri, ()))
    plain = MappingProxyType
    return Lexicon(plain(concepts), plain(openly), plain(hidden), plain(short), plain(near), plain(strange))


def _add_rows(rows: Iterable[Row], concepts: dict[str, Concept], short: dict[str, tuple[str, ...]]) -> None:
    """Add the concepts of imported vocabularies; one that a concept of ours says it is gives that its labels."""
    ours = {name: iri for iri, concept in concepts.items() for name in concept.ids}
    same: dict[str, str] = {}
    brought: dict[str, Concept] = {}
    for row in rows:
        concept = row.concept
        iri = ours.get(_identifier(concept.iri)) or concept.iri
        if known := concepts.get(iri) or brought.get(iri):
            same[concept.iri] = iri
            labels = {*known.alt_labels, concept.label, *concept.alt_labels} - {known.label}
            (concepts if iri in concepts else brought)[iri] = replace(known, alt_labels=tuple(sorted(labels)))
        else:
            brought[iri] = concept
        if row.hidden:
            short[iri] = tuple(sorted({*short.get(iri, ()), *row.hidden}))
    for iri in sorted(brought):
        wider = tuple(same.get(up, up) for up in brought[iri].broader)
        is_plain = wider == brought[iri].broader
        concepts[iri] = brought[iri] if is_plain else replace(brought[iri], broader=tuple(sorted(set(wider))))


def _read_file(path: Path, entries: dict[str, _Entry]) -> None:
    from pyoxigraph import RdfFormat, parse

    try:
        _collect((quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)), entries, path)
    except SyntaxError as error:
        raise InputError(error.msg, path=str(path), line=error.lineno, mend="mend the Turtle") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=str(path)) from error


def _collect(triples: Iterable[Triple], entries: dict[str, _Entry], path: Path | None) -> None:
    from pyoxigraph import Literal, NamedNode

    for triple in triples:
        name = _READ.get(triple.predicate.value)
        subject, value = triple.subject, triple.object
        if name is None or not isinstance(subject, NamedNode):
            continue
        if not isinstance(value, Literal | NamedNode) and not subject.value.startswith(_HERE):
            continue
        if not isinstance(value, Literal | NamedNode):
            raise _fault(path, subject.value, f"the value of {name} has no name", "write an IRI or a text")
        # SKOS allows one preferred label for each language; the concept is called by the English one.
        if name == "label" and isinstance(value, Literal) and value.language not in (None, "en"):
            name = "alt"
        entry = entries.setdefault(subject.value, _Entry(path, {}))
        entry.values.setdefault(name, []).append(value.value)


def _concept(iri: str, entries: Mapping[str, _Entry]) -> Concept:
    entry = entries[iri]
    labels = entry.of("label")
    kinds = [kind.removeprefix(_KINDS) for kind in entry.of("type") if kind.startswith(_KINDS)]
    rungs = entry.of("rung")
    if len(labels) != 1:
        raise _fault(entry.path, iri, f"{len(labels)} preferred labels", "give it exactly one skos:prefLabel")
    if len(kinds) != 1 or not hasattr(EVG, kinds[0]):
        raise _fault(entry.path, iri, f"no single known class: {kinds}", "give it one class of evgraph.ttl")
    if len(rungs) > 1 or not all(rung.isdecimal() for rung in rungs):
        raise _fault(entry.path, iri, f"rung is no single whole number: {list(rungs)}", "write evg:rung 4")
    for wider in entry.of("broader"):
        if wider not in entries:
            raise _fault(entry.path, iri, f"broader concept {wider} is unknown", "define it or mend its name")
    return Concept(
        iri=iri,
        kind=kinds[0],
        label=labels[0],
        alt_labels=entry.of("alt"),
        broader=entry.of("broader"),
        rung=int(rungs[0]) if rungs else None,
        ids=tuple(sorted(map(_identifier, entry.of("id")))),
        level=next((int(level) for level in entry.of("level") if level.isdecimal()), None),
        combines=entry.of("combines"),
        ends=entry.of("ends"),
        start=next(iter(entry.of("start")), None),
        varies="true" in entry.of("varies"),
    )


def _identifier(iri: str) -> str:
    """Return an identifier as people write it: CHEBI:52717, mesh:D000069286."""
    if iri.startswith(_OBO):
        return iri.removeprefix(_OBO).replace("_", ":", 1)
    return iri.rsplit("/", 1)[-1]


def _fault(path: Path | None, iri: str, message: str, mend: str) -> InputError:
    name = iri.removeprefix(_HERE)
    if path is None:
        return InputError(message, key=name, mend=mend)
    start = re.compile(rf"\s*\S*[:/]{re.escape(name)}[>\s]")
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if start.match(text)), None)
    return InputError(message, path=str(path), line=line, key=name, mend=mend)


def _index(index: dict[str, tuple[str, ...]], iri: str, labels: Iterable[str]) -> None:
    for key in dict.fromkeys(map(fold, labels)):
        index[key] = (*index.get(key, ()), iri)

"""Files of a vocabulary turned into Rows and Problems, and written into an ontology folder in one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evgraph.compact import SUFFIX, About, Row, read_about, write_rows
from evgraph.errors import IdentifierError, InputError, Problem
from evgraph.identifiers import BASE, parse_url, slug
from evgraph.importing.entries import Entry, iri_of, row_of
from evgraph.importing.obo import read_obo
from evgraph.importing.rdf import SYNTAXES, read_rdf
from evgraph.importing.table import read_table
from evgraph.model import Concept

#: What the concepts of a vocabulary may be: the classes of the schema that concepts have.
KINDS = (
    "AdverseEvent", "Aspect", "Characteristic", "Condition", "Criterion", "Design", "Drug", "DrugClass", "Measure",
    "Model", "Outcome", "Procedure", "Process", "Regimen", "Target",
)  # fmt: skip
_TABLES = (".csv", ".tsv", ".txt")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
#: Larger than any vocabulary in use; a file of this size is something else.
_LARGEST = 4 << 30


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an import: the file written, what stands in it, and what does not."""

    path: Path
    about: About
    entries: int
    obsolete: int
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        about = self.about
        left = f", {self.obsolete:,} obsolete left out" if self.obsolete else ""
        return f"{self.path}: {about.concepts:,} concepts with {about.labels:,} labels{left}"


def import_vocabulary(
    files: Iterable[Path], into: Path, name: str, source: str, licence: str, kind: str | None = None
) -> Import:
    """Read the files as one vocabulary and write it to `into/concepts/NAME.tsv`, in place of an earlier import.

    `kind`: the class of concepts that do not name their own. Raises InputError where nothing can be written, where a
    file cannot be read at all, and where there is no concept.
    """
    _check(name, source, licence, kind)
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    entries = obsolete = 0
    for path in files:
        for entry in _read(path):
            entries += 1
            if isinstance(entry, InputError):
                problems.append(entry.problem)
            elif entry.obsolete:
                obsolete += 1
            else:
                _add(rows, problems, entry, kind, str(path), name)
    if not rows:
        first = f"; the first problem: {problems[0]}" if problems else ""
        raise InputError(f"no concept in the files{first}", path=", ".join(map(str, files)))
    kept = [_within(row, rows) for _, row in sorted(rows.items())]
    labels = sum(1 + len(row.concept.alt_labels) + len(row.hidden) for row in kept)
    about = About(name, source, licence, len(kept), labels)
    return Import(_write(into, about, kept), about, entries, obsolete, tuple(problems))


def read_vocabularies(ontology: Path) -> tuple[About, ...]:
    """Return what is said of each imported vocabulary of an ontology folder, by name."""
    return tuple(read_about(path) for path in sorted((ontology / "concepts").glob(f"*{SUFFIX}")))


def _check(name: str, source: str, licence: str, kind: str | None) -> None:
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name for a file", mend="use small letters, digits and hyphens: mondo")
    if not source.strip() or not licence.strip():
        raise InputError("source or licence is empty", mend="say --source and --licence, as the vocabulary's page does")
    if any(char < " " for char in source + licence):
        raise InputError("source and licence stand on one line each")
    if kind is not None and kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}", mend=f"one of {', '.join(KINDS)}")
    if source.startswith("http"):
        parse_url(source)


def _read(path: Path) -> Iterator[Entry | InputError]:
    """Yield the entries of one file, by what its name ends with."""
    suffix = path.suffix.lower()
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("larger than any vocabulary", path=str(path), mend="cut it into parts")
        if suffix in SYNTAXES:
            yield from read_rdf(path)
        elif suffix in (".obo", *_TABLES):
            with path.open(encoding="utf-8-sig", errors="replace", newline="" if suffix in _TABLES else None) as lines:
                yield from read_obo(lines) if suffix == ".obo" else read_table(lines, str(path))
        else:
            known = ", ".join([".obo", *SYNTAXES, *_TABLES])
            raise InputError(f"a file of an unknown kind, {suffix or 'no suffix'}", path=str(path), mend=f"use {known}")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=str(path)) from error


def _add(rows: dict[str, Row], problems: list[Problem], entry: Entry, kind: str | None, path: str, name: str) -> None:
    """Add an entry to the rows, or say why it is none; the same IRI once more adds its labels."""
    chosen = entry.kind or kind
    if not entry.name and entry.labels and entry.labels[0] and path.lower().endswith(_TABLES):
        entry.name = f"{BASE}concept/{name}-{slug(entry.labels[0])}"
    if chosen not in KINDS:
        said = f"unknown kind {chosen!r}" if chosen else "no kind"
        problems.append(Problem(said, path, entry.line, entry.name[:80], f"say --kind, one of {', '.join(KINDS)}"))
        return
    try:
        row = row_of(entry, chosen)
    except (IdentifierError, ValueError) as error:
        problems.append(Problem(str(error), path, entry.line, entry.name[:80], "the entry is left out"))
        return
    iri = row.concept.iri
    rows[iri] = _joined(rows[iri], row) if iri in rows else row


def _joined(one: Row, other: Row) -> Row:
    first, second = one.concept, other.concept
    labels = {*first.alt_labels, second.label, *second.alt_labels} - {first.label}
    concept: Concept = replace(
        first,
        alt_labels=tuple(sorted(labels)),
        broader=tuple(sorted({*first.broader, *second.broader})),
        ids=tuple(sorted({*first.ids, *second.ids})),
    )
    return Row(concept, tuple(sorted({*one.hidden, *other.hidden} - labels)))


def _within(row: Row, rows: dict[str, Row]) -> Row:
    """Return a row with only what is wider in the same vocabulary, so that no concept hangs on an unknown one."""
    wider = tuple(iri for iri in map(_iri, row.concept.broader) if iri in rows)
    return row if wider == row.concept.broader else Row(replace(row.concept, broader=wider), row.hidden)


def _iri(name: str) -> str:
    try:
        return iri_of(name)
    except IdentifierError:
        return ""


def _write(into: Path, about: About, rows: list[Row]) -> Path:
    path = into / "concepts" / f"{about.name}{SUFFIX}"
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_rows(fresh, about, rows)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(f"cannot write here: {error.strerror}", path=str(path), mend="name another folder") from error
    return path

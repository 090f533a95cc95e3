"""Files with references to `Reading`s. Which reader takes a text is decided by what is in it, not by its name.

A text in several formats is read part by part: each reader is given the whole of it with the lines of the others left
blank, so that the lines it names are right. A new format is one module here and one line in `READERS`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from evgraph.errors import InputError, Problem, Severity
from evgraph.model import Reference
from evgraph.readers import (
    bibtex,
    citedstrings,
    cochrane,
    csljson,
    endnotexml,
    freetext,
    jats,
    nbib,
    paste,
    pubmedxml,
    ris,
    webofscience,
)
from evgraph.readers.lines import find_encoding, read_lines
from evgraph.readers.mixed import Part, find_parts
from evgraph.readers.reading import LARGEST, CitedList, Reading, decode, wide_encoding

__all__ = [
    "READERS",
    "RESOLVED",
    "CitedList",
    "Reader",
    "Reading",
    "read_bytes",
    "read_folder",
    "read_path",
    "stream_file",
]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, whether a text is in it, and how to read the text (text and path → Reading).

    `block`: what `mixed` calls a block of it among others, "" for plain text, which has no marks of its own. A file too
    large to be held is read by `stream`, from its bytes, or by `stream_lines`; plain text has neither.
    """

    name: str
    accepts: Callable[[str], bool]
    read: Callable[[str, str], Reading]
    block: str = ""
    stream: Callable[[BinaryIO, str], Iterator[Reference | Problem]] | None = None
    stream_lines: Callable[[Iterable[str], str], Iterator[Reference | Problem]] | None = None


#: In the order in which they are asked; the first that accepts a text reads it.
READERS = (
    Reader("PubMed XML", pubmedxml.accepts, pubmedxml.read, "xml", stream=pubmedxml.stream),
    Reader("JATS", jats.accepts, jats.read, "xml", stream=jats.stream),
    Reader("EndNote XML", endnotexml.accepts, endnotexml.read, "xml", stream=endnotexml.stream),
    Reader("CSL-JSON", csljson.accepts, csljson.read, "json", stream_lines=csljson.stream),
    Reader("BibTeX", bibtex.accepts, bibtex.read, "bibtex", stream_lines=bibtex.stream),
    Reader("RIS", ris.accepts, ris.read, "ris", stream_lines=ris.stream),
    Reader("NBIB", nbib.accepts, nbib.read, "nbib", stream_lines=nbib.stream),
    Reader("Cochrane", cochrane.accepts, cochrane.read, "cochrane", stream_lines=cochrane.stream),
    Reader("Web of Science", webofscience.accepts, webofscience.read, "wos", stream_lines=webofscience.stream),
    Reader("cited references", citedstrings.accepts, citedstrings.read, stream_lines=citedstrings.stream),
    Reader("numbered list", paste.accepts, paste.read),
    Reader("reference list", freetext.accepts, freetext.read),
)

#: Readers of lists without fields.
_PLAIN = frozenset({"numbered list", "reference list"})

#: What no line of a reference in plain text looks like: the rest of a broken record, a comment.
_MARKED = re.compile(r"^\s*(?:%|<[/!?\w]|[\w-]+\s*=\s*[{\"]|\"[\w-]+\"\s*:|[A-Z][A-Z0-9]{1,3}\s{0,2}- )", re.MULTILINE)

#: So much of a large file says which format it is in.
_HEAD = 1 << 16

#: Where a references folder keeps what services said of it; JSON, but no list of references.
RESOLVED = "resolved.json"
#: What lies in a references folder and is read by somebody else.
_OTHERS = frozenset({"evidence", RESOLVED})


def read_folder(folder: Path) -> Reading:
    """Read every file of a folder, in the order of their names; hidden files and those of others are passed over.

    Paths in what comes back are relative to the folder, since they go into the graph.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", path=folder.name, mend="name the folder with the references")
    reading = Reading()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(".") or path.name in _OTHERS:
            continue
        reading += read_path(path, path.relative_to(folder).as_posix())
    return reading


def read_bytes(data: bytes, path: str) -> Reading:
    """Read the content of one file; `path` is what its places and problems are to name."""
    try:
        text, problems = decode(data, path)
    except InputError as error:
        return Reading(problems=(error.problem,))
    if not text.strip():
        return Reading(problems=(*problems, Problem("the file is empty", path, severity=Severity.NOTE)))
    parts = find_parts(text, _claim)
    if len(parts) > 1:
        return Reading(problems=problems) + _read_parts(text, path, parts)
    reader = READERS[parts[0].reader] if parts else next((one for one in READERS if one.accepts(text)), None)
    if reader is not None:
        return Reading(problems=problems) + reader.read(text, path)
    names = " or ".join(reader.name for reader in READERS)
    message = f"no reader for this file: it was not recognised as {names}"
    return Reading(problems=(*problems, Problem(message, path)))


def read_path(path: Path, name: str) -> Reading:
    """Read one file; `name` is what its places and problems are to name. Whatever cannot be read is a Problem."""
    if path.is_dir():
        message = "folders are not searched for references"
        return Reading(problems=(Problem(message, name, mend="move its files up", severity=Severity.NOTE),))
    if not path.is_file():  # a pipe would be waited for, a device never ends
        return Reading(problems=(Problem("this is no ordinary file", name, mend="put a file there"),))
    try:
        if path.stat().st_size > LARGEST:  # looked at before it is loaded
            message = f"the file has {path.stat().st_size:,} bytes, more than {LARGEST:,}"
            return Reading(problems=(Problem(message, name, mend="split it"),))
        return read_bytes(path.read_bytes(), name)
    except OSError as error:
        return Reading(problems=(Problem(f"the file cannot be read: {error.strerror}", name),))


def stream_file(source: BinaryIO, path: str) -> Iterator[Reference | Problem]:
    """Yield what is read from a file that can be gone through twice; memory does not grow with the number of records.

    A file that is small enough is read as a whole, and may then be in several formats; of a larger one the beginning
    says which it is in, and whatever is in another becomes a Problem.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if size <= LARGEST:
        reading = read_bytes(source.read(), path)
        yield from reading.references
        yield from reading.problems
        return
    head = source.read(_HEAD)
    text = head.decode(wide_encoding(head) or "utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    places = [part.reader for part in find_parts(text, _claim)] or range(len(READERS))
    streams = [READERS[at] for at in places if READERS[at].stream or READERS[at].stream_lines]
    reader = next((one for one in streams if one.accepts(text)), None)
    try:
        if reader is None:
            message = f"the file has {size:,} bytes, and its beginning is in no format that is read record by record"
            yield Problem(message, path, mend=f"split it into files of less than {LARGEST:,} bytes")
        elif reader.stream:
            source.seek(0)
            yield from reader.stream(source, path)
        elif reader.stream_lines:
            encoding, problems = find_encoding(source, path)
            told = list(problems)
            yield from reader.stream_lines(read_lines(source, encoding, path, told.append), path)
            yield from told
    except InputError as error:
        yield error.problem


def _claim(text: str, block: str) -> int | None:
    """Return the place of the reader that takes a stretch of a text; plain text must hold references, seen by reading.

    What is between blocks may be anything, so that to look like a list is not enough.
    """
    for at, reader in enumerate(READERS):
        if (block and reader.block != block) or not reader.accepts(text):
            continue
        if reader.block or (not _MARKED.search(text) and _holds_references(reader.read(text, ""))):
            return at
    return None


def _holds_references(reading: Reading) -> bool:
    """Say whether most of what was read from plain text is a whole reference."""
    whole = sum(bool(found.authors and found.year and (found.title or found.journal)) for found in reading.references)
    return whole * 2 > len(reading.references)


def _read_parts(text: str, path: str, parts: list[Part]) -> Reading:
    """Read each part by its reader; references and problems come in the order of their lines."""
    rows = text.split("\n")
    found: list[Reading] = []
    # Entries of one format may speak of one another; each plain list shows in its own way where its items begin.
    plain = {at for at, reader in enumerate(READERS) if reader.name in _PLAIN}
    groups: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.reader, part.first if part.reader in plain else 0), []).append(part)
    for (at, _), own_parts in groups.items():
        own = [""] * len(rows)
        for part in own_parts:
            own[part.first - 1 : part.last] = rows[part.first - 1 : part.last]
        found.append(READERS[at].read("\n".join(own), path))
    named = ", ".join(f"{READERS[part.reader].name} from line {part.first}" for part in parts[:10])
    more = f" and {len(parts) - 10} parts more" if len(parts) > 10 else ""
    note = Problem(f"several formats in one text: {named}{more}", path, 1, severity=Severity.NOTE)
    return Reading(problems=(note,)) + _in_order(found, path)


def _in_order(readings: list[Reading], path: str) -> Reading:
    """Join readings of one text by their lines, and number the temporary keys anew."""
    owned = [(place, reference) for place, reading in enumerate(readings) for reference in reading.references]
    owned.sort(key=lambda pair: pair[1].places[0].line)
    temporary = [(place, found.key) for place, found in owned if found.key.startswith(f"{path}#")]
    new = {old: f"{path}#{number}" for number, old in enumerate(temporary, start=1)}
    problems = [
        replace(problem, key=new.get((place, problem.key), problem.key))
        for place, reading in enumerate(readings)
        for problem in reading.problems
    ]
    references = tuple(_renamed(reference, place, new) for place, reference in owned)
    problems.sort(key=lambda problem: problem.line or 0)
    return Reading(references, tuple(problems), tuple(cited for reading in readings for cited in reading.lists))


def _renamed(reference: Reference, place: int, new: dict[tuple[int, str], str]) -> Reference:
    cites = tuple(new.get((place, key), key) for key in reference.cites)
    return replace(reference, key=new.get((place, reference.key), reference.key), cites=cites)

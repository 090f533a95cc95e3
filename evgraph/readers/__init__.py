"""Files with references to `Reading`s. Which reader takes a file is decided by what is in it, not by its name.

A new format is one module here and one line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evgraph.errors import InputError, Problem, Severity
from evgraph.readers import (
    bibtex,
    citedstrings,
    csljson,
    endnotexml,
    freetext,
    jats,
    nbib,
    paste,
    pubmedxml,
    ris,
)
from evgraph.readers.reading import LARGEST, CitedList, Reading, decode

__all__ = ["READERS", "RESOLVED", "CitedList", "Reader", "Reading", "read_bytes", "read_folder", "read_path"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, whether a text is in it, and how to read the text (text and path → Reading)."""

    name: str
    accepts: Callable[[str], bool]
    read: Callable[[str, str], Reading]


#: In the order in which they are asked; the first that accepts a text reads it.
READERS = (
    Reader("PubMed XML", pubmedxml.accepts, pubmedxml.read),
    Reader("JATS", jats.accepts, jats.read),
    Reader("EndNote XML", endnotexml.accepts, endnotexml.read),
    Reader("CSL-JSON", csljson.accepts, csljson.read),
    Reader("BibTeX", bibtex.accepts, bibtex.read),
    Reader("RIS", ris.accepts, ris.read),
    Reader("NBIB", nbib.accepts, nbib.read),
    Reader("cited references", citedstrings.accepts, citedstrings.read),
    Reader("numbered list", paste.accepts, paste.read),
    Reader("reference list", freetext.accepts, freetext.read),
)

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
    for reader in READERS:
        if reader.accepts(text):
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

"""Abstracts to immutable files in the user's own cache, and back to Documents.

A text is named by the SHA-256 of its bytes, so it is never changed and never kept twice. Texts belong to their
publishers: they stay on this machine, and what goes on from here are their hashes. Nothing here asks anybody.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evgraph.errors import InputError
from evgraph.model import Section
from evgraph.resolve.cache import FOLDER
from evgraph.resolve.records import Found

#: A longer text is no abstract.
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of a text beside its words: hash, part of the work, who gave it, sections, and its copyright line.

    `rights` is "" where the service tells none; then nobody has said that the text may be passed on.
    """

    sha256: str
    part: str
    service: str
    date: str
    request: str
    sections: tuple[Section, ...] = ()
    rights: str = ""


def keep_text(found: Found, home: Path) -> Text | None:
    """Put the abstract of a record into the cache and return what is known of it, `None` where it has none.

    Raises `InputError` where the cache cannot be written.
    """
    abstract = found.abstract
    if abstract is None or len(abstract.text) > _LONGEST:
        return None
    data = abstract.text.encode()
    name = hashlib.sha256(data).hexdigest()
    file = _file(name, home)
    # A file that is damaged is written anew, as the note of a build promises.
    if read_text(name, home) is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, data)
        except OSError as error:
            mend = f"name another folder in {FOLDER}"
            raise InputError(f"cannot write here: {error.strerror}", path=str(file.parent), mend=mend) from error
    return Text(name, "abstract", found.service, found.date, found.request, abstract.sections, abstract.rights)


def read_text(sha256: str, home: Path) -> str | None:
    """Return a text by its hash, `None` where it is not on this machine or is not what it was."""
    try:
        data = _file(sha256, home).read_bytes()
    except OSError:
        return None
    return data.decode() if hashlib.sha256(data).hexdigest() == sha256 else None


def _file(sha256: str, home: Path) -> Path:
    return home / "texts" / sha256[:2] / f"{sha256}.txt"


def _write(file: Path, data: bytes) -> None:
    """Write beside the place and move there, so that the file is whole or absent."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        fresh.chmod(0o444)
        fresh.replace(file)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()

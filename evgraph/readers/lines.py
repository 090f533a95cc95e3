"""A file of any size to its lines, one after the other, in whatever encoding it is; memory holds one block.

The rules are those of `reading.decode`, which has the whole file: a byte order mark decides, then UTF-8 is expected,
and what is not UTF-8 is read as Windows-1252, with a note. To know that, the file is gone through once before.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections.abc import Callable, Iterator
from typing import BinaryIO

from evgraph.errors import InputError, Problem
from evgraph.readers.reading import LARGEST, not_utf8, unmarked, unreadable, wide_encoding

_BLOCK = 1 << 20


def find_encoding(source: BinaryIO, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the encoding of a file that can be gone through twice, and a note if it is not the one expected.

    Raises `InputError` for a file that is not text.
    """
    source.seek(0)
    if wide := wide_encoding(source.read(64)):
        _first_error(source, wide, path)
        return wide, unmarked(wide, path)
    line = _first_error(source, "utf-8-sig", path)
    if line is None:
        return "utf-8-sig", ()
    if (wrong := _first_error(source, "cp1252", path)) is not None:
        raise unreadable(path, wrong)
    return "cp1252", (not_utf8(path, line),)


def _first_error(source: BinaryIO, encoding: str, path: str) -> int | None:
    """Return the line on which a file is not in an encoding, `None` if all of it is; a binary file raises."""
    source.seek(0)
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    wide = encoding.startswith(("utf-16", "utf-32"))
    while True:
        block = source.read(_BLOCK)
        if not wide and b"\0" in block:
            raise InputError("this is a binary file, not a text", path=path)
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            if wide:
                raise InputError(
                    "the letters of this file cannot be read", path=path, mend="save it as UTF-8"
                ) from error
            return line + block.count(b"\n", 0, max(error.start - (len(error.object) - len(block)), 0))
        if not block:
            return None
        line += block.count(b"\n")


def read_lines(source: BinaryIO, encoding: str, path: str, tell: Callable[[Problem], None]) -> Iterator[str]:
    r"""Yield the lines of a file, each ended by `\n`, its letters composed (NFC).

    A line that is longer than any file that is read at once ends the reading, and is told of. It raises nothing, since
    whoever reads the lines many at a time would lose those before it.
    """
    source.seek(0)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    held: list[str] = []
    size = line = 0
    while True:
        block = source.read(_BLOCK)
        text = decoder.decode(block, final=not block)
        end = text.rfind("\n") + 1
        if block and not end:
            held.append(text)
            size += len(text)
            if size > LARGEST:
                message = f"a line of more than {LARGEST:,} characters; nothing from here on was read"
                tell(Problem(message, path, line + 1, mend="break it into lines"))
                return
            continue
        whole = "".join([*held, text[:end] if block else text])
        held, size = [text[end:]], len(text) - end
        if not whole.isascii():
            whole = unicodedata.normalize("NFC", whole)
        line += whole.count("\n")
        yield from io.StringIO(whole, newline="\n")
        if not block:
            return

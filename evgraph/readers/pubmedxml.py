"""PubMed XML to References. With `pubmedfields.py` and `pubmedparts.py`, the files that know lxml's elements.

The stream is cut into articles before any XML is parsed, and each is parsed alone: one that is broken or cut off is
one problem with its lines, and no declaration of the file (entities, a DTD) ever reaches the parser.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from evgraph.errors import Problem, Severity
from evgraph.model import Reference
from evgraph.readers.pubmedfields import build_article, build_book, build_citation
from evgraph.readers.reading import Reading, short, wide_encoding
from evgraph.readers.tagged import span
from evgraph.readers.taggedlines import gather
from evgraph.readers.xmlparts import ATTRIBUTES, PROLOGUE

#: No article has more bytes.
LONGEST = 20_000_000
_BLOCK = 1 << 18
_KINDS = {b"PubmedArticle": build_article, b"PubmedBookArticle": build_book, b"MedlineCitation": build_citation}
_NAME = re.compile(rb"[A-Za-z]+")
_ACCEPTED = re.compile(r"<(?:Pubmed(?:Article|BookArticle|ArticleSet)|MedlineCitation(?:Set)?)[\s>]")
_FRAME = re.compile(
    rb"\xef\xbb\xbf|" + PROLOGUE.encode() + rb"|</?(?:PubmedArticle|MedlineCitation)Set" + ATTRIBUTES.encode() + rb">"
)
_PASSED_OVER = (
    (b"<!--", b"-->"),
    (b"<DeleteCitation>", b"</DeleteCitation>"),
    (b"<DeleteDocument>", b"</DeleteDocument>"),
)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bytes of the file: the kind of article they are (empty between articles), whether it ended, its lines."""

    kind: bytes
    data: bytes
    whole: bool
    line: int
    breaks: int

    @property
    def last(self) -> int:
        """The last line that holds more than space."""
        return self.line + (self.breaks if self.data.endswith(b">") else self.data.rstrip().count(b"\n"))


def accepts(text: str) -> bool:
    """Say whether the text has an element of PubMed's."""
    return _ACCEPTED.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the articles of a text; they come in its order with the temporary keys `path#1`, `path#2`."""
    return gather(_stream(_blocks(io.BytesIO(text.encode("utf-8", "replace")), "utf-8"), path))


def stream(source: BinaryIO, path: str) -> Iterator[Reference | Problem]:
    """Read a file as it comes; the memory it takes does not grow with its length."""
    return _stream(_blocks(source), path)


def _blocks(source: BinaryIO, encoding: str | None = None) -> Iterator[bytes]:
    """Return the bytes as UTF-8, whatever the file says it is in."""
    block = source.read(_BLOCK)
    whole_file = encoding is None  # the lines of a text are those it has; no reader is given other ends of lines
    if encoding is None:
        named = _ENCODING.search(block[:1000])
        encoding = "utf-8" if block.startswith(codecs.BOM_UTF8) else wide_encoding(block)
        encoding = encoding or (named[1].decode() if named else "utf-8")
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        known = "utf-8"
    decoder = None if known in ("utf-8", "ascii") else codecs.getincrementaldecoder(known)("replace")
    held = b""  # an end of line that may go on in the next block
    while block:
        data = held + (decoder.decode(block).encode() if decoder else block)
        block, held = source.read(_BLOCK), b""
        if b"\r" in data and whole_file:
            if data.endswith(b"\r") and block:
                data, held = data[:-1], b"\r"
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield data


def _stream(blocks: Iterator[bytes], path: str) -> Iterator[Reference | Problem]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    count = 0
    for piece in _pieces(blocks):
        if not piece.kind:
            if b"<!ENTITY" in piece.data:
                message = f"{span(1, piece.last)}: the file declares entities of its own; nothing after that was read"
                yield Problem(message, path, piece.line, mend="take the DOCTYPE out")
                return
            yield from _between(piece, path)
            continue
        lines = span(piece.line, piece.last)
        if not piece.whole:
            message = f"{lines}: an article that is cut off before its end; left out"
            yield Problem(message, path, piece.line, mend="export it again")
            continue
        try:
            element = etree.fromstring(piece.data, parser)
        except etree.XMLSyntaxError as error:
            message = f"{lines}: an article that is no XML; left out: {error.msg}"
            yield Problem(message, path, piece.line + max((error.lineno or 1) - 1, 0), mend="export it again")
            continue
        count += 1
        reference, problems = _KINDS[piece.kind](element, f"{path}#{count}", path, piece.line, piece.last)
        yield reference
        yield from problems


def _between(piece: _Piece, path: str) -> Iterator[Problem]:
    """Report what stands between the articles, the frame of the file left aside."""
    deleted = piece.data.count(b"<DeleteCitation>") + piece.data.count(b"<DeleteDocument>")
    if deleted:
        message = "a list of records that PubMed deleted; it names no work"
        yield Problem(message, path, piece.line, severity=Severity.NOTE)
    rest = _FRAME.sub(lambda match: b"\n" * match[0].count(b"\n"), piece.data)
    for begin, end in _PASSED_OVER:
        rest = _without(rest, begin, end)
    if rest.strip():
        first = piece.line + rest[: len(rest) - len(rest.lstrip())].count(b"\n")
        last = piece.line + rest.rstrip().count(b"\n")
        text = short(rest.decode("utf-8", "replace"))
        yield Problem(f"{span(first, last)} outside of any article, beginning {text}", path, first)


def _without(data: bytes, begin: bytes, end: bytes) -> bytes:
    """Take out what stands between two marks, and keep the line breaks."""
    kept, at = [], 0
    while (start := data.find(begin, at)) >= 0 and (stop := data.find(end, start)) >= 0:
        kept += [data[at:start], b"\n" * data.count(b"\n", start, stop)]
        at = stop + len(end)
    return b"".join((*kept, data[at:]))


def _pieces(blocks: Iterator[bytes]) -> Iterator[_Piece]:
    """Cut the bytes at the tags of articles; an article without an end reaches to the next one's begin."""
    held, line, kind, done = b"", 1, b"", False
    at = 0  # up to here `held` was searched
    while not done:
        block = next(blocks, b"")
        done = not block
        held += block
        begin = 0  # of the piece that is open
        while (found := _next_tag(held, at, kind)) is not None:
            start, name, closing = found
            at = start + len(b"<Pubmed")  # no name is shorter
            if closing:
                start = at = held.index(b">", start) + 1
            if start > begin:
                data = held[begin:start]
                breaks = data.count(b"\n")
                yield _Piece(kind, data, closing or not kind, line, breaks)
                line += breaks
            begin, kind = start, b"" if closing else name
        at = max(at, len(held) - 64, begin) - begin
        held = held[begin:]
        if len(held) > LONGEST:
            yield _Piece(kind, held, not kind, line, held.count(b"\n"))
            line, held, kind, at = line + held.count(b"\n"), b"", b"", 0
    if held.strip():
        yield _Piece(kind, held, not kind, line, held.count(b"\n"))


def _next_tag(held: bytes, at: int, kind: bytes) -> tuple[int, bytes, bool] | None:
    """Return the next tag that begins an article or ends the open one: where, its name, whether it ends.

    A `MedlineCitation` that is in no article is one, as in the files that PubMed gave out until 2016.
    """
    old = kind in (b"", b"MedlineCitation")
    while (found := _next_name(held, at, old)) > 0:
        at = found + 1
        closing = held[found - 2 : found] == b"</"
        if not closing and held[found - 1 : found] != b"<":
            continue
        match = _NAME.match(held, found)
        if match is None or held.find(b">", match.end(), match.end() + 64) < 0:
            continue  # no tag, or it goes on in the next block
        if match[0] == kind if closing else match[0] in _KINDS:
            return found - (2 if closing else 1), match[0], closing
    return None


def _next_name(held: bytes, at: int, old: bool) -> int:
    """Return where the next name stands that may be that of an article, -1 if nowhere."""
    citation = held.find(b"MedlineCitation", at) if old else -1
    article = held.find(b"Pubmed", at) if citation < 0 else held.find(b"Pubmed", at, citation)
    return citation if article < 0 else article

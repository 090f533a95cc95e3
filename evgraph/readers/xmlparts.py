"""An XML file to the elements that are records, one by one, each with its lines; and an element to a small tree.

Why not parse the file as a whole: one `&` or one lost tag and nothing behind it is read. Here the file is cut at the
tags of its records, and each record is parsed alone, by expat. No DTD is read, and a file that declares entities is
refused, so that there is nothing to expand and nothing to fetch.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO
from xml.parsers import expat

from evgraph.readers.reading import wide_encoding

#: What may stand before the first element, as XML has it: declarations whose values are in quotes. An open one that
#: runs over what follows is none, so that nothing in it is passed over.
_VALUE = r"""\s*=\s*(?:"[^"<>\n]*"|'[^'<>\n]*')"""
PROLOGUE = (
    rf"<\?[\w:-]+(?:\s+[\w:-]+{_VALUE})*\s*\?>|"
    r"""<!DOCTYPE\s+[\w:-]+(?:\s+(?:PUBLIC|SYSTEM)(?:\s+(?:"[^"<>\n]*"|'[^'<>\n]*')){1,2})?\s*(?:\[\s*\]\s*)?>"""
)
#: What may stand in a tag behind its name.
ATTRIBUTES = rf"(?:\s+[\w:.-]+{_VALUE})*\s*/?"
#: Deeper than any record.
DEEPEST = 60
_BLOCK = 1 << 16
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});|([A-Za-z][\w.-]*);)?")


@dataclass(frozen=True, slots=True)
class Part:
    """An element as text, or (without a name) what stands between two; `whole` if its end tag is there."""

    name: str
    text: str
    line: int
    end_line: int
    whole: bool = True

    @property
    def lines(self) -> str:
        """The lines, in words."""
        return f"lines {self.line} to {self.end_line}"


def open_text(source: BinaryIO) -> TextIO:
    """Return a binary file as text: by its byte order mark, by what its first line says, else as UTF-8.

    What is not in that encoding becomes the replacement character.
    """
    head = source.read(200)
    encoding = wide_encoding(head) or "utf-8-sig"
    if encoding == "utf-8-sig" and (found := _ENCODING.match(head)) and found[1].lower() not in (b"utf-8", b"utf8"):
        try:
            encoding = codecs.lookup(found[1].decode()).name
        except LookupError:
            encoding = "utf-8-sig"
    # What TextIOWrapper asks of a buffer, _Again has; its types ask for more.
    return io.TextIOWrapper(_Again(head, source), encoding=encoding, errors="replace")  # type: ignore[type-var]


class _Again(io.RawIOBase):
    """A binary file, the beginning of which was read already."""

    def __init__(self, head: bytes, source: BinaryIO) -> None:
        self.head, self.source = head, source

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.head:
            found, self.head = self.head, b""
            return found
        return self.source.read(size)

    read1 = read


def split(source: TextIO, names: tuple[str, ...], holders: tuple[str, ...] = (), root: str = "") -> Iterator[Part]:
    """Yield the elements of these names, which do not nest, and the text between them.

    An element of `holders` is one part with everything in it, whatever it is called; where a tag of `root` comes before
    its end, it was never closed. The part named `!ENTITY` says that the file declares entities; the file is not to be
    read on.
    """
    cutter = _Cutter(names, holders, root)
    pending: list[str] = []
    while block := source.read(_BLOCK):
        end = block.rfind(">") + 1
        if not end:
            pending.append(block)
            continue
        yield from cutter.feed("".join([*pending, block[:end]]))
        pending = [block[end:]]
    yield from cutter.feed("".join(pending))
    yield from cutter.finish()


class _Cutter:
    """The state between two pieces of a file, each of which ends with `>`."""

    def __init__(self, names: tuple[str, ...], holders: tuple[str, ...], root: str) -> None:
        tags = "|".join(map(re.escape, (*names, *holders, *filter(None, [root]))))
        self.holders, self.root, self.depth = frozenset(holders), root, 0
        self.mark = re.compile(rf"<!--|<!\[CDATA\[|<!ENTITY|<(/?)({tags})(?=[\s/>])[^<>]*>")
        self.name = self.until = ""
        self.pieces: list[str] = []
        self.start = self.line = 1

    def feed(self, text: str) -> Iterator[Part]:
        """Yield the parts that end in a piece of the file."""
        at = kept = 0
        while True:
            if self.until:
                end = text.find(self.until, at)
                if end < 0:
                    break
                at, self.until = end + len(self.until), ""
            found = self.mark.search(text, at)
            if found is None:
                break
            at = found.end()
            if found[0] == "<!--":
                self.until = "-->"
            elif found[0] == "<![CDATA[":
                self.until = "]]>"
            elif turn := self.turn(found):
                cut = at if turn == "end" else found.start()
                self.keep(text[kept:cut])
                yield from self.part(whole=turn == "end")
                kept = cut
                if turn == "begin":
                    self.name, self.depth = found[2] or "!ENTITY", 1
        self.keep(text[kept:])

    def turn(self, found: re.Match[str]) -> str:
        """Return what a tag does: "end" the part that is open, "break" it off, "begin" another; or nothing."""
        closing, name = bool(found[1]), found[2]
        if not closing and found[0].endswith("/>"):
            return ""
        if name and name == self.root:
            return "break" if self.name else ""
        if name and self.name in self.holders:
            self.depth += 0 if name != self.name else -1 if closing else 1
            return "" if self.depth else "end"
        if not closing:  # a record, or <!ENTITY, begins
            return "begin"
        return "end" if name == self.name else ""

    def keep(self, text: str) -> None:
        """Add text to the part that is open."""
        if text:
            self.pieces.append(text)
            self.line += text.count("\n")

    def part(self, whole: bool) -> Iterator[Part]:
        """Close what is open, and say where its text begins and ends."""
        text = "".join(self.pieces)
        bare = text.strip()
        if bare:
            first = self.start + text[: text.index(bare[0])].count("\n")
            yield Part(self.name, bare, first, first + bare.count("\n"), whole or not self.name)
        self.name, self.pieces, self.start = "", [], self.line

    def finish(self) -> Iterator[Part]:
        """Yield what is left at the end of the file."""
        yield from self.part(whole=False)


@dataclass(slots=True)
class Element:
    """An element of XML: what it is called, its attributes, and text and elements in their order."""

    name: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements in it."""
        return [one for one in self.content if isinstance(one, Element)]

    @property
    def text(self) -> str:
        """All text in it on one line; a raised number behind a digit is a power, as in 10^6."""
        return " ".join(self.raw_text().split())

    def raw_text(self) -> str:
        """Return all text in it as it stands."""
        found = ""
        for one in self.content:
            inner = one if isinstance(one, str) else one.raw_text()
            power = found[-1:].isdigit() and inner.lstrip("-\u2212")[:1].isdigit()
            raised = power and isinstance(one, Element) and "sup" in (one.name, one.attributes.get("face", "")[:3])
            found += f"^{inner}" if raised else inner
        return found

    def find(self, *path: str) -> Element | None:
        """Return the first element that is reached by these names."""
        return next(iter(self.all(*path)), None)

    def all(self, *path: str) -> list[Element]:
        """Return the elements that are reached by these names."""
        found = [self]
        for name in path:
            found = [inner for one in found for inner in one.elements if inner.name == name]
        return found


def parse(text: str) -> tuple[Element, bool]:
    """Return the tree of a part, and whether its text had to be mended; raises `expat.ExpatError`.

    What is mended: characters that XML does not allow, an `&` that begins nothing, names of characters (`&alpha;`)
    that a DTD would declare.

    >>> parse("<a>R&D &alpha;</a>")[0].text
    'R&D α'
    """
    try:
        return _parse(text), False
    except (expat.ExpatError, UnicodeEncodeError):
        return _parse(_REFERENCE.sub(_mended, _CONTROL.sub("\ufffd", text))), True


def _mended(match: re.Match[str]) -> str:
    number, name = match.groups()
    if number:
        value = int(number[1:], 16) if number[0] == "x" else int(number)
        return match[0] if value < 0x110000 and not _CONTROL.match(chr(value)) else "\ufffd"
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    known = html.unescape(match[0]) if name else ""
    return html.escape(known if known and known != match[0] else match[0])


def _parse(text: str) -> Element:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    stack = [Element("", {})]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise expat.ExpatError(f"nested deeper than {DEEPEST}")
        element = Element(name, attributes)
        stack[-1].content.append(element)
        stack.append(element)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: stack.pop()
    parser.CharacterDataHandler = lambda data: stack[-1].content.append(data)
    parser.Parse(text, True)
    return stack[0].elements[0]

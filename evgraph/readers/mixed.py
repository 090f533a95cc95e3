"""A text in several formats to its parts: which lines are in which format, found by what stands in them.

A block begins at a line that only its format has and ends where its own marks close it, so that a line in an abstract
that looks like another format stays in the abstract. What stands between blocks is a part of its own only if a reader
takes it for one; else it stays with the block before it, whose reader tells of it. Every line is in exactly one part.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

#: What only a line of this format begins with. Each begins with letters, so that it is found fast; that nothing but
#: space stands before it on its line is looked at then.
_OPENERS = {
    "bibtex": (re.compile(r"@\w{1,40}[ \t]*[{(]"),),
    "ris": (re.compile(r"TY[ \t]{1,3}[-\u2013][ \t]*\w"),),
    "nbib": (re.compile(r"PMID ?- *\d"),),
    "cochrane": (re.compile(r"Record #\d+ of \d+[ \t]*\n+ID: \S"),),
    "wos": (re.compile(r"FN [^\n]{1,200}\nVR \d"), re.compile(r"PT [A-Z][ \t]*\n[A-Z][A-Z0-9] ")),
    "xml": (re.compile(
        r"<(?:\?xml|!DOCTYPE|(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitationSet|MedlineCitation|xml|"
        r"records?|article|articles|pmc-articleset|back|ref-list|front|journal-meta|article-meta|ref|element-citation|"
        r"mixed-citation|nlm-citation)[\s>])"
    ),),
    "json": (re.compile(r"\[[ \t]*(?:\{|$)", re.MULTILINE), re.compile(r"\{[ \t]*(?:\"|$)", re.MULTILINE)),
}  # fmt: skip
#: More blanks than any line is indented by.
_WIDEST = 200
#: Formats whose openers cannot stand at the beginning of a line of JSON or, but for the last, of XML.
_LINES = ("bibtex", "ris", "nbib", "cochrane", "wos")
_RIS_END = re.compile(r"ER[ \t]{1,3}[-\u2013]")
_WOS_END = re.compile(r"^(?:ER[ \t]*$(?:\s*^EF[ \t]*$)?|EF[ \t]*$)", re.MULTILINE)
_TAGGED = {
    "ris": re.compile(r"^[ \t]*[A-Z][A-Z0-9] {0,3}[-\u2013](?: |$)", re.MULTILINE),
    "nbib": re.compile(r"^[A-Z]{2,4} {0,2}- ", re.MULTILINE),
    "cochrane": re.compile(r"^[A-Z]{2,3}: \S", re.MULTILINE),
    "wos": re.compile(r"^[A-Z][A-Z0-9] \S", re.MULTILINE),
}
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_JSON_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?|[{}\[\]]')
_ROOT = re.compile(r"<([A-Za-z][\w-]*)")
_BREAKS = re.compile(r"\n*")
_BLANK = re.compile(r"\n[^\S\n]*(?=\n)")


class Block(NamedTuple):
    """Characters of a text, from the beginning of a line to the end of one, in one format."""

    kind: str
    start: int
    end: int


class Part(NamedTuple):
    """Lines of a text (1-based, the last one inclusive) for one reader, named by its place among the readers."""

    reader: int
    first: int
    last: int


class _Openers:
    """Where the next line stands that begins a block of each format; each is looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = {one: (0, -1) for ones in _OPENERS.values() for one in ones}  # asked from where, found where
        self.unclosed: set[str] = set()

    def next(self, at: int, kinds: tuple[str, ...] = tuple(_OPENERS)) -> tuple[int, str]:
        """Return where the next block of one of these formats begins, and its format; the end of the text if none."""
        place, which = len(self.text), ""
        for kind in kinds:
            for pattern in _OPENERS[kind]:
                asked, found = self.found[pattern]
                if not asked <= at <= found:
                    found = self.search(pattern, at)
                    self.found[pattern] = (at, found)
                if found < place:
                    place, which = found, kind
        return place, which

    def search(self, pattern: re.Pattern[str], at: int, limit: int = sys.maxsize) -> int:
        """Return where a pattern stands next at the beginning of a line, blanks aside; beyond the text if nowhere."""
        text, begin = self.text, at
        while match := pattern.search(text, at, limit):
            start = match.start()
            line = text.rfind("\n", max(start - _WIDEST, 0), start) + 1
            if line >= begin and not text[line:start].strip(" \t\ufeff") and (line or start < _WIDEST):
                return line
            at = match.end()
        return len(text) + 1


def find_blocks(text: str) -> Iterator[Block]:
    r"""Yield the blocks of a text in their order; neighbours of one format are not yet joined.

    >>> [block.kind for block in find_blocks("@misc{a, title = {T}}\n\nTY  - JOUR\nTI  - T\nER  - \nand more")]
    ['bibtex', 'ris']
    """
    openers, at = _Openers(text), 0
    while True:
        start, kind = openers.next(at)
        if not kind:
            return
        line_end = text.find("\n", max(_ENDS[kind](text, start, openers), start))
        begin = _before_comments(text, at, start) if kind == "bibtex" else start
        at = len(text) if line_end < 0 else line_end
        yield Block(kind, begin, at)


def _before_comments(text: str, at: int, start: int) -> int:
    """Return where the lines begin that stand right before an entry of BibTeX as comments on it."""
    while start - 1 > at and text.startswith("%", line := text.rfind("\n", at, start - 1) + 1) and line >= at:
        start = line
    return start


def find_parts(text: str, claim: Callable[[str, str], int | None]) -> list[Part]:
    """Return the parts of a text, none where no block of a format was found in it.

    `claim` says which reader takes a stretch of the text, given the format of a block ("" for what is in none).
    """
    claimed = [(claim(text[one.start : one.end], one.kind), one.start, one.end) for one in find_blocks(text)]
    blocks = [(reader, start, end) for reader, start, end in claimed if reader is not None]
    if not blocks:
        return []
    pieces: list[tuple[int, int]] = []  # reader, and where its piece begins
    at = 0
    for reader, start, end in [*blocks, (blocks[-1][0], len(text), len(text))]:
        between = text[at:start]
        own = claim(between, "") if between.strip() else None
        if own is not None:
            pieces.append((own, at))
        if start < len(text):  # else it is the end, which begins nothing
            pieces.append((reader, start if pieces else 0))
        at = end
    return list(_numbered(pieces, text))


def _numbered(pieces: list[tuple[int, int]], text: str) -> Iterator[Part]:
    """Give pieces their lines; blank lines go with the piece before, or with the first one."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    first, current = 1, pieces[0][0]
    for reader, start in pieces[1:]:
        if reader != current:
            line = bisect_left(breaks, _BREAKS.match(text, start).end()) + 1  # type: ignore[union-attr]
            yield Part(current, first, line - 1)
            first, current = line, reader
    yield Part(current, first, len(breaks) + 1)


def _bibtex_end(text: str, start: int, openers: _Openers) -> int:
    """Return where the braces close, else where the next block begins."""
    limit, _ = openers.next(start + 1, ("bibtex",))
    line = text.find("\n}", start, limit)
    plain = line > 0 and text.find("\\{", start, line) < 0 and text.find("\\}", start, line) < 0
    if plain and text.count("{", start, line) == text.count("}", start, line) + 1:
        return line + 1
    depth = 0
    for mark in _BRACE.finditer(text, start, limit):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == "}":
            return mark.start()
    return _before(text, openers.next(start + 1)[0])


def _ris_end(text: str, start: int, openers: _Openers) -> int:
    """Return where `ER` stands, else the end of the paragraph that has the last line with a tag."""
    limit, _ = openers.next(start + 1, ("ris",))
    end = openers.search(_RIS_END, start, limit)
    return end if end < limit else _tagged_end("ris", text, start, openers)


def _nbib_end(text: str, start: int, openers: _Openers) -> int:
    return _tagged_end("nbib", text, start, openers)


def _cochrane_end(text: str, start: int, openers: _Openers) -> int:
    return _tagged_end("cochrane", text, start, openers)


def _wos_end(text: str, start: int, openers: _Openers) -> int:
    after = text.find("\n", text.find("\n", start) + 1) if text.startswith("FN", start) else start + 1
    limit, _ = openers.next(max(after, start + 1), ("wos",))
    if text.startswith("FN", start) and not _WOS_END.search(text, start, limit):
        limit = openers.next(limit + 1, ("wos",))[0]  # the head of the file and its first record are one block
    end = _WOS_END.search(text, start, limit)
    return end.end() if end else _tagged_end("wos", text, start, openers)


def _tagged_end(kind: str, text: str, start: int, openers: _Openers) -> int:
    """Return the end of the paragraph that has the last line with a tag, before the next block begins."""
    limit = _before(text, openers.next(start + 1)[0])
    blank = text.find("\n\n", start, limit)
    if blank < 0:
        return limit
    last = start
    for match in _TAGGED[kind].finditer(text, start, limit):
        last = match.start()
    found = _BLANK.search(text, last, limit + 1)
    return found.start() if found else limit


def _xml_end(text: str, start: int, openers: _Openers) -> int:
    """Return where the root closes; a root that does not ends where lines of another format begin."""
    at = start
    while (match := _ROOT.search(text, at)) and text.startswith(("<?", "<!"), at := match.start()):
        at += 1
    limit, _ = openers.next(start + 1, _LINES)
    if match is None:
        return _before(text, limit)
    name = match[1]
    close = -1 if name in openers.unclosed else text.find(f"</{name}>", match.end())
    if close < 0:
        openers.unclosed.add(name)
        return _before(text, limit)
    again = text.find(f"<{name}", limit, close) if limit < close else -1  # that end is the end of another file
    return _before(text, limit) if again >= 0 else close


def _json_end(text: str, start: int, openers: _Openers) -> int:
    limit, _ = openers.next(start + 1, (*_LINES, "xml"))
    depth = 0
    for token in _JSON_TOKEN.finditer(text, start, limit):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth == 0 and token[0] in "}]":
            return token.start()
    return _before(text, limit)


def _before(text: str, limit: int) -> int:
    """Return the end of the last line before a place that is not blank."""
    while 0 < limit < len(text) and text[limit - 1].isspace():
        limit -= 1
    return limit


_ENDS = {
    "bibtex": _bibtex_end, "ris": _ris_end, "nbib": _nbib_end, "cochrane": _cochrane_end, "wos": _wos_end,
    "xml": _xml_end, "json": _json_end,
}  # fmt: skip

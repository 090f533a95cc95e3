"""JATS (and NLM) XML to References: the reference lists, and the article whose lists they are, with its text.

The article is a Reference that `cites` those of its lists, by their temporary keys; it comes out when the article ends.
Its `body` is what stands in `<body>`, `<back>` and `<floats-group>`; a `<sub-article>`, such as a reviewer's letter, is
not the article and is passed over with a note. Of a citation that is mixed text, `raw` holds all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import BinaryIO, TextIO
from xml.parsers import expat

from evgraph.errors import Problem, Severity
from evgraph.model import Passage, Place, Reference
from evgraph.readers import freetext
from evgraph.readers.endnotexml import unread
from evgraph.readers.jatsfields import Citation, ref
from evgraph.readers.jatsfront import front
from evgraph.readers.jatstext import passages_of
from evgraph.readers.reading import Reading, short
from evgraph.readers.xmlparts import ATTRIBUTES, PROLOGUE, Element, Part, open_text, parse, split

_ACCEPTED = re.compile(r"<ref-list[\s>]|<article-meta[\s>]|<(?:element|mixed|nlm)-citation[\s>]")
_LIST = re.compile(rf"(</?ref-list{ATTRIBUTES}>)")
_HEADING = re.compile(
    rf"<(title|label)(?:\s[^<>]*)?>[\s\S]*?</\1>|<!--[\s\S]*?-->|</?(?:ref-list|sec|back|p){ATTRIBUTES}>"
)
#: What an article says of itself: "research-article", "retraction".
_KIND = re.compile(r"""<article\s[^<>]{0,2000}?article-type\s*=\s*["']([\w-]{1,60})["']""")
#: What is left of a citation that lost its beginning or end.
_LOST = re.compile(r"</?(?:ref|[a-z]+-citation)\b")
_FRAME = re.compile(
    rf"{PROLOGUE}|<\?[\w.:-]+ [^<>?]*\?>|"
    rf"</?(?:article|front|body|back|ref-list|articles|pmc-articleset|floats-group){ATTRIBUTES}>"
)
_PARTS = ("journal-meta", "article-meta", "ref")
_TEXTS = ("body", "back", "floats-group")
_OTHERS = ("sub-article", "response")
#: A longer part is no text of an article.
_LONGEST = 10_000_000
#: What of a text is told of, since it is not read as text.
_MISSED = {
    "table": "tables ({}) are kept as rows of cells, from which no claims are read",
    "formula": "formulas ({}) that are only TeX or an image are “[formula]” here",
    "image": "images ({}) cannot be read",
}


def accepts(text: str) -> bool:
    """Say whether the text has a reference list or an article's front as JATS writes them."""
    return _ACCEPTED.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read the articles and reference lists of a text; `path` is what places and problems name."""
    found = list(_File(path).read(io.StringIO(text)))
    references = [item for item in found if isinstance(item, Reference)]
    references.sort(key=lambda reference: reference.places[0].line)
    return Reading(tuple(references), tuple(item for item in found if isinstance(item, Problem)))


def stream(source: BinaryIO, path: str) -> Iterator[Reference | Problem]:
    """Yield what is read from a binary file; an article comes behind the references it cites."""
    return _File(path).read(open_text(source))


def _from_text(reference: Reference) -> Reference | None:
    """Return a reference that is only text with the fields read from it, `None` if it names no work."""
    (found,) = freetext.parse([str(reference.raw)])
    if not (found.title or found.journal or found.authors):
        return None
    extra = (*reference.extra, *found.extra)
    return replace(found, key=reference.key, places=reference.places, extra=extra)


class _File:
    """The state of reading one file: the article that is open, and what it cites so far."""

    def __init__(self, path: str) -> None:
        self.path, self.number = path, 0
        self.in_list = False
        self.kind = ""
        self.journal: tuple[Element, Part] | None = None
        self.article: Reference | None = None
        self.cites: list[str] = []
        self.body: list[Passage] = []
        self.spots: list[Place] = []

    def read(self, source: TextIO) -> Iterator[Reference | Problem]:
        """Yield References and Problems."""
        for part in split(source, _PARTS, (*_TEXTS, *_OTHERS), "article"):
            if part.name == "!ENTITY":
                yield Problem(f"{part.lines}: the file declares entities and is not read", self.path, part.line)
                break
            if part.name in _TEXTS + _OTHERS:
                yield from self.text(part)
            else:
                yield from self.record(part)
        yield from self.finish()

    def record(self, part: Part, *, told: bool = False) -> Iterator[Reference | Problem]:
        """Yield what is in a record, or between two; with `told` the text between them is accounted for."""
        if not part.name:
            yield from self.between(part, told=told)
            return
        try:
            element, mended = parse(part.text)
        except expat.ExpatError as error:
            yield unread(part, self.path, error)
            return
        yield from self.mended(mended, part)
        if part.name == "ref":
            yield from self.cited(element, part)
        elif part.name == "journal-meta":
            yield from self.finish()
            self.journal = (element, part)
        else:
            yield from self.begin(element, part)

    def text(self, part: Part) -> Iterator[Reference | Problem]:
        """Keep the passages of a part for its article; references may stand in it, and are read as anywhere."""
        told = False
        if part.name in _OTHERS:
            told = True
            yield self.note(
                f"{part.lines} are a <{part.name}> with a text of its own, which was passed over", part.line
            )
        elif len(part.text) > _LONGEST:
            message = f"{part.lines} are too long for the text of an article and were not read as one"
            yield Problem(message, self.path, part.line)
        else:
            told = yield from self.passages(part)
        if told and "<ref" not in part.text:
            return
        for inner in split(io.StringIO(part.text), _PARTS):
            shift = part.line - 1
            yield from self.record(replace(inner, line=inner.line + shift, end_line=inner.end_line + shift), told=told)

    def passages(self, part: Part) -> Generator[Problem, None, bool]:
        """Keep the passages of a part; return whether that was possible."""
        try:
            element, mended = parse(part.text)
        except expat.ExpatError as error:
            if part.name != "back":  # what stands in it is read alone, and told of alone
                yield unread(part, self.path, error)
            return False
        if self.article is None:
            return False
        found, missed = passages_of(element)
        yield from self.mended(mended, part)
        if missed:
            told = "; ".join(words.format(missed[name]) for name, words in _MISSED.items() if name in missed)
            yield self.note(f"{part.lines}, the text: {told}", part.line, self.article.key)
        self.body += found
        self.spots += [Place(self.path, part.line, part.end_line)] if found else []
        return True

    def mended(self, mended: bool, part: Part) -> Iterator[Problem]:
        """Tell that a part was mended."""
        if mended:
            message = "characters that XML does not allow, or that a DTD names, were replaced here"
            yield self.note(message, part.line)

    def note(self, message: str, line: int, key: str = "") -> Problem:
        """Return a note."""
        return Problem(message, self.path, line, key, severity=Severity.NOTE)

    def key(self) -> str:
        """Return the next temporary key."""
        self.number += 1
        return f"{self.path}#{self.number}"

    def begin(self, element: Element, part: Part) -> Iterator[Reference | Problem]:
        """Keep an article until its references were read."""
        journal, self.journal = self.journal, None
        if self.article is not None:
            yield from self.finish()
        citation, key = front(element, journal[0] if journal else None), self.key()
        places = [Place(self.path, part.line, part.end_line)]
        if journal:
            places.insert(0, Place(self.path, journal[1].line, journal[1].end_line))
        if self.kind not in ("", "research-article"):
            citation.extra.append(("jats:article-type", self.kind))
        self.kind = ""
        self.article = citation.reference(key, tuple(places))
        yield from (self.note(message, part.line, key) for message in citation.notes)

    def finish(self) -> Iterator[Reference | Problem]:
        """Yield the article that is open, with what it cites."""
        if self.article is not None:
            yield replace(
                self.article, cites=tuple(self.cites), body=tuple(self.body), places=(*self.article.places, *self.spots)
            )
        elif self.journal is not None:
            part = self.journal[1]
            yield Problem(f"{part.lines} are a journal without an article", self.path, part.line)
        self.article, self.journal, self.cites, self.body, self.spots = None, None, [], [], []

    def cited(self, element: Element, part: Part) -> Iterator[Reference | Problem]:
        """Yield the citations of one `<ref>`; some hold several."""
        place = Place(self.path, part.line, part.end_line)
        citations: list[Citation] = ref(element)
        if not citations:
            yield Problem(f"{part.lines}: this <ref> holds no text", self.path, part.line)
        for citation in citations:
            key = self.key()
            self.cites.append(key)
            reference = citation.reference(key, (place,))
            if citation.is_text and (told := _from_text(reference)) is not None:
                reference = told
                citation.notes[:] = ["this reference is only text; its fields were read from the text"]
            yield reference
            yield from (self.note(message, part.line, key) for message in citation.notes)

    def between(self, part: Part, *, told: bool) -> Iterator[Problem]:
        """Tell of text between the records: in a list something was lost, elsewhere it is the article's own."""
        line = part.line
        if kinds := _KIND.findall(part.text):
            self.kind = kinds[-1]
        for piece in _LIST.split(part.text):
            start, line = line + piece[: len(piece) - len(piece.lstrip())].count("\n"), line + piece.count("\n")
            lines = f"lines {start} to {start + piece.strip().count(chr(10))}"
            if _LIST.fullmatch(piece):
                self.in_list = not piece.startswith("</")
            elif self.in_list:
                rest = _HEADING.sub("", piece).strip()
                if rest:
                    yield Problem(f"{lines} are in no <ref>: {short(rest)}", self.path, start, mend="check its tags")
            elif _LOST.search(piece):
                yield Problem(f"{lines} are in no <ref>: {short(piece)}", self.path, start, mend="check its tags")
            elif not told and _FRAME.sub("", piece).strip("\ufeff \t\n"):
                yield self.note(f"{lines} hold no references and were passed over", start)

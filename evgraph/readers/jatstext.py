"""The text of a JATS article to Passages: paragraphs, captions, notes and cells, each under the titles it stands under.

The form is stated here once. Spaces and line breaks between words become one space. A citation is in brackets, as most
journals print it: a raised 12 is "[12]", so that it is no part of a number before it. A footnote stands behind its
paragraph, a figure or table behind the paragraph it is put into. A row of a table is one line, its cells parted by
" | ". Of a formula in MathML the signs are kept ("10^-6", "a/b"); one that is only TeX or an image is "[formula]".
Element names are those of JATS 1.3 (ANSI/NISO Z39.96-2021).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evgraph.model import Passage, Span
from evgraph.readers.jatsline import Words
from evgraph.readers.jatsmath import math_text
from evgraph.readers.xmlparts import Element

#: What is no text of the article: data about it, its references, descriptions of images for screen readers.
_SILENT = frozenset(
    {"ref-list", "object-id", "counts", "permissions", "alt-text", "long-desc", "sec-meta", "kwd-group", "bio",
     "processing-meta", "custom-meta-group", "related-article", "related-object", "label", "title", "front-stub"}
)  # fmt: skip
_IMAGES = frozenset({"graphic", "inline-graphic", "media", "private-char"})
_FORMULAS = frozenset({"inline-formula", "disp-formula", "tex-math", "math", "alternatives", "chem-struct"})
#: They stand behind the paragraph they are put into.
_FLOATS = frozenset(
    {"fig", "fig-group", "table-wrap", "table-wrap-group", "supplementary-material", "boxed-text", "fn"}
)
#: They end a line of text.
_BLOCKS = _FLOATS | {
    "p", "sec", "list", "list-item", "def-list", "def-item", "disp-quote", "statement", "verse-group", "verse-line",
    "speech", "preformat", "code", "table", "array", "caption", "table-wrap-foot", "app", "app-group", "ack", "notes",
    "glossary", "fn-group", "attrib", "disp-formula-group", "body", "back", "floats-group", "question-wrap", "abstract",
}  # fmt: skip
_NO_WORDS = _BLOCKS | _SILENT | _IMAGES
#: What a part without a title of its own, or with one that does not say so, is of; by `sec-type` or by its element.
_KINDS = {
    "intro": "INTRODUCTION", "introduction": "INTRODUCTION", "background": "BACKGROUND", "methods": "METHODS",
    "materials": "METHODS", "subjects": "METHODS", "materials|methods": "METHODS", "results": "RESULTS",
    "discussion": "DISCUSSION", "conclusions": "CONCLUSIONS", "conclusion": "CONCLUSIONS", "cases": "CASES",
    "ack": "ACKNOWLEDGEMENTS", "app": "APPENDIX", "glossary": "ABBREVIATIONS", "fn-group": "FOOTNOTES", "fig": "FIGURE",
    "table-wrap": "TABLE", "boxed-text": "BOX", "supplementary-material": "SUPPLEMENT",
}  # fmt: skip
_NUMBER = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)*|[IVX]+)[.)]?\s+(?=\S)")


class _Title(NamedTuple):
    """A title as printed ("3.1 Survival"), and what a label calls it ("SURVIVAL")."""

    printed: str
    name: str


_Titles = tuple[_Title, ...]


def passages_of(element: Element) -> tuple[tuple[Passage, ...], dict[str, int]]:
    """Return the passages of an element such as `<body>`, and how often something was there that is no text.

    >>> from evgraph.readers.xmlparts import parse
    >>> text = "<p>It grew.<sup><xref ref-type='bibr'>3</xref></sup></p>"
    >>> passages, _ = passages_of(parse(f"<body><sec><title>1. Results</title>{text}</sec></body>")[0])
    >>> [(part.heading, part.label, part.text, part.cited) for part in passages]
    [('1. Results', 'RESULTS', 'It grew.[3]', (Span(start=9, end=10),))]
    """
    writer = _Writer()
    writer.block(element, ())
    return tuple(writer.finished()), dict(writer.missed)


def abstract_text(abstract: Element) -> str:
    """Return an abstract as MEDLINE writes it: a line for each part, behind its title in capitals and a colon.

    >>> from evgraph.readers.xmlparts import parse
    >>> abstract_text(parse("<abstract><sec><title>Aim</title><p>To see.</p></sec></abstract>")[0])
    'AIM: To see.'
    """
    passages, _ = passages_of(abstract)
    lines = [(part.heading.rpartition("\n")[2].rstrip(" :.").upper(), part.text) for part in passages if not part.cells]
    told = [f"{title}: {text}" if title not in ("", "ABSTRACT", "SUMMARY") else text for title, text in lines]
    return "\n".join(line.replace("\n\n", "\n") for line in told)


class _Writer:
    """The passages so far: titles, whether they are of a table, and lines with their citations."""

    def __init__(self) -> None:
        self.rows: list[tuple[_Titles, bool, list[tuple[str, list[Span]]]]] = []
        self.missed: Counter[str] = Counter()

    def finished(self) -> Iterator[Passage]:
        """Yield the passages; titles are told where they begin."""
        before: _Titles = ()
        for titles, cells, lines in self.rows:
            shared = next((n for n, (a, b) in enumerate(zip(before, titles, strict=False)) if a != b), len(before))
            heading = "\n".join(title.printed for title in titles[shared:] if title.printed)
            before = titles
            cited, length = [], 0
            for text, spans in lines:
                cited += [Span(span.start + length, span.end + length) for span in spans]
                length += len(text) + (1 if cells else 2)
            text = ("\n" if cells else "\n\n").join(text for text, _ in lines)
            yield Passage(heading, " / ".join(title.name for title in titles if title.name), text, tuple(cited), cells)

    def line(self, words: Words, titles: _Titles, *, cells: bool = False) -> None:
        """Put a line under its titles."""
        text, cited = words.taken()
        if not text:
            return
        if not self.rows or self.rows[-1][:2] != (titles, cells):
            self.rows.append((titles, cells, []))
        self.rows[-1][2].append((text, cited))

    def block(self, element: Element, titles: _Titles) -> None:
        """Write an element with what is in it."""
        name = _local(element)
        if name in _SILENT:
            return
        if name in ("table", "array"):
            self.table(element, titles)
        elif _is_image(element):
            self.missed["image"] += 1
        elif name == "table-wrap-foot":
            before = len(self.rows)
            self.flow(element, titles)
            self.rows[before:] = [(under, True, lines) for under, _, lines in self.rows[before:]]
        elif name == "body" and element.all("sec"):
            # What stands before the first section of an article introduces it.
            at = next(n for n, one in enumerate(element.content) if isinstance(one, Element) and one.name == "sec")
            self.flow(Element("body", {}, element.content[:at]), (*titles, _Title("", "INTRODUCTION")))
            self.flow(Element("body", {}, element.content[at:]), titles)
        else:
            own = _title_of(element)
            inner = (*titles, own) if own else titles
            self.flow(element, inner, _mark_of(element))

    def flow(self, element: Element, titles: _Titles, mark: str = "") -> None:
        """Write text and what breaks it; floats wait until the paragraph is over. `mark`: before the first words."""
        words, floats = Words(), list[Element]()
        words.add(mark)
        for one in map(_chosen, element.content):
            if not isinstance(one, Element) or _local(one) not in _NO_WORDS:
                self.inline([one], words, floats)
            elif _local(one) == "title" and _local(element) == "caption":
                self.inline(one.content, words, floats)
                self.line(words, titles)
            elif _local(one) in _FLOATS and _local(element) == "p":
                floats.append(one)
            elif mark and words.length == len(mark) and _local(one) == "p":  # the words of an item, behind its mark
                self.inline(one.content, words, floats)
                self.line(words, titles)
            elif _local(one) not in _SILENT:
                self.line(words, titles)
                self.block(one, titles)
        self.line(words, titles)
        for one in floats:
            self.block(one, titles)

    def inline(self, content: Iterable[Element | str], words: Words, floats: list[Element]) -> None:
        """Write what stands in a line."""
        for one in content:
            name = _local(one) if isinstance(one, Element) else ""
            if isinstance(one, str):
                words.add(one)
            elif name == "xref":
                self.pointer(one, words, floats)
            elif name == "sup":
                self.raised(one, words, floats)
            elif name in _FORMULAS:
                self.formula(one, words, floats)
            elif _is_image(one):
                self.missed["image"] += 1
            elif name in _FLOATS or name in _IMAGES:
                floats.append(one)
            elif name not in _SILENT:
                around = " " if name in _BLOCKS or name == "break" else ""
                words.add(around)
                self.inline(one.content, words, floats)
                words.add(": " if name == "term" else around)

    def pointer(self, xref: Element, words: Words, floats: list[Element]) -> None:
        """Write what points elsewhere: to a reference, to a footnote, to a table."""
        kind = xref.attributes.get("ref-type", "")
        if kind == "bibr":
            words.cite(xref.text)
        elif kind in ("fn", "table-fn") and xref.text:
            words.add(xref.text if words.inside else f"[{xref.text}]")
        else:
            self.inline(xref.content, words, floats)

    def raised(self, sup: Element, words: Words, floats: list[Element]) -> None:
        """Write what is raised: citations in brackets, powers with their sign."""
        cites = [one for one in sup.all("xref") if one.attributes.get("ref-type") == "bibr"]
        rest = "".join(one for one in sup.content if isinstance(one, str))
        if cites and not words.inside and not any(letter.isalpha() for letter in rest):
            words.add("[")
            self.inline(sup.content, words, floats)
            words.add("]")
            return
        if words.last.isdigit() and sup.text.lstrip("-\u2212\u2013")[:1].isdigit():
            words.add("^")
        self.inline(sup.content, words, floats)

    def formula(self, element: Element, words: Words, floats: list[Element]) -> None:
        """Write the signs of a formula, or that there is one."""
        maths = [one for one in _walk(element) if _local(one) == "math"]
        plain = [one for one in element.content if isinstance(one, str) or _local(one) not in _FORMULAS | _IMAGES]
        has_words = any((one if isinstance(one, str) else one.text).strip() for one in plain)
        if maths:
            words.add(math_text(maths[0]))
        elif has_words and _local(element) not in ("tex-math", "alternatives"):
            self.inline(plain, words, floats)
        elif any(_local(one) == "tex-math" for one in _walk(element)) or _local(element) != "alternatives":
            self.missed["formula"] += 1
            words.add(" [formula] ")
        else:
            self.missed["image"] += 1

    def table(self, table: Element, titles: _Titles) -> None:
        """Write the rows of a table, in HTML's form or that of CALS."""
        self.missed["table"] += 1
        for row in (one for one in _walk(table) if _local(one) in ("tr", "row")):
            cells, floats = list[str](), list[Element]()
            for cell in row.elements:
                if _local(cell) in ("td", "th", "entry"):
                    words = Words()
                    self.inline(cell.content, words, floats)
                    cells.append(words.taken()[0])
            line = Words()
            line.add(" | ".join(cells) if any(cells) else "")
            self.line(line, titles, cells=True)
            for one in floats:
                self.block(one, titles)


def _chosen(one: Element | str) -> Element | str:
    """Return the table of alternatives that show one table, first as an image."""
    tables = one.all("table") if isinstance(one, Element) and _local(one) == "alternatives" else []
    return tables[0] if tables else one


def _is_image(element: Element) -> bool:
    """Say whether there is nothing to read in an element that shows or plays something."""
    return _local(element) in _IMAGES and all(_local(one) in _SILENT for one in element.elements)


def _local(element: Element) -> str:
    """Return the name of an element without a prefix: `mml:math` is `math`."""
    return element.name.rpartition(":")[2]


def _walk(element: Element) -> Iterator[Element]:
    """Yield an element and all in it, in the order of the text."""
    yield element
    for one in element.elements:
        yield from _walk(one)


def _title_of(element: Element) -> _Title | None:
    """Return the title a part stands under, and what a label calls it."""
    name = _local(element)
    if name in ("p", "list", "list-item", "def-list", "def-item", "fn", "disp-formula", "caption", "table"):
        return None
    label, title = (next((one.text for one in element.all(tag)), "") for tag in ("label", "title"))
    kind = _KINDS.get(element.attributes.get("sec-type", "").lower().partition("|")[0]) or _KINDS.get(name, "")
    if name in _FLOATS:
        return _Title(label, (label or kind).upper()) if label or kind else None
    printed = f"{label} {title}".strip()
    bare = _NUMBER.sub("", title or label).rstrip(" :.").upper()
    if kind and bare and kind[:6] not in bare:
        return _Title(printed, f"{kind} / {bare}")
    return _Title(printed, bare or kind) if bare or kind else None


def _mark_of(element: Element) -> str:
    """Return what is printed before the words of an item or a footnote."""
    name = _local(element)
    label = next((one.text for one in element.all("label")), "")
    if name == "list-item":
        return f"{label or '–'} "
    if name == "def-item":
        return ""
    return f"[{label}] " if name == "fn" and label else ""

"""A Reference with its abstract or full text, or a text, turned into a Document with sections.

PubMed prints the labels of a structured abstract on lines of their own paragraph or in one line with the text:
"BACKGROUND: ... METHODS: ..."; some publishers leave the colon out. Labels stay in the text and outside of the
sections, so that no sentence begins with one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evgraph.extract.wordlists import words
from evgraph.model import Document, Passage, Reference, Section, Span

#: Words of which the labels of structured abstracts are made: those of the journals in MEDLINE (NLM's list of section
#: labels maps some 3,000 of them to five categories), cut down to the words that name a part of a study.
_WORDS = words("""
    abstract accession aim aims analysis analyses approach assessment assessments background basis case cases
    category challenge clinicaltrials conclusion conclusions contribution context data database design diagnosis
    diagnostics discussion endpoint endpoints enrollment ethics evaluation evidence experimental experiment experiments
    exposure exposures finding findings funding goal goals highlights hypothesis impact implication implications
    importance innovation instruments interpretation intervention interventions introduction investigation issue key
    learning level limitation limitations literature main management material materials measure measured measurement
    measurements measures message messages method methodology methods mortality motivation novelty objective objectives
    observation observations outcome outcomes overview participants patient patients perspective perspectives place
    point points population practice premise presentation problem procedure procedures prognosis prospero protocol
    purpose purposes question questions rationale reason recommendation recommendations record recruitment registration
    registry relevance report result results review sample sampling scope search selection setting settings
    significance source sources statement strategy strengths strength study studies subject subjects summary survey
    synthesis systematic technique techniques therapeutic therapy treatment treatments trial trials value variables
    extraction unlabelled unlabeled""")
#: Labels that stand without a colon before a capital, in abstracts that have two of them.
_BARE = (
    "Background|Introduction|Objectives?|Aims?|Purpose|Design|Methods?|(?:Patients|Materials?) and [Mm]ethods|Results"
    "|Findings|Conclusions?|Interpretation"
)
_NAME = r"[A-Z][A-Za-z](?:[A-Za-z,/&() '’-]|\.(?=[A-Z])){1,78}?"
#: Before a label: the beginning of a line, or the end of a sentence.
_BEFORE = r"(?:(?<=[.!?)\]”\">])[ \t\u00a0]|(?<![^\n]))[ \t\u00a0]{0,4}"
_LABEL = re.compile(rf"{_BEFORE}({_NAME})(?:[ \u00a0]?::?(?=[\s(])|[ \u00a0](?=:[ \u00a0]))[:\s]*")
_LINE = re.compile(rf"(?<![^\n])[ \t]{{0,4}}({_NAME})[ \t]{{0,4}}(?:\n\s*|\Z)")
_PLAIN = re.compile(rf"{_BEFORE}({_BARE})[ \t\u00a0]+(?=[A-Z][a-z]*\s)")
_TITLE_END = re.compile(r"[ \t]*\n(?:[ \t]*\n)+\s*")
_LONGEST_TITLE = 600
_SURROGATE = re.compile("[\ud800-\udfff]")
#: What of a download says under which terms its text may be passed on: a licence, else the copyright line.
_LICENCES = ("jats:license", "jats:copyright-statement", "nbib:CI")


def document_of(reference: Reference) -> Document | None:
    """Return the title, a blank line and the abstract of a reference, or only its title; `None` if it has neither.

    A full text is the same, and behind a blank line the body: titles on lines of their own, a blank line between
    paragraphs. Titles and the cells of tables are in the text and in no section. The text is brought to NFC here and
    never again: places are counted in it.

    >>> work = Reference("smith2020", title="A trial", extra=(("abstract", "AIM: To see. RESULTS: We saw."),))
    >>> [(section.label, section.span.of(document_of(work).text)) for section in document_of(work).sections]
    [('TITLE', 'A trial'), ('AIM', 'To see.'), ('RESULTS', 'We saw.')]
    """
    title = _clean(reference.title or "").strip()
    told = dict(reversed(reference.extra))
    abstract = _clean(told.get("abstract", "")).strip()
    licence = next((told[name] for name in _LICENCES if name in told), None)
    if not title and not abstract and not reference.body:
        return None
    part = "abstract" if abstract else "title"
    text = f"{title}\n\n{abstract}" if title and abstract else title or abstract
    document = Document(reference.key, part, text, tuple(_sections(text, len(title))), licence)
    return _with_body(document, reference.body) if reference.body else document


def _with_body(document: Document, body: Iterable[Passage]) -> Document:
    """Return a document with the body behind what it has; what is in it points into the same characters as before."""
    sections = [replace(one, part="title" if one.label == "TITLE" else document.part) for one in document.sections]
    pieces, cited = ([document.text] if document.text else []), list[Span]()
    length = len(document.text)
    for passage in body:
        for piece, is_text in ((_clean(passage.heading), False), (passage.text, True)):
            if not piece:
                continue
            start = length + (2 if pieces else 0)
            pieces.append(piece)
            length = start + len(piece)
            if is_text and not passage.cells:
                sections.append(Section(passage.label, Span(start, length), "full text"))
                cited += [Span(start + span.start, start + span.end) for span in passage.cited]
    return replace(document, part="full text", text="\n\n".join(pieces), sections=tuple(sections), cited=tuple(cited))


def document_from_text(key: str, text: str) -> Document:
    r"""Return a text as it stands; a first line before a blank one is its title.

    >>> document_from_text("note", "A title\n\nAnd a text.").sections[0].span
    Span(start=0, end=7)
    """
    text = _SURROGATE.sub("\ufffd", text)
    start = len(text) - len(text.lstrip())
    end = _TITLE_END.search(text, start, start + _LONGEST_TITLE)
    is_title = end is not None and "\n" not in text[start : end.start()] and not _LABEL.match(text, start)
    return Document(key, "abstract", text, tuple(_sections(text, end.start() if end and is_title else 0)))


def _clean(text: str) -> str:
    """Return a text in NFC; half a surrogate pair, which no file can hold, becomes the replacement character."""
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def _sections(text: str, title_end: int) -> Iterator[Section]:
    """Yield the title and what stands under each label; what stands under none has an empty one."""
    if title_end:
        yield from _section("TITLE", text, 0, title_end)
    label, start = "", title_end
    for mark in _labels(text, title_end):
        yield from _section(label, text, start, mark.start())
        label, start = " ".join(mark[1].rpartition(".")[2].split()).upper() or "", mark.end()
    yield from _section(label, text, start, len(text))


def _section(label: str, text: str, start: int, end: int) -> Iterator[Section]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start < end:
        yield Section(label, Span(start, end))


def _labels(text: str, start: int) -> list[re.Match[str]]:
    """Return the labels after the title, in order, none within another."""
    found = [mark for mark in _LABEL.finditer(text, start) if _is_label(mark[1])]
    found += [mark for mark in _LINE.finditer(text, start) if _is_label(mark[1]) and len(mark[1]) < 40]
    bare = [mark for mark in _PLAIN.finditer(text, start) if mark[1] not in ("Design", "Aim")]
    if len({mark[1] for mark in bare}) > 1:
        found += bare
    kept: list[re.Match[str]] = []
    for mark in sorted(found, key=lambda mark: (mark.start(1), -mark.end())):
        if not kept or mark.start() >= kept[-1].end():
            kept.append(mark)
    return kept


def _is_label(name: str) -> bool:
    """Say whether words are the label of a section: in capitals, or beginning with one and made of known words.

    >>> [_is_label(name) for name in ("BACKGROUND", "Main outcome measures", "WHAT IS NEW", "ALL", "Of these")]
    [True, True, True, False, False]
    """
    words = [word for word in re.split(r"[^A-Za-z]+", name) if word]
    known = sum(word.lower() in _WORDS for word in words)
    if name.isupper():
        return bool(known) or len(words) > 2
    rest = [word for word in words if word.lower() not in _WORDS and len(word) > 3]
    return bool(known) and not rest and len(words) <= 7

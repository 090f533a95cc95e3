"""A pasted or plain list of references, in any style, to References.

`chunks` finds the string of each reference, `crf` labels its words, `fields` and `names` read the fields, and `agree`
holds them against the grammar of the usual forms. A Reference keeps its string as it stood (`raw`) and, for each field,
its place there, how sure it is, and what else it may be (`parsed`). What is in no field stays in `raw`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evgraph.errors import IdentifierError, InputError, Problem, Severity
from evgraph.identifiers import parse_doi, parse_issn, parse_pmcid
from evgraph.model import FieldSpan, Place, Reference, Span
from evgraph.readers import crf
from evgraph.readers.agree import grammar, settle
from evgraph.readers.chunks import LONGEST, Chunk, Passed, lines_to_chunk, split
from evgraph.readers.fields import Piece, assemble
from evgraph.readers.names import parse_names
from evgraph.readers.reading import Pages, Reading, parse_month, parse_pages, short

_FORMATS = re.compile(
    r"^(?:\s*@\w{1,30}\s*[{(]|[A-Z][A-Z0-9]\s{1,2}-(?:\s|$)|[A-Z]{2,4}\s{0,2}- |\s*<(?:\?xml|!DOCTYPE)|%[0A-Z] |"
    r"(?:FN|PT|VR) \w)",
    re.MULTILINE,
)
_DATED = re.compile(r"(?<![\w.-])\(?(?:1[5-9]\d\d|20[0-4]\d)[a-z]?(?![\w-])")
_SENTENCES = re.compile(r"\w\W+\w[^\n]{0,200}[.,;:]\s+\S")
_RANGE = re.compile(
    r"([A-Za-z]{0,4}\d+[A-Za-z]?)(?:(\s*[-\u2010-\u2014\u2212]+\s*|\s+)([A-Za-z]{0,4}\d+[A-Za-z]?))?(?![\w-])"
)
_MEETING = re.compile(r"\b(?:proceedings|conference|symposium|workshop|congress)\b", re.IGNORECASE)
#: Label to field of a Reference, where they differ; those of CSL-JSON go to `extra`.
_FIELDS = {"author": "authors", "container": "journal"}
_EXTRAS = {"publisher": "publisher", "place": "publisher-place", "edition": "edition"}
_LEAST = 12


def accepts(text: str) -> bool:
    """Say whether a text that is in no other format holds sentences with a year, as references have it."""
    if text.lstrip()[:1] in "{[<" and not re.match(r"\s*\[\d", text):
        return False
    return bool(_DATED.search(text) and _SENTENCES.search(text)) and not _FORMATS.search(text)


def read(text: str, path: str) -> Reading:
    """Read a list; the references come in its order with the temporary keys `path#1`, `path#2`."""
    chunks, passed = split(text, is_word)
    problems = [_passed(row, path) for row in passed]
    references: list[Reference] = []
    expected: int | None = None
    for chunk in chunks:
        if chunk.number is not None and expected is not None and chunk.number != expected:
            message = f"numbered {chunk.number} where {expected} was expected; is one missing?"
            problems.append(Problem(message, path, chunk.line, severity=Severity.NOTE))
        expected = chunk.number + 1 if chunk.number is not None else None
    for reference, found in read_chunks(chunks, path):
        problems += found
        references += [reference] if reference is not None else []
    return Reading(tuple(references), tuple(problems))


def parse(texts: Sequence[str]) -> list[Reference]:
    """Read strings of which each is one reference; what holds no reference comes back with nothing but its `raw`.

    >>> reference, = parse(["Stein AK, Hu X. A trial of care. N Engl J Med. 2017 Mar;376(9):836-47."])
    >>> reference.journal, reference.year, reference.first_page, reference.last_page, len(reference.authors)
    ('N Engl J Med', 2017, '836', '847', 2)
    """
    chunks = [lines_to_chunk(text.split("\n"), 1, is_word) for text in texts]
    return [
        reference or Reference(f"text#{number}", raw=chunk.raw)
        for number, (chunk, (reference, _)) in enumerate(zip(chunks, read_chunks(chunks, "text"), strict=True), 1)
    ]


def read_chunks(chunks: Sequence[Chunk], path: str) -> Iterator[tuple[Reference | None, list[Problem]]]:
    """Yield the record of each string, or `None`, and its problems; keys count the records."""
    model = crf.load()
    count = 0
    for start in range(0, len(chunks), crf.BATCH):
        batch = chunks[start : start + crf.BATCH]
        for chunk, runs in zip(batch, model.tag([_fit(chunk) for chunk in batch]), strict=True):
            draft = _Draft(chunk, path, f"{path}#{count + 1}")
            reference = draft.reference(runs)
            count += reference is not None
            yield reference, draft.problems


def read_lines(items: Sequence[tuple[int, list[str]]], path: str) -> dict[int, tuple[Reference | None, list[Problem]]]:
    """Read references of which the lines are known: (first line, lines) each to record and problems, by first line."""
    chunks = [lines_to_chunk(rows, line, is_word) for line, rows in items if sum(map(len, rows)) <= LONGEST]
    return {chunk.line: found for chunk, found in zip(chunks, read_chunks(chunks, path), strict=True)}


def _fit(chunk: Chunk) -> str:
    return chunk.text if len(chunk.text) <= LONGEST else ""


def is_word(word: str) -> bool:
    """Say whether the model has met a word, in lower case."""
    return f"w={word}" in crf.load().names


def _passed(row: Passed, path: str) -> Problem:
    severity = Severity.ERROR if row.what.startswith("text") else Severity.NOTE
    return Problem(f"{row.what} was passed over: {short(row.text)}", path, row.line, severity=severity)


@dataclass(slots=True)
class _Draft:
    """One reference string while it becomes a Reference."""

    chunk: Chunk
    path: str
    key: str
    problems: list[Problem] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)

    def note(self, message: str, severity: Severity = Severity.NOTE) -> None:
        """Keep a problem of this string."""
        self.problems.append(Problem(message, self.path, self.chunk.line, self.key, severity=severity))

    def _lines(self) -> str:
        one, two = self.chunk.line, self.chunk.end_line
        return f"lines {one} to {two}: " if two > one else ""

    def reference(self, runs: list[crf.Run]) -> Reference | None:
        """Return the record; `None` for a string in which no work is named."""
        chunk = self.chunk
        if not runs:  # too long, or empty
            self.note(f"{self._lines()}not a reference: {len(chunk.raw):,} characters", Severity.ERROR)
            return None
        settled = settle(assemble(chunk.text, runs), *grammar(chunk.text), crf.load().trust)
        found = {name: piece.text for name, (piece, _) in settled.items()}
        if not (found.keys() & {"title", "container", "doi", "url"} or ("author" in found and "year" in found)):
            self.note(f"{self._lines()}no reference was found in {short(chunk.text)}", Severity.ERROR)
            return None
        authors, et_al = parse_names(found["author"]) if "author" in found else ((), False)
        if any(author.family is None and author.collective is None for author in authors):
            self.note("an author has lost the family name, only the initials are left")
        pages = self._pages(found.get("pages"))
        self.extra += [(_EXTRAS[name], found[name]) for name in _EXTRAS if name in found]
        if "editor" in found:
            for editor in parse_names(found["editor"])[0]:
                person = ", ".join(part for part in (editor.family, editor.given) if part)
                self.extra.append(("editor", editor.collective or person))
        return Reference(
            key=self.key, title=found.get("title"), authors=authors, et_al=et_al, journal=found.get("container"),
            year=int(found["year"]) if "year" in found else None,
            month=parse_month(found["month"]) if "month" in found else None,
            volume=found.get("volume"), issue=found.get("issue"),
            first_page=pages.first, last_page=pages.last, article_number=pages.article_number,
            doi=self._identifier("DOI", found.get("doi")), pmid=found.get("pmid"),
            pmcid=self._identifier("PMCID", found.get("pmcid")), issn=self._identifier("ISSN", found.get("issn")),
            url=found.get("url"), work_type=_work_type(found), places=(Place(self.path, chunk.line, chunk.end_line),),
            extra=tuple(self.extra), raw=chunk.raw, parsed=_spans(chunk, settled),
        )  # fmt: skip

    def _pages(self, text: str | None) -> Pages:
        """Read a page, a range or an article number; what is none of these is kept under its name of CSL-JSON."""
        if text is None:
            return Pages()
        match = _RANGE.match(text)
        if match is None or match.end() < len(text):
            self.extra.append(("page", text))
            return Pages(match[1], match[3]) if match else Pages(text)
        if match[3] and not match[2].strip():
            self.note(f"the page range {text!r} had lost its dash and was restored by rule (836 47 is 836-847)")
        try:
            return parse_pages(match[1], match[3])
        except InputError as error:
            self.note(f"{error}; they were kept as they stand")
            return Pages(match[1], match[3])

    def _identifier(self, kind: str, text: str | None) -> str | None:
        """Return the normal form; a text that has only the look of one is kept as it stands, and noted."""
        if text is None:
            return None
        try:
            return _PARSE[kind](text)
        except IdentifierError as error:
            self.note(f"{error}; it is kept as a text")
            self.extra.append((kind, text))
            return None


_PARSE = {"DOI": parse_doi, "PMCID": parse_pmcid, "ISSN": parse_issn}


def _work_type(found: dict[str, str]) -> str:
    container = found.get("container")
    if container and _MEETING.search(container):
        return "paper-conference"
    if container:
        return "chapter" if "editor" in found or ("publisher" in found and "volume" not in found) else "article"
    return "book" if "publisher" in found else "webpage" if "url" in found else "article"


def _spans(chunk: Chunk, settled: dict[str, tuple[Piece, str | None]]) -> tuple[FieldSpan, ...]:
    """Return where in the original string each field stands, in that order."""
    return tuple(
        FieldSpan(_FIELDS.get(name, name), Span(*chunk.span(piece.start, piece.end)), piece.sure, other)
        for (piece, other), name in sorted(zip(settled.values(), settled, strict=True), key=_start)
    )


def _start(item: tuple[tuple[Piece, str | None], str]) -> int:
    return item[0][0].start

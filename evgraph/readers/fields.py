"""A labelled reference string to fields: what each says, where it stands, and how sure the labels were."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from evgraph.readers.crf import LABELS, Run
from evgraph.readers.reading import MONTHS

_EDGE = ' \t\n.,;:"“”„«»‘’`*=|·•'
_DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ADDRESS = re.compile(r"[.,;]?(?:URL|https?:|PMID|PubMed)", re.IGNORECASE)
_IN = re.compile(r"(?:In|in|IN|Dans|dans)(?::|\s)\s*(?!(?i:vivo|vitro|silico)\b)")
_PMID = re.compile(r"(?:PMID|PubMed)(?:\s+PMID)?\s*:?\s*(\d{5,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{4,9}\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b\.?", re.IGNORECASE)
#: `Apr. 2012`, where only the month was taken for a part of the date.
_AFTER_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})[a-z]*\.? (?:1[5-9]|20)\d\d(?!\d)", re.IGNORECASE)
_ISSN = re.compile(r"\d{4}(?<![\w-]\d{4})-\d{3}[\dXx](?![\w-])")
_DIGIT = re.compile(r"\d")
_WORDS_BEFORE = re.compile(
    r"(?:vols?|volume|no|nr|issue|iss|number|bd|pp?|pages?|art(?:icle)?|t|n)(?:\b|(?<=p)(?=\d))[.:°\s]*", re.IGNORECASE
)

_TWO = re.compile(r"([A-Z]?\d{1,4}[A-Z]?)\s?,\s?([A-Z]?\d{1,8})")
_VOLUME_BEFORE = re.compile(r"(\d{1,4})\s+([a-z]{1,2}\d{2,9})")
_SUPPLEMENT = re.compile(r"(\d{1,4}),?\s+(suppl(?:ement)?\b\.?[\s\w.-]*)", re.IGNORECASE)
_LONE_RANGE = re.compile(r"(\d{1,5})[-\u2010-\u2014\u2212](\d{1,5})")
#: What stands behind a journal's name and is no part of it, and what belongs to it.
_AFTER_NAME = re.compile(
    r"[\s,]{0,3}(?:\[(?:internet|online|serial online|electronic resource)\]?|\bvol(?:ume)?s?)$", re.I
)
_MEDIUM = re.compile(r"\s\[(?:internet|online|electronic resource)\]?$", re.IGNORECASE)
_LAND = re.compile(r"U\.?\s?S\.?\s?A\b")
_SEA = re.compile(r"[.?!\u201d\"']{1,2}\s(Mar\.?\s)")
#: `(Stein, 1848)`: who named a species, and when; and the brackets with which such a title ends.
_NAMER = rf"\((?!(?i:{'|'.join(MONTHS)}))[A-Z][^\W\d_]+[^()]{{0,40}},\s"
_NAMED, _BRACKETS = re.compile(rf"{_NAMER}$"), re.compile(rf"\s?{_NAMER}\d{{4}}\)(?:\s?\([^()]{{3,90}}\))*(?=\.)")
_SAINT, _TOWN = re.compile(r"\b(?:St|Mt|Ft)$"), re.compile(r"[^\W\da-z_][^.?!]{2,60}\.\s+(?=[^\W\da-z_])")
#: What is still the title: the number of a part, a sentence that begins small, the group that made the study.
_PART = re.compile(
    r"""(?: [IVX]{1,5}\.(?=\s+\w\w)
          | [^\W\dA-Z_]+\s[^.?!]{0,200}[^\W\d_)]{4}[.?!]
          | [^.?!]{4,160}\b(?:Group|Investigators|Collaborators|Consortium|Network|Collaboration)(?:\s\([\w-]+\))?\.
        )\s+(?=[^\W\da-z_])""",
    re.VERBOSE,
)

_O, _TITLE, _YEAR_LABEL = LABELS.index("o"), LABELS.index("title"), LABELS.index("year")
_IN_BEFORE = re.compile(r"\b[Ii]n:?\s*$")
_EDITED = re.compile(r"\W*(?:[Ee]d(?:itor)?s?|Hrsg|Hg|a cura)\b")
_PEOPLE = (LABELS.index("author"), LABELS.index("editor"))
#: Runs of one label with fewer tokens between them are one.
_NEAR = 4


class Piece(NamedTuple):  # many are made; a tuple is made in a third of the time
    """One field as it stands in the text: characters `start` to `end`, and how sure (0 to 1)."""

    text: str
    start: int
    end: int
    sure: float

    def believed(self, sure: float) -> Piece:
        """Return the piece with another confidence."""
        return Piece(self.text, self.start, self.end, sure)


@dataclass(slots=True)
class Parsed:
    """The pieces of one string by the name of the field."""

    text: str
    pieces: dict[str, Piece] = field(default_factory=dict)

    def put(self, name: str, start: int, end: int, sure: float, edge: str = _EDGE) -> None:
        """Keep characters `start` to `end` as a field, the marks at its edges left off."""
        words = self.text[start:end]
        head = words.lstrip(edge)
        start += len(words) - len(head)
        words = head.rstrip(edge)
        if words:
            self.pieces[name] = Piece(words, start, start + len(words), sure)


def assemble(text: str, runs: list[Run]) -> Parsed:
    """Put the runs of each label together to one piece a field; runs that only a few marks separate are one."""
    parsed = Parsed(text)
    by_label: dict[int, list[Run]] = {}
    last: Run | None = None
    for run in runs:
        label = run[0]
        if label == _O:
            continue
        if last is not None and last[0] == label and run[1] - last[2] < _NEAR:
            run = (label, last[1], run[2], last[3], run[4], min(last[5], run[5]))
            by_label[label][-1] = run
        else:
            by_label.setdefault(label, []).append(run)
        last = run
    book = _parted(text, by_label) if len(by_label.get(_TITLE, ())) > 1 else None
    for label, found in by_label.items():
        name = LABELS[label]
        _PUT.get(name, _put_longest)(parsed, name, found)
    if book and "container" not in parsed.pieces:
        _put_longest(parsed, "container", book)
    _identifiers(parsed)
    _name(parsed)
    _numbers(parsed)
    return parsed


def _parted(text: str, by_label: dict[int, list[Run]]) -> list[Run] | None:
    """Make a title that a year in it divides one; return what stands behind the editors: it is the book's title."""
    titles, years = by_label[_TITLE], by_label.get(_YEAR_LABEL, [])
    first, last = titles[0], titles[-1]
    people = [run for label in _PEOPLE for run in by_label.get(label, ()) if first[4] <= run[3] and run[4] <= last[3]]
    if people:
        start, end = min(run[3] for run in people), max(run[4] for run in people)
        if not (_IN_BEFORE.search(text, first[4], start) or _EDITED.match(text, end)):
            return None
        by_label[_TITLE] = [run for run in titles if run[3] < end]
        return [run for run in titles if run[3] >= end]
    inside = [run for run in years if first[4] <= run[3] and run[4] <= last[3]]
    others = [
        run for label, runs in by_label.items() if label != _TITLE for run in runs if first[4] <= run[3] < last[3]
    ]
    if inside and others == inside and len(inside) < len(years):
        by_label[_TITLE] = [(_TITLE, first[1], last[2], first[3], last[4], min(run[5] for run in titles))]
        by_label[_YEAR_LABEL] = [run for run in years if run not in inside]
    return None


def _name(parsed: Parsed) -> None:
    """Mend the edges of the journal's name: `Mar` is no month there, `VIII.` ends the title, `USA` belongs to it."""
    name, title = parsed.pieces.get("container"), parsed.pieces.get("title")
    if name is None:
        return
    start, end, text = name.start, name.end, parsed.text
    if title and (more := _BRACKETS.match(text, title.end, start)):
        parsed.put("title", title.start, more.end(), title.sure)
        title = parsed.pieces["title"]
    if (extra := _AFTER_NAME.search(name.text)) and extra.start():
        end -= len(name.text) - extra.start()
    elif (land := _LAND.match(text, end + 1)) and text[end] == " " and name.text.endswith("Sci"):
        end = land.end()
    if title and (sea := _SEA.fullmatch(text, title.end, start)):
        start = sea.start(1)
        parsed.pieces.pop("month", None)
    elif title and 0 < start - title.end < 4:
        form = _TOWN if _SAINT.search(title.text) else _PART
        if part := form.match(text, start, end):
            parsed.put("title", title.start, part.start() + len(part[0].rstrip()), title.sure / 2)
            start = part.end()
    if (start, end) != (name.start, name.end):
        parsed.put("container", start, end, name.sure)


def _numbers(parsed: Parsed) -> None:
    """Tell volume and pages apart where both have one label."""
    pieces = parsed.pieces
    volume, pages = pieces.get("volume"), pieces.get("pages")
    if volume and not pages:
        if two := _TWO.fullmatch(volume.text):  # `Phys. Lett. B 96, 327 (1979)`
            parsed.put("pages", volume.start + two.start(2), volume.end, volume.sure / 2)
            parsed.put("volume", volume.start, volume.start + two.end(1), volume.sure / 2)
        elif _is_range(volume.text):  # `Nature 4-10`
            pieces["pages"] = pieces.pop("volume").believed(volume.sure / 2)
        elif volume.text.isdecimal() and len(volume.text) in (7, 8) and "pmid" not in pieces:  # `Cell. 18035408`
            pieces["pmid"] = pieces.pop("volume").believed(volume.sure / 2)
    if volume and "issue" not in pieces and (two := _SUPPLEMENT.fullmatch(volume.text)):  # `50 Suppl 1: S105-12`
        parsed.put("issue", volume.start + two.start(2), volume.end, volume.sure)
        parsed.put("volume", volume.start, volume.start + two.end(1), volume.sure)
    elif pages and not volume and (two := _VOLUME_BEFORE.fullmatch(pages.text)):  # `BMJ 2011 343 d6016`
        parsed.put("volume", pages.start, pages.start + two.end(1), pages.sure / 2)
        parsed.put("pages", pages.start + two.start(2), pages.end, pages.sure / 2)


def _is_range(text: str) -> bool:
    """Say whether a text is a range of pages rather than a double volume or years."""
    both = _LONE_RANGE.fullmatch(text)
    return both is not None and int(both[1]) + 1 < int(both[2]) and not _YEAR.fullmatch(both[1])


def _put_longest(parsed: Parsed, name: str, runs: list[Run]) -> None:
    """Keep the longest run; of a text that stands in two places, the second is worth a lower confidence."""
    _, _, _, start, end, sure = max(runs, key=_length) if len(runs) > 1 else runs[0]
    if name == "container" and (head := _IN.match(parsed.text, start, end)):
        start = head.end()
    parsed.put(name, start, end, sure if len(runs) == 1 else sure / 2)
    piece = parsed.pieces.get(name)
    if piece and name == "title" and (medium := _MEDIUM.search(piece.text)):
        parsed.put(name, piece.start, piece.start + medium.start(), piece.sure)
    elif piece and ("(" in piece.text or ")" in piece.text or "[" in piece.text or "]" in piece.text):
        _closed(parsed, name, piece)


def _length(run: Run) -> int:
    return run[4] - run[3]


def _closed(parsed: Parsed, name: str, piece: Piece) -> None:
    """Take in a closing bracket that the text needs, or leave off one that it does not."""
    for one, two in ("()", "[]"):
        more = piece.text.count(one) - piece.text.count(two)
        if more == 1 and parsed.text[piece.end : piece.end + 1] == two:
            parsed.put(name, piece.start, piece.end + 1, piece.sure)
        elif more == -1 and piece.text.endswith(two):
            parsed.put(name, piece.start, piece.end - 1, piece.sure)
        elif more == 1 and piece.text.startswith(one):
            parsed.put(name, piece.start + 1, piece.end, piece.sure)


def _put_first(parsed: Parsed, name: str, runs: list[Run]) -> None:
    _, _, _, start, end, sure = runs[0]
    parsed.put(name, start, end, sure, _EDGE + "[](){}" if name != "author" else " \t\n,;:")


def _put_number(parsed: Parsed, name: str, runs: list[Run]) -> None:
    """Keep the first run with a number in it; `vol.` and `pp.` are not part of it."""
    for _, _, _, start, end, sure in runs:
        words = parsed.text[start:end]
        if _DIGIT.search(words) or name == "volume":
            head = _WORDS_BEFORE.match(words)
            start += head.end() if head and head.end() < len(words) else 0
            parsed.put(name, start, end, sure, _EDGE + "[](){}" + _DASH)
            return


def _put_year(parsed: Parsed, name: str, runs: list[Run]) -> None:
    """Keep the first year, and the month beside it."""
    for number, (_, _, _, start, end, sure) in enumerate(runs, 1):
        match = _YEAR.search(parsed.text, start, end) or _AFTER_MONTH.match(parsed.text, start)
        if match and (number == len(runs) or not _NAMED.search(parsed.text, max(start - 60, 0), start)):
            end = max(end, match.end())
            parsed.put("year", match.end() - 4, match.end(), sure)
            month = _MONTH.search(parsed.text, start, end)
            if month:
                parsed.put("month", month.start(), month.end(), sure)
            return


def _put_pmid(parsed: Parsed, name: str, runs: list[Run]) -> None:
    for _, _, _, start, end, sure in runs:
        if parsed.text[start:end].strip(_EDGE).isdecimal():
            parsed.put(name, start, end, sure)
            return


def _identifiers(parsed: Parsed) -> None:
    """Find what is known by its form, whatever its label."""
    text, pieces = parsed.text, parsed.pieces
    pieces.pop("doi", None)
    if "10." in text and (match := _DOI.search(text)):
        end = match.start() + len(_trimmed(match[0]))
        parsed.put("doi", match.start(), end, 1.0)
        if (pages := pieces.get("pages")) and pages.start < match.start() < pages.end:
            parsed.put("pages", pages.start, match.start(), pages.sure)
    if ("PMID" in text or "ubMed" in text or "ubmed" in text) and (match := _PMID.search(text)):
        parsed.put("pmid", match.start(1), match.end(1), 1.0)
    if "PMC" in text and (match := _PMCID.search(text)):
        parsed.put("pmcid", match.start(), match.end(), 1.0)
    if "issn" not in pieces:
        pages = pieces.get("pages")
        match = _ISSN.search(text, pages.end + 1 if pages else 0)
        volume = pieces.get("volume")  # `1998-2003`
        if match and not (volume and volume.start <= match.start() < volume.end):
            parsed.put("issn", match.start(), match.end(), 0.9)


def _trimmed(doi: str) -> str:
    """Leave off what follows a DOI: marks, and a bracket that it does not open."""
    doi = _ADDRESS.split(doi, maxsplit=1)[0].rstrip(".,;:\"'”’>")
    while doi.endswith((")", "]")) and doi.count("(") + doi.count("[") < doi.count(")") + doi.count("]"):
        doi = doi[:-1].rstrip(".,;:")
    return doi


_PUT = {
    "author": _put_first,
    "editor": _put_first,
    "year": _put_year,
    "volume": _put_number,
    "issue": _put_number,
    "pages": _put_number,
    "pmid": _put_pmid,
    "issn": _put_first,
    "place": _put_first,
    "edition": _put_number,
}

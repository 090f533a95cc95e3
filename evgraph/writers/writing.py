"""What every writer shares: text that stays on its line, names as words, keys that are unique, notes of what was lost.

A writer is a generator of pieces of text and of `Problem`s (severity NOTE) for whatever its format cannot hold,
so that a million records need no more memory than one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

from evgraph.errors import Problem, Severity
from evgraph.identifiers import slug
from evgraph.model import Author, Reference

#: A piece of the text to write, or what a person should know of it.
Pieces = Iterator[str | Problem]

#: Stands where a character stood that no text format can hold.
REPLACED = "\N{REPLACEMENT CHARACTER}"
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SAFE_KEY = re.compile(r"\w[\w:.+/-]*")
#: What stands behind a name and is no name.
SUFFIX = re.compile(r"(?:[JS]r|[IVX]+|\d+(?:nd|rd|th))\.?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:[-/](\d\d?))?(?:[-/](\d\d?))?")


@dataclass(frozen=True, slots=True)
class Writing:
    """A text in a format, and what of the records it could not hold as it was."""

    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """One format: its name, the suffix of its files, and how records become pieces of text."""

    name: str
    suffix: str
    stream: Callable[[Iterable[Reference]], Pieces]

    def write(self, references: Iterable[Reference]) -> Writing:
        """Return the whole text at once."""
        pieces = list(self.stream(references))
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        return Writing(text, tuple(piece for piece in pieces if isinstance(piece, Problem)))


@dataclass(slots=True)
class Notes:
    """The notes on one record while it is written."""

    reference: Reference
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def on(cls, reference: Reference, format_name: str) -> Notes:
        """Begin the notes on a record; which works it cites, and its text, no format of records can say."""
        notes = cls(reference)
        if reference.cites:
            notes.lost("cites", format_name, ", ".join(reference.cites))
        if reference.body:
            notes.lost("the full text", format_name)
        return notes

    def note(self, message: str) -> None:
        """Keep a note, at the place where the record was read."""
        place = self.reference.places[0] if self.reference.places else None
        path, line = (place.path, place.line) if place else ("", None)
        self.problems.append(Problem(message, path, line, self.reference.key, severity=Severity.NOTE))

    def line(self, name: str, text: str) -> str:
        """Return a value on one line; what had to be replaced is noted."""
        line = text.strip() if text.isprintable() else _BREAKS.sub(" ", text.strip())
        if line != text.strip():
            self.note(f"{name}: its line breaks and tabs became spaces")
        visible = line if line.isprintable() else _CONTROLS.sub(REPLACED, line)
        if visible != line:
            self.note(f"{name}: control characters were replaced by {REPLACED}")
        return visible.strip()

    def lost(self, name: str, format_name: str, value: str = "") -> None:
        """Note that the format has no place for a value."""
        shown = f" {value!r}" if value else ""
        self.note(f"{name}{shown} has no place in {format_name}; it was left out")


@dataclass(slots=True)
class Keys:
    """The keys given so far; each is given once."""

    taken: set[str] = field(default_factory=set)
    tried: dict[str, int] = field(default_factory=dict)

    def give(self, reference: Reference, notes: Notes | None = None) -> str:
        """Return the record's own key if it is safe and free, else surname, year and a letter; a change is noted."""
        own = not is_temporary(reference)
        key = reference.key
        if not (own and _SAFE_KEY.fullmatch(key) and key.casefold() not in self.taken):
            key = self.free(made_key(reference))
            if own and notes is not None:
                notes.note(f"the key is not one that can be written here, or is used before; {key} was written")
        self.taken.add(key.casefold())
        return key

    def free(self, stem: str) -> str:
        """Return the stem, with letters where it is taken: a to z, then aa, ab and so on."""
        key, number = stem, self.tried.get(stem, 0)
        while key.casefold() in self.taken or (number and key == stem):
            key, number = f"{stem}{_in_letters(number)}", number + 1
        self.tried[stem] = number
        return key


def _in_letters(number: int) -> str:
    """Return a number counted in letters.

    >>> [_in_letters(number) for number in (0, 25, 26, 701, 702)]
    ['a', 'z', 'aa', 'zz', 'aaa']
    """
    letters = ascii_lowercase[number % 26]
    return letters if number < 26 else _in_letters(number // 26 - 1) + letters


def is_temporary(reference: Reference) -> bool:
    """Say whether the key is only the number of a record in its file."""
    return bool(reference.places) and reference.key.startswith(f"{reference.places[0].path}#")


def made_key(reference: Reference) -> str:
    """Return surname and year, in lower-case ASCII letters and digits; a body or the title stand in for a surname.

    >>> made_key(Reference("a#1", "A title", (Author("Gökbuget", "N"),), year=2018))
    'gokbuget2018'
    >>> made_key(Reference("a#1", "The long way", (Author(given="S"),)))
    'long'
    """
    first = reference.authors[0] if reference.authors else Author()
    name = first.family or (first.collective or "").partition(" ")[0]
    if not _letters(name):
        words = [word for word in (reference.title or "").split() if len(word) > 3 and _letters(word)]
        name = words[0] if words else "ref"
    return f"{_letters(name)}{reference.year if reference.year is not None else ''}"


def _letters(text: str) -> str:
    plain = text.translate({0xDF: "ss", 0xF8: "o", 0xD8: "o", 0x142: "l", 0x141: "l", 0xE6: "ae", 0xC6: "ae"})
    return "" if slug(plain) == "x" and "x" not in plain.lower() else slug(plain).replace("-", "")


def split_name(name: str) -> Author:
    """Return the author in "Family, Given" as `extra` holds editors; a suffix may stand in either order.

    >>> split_name("van der Berg, Jr, Piet").suffix, split_name("Roe, R, Jr").given, split_name("The Group").collective
    ('Jr', 'R', 'The Group')
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 3 or (len(parts) == 1 and " " in name.strip()):
        return Author(collective=name)
    suffix = next((part for part in parts[1:] if len(parts) == 3 and SUFFIX.fullmatch(part)), None)
    if len(parts) == 3 and suffix is None:
        return Author(collective=name)
    rest = [part for part in parts[1:] if part and part != suffix]
    words = parts[0].split()
    low = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
    return Author(" ".join(words[low:]) or None, " ".join(rest) or None, " ".join(words[:low]) or None, suffix)


def date_parts(text: str) -> list[int] | None:
    """Return year, month and day of a date; `None` for anything else.

    >>> date_parts("2017-03-15"), date_parts("2017/3"), date_parts("Spring 2017")
    ([2017, 3, 15], [2017, 3], None)
    """
    match = _DATE.fullmatch(text.strip().rstrip("/"))
    parts = [int(part) for part in match.groups() if part] if match else []
    good = len(parts) > 0 and all(1 <= part <= top for part, top in zip(parts[1:], (12, 31), strict=False))
    return parts if good else None


def said(reference: Reference, name: str) -> str | None:
    """Return the first value under a name in what else the record says."""
    return next((value for called, value in reference.extra if called == name), None)


def full_date(reference: Reference) -> list[int]:
    """Return year, month and day as far as they are known and agree; without a year there is none."""
    known = [part for part in (reference.year, reference.month) if part is not None and reference.year is not None]
    issued = date_parts(said(reference, "issued") or "") or []
    return issued if len(known) == 2 and issued[:2] == known else known


def is_written(reference: Reference, name: str, value: str) -> bool:
    """Say whether a value stands in the title, or in the date or the pages of RIS and NBIB, already."""
    if name == "bibtex:subtitle":
        return (reference.title or "").endswith(value)
    if name == "issued":
        return value == said(reference, name) and date_parts(value) == full_date(reference) != []
    has_pages = reference.first_page or reference.last_page or reference.article_number
    return name == "page" and value == said(reference, name) and not has_pages

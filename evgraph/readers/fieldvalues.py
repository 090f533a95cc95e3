"""Values of fields, as databases export them, to what a Reference holds: names, dates, pages, ISSNs, identifiers.

Each function says, beside what it understood, whether that was all of the text; whoever asks keeps the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from evgraph.errors import IdentifierError, InputError
from evgraph.identifiers import parse_doi, parse_issn
from evgraph.model import Author
from evgraph.readers.reading import Pages, parse_month, parse_pages
from evgraph.readers.tokens import SUFFIXES, split_person

_DATE = re.compile(
    r"([12]\d{3})(?:[\s/.-]+(\d{1,2}(?!\d)|[A-Za-z]{3,9}(?![A-Za-z]))(?:[\s/.-]+(\d{1,2})(?!\d))?)?[\s/.]*(.*)",
    re.DOTALL,
)
_COMPACT = re.compile(r"([12]\d{3})(\d\d)(\d\d)()")
_WORDED = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?(?:[\s-]+(\d{1,2})(?!\d))?(?:,?\s*([12]\d{3}))?")
_PAGE = r"([\w.]*\d[\w.]*|[ivxlcdm]+|[IVXLCDM]+)"
_RANGE = re.compile(rf"(?:pp?\.?\s*)?{_PAGE}(?![\w./])(?:\s*[-\u2010-\u2014]+\s*{_PAGE}(?![\w./]))?\s*(.*)", re.DOTALL)
_BARE_DOI = re.compile(r"10\.[0-9]{4,9}/\S*[^\s.,;]")
_ISSN = re.compile(r"(?<![\w-])(\d{4}-?\d{3}[\dXx])(?![\w-])")
_ISBN = re.compile(r"(?<![\w-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\w-])")
_SUFFIXED = tuple(f" {suffix}{stop}" for suffix in sorted(SUFFIXES) for stop in ("", "."))
_ET_AL = frozenset({"et al", "et al.", "[et al.]", "[et al]", "et al..", "and others", "others"})

#: No page range, date or name is longer; longer texts are not remembered.
_LONGEST = 200

#: Databases say the same of their many journals again and again.
_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Date:
    """Year, month and day as far as the text gives them; `whole` if it says no more than that.

    `iso`: a date that is known to the day, as ISO 8601 writes it.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    whole: bool = True
    iso: str = field(init=False, repr=False, default="")  # made once: dates are remembered

    def __post_init__(self) -> None:
        if self.year and self.month and self.day:
            object.__setattr__(self, "iso", f"{self.year:04}-{self.month:02}-{self.day:02}")


@dataclass(frozen=True, slots=True)
class Serials:
    """The ISSN to keep, what else the values say as (name, value) of CSL-JSON, and what is no ISSN."""

    issn: str | None
    extra: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]


def parse_names(text: str) -> tuple[Author, ...]:
    """Read the names of one field, several of them parted by semicolons; none if it only says that there were more.

    >>> [author.name for author in parse_names("Smith, J; Jones, B")], parse_names("et al.")
    (['Smith J', 'Jones B'], ())
    """
    parts = [text] if ";" not in text else [part.strip() for part in text.split(";") if part.strip()]
    return tuple(parse_name(part) for part in parts if part.lower() not in _ET_AL)


def parse_name(text: str) -> Author:
    """Read a name written `family, given[, suffix]` or `family initials`; anything else of several words is a body.

    >>> parse_name("van der Giessen, Jan, Jr."), parse_name("Smith JA")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Author(family='Giessen', given='Jan', particle='van der', suffix='Jr', collective=None),
     Author(family='Smith', given='JA', particle=None, suffix=None, collective=None))
    >>> parse_name(", S").name, parse_name("The Study Group").collective
    ('[family name lost] S', 'The Study Group')
    """
    family, comma, given = text.partition(",")
    suffix = None
    if comma:
        family, given = family.rstrip(), given.strip()
        if "," in given:
            given, _, end = given.partition(",")
            given, suffix = given.rstrip(), end.strip().rstrip(".") or None
        elif given.endswith(_SUFFIXED):
            given, _, suffix = given.rstrip(".").rpartition(" ")
    else:
        person = split_person(text.replace(".", "") if "." in text else text)
        if person is None:
            return Author(collective=text) if " " in text else Author(family=text)
        family, given, suffix = person
    return make_person(family, given, suffix)


def make_person(family: str, given: str | None, suffix: str | None = None) -> Author:
    """Make a person; words in small letters before the family name are its particle.

    >>> make_person("van der Giessen", "J").particle
    'van der'
    """
    if " " not in family or not family[0].islower():
        return Author(family or None, given or None, None, suffix)
    words = family.split()
    count = next((n for n, word in enumerate(words) if not word[0].islower()), 0)
    return Author(" ".join(words[count:]), given or None, " ".join(words[:count]) or None, suffix)


@lru_cache(_REMEMBERED)
def parse_date(text: str) -> Date:
    """Read a date in the order year, month, day, or in words; what is only part of it is not `whole`.

    >>> parse_date("2017/03/02/"), parse_date("2017 Mar-Apr")
    (Date(year=2017, month=3, day=2, whole=True), Date(year=2017, month=3, day=None, whole=False))
    >>> parse_date("MAR 2"), parse_date("in press")
    (Date(year=None, month=3, day=2, whole=True), Date(year=None, month=None, day=None, whole=False))
    """
    text = text.strip()
    match = _COMPACT.fullmatch(text) or _DATE.fullmatch(text)
    if match:
        year, word, day, rest = match.groups()
    else:
        worded = _WORDED.fullmatch(text)
        if worded is None:
            return Date(whole=False)
        before, word, after, year = worded.groups()
        day, rest = before or after, "more" if before and after else ""
    month = parse_month(word) if word else None
    number = int(day) if day and month and 1 <= int(day) <= 31 else None
    whole = not rest and bool(month) == bool(word) and bool(number) == bool(day)
    return Date(int(year) if year else None, month, number, whole)


def parse_range(text: str) -> tuple[Pages, bool]:
    """Read `836-47`, `e12-e20`, `203-5; discussion 206` or an article number; and whether that was all.

    >>> parse_range("203-5; discussion 206")
    (Pages(first='203', last='205', article_number=None), False)
    >>> parse_range("e0188680")[0].article_number, parse_range("no pagination")
    ('e0188680', (Pages(first=None, last=None, article_number=None), False))
    """
    first, _, last = text.partition("-")
    if first.isdecimal() and (last.isdecimal() or text == first) and len(text) < _LONGEST:  # as nearly all are
        last = first[: -len(last)] + last if last else ""
        rising = last >= first if len(last) == len(first) else not last or int(last) >= int(first)
        return (Pages(first, last or None), True) if rising else (Pages(first), False)
    match = _RANGE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or (match[3] and match[3][0] not in ";,( "):
        return Pages(), False
    try:
        return parse_pages(match[1], match[2]), not match[3]
    except InputError:
        return Pages(match[1]), False


@lru_cache(_REMEMBERED)
def parse_serials(values: tuple[str, ...]) -> Serials:
    """Choose among ISSNs: the printed one if it is marked, else the linking one, else the first.

    >>> parse_serials(("1533-4406 (Electronic)", "00284793 (Print)")).issn
    '0028-4793'
    """
    found: list[tuple[str, str]] = []
    extra: list[tuple[str, str]] = []
    wrong: list[str] = []
    for value in values:
        numbers = _ISSN.findall(value)
        if not numbers:
            isbn = _ISBN.search(value)
            if isbn is None:
                wrong.append(value)
            extra.append(("ISBN" if isbn else "ISSN", value))
            continue
        for number in numbers:
            try:
                found.append((parse_issn(number), value if len(numbers) == 1 else number))
            except IdentifierError:
                wrong.append(number)
                extra.append(("ISSN", value if len(numbers) == 1 else number))
    order = sorted(found, key=lambda pair: _rank(pair[1]))
    chosen = order[0][0] if order else None
    rest = [("ISSN", value) for number, value in found if number != chosen or not value.replace("-", "").isalnum()]
    return Serials(chosen, (*rest, *extra), tuple(wrong))


def _rank(value: str) -> int:
    label = value.lower()
    return 0 if "print" in label else 1 if "link" in label else 3 if "electr" in label or "online" in label else 2


def find_doi(text: str) -> str | None:
    """Return the DOI if the text is one and nothing else, in whatever dress.

    >>> find_doi("10.1000/ABC [doi]"), find_doi("see 10.1000/abc")
    ('10.1000/abc', None)
    """
    text = text.strip().removesuffix("[doi]").rstrip()
    if "10." not in text:
        return None
    if _BARE_DOI.fullmatch(text):  # as nearly all are
        return text.lower()
    try:
        return parse_doi(text[4:] if text[:4].lower() == "doi " else text)
    except IdentifierError:
        return None

"""What a reader gives back, and the small conventions all of them share: months, pages, bytes to text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from evgraph.errors import InputError, Problem, Severity
from evgraph.model import Place, Reference

#: A bigger file is not held in memory, but read record by record; a line that is longer is no line of a record.
LARGEST = 50_000_000

#: How the months are written short, in English; BibTeX knows them as abbreviations.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: So many bytes show that every second one is zero.
_SAMPLE = 16
_PAGE = re.compile(r"([A-Za-z]{0,4})(\d{1,12})([A-Za-z]?)")
_ARTICLE_NUMBER = re.compile(r"[a-z]{1,4}\d{3,}|[A-Za-z]{1,4}\d{5,}")


@dataclass(frozen=True, slots=True)
class CitedList:
    """Which work (`citing`, a key) cites the works of which file (`path`), said at `place`."""

    citing: str
    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """The references of a file or a folder, what a person should look at, and whose the pasted lists are.

    A reference from a pasted list has the temporary key `path#position`; merging gives it a lasting one.
    """

    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()
    lists: tuple[CitedList, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.references + other.references, self.problems + other.problems, self.lists + other.lists)


@dataclass(frozen=True, slots=True)
class Pages:
    """First and last page, or the article number that stands for them."""

    first: str | None = None
    last: str | None = None
    article_number: str | None = None


def parse_pages(first: str, last: str | None = None) -> Pages:
    """Read pages as printed; a shortened last page gets back the digits it shares with the first.

    Why a lone `e0188680` is an article number and a lone `41` is not: the letter with many digits is the
    publishers' form of such a number, while 41 can be either and stays what it was printed as.

    >>> [parse_pages(*pages.split("-")).last for pages in ("836-47", "2589-603", "S96-119", "126A-7", "39A-1064")]
    ['847', '2603', 'S119', '127A', '1064']
    >>> parse_pages("e0188680")
    Pages(first=None, last=None, article_number='e0188680')
    """
    start = _PAGE.fullmatch(first)
    if last is None:
        return Pages(article_number=first) if _ARTICLE_NUMBER.fullmatch(first) else Pages(first)
    end = _PAGE.fullmatch(last)
    if start is None or end is None:
        return Pages(first, last)
    missing = len(start[2]) - len(end[2])
    digits = start[2][:missing] + end[2] if missing > 0 else end[2]
    letters = (end[1] or start[1], end[3] or (start[3] if missing > 0 else ""))
    if letters == (start[1], start[3]) and int(digits) < int(start[2]):
        raise InputError(f"{first} and {last} are not the first and the last page of one range")
    return Pages(first, f"{letters[0]}{digits}{letters[1]}")


def parse_month(text: str) -> int | None:
    """Return the number of a month written as a number, a name or its beginning; `None` if it is neither.

    >>> parse_month("Mar"), parse_month("july"), parse_month("07"), parse_month("Spring")
    (3, 7, 7, None)
    """
    word = text.strip().rstrip(".").lower()
    if word.isdecimal():
        return int(word) if len(word) < 3 and 1 <= int(word) <= 12 else None
    return MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else None


def short(text: str, limit: int = 60) -> str:
    r"""Return a text on one line, in quotes, cut to a length that fits a message.

    >>> short("a title over\n two lines", limit=12)
    "'a title over...'"
    """
    line = " ".join(text.split())
    return repr(line if len(line) <= limit else line[:limit].rstrip() + "...")


def wide_encoding(head: bytes) -> str | None:
    r"""Return UTF-16 or UTF-32 where the beginning of a file shows it: a byte order mark, or every second byte zero.

    >>> wide_encoding("TY".encode("utf-16")), wide_encoding("TY  - JOUR".encode("utf-16-be")), wide_encoding(b"TY  - ")
    ('utf-16', 'utf-16-be', None)
    """
    named = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    first, second = set(head[:_SAMPLE:2]), set(head[1:_SAMPLE:2])
    if named or len(head) < _SAMPLE or {0} not in (first, second) or (0 in first and 0 in second):
        return named
    return "utf-16-le" if 0 in second else "utf-16-be"


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    r"""Return the text of a file, its lines ended by `\n` and its letters composed (NFC).

    UTF-8 is expected, a byte order mark tolerated. What is not UTF-8 is read as Windows-1252, and a note
    says so. Raises `InputError` for a file that is not text.
    """
    problems: tuple[Problem, ...] = ()
    if wide := wide_encoding(data):
        text, problems = _decode_as(data, wide, path), unmarked(wide, path)
    elif b"\0" in data:
        raise InputError("this is a binary file, not a text", path=path)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = _decode_as(data, "cp1252", path)
            line = data.count(b"\n", 0, error.start) + 1
            problems = (not_utf8(path, line),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text), problems


def unmarked(encoding: str, path: str) -> tuple[Problem, ...]:
    """Return the note that a file was read as UTF-16 although nothing in it says so."""
    if encoding[-3:] not in ("-le", "-be"):
        return ()
    message = f"the file has no byte order mark; it was read as {encoding.upper()}, by its zero bytes"
    return (Problem(message, path, 1, mend="save it as UTF-8", severity=Severity.NOTE),)


def not_utf8(path: str, line: int) -> Problem:
    """Return the note that a file was read as Windows-1252, since it is not UTF-8 from a line on."""
    message = "the file is not UTF-8; it was read as Windows-1252, check its accented letters"
    return Problem(message, path, line, mend="save it as UTF-8", severity=Severity.NOTE)


def _decode_as(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise unreadable(path, line) from error


def unreadable(path: str, line: int | None = None) -> InputError:
    """Return the error of a file whose letters are in no encoding that is known here."""
    return InputError("the letters of this file cannot be read", path=path, line=line, mend="save it as UTF-8")

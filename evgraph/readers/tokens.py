"""A pasted list to numbered items, and an item to the tokens of the one-token-a-line layout."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, takewhile

_NUMBER = re.compile(r"\s*\[?(\d{1,4})[.)\]](?:\s+(?=\S)|\s*$)")
_DATED = re.compile(r"\b(?:1[5-9]|20)\d\d\b[^;]{0,20};\s*\w")
_ENDED = re.compile(r"[.\]]$|(?:^|\s)\d{4}-\d{3}[\dXx]$|(?:PMC|PMID:?\s*)\d+$|10\.\d{4,9}/\S+$")
_MARKS = re.compile(r"[.,;:()]+")
_TAIL = re.compile(r"(?<=[.?!])\s+(?=(?:1[5-9]|20)\d\d\b[^.;]{0,20}[;:.])")
_ET_AL = re.compile(r"[,;]?\s*\bet\s+al\b\s*\.?\s*;?", re.IGNORECASE)
_AUTHOR_PIECE = re.compile(r"[,;]?\s*\bet\s+al\b\s*\.?\s*;?|[,;]|(?:(?!\bet\s+al\b)[^,;])+", re.IGNORECASE)
_STOP = re.compile(r"\s*\.(?!\s*[,;])\s+")
_WORD = re.compile(r"[A-Z]\w{0,7}\.?")
#: What may follow the initials of a name.
SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"})
#: More characters than any reference has.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text and the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered reference: its number, the line of the number, and its lines, the number taken off."""

    number: int
    line: int
    rows: tuple[Token, ...]


def is_list(text: str) -> bool:
    """Say whether a line begins with a number and a year is followed by a semicolon, as in `2017 Mar;376`."""
    return _DATED.search(text) is not None and any(_NUMBER.match(row) for row in text.split("\n"))


@lru_cache(maxsize=8192)
def is_initials(text: str) -> bool:
    """Say whether a text is initials, such as `AK`, `J-M` or `Yu`.

    >>> is_initials("AK"), is_initials("J-M"), is_initials("WHO Group"), is_initials("Liu")
    (True, True, False, False)
    """
    letters = re.sub(r"[.\- \u2010]", "", text)
    capitals = letters.isalpha() and letters.isupper() and len(letters) <= 5
    return " " not in text and (capitals or (len(letters) == 2 and letters.isalpha() and letters[0].isupper()))


def split_person(text: str) -> tuple[str, str, str | None] | None:
    """Return family name, initials and suffix of a text such as `Kantarjian HM`, else `None`.

    >>> split_person("van der Giessen J"), split_person("Smith JA Jr"), split_person("Study Group")
    (('van der Giessen', 'J', None), ('Smith', 'JA', 'Jr'), None)
    """
    words = text.split()
    suffix = words.pop().rstrip(".") if len(words) > 2 and words[-1].rstrip(".") in SUFFIXES else None
    if len(words) < 2 or not is_initials(words[-1]):
        return None
    return " ".join(words[:-1]), words[-1], suffix


def is_person(text: str) -> bool:
    """Say whether a text is a name with initials, or initials alone."""
    return is_initials(text) or split_person(text) is not None


def split_items(text: str) -> tuple[list[Item], list[Token]]:
    """Return the numbered items and the lines before the first.

    A number begins an item when it follows on; another number does so only after a reference has ended, so
    that a page such as `47.` on a line of its own begins none.
    """
    items: list[Item] = []
    before: list[Token] = []
    rows: list[Token] = []
    number, start, last = 0, 0, ""
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        match = _NUMBER.match(row)
        if match and (int(match[1]) == number + 1 or not start or _ENDED.search(last)):
            if start:
                items.append(Item(number, start, tuple(rows)))
            number, start, rows = int(match[1]), line, []
            row = row[match.end() :]
        if not start:
            before.append(Token(row.strip(), line))
        elif row.strip():
            rows.append(Token(row.strip(), line))
        last = row.strip()
    if start:
        items.append(Item(number, start, tuple(rows)))
    return items, before


def tokenise(item: Item) -> list[Token]:
    """Return an item's tokens; lines that hold whole sentences are taken apart at their punctuation.

    Text longer than any reference has no tokens.
    """
    if sum(len(row.text) for row in item.rows) > _LONGEST:
        return []
    return list(item.rows) if is_one_a_line(item) else _sentences(item.rows)


def is_one_a_line(item: Item) -> bool:
    """Say whether the marks between fields stand on lines of their own, as in a page copied by its markup."""
    return sum(bool(_MARKS.fullmatch(row.text)) for row in item.rows) > 1


def _sentences(rows: tuple[Token, ...]) -> list[Token]:
    """Take running text apart: authors at their commas, then sentences, then what begins with the year."""
    text = " ".join(row.text for row in rows)
    starts = list(accumulate((len(row.text) + 1 for row in rows), initial=0))[:-1]
    tails = list(_TAIL.finditer(text))
    split = tails[-1].end() if tails else len(text)
    end = _authors_end(text[:split])
    pieces = _author_pieces(text[:end]) + _sentence_pieces(text[:split], end)
    pieces += [(max(start, split), row.text[max(0, split - start) :]) for row, start in zip(rows, starts, strict=True)]
    return [Token(words.strip(), rows[bisect_right(starts, at) - 1].line) for at, words in pieces if words.strip()]


def _authors_end(head: str) -> int:
    """Return where the authors end: at the first full stop before which every part is a name, else 0."""
    for stop in islice(_STOP.finditer(head), 40):
        parts = re.split(r"([,;])", head[: stop.start()])
        names = [part.strip() for part in parts[::2]]
        cut = next((n for n, name in enumerate(names) if _ET_AL.search(name)), len(names) - 2)
        persons = [_ET_AL.sub("", name).strip() for name in names[: max(cut, 0) + 1]]  # a body may come last
        if all(not name or is_person(name) for name in persons) and not re.match(r"[A-Z]\.", head[stop.end() :]):
            return stop.end()
    return 0


def _author_pieces(text: str) -> list[tuple[int, str]]:
    pieces = [(match.start(), match[0].strip()) for match in _AUTHOR_PIECE.finditer(text.rstrip().rstrip("."))]
    if pieces and not _ET_AL.fullmatch(pieces[-1][1]):
        pieces.append((len(text) - 1, "."))
    return pieces


def _sentence_pieces(head: str, begin: int) -> list[tuple[int, str]]:
    """Return the sentences, each with its full stop; `N. Engl. J. Med` at the end is one name, not four."""
    sentences: list[tuple[int, str]] = []
    for match in re.finditer(r"[^\s.][\s\S]*?(?:(?<=[?!])\s+|\.\s+|\.?$)", head[begin:].rstrip()):
        if match[0].strip(" ."):
            sentences.append((begin + match.start(), match[0].strip()))
    words_only = len(list(takewhile(_WORD.fullmatch, (words for _, words in reversed(sentences)))))
    name = sentences[-min(words_only, len(sentences) - 1) :] if words_only > 1 and len(sentences) > 2 else []
    if any(len(words) < 6 for _, words in name):
        sentences[-len(name) :] = [(name[0][0], " ".join(words for _, words in name))]
    pieces: list[tuple[int, str]] = []
    for at, words in sentences:
        pieces += [(at, words.removesuffix(".")), (at + len(words) - 1, ".")]
    return pieces

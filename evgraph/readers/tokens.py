"""A numbered list to its items, of one token a line or in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"\s*\[?(\d{1,4})[.)\]](?:\s+(?=\S)|\s*$)")
_DATED = re.compile(r"\b(?:1[5-9]|20)\d\d\b[^;]{0,20};\s*\w")
_ENDED = re.compile(r"[.\]]$|(?:^|\s)\d{4}-\d{3}[\dXx]$|(?:PMC|PMID:?\s*)\d+$|10\.\d{4,9}/\S+$")
_MARKS = re.compile(r"[.,;:()]+")
#: What may follow the initials of a name.
SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"})


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


def is_one_a_line(item: Item) -> bool:
    """Say whether the marks between fields stand on lines of their own, as in a page copied by its markup."""
    return sum(bool(_MARKS.fullmatch(row.text)) for row in item.rows) > 1

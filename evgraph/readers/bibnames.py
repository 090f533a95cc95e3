r"""The names of a BibTeX field to Authors: particles, suffixes, bodies, and a family name that was lost.

Names without braces and commands are split here, by the rules of bibtexparser and in a fraction of its time;
the others are given to bibtexparser. A test holds both to the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from evgraph.errors import Severity
from evgraph.model import Author
from evgraph.readers.latex import to_text
from evgraph.readers.reading import short

#: How an oddity is told: what it is, and how much it matters.
Tell = Callable[[str, Severity], None]

_AND = re.compile(r"[ \r\n\t]+and[ \r\n\t]+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:[JS]r|[IVX]+|\d+(?:nd|rd|th))\.?", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{1,3}")
_LETTER = r"(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"
_ACCENT = re.compile(
    rf"\{{\\[`'^\"~=.]{_LETTER}\}}|\\[`'^\"~=.]{_LETTER}(?![A-Za-z])|\\[`'^\"~=.][A-Za-z]"
    rf"|\{{\\[uvHckrdb](?:\s+[A-Za-z]|\{{\\?[A-Za-z]\}})\}}|\{{\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|dj|DJ|th|TH)\}}"
)
#: One word, a comma, given names: most of the names there are. Nothing in it can be LaTeX.
_SIMPLE = re.compile(r"([\w.’]++(?:-[\w.’]++)*+), ([\w.’]++(?:[ -][\w.’]++)*+)")
#: BibLaTeX's extended name format: `family=Berg, given=Jan, prefix=van der` (manual, section 3.6).
_KEYED = re.compile(r"""(family|given|prefix|suffix|useprefix)\s?=\s?("[^"]*"|\{[^{}]*\}|[^,"{}=]*)(?:,\s?|$)""")
_SPECIAL = re.compile(r"[\\{}~$]|--|``|''")


def read_names(latex: str, tell: Tell) -> tuple[tuple[Author, ...], bool]:
    """Return the names in order, and whether the list was cut by `and others`."""
    if "\\" in latex:
        latex = _ACCENT.sub(lambda accent: to_text(accent[0])[0], latex)
    if "{" in latex or "\\" in latex:
        from bibtexparser.middlewares.names import split_multiple_persons_names

        names = split_multiple_persons_names(latex)
    else:
        names = _AND.split(latex.strip(" \r\n\t"))
    authors: list[Author] = []
    et_al = False
    for name in names:
        simple = _SIMPLE.fullmatch(name)
        if simple is not None:
            authors.append(Author(simple[1], simple[2]))
            continue
        name = " ".join(name.split())
        if name.lower() == "others":
            et_al = True
        elif "=" in name and (keyed := _keyed_author(name, tell)):
            authors.append(keyed)
        elif name:
            authors.append(_author(name, tell) if _SPECIAL.search(name) else _plain_author(name, tell))
    return tuple(authors), et_al


def split_plain(name: str) -> tuple[str, str, str, str] | None:
    """Return family name, given names, particle and suffix of a name of single-spaced words, `None` if it is no name.

    >>> split_plain("van der Berg, Jr, Piet A."), split_plain("Ludwig van Beethoven")
    (('Berg', 'Piet A.', 'van der', 'Jr'), ('Beethoven', 'Ludwig', 'van', ''))
    """
    parts = name.split(",")
    if len(parts) == 1:
        return _given_first(name)
    if len(parts) > 3 or not parts[-1].strip():
        return None
    family = parts[0].strip()
    particle = ""
    if " " in family and not family.istitle():
        words = family.split(" ")
        split = next((at for at in range(len(words) - 1, 0, -1) if _case(words[at - 1]) == 0), 0)
        particle, family = " ".join(words[:split]), " ".join(words[split:])
    return family, parts[-1].strip(), particle, parts[1].strip() if len(parts) == 3 else ""


def _given_first(name: str) -> tuple[str, str, str, str]:
    words = name.split(" ")
    cases = [_case(word) for word in words] if len(words) > 2 else []
    if 0 not in cases:
        return words[-1], " ".join(words[:-1]), "", ""
    first = cases.index(0)
    last = len(words) - 2 if cases[-1] == 0 else max(at for at, case in enumerate(cases) if case == 0)
    return " ".join(words[last + 1 :]), " ".join(words[:first]), " ".join(words[first : last + 1]), ""


def _case(word: str) -> int:
    """Return 1 for a word in upper case, 0 for one in lower case, -1 where it has none; the first letter decides."""
    letter = next((char for char in word if char.isalpha()), "")
    return 1 if letter.isupper() else 0 if letter.islower() else -1


def _keyed_author(name: str, tell: Tell) -> Author | None:
    """Read a name whose parts are named, `None` if it is not all such parts."""
    parts = {part[1]: _plain(part[2].strip().strip('"'), tell) for part in _KEYED.finditer(name)}
    if _KEYED.sub("", name) or not ("family" in parts or "given" in parts):
        return None
    family, given, particle, suffix = (parts.get(key) or None for key in ("family", "given", "prefix", "suffix"))
    return Author(family, given, particle, suffix)


def _plain_author(name: str, tell: Tell) -> Author:
    parts = split_plain(name)
    if parts is None:
        return _author(name, tell)
    family, given, particle, suffix = parts
    if suffix and not _SUFFIX.fullmatch(suffix):
        return _not_one(name, name, tell)
    if "," not in name and " " in name and _INITIALS.fullmatch(family.rsplit(" ", 1)[-1]):
        _odd_family(name, family.rsplit(" ", 1)[-1], tell)
    return Author(family or None, given or None, particle or None, suffix or None)


def _author(name: str, tell: Tell) -> Author:
    """Read one name with bibtexparser; a name that is wholly in braces is a body, not a person."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if name.startswith("{") and _closing(name) == len(name):
        return Author(collective=_plain(name, tell))
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as error:
        tell(f"author: {short(name)} is not one name ({error.reason}); kept as written", Severity.ERROR)
        return Author(family=_plain(name, tell))
    if parts.jr and not _SUFFIX.fullmatch(" ".join(parts.jr)):
        return _not_one(name, _plain(name, tell), tell)
    if "," not in name and len(name.split()) > 1 and parts.last and _INITIALS.fullmatch(parts.last[-1]):
        _odd_family(name, parts.last[-1], tell)
    family, given, particle, suffix = (
        _plain(" ".join(words), tell) or None for words in (parts.last, parts.first, parts.von, parts.jr)
    )
    return Author(family=family, given=given, particle=particle, suffix=suffix)


def _not_one(name: str, text: str, tell: Tell) -> Author:
    tell(f"author: {short(name)} is not one name; write 'and' between names; kept as written", Severity.ERROR)
    return Author(family=text)


def _odd_family(name: str, family: str, tell: Tell) -> None:
    message = f"author: {short(name)} has {family!r} for its family name, as BibTeX reads it"
    tell(f"{message}; the family name comes first only before a comma", Severity.NOTE)


def _plain(latex: str, tell: Tell) -> str:
    text, unknown = to_text(latex)
    for command in dict.fromkeys(unknown):
        tell(f"the LaTeX command {command} is not known and stays as written", Severity.NOTE)
    return text


def _closing(name: str) -> int:
    """Return where the brace at the beginning of a name is closed."""
    depth = 0
    for mark in re.finditer(r"(?<!\\)[{}]", name):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.end()
    return len(name)

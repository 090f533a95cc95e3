"""The authors of a reference, as one string in whatever order journals print names, to Authors.

Four habits are told apart by what stands between the commas: `Stein AK, Hu X` and `A. Stein, X. Hu` (a name in each
part), `Stein, A., Hu, X.` (two parts to a name), `Stein, Anna, and Xin Hu` (turned round for the first only). A part
that is no person's name is a body; initials alone are an author whose family name was lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from evgraph.model import Author

_ET_AL = re.compile(
    r"(?:\bet\.?\s+al(?:ii)?\b\s*\.?|\b(?:and|&)\s+(?:others|colleagues|co-?workers)\b\.?)", re.IGNORECASE
)
_CUT = re.compile(r"(?:\.\s?\.\s?\.|\u2026)[\s,;&]*")
_AND = re.compile(r"\s*[,;]?\s*(?:\band\b|&|\bund\b|\bet\b|\by\b|\bet\b)\s+")
_GLUED = re.compile(r"\.(?=[^\W\d_]{2})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?(?:\s?[-\u2010\u2011\u2013]\s?)?){1,3}[^\W\d_]?\.?(?:[-\u2010][a-z]\.)?")
_SHORT = re.compile(r"[A-Z][a-z]{1,2}\.")
_SUFFIX = re.compile(r"(?:[Jj]r|[Ss]r|II|III|IV|2nd|3rd)\.?")
_BODY = re.compile(
    r"\b(?:group|network|consortium|committee|network|investigators?|collaborat\w+|society|organi[sz]ation|association|institute|"
    r"team|project|centers?|centres?|council|agency|ministry|department|university|study|trial|initiative|panel|commission|"
    r"foundation|federation|program(?:me)?|union|board|office|bureau|academy|college|service|workshop|center|authority|"
    r"force|alliance|registry|working|company|inc|ltd|corp(?:oration)?|administration|of|for|the)\b",
    re.IGNORECASE,
)  # fmt: skip
#: `van der Stein-Hu AK`, the most frequent form by far.
_PLAIN = re.compile(r"((?:(?!(?:and|et|und|y) )[^\s.,;&]{2,} ){0,3}[^\W\d_][^\s.,;&]+) ([A-Z]{1,4}(?:-[A-Z])?)")
_PARTICLES = frozenset((
    "Van", "Von", "De", "Del", "Della", "Der", "Den", "Ter", "Ten", "Di", "Da", "Dos", "La", "Le", "Du", "El", "St.",
))  # fmt: skip
_ACRONYM = re.compile(r"[A-Z]{2,8}")
#: `CMJr`, initials with a suffix stuck to them.
_STUCK = re.compile(r"(?<=[A-Z])(?=(?:Jr|Sr|2nd|3rd)\b)")
#: `Chapin FS III`: a suffix behind initials.
_SUFFIXED = re.compile(r"\s[A-Z]{1,3}\s(?:II|III|IV)$")
#: `van Tonder Q. Y.`, in capitals: initials have full stops, so that `LIU` and `VAN` are none.
_DOTTED = re.compile(r"(?<!\w)[A-Z]\.")
_EDGE = " \t\n,;:"


def parse_names(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors and whether the list was cut short (`et al.`).

    >>> [author.name for author in parse_names("Stein, A. K., van der Hu, X., & The Study Group")[0]]
    ['Stein A. K.', 'van der Hu X.', 'The Study Group']
    >>> parse_names("Stein AK, S, et al.")
    ((Author(family='Stein', given='AK', particle=None, suffix=None, collective=None), \
Author(family=None, given='S', particle=None, suffix=None, collective=None)), True)
    """
    text = text.replace("*", " ") if "*" in text else text
    text = (
        " ".join(text.split()).strip(_EDGE + "[]()") if text.count("(") != text.count(")") else " ".join(text.split())
    )
    cut = False
    if "al" in text or "and" in text or "&" in text:
        head, *after = _ET_AL.split(text, maxsplit=1)
        if after:
            cut, text = True, f"{head}; {after[0].strip(_EDGE + '.')}" if after[0].strip(_EDGE + ".") else head
    if "\u2026" in text or ".." in text or ". ." in text:
        shorter = _CUT.sub(", ", text)
        cut, text = cut or shorter != text, shorter
    text = text.strip(_EDGE).replace(" ,", ",").replace(" ;", ";").replace(" \u2013 ", "; ")
    if not text:
        return (), cut
    if _ACRONYM.fullmatch(text):
        return (Author(collective=text),), cut
    plain = [_PLAIN.fullmatch(part) for part in text.split(", ")]
    if None not in plain and not ("I" in text and any(map(_SUFFIXED.search, text.split(", ")))):
        return tuple(_person(match[1], match[2], None) for match in plain if match), cut
    text = _STUCK.sub(" ", _GLUED.sub(". ", text))
    return tuple(_grouped(text)), cut


def are_plain(text: str) -> bool:
    """Say whether a text is nothing but names such as `Stein AK, van der Hu X`, perhaps with `et al.` behind them.

    >>> are_plain("Stein AK, van der Hu X, et al"), are_plain("Stein AK, a study of walking")
    (True, False)
    """
    people = _ET_AL.split(text, maxsplit=1)
    return not any(people[1:]) and all(_PLAIN.fullmatch(name) for name in people[0].rstrip(_EDGE).split(", "))


def _grouped(text: str) -> list[Author]:
    """Read names between semicolons if there are any, else between commas."""
    if ";" not in text:
        return _listed(_parts(text))
    found: list[Author] = []
    groups = [group.strip(_EDGE) for group in text.split(";")]
    whole = sum("," in group for group in groups) * 2 <= len(groups) + 1 or all(
        group.count(",") < 2 for group in groups
    )
    for group in groups:
        if not group:
            continue
        for piece in _split_and(group) if whole else [group]:
            names = piece.split(",")
            found += [_turned(names)] if whole and len(names) in (2, 3) and _kind(names[0].strip()) == "W" else _listed(
                _parts(piece))  # fmt: skip
    return found


def _split_and(text: str) -> list[str]:
    pieces = [piece for piece in _AND.split(text) if piece.strip(_EDGE)]
    return pieces if len(pieces) < 2 or not _is_body(text) else [text]


def _parts(text: str) -> list[str]:
    """Split at commas, and at `and` unless it stands inside the name of a body."""
    parts: list[str] = []
    for part in text.split(","):
        bare = part.strip(_EDGE)
        if bare.startswith(("and ", "& ", "und ", "et ")):
            bare = bare.partition(" ")[2].lstrip()
        if " " in bare and _AND.search(bare):
            parts += [piece.strip(_EDGE) for piece in _split_and(bare)]
        elif bare:
            parts.append(bare)
    return parts


def _is_body(text: str) -> bool:
    return _BODY.search(text) is not None


@lru_cache(maxsize=4096)
def _kind(part: str) -> str:
    """Say what a part is: I initials, S suffix, N `Stein AK`, M `A. Stein`, W words."""
    if _SUFFIX.fullmatch(part):
        return "S"
    if _is_initials(part):
        return "I"
    words = part.split()
    if len(words) > 2 and _is_body(part) and not _is_initials(words[-1]):
        return "W"
    if len(words) > 1:
        small = len(words) > 2 and len(words[-1]) == 1 and words[-1].islower() and _is_initials(words[-2])  # `Hu X a`
        ends, begins = small or _is_initials(words[-1]), _is_initials(words[0])
        if ends and not (begins and "." in words[0] and "." not in words[-1]):
            return "N"
        if begins:
            return "M"
        if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
            return _kind(" ".join(words[:-1]))
    return "W"


def _kind_in_capitals(part: str, kind: str) -> str:
    """Say what a part is where initials have full stops: other capitals are family names."""
    words = part.split()
    if kind == "S" or not part.isupper():
        return kind
    begins, ends = (bool(_DOTTED.match(word)) or len(word) == 1 for word in (words[0], words[-1]))
    if begins and ends:
        return "I" if all(_DOTTED.match(word) or len(word) == 1 for word in words) else "N"
    return "N" if ends else "M" if begins else "W"


@lru_cache(maxsize=4096)
def _is_initials(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    if not 1 <= letters <= 6 or len(text) > 16:
        return False
    if (
        letters <= 4
        and text.replace("-", "").replace(".", "").isupper()
        and text.replace("-", "").replace(".", "").isalpha()
    ):
        return letters < 4 or "." in text
    words = text.split()
    if len(words) > 1:
        dotted = any("." in word for word in words)
        return all(_is_initials(word) and (not dotted or "." in word or len(word) == 1) for word in words)
    return bool(
        _INITIALS.fullmatch(text) and text[0].isupper() and ("." in text or "-" in text) and letters <= 5
    ) or bool(_SHORT.fullmatch(text))


def _listed(parts: list[str]) -> list[Author]:
    if not parts:
        return []
    kinds = [_kind(part) for part in parts]
    if any(part.isupper() and len(part) > 1 and "." not in part for part in parts) and _DOTTED.search(" ".join(parts)):
        kinds = [_kind_in_capitals(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    pairs = sum(one == "W" and two == "I" for one, two in pairwise(kinds))
    names = kinds.count("N") + kinds.count("M")
    if pairs and (pairs * 2 >= names or (kinds[:2] == ["W", "I"] and "M" in kinds)):
        return _paired(parts, kinds)
    turned = len(parts) > 1 and kinds[0] == "W" and not names and "I" not in kinds
    if turned and len(parts[0].split()) < 3 and not any(map(_is_body, parts)) and _looks_turned(parts):
        return _paired(parts, ["W", "I", *kinds[2:]])
    if (
        kinds[0] == "W"
        and kinds[1:2] == ["N"]
        and "M" in [*kinds[2:], "M"]
        and len(parts[0].split()) < 3
        and (_is_given(parts[1]) or len(parts) == 2)
    ):
        return _paired(parts, ["W", "I", *kinds[2:]])
    found: list[Author] = []
    given_first = kinds.count("M") > kinds.count("N")
    for part, kind in zip(parts, kinds, strict=True):
        if kind == "S" and found:
            last = found[-1]
            found[-1] = Author(last.family, last.given, last.particle, part, last.collective)
        else:
            found.append(_one(part, kind, given_first or not names))
    return found


def _looks_turned(parts: list[str]) -> bool:
    """Say whether all parts but the first two are whole names, as in `Stein, Anna, Xin Hu`; or all are single words."""
    sizes = [sum(not word.islower() and word not in _PARTICLES for word in part.split()) for part in parts]
    if len(parts) == 2:
        return sizes[0] == 1 and sizes[1] <= 2
    return sizes[0] == 1 and min(sizes[2:]) > 1


def _is_given(part: str) -> bool:
    """Say whether `Anna K.` is a given name with an initial rather than a family name with one."""
    words = part.split()
    return len(words) > 1 and words[-1].endswith(".") and words[0][:1].isupper() and not words[0].isupper()


def _paired(parts: list[str], kinds: list[str]) -> list[Author]:
    """Read `Stein`, `A.` as one name; parts that are whole names stay so."""
    found: list[Author] = []
    at = 0
    while at < len(parts):
        kind = kinds[at]
        if kind == "W" and kinds[at + 1 : at + 2] == ["I"]:
            suffix = parts[at + 2] if kinds[at + 2 : at + 3] == ["S"] else None
            found.append(_turned([parts[at], parts[at + 1], *([suffix] if suffix else [])]))
            at += 3 if suffix else 2
        elif kind == "S" and found:
            last = found[-1]
            found[-1] = Author(last.family, last.given, last.particle, parts[at], last.collective)
            at += 1
        else:
            found.append(_one(parts[at], kind, True))
            at += 1
    return found


def _turned(names: list[str]) -> Author:
    family, given = names[0].strip(_EDGE), names[1].strip(_EDGE)
    suffix = names[2].strip(_EDGE) if len(names) > 2 else None
    return _person(family, given or None, suffix or None)


def _one(part: str, kind: str, given_first: bool) -> Author:
    """Read one part that stands for one author."""
    if kind in "IS":
        return Author(given=part)
    words = part.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else None
    if kind == "W" and len(words) > 2 and words[-1] in ("von", "van", "de") and _is_initials(words[-2]):
        words, kind = [words[-1], *words[:-1]], "N"
    if kind == "N":
        at = len(words) - 1
        while at > 1 and _is_initials(words[at - 1]) and ("." in words[at - 1] or len(words[at - 1]) == 1):
            at -= 1
        return _person(" ".join(words[:at]), " ".join(words[at:]), suffix)
    if kind == "M":
        at = 1
        while at < len(words) - 1 and (_is_initials(words[at]) and (len(words[at]) < 3 or "." in words[at])):
            at += 1
        return _person(" ".join(words[at:]), " ".join(words[:at]), suffix)
    if _is_body(part) or len(words) > 4:
        return Author(collective=part)
    if len(words) == 1:
        return Author(family=part)
    if not given_first and len(words) > 1 and len(words[-1]) == 2 and words[-1].istitle():
        return _person(" ".join(words[:-1]), words[-1], suffix)  # `Welch Ra` among `Stein AK`
    if not given_first and not words[0].islower():
        return Author(collective=part) if len(words) > 2 else _person(part, None, None)
    return _given_first(words, suffix)


def _given_first(words: list[str], suffix: str | None) -> Author:
    """Read `Anna K. van der Stein`: the family name is the last word and the particles before it."""
    at = len(words) - 1
    while at > 1 and (words[at - 1].islower() or words[at - 1] in _PARTICLES):
        at -= 1
    return _person(" ".join(words[at:]), " ".join(words[:at]), suffix)


def _person(family: str, given: str | None, suffix: str | None) -> Author:
    family = family.strip(".") if family.endswith(".") else family
    if family[:1].islower() and " " in family:
        words = family.split()
        at = next((n for n, word in enumerate(words) if not word.islower()), 0)
        return Author(" ".join(words[at:]), given, " ".join(words[:at]) or None, suffix)
    return Author(family, given, None, suffix)

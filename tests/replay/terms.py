"""Boolean queries as PubMed and Europe PMC write them, judged on one work: AND binds as OR does, from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from evgraph.sameness import letters
from tests.replay.corpus import Work

_TOKEN = re.compile(
    r"\s*(?:(\()|(\))|(AND|OR)\b|([A-Z_]+):\"([^\"]*)\"|([A-Z_]+):([^\s()]+)|\"([^\"]*)\"\[(\w+)\]|([^()\[\]]+?)\[(\w+)\])"
)


def holds(query: str, work: Work) -> bool:
    """Say whether a work is among the hits of a query; what cannot be read raises `ValueError`."""
    tokens, at = [], 0
    query = query.strip()
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            raise ValueError(f"cannot read: {query[at:]}")
        opened, closed, word, *rest = match.groups()
        tokens.append(opened or closed or word or _test(rest))
        at = match.end()
    found, left = _either(tokens, work)
    if left:
        raise ValueError(f"cannot read: {left}")
    return found


def _either(tokens: list, work: Work) -> tuple[bool, list]:
    value, tokens = _one(tokens, work)
    while tokens and tokens[0] in ("AND", "OR"):
        word, (other, rest) = tokens[0], _one(tokens[1:], work)
        value = (value and other) if word == "AND" else (value or other)
        tokens = rest
    return value, tokens


def _one(tokens: list, work: Work) -> tuple[bool, list]:
    if not tokens:
        raise ValueError("the query ends too early")
    first, *rest = tokens
    if first == "(":
        value, rest = _either(rest, work)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return value, rest[1:]
    if not callable(first):
        raise ValueError(f"{first} is out of place")
    return first(work), rest


def _test(groups: list[str | None]) -> Callable[[Work], bool]:
    name, quoted, bare_name, bare, phrase, phrase_tag, text, tag = groups
    if name or bare_name:
        field, value = name or bare_name, quoted if name else bare
        return lambda work: _EUROPE[field](work, value or "")
    return lambda work: _PUBMED[(phrase_tag or tag or "").lower()](work, (phrase or text or "").strip())


def words(text: str) -> list[str]:
    """Return the words of a text, as an index holds them."""
    return re.findall(r"\w+", text.casefold())


def _in_title(work: Work, value: str) -> bool:
    title = words(work.title)
    return all(word in title for word in words(value))


def _names(work: Work) -> list[str]:
    """Return the authors as an index holds them: "van den bosch b"."""
    parts = ((one.particle, one.family, (one.given or "")[:1]) for one in work.authors if one.family)
    return [" ".join(words(" ".join(part for part in name if part))) for name in parts]


def _author(work: Work, value: str) -> bool:
    """Say whether a name begins so: an index of authors is searched from the beginning, particles included."""
    wanted = " ".join(words(value))
    return bool(wanted) and any(f"{name} ".startswith(f"{wanted} ") for name in _names(work))


def _journal(work: Work, value: str) -> bool:
    return letters(value) in (letters(work.journal), letters(work.short))


_PUBMED = {
    "ti": _in_title,
    "aid": lambda work, value: (work.doi or "").lower() == value.lower(),
    "doi": lambda work, value: (work.doi or "").lower() == value.lower(),
    "au": _author,
    "1au": lambda work, value: _author(replace(work, authors=work.authors[:1]), value),
    "dp": lambda work, value: str(work.year) == value,
    "pg": lambda work, value: work.first_page == value,
    "vi": lambda work, value: work.volume == value,
    "ta": _journal,
    "pmid": lambda work, value: work.pmid == value,
    "uid": lambda work, value: work.pmid == value,
}
_EUROPE = {
    "TITLE": _in_title,
    "DOI": _PUBMED["aid"],
    "EXT_ID": _PUBMED["uid"],
    "SRC": lambda work, value: value == "MED" and work.pmid is not None,
    "AUTH": _author,
    "PUB_YEAR": _PUBMED["dp"],
    "JOURNAL": _journal,
    "VOLUME": _PUBMED["vi"],
    "PAGE_INFO": lambda work, value: (work.pages or work.article_number or "").startswith(value),
}

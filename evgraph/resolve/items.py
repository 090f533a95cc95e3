"""What the services share: batches, words of a title, JSON records → References, and failures → Problems."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from evgraph.errors import IdentifierError, Problem, ResolveError
from evgraph.identifiers import parse_doi, parse_registry
from evgraph.model import Author, Reference, Section, Span
from evgraph.readers import csljson
from evgraph.readers.fieldvalues import make_person
from evgraph.resolve.records import Abstract, Answer, Found
from evgraph.sameness import letters

Value = TypeVar("Value")

#: A question longer than this is sent as a form.
LONGEST_QUERY = 1_000
_SHORTEST_WORD = 4
_MOST_WORDS = 10
#: Words that indexes pass over, or that any title may hold.
_SMALL = frozenset({
    "about", "after", "against", "also", "among", "been", "being", "both", "does", "during", "from", "have", "into",
    "than", "that", "their", "these", "this", "those", "through", "under", "upon", "using", "versus", "were", "when",
    "which", "while", "with", "within", "without",
})  # fmt: skip
#: What of a record is no bibliography: the text of the abstract is kept apart, for it may not be passed on.
_LEFT_OUT = frozenset({"abstract", "nbib:OAB", "pubmed:Reference"})


def batches(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """Yield the values once each, in their order, so many at a time.

    >>> list(batches("abcab", 2))
    [['a', 'b'], ['c']]
    """
    once = list(dict.fromkeys(values))
    yield from (once[at : at + size] for at in range(0, len(once), size))


def title_words(title: str) -> list[str]:
    """Return the words of a title by which an index finds it: whole words of letters only, the longest of them.

    Words with digits, dashes or signs are left out: indexes differ in where they cut them.

    >>> title_words("Blinatumomab for CD19+ B-cell disease, and more about it")
    ['blinatumomab', 'disease', 'more']
    """
    words = (word.strip(".,;:?!()[]'\"\u2018\u2019\u201c\u201d").casefold() for word in title.split())
    plain = dict.fromkeys(word for word in words if word.isalpha() and len(word) >= _SHORTEST_WORD)
    chosen = sorted((word for word in plain if word not in _SMALL), key=len, reverse=True)[:_MOST_WORDS]
    return [word for word in plain if word in chosen]


def is_settled(reference: Reference, found: Iterable[Found]) -> bool:
    """Say whether one of the records is so like the reference that no further search is made; this is no verdict."""
    return any(_is_like(reference, one.reference) for one in found)


def _is_like(mine: Reference, its: Reference) -> bool:
    names = {letters(author.family or author.collective or "") for author in its.authors}
    first = letters(mine.authors[0].family or mine.authors[0].collective or "") if mine.authors else ""
    by_name = not first or first in names
    return by_name and bool(mine.title) and letters(mine.title or "") == letters(its.title or "")


def failed(service: str, keys: Iterable[str], error: ResolveError) -> tuple[Problem, ...]:
    """Return one Problem for each key that a service gave no answer for."""
    mend = "run it again; what was answered is kept"
    return tuple(Problem(f"no answer: {error.reason}", service, key=key, mend=mend) for key in dict.fromkeys(keys))


def load(answer: Answer) -> dict[str, Any]:
    """Return the object of an answer in JSON; raises `ResolveError` where it is none, as in "no such thing"."""
    if answer.status != 200:
        raise ResolveError(answer.url, f"the service answers {answer.status}")
    found = json.loads(answer.body)
    if not isinstance(found, dict):
        raise ResolveError(answer.url, "the answer is no JSON object")
    return found


def part(record: object, *names: str) -> Any:
    """Return what is reached by these names in nested objects, `None` where one of them is missing.

    >>> part({"a": {"b": 1}}, "a", "b"), part({"a": None}, "a", "b")
    (1, None)
    """
    for name in names:
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


def parts(record: object, *names: str) -> list[Any]:
    """Return the list that is reached by these names; one value alone is a list of it, none an empty one.

    >>> parts({"a": {"b": [1, None]}}, "a", "b"), parts({"a": "x"}, "a"), parts({}, "a")
    ([1], ['x'], [])
    """
    found = part(record, *names)
    return [one for one in found if one is not None] if isinstance(found, list) else [] if found is None else [found]


def names_of(record: object, *names: str) -> list[str]:
    """Return the names in the object that is reached by these names, in the order of the alphabet.

    >>> names_of({"a": {"c": 1, "b": 2}}, "a"), names_of({"a": 1}, "a")
    (['b', 'c'], [])
    """
    found = part(record, *names)
    return sorted(found) if isinstance(found, Mapping) else []


def text(record: object, *names: str) -> str:
    """Return what is reached by these names as text on one line, "" where there is none."""
    found = part(record, *names)
    return " ".join(str(found).split()) if isinstance(found, str | int | float) else ""


def from_item(item: Mapping[str, object], key: str) -> Reference:
    """Make the Reference of a record that was put into the words of CSL-JSON; what is empty is left out."""
    given = {name: value for name, value in item.items() if value not in (None, "", [], {})}
    if isinstance(title := given.get("title"), str):
        given["title"] = html.unescape(title)  # a service escapes once more than JSON asks for
    reading = csljson.read(json.dumps([given | {"id": key}], ensure_ascii=False), key)
    return bare(reading.references[0], key)


def bare(reference: Reference, key: str) -> Reference:
    """Return a record under its key, without what is no bibliography and without a place in a file."""
    extra = tuple(pair for pair in reference.extra if pair[0] not in _LEFT_OUT)
    return replace(reference, key=key, places=(), extra=extra)


def family_name(author: Author) -> str:
    """Return the family name with its particle, as indexes of authors hold it.

    >>> family_name(Author("Bosch", "Bo", "van den"))
    'van den Bosch'
    """
    return " ".join(part for part in (author.particle, author.family) if part)


def name_item(family: str, given: str, collective: str = "", suffix: str = "") -> dict[str, str]:
    """Return a name in the words of CSL-JSON, the particle apart.

    >>> name_item("van den Bosch", "Bo")
    {'family': 'Bosch', 'given': 'Bo', 'non-dropping-particle': 'van den'}
    """
    if collective:
        return {"literal": collective}
    person: Author = make_person(family, given, suffix)
    told = {
        "family": person.family, "given": person.given, "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def make_abstract(pieces: Sequence[tuple[str, str]], rights: str = "") -> Abstract | None:
    r"""Make an abstract of its pieces, (heading or "", text); one piece without a heading has no sections.

    >>> made = make_abstract([("AIM", "Why."), ("", ""), ("END", "So.")])
    >>> made.text, [(one.label, one.span.of(made.text)) for one in made.sections]
    ('Why.\nSo.', [('AIM', 'Why.'), ('END', 'So.')])
    """
    kept = [(" ".join(label.split()), " ".join(words.split())) for label, words in pieces if words.strip()]
    if not kept:
        return None
    sections, at = [], 0
    for label, words in kept:
        sections.append(Section(label, Span(at, at + len(words))))
        at += len(words) + 1
    whole = "\n".join(words for _, words in kept)
    plain = len(kept) == 1 and not kept[0][0]
    return Abstract(whole, () if plain else tuple(sections), rights)


def registry_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return ids of trials, each once; one of a registry that is not known here stays as it is written."""
    return tuple(dict.fromkeys(_registry_id(value) for value in values if value.strip()))


def _registry_id(value: str) -> str:
    try:
        return parse_registry(value)
    except IdentifierError:
        return " ".join(value.split())


def doi_or_none(value: str) -> str | None:
    """Return a DOI in its normal form, or `None`."""
    try:
        return parse_doi(value)
    except IdentifierError:
        return None

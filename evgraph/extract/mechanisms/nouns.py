"""Nouns read as events: "inhibition of", "-induced", "an inhibitor of"; one small function for each."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.extract.mechanisms.agents import Part, is_aimed, is_modifier, parts
from evgraph.extract.mechanisms.doers import agents_after
from evgraph.extract.mechanisms.events import (
    Event,
    Reading,
    adverb_sign,
    attach,
    inner_after,
    inner_before,
)
from evgraph.extract.mechanisms.grammar import BE, CLAUSES, DETERMINERS, LISTS, PREPOSITIONS, WORKING
from evgraph.extract.mechanisms.phrases import (
    Tokens,
    bound_name,
    closing,
    is_clause,
    is_nominal,
    is_verb,
    listed_names,
    opening,
    word_at,
)
from evgraph.extract.mechanisms.subjects import earlier_subject, subject_of
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

_AFTER = words("upon after following")
_APPOSED = words("( , such as like namely including : e g · drug drugs compound compounds agent agents")


def nominal(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the name of an event with both its sides.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(nominal, "Inhibition of kinase B by drug A was rapid.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(nominal, "Protein B activation by kinase A was fast.", "kinase A", "Protein B")
    ['kinase a increases protein b']
    >>> told(nominal, "Kinase A activation of protein B needs ATP.", "Kinase A", "protein B")
    ['kinase a increases protein b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.root == "affect" or bound_name(tokens, place) >= 0:
        return
    if word_at(tokens, place + 1) == "by" and place and tokens[place - 1].name >= 0 and is_nominal(tokens, place):
        yield from attach(tokens, agents_after(tokens, place + 1, 6), Part(place - 1), place, "nominal")
        return
    gerund = trigger.form is Form.ING and (place == 0 or is_clause(tokens, place - 1))
    if not gerund and (trigger.form is Form.PAST or not is_nominal(tokens, place) or not _of(tokens, place)):
        return
    targets = names_of(tokens, place + 1)
    if not targets:
        return
    agents: tuple[Part, ...] = ()
    if place and tokens[place - 1].name >= 0 and (trigger.sign or trigger.yields):
        agents = (Part(place - 1),)
    last = targets[-1]
    behind = closing(tokens, last + 1) if word_at(tokens, last + 1) == "(" else last
    for after in range(behind + 1, min(len(tokens), behind + 9)):
        if is_clause(tokens, after) or is_verb(tokens, after) or tokens[after].name >= 0 or tokens[after].text == ",":
            break
        if tokens[after].text in ("by", "with", "response") or tokens[after].text in _AFTER:
            agents = agents_after(tokens, after, 6)
            break
    for target in targets:
        inside = tuple(inner for inner in inner_before(tokens, target) if inner > place)
        yield from attach(tokens, agents, Part(target, 1, inner_after(tokens, target) + inside), place, "nominal")


def hyphenated(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what a hyphen ties together.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(hyphenated, "Drug A-induced degradation of protein B was seen.", "Drug A", "protein B")
    ['drug a decreases protein b']
    >>> told(hyphenated, "The kinase B-inhibiting drug A was given.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    trigger = tokens[place].trigger
    bound = bound_name(tokens, place)
    if bound >= 0 and tokens[bound].name < 0 and tokens[place - 2].text == ")" and tokens[place - 3].name >= 0:
        bound = place - 3  # "protein alpha (A)-induced"
    if trigger is None or trigger.form not in VERBAL or bound < 0 or tokens[bound].name < 0:
        return
    inner: list[int] = []
    for after in range(place + 1, min(len(tokens), place + 9)):
        token = tokens[after]
        if token.name >= 0:
            if trigger.form is Form.ING:
                yield from attach(tokens, (Part(after),), Part(bound), place, "hyphen")
            elif trigger.form is Form.PAST and not is_modifier(tokens, after):
                listed = tuple(listed_names(tokens, after, len(tokens))) if inner else (after,)
                for name in listed:
                    target = Part(name, 1, tuple(inner) + inner_after(tokens, name))
                    yield from attach(tokens, tuple(_tied(tokens, bound)), target, place, "hyphen")
            return
        other = token.text in PREPOSITIONS and token.text not in ("of", "in")
        joined = token.text == "and" and after > place + 1 and any(word_at(tokens, after + at) == "of" for at in (2, 3))
        if joined:
            continue
        if other or token.text in LISTS or token.text in "()" or is_clause(tokens, after) or is_verb(tokens, after):
            return
        if token.trigger is not None and token.trigger.form is Form.NOUN:
            inner.append(after)


def _tied(tokens: Tokens, bound: int) -> Iterator[Part]:
    """Yield the names of "A-, B- or C-induced"."""
    yield Part(bound)
    place = bound - 1
    while place > 0 and tokens[place].text in LISTS and tokens[place - 1].text in ("-", ","):
        place -= 2 if tokens[place - 1].text == "-" else 3
        if place < 0 or tokens[place].name < 0:
            return
        yield Part(place)
        place -= 1


def inhibitor(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the name of what acts: an inhibitor, an agonist, a ligand.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(inhibitor, "Drug A is a potent and selective inhibitor of kinase B.", "Drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(inhibitor, "We gave the kinase B inhibitor drug A.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(inhibitor, "Drug A (a novel receptor B agonist) was given.", "Drug A", "receptor B")
    ['drug a increases receptor b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.AGENT:
        return
    if not (trigger.sign or trigger.binds or adverb_sign(tokens, place)):
        return
    targets, left, end = _targets_of_agent(tokens, place)
    if not targets:
        return
    named = end < len(tokens) and tokens[end].name >= 0
    agents = () if named or _goes_on(tokens, left, end) else _said_before(tokens, left, end)
    agents = agents or _apposed(tokens, end)
    for target in targets:
        yield from attach(tokens, agents, Part(target), place, "inhibitor")


def _targets_of_agent(tokens: Tokens, place: int) -> tuple[tuple[int, ...], int, int]:
    """Return what an inhibitor inhibits, where its phrase begins, and where what follows it begins."""
    if word_at(tokens, place + 1) in ("of", "for", "to", "against", "at"):
        targets = names_of(tokens, place + 2)
        if targets:
            return targets, place, targets[-1] + 1
    before = place - 1
    while before > max(-1, place - 5) and _describes(tokens, before):
        before -= 1
    left = before
    if word_at(tokens, before) == ")":
        left = opening(tokens, before)
        before = before - 1 if tokens[before - 1].name >= 0 and left == before - 2 else left - 1
    if before < 0 or tokens[before].name < 0:
        return (), place, place + 1
    if word_at(tokens, before + 1) == "-" and word_at(tokens, before + 2) in WORKING:
        return (), place, place + 1
    targets, left = (before,), min(left, before)
    while left > 1 and tokens[left - 1].text in LISTS and tokens[left - 2].name >= 0:
        targets, left = (*targets, left - 2), left - 2
    return targets, left, place + 1


def _describes(tokens: Tokens, place: int) -> bool:
    token = tokens[place]
    if token.name >= 0 or not (token.text.isalnum() or token.text == "-"):
        return False
    closed = PREPOSITIONS | LISTS | DETERMINERS | CLAUSES
    return token.text not in closed and not is_verb(tokens, place)


def _goes_on(tokens: Tokens, left: int, end: int) -> bool:
    """Say whether "the B inhibitor" only introduces a word that no vocabulary holds: "X, the B inhibitor Y"."""
    word = word_at(tokens, end)
    closed = word in PREPOSITIONS or word in CLAUSES or word in LISTS or word.endswith(("ly", "ed"))
    return word_at(tokens, left - 1) == "the" and word.isalpha() and not closed and not is_verb(tokens, end)


def _said_before(tokens: Tokens, left: int, end: int) -> tuple[Part, ...]:
    """Return who is said to be the inhibitor: "A is a", "A acts as a", "A, a"."""
    place = left - 1
    while place > max(-1, left - 14) and (
        _describes(tokens, place) or tokens[place].text in ("and", ",") or is_aimed(tokens, place)
    ):
        if tokens[place].text == "," and (tokens[place - 1].name >= 0 or tokens[place - 1].text == ")"):
            break
        place -= 1
    article = word_at(tokens, place) in ("a", "an", "the", "another")
    if article:
        place -= 1
    word = word_at(tokens, place)
    if word == "of" and word_at(tokens, place - 1) == "one":
        place -= 2
        word = word_at(tokens, place)
    if word in BE or word in ("represents", "represented", "remains"):
        return subject_of(tokens, place)
    if word == "as" and article:
        return earlier_subject(tokens, place)
    plural = word == "," and tokens[end - 1].text.endswith("s") and word_at(tokens, end) in (",", ".", "")
    if (word in (",", "(") and article) or plural:
        name = place - 1
        if word_at(tokens, name) == ")":
            name = opening(tokens, name) - 1
        if name < 0 or tokens[name].name < 0:
            return ()
        listed = plural and word_at(tokens, name - 1) in LISTS and name > 1 and tokens[name - 2].name >= 0
        return (Part(name - 2), Part(name)) if listed else (Part(name),)
    return ()


def _apposed(tokens: Tokens, end: int) -> tuple[Part, ...]:
    """Return the names that follow "inhibitor", "inhibitors such as", "inhibitors (": those of the list."""
    place = end
    while place < min(len(tokens), end + 4) and tokens[place].text in _APPOSED:
        place += 1
    if place >= len(tokens) or tokens[place].name < 0:
        return ()
    bracketed = tokens[place - 1].text == "("
    last = closing(tokens, place) if bracketed else len(tokens)
    # "The A inhibitor B, the C antagonist D": the list ends where another kind of agent begins.
    ends = (at for at in range(place + 1, min(last, place + 30)) if _begins_another(tokens, at))
    return parts(tokens, place, next(ends, last), plain=True)


def _begins_another(tokens: Tokens, place: int) -> bool:
    trigger = tokens[place].trigger
    return tokens[place].text in DETERMINERS or (trigger is not None and trigger.form is Form.AGENT)


def _of(tokens: Tokens, place: int) -> bool:
    return word_at(tokens, place + 1) in ("of", "in")


def names_of(tokens: Tokens, start: int) -> tuple[int, ...]:
    """Return the names of the phrase that begins here, "of" before it allowed."""
    for place in range(start, min(len(tokens), start + 8)):
        token = tokens[place]
        if token.name >= 0:
            tied = word_at(tokens, place + 1) == "-" and is_modifier(tokens, place)
            if tied and any(other.name >= 0 for other in tokens[place + 2 : place + 6]):
                continue
            return tuple(listed_names(tokens, place, len(tokens)))
        other = place > start and token.text in PREPOSITIONS and token.text != "of"
        if is_clause(tokens, place) or is_verb(tokens, place) or other:
            break
    return ()


NOUN_READINGS: tuple[Reading, ...] = (nominal, hyphenated, inhibitor)

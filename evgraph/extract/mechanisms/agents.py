"""Who acts: the subject of a verb, the names after "by", and whether a name is there or taken away.

"Loss of X", "X knockdown" and "X inhibitors" stand for less of X: what they do, X does the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.extract.mechanisms.grammar import (
    AIMED,
    AUXILIARIES,
    DETERMINERS,
    LISTS,
    PREPOSITIONS,
    SENSITIVE,
    TIED,
)
from evgraph.extract.mechanisms.phrases import Tokens, closing, is_clause, is_verb, listed_names, word_at
from evgraph.extract.mechanisms.presence import own_sign, sign_before
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import TRIGGERS, Form
from evgraph.extract.wordlists import words


@dataclass(frozen=True, slots=True)
class Part:
    """A name in an event, -1 where less of it is meant, and the places of the nominals that lead to it."""

    place: int
    sign: int = 1
    inner: tuple[int, ...] = ()


TREATMENT = words(
    "treatment pretreatment treated treating exposure exposed exposing incubation incubated administration "
    "administered stimulation stimulated culture cultured injection injected infusion addition transfection "
    "transfected infection infected therapy supplementation pretreated cotreatment presence "
    "challenge"
)
#: Tied to a name these tell of what cells are, not of what was done to them.
_QUALITIES = words("resistant sensitive positive negative independent specific related associated like type responsive")
#: What is given, named by its kind; and what makes such a word part of another: "X-mediated drug resistance".
_DRUGS = words(
    "compound compounds agent agents drug drugs antibody antibodies molecule molecules protac protacs chimera chimeras "
    "conjugate conjugates immunotoxin car"
)
_HEADS = SENSITIVE | words(
    "- uptake efflux metabolism transport transporter toxicity tolerance delivery production release"
)


def parts(tokens: Tokens, first: int, end: int, *, plain: bool = False) -> tuple[Part, ...]:
    """Return the names listed from the first on; `plain` names are there, whatever stands around them."""
    found: list[Part] = []
    for place in listed_names(tokens, first, end):
        if place > first and _is_acted_on(tokens, place):
            break
        sign = 1 if plain else own_sign(tokens, place)
        # "Loss of A and B": what is said of the first holds for the next, where nothing stands between them.
        joined = bool(found) and all(token.text in LISTS for token in tokens[found[-1].place + 1 : place])
        found.append(Part(place, -1 if joined and not plain and sign_before(tokens, found[-1].place) < 0 else sign))
    return tuple(found)


def _is_acted_on(tokens: Tokens, name: int) -> bool:
    """Say whether a listed name is what the next thing of the list acts on: "A or the B inhibitor C"."""
    for place in range(name + 1, min(name + 4, len(tokens))):
        trigger = tokens[place].trigger
        if trigger is not None or tokens[place].name >= 0 or tokens[place].text in PREPOSITIONS:
            return trigger is not None and trigger.form is Form.AGENT
    return False


def is_given(tokens: Tokens, place: int) -> bool:
    """Say whether a participle only tells what cells were given: "cells treated with", "mice exposed to"."""
    if word_at(tokens, place + 1) not in ("with", "to", "by") or word_at(tokens, place - 1) in AUXILIARIES:
        return False
    return tokens[place].text in TREATMENT and tokens[place].text.endswith("ed")


def is_modifier(tokens: Tokens, name: int) -> bool:
    """Say whether a name only describes what follows: "X-induced", "X-expressing cells", "X inhibitors"."""
    if word_at(tokens, name + 1) == "-" and name + 2 < len(tokens):
        tied = tokens[name + 2]
        if tied.text in LISTS:  # "A- or B-induced"
            return True
        return tied.text in TIED or (tied.trigger is not None and tied.trigger.form in VERBAL)
    place = name
    while (place := place + 1) < min(name + 4, len(tokens)):
        token = tokens[place]
        if token.text == "(" and _is_agent(tokens, closing(tokens, place) + 1):
            return True
        if token.trigger is not None:
            return token.trigger.form is Form.AGENT
        if token.name >= 0 or token.text in PREPOSITIONS or not (token.text.isalnum() or token.text in "()"):
            return False
    return False


def is_aimed(tokens: Tokens, name: int) -> bool:
    """Say whether a name only tells what a drug is aimed at or works through: "X-based degrader", "X-directed agent".

    What the drug does, its target does not do.
    """
    if word_at(tokens, name + 1) != "-" or word_at(tokens, name + 2) not in AIMED:
        return False
    for place in range(name + 3, min(len(tokens), name + 8)):
        word = tokens[place].text.split(" ")[0]  # "compound 7" is the name of a compound
        if word in _DRUGS or _is_agent(tokens, place):
            return word_at(tokens, place + 1) not in _HEADS
        if word in PREPOSITIONS or word in LISTS or is_clause(tokens, place) or is_verb(tokens, place):
            return False
    return False


def _is_agent(tokens: Tokens, place: int) -> bool:
    trigger = tokens[place].trigger if place < len(tokens) else None
    return trigger is not None and trigger.form is Form.AGENT


def agents_in(tokens: Tokens, start: int, end: int) -> tuple[Part, ...]:
    """Return the names of a subject that act: what was given, else the first name and those listed with it."""
    # What a subject works through is no agent: "the compounds via factor B induce".
    end = next((at for at in range(start + 1, end) if tokens[at].text in ("via", "through")), end)
    named = (at for at in range(start, end) if tokens[at].name >= 0 and not is_aimed(tokens, at))
    names = [at for at in named if not _is_told_aside(tokens, start, at)]
    if any(token.text in TREATMENT for token in tokens[start:end]):
        given = next((place for place in names if _is_given(tokens, place, start)), None)
        if given is not None:
            other = apposed_to_agent(tokens, given, end)
            return parts(tokens, given, end) if other is None else parts(tokens, other, end, plain=True)
    for place in names:
        described = word_at(tokens, place + 1) == "-" and is_modifier(tokens, place)
        if described and tokens[place + 2].text in _QUALITIES:
            continue
        if described and tokens[place + 2].text not in TIED and any(other > place for other in names):
            continue
        other = apposed_to_agent(tokens, place, end)
        return parts(tokens, place, end) if other is None else parts(tokens, other, end, plain=True)
    return ()


def _is_told_aside(tokens: Tokens, start: int, name: int) -> bool:
    """Say whether a bracket only says what the word before it is: "compound U (an X inhibitor) reduced"."""
    return any(
        tokens[at].text == "(" and word_at(tokens, at + 1) in ("a", "an", "the")
        for at in range(max(start, name - 6), name)
    )


def _is_given(tokens: Tokens, name: int, start: int) -> bool:
    """Say whether a name is what something was treated with."""
    exposed = any(token.text.startswith("expos") for token in tokens[start:name])
    ways = ("with", "to", "using", "by") if exposed else ("with", "using", "by")
    return any(
        tokens[place].text in ways
        for place in range(name - 1, max(start - 1, name - 3), -1)
        if all(token.text in DETERMINERS or token.name < 0 for token in tokens[place + 1 : name])
    )


def apposed_to_agent(tokens: Tokens, name: int, end: int) -> int | None:
    """Return the place of B in "the A inhibitor B"."""
    last = TRIGGERS.get(tokens[name].text.rsplit(" ", 1)[-1])
    agent = name if last is not None and last.form is Form.AGENT and " " in tokens[name].text else None
    for place in range(name + 1, min(name + 8, end)):
        token = tokens[place]
        if token.name >= 0:
            return place if agent is not None and place - agent <= 4 else None
        if token.text in PREPOSITIONS or token.text == "and" or (agent is not None and token.text == ","):
            return None
        if token.trigger is not None and token.trigger.form is Form.AGENT:
            if place > name + 3:
                return None
            agent = place
    return None

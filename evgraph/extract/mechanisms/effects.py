"""What is said to have an effect or an activity: "the inhibitory effect of A on B", "A is active against B"."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.extract.mechanisms.agents import Part, is_modifier
from evgraph.extract.mechanisms.doers import agents_after
from evgraph.extract.mechanisms.events import (
    Event,
    Reading,
    attach,
    inner_after,
    inner_before,
)
from evgraph.extract.mechanisms.grammar import BE
from evgraph.extract.mechanisms.nouns import names_of
from evgraph.extract.mechanisms.phrases import Tokens, is_clause, is_verb, word_at
from evgraph.extract.mechanisms.presence import own_sign
from evgraph.extract.mechanisms.subjects import subject_of
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

_ACTIVITIES = words("activity activities potency action actions properties property effects effect")
_SHOWING = words(
    "has have had having exert exerts exerted exerting show shows showed shown showing exhibit exhibits exhibited "
    "exhibiting display displays displayed displaying possess possesses possessed"
)
_ON = words("on against toward towards at of")


def effect_on(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the effect of one thing on another, with its way where an adjective tells it.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(effect_on, "Drug A had no effect on kinase B.", "Drug A", "kinase B")
    ['drug a affects kinase b']
    >>> told(effect_on, "The inhibitory effect of drug A on kinase B was strong.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.root != "affect" or trigger.form is not Form.NOUN:
        return
    if word_at(tokens, place + 1) == "on":
        yield from _has_effect(tokens, place)
        return
    if word_at(tokens, place + 1) not in ("of", "in"):
        return
    agents = names_of(tokens, place + 1)
    if not agents:
        return
    adjective = tokens[place - 1].trigger if place else None
    sign = adjective.sign if adjective is not None and adjective.form is Form.ADJECTIVE else 0
    for after in range(agents[-1] + 1, min(len(tokens), agents[-1] + 9)):
        if is_clause(tokens, after) or is_verb(tokens, after) or tokens[after].name >= 0:
            return
        if tokens[after].text == "on":
            acting = tuple(Part(agent, own_sign(tokens, agent)) for agent in agents)
            for target in agents_after(tokens, after):
                inner = inner_after(tokens, target.place) + inner_before(tokens, target.place)
                yield from attach(tokens, acting, Part(target.place, 1, inner), place, "effect", sign)
            return


def potent(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read an adjective that says what something does to something else.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(potent, "Drug A showed good inhibitory potency against kinase B.", "Drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(potent, "We saw strong inhibitory activity of drug A against kinase B.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(potent, "Drug A is strongly inhibitory to kinase B.", "Drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.ADJECTIVE or not trigger.sign:
        return
    agents: tuple[Part, ...] = ()
    at = place + 1
    if word_at(tokens, at) in _ACTIVITIES:
        if trigger.sign < 0 and word_at(tokens, at).startswith("effect") and word_at(tokens, at + 1) == "of":
            return
        if word_at(tokens, at + 1) == "of":
            acting = names_of(tokens, at + 2)
            agents = tuple(Part(agent, own_sign(tokens, agent)) for agent in acting)
            at = acting[-1] if acting else at
        else:
            verb = next((back for back in range(place - 1, max(-1, place - 8), -1) if is_verb(tokens, back)), -1)
            agents = subject_of(tokens, verb) if word_at(tokens, verb) in _SHOWING else ()
        at += 1
    elif place and (word_at(tokens, place - 1) in BE or word_at(tokens, place - 2) in BE):
        agents = subject_of(tokens, place - 1 if word_at(tokens, place - 1) in BE else place - 2)
    to = word_at(tokens, at) in _ON or word_at(tokens, at) == "to"
    if not (agents and to and trigger.sign):
        return
    for target in agents_after(tokens, at):
        if not is_modifier(tokens, target.place):
            goal = Part(target.place, 1, inner_after(tokens, target.place))
            yield from attach(tokens, agents, goal, place, "potent", trigger.sign)


def _has_effect(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read "A had an effect on B"; whether it is negated, the cues of the sentence tell."""
    adjective = tokens[place - 1].trigger if place else None
    sign = adjective.sign if adjective is not None and adjective.form is Form.ADJECTIVE else 0
    for verb in range(place - 1, max(-1, place - 6), -1):
        if tokens[verb].text in ("has", "have", "had", "exerts", "exerted", "showed", "shows"):
            for target in agents_after(tokens, place + 1):
                inner = inner_after(tokens, target.place) + inner_before(tokens, target.place)
                goal = Part(target.place, 1, inner)
                yield from attach(tokens, subject_of(tokens, verb), goal, place, "effect", sign)
            return


EFFECT_READINGS: tuple[Reading, ...] = (effect_on, potent)

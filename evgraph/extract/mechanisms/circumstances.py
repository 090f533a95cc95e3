"""What is seen where something is given or lacking: "Y rose after X", "Y was lower in X-treated cells"."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.extract.mechanisms.agents import Part, is_modifier
from evgraph.extract.mechanisms.doers import agents_after, agents_of_passive
from evgraph.extract.mechanisms.events import (
    Event,
    Reading,
    attach,
    inner_after,
    inner_before,
)
from evgraph.extract.mechanisms.governors import governor
from evgraph.extract.mechanisms.grammar import AUXILIARIES, BE, HAVING, UNDERGOING
from evgraph.extract.mechanisms.phrases import Tokens, is_clause, is_event_noun, is_passive, is_verb, word_at
from evgraph.extract.mechanisms.subjects import earlier_subject, subject_of, subjects_before
from evgraph.extract.wordlists import words

_PHENOTYPE = words(
    "develop develops developed exhibit exhibits exhibited display displays displayed show shows showed shown"
)
_ALONG = words("resultant resulting consequent concomitant subsequent")
_SEEN = words("observed seen found noted detected evident apparent achieved obtained produced recorded measured")
_SEEING = words("observed saw found noted detected was were is showed revealed")
_COMPARED = {"lower": -1, "higher": 1, "greater": 1, "smaller": -1, "reduced": -1, "elevated": 1}


def phenotype(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what is seen where something is taken away.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(phenotype, "Mice lacking gene A develop neuropathy.", "gene A", "neuropathy")
    ['gene a decreases neuropathy']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    found = governor(tokens, place)
    if found is None or tokens[found.place].text not in _PHENOTYPE or (found.kind == "verb" and found.inner):
        return
    if "fail" in word_at(tokens, found.place - 2):
        return
    agents = tuple(agent for agent in subject_of(tokens, found.place) if agent.sign < 0)
    inner = found.inner + inner_after(tokens, place)
    yield from attach(tokens, agents, Part(place, 1, inner), found.place, "phenotype", 1)


def underwent(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a change that something went through, or the more or less of it that cells had, and why.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(underwent, "Receptor B underwent down-regulation after treatment with drug A.", "drug A", "Receptor B")
    ['drug a decreases receptor b']
    >>> told(underwent, "Cells lacking gene A had higher levels of protein B.", "gene A", "protein B")
    ['gene a decreases protein b']
    """
    word = tokens[place].text
    if word in HAVING and word not in UNDERGOING:
        yield from _had(tokens, place)
    change = place + 1
    while word in UNDERGOING and change < min(len(tokens), place + 4) and not is_event_noun(tokens, change):
        change += 1
    trigger = tokens[change].trigger if word in UNDERGOING and change < len(tokens) else None
    if trigger is None or not trigger.sign:
        return
    for target in subjects_before(tokens, place):
        goal = Part(target, 1, inner_after(tokens, target))
        yield from attach(tokens, agents_of_passive(tokens, change)[0], goal, change, "underwent", trigger.sign)


def _had(tokens: Tokens, verb: int) -> Iterator[Event]:
    """Read "cells without A had higher B": of those from which A was taken, or to which it was given."""
    more = next((at for at in range(verb + 1, min(len(tokens) - 1, verb + 4)) if tokens[at].text in _COMPARED), -1)
    if more < 0:
        return
    agents = tuple(agent for agent in subject_of(tokens, verb) if agent.sign < 0 or _is_given(tokens, agent.place))
    for target in agents_after(tokens, more, 6):
        goal = Part(target.place, 1, inner_after(tokens, target.place))
        yield from attach(tokens, agents, goal, more, "had", _COMPARED[tokens[more].text])


def _is_given(tokens: Tokens, name: int) -> bool:
    return word_at(tokens, name + 1) == "-" and word_at(tokens, name + 2) in ("treated", "exposed", "stimulated")


def observed(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a change that was seen, with what it was seen after.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(observed, "A reduction of protein B was seen following treatment with drug A.", "drug A", "protein B")
    ['drug a decreases protein b']
    >>> told(observed, "We observed an increase in protein B upon exposure to drug A.", "drug A", "protein B")
    ['drug a increases protein b']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    inner = inner_before(tokens, place) + inner_after(tokens, place)
    if not any((trigger := tokens[other].trigger) is not None and trigger.sign for other in inner):
        return
    verb = _seen_after(tokens, place)
    if verb < 0:
        found = governor(tokens, place)
        seeing = found is not None and found.kind == "other" and tokens[found.place].text in _SEEING
        verb = place if seeing else -1
    if verb >= 0:
        agents = agents_of_passive(tokens, verb)[0]
        yield from attach(tokens, agents, Part(place, 1, inner), verb, "observed", 1)


def _seen_after(tokens: Tokens, name: int) -> int:
    """Return the place of "observed" in "Y was observed", else -1."""
    for place in range(name + 1, min(len(tokens) - 1, name + 7)):
        token = tokens[place]
        if token.name >= 0 or is_clause(tokens, place):
            break
        if token.text in AUXILIARIES:
            after = next((at for at in range(place + 1, len(tokens)) if tokens[at].text not in _ADVERBS), place)
            return after if word_at(tokens, after) in _SEEN else -1
    return -1


_ADVERBS = AUXILIARIES | words("also not only first then both")


def spared(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what those are spared that lack something.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(spared, "Mice lacking gene A were protected from colitis.", "gene A", "colitis")
    ['gene a increases colitis']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    for verb in range(place - 2, max(0, place - 6), -1):
        if tokens[verb].name >= 0 or is_clause(tokens, verb):
            return
        if tokens[verb].text in ("protected", "resistant"):
            joined = word_at(tokens, verb + 1) in ("from", "against", "to")
            be = next((at for at in range(verb - 1, max(-1, verb - 3), -1) if tokens[at].text in BE), -1)
            if joined and be > 0:
                agents = tuple(agent for agent in subject_of(tokens, be) if agent.sign < 0)
                yield from attach(tokens, agents, Part(place, 1, inner_after(tokens, place)), verb, "spared", -1)
            return


def compared(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read that there is more or less of something where something was given.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(compared, "Protein B levels were lower in drug A-treated cells.", "drug A", "Protein B")
    ['drug a decreases protein b']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    for verb in range(place + 1, min(len(tokens) - 2, place + 6)):
        if tokens[verb].name >= 0 or is_clause(tokens, verb):
            return
        if tokens[verb].text in BE:
            at = verb + 1 + tokens[verb + 1].text.endswith("ly")
            sign = _COMPARED.get(word_at(tokens, at), 0)
            if sign and word_at(tokens, at + 1) in ("in", "after", "following", "upon"):
                agents = agents_of_passive(tokens, at)[0]
                inner = inner_after(tokens, place) + inner_before(tokens, place)
                if not is_passive(tokens, at):
                    yield from attach(tokens, agents, Part(place, 1, inner), at, "compared", sign)
            return


def along(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what comes with what the subject does.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(along, "Drug A slows growth, with decreased protein B and enhanced repair C.", "Drug A", "protein B")
    ['drug a decreases protein b']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    found = governor(tokens, place)
    inner = found.inner if found is not None else inner_before(tokens, place)
    if not inner:
        return
    with_ = next((at for at in range(place - 1, max(1, place - 16), -1) if tokens[at].text == "with"), -1)
    told_ = with_ > 0 and (word_at(tokens, with_ - 1) == "," or word_at(tokens, with_ + 1) in _ALONG)
    if not told_ or any(is_verb(tokens, at) or is_clause(tokens, at) for at in range(with_ + 1, place)):
        return
    signs = [trigger.sign for at in inner if (trigger := tokens[at].trigger) is not None and trigger.sign]
    if signs:
        agents = earlier_subject(tokens, with_ - 1)
        goal = Part(place, 1, inner + inner_after(tokens, place))
        yield from attach(tokens, agents, goal, with_, "along", 1)


CIRCUMSTANCE_READINGS: tuple[Reading, ...] = (phenotype, underwent, observed, spared, compared, along)

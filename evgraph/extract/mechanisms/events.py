"""Phrases read as events: who does what to whom. One small function for each way in which English says it.

A rule looks at one place of a sentence and yields the events said there. It attaches a name only where the grammar
ties it to the verb or noun of the event; what cannot be tied is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evgraph.extract.mechanisms.agents import (
    Part,
    agents_after,
    earlier_subject,
    is_modifier,
    own_sign,
    parts,
    subject_of,
    subjects_before,
)
from evgraph.extract.mechanisms.phrases import (
    BE,
    CLAUSES,
    DETERMINERS,
    LISTS,
    PREPOSITIONS,
    Tokens,
    auxiliary_of,
    bound_name,
    closing,
    governor,
    is_adjectival,
    is_clause,
    is_nominal,
    is_passive,
    is_verb,
    listed_names,
    opening,
    word_at,
    words,
)
from evgraph.extract.mechanisms.tokens import VERBAL, find_tokens
from evgraph.extract.mechanisms.triggers import Form
from evgraph.model import Span


@dataclass(frozen=True, slots=True)
class Event:
    """An agent does something to a target. `sign`: of the trigger alone; `trigger`: its place in the sentence."""

    agent: Part
    target: Part
    trigger: int
    sign: int
    rule: str


Reading = Callable[[Tokens, int], Iterator[Event]]

_PHENOTYPE = words("develop develops developed")
_AFTER = words("upon after following")
_APPOSED = words("( , such as like namely including : e g · drug drugs compound compounds agent agents")
_CAUSAL = words("cause mediate lead result yield")


def net(tokens: Tokens, event: Event) -> int:
    """Return what the event means for the target itself: 1 more or more active, -1 less, 0 untold."""
    sign = event.sign * event.agent.sign
    for place in event.target.inner:
        trigger = tokens[place].trigger
        sign *= (trigger.sign if trigger is not None else 0) or 1
    return sign


def told(rule: Reading, text: str, *names: str) -> list[str]:
    """Return the events that a rule reads in a sentence, in words: for the examples below, and for tests."""
    places = sorted(match.span() for name in names for match in re.finditer(re.escape(name), text))
    tokens = find_tokens(text, 0, len(text), [Span(*place) for place in places])
    signs = {1: "increases", -1: "decreases", 0: "affects"}
    found = [event for place in range(len(tokens)) for event in rule(tokens, place)]
    return [
        f"{tokens[event.agent.place].text} {signs[net(tokens, event)]} {tokens[event.target.place].text}"
        for event in found
    ]


def active(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a verb with its subject and object, also through "by inhibiting" and nominals between.

    >>> told(active, "In T cells, drug A potently blocked the activation of p53 and p21.", "drug A", "p53", "p21")
    ['drug a decreases p53', 'drug a decreases p21']
    >>> told(active, "Loss of gene A prevents the degradation of gene B.", "gene A", "gene B")
    ['gene a decreases gene b']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is None or found.kind != "verb" or is_modifier(tokens, place):
        return
    inner = found.inner + inner_after(tokens, place)
    trigger = tokens[found.place].trigger
    if trigger is None or (trigger.light and not inner and trigger.root not in _CAUSAL):
        return
    yield from _events(tokens, subject_of(tokens, found.place), Part(place, 1, inner), found.place, "active")


def means(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read "by" or "through" with the name of an event: the subject of the whole does it.

    >>> told(means, "Drug A kills cells through inhibition of kinase B.", "Drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is None or found.kind != "means" or not found.inner or is_modifier(tokens, place):
        return
    before = range(found.place - 1, max(-1, found.place - 6), -1)
    verb = next((other for other in before if tokens[other].trigger is not None), None)
    if verb is not None and (is_passive(tokens, verb) or is_nominal(tokens, verb)):
        return
    inner = found.inner[:-1] + inner_after(tokens, place)
    agents = earlier_subject(tokens, found.place)
    yield from _events(tokens, agents, Part(place, 1, inner), found.inner[-1], "means")


def needed(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what is required for something.

    >>> told(needed, "Kinase A is essential for activation of gene B.", "Kinase A", "gene B")
    ['kinase a increases gene b']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is not None and found.kind == "needed" and not is_modifier(tokens, place):
        inner = found.inner + inner_after(tokens, place)
        yield from _events(tokens, subject_of(tokens, found.place), Part(place, 1, inner), found.place, "needed")


def phenotype(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what is seen where something is taken away.

    >>> told(phenotype, "Mice lacking gene A develop neuropathy.", "gene A", "neuropathy")
    ['gene a decreases neuropathy']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is None or tokens[found.place].text not in _PHENOTYPE or is_modifier(tokens, place):
        return
    agents = tuple(agent for agent in subject_of(tokens, found.place) if agent.sign < 0)
    inner = found.inner + inner_after(tokens, place)
    yield from _events(tokens, agents, Part(place, 1, inner), found.place, "phenotype", 1)


def passive(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a passive verb with its agent.

    >>> told(passive, "Phosphorylation of protein B was reduced by drug A.", "drug A", "protein B")
    ['drug a decreases protein b']
    >>> told(passive, "Levels of protein B were increased upon treatment with drug A.", "drug A", "protein B")
    ['drug a increases protein b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.PAST or bound_name(tokens, place) >= 0:
        return
    auxiliary = auxiliary_of(tokens, place)
    agents, by = _agents_of_passive(tokens, place)
    if auxiliary >= 0:
        targets = subjects_before(tokens, auxiliary) if agents else ()
    else:
        targets = _name_before(tokens, place) if agents and by else ()
    for target in targets:
        inner = inner_after(tokens, target) + inner_before(tokens, target)
        yield from _events(tokens, agents, Part(target, 1, inner), place, "passive" if by else "after")


def _agents_of_passive(tokens: Tokens, verb: int) -> tuple[tuple[Part, ...], bool]:
    """Return who a passive verb says it is done by, and whether it says "by" and not "after"."""
    for place in range(verb + 1, min(len(tokens), verb + 10)):
        word = tokens[place].text
        if is_clause(tokens, place) or is_verb(tokens, place):
            break
        if word == "by":
            return agents_after(tokens, place), True
        response = word == "to" and tokens[place - 1].text == "response"
        if word in _AFTER or word == "with" or response or (word == "in" and _is_treated(tokens, place)):
            return agents_after(tokens, place, 6), False
    return (), False


def _is_treated(tokens: Tokens, preposition: int) -> bool:
    """Say whether "in" leads to "A-treated cells" or to cells without A."""
    tied = ("treated", "deficient", "null", "exposed", "overexpressing", "stimulated", "transfected")
    for place in range(preposition + 1, min(len(tokens) - 2, preposition + 5)):
        if tokens[place].name >= 0:
            return word_at(tokens, place + 1) == "-" and tokens[place + 2].text in tied
    return False


def _name_before(tokens: Tokens, place: int) -> tuple[int, ...]:
    """Return the name that a participle follows in its own phrase."""
    for before in range(place - 1, max(-1, place - 5), -1):
        token = tokens[before]
        if token.name >= 0:
            return (before,)
        if token.text in CLAUSES or token.text in LISTS or token.text in PREPOSITIONS or is_verb(tokens, before):
            break
    return ()


def nominal(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the name of an event with both its sides.

    >>> told(nominal, "Inhibition of kinase B by drug A was rapid.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    >>> told(nominal, "Kinase A activation of protein B needs ATP.", "Kinase A", "protein B")
    ['kinase a increases protein b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.root == "affect" or bound_name(tokens, place) >= 0:
        return
    gerund = trigger.form is Form.ING and (place == 0 or is_clause(tokens, place - 1))
    if not gerund and (trigger.form is Form.PAST or not is_nominal(tokens, place) or not _of(tokens, place)):
        return
    targets = _names_of(tokens, place + 1)
    if not targets:
        return
    agents: tuple[Part, ...] = ()
    if place and tokens[place - 1].name >= 0 and (trigger.sign or trigger.yields):
        agents = (Part(place - 1),)
    last = targets[-1]
    for after in range(last + 1, min(len(tokens), last + 9)):
        if is_clause(tokens, after) or is_verb(tokens, after) or tokens[after].name >= 0:
            break
        if tokens[after].text in ("by", "with", "response") or tokens[after].text in _AFTER:
            agents = agents_after(tokens, after, 6)
            break
    for target in targets:
        inside = tuple(inner for inner in inner_before(tokens, target) if inner > place)
        yield from _events(tokens, agents, Part(target, 1, inner_after(tokens, target) + inside), place, "nominal")


def effect_on(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the effect of one thing on another, with its way where an adjective tells it.

    >>> told(effect_on, "The inhibitory effect of drug A on kinase B was strong.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.root != "affect" or trigger.form is not Form.NOUN or not _of(tokens, place):
        return
    agents = _names_of(tokens, place + 1)
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
                yield from _events(tokens, acting, Part(target.place, 1, inner), place, "effect", sign)
            return


def _of(tokens: Tokens, place: int) -> bool:
    return word_at(tokens, place + 1) in ("of", "in")


def _names_of(tokens: Tokens, start: int) -> tuple[int, ...]:
    """Return the names of the phrase that begins here, "of" before it allowed."""
    for place in range(start, min(len(tokens), start + 8)):
        token = tokens[place]
        if token.name >= 0:
            return tuple(listed_names(tokens, place, len(tokens)))
        other = place > start and token.text in PREPOSITIONS and token.text != "of"
        if is_clause(tokens, place) or is_verb(tokens, place) or other:
            break
    return ()


def hyphenated(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what a hyphen ties together.

    >>> told(hyphenated, "Drug A-induced degradation of protein B was seen.", "Drug A", "protein B")
    ['drug a decreases protein b']
    >>> told(hyphenated, "The kinase B-inhibiting drug A was given.", "drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    trigger = tokens[place].trigger
    bound = bound_name(tokens, place)
    if trigger is None or trigger.form not in VERBAL or bound < 0 or tokens[bound].name < 0:
        return
    inner: list[int] = []
    for after in range(place + 1, min(len(tokens), place + 9)):
        token = tokens[after]
        if token.name >= 0:
            if trigger.form is Form.ING:
                yield from _events(tokens, (Part(after),), Part(bound), place, "hyphen")
            elif trigger.form is Form.PAST and not is_modifier(tokens, after):
                target = Part(after, 1, tuple(inner) + inner_after(tokens, after))
                yield from _events(tokens, (Part(bound),), target, place, "hyphen")
            return
        other = token.text in PREPOSITIONS and token.text not in ("of", "in")
        if other or token.text in LISTS or token.text in "()" or is_clause(tokens, after) or is_verb(tokens, after):
            return
        if token.trigger is not None and token.trigger.form is Form.NOUN:
            inner.append(after)


def inhibitor(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read the name of what acts: an inhibitor, an agonist, a ligand.

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
    agents = _said_before(tokens, left) or _apposed(tokens, end)
    for target in targets:
        yield from _events(tokens, agents, Part(target), place, "inhibitor")


def _targets_of_agent(tokens: Tokens, place: int) -> tuple[tuple[int, ...], int, int]:
    """Return what an inhibitor inhibits, where its phrase begins, and where what follows it begins."""
    if word_at(tokens, place + 1) in ("of", "for", "to", "against", "at"):
        targets = _names_of(tokens, place + 2)
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


def _said_before(tokens: Tokens, left: int) -> tuple[Part, ...]:
    """Return who is said to be the inhibitor: "A is a", "A acts as a", "A, a"."""
    place = left - 1
    while place > max(-1, left - 7) and (_describes(tokens, place) or tokens[place].text == "and"):
        place -= 1
    article = word_at(tokens, place) in ("a", "an", "the")
    if article:
        place -= 1
    word = word_at(tokens, place)
    if word in BE:
        return subject_of(tokens, place)
    if word == "as" and article:
        return earlier_subject(tokens, place)
    if word in (",", "(") and article:
        name = place - 1
        if word_at(tokens, name) == ")":
            name = opening(tokens, name) - 1
        return (Part(name),) if name >= 0 and tokens[name].name >= 0 else ()
    return ()


def _apposed(tokens: Tokens, end: int) -> tuple[Part, ...]:
    """Return the names that follow "inhibitor", "inhibitors such as", "inhibitors (": those of the list."""
    place = end
    while place < min(len(tokens), end + 4) and tokens[place].text in _APPOSED:
        place += 1
    if place >= len(tokens) or tokens[place].name < 0:
        return ()
    bracketed = tokens[place - 1].text == "("
    return parts(tokens, place, closing(tokens, place) if bracketed else len(tokens), plain=True)


def inner_after(tokens: Tokens, name: int) -> tuple[int, ...]:
    """Return the nominals that follow a name in its phrase: "X degradation"."""
    found: list[int] = []
    place = name + 1
    while place < min(len(tokens), name + 6):
        token = tokens[place]
        if token.text == "(":
            place = closing(tokens, place)
        elif token.trigger is not None:
            if token.trigger.form is not Form.NOUN:
                break
            found.append(place)
        elif token.text not in ("-", "/"):
            listed = token.text in PREPOSITIONS or token.text in LISTS or is_clause(tokens, place)
            if token.name >= 0 or listed or is_verb(tokens, place):
                break
        place += 1
    return tuple(found)


def inner_before(tokens: Tokens, name: int) -> tuple[int, ...]:
    """Return the nominals that lead to a name by "of": "degradation of X"."""
    found: list[int] = []
    of = False
    for place in range(name - 1, max(-1, name - 7), -1):
        token = tokens[place]
        if token.text in ("of", "in"):
            of = True
        elif token.trigger is not None and bound_name(tokens, place) < 0:
            if not (is_nominal(tokens, place) and (of or is_adjectival(tokens, place))):
                break
            found.append(place)
        elif token.name >= 0 or token.text in PREPOSITIONS or token.text in LISTS or is_verb(tokens, place):
            break
    return tuple(found)


def adverb_sign(tokens: Tokens, place: int) -> int:
    """Return the sign of "negatively regulates" and "positive regulator", 0 where no such word stands there."""
    for before in range(max(0, place - 2), place):
        if tokens[before].text in ("negatively", "negative"):
            return -1
        if tokens[before].text in ("positively", "positive"):
            return 1
    return 0


def _events(
    tokens: Tokens, agents: Iterable[Part], target: Part, place: int, rule: str, sign: int | None = None
) -> Iterator[Event]:
    if sign is None:
        sign = _sign_at(tokens, place, target)
    for agent in agents:
        if agent.place != target.place and tokens[agent.place].text != tokens[target.place].text:
            yield Event(agent, target, place, sign, rule)


def _sign_at(tokens: Tokens, place: int, target: Part) -> int:
    trigger = tokens[place].trigger
    if trigger is None or trigger.yields:
        return 1
    if trigger.root == "mediate":
        acts = [tokens[inner].trigger for inner in target.inner]
        return int(not acts or any(act is not None and (act.sign != 0 or act.yields) for act in acts))
    return trigger.sign or (adverb_sign(tokens, place) if trigger.root == "regulate" else 0)


#: Every way of saying it.
READINGS: tuple[Reading, ...] = (
    active,
    means,
    needed,
    phenotype,
    passive,
    nominal,
    effect_on,
    hyphenated,
    inhibitor,
)


def find_events(tokens: Tokens) -> list[Event]:
    """Return the events of a sentence in the order of its words."""
    return [
        event
        for place, token in enumerate(tokens)
        if token.name >= 0 or token.trigger is not None
        for reading in READINGS
        for event in reading(tokens, place)
    ]

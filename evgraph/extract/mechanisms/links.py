"""What links an event to a third thing: "X-dependent", "requires", "is converted to", "by X, which leads to Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evgraph.extract.mechanisms.agents import Part, is_modifier
from evgraph.extract.mechanisms.doers import agents_after, agents_of_passive
from evgraph.extract.mechanisms.events import (
    Event,
    Reading,
    attach,
    inner_after,
    inner_before,
    net,
)
from evgraph.extract.mechanisms.governors import governor
from evgraph.extract.mechanisms.grammar import BE, LISTS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import Tokens, auxiliary_of, is_clause, is_verb, listed_names, word_at
from evgraph.extract.mechanisms.subjects import subject_of, subjects_before
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

_REQUIRE = words("require requires required")
_DEPEND = words("depend depends depended dependent relies reliant")
_CHANGED = words("phosphorylation acetylation methylation ubiquitination ubiquitylation sumoylation")
_TURNED = words("convert metabolize metabolise transform oxidize oxidise hydrolyze hydrolyse")
_COMING = words("result results resulted arise arises arose stem stems stemmed consequence")
_SO = words("thereby thus hence consequently ultimately eventually finally ,")


def dependent(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read that one thing depends on another.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(dependent, "It causes kinase A-dependent activation of protein B.", "kinase A", "protein B")
    ['kinase a increases protein b']
    """
    if tokens[place].name < 0 or word_at(tokens, place + 1) != "-" or word_at(tokens, place + 2) != "dependent":
        return
    inner: list[int] = []
    for after in range(place + 3, min(len(tokens), place + 9)):
        token = tokens[after]
        if token.name >= 0:
            if not is_modifier(tokens, after):
                target = Part(after, 1, tuple(inner) + inner_after(tokens, after))
                yield from attach(tokens, (Part(place),), target, place + 2, "dependent", 1)
            return
        other = token.text in PREPOSITIONS and token.text not in ("of", "in")
        if other or token.text in LISTS or token.text in "()" or is_clause(tokens, after) or is_verb(tokens, after):
            return
        if token.trigger is not None and token.trigger.form is Form.NOUN:
            inner.append(after)


def hangs_on(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read that something was "A-dependent".

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(hangs_on, "Induction of protein B was kinase A-dependent.", "kinase A", "protein B")
    ['kinase a increases protein b']
    """
    if tokens[place].name < 0 or word_at(tokens, place + 1) != "-" or word_at(tokens, place + 2) != "dependent":
        return
    if place and tokens[place - 1].text in BE and word_at(tokens, place + 3) in (".", ",", "and", ";", ""):
        for target in subjects_before(tokens, place - 1):
            inner = inner_after(tokens, target) + inner_before(tokens, target)
            yield from attach(tokens, (Part(place),), Part(target, 1, inner), place + 2, "dependent", 1)


def requires(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what something cannot do without.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(requires, "Activation of protein B requires kinase A.", "kinase A", "protein B")
    ['kinase a increases protein b']
    >>> told(requires, "Protein B expression is dependent on kinase A.", "kinase A", "Protein B")
    ['kinase a increases protein b']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    verb = place - 1
    while verb > max(0, place - 5) and tokens[verb].text not in _REQUIRE | _DEPEND:
        if tokens[verb].name >= 0 or tokens[verb].trigger is not None or is_clause(tokens, verb):
            return
        verb -= 1
    word = word_at(tokens, verb)
    depends = word in _DEPEND and word_at(tokens, verb + 1) in ("on", "upon")
    if not depends and (word not in _REQUIRE or word_at(tokens, verb - 1) in BE or verb == 0):
        return
    if word_at(tokens, verb + 1) in ("for", "to", "by", "in", "-") or word_at(tokens, verb - 1) == "-":
        return
    for target in subjects_before(tokens, verb):
        inner = inner_after(tokens, target) + inner_before(tokens, target)
        yield from attach(tokens, (Part(place),), Part(target, 1, inner), verb, "requires", 1)


def results_from(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what something comes from.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(results_from, "Reduced protein B results from loss of gene A.", "gene A", "protein B")
    ['gene a increases protein b']
    >>> told(results_from, "Protein B activation is a consequence of kinase A.", "kinase A", "Protein B")
    ['kinase a increases protein b']
    """
    if tokens[place].text not in ("from", "of") or word_at(tokens, place - 1) not in _COMING:
        return
    if (tokens[place].text == "of") != (tokens[place - 1].text in ("consequence", "result")):
        return
    verb = next((at for at in range(place - 1, max(0, place - 5), -1) if is_verb(tokens, at)), -1)
    if verb < 0 or (tokens[place].text == "of" and tokens[verb].text not in BE):
        return
    for target in subjects_before(tokens, verb):
        goal = Part(target, 1, inner_after(tokens, target) + inner_before(tokens, target))
        yield from attach(tokens, agents_after(tokens, place), goal, place - 1, "from", 1)


def turned(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what is made of something, and by what.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(turned, "Drug A is converted to metabolite B by enzyme C.", "Drug A", "metabolite B", "enzyme C")
    ['drug a increases metabolite b', 'enzyme c increases metabolite b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.root not in _TURNED or auxiliary_of(tokens, place) < 0:
        return
    if word_at(tokens, place + 1) not in ("to", "into"):
        return
    for target in agents_after(tokens, place + 1, 5):
        made = tuple(Part(source) for source in subjects_before(tokens, auxiliary_of(tokens, place)))
        by, told_by = agents_of_passive(tokens, target.place)
        yield from attach(tokens, made + (by if told_by else ()), Part(target.place), place, "turned", 1)


def changed(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read who changes a protein, where only the change is named.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(changed, "Phosphorylation of protein B by kinase A was fast.", "kinase A", "protein B")
    ['kinase a increases protein b']
    """
    if tokens[place].name < 0 or word_at(tokens, place - 1) != "of" or word_at(tokens, place - 2) not in _CHANGED:
        return
    if word_at(tokens, place + 1) == "by":
        yield from attach(tokens, agents_after(tokens, place + 1, 5), Part(place), place - 2, "changed", 1)


def leads_on(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what comes of what was done to a thing, where no name says who did it.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(leads_on, "They disrupt transport A, leading to damage B.", "transport A", "damage B")
    ['transport a decreases damage b']
    >>> told(leads_on, "It upregulates factor A, thus promoting expression of gene B.", "factor A", "gene B")
    ['factor a increases gene b']
    """
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.ING or word_at(tokens, place - 1) not in _SO:
        return
    comma = next((at for at in range(place - 1, max(0, place - 4), -1) if tokens[at].text == ","), -1)
    source = next((at for at in range(comma - 1, max(-1, comma - 8), -1) if tokens[at].name >= 0), -1)
    target = next((at for at in range(place + 1, min(len(tokens), place + 12)) if tokens[at].name >= 0), -1)
    if comma < 0 or source < 0 or target < 0:
        return
    before, after = governor(tokens, source), governor(tokens, target)
    if before is None or after is None or before.kind != "verb" or after.place != place:
        return
    done = tokens[before.place].trigger
    if done is None or not done.sign or subject_of(tokens, before.place):
        return
    sign = done.sign
    for at in before.inner + inner_after(tokens, source):
        act = tokens[at].trigger
        sign *= (act.sign if act is not None else 0) or 1
    for other in listed_names(tokens, target, len(tokens)):
        goal = Part(other, 1, after.inner + inner_after(tokens, other))
        yield from attach(tokens, (Part(source, sign),), goal, place, "leads on")


def chained(tokens: Tokens, events: Sequence[Event]) -> Iterator[Event]:
    """Yield what lies between: from "A inhibits X, leading to Y" and "A induces Y through X", what X does to Y.

    Whatever A does to X, X hands on: the sign is that of the one times that of the other.
    """
    for one in events:
        for other in events:
            if one.agent != other.agent or one.target.place == other.target.place or one.trigger == other.trigger:
                continue
            if one.target.inner and tokens[one.target.place].text == tokens[other.target.place].text:
                continue
            if not (_follows(tokens, one, other) or _by_way_of(one, other)):
                continue
            moved = net(tokens, one) * one.agent.sign
            if moved and net(tokens, other):
                yield Event(Part(one.target.place, moved), other.target, other.trigger, other.sign, "chained")


def _follows(tokens: Tokens, one: Event, other: Event) -> bool:
    """Say whether the second event is told as what comes of the first."""
    trigger = tokens[other.trigger].trigger
    if not one.trigger < one.target.place < other.trigger < other.target.place or trigger is None:
        return False
    before = [word_at(tokens, at) for at in range(max(one.target.place, other.trigger - 3), other.trigger + 1)]
    if trigger.form is Form.ING and trigger.root in ("lead", "result", "cause"):
        return True
    if any(word in ("thereby", "thus", "hence", "consequently") for word in before):
        return True
    return "which" in before[-3:-1] and "," in before


def _by_way_of(one: Event, other: Event) -> bool:
    """Say whether the first event is the means of the second, named after it."""
    return one.rule == "means" and other.rule in ("active", "means") and other.target.place < one.trigger


LINK_READINGS: tuple[Reading, ...] = (dependent, hangs_on, requires, results_from, leads_on, turned, changed)

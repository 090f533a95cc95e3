"""Verbs read as events, active and passive: one small function for each way of saying it."""

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
from evgraph.extract.mechanisms.grammar import CLAUSES, DETERMINERS, LISTS, MEANS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import (
    Tokens,
    auxiliary_of,
    bound_name,
    is_adjectival,
    is_clause,
    is_nominal,
    is_passive,
    is_verb,
    word_at,
)
from evgraph.extract.mechanisms.presence import own_sign
from evgraph.extract.mechanisms.subjects import earlier_subject, subject_of, subjects_before
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import Form, Trigger
from evgraph.extract.wordlists import words

#: Verbs that need no object: "levels increased after".
#: A loss that failed to do something: which way is not told, and is left out.
_FAILED = words("failed fail fails unable")
_EFFECTS = words("effect effects action actions activity cytotoxicity toxicity")
_GOING = words("increase decrease raise decline drop accumulate recover")
_CAUSAL = words("involve implicate cause mediate lead result yield contribute")


def active(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a verb with its subject and object, also through "by inhibiting" and nominals between.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(active, "In T cells, drug A potently blocked the activation of p53 and p21.", "drug A", "p53", "p21")
    ['drug a decreases p53', 'drug a decreases p21']
    >>> told(active, "By blocking kinase B, drug A slows growth.", "drug A", "kinase B")
    ['drug a decreases kinase b']
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
    agents = subject_of(tokens, found.place)
    if any(word_at(tokens, at) in _FAILED for at in range(found.place - 3, found.place)):
        agents = tuple(agent for agent in agents if agent.sign > 0)
    if inner and word_at(tokens, inner[0]).startswith("effect") and (trigger.light or _tells_on(tokens, place)):
        return
    against = trigger.light and any(tokens[at].text == "against" for at in range(found.place, place))
    if against or word_at(tokens, found.place + 1) == "neither":
        return
    if not agents and word_at(tokens, found.place - 1) in MEANS:
        agents = _who_opens(tokens, found.place - 1, place)
    yield from attach(
        tokens, agents, Part(place, 1, inner), found.place, "active", _saved(tokens, trigger, found.place, place)
    )


def _saved(tokens: Tokens, trigger: Trigger, verb: int, name: int) -> int | None:
    """Return the sign of "protects A from B" for a name: B is held off, A is kept; None of another verb."""
    if trigger.root not in ("rescue", "protect") or trigger.form is Form.NOUN:
        return None
    return -1 if any(tokens[at].text in ("from", "against") for at in range(verb, name)) else 1


def means(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read "by" or "through" with the name of an event: the subject of the whole does it.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(means, "Drug A kills cells through inhibition of kinase B.", "Drug A", "kinase B")
    ['drug a decreases kinase b']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is None or found.kind != "means" or is_modifier(tokens, place):
        return
    before = range(found.place - 1, max(-1, found.place - 6), -1)
    verb = next((other for other in before if tokens[other].trigger is not None), None)
    its = verb is not None and tokens[verb].text in _EFFECTS and word_at(tokens, verb - 1) in ("its", "their")
    if verb is not None and not its and (_is_done_by(tokens, verb) or is_nominal(tokens, verb)):
        return
    act = tokens[verb].trigger if verb is not None else None
    if act is not None and act.root in _GOING and act.form is Form.PAST and not is_adjectival(tokens, verb or 0):
        return  # "A decreased via loss of B": A does nothing to B
    if not found.inner:
        if verb is not None and tokens[found.place].text in ("via", "through") and found.place == place - 1:
            inner = inner_after(tokens, place)
            agents = earlier_subject(tokens, found.place)
            yield from attach(tokens, agents, Part(place, 1, inner), found.place, "means", 1)
        return
    inner = found.inner[:-1] + inner_after(tokens, place)
    agents = earlier_subject(tokens, found.place) or _who_opens(tokens, found.place, place)
    yield from attach(tokens, agents, Part(place, 1, inner), found.inner[-1], "means")


def _tells_on(tokens: Tokens, name: int) -> bool:
    """Say whether "on" follows a name: what is changed is its effect on something, not itself."""
    return any(tokens[at].text == "on" for at in range(name + 1, min(len(tokens), name + 4)))


def _who_opens(tokens: Tokens, means_at: int, name: int) -> tuple[Part, ...]:
    """Return the subject that follows a sentence's opening means: "By blocking X, A did Y"."""
    if means_at and tokens[means_at - 1].text not in (",", ";", "that"):
        return ()
    for comma in range(name + 1, min(len(tokens) - 1, name + 8)):
        if tokens[comma].text == ",":
            subject = comma + 1 + (word_at(tokens, comma + 1) in DETERMINERS)
            named = subject < len(tokens) and tokens[subject].name >= 0
            return (Part(subject, own_sign(tokens, subject)),) if named and tokens[subject + 1 :] else ()
        if is_clause(tokens, comma) or is_verb(tokens, comma):
            return ()
    return ()


def _is_done_by(tokens: Tokens, verb: int) -> bool:
    """Say whether "by" names who does what a passive verb says; "the effect of A is mediated by" names the means."""
    if not is_passive(tokens, verb):
        return False
    trigger = tokens[verb].trigger
    handed = trigger is not None and trigger.root in ("mediate", "exert", "cause")
    return not (handed and any(token.text in _EFFECTS for token in tokens[max(0, verb - 12) : verb]))


def needed(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what is required for something.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(needed, "Kinase A is essential for activation of gene B.", "Kinase A", "gene B")
    ['kinase a increases gene b']
    """
    if tokens[place].name < 0:
        return
    found = governor(tokens, place)
    if found is not None and found.kind == "needed" and not is_modifier(tokens, place):
        inner = found.inner + inner_after(tokens, place)
        yield from attach(tokens, subject_of(tokens, found.place), Part(place, 1, inner), found.place, "needed")


def passive(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read a passive verb with its agent.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(passive, "Phosphorylation of protein B was reduced by drug A.", "drug A", "protein B")
    ['drug a decreases protein b']
    >>> told(passive, "Protein B levels decreased markedly after exposure to drug A.", "drug A", "Protein B")
    ['drug a decreases protein b']
    >>> told(passive, "Levels of protein B were increased upon treatment with drug A.", "drug A", "protein B")
    ['drug a increases protein b']
    """
    trigger = tokens[place].trigger
    present = trigger is not None and trigger.form is Form.BASE and trigger.root in _GOING
    present = present and tokens[place].text.endswith("s") and is_verb(tokens, place)
    if trigger is None or not (trigger.form is Form.PAST or present) or bound_name(tokens, place) >= 0:
        return
    if tokens[place].text == "associated":
        return
    auxiliary = auxiliary_of(tokens, place)
    if word_at(tokens, (place if auxiliary < 0 else auxiliary) - 1) in LISTS:
        earlier = _auxiliary_before(tokens, place if auxiliary < 0 else auxiliary)
        auxiliary = auxiliary if earlier < 0 else earlier
    agents, by = agents_of_passive(tokens, place)
    if auxiliary >= 0:
        targets = subjects_before(tokens, auxiliary) if agents else ()
    elif by:
        targets = _name_before(tokens, place) if agents else ()
    else:
        goes = agents and trigger.root in _GOING and not is_adjectival(tokens, place)
        targets = subjects_before(tokens, place) if goes else ()
    for target in targets:
        inner = inner_after(tokens, target) + inner_before(tokens, target)
        yield from attach(tokens, agents, Part(target, 1, inner), place, "passive" if by else "after")


def sensitising(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what makes cells sensitive to something.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(sensitising, "Loss of gene A sensitised T cells to drug B.", "gene A", "T cells", "drug B")
    ['gene a decreases drug b']
    """
    trigger = tokens[place].trigger
    if trigger is None or not trigger.root.startswith(("sensiti", "desensiti")) or trigger.form not in VERBAL:
        return
    to = next((other for other in range(place + 1, min(len(tokens), place + 10)) if tokens[other].text == "to"), None)
    if to is None or is_adjectival(tokens, place) or bound_name(tokens, place) >= 0:
        return
    passive_at = auxiliary_of(tokens, place)
    agents = subject_of(tokens, place) if passive_at < 0 else agents_of_passive(tokens, to)[0]
    for target in agents_after(tokens, to):
        yield from attach(tokens, agents, Part(target.place), place, "sensitising")


def _auxiliary_before(tokens: Tokens, verb: int) -> int:
    """Return the auxiliary of the passive verb that this one is joined to: "was induced by A and blocked by B"."""
    for place in range(verb - 1, max(-1, verb - 12), -1):
        if is_clause(tokens, place):
            break
        if is_passive(tokens, place):
            return auxiliary_of(tokens, place)
    return -1


def _name_before(tokens: Tokens, place: int) -> tuple[int, ...]:
    """Return the name that a participle follows in its own phrase."""
    trigger = tokens[place].trigger
    mediated = trigger is not None and trigger.root == "mediate"
    for before in range(place - 1, max(-1, place - 5), -1):
        token = tokens[before]
        if token.name >= 0:
            return (before,)
        if token.text == "," and (before < place - 1 or not mediated) and before and tokens[before - 1].name >= 0:
            return (before - 1,)
        if token.text in CLAUSES or token.text in LISTS or token.text in PREPOSITIONS or is_verb(tokens, before):
            break
    return ()


VERB_READINGS: tuple[Reading, ...] = (active, means, needed, passive, sensitising)

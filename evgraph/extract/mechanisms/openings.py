"""What goes on where an opening phrase or clause tells what was given or taken away: "In the absence of X, Y rose"."""

from __future__ import annotations

from collections.abc import Iterator

from evgraph.extract.mechanisms.agents import Part, is_modifier
from evgraph.extract.mechanisms.doers import agents_of_passive
from evgraph.extract.mechanisms.events import (
    Event,
    Reading,
    attach,
    inner_after,
    inner_before,
)
from evgraph.extract.mechanisms.grammar import LISTS
from evgraph.extract.mechanisms.phrases import Tokens, closing, is_clause, is_passive, is_verb, word_at
from evgraph.extract.mechanisms.presence import own_sign
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

_TAKEN = words("deleted knocked omitted withdrawn")
_OPENING = words("in after following upon with on during under")
#: Without one of these an opening phrase only tells where.
_GIVEN = words(
    "treatment treated treating exposure exposed presence absence lacking deficient null knockout knockdown silenced "
    "stimulation stimulated incubation addition administration overexpressing transfected depletion depleted loss "
    "inhibition activation overexpression deletion"
)


def opened(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what goes on where an opening phrase tells what was given or is lacking.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(opened, "In the absence of gene A, protein B was reduced.", "gene A", "protein B")
    ['gene a increases protein b']
    >>> told(opened, "Upon treatment with drug A, protein B increased.", "drug A", "protein B")
    ['drug a increases protein b']
    """
    if tokens[place].name < 0 or is_modifier(tokens, place):
        return
    verb = _verb_of(tokens, place)
    if verb < 0:
        return
    start = next((at for at in range(place - 1, max(-1, place - 7), -1) if tokens[at].text in (",", "and")), -1)
    if start < 0 or any(tokens[at].name >= 0 or is_verb(tokens, at) for at in range(start + 1, place)):
        return
    if tokens[start].text == "and":
        start = _opening_comma(tokens, start)
    agents = _opening_agents(tokens, start)
    inner = inner_after(tokens, place) + inner_before(tokens, place)
    yield from attach(tokens, agents, Part(place, 1, inner), verb, "opening")


def silenced(tokens: Tokens, place: int) -> Iterator[Event]:
    """Read what goes on when something is taken away or set going.

    >>> from evgraph.extract.mechanisms.examples import told
    >>> told(silenced, "When gene A was silenced, protein B increased.", "gene A", "protein B")
    ['gene a decreases protein b']
    """
    if tokens[place].text not in ("when", "once", "if") or place + 4 >= len(tokens):
        return
    agent = next((at for at in range(place + 1, place + 5) if tokens[at].name >= 0), -1)
    comma = next((at for at in range(agent + 1, min(len(tokens), agent + 12)) if tokens[at].text == ","), -1)
    if agent < 0 or comma < 0:
        return
    act = next((at for at in range(agent + 1, comma) if is_passive(tokens, at)), -1)
    done = tokens[act].trigger if act >= 0 else None
    taken = act >= 0 and (tokens[act].text in _TAKEN or (done is not None and done.sign < 0))
    if not taken and (done is None or done.sign <= 0):
        return
    for target in range(comma + 1, min(len(tokens), comma + 5)):
        verb = _verb_of(tokens, target) if tokens[target].name >= 0 else -1
        if verb >= 0:
            goal = Part(target, 1, inner_after(tokens, target) + inner_before(tokens, target))
            yield from attach(tokens, (Part(agent, -1 if taken else 1),), goal, verb, "when")
            return


def _verb_of(tokens: Tokens, name: int) -> int:
    """Return the verb said of a name without an agent: "Y was reduced", "Y increased"."""
    start = closing(tokens, name + 1) if word_at(tokens, name + 1) == "(" else name
    for place in range(start + 1, min(len(tokens), start + 8)):
        token = tokens[place]
        if token.name >= 0 or is_clause(tokens, place) or token.text in LISTS:
            break
        if token.trigger is not None and token.trigger.form is Form.PAST and is_verb(tokens, place):
            after = word_at(tokens, place + 1)
            goes = token.trigger.root in ("increase", "decrease", "raise", "decline", "drop", "accumulate")
            alone = after in (".", "", ",", "and", "in", "to", "compared") and not agents_of_passive(tokens, place)[0]
            return place if alone and token.trigger.sign and (is_passive(tokens, place) or goes) else -1
    return -1


def _opening_comma(tokens: Tokens, joined: int) -> int:
    """Return the comma of the opening phrase that a clause joined by "and" shares: "In A, B rose and C fell"."""
    verbs = 0
    for place in range(joined - 1, max(0, joined - 16), -1):
        if tokens[place].text == ",":
            return place if verbs else 0
        if is_clause(tokens, place):
            break
        verbs += is_verb(tokens, place)
    return 0


def _opening_agents(tokens: Tokens, comma: int) -> tuple[Part, ...]:
    """Return what the opening phrase that ends at a comma says is given or lacking."""
    start = comma
    while start > max(0, comma - 14) and not (is_clause(tokens, start - 1) or tokens[start - 1].text == ","):
        start -= 1
        if is_verb(tokens, start) and tokens[start].text not in _GIVEN:
            return ()
    if word_at(tokens, start) not in _OPENING:
        return ()
    names = [at for at in range(start, comma) if tokens[at].name >= 0]
    given = any(tokens[at].text in _GIVEN for at in range(start, comma))
    return (Part(names[0], own_sign(tokens, names[0])),) if given and len(names) == 1 else ()


OPENING_READINGS: tuple[Reading, ...] = (opened, silenced)

"""Who acts, named after the verb: "by X", "upon treatment with X", "in X-treated cells"."""

from __future__ import annotations

from evgraph.extract.mechanisms.agents import Part, apposed_to_agent, is_aimed, is_given, is_modifier, parts
from evgraph.extract.mechanisms.grammar import BE, TIED
from evgraph.extract.mechanisms.phrases import Tokens, is_clause, is_verb, word_at
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

_AUXILIARY = BE | {"-", "then", "also", "further"}
_AFTER = words("upon after following")
#: What tells that something was given to cells, or taken from them.
_GIVEN = words(
    "treated deficient null exposed overexpressing stimulated transfected lacking knockout knockdown silenced depleted "
    "presence absence expressing"
)


def agents_after(tokens: Tokens, place: int, reach: int = 9) -> tuple[Part, ...]:
    """Return the names that follow "by" and the like, in their own phrase."""
    for first in range(place + 1, min(len(tokens), place + 1 + reach)):
        if is_clause(tokens, first) or (is_verb(tokens, first) and not is_given(tokens, first)):
            return ()
        if first > place + 1 and tokens[first].text == "by":
            return ()
        if tokens[first].name < 0 or is_aimed(tokens, first):
            continue
        if word_at(tokens, first + 1) == "-" and is_modifier(tokens, first):
            if tokens[first + 2].text == "independent":
                continue
            if tokens[first + 2].text not in TIED:
                return ()
        other = apposed_to_agent(tokens, first, len(tokens))
        end = len(tokens)
        return parts(tokens, first, end) if other is None else parts(tokens, other, end, plain=True)
    return ()


def agents_of_passive(tokens: Tokens, verb: int) -> tuple[tuple[Part, ...], bool]:
    """Return who a passive verb says it is done by, and whether it says "by" and not "after"."""
    for place in range(verb + 1, min(len(tokens), verb + 10)):
        word = tokens[place].text
        if _goes_on(tokens, place):
            continue
        if is_clause(tokens, place) or (is_verb(tokens, place) and not is_given(tokens, place)):
            break
        if word_at(tokens, place + 1) == "by" and word.endswith("ed"):
            break  # "enhanced the rise caused by": the doer is of the second
        if word == "by":
            return agents_after(tokens, place), True
        if word in ("to", "of") and tokens[place - 1].text in ("due", "because", "owing", "downstream", "result"):
            return agents_after(tokens, place), tokens[place - 1].text in ("due", "because", "owing")
        response = word == "to" and tokens[place - 1].text == "response"
        if word in _AFTER or word == "with" or response or (word == "in" and _is_circumstance(tokens, place)):
            return agents_after(tokens, place), False
    return (), False


def _goes_on(tokens: Tokens, place: int) -> bool:
    """Say whether a second participle is joined here: "is activated and (is) phosphorylated by"."""
    word, trigger = tokens[place].text, tokens[place].trigger
    if word in BE:
        return word_at(tokens, place - 1) == "and"
    if trigger is None or trigger.form is not Form.PAST:
        return False
    before = place - 1
    while word_at(tokens, before).endswith("ly") or word_at(tokens, before) in _AUXILIARY:
        before -= 2 if tokens[before].text == "-" else 1
    return word_at(tokens, before) in ("and", "or")


def _is_circumstance(tokens: Tokens, preposition: int) -> bool:
    """Say whether "in" leads to "X-treated cells", to cells without X, or to where X is."""
    reach = range(preposition + 1, min(len(tokens), preposition + 8))
    name = next((at for at in reach if tokens[at].name >= 0), -1)
    if name < 0:
        return False
    if any(tokens[at].text in _GIVEN or is_clause(tokens, at) for at in range(preposition + 1, name)):
        return not any(is_clause(tokens, at) for at in range(preposition + 1, name))
    if word_at(tokens, name + 1) == "-" and word_at(tokens, name + 2) in ("/", "-"):
        return True
    return any(word_at(tokens, at) in _GIVEN for at in (name + 1, name + 2))

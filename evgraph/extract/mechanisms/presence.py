"""Whether a name is there or taken away: "loss of X", "X knockdown" and "X inhibitors" stand for less of X."""

from __future__ import annotations

from evgraph.extract.mechanisms.governors import governor
from evgraph.extract.mechanisms.grammar import CLAUSES, DETERMINERS, LISTS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import (
    Tokens,
    bound_name,
    closing,
    is_adjectival,
    is_clause,
    is_event_noun,
    is_verb,
    word_at,
)
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

#: Words that take the named thing away.
LOSSES = words(
    "immunoneutralization immunoneutralisation immunodepletion neutralization "
    "knocking insufficiency deprivation shortage omission inactivated silenced "
    "knockdown knockout knock silencing sirna sirnas shrna shrnas deletion deleted deficiency deficient loss absence "
    "null depletion depleted antisense lacking lack lacks ablation ablated ko haploinsufficiency inactivation "
    "disruption inhibition blockade suppression withdrawal removal dominant neutralizing neutralising crispr "
    "morpholino rnai antagonism"
)
#: With these something is taken away: "siRNA-mediated knockdown of X" takes it once.
_TOOLS = ("sirna", "shrna", "antisense", "crispr", "rnai", "morpholino", "antibod")
_LESS = words("reduced decreased lower low diminished")
_AMOUNT = words("levels level expression activity")


def own_sign(tokens: Tokens, name: int) -> int:
    """Return -1 where the name is taken away or blocked ("loss of X", "X inhibitors"), else 1."""
    before, after = sign_before(tokens, name), _sign_after(tokens, name)
    tool = any(token.text.startswith(_TOOLS) for token in tokens[max(0, name - 4) : name + 3])
    return before if tool and before < 0 else before * after


def sign_before(tokens: Tokens, name: int) -> int:
    """Return -1 where what stands before a name takes it away."""
    sign, of = 1, False
    for place in range(name - 1, max(-1, name - 10), -1):
        token = tokens[place]
        if token.text == "(" and place < name - 1:
            break  # "antagonism (10 mg of X)": what is in the bracket brings it about
        if token.text == "anti" and name - place < 3:
            return -sign
        against = token.text.startswith("antibod") and place < name - 1  # "the antibody X" is X
        if against or token.text in LOSSES or _is_less(tokens, place, name):
            return -sign
        if token.text == "," and place == name - 1 and word_at(tokens, name + 1) == ",":
            continue
        if token.text in DETERMINERS or token.text in ("of", "in", "with", "using", "against", "for", "to", "-"):
            of = of or token.text in ("of", "in")
            continue
        if token.text in LISTS and not of:
            return sign * _sign_of_list(tokens, name)
        trigger = token.trigger
        if trigger is None or bound_name(tokens, place) >= 0:
            if token.name >= 0 or token.text in LISTS or token.text in CLAUSES or token.text in PREPOSITIONS:
                break
            if is_verb(tokens, place):
                break
            continue
        if (of and is_event_noun(tokens, place)) or (trigger.form is Form.PAST and is_adjectival(tokens, place)):
            sign *= trigger.sign or 1
        else:
            stands = trigger.form is Form.ING or (trigger.form is Form.AGENT and of)
            return sign * (trigger.sign or 1) if stands else sign
    return sign


def _sign_of_list(tokens: Tokens, name: int) -> int:
    """Return -1 where the list that a name ends is taken away as a whole: "inhibition of X, Y and Z"."""
    over = governor(tokens, name)
    if over is None or over.kind != "nominal":
        return 1
    acts = [tokens[at].trigger for at in over.inner if word_at(tokens, at + 1) == "of"]
    return -1 if sum(act is not None and act.sign < 0 for act in acts) % 2 else 1


def _is_less(tokens: Tokens, place: int, name: int) -> bool:
    """Say whether "lower" and the like say that there is less of the name itself."""
    if tokens[place].text not in _LESS or is_verb(tokens, place):
        return False
    return place == name - 1 or any(token.text in _AMOUNT for token in tokens[place : name + 3])


def _sign_after(tokens: Tokens, name: int) -> int:
    place = name + 1
    while place < min(len(tokens), name + 5):
        token = tokens[place]
        trigger = token.trigger
        if token.text in ("-", "+") and word_at(tokens, place + 1) == "/" and word_at(tokens, place + 2) == "-":
            return -1
        if token.text == "(":
            place = closing(tokens, place)
        elif token.text in LOSSES:
            return -1
        elif trigger is not None:
            if trigger.form is Form.AGENT:
                return trigger.sign or 1
            if trigger.form is not Form.NOUN:
                return 1
            if trigger.sign < 0 and trigger.root != "kill":
                return -1
        elif token.text in ("-", "/"):
            pass
        elif token.text in ("encoding", "carrying", "bearing") or (
            token.name >= 0
            or token.text in PREPOSITIONS
            or token.text in LISTS
            or is_clause(tokens, place)
            or is_verb(tokens, place)
        ):
            return 1
        place += 1
    return 1

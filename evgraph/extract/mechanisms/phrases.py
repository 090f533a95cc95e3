"""Tokens of a sentence read as phrases: where clauses begin, what is a verb, what governs a name.

No parser and no part of speech: the closed words of English (determiners, prepositions, auxiliaries, conjunctions)
mark where phrases begin and end, as in the finite-state cascades of FASTUS (Hobbs et al. 1997, cmp-lg/9705013). Every
walk has a reach, so that the time is linear in the length of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evgraph.extract.mechanisms.grammar import (
    AUXILIARIES,
    BE,
    CLAUSES,
    DETERMINERS,
    JOINING,
    LISTS,
    MEANS,
    MOST,
    PREPOSITIONS,
    VERBS,
)
from evgraph.extract.mechanisms.tokens import VERBAL, Token
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

Tokens = Sequence[Token]


def word_at(tokens: Tokens, place: int) -> str:
    """Return the word at a place, empty outside of the sentence."""
    return tokens[place].text if 0 <= place < len(tokens) else ""


def opening(tokens: Tokens, closing: int) -> int:
    """Return the place of the bracket that a closing one belongs to, at most twenty tokens before."""
    depth = 0
    for place in range(closing, max(-1, closing - 20), -1):
        depth += (tokens[place].text == ")") - (tokens[place].text == "(")
        if depth == 0:
            return place
    return closing


def closing(tokens: Tokens, place: int) -> int:
    """Return the place of the bracket that closes the one here, at most thirty tokens on."""
    for end in range(place, min(len(tokens), place + 30)):
        if tokens[end].text == ")":
            return end
    return place


def bound_name(tokens: Tokens, place: int) -> int:
    """Return the place of the word that a hyphen ties to this one from the left ("X-induced"), else -1."""
    if place < 2 or tokens[place - 1].text != "-":
        return -1
    return max(opening(tokens, place - 2) - 1, 0) if tokens[place - 2].text == ")" else place - 2


def is_clause(tokens: Tokens, place: int) -> bool:
    """Say whether the token opens a clause; "but not" only adds to a list."""
    word = tokens[place].text
    return word in CLAUSES and not (word == "but" and word_at(tokens, place + 1) in ("not", "also"))


def is_adjectival(tokens: Tokens, place: int) -> bool:
    """Say whether a participle stands before its noun, as in "the reduced expression"."""
    trigger = tokens[place].trigger
    if trigger is None or trigger.form not in (Form.PAST, Form.ING) or place + 1 >= len(tokens):
        return False
    if tokens[place + 1].text.startswith("antibod"):
        return True
    if tokens[place].text == "cleaved" and place and tokens[place - 1].text in LISTS and tokens[place + 1].name >= 0:
        return True
    after = tokens[place + 1].text
    if after in DETERMINERS or after in PREPOSITIONS or after in LISTS:
        return False
    if place == 0:
        return trigger.form is Form.PAST
    adverb = tokens[place - 1].text.endswith("ly") and place > 1
    before = tokens[place - 2] if adverb else tokens[place - 1]
    if before.text in ("has", "have", "had", "become", "becomes", "became"):
        return False
    if adverb and (before.text in BE or before.name >= 0):
        return False
    if trigger.form is Form.ING:
        return before.text in DETERMINERS
    if not adverb and before.text == "that" and place > 1 and tokens[place - 2].text in VERBS:
        return True
    verbal = before.text in VERBS or (before.trigger is not None and before.trigger.form in VERBAL)
    return verbal or before.text in DETERMINERS or (before.text in PREPOSITIONS and before.text != "to")


def is_passive(tokens: Tokens, place: int) -> bool:
    """Say whether a past participle has a form of "be" before it, adverbs aside."""
    return auxiliary_of(tokens, place) >= 0


def auxiliary_of(tokens: Tokens, place: int) -> int:
    """Return the place of the form of "be" of a passive verb, else -1."""
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.PAST:
        return -1
    for before in range(place - 1, max(-1, place - 5), -1):
        word = tokens[before].text
        if word in BE or word in ("become", "becomes", "became"):
            return before
        if not (word.endswith("ly") or word in ("not", "also", "further", "and", "more", "less", "then", "thus")):
            return -1
    return -1


def is_verb(tokens: Tokens, place: int) -> bool:
    """Say whether the token is a verb that divides a subject from what is said of it."""
    token = tokens[place]
    if token.text in AUXILIARIES or token.text in VERBS:
        return bound_name(tokens, place) < 0
    trigger = token.trigger
    if trigger is None or trigger.form not in VERBAL or bound_name(tokens, place) >= 0:
        return False
    if token.text in ("lacking", "overexpressing"):
        return False
    if token.text == "lower" and word_at(tokens, place + 1).startswith(("dose", "conc")):
        return False
    if is_adjectival(tokens, place) or (trigger.form is Form.BASE and _is_noun_here(tokens, place)):
        return False
    reduced = trigger.form is Form.PAST and word_at(tokens, place + 1) == "by" and not is_passive(tokens, place)
    return not reduced


def _is_noun_here(tokens: Tokens, place: int) -> bool:
    """Say whether a word that is verb and noun alike ("increase", "form") is a noun where it stands."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    of = after is not None and after.text in ("of", "in")
    if tokens[place].text == "lower" and after is not None and after.text.startswith(("dose", "conc")):
        return False
    if place == 0 or word_at(tokens, place + 1) == "of":
        return of or word_at(tokens, place + 1) == "-"
    if tokens[place].text in ("result", "results") and of:
        return False
    before = tokens[place - 1]
    if before.text in ("and", "or") and tokens[place].text in _NOUNLIKE:
        return True
    if before.text in ("to", "and", "or", "not") or before.text in AUXILIARIES:
        return False
    trigger = tokens[place].trigger
    if trigger is not None and tokens[place].text == trigger.root and _is_singular(before):
        return True
    if before.text in DETERMINERS or before.text in PREPOSITIONS:
        return True
    if of or (before.trigger is not None and before.trigger.form in (Form.PAST, Form.ADJECTIVE, Form.ING)):
        return True
    done = after is not None and after.trigger is not None and after.trigger.form is Form.PAST
    return before.name >= 0 and (done or (after is not None and after.text in BE))


def _is_singular(token: Token) -> bool:
    """Say whether a word is a noun of one thing, as far as its form tells: a verb behind it would end in "s"."""
    plain = token.trigger is None and token.name < 0 and token.text.isalpha() and len(token.text) > 3
    return plain and not token.text.endswith(("s", "ly", "e")) and token.text not in _NO_NOUNS


_NOUNLIKE = words("damage release transport complex influence")
_NO_NOUNS = (
    DETERMINERS
    | PREPOSITIONS
    | CLAUSES
    | VERBS
    | words(
        "also then further together both they data mice children women bacteria microglia each often again instead "
        "well ever even either neither alone only first just still soon once them"
    )
)


def is_nominal(tokens: Tokens, place: int) -> bool:
    """Say whether the token names an event ("inhibition", "an increase") or tells its way ("reduced expression")."""
    trigger = tokens[place].trigger
    if trigger is None or bound_name(tokens, place) >= 0:
        return False
    return is_event_noun(tokens, place) or is_adjectival(tokens, place)


def is_event_noun(tokens: Tokens, place: int) -> bool:
    """Say whether the token is a noun that names an event, by its form or, as "increase", by where it stands."""
    trigger = tokens[place].trigger
    if trigger is None:
        return False
    return trigger.form is Form.NOUN or (trigger.form is Form.BASE and _is_noun_here(tokens, place))


def _is_apposed(tokens: Tokens, place: int) -> bool:
    """Say whether an article behind a comma explains the name before: "A, a kinase", "A, the receptor of B"."""
    if tokens[place].text in ("a", "an"):
        return True
    return tokens[place].text == "the" and any(word_at(tokens, at) in ("of", "for") for at in (place + 2, place + 3))


def listed_names(tokens: Tokens, first: int, end: int) -> Iterator[int]:
    """Yield the place of a name and of those listed with it: "A, B (also called C) and D"."""
    yield first
    place, joined, gap, count = first + 1, False, 0, 1
    while place < end and count < MOST:
        token = tokens[place]
        if token.text in JOINING or (token.text == "in" and word_at(tokens, place + 1) == "combination"):
            with_ = word_at(tokens, place + 1) == "with"
            joined = joined or with_
            place += 1 if with_ else 0
        elif token.text == "not" or (tokens[place - 1].text == "," and _is_apposed(tokens, place)):
            return
        elif token.text == "(":
            # "A (also B) and the receptor of X (C)": the name in brackets stands for the words before them.
            if joined and gap and place + 1 < end and tokens[place + 1].name >= 0:
                yield place + 1
                joined, gap, count = False, 0, count + 1
            place = closing(tokens, place)
        elif token.text in LISTS or token.text in ("as", "well"):
            joined, gap = True, 0
        elif token.name >= 0:
            if not joined:
                return
            yield place
            joined, gap, count = False, 0, count + 1
        elif (
            token.text in CLAUSES
            or token.text in MEANS
            or is_verb(tokens, place)
            or (token.text in PREPOSITIONS and token.text != "of")
            or gap > 6
        ):
            return
        else:
            gap += 1
        place += 1

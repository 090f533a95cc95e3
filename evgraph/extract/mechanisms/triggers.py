"""Words that say what one thing does to another: each form of each verb, noun and adjective with its sign.

The table is of English as biomedicine writes it, not of any topic. A verb is written in its base form; its other
forms are made by the rules of spelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from evgraph.extract.mechanisms.tables import AFFECTS, BINDS, IRREGULAR, LIGHT, MINUS, NEUTRAL, PLUS, YIELDS


class Form(Enum):
    """What a trigger is in its sentence."""

    BASE = "verb"
    PAST = "past tense or participle"
    ING = "present participle or gerund"
    NOUN = "name of the event"
    AGENT = "name of the thing that acts"
    ADJECTIVE = "quality of the thing that acts"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A form of a trigger. `sign`: +1, -1, or 0 for an act without direction; `light`: it only hands the act on."""

    sign: int
    form: Form
    light: bool = False
    binds: bool = False
    yields: bool = False
    root: str = ""


def _verb_forms(verb: str) -> dict[str, Form]:
    """Return the forms of a regular verb.

    >>> sorted(_verb_forms("reduce")), sorted(_verb_forms("amplify"))[:2]
    (['reduce', 'reduced', 'reduces', 'reducing'], ['amplified', 'amplifies'])
    """
    last = verb[-1]
    if verb.endswith("e"):
        past, ing, third = verb + "d", verb[:-1] + "ing", verb + "s"
    elif last == "y" and verb[-2] not in "aeiou":
        past, ing, third = verb[:-1] + "ied", verb + "ing", verb[:-1] + "ies"
    else:
        stem = verb + last if verb in _DOUBLING else verb
        past, ing, third = stem + "ed", stem + "ing", verb + ("es" if verb.endswith(("s", "x", "sh")) else "s")
    return {verb: Form.BASE, third: Form.BASE, past: Form.PAST, ing: Form.ING}


_DOUBLING = frozenset({"drop", "stop", "transfer", "shut", "annul", "permit", "confer"})


def _rows(table: str) -> list[tuple[str, list[tuple[str, Form]]]]:
    """Return each verb of a table with its other words."""
    rows = []
    for line in table.strip().splitlines():
        verb, _, rest = line.partition(":")
        nouns, agents, adjectives = (part.split(",") for part in rest.split("/"))
        words = [
            (word.strip(), form)
            for words, form in ((nouns, Form.NOUN), (agents, Form.AGENT), (adjectives, Form.ADJECTIVE))
            for word in words
            if word.strip()
        ]
        rows.append((verb.strip(), words))
    return rows


def _table() -> dict[str, Trigger]:
    table: dict[str, Trigger] = {}
    for sign, text, light, binds, yields in (
        (0, AFFECTS, False, False, False), (0, BINDS, False, True, False), (1, LIGHT, True, False, False),
        (0, NEUTRAL, False, False, False), (0, YIELDS, False, False, True),
        (1, PLUS, False, False, False), (-1, MINUS, False, False, False),
    ):  # fmt: skip
        for verb, words in _rows(text):
            for form, what in _verb_forms(verb).items():
                table.setdefault(form, Trigger(sign, what, light, binds, yields, verb))
            for word, what in words:
                for form in (word, word + "s"):
                    if form not in table or table[form].form is not Form.BASE or table[form].root != verb:
                        table[form] = Trigger(sign, what, light, binds, yields, verb)
    for word, verb in IRREGULAR.items():
        source = table[verb]
        table[word] = Trigger(source.sign, Form.PAST, source.light, source.binds, source.yields, verb)
    return table


TRIGGERS = _table()

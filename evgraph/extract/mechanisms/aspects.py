"""What of a target changes: words beside its name, and the verbs that say it themselves, turned into aspects."""

from __future__ import annotations

from evgraph.extract.mechanisms.events import Event
from evgraph.extract.mechanisms.grammar import LISTS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import Tokens, is_clause
from evgraph.extract.mechanisms.triggers import Form
from evgraph.model import Effect

#: Word to the local name of an Aspect in `ontology/concepts/measures.ttl`.
WORDS = {
    word: aspect
    for aspect, words in {
        "expression": "expression overexpression upregulation downregulation induction",
        "transcription": "transcription mrna transcript transcripts transactivation promoter",
        "amount": "level levels amount amounts abundance content concentration concentrations accumulation",
        "activity": "activity activities activation inactivation reactivation function signaling signalling",
        "phosphorylation": "phosphorylation phosphorylated autophosphorylation dephosphorylation phospho",
        "degradation": "degradation turnover proteolysis",
        "binding": "binding interaction",
        "secretion": "secretion release",
        "production": "production synthesis biosynthesis generation formation",
        "cleavage": "cleavage processing",
        "localisation": "translocation localization localisation trafficking",
        "ubiquitination": "ubiquitination ubiquitylation",
        "acetylation": "acetylation",
        "methylation": "methylation hypermethylation",
        "stability": "stability stabilization stabilisation",
        "uptake": "uptake",
        "growth": "growth proliferation",
        "survival-of-cells": "viability survival",
        "killing": "killing cytotoxicity death lysis",
        "sensitivity": "sensitivity susceptibility chemosensitivity sensitization sensitisation responsiveness",
        "resistance": "resistance chemoresistance",
        "cross-resistance": "cross-resistance",
    }.items()
    for word in words.split()
}
#: Root of a trigger to the sign and the aspect that it means; None keeps its own sign. For targets only, not processes.
_ROOTS: dict[str, tuple[int | None, str]] = {
    "inhibit": (None, "activity"),
    "activate": (None, "activity"),
    "inactivate": (None, "activity"),
    "reactivate": (None, "activity"),
    "deactivate": (None, "activity"),
    "agonize": (None, "activity"),
    "antagonize": (None, "activity"),
    "upregulate": (None, "expression"),
    "downregulate": (None, "expression"),
    "overexpress": (None, "expression"),
    "repress": (None, "transcription"),
    "transactivate": (None, "transcription"),
    "secrete": (1, "secretion"),
    "release": (1, "secretion"),
    "produce": (1, "production"),
    "generate": (1, "production"),
    "deplete": (None, "amount"),
    "accumulate": (None, "amount"),
    "phosphorylate": (1, "phosphorylation"),
    "dephosphorylate": (-1, "phosphorylation"),
    "ubiquitinate": (1, "ubiquitination"),
    "ubiquitylate": (1, "ubiquitination"),
    "acetylate": (1, "acetylation"),
    "deacetylate": (-1, "acetylation"),
    "methylate": (1, "methylation"),
    "demethylate": (-1, "methylation"),
    "degrade": (1, "degradation"),
    "cleave": (1, "cleavage"),
    "stabilize": (None, "stability"),
    "stabilise": (None, "stability"),
    "destabilize": (None, "stability"),
    "destabilise": (None, "stability"),
}
#: The same for whatever is acted on.
_ALWAYS: dict[str, tuple[int | None, str]] = {
    "kill": (1, "killing"),
    "sensitize": (1, "sensitivity"),
    "sensitise": (1, "sensitivity"),
    "desensitize": (-1, "sensitivity"),
}


def effect_of(tokens: Tokens, event: Event, *, process: bool) -> tuple[Effect | None, str | None]:
    """Return what an event does and to which aspect of its target; no effect where it only turns it into something.

    The effect is on the aspect: what "promotes the degradation of X" increases the degradation, not X. Resistance is
    told as sensitivity the other way round.
    """
    trigger = tokens[event.trigger].trigger
    sign, aspect = event.sign, None
    if trigger is not None:
        found = _ALWAYS.get(trigger.root) or (None if process else _ROOTS.get(trigger.root))
        if found is not None:
            sign, aspect = (sign if found[0] is None else found[0]), found[1]
    beside = _aspect_beside(tokens, event, process=process)
    aspect = beside or aspect
    for place in event.target.inner:
        inner = tokens[place].trigger
        if inner is not None and inner.sign and (beside is None or WORDS.get(tokens[place].text) != beside):
            sign *= inner.sign
        elif inner is not None and tokens[place].text in ("downregulation", "inactivation", "dephosphorylation"):
            sign = -sign
    signed = any((act := tokens[at].trigger) is not None and act.sign for at in event.target.inner)
    if trigger is not None and trigger.root in ("involve", "implicate") and not signed:
        return Effect.AFFECTS, aspect
    sign *= event.agent.sign
    if aspect == "resistance":
        sign, aspect = -sign, "sensitivity"
    if sign:
        return (Effect.INCREASES if sign > 0 else Effect.DECREASES), aspect
    if trigger is None:
        return None, aspect
    if trigger.binds:
        return Effect.BINDS, None
    vague = trigger.root in ("affect", "regulate", "modulate", "influence", "alter", "change", "control", "mediate")
    seen = event.rule == "nominal" and event.agent.place > event.target.place and not _is_by(tokens, event)
    return (Effect.AFFECTS if vague and not seen else None), aspect


def _is_by(tokens: Tokens, event: Event) -> bool:
    return any(token.text == "by" for token in tokens[event.target.place : event.agent.place])


def _aspect_beside(tokens: Tokens, event: Event, *, process: bool) -> str | None:
    """Return the aspect named in the phrase of the target: "X expression", "expression of X", "sensitivity to X"."""
    name = event.target.place
    for place in range(name + 1, min(len(tokens), name + 5)):
        token = tokens[place]
        if token.name >= 0 or token.text in LISTS or token.text in PREPOSITIONS or is_clause(tokens, place):
            break
        if token.text in WORDS:
            return _unless_process(WORDS[token.text], process=process)
    for place in range(name - 1, max(-1, name - 9) if event.rule != "inhibitor" else name - 1, -1):
        token = tokens[place]
        if place == event.trigger and token.trigger is not None and token.trigger.form is not Form.NOUN:
            break
        if token.text in WORDS and tokens[place + 1].text not in ("factor", "factors", "hormone", "protein"):
            return _unless_process(WORDS[token.text], process=process)
        if is_clause(tokens, place) or token.text in ("by", "via", "through"):
            break
    return None


def _unless_process(aspect: str, *, process: bool) -> str | None:
    """Return the aspect, unless it only says again that a process goes on."""
    return None if process and aspect in ("activity", "expression", "amount", "growth", "killing") else aspect

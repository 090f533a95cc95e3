"""Events turned into claims: an agent, what it does to which aspect of what, in which model, said how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.extract.mechanisms.aliases import versions
from evgraph.extract.mechanisms.aspects import WORDS, effect_of
from evgraph.extract.mechanisms.events import Event
from evgraph.extract.mechanisms.grammar import AUXILIARIES
from evgraph.extract.mechanisms.names import TARGET_OF_CLASS
from evgraph.extract.mechanisms.phrases import Tokens
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.stated import (
    AGENTS,
    TARGETS,
    WITH_ASPECT,
    concept_named,
    named_sentences,
    said_how,
    stated,
)
from evgraph.extract.mechanisms.synergies import find_synergies
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.extract.records import Annotated, Rule, Sentence
from evgraph.extract.wordlists import words
from evgraph.model import Claim, Effect, Kind, Mention, Proposition, Span, Standing

_TOGETHER = words("plus combination combined together cotreatment synergistically synergistic")
_ASPECT = re.compile(
    r"growth|sensiti|resist|uptake|kill|viab|surviv|death|lysis|cytotox|prolif|suscept|responsive|stimul|lethal",
    re.IGNORECASE,
)
#: Behind the name of a target these speak of what is given, not of the target.
_THERAPIES = words(
    "therapy immunotherapy treatment administration infusion injection supplementation neurons neurones cells mice "
    "patients"
)
#: Words that a hyphen may tie to a target and leave it what it is.
_PARTS = words("gene genes protein proteins receptor kinase pathway axis complex alpha beta gamma")


def find_mechanisms(read: Annotated) -> Iterator[Claim]:
    """Yield what each sentence says that one thing does to another."""
    for sentence, mentions in named_sentences(read):
        yield from _claims_in(sentence, mentions, read)
        apart = _classes_apart(mentions, read)
        if apart is not None:
            yield from _claims_in(sentence, apart, read, only="inhibitor")


def _claims_in(sentence: Sentence, mentions: list[Mention], read: Annotated, only: str = "") -> Iterator[Claim]:
    """Yield the claims of a sentence; `only` of the events that one rule reads."""
    if not _may_claim(sentence, mentions, read):
        return
    tokens = find_tokens(
        read.document.text, sentence.span.start, sentence.span.end, [mention.span for mention in mentions]
    )
    found: dict[tuple[object, ...], tuple[Event, set[str]]] = {}
    for said in find_events(tokens):
        if only and said.rule != only:
            continue
        for event in versions(tokens, said):
            proposition = _proposition(tokens, event, mentions, read)
            if proposition is not None:
                together = _is_together(tokens, event)
                key = (event.trigger, event.target.place, event.rule, proposition.effect, together or event.agent.place)
                found.setdefault(key, (event, set()))[1].update(proposition.agents)
                break
    for event, agents in found.values():
        proposition = _proposition(tokens, event, mentions, read, tuple(agents))
        if proposition is not None:
            yield _claim(proposition, tokens, event, sentence, mentions, read)


def _may_claim(sentence: Sentence, mentions: list[Mention], read: Annotated) -> bool:
    """Say whether a sentence names anything that a mechanism may act on."""
    kinds = {mention.kind for mention in mentions}
    if kinds & TARGETS:
        return True
    return bool(kinds & WITH_ASPECT.keys()) and _ASPECT.search(sentence.span.of(read.document.text)) is not None


def _classes_apart(mentions: list[Mention], read: Annotated) -> list[Mention] | None:
    """Return the mentions with the target of each class of drugs named instead: "BCL2" of "BCL2 inhibitor"."""
    within_class = {mention.span.start: mention for mention in read.mentions if mention.rule == TARGET_OF_CLASS}
    found = [within_class.get(m.span.start, m) if m.kind == "DrugClass" else m for m in mentions]
    return found if found != mentions else None


#: What the rules of trials do not claim.
MECHANISM_RULES: tuple[Rule, ...] = (find_mechanisms, find_synergies)


def _proposition(
    tokens: Tokens, event: Event, mentions: list[Mention], read: Annotated, agents: tuple[str, ...] = ()
) -> Proposition | None:
    """Return what an event claims, None where a side of it has no concept or cannot stand on that side."""
    agent, target = mentions[tokens[event.agent.place].name], mentions[tokens[event.target.place].name]
    if agent.concept is None or target.concept is None or agent.concept == target.concept:
        return None
    if agent.kind not in AGENTS:
        return None
    after = tokens[event.target.place + 1].text if event.target.place + 1 < len(tokens) else ""
    inner = tokens[event.target.inner[0]].trigger if event.target.inner else None
    if any(token.text == "ratio" for token in tokens[event.target.place + 1 : event.target.place + 4]):
        return None
    if event.rule == "active" and _has_other_subject(tokens, event, read.document.text):
        return None
    if _is_change_unknown(tokens, event.target.place) or _is_part_of_word(tokens, event.target.place):
        return None
    if target.kind == "Process" and tokens[event.target.place].text.endswith(("ic", "ive")) and after.isalnum():
        return None
    if target.kind == "Target" and (after in _THERAPIES or (inner is not None and inner.root == "affect")):
        return None
    effect, aspect = effect_of(tokens, event, process=target.kind == "Process")
    allowed = WITH_ASPECT.get(target.kind)
    if effect is None or (target.kind not in TARGETS and (allowed is None or aspect not in allowed)):
        return None
    conditions = {mention.concept for mention in mentions if mention.kind == "Condition"} - {None, target.concept}
    population = tuple(condition for condition in conditions if condition) if len(conditions) == 1 else ()
    if effect is Effect.AFFECTS and Standing.NEGATED in _standing(read, _trigger_span(tokens, event), event, tokens):
        effect = Effect.NO_CHANGE
    return Proposition(
        Kind.MECHANISM,
        agents or (agent.concept,),
        outcomes=(target.concept,),
        population=population,
        effect=effect,
        aspect=concept_named(aspect, read) if aspect else None,
    )


def _is_change_unknown(tokens: Tokens, target: int) -> bool:
    """Say whether something happens to a target that no word of ours names: "the sulfhydration of X"."""
    head = target - 1
    while head > max(0, target - 5) and tokens[head].text not in ("of", ","):
        head -= 1
    word = tokens[head - 1].text if head and tokens[head].text == "of" else ""
    known = tokens[head - 1].trigger is not None or word in WORDS
    return word.endswith(("ation", "ylation", "ization", "isation")) and not known


def _has_other_subject(tokens: Tokens, event: Event, text: str) -> bool:
    """Say whether the word before the verb has the form of a name that was not recognised: it is what acts."""
    before = event.trigger - 1
    while before > event.agent.place and (tokens[before].text.endswith("ly") or tokens[before].text in AUXILIARIES):
        before -= 1
    token = tokens[before]
    word = text[token.start : token.end]
    if before <= event.agent.place + 1 or token.name >= 0 or token.trigger is not None or not word.isalnum():
        return False
    return sum(letter.isupper() for letter in word) > 1


def _is_part_of_word(tokens: Tokens, target: int) -> bool:
    """Say whether a hyphen ties a target to a word that makes it something else: "X-puncta"."""
    if target + 2 >= len(tokens) or tokens[target + 1].text != "-":
        return False
    tied = tokens[target + 2]
    plain = tied.trigger is None and tied.name < 0 and tied.text.isalpha() and len(tied.text) > 3
    return plain and tied.text not in WORDS and tied.text not in _PARTS


def _is_together(tokens: Tokens, event: Event) -> bool:
    """Say whether the agents of an event are said to act in combination."""
    place = event.agent.place
    near = tokens[max(0, place - 6) : place + 8]
    return any(token.text in _TOGETHER for token in near)


def _claim(
    proposition: Proposition, tokens: Tokens, event: Event, sentence: Sentence, mentions: list[Mention], read: Annotated
) -> Claim:
    agent = tokens[event.agent.place]
    place = _trigger_span(tokens, event)
    return stated(proposition, place, Span(agent.start, agent.end), event.agent.sign, sentence, mentions, read)


def _trigger_span(tokens: Tokens, event: Event) -> Span:
    return Span(tokens[event.trigger].start, tokens[event.trigger].end)


def _standing(read: Annotated, place: Span, event: Event, tokens: Tokens) -> tuple[Standing, ...]:
    agent = tokens[event.agent.place]
    return said_how(read, place, Span(agent.start, agent.end), event.agent.sign)

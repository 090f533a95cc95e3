"""Events turned into claims: an agent, what it does to which aspect of what, in which model, said how."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from evgraph.extract.mechanisms.aliases import versions
from evgraph.extract.mechanisms.aspects import effect_of
from evgraph.extract.mechanisms.doses import dose_at
from evgraph.extract.mechanisms.events import Event
from evgraph.extract.mechanisms.names import TARGET_OF_CLASS, without_verb
from evgraph.extract.mechanisms.phrases import Tokens
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.extract.mechanisms.triggers import TRIGGERS
from evgraph.extract.records import Annotated, Rule, Sentence, within
from evgraph.model import Claim, Effect, Evidence, Kind, Mention, Place, Proposition, Provenance, Span, Standing
from evgraph.vocabulary import CONCEPT

_AGENTS = frozenset({"Drug", "DrugClass", "Regimen", "Target", "Process"})
_TARGETS = frozenset({"Target", "Process"})
#: What a claim may be about only with one of these aspects: how well a drug works, how cells fare.
_WITH_ASPECT = {
    "Drug": ("sensitivity", "cross-resistance", "uptake"),
    "DrugClass": ("sensitivity", "cross-resistance", "uptake"),
    "Condition": ("growth", "killing", "survival-of-cells"),
    "Model": ("growth", "killing", "survival-of-cells"),
}
_NAMES = _AGENTS | _WITH_ASPECT.keys()
_TOGETHER = frozenset("plus combination combined together cotreatment synergistically synergistic".split())  # noqa: SIM905
_ASPECT = re.compile(
    r"growth|sensiti|resist|uptake|kill|viab|surviv|death|lysis|cytotox|prolif|suscept|responsive|stimul|lethal",
    re.IGNORECASE,
)
#: Behind the name of a target these speak of what is given, not of the target.
_THERAPIES = frozenset("therapy immunotherapy treatment administration infusion injection supplementation".split())  # noqa: SIM905
#: Words of a model to the design in which such models stand, the first that fits.
_DESIGNS = (
    ("xenograft", "xenograft"), ("mouse", "animal-model"), ("mice", "animal-model"), ("rat", "animal-model"),
    ("zebrafish", "animal-model"), ("primary", "ex-vivo"), ("sample", "ex-vivo"), ("cell", "in-vitro"),
)  # fmt: skip


def find_mechanisms(read: Annotated) -> Iterator[Claim]:
    """Yield what each sentence says that one thing does to another."""
    for sentence, mentions in _sentences(read):
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
    if kinds & _TARGETS:
        return True
    return bool(kinds & _WITH_ASPECT.keys()) and _ASPECT.search(sentence.span.of(read.document.text)) is not None


def _classes_apart(mentions: list[Mention], read: Annotated) -> list[Mention] | None:
    """Return the mentions with the target of each class of drugs named instead: "BCL2" of "BCL2 inhibitor"."""
    within_class = {mention.span.start: mention for mention in read.mentions if mention.rule == TARGET_OF_CLASS}
    found = [within_class.get(m.span.start, m) if m.kind == "DrugClass" else m for m in mentions]
    return found if found != mentions else None


def find_synergies(read: Annotated) -> Iterator[Claim]:
    """Yield pairs of drugs that a sentence says act in synergy: "A synergised with B", "synergy between A and B"."""
    for sentence, mentions in _sentences(read):
        said = sentence.span.of(read.document.text).lower()
        start = said.find("synerg")
        if start < 0 or _is_adverb_of_event(said[start:]):
            continue
        drugs = [mention for mention in mentions if mention.kind in ("Drug", "DrugClass") and mention.concept]
        pair = _pair_in_synergy(read.document.text, sentence.span.start + start, drugs)
        if pair is None:
            continue
        first, second = pair
        proposition = Proposition(
            Kind.MECHANISM, (first,), outcomes=(second,), effect=Effect.INCREASES, aspect=_concept("synergy", read)
        )
        place = Span(sentence.span.start + start, sentence.span.start + start + 6)
        yield _stated(proposition, place, place, 1, sentence, mentions, read)


#: What the rules of trials do not claim.
MECHANISM_RULES: tuple[Rule, ...] = (find_mechanisms, find_synergies)


def _sentences(read: Annotated) -> Iterator[tuple[Sentence, list[Mention]]]:
    """Yield the sentences that name two things or more, with the mentions that may act or be acted on, none within."""
    usable = [mention for mention in read.mentions if mention.kind in _NAMES]
    starts = [mention.span.start for mention in usable]
    for sentence in read.sentences:
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if last - first < 2:
            continue
        apart: list[Mention] = []
        for mention in sorted(usable[first:last], key=lambda found: (found.span.start, -found.span.end)):
            if not apart or mention.span.start >= apart[-1].span.end:
                apart.append(without_verb(mention, read))
        if len({mention.concept for mention in apart}) > 1:
            yield sentence, apart


def _proposition(
    tokens: Tokens, event: Event, mentions: list[Mention], read: Annotated, agents: tuple[str, ...] = ()
) -> Proposition | None:
    """Return what an event claims, None where a side of it has no concept or cannot stand on that side."""
    agent, target = mentions[tokens[event.agent.place].name], mentions[tokens[event.target.place].name]
    if agent.concept is None or target.concept is None or agent.concept == target.concept:
        return None
    if agent.kind not in _AGENTS:
        return None
    after = tokens[event.target.place + 1].text if event.target.place + 1 < len(tokens) else ""
    inner = tokens[event.target.inner[0]].trigger if event.target.inner else None
    if target.kind == "Target" and (after in _THERAPIES or (inner is not None and inner.root == "affect")):
        return None
    effect, aspect = effect_of(tokens, event, process=target.kind == "Process")
    allowed = _WITH_ASPECT.get(target.kind)
    if effect is None or (target.kind not in _TARGETS and (allowed is None or aspect not in allowed)):
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
        aspect=_concept(aspect, read) if aspect else None,
    )


def _concept(name: str, read: Annotated) -> str | None:
    """Return the IRI of a concept by its local name, where the lexicon has it."""
    iri = str(CONCEPT) + name
    return iri if iri in read.lexicon.concepts else None


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
    return _stated(proposition, place, Span(agent.start, agent.end), event.agent.sign, sentence, mentions, read)


def _stated(
    proposition: Proposition,
    place: Span,
    agent: Span,
    sign: int,
    sentence: Sentence,
    mentions: list[Mention],
    read: Annotated,
) -> Claim:
    """Return the claim with its words, its models and how it is said."""
    models = tuple(mention.concept for mention in mentions if mention.kind == "Model" and mention.concept)
    named = " ".join(mention.span.of(read.document.text).lower() for mention in mentions if mention.kind == "Model")
    design = next((_concept(name, read) for word, name in _DESIGNS if word in named), None)
    standing = _said(read, place, agent, sign)
    if proposition.effect is Effect.NO_CHANGE:
        standing = tuple(said for said in standing if said is not Standing.NEGATED)
    evidence = Evidence(
        sources=(),
        design=design,
        models=tuple(sorted(set(models) - set(proposition.outcomes))),
        quote=sentence.span.of(read.document.text),
        span=sentence.span,
        part=read.document.part,
        dose=dose_at(read.document.text, agent),
    )
    provenance = Provenance("evgraph", "automatic-assertion", Place("", 1, 1))
    return Claim("", read.document.reference, proposition, evidence, provenance, standing=standing)


def _trigger_span(tokens: Tokens, event: Event) -> Span:
    return Span(tokens[event.trigger].start, tokens[event.trigger].end)


def _standing(read: Annotated, place: Span, event: Event, tokens: Tokens) -> tuple[Standing, ...]:
    agent = tokens[event.agent.place]
    return _said(read, place, Span(agent.start, agent.end), event.agent.sign)


def _said(read: Annotated, place: Span, agent: Span, sign: int) -> tuple[Standing, ...]:
    """Return how the words at a place are said: negated, hedged, told of others' work.

    A negation that already takes the agent away ("absence of X"), or that only leaves another out ("X, but not Y,
    inhibits"), does not negate the claim.
    """
    text = read.document.text
    found = set()
    for cue in read.cues:
        if cue.span.start > place.end or not within(cue.scope, place):
            continue
        if cue.standing is Standing.NEGATED:
            between = text[cue.span.end : place.start]
            aside = "," in between and text[max(0, cue.span.start - 4) : cue.span.start].lower() == "but "
            if aside or (sign < 0 and cue.span.end <= agent.start and place.start > agent.start):
                continue
        found.add(cue.standing)
    return tuple(standing for standing in Standing if standing in found)


def _pair_in_synergy(text: str, place: int, drugs: list[Mention]) -> tuple[str, str] | None:
    """Return the two drugs beside "synergy", where they are tied to it by "with" or "and"."""
    before = [mention for mention in drugs if mention.span.end <= place]
    after = [mention for mention in drugs if mention.span.start >= place]
    if after and before and " with " in text[place : after[0].span.start]:
        one, other = before[0], after[0]
    elif len(after) >= 2 and _joined(text, after[0], after[1]):
        one, other = after[0], after[1]
    elif len(before) >= 2 and _joined(text, before[-2], before[-1]):
        one, other = before[-2], before[-1]
    else:
        return None
    if one.concept is None or other.concept is None or one.concept == other.concept:
        return None
    return one.concept, other.concept


def _is_adverb_of_event(said: str) -> bool:
    """Say whether "synergistically" goes with a verb that `find_mechanisms` reads."""
    first, _, rest = said.partition(" ")
    return first == "synergistically" and rest.split(" ", 1)[0].strip(",.;") in TRIGGERS


def _joined(text: str, one: Mention, other: Mention) -> bool:
    between = text[one.span.end : other.span.start]
    return len(between) < 30 and any(word in f" {between} " for word in (" and ", " with ", " plus "))

"""An annotated Document turned into its Arms: who was given what, how many, and by which names the text calls them.

Arms are read from the allocation ("randomly assigned to A or B"), else from a comparison in the title or aim ("A versus
B"), else from the groups that results name, else from what all patients were given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evgraph.extract.records import Annotated, Sentence, term
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.groups import group_phrases
from evgraph.extract.trials.phrases import words_of
from evgraph.lexicon import Lexicon, fold
from evgraph.model import Arm, Document, Mention, Role, Span

#: Kinds of things that are given.
GIVEN = ("Drug", "Regimen", "DrugClass", "Procedure")

_ALLOCATED = telltale(
    "allocation",
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|randomi[sz]ation|allocation)\b(?:[^.;]|\.(?=\d)){0,90}?"
    r"(?<![\d.])\b(?:to|between|into)\b(?!\s+\d+\s+(?:years|months))\s+"
    r"(?:either\s+)?(?:(?:receive|undergo|treatment with|be treated with|be "
    r"given|one of)\s+)?",
)
_COMPARED = re.compile(
    r"\b(?:compar(?:e|ed|ing|es|ison of)|effects? of|efficacy of|evaluat(?:e|ed|ing)|whether)\b\s+(?:the\s+)?"
    r"(?:(?:\w+\s+){1,6}?of\s+)?",
    re.IGNORECASE,
)
_TREATED = telltale(
    "treated",
    r"\b(?:treated with|treatment with|received|receiving|were given|administered|administration of|combination of|"
    r"addition of|therapy with|efficacy of|safety of|study of|trial of|evaluat\w+|activity of)\b\s+(?:either\s+)?",
)
_ITEM_END = re.compile(
    r"\s*(?:[;.]\s|[;.]$|\bfor (?:up to )?(?:\d|a |the |two|three|four|six|eight|twelve)|\b(?:every|daily|twice|once"
    r"|on days?|stratified|"
    r"with stratification|in a|in an|as|until|at|per|during|using|via|by|who|which|in patients|in adults|in children|"
    r"in women|in men|in the|in|were|was|is|are|had|has|on|after|before|among|would|could|from|because|if|than)\b"
    r"|,\s*(?:and\s+)?(?:with|in|for|at|by|who|which|"
    r"stratified|both|each|all|we|the|then|until|administered|given)\b)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*,?\s*\b(?:or|versus|vs\.?|v\.?|compared (?:with|to)|(?:and|or) to|against)\b\s*|\s*;\s*", re.IGNORECASE
)
_AND = re.compile(r"\s*,?\s*\band\b\s*", re.IGNORECASE)
_SIZE = re.compile(
    r"\(?\b[nN]\s?=\s?(\d{1,3}(?:,\d{3})+|\d+)|\(\s?(\d{1,6})\s?(?:patients|participants|subjects|women|men|children"
    r"|eyes|adults|pts)?\s?[),]"
)
_COUNTED = re.compile(
    r"(?<![:\d.,/])\b(\d{1,3}(?:,\d{3})+|\d{1,5})(?:\s+(?:patients|participants|subjects|were|women|men|children|to|received"
    r"|assigned|in|randomly|was|the|receive|eyes)){1,5}\s*$"
)
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,120}[()\[\]]")
_LEAD = re.compile(
    r"^(?:(?:to|receive|either|the|a|an|with|treatment|oral|intravenous|subcutaneous|single|daily|undergo|and|be"
    r"|treated|given|"
    r"receiving|open-label|double-blind|addition|of|matching|\d+(?:\.\d+)?\s?(?:mg|g|µg|μg|mcg|iu|ml|mg/m2"
    r"|mg/kg)(?:/\w+)?|\d+)\s+)+",
    re.IGNORECASE,
)
_COMPARATOR = re.compile(
    r"\b(?:placebo|controls?|standard|usual|conventional|sham|observation|no (?:treatment|intervention|therapy)"
    r"|wait(?:ing)?[- ]list|"
    r"supportive care|alone|routine|historical|chemotherapy)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:the )?(?:treatment|intervention|experimental|study|active|investigational|active[- ]treatment|test|treated"
    r"|verum)",
    re.IGNORECASE,
)
_CONTROL = frozenset(("control", "controls", "comparator", "comparison", "reference"))


_GROUPS = telltale(
    "group",
    r"(?i:\b(?:groups?|arms?|cohorts?|recipients|placebo|controls?|sham|regimens?)\b|-treated|receiv|treated|given)",
    flags=0,
)


@dataclass(slots=True)
class Candidate:
    """An arm in the making: where it is named, its size, its other names."""

    name: Span
    size: int | None = None
    names: set[str] = field(default_factory=set)


def find_arms(read: Annotated) -> tuple[Arm, ...]:
    """Return the arms of a document, in the order in which the text names them; none where it tells of none.

    Sizes are those that the text puts beside an arm; what an arm was given are the mentions within its name.
    """
    text = read.document.text
    found = candidates(read)
    control = [bool(_COMPARATOR.search(item.name.of(text))) for item in found]
    arms = []
    for number, item in enumerate(found):
        iris = interventions(read, item.name)
        role = Role.COMPARATOR if control[number] and not all(control) else Role.INTERVENTION
        arms.append(
            Arm(
                f"mined-arm-{number + 1}",
                item.name.of(text),
                read.document.reference,
                role,
                size=item.size,
                interventions=iris,
            )
        )
    return tuple(arms)


def find_arm_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return mentions for what arms were given that no vocabulary names: a term of their own words."""
    found = []
    for item in candidates(read):
        inside = any(m.concept and m.kind in GIVEN and _inside(item.name, m.span) for m in read.mentions)
        words = item.name.of(read.document.text)
        if not inside and not _bare(words):
            concept = term("Regimen", words).iri
            found.append(Mention(read.document.reference, read.document.part, item.name, "Regimen", concept, (), "arm"))
    return tuple(found)


def interventions(read: Annotated, name: Span) -> tuple[str, ...]:
    """Return what the words of an arm name: drugs, regimens, procedures."""
    inside = [m.concept for m in read.mentions if m.concept and m.kind in GIVEN and _inside(name, m.span)]
    return tuple(sorted(set(inside)))


def _inside(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _bare(words: str) -> bool:
    """Say whether the name of a group says nothing of what was given: "group I", "controls"."""
    plain = re.sub(r"\b(?:the|groups?|arms?|cohorts?|patients)\b", " ", words, flags=re.IGNORECASE).strip()
    return len(plain) < 3 or plain.casefold() in _CONTROL or _GENERIC.fullmatch(plain) is not None


def candidates(read: Annotated) -> list[Candidate]:
    """Return the arms in the making, from the surest kind of sentence that tells of any."""
    if not _KEPT or _KEPT[0][0] is not read.document or _KEPT[0][1] is not read.lexicon:
        _KEPT[:] = [(read.document, read.lexicon, _candidates(read))]
    return _KEPT[0][2]


#: The arms of the last document: mentions and arms are made of them, at different times of reading.
_KEPT: list[tuple[Document, Lexicon, list[Candidate]]] = []


def _candidates(read: Annotated) -> list[Candidate]:
    text = read.document.text
    best = max((list(_allocated(read, s)) for s in read.sentences), key=_worth, default=[])
    if len(_merged(text, best)) > 1:
        return _merged(text, best)[:6]
    for finder in (_compared, _grouped, _treated):
        found = [item for sentence in read.sentences for item in finder(read, sentence)]
        merged = _merged(text, found)
        if finder is _treated and merged:
            return [max(merged, key=lambda item: (len(interventions(read, item.name)), -item.name.start))]
        if len(merged) > 1:
            return merged[:6]
    return []


def _worth(items: list[Candidate]) -> tuple[bool, int, int]:
    """Prefer the allocation that tells the sizes, then the one that names fewer but more than one."""
    return len(items) > 1, sum(item.size is not None for item in items), -len(items)


def _merged(text: str, found: list[Candidate]) -> list[Candidate]:
    """Return each name once, with the size that was told for it anywhere."""
    kept: dict[str, Candidate] = {}
    for item in found:
        key = fold(re.sub(r"\b(?:groups?|arms?)\b", "", item.name.of(text), flags=re.IGNORECASE))
        if key in kept:
            kept[key].size = kept[key].size or item.size
        elif key:
            kept[key] = item
    return list(kept.values())


def _allocated(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the arms that a sentence allocates people to."""
    text = read.document.text
    match = _ALLOCATED.search(text, sentence.span.start, sentence.span.end)
    if match is None:
        return
    found = list(_items(text, match.end(), sentence.span.end))
    if len(found) > 1:
        yield from found


def _compared(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the two sides of "A versus B" in a title or aim."""
    text = read.document.text
    is_aim = sentence.section in ("TITLE", "OBJECTIVE", "OBJECTIVES", "AIM", "AIMS", "PURPOSE", "BACKGROUND", "")
    versus = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|or)\b").search(
        text, sentence.span.start, sentence.span.end
    )
    if not is_aim or versus is None:
        return
    start = sentence.span.start
    lead = None
    for lead in _COMPARED.finditer(text, start, versus.start()):
        start = lead.end()
    if sentence.section != "TITLE" and lead is None:
        return
    items = list(_items(text, start, sentence.span.end))
    given = all(interventions(read, item.name) for item in items)
    if len(items) == 2 and (
        given or versus.group() != "or"
    ):  # "relapsed or refractory", "with or without" part no arms
        yield from items


def _grouped(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the groups that sentences of results or methods name: "the A group", "group II"."""
    if not _GROUPS.search(read.document.text, sentence.span.start, sentence.span.end):
        return
    for phrase in group_phrases(read.document.text, sentence.span.start, sentence.span.end):
        words = phrase.name.of(read.document.text)
        if len(words) > 1 or words.isupper():
            yield Candidate(phrase.name, _size_behind(read.document.text, phrase.span.end))


def _treated(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield what all patients were given, where the title or a sentence says so and names drugs."""
    text = read.document.text
    if sentence.section == "TITLE":
        drugs = [m.span for m in read.mentions if m.kind in GIVEN and m.concept and _inside(sentence.span, m.span)]
        if drugs and not re.search(r"\bwithout\b", text[sentence.span.start : drugs[0].end]):
            yield Candidate(Span(min(d.start for d in drugs), max(d.end for d in drugs)))
        return
    match = _TREATED.search(text, sentence.span.start, sentence.span.end)
    if match is None:
        return
    end = _ITEM_END.search(text, match.end(), sentence.span.end)
    last = end.start() if end else sentence.span.end
    if last <= match.end():
        return
    span = Span(match.end(), last)
    drugs = [m.span for m in read.mentions if m.kind in GIVEN and m.concept and _inside(span, m.span)]
    if drugs:
        yield Candidate(Span(min(d.start for d in drugs), max(d.end for d in drugs)))


def _items(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield the items of "A (n = 10) or B (n = 12)", each without its size, dose and article."""
    end = min(end, start + 400)
    splits = list(_SPLIT.finditer(text, start, end)) or list(_AND.finditer(text, start, end))
    splits = sorted([*splits, *_commas(text, start, splits)], key=lambda match: match.start())
    cuts = [start, *(place for match in splits for place in (match.start(), match.end())), end]
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        item = _item(text, first, last)
        if item is not None:
            yield item
        if first != start and _ITEM_END.search(text, first, last):
            return


def _commas(text: str, start: int, splits: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the commas that part arms: "A, B, or C", "drug 10 mg, drug 20 mg or placebo"."""
    if not splits:
        return []
    end = splits[0].start()
    parts = text[start:end].split(", ")
    oxford = splits[0].group().lstrip().startswith(",")
    alike = len(parts) > 1 and parts[0].split()[:1] == parts[1].split()[:1]
    if not (oxford or alike) or any(len(part.split()) > 8 for part in parts):
        return []
    return list(re.compile(r",\s*").finditer(text, start, end))


def _item(text: str, start: int, end: int) -> Candidate | None:
    sizes = _COUNTED.search(text, max(0, start - 40), start) or _SIZE.search(text, start, end)
    size = next((int(g.replace(",", "")) for g in (sizes.groups() if sizes else ()) if g), None)
    bracket = _BRACKET.search(text, start, end)
    stop = _ITEM_END.search(text, start, end)
    last = min(x.start() for x in (bracket, stop) if x) if bracket or stop else end
    lead = _LEAD.match(text[start:last] + " ")
    first = start + (min(lead.end(), last - start) if lead else 0)
    words = [word for word in words_of(text, first, last) if word.kind != "S" or word.low == "+"]
    while words and words[0].kind in "DPS":
        words.pop(0)
    while words and words[-1].kind in "DPSAV" and not text[words[-1].start : words[-1].end].isupper():
        if words[-1].low == "alone":
            break
        words.pop()
    if not words or len(words) > 14 or words[0].kind == "V":
        return None
    name = Span(words[0].start, words[-1].end)
    named = any(word.kind == "N" and sum(map(str.isalpha, word.low)) > 1 for word in words) or name.of(text).isupper()
    return Candidate(name, size) if named else None


def _size_behind(text: str, place: int) -> int | None:
    match = _SIZE.match(text[place : place + 40].lstrip())
    return next((int(g.replace(",", "")) for g in match.groups() if g), None) if match else None

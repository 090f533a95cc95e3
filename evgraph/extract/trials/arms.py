"""An annotated Document turned into its Arms: who was given what, how many, and by which names the text calls them.

Arms are read from the allocation ("randomly assigned to A or B"), else from a comparison in the title or aim ("A versus
B"), else from the groups that results name, else from what all patients were given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.extract.records import Annotated, Sentence, term, within
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.given import GIVEN, interventions
from evgraph.extract.trials.grouparms import CONTROLS, best_groups, named_groups
from evgraph.extract.trials.items import ITEM_END, Candidate, enumerated, items_of
from evgraph.extract.trials.lettered import with_words
from evgraph.lexicon import Lexicon, fold
from evgraph.model import Arm, Document, Mention, Role, Span

_ALLOCATED = telltale(
    "allocation",
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|randomi[sz]ation|allocation|divided)\b(?:[^.;]|\.(?=\d)){0,90}?"
    r"(?<![\d.])\b(?:to|between|into)\b(?!\s+(?:\d+\s+(?:years|months)|compare|evaluate|assess|determine|investigate"
    r"|test|examine|study|establish|explore|address|answer|find|detect|confirm|define)\b)\s+"
    r"(?:either\s+)?(?:(?:one\s+of\s+)?(?:two|three|four|five|six|[2-6])\s+(?:\w+\s+){0,2}?"
    r"(?:groups?|arms?|regimens|treatments)(?:\s?[:,(]\s*|\s+(?=to\s|of\s|receiving\s)))?"
    r"(?:(?:to receive|receive|receiving|of|undergo|treatment with|be treated with|be given|one of)\s+)?",
)
_COMPARED = re.compile(
    r"\b(?:compar(?:e|ed|ing|es|ison of)|effects? of|efficacy of|trial of|study of|evaluat(?:e|ed|ing)|whether)\b"
    r"\s+(?:the\s+)?"
    r"(?:(?:\w+\s+){1,6}?of\s+)?(?:(?:\w+\s+){0,4}?(?:during|after|under|with|for)\s+(?:treatment|therapy)\s+with\s+)?",
    re.IGNORECASE,
)
_TREATED = telltale(
    "treated",
    r"\b(?:treated with|treatment with|received|receiving|were given|administered|administration of|combination of|"
    r"addition of|therapy with|efficacy of|safety of|study of|trial of|evaluat\w+|activity of)\b\s+(?:either\s+)?",
)
_COMPARATOR = re.compile(
    r"\b(?:placebo|controls?|standard|usual|conventional|sham|observation|no \w+"
    r"|wait(?:ing)?[- ]list|"
    r"supportive care|alone|routine|historical|chemotherapy)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:the )?(?:treatment|intervention|experimental|study|active|investigational|active[- ]treatment|test|treated"
    r"|verum)",
    re.IGNORECASE,
)
#: Words that can tell a drug or a regimen, and those that add one.
_TELLING = re.compile(r"[A-Z][A-Z\d-]+\b|\b[a-z]{5,}\b")
_PLUS = re.compile(r"\b(?:plus|with|and|combined)\b|\+", re.IGNORECASE)


#: What only sentences of results say.
_REPORTS = re.compile(r"\bsignifican|\b[pP]\s?[<=>]|\b\d+(?:\.\d+)?\s?%|\bratio\b")


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
        role = Role.COMPARATOR if number == _backbone(text, found) and not any(control) else role
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


def _backbone(text: str, found: list[Candidate]) -> int:
    """Return which of two arms got only a part of what the other got: A, of "A" and "A plus B"; -1 for none."""
    if len(found) != 2:
        return -1
    names = [item.name.of(text) for item in found]
    telling = [{word for word in _TELLING.findall(name) if word.casefold() not in CONTROLS} for name in names]
    for number in (0, 1):
        own, other = telling[number], telling[1 - number]
        if own and own < other and _PLUS.search(names[1 - number]) and not _PLUS.search(names[number]):
            return number
    return -1


def find_arm_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return mentions for what arms were given that no vocabulary names: a term of their own words."""
    found = []
    for item in candidates(read):
        inside = any(m.concept and m.kind in GIVEN and within(item.name, m.span) for m in read.mentions)
        words = item.name.of(read.document.text)
        if not inside and not _bare(words):
            concept = term("Regimen", words).iri
            found.append(Mention(read.document.reference, read.document.part, item.name, "Regimen", concept, (), "arm"))
    return tuple(found)


def _bare(words: str) -> bool:
    """Say whether the name of a group says nothing of what was given: "group I", "controls"."""
    plain = re.sub(r"\b(?:the|groups?|arms?|cohorts?|patients)\b", " ", words, flags=re.IGNORECASE).strip()
    return len(plain) < 3 or plain.casefold() in CONTROLS or _GENERIC.fullmatch(plain) is not None


def candidates(read: Annotated) -> list[Candidate]:
    """Return the arms in the making, from the surest kind of sentence that tells of any."""
    if not _KEPT or _KEPT[0][0] is not read.document or _KEPT[0][1] is not read.lexicon:
        _KEPT[:] = [(read.document, read.lexicon, _candidates(read))]
    return _KEPT[0][2]


#: The arms of the last document: mentions and arms are made of them, at different times of reading.
_KEPT: list[tuple[Document, Lexicon, list[Candidate]]] = []


def _candidates(read: Annotated) -> list[Candidate]:
    return with_words(read.document.text, _told(read))


def _told(read: Annotated) -> list[Candidate]:
    text = read.document.text
    best = max((list(_allocated(read, s)) for s in read.sentences), key=_worth, default=[])
    numbered = max((enumerated(text, s.span.start, s.span.end) for s in read.sentences), key=len, default=[])
    best = max(best, numbered, key=len)
    if len(_merged(text, best)) > 1:
        return _merged(text, best)[:6]
    for finder in (_compared, named_groups, _treated):
        found = [item for sentence in read.sentences for item in finder(read, sentence)]
        merged = _merged(text, found)
        if finder is named_groups:
            merged = best_groups(read, merged)
        if finder is _treated and merged:
            only = max(merged, key=lambda item: (len(interventions(read, item.name)), -item.name.start))
            return [] if _is_one_of_many(read, only) else [only]
        if len(merged) > 1:
            return merged[:6]
    return []


def _is_one_of_many(read: Annotated, item: Candidate) -> bool:
    """Say whether a treatment is one of several that patients got outside of a trial; a title names the only one."""
    own = set(interventions(read, item.name))
    titles = [section.span for section in read.document.sections if section.label == "TITLE"]
    given = [m for m in read.mentions if m.kind in GIVEN and m.concept]
    named = any(m.concept in own and within(title, m.span) for m in given for title in titles)
    others = {m.concept for m in given} - own
    return not named and len(others) > 2 and not (read.phase or (read.design or "").endswith(("trial", "series")))


def _worth(items: list[Candidate]) -> tuple[bool, int, int]:
    """Prefer the allocation that tells the sizes, then the one that names fewer but more than one."""
    return len(items) > 1, sum(item.size is not None for item in items), -len(items)


def _merged(text: str, found: list[Candidate]) -> list[Candidate]:
    """Return each name once, with the size that was told for it anywhere."""
    kept: dict[str, Candidate] = {}
    for item in found:
        key = fold(re.sub(r"\b(?:groups?|arms?)\b", "", item.name.of(text), flags=re.IGNORECASE)).removesuffix("s")
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
    found = list(items_of(text, match.end(), sentence.span.end))
    if len(found) > 1:
        yield from found


def _compared(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the two sides of "A versus B" in a title or aim."""
    text = read.document.text
    is_aim = sentence.section in ("TITLE", "OBJECTIVE", "OBJECTIVES", "AIM", "AIMS", "PURPOSE", "BACKGROUND", "")
    versus = re.compile(r"(?<!-)\b(?:versus|vs\.?|compared (?:with|to)|or)\b(?!-)").search(
        text, sentence.span.start, sentence.span.end
    )
    told = sentence.section or not _REPORTS.search(text, sentence.span.start, sentence.span.end)
    if not is_aim or versus is None or not told:
        return
    start = sentence.span.start
    if sentence.section == "TITLE":
        start = max(start, *(text.rfind(mark, start, versus.start()) + 1 for mark in (": ", ". ")))
    lead = None
    for lead in _COMPARED.finditer(text, start, versus.start()):
        start = lead.end()
    if sentence.section != "TITLE" and lead is None:
        return
    items = list(items_of(text, start, sentence.span.end))
    given = all(interventions(read, item.name) for item in items)
    if len(items) == 2 and (
        given or versus.group() != "or"
    ):  # "relapsed or refractory", "with or without" part no arms
        yield from items


def _treated(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield what all patients were given, where the title or a sentence says so and names drugs."""
    text = read.document.text
    if sentence.section == "TITLE":
        drugs = [m.span for m in read.mentions if m.kind in GIVEN and m.concept and within(sentence.span, m.span)]
        if drugs and not re.search(r"\bwithout\b", text[sentence.span.start : drugs[0].end]):
            yield Candidate(Span(min(d.start for d in drugs), max(d.end for d in drugs)))
        return
    match = _TREATED.search(text, sentence.span.start, sentence.span.end)
    if match is None or _REPORTS.search(text, sentence.span.start, sentence.span.end):
        return
    end = ITEM_END.search(text, match.end(), sentence.span.end)
    last = end.start() if end else sentence.span.end
    if last <= match.end():
        return
    span = Span(match.end(), last)
    drugs = [m.span for m in read.mentions if m.kind in GIVEN and m.concept and within(span, m.span)]
    if drugs:
        yield Candidate(Span(min(d.start for d in drugs), max(d.end for d in drugs)))

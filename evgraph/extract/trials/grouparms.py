"""The groups that sentences of methods and results name, as arms in the making: "the A group", "group II".

Whoever is called by what they are or what became of them ("the high-risk group", "responders") is no arm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.extract.records import Annotated, Sentence
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.given import interventions
from evgraph.extract.trials.groups import group_phrases
from evgraph.extract.trials.items import Candidate, size_behind

#: What controls are called.
CONTROLS = frozenset(("control", "controls", "comparator", "comparison", "reference"))
_CALLS = ("group", "arm ", "cohort ", "control", "placebo")
_CALLED = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?(?:groups?|arms?|recipients|regimens?)\b|-treated\b", re.IGNORECASE)
#: Not groups but kinds of treatment, or of people: "the new regimens", "kidney transplant recipients".
_KIND = re.compile(r"\s?(?:regimens?\b|cohorts?\b|(?<=transplant )recipients?\b)", re.IGNORECASE)
#: A name that tells what was given: a short form, a letter, the word for it.
_SHORT_FORM = re.compile(
    r"[A-Z][\w+/-]*[A-Z\d]|\d|(?i:\b(?:group|arm|cohort|schedule)\s[\dA-Z]\b|placebo|treat|\bno-|\bnon-(?!respon)"
    r"|surg|train|diet|-dose"
    r"|observation|therapy|donor)"
)
_RECIPIENTS = re.compile(r"\s?recipients?\b", re.IGNORECASE)
#: Names of groups that say what they are or have, not what they were given.
_QUALITY = re.compile(r"-?(?:positive|negative|naive|naïve|specific|based|related)$|/$")
_GROUPS = telltale(
    "group",
    r"(?i:\b(?:groups?|arms?|cohorts?|recipients|placebo|controls?|sham|regimens?)\b|-treated|receiv|treated|given)",
    flags=0,
)


def named_groups(read: Annotated, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the groups that sentences of results or methods name: "the A group", "group II"."""
    if not _GROUPS.search(read.document.text, sentence.span.start, sentence.span.end):
        return
    for phrase in group_phrases(read.document.text, sentence.span.start, sentence.span.end):
        words = phrase.name.of(read.document.text)
        if words.islower() and "treated" not in words and _KIND.match(read.document.text, phrase.name.end):
            continue
        if _RECIPIENTS.match(read.document.text, phrase.name.end) and not (
            interventions(read, phrase.name) or "placebo" in words.casefold()
        ):
            continue
        if _QUALITY.search(words) or read.document.text.startswith(("-", "/"), phrase.name.end):
            continue
        if len(words) > 1 or words.isupper():
            yield Candidate(phrase.name, size_behind(read.document.text, phrase.span.end))


def best_groups(read: Annotated, merged: list[Candidate]) -> list[Candidate]:
    """Return of the groups that sentences name those that are arms; none where no name tells what anybody was given."""
    text = read.document.text
    found = _shortest(text, _called_groups(text, merged))
    return found if any(_tells(read, item) for item in found) or _is_controlled(text, found) else []


def _tells(read: Annotated, item: Candidate) -> bool:
    """Say whether the name of a group tells what it was given: by a drug, a short form, a letter."""
    words = item.name.of(read.document.text)
    return bool(interventions(read, item.name)) or _SHORT_FORM.search(words) is not None


def _is_controlled(text: str, found: list[Candidate]) -> bool:
    """Say whether one of two groups is called the controls, and the other by more than what became of it."""
    names = [item.name.of(text).casefold() for item in found]
    others = [name for name in names if name not in CONTROLS]
    return len(names) == 2 and len(others) == 1 and not re.search("respon|surviv|case", others[0])


def _called_groups(text: str, found: list[Candidate]) -> list[Candidate]:
    """Return those that the text calls groups, where it does so with more than one; else all."""
    called = [
        item for item in found if _CALLED.match(text, item.name.end) or item.name.of(text).casefold().startswith(_CALLS)
    ]
    return called if len(called) > 1 else found


def _shortest(text: str, found: list[Candidate]) -> list[Candidate]:
    """Return of "B" and "standard B" only the first."""
    names = [" " + item.name.of(text).casefold() for item in found]
    return [
        item for item, name in zip(found, names, strict=True) if not any(name != o and name.endswith(o) for o in names)
    ]

"""The names by which a document calls its arms, and where in a sentence they stand.

An arm is called by its own words, by a drug that only it was given, by a short form the document defines, by what
stands in brackets behind its name, and by its part in the trial: "the control group", "placebo".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evgraph.extract.records import Annotated
from evgraph.extract.trials.arms import candidates, interventions
from evgraph.model import Arm, Role, Span

_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_SHORT = re.compile(r"[A-Za-z][\w+/-]{0,14}(?: [\w+/-]{1,8})?")
_DULL = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "with",
        "plus",
        "group",
        "arm",
        "alone",
        "oral",
        "therapy",
        "treatment",
        "dose",
        "daily",
        "standard",
    ]
)
_PLACEBO = re.compile(r"\bplacebo\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:[\s-]*(?:treated|treatment|alone))?\s*(?:groups?|arms?|recipients|cohorts?|regimens?)\b", re.IGNORECASE
)


_STRENGTH = re.compile(r"(?<![\w.])\d+(?:[.·]\d+)?\s?(?:mg|g|µg|μg|mcg|IU|U)(?:/(?:m2|m²|kg|d|day))*(?![\w/])")
_EVERY = re.compile(r"\b(?:each|both|either|all|two|three)\s(?:of the\s)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A place where an arm is named."""

    span: Span
    arm: Arm


def aliases_of(read: Annotated) -> dict[str, Arm]:
    """Return every name of an arm in small letters, the longest first; a name that two arms share names none."""
    names: dict[str, Arm] = {}
    shared: set[str] = set()
    for arm, item_names in zip(read.arms, _names(read), strict=False):
        for name in item_names:
            key = " ".join(name.casefold().split())
            if key in names and names[key] is not arm:
                shared.add(key)
            names[key] = arm
    for key in shared:
        del names[key]
    names |= {name: arm for name, arm in _roles(read.arms).items() if name not in names}
    return {name: names[name] for name in sorted(names, key=lambda name: (-len(name), name))}


def _names(read: Annotated) -> list[set[str]]:
    """Return the names of each arm, drugs that all arms were given left out."""
    text = read.document.text
    found: list[set[str]] = []
    items = candidates(read)
    every = [set(interventions(read, item.name)) for item in items]
    common = set.intersection(*every) if len(every) > 1 else set()
    if any(item.name.of(text)[0].isdigit() for item in items):  # arms that are doses share their drug
        common = set.union(*every)
    for item in items:
        words = item.name.of(text)
        names = {words, re.sub(r"\s(?:plus|and|\+)\s", "-", words), re.sub(r"^(?:the|oral|intravenous)\s+", "", words)}
        own = {m.concept for m in read.mentions if _inside(item.name, m.span)} - common - {None}
        names |= {
            m.span.of(text) for m in read.mentions if m.concept in own and m.kind in ("Drug", "Regimen", "Procedure")
        }
        strengths = _STRENGTH.findall(words)
        names |= set(strengths) if len(strengths) == 1 else set()
        bracket = _BRACKETED.match(text, item.name.end)
        if bracket:
            first = re.split(r"[;,]", bracket[1])[0].strip()
            names |= {first} if _SHORT.fullmatch(first) and not first.lower().startswith("n ") else set()
        names |= {a.short.of(text) for a in read.abbreviations if a.long.of(text).casefold() in words.casefold()}
        head = [word for word in re.findall(r"[A-Za-z][\w-]{3,}", words) if word.lower() not in _DULL]
        names |= set(head[:1]) if len(head) and len(items) > 1 else set()
        found.append({name for name in names if len(name) > 1 or name.isupper()})
    return found


def _inside(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _roles(arms: tuple[Arm, ...]) -> dict[str, Arm]:
    """Return the names that say the part of an arm in a trial of two."""
    if len(arms) != 2:
        return {}
    against = [arm for arm in arms if arm.role is Role.COMPARATOR]
    own = [arm for arm in arms if arm.role is Role.INTERVENTION]
    if len(against) != 1 or len(own) != 1:
        return {}
    names = dict.fromkeys(("control", "controls", "control group", "control arm", "comparator"), against[0])
    if _PLACEBO.search(against[0].label):
        names["placebo"] = against[0]
    if re.search("chemotherapy", against[0].label, re.IGNORECASE):
        names["chemotherapy"] = against[0]
    if re.search(r"\b(?:standard|conventional|usual|routine)\b", against[0].label, re.IGNORECASE):
        names |= {"standard": against[0], "standard-therapy": against[0], "standard-care": against[0]}
    for word in ("treatment", "intervention", "experimental", "study", "active", "investigational"):
        names |= {f"{word} group": own[0], f"{word} arm": own[0]}
    return names


def named_arms(text: str, span: Span, names: dict[str, Arm]) -> list[Named]:
    """Return where a sentence names arms, in order; none within another, of which the first of the names is taken."""
    low = text[span.start : span.end].casefold()
    if len(low) != span.end - span.start:
        return []
    found: list[Named] = []
    taken = bytearray(len(low))
    for name in names:
        place = low.find(name)
        while place >= 0:
            end = place + len(name)
            if (
                _is_whole(low, place, end)
                and not any(taken[place:end])
                and not _EVERY.search(low, max(0, place - 12), place)
            ):
                behind = _BEHIND.match(low, end)
                last = behind.end() if behind else end
                taken[place:last] = b"\1" * (last - place)
                found.append(Named(Span(span.start + place, span.start + last), names[name]))
            place = low.find(name, place + 1)
    return sorted(found, key=lambda named: named.span)


def _is_whole(low: str, start: int, end: int) -> bool:
    """Say whether a name stands as a word of its own, or before "-treated"."""
    before = low[start - 1] if start else " "
    after = low[end] if end < len(low) else " "
    return (
        not (before.isalnum() or before == "-")
        and not after.isalnum()
        and not (after == "-" and not low.startswith("-treated", end))
    )

"""Where a sentence names arms, or groups of people that are none.

A name counts only where it stands for the whole of what was given: "A" is not the arm A in "A plus B", nor in
"high-dose A" where no arm is called so. Such words, and what grammar shows to be a group, are named as a group that is
no arm, so that no figure of theirs goes to another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from evgraph.extract.trials.groups import group_phrases
from evgraph.model import Arm, Role, Span

_BEHIND = re.compile(
    r"(?:[\s-]*(?:treated|treatment|alone|only|monotherapy))?\s*(?:groups?|arms?|recipients|cohorts?|regimens?)\b"
    r"|\s+(?:alone|only|monotherapy)\b",
)
_EVERY = re.compile(r"\b(?:each|both|either|all|two|three)\s(?:of the\s)?$")
_LEFT = re.compile(r"([\w-]+(?: \([^()]{1,12}\))?)\s?(?:\bplus\b|\+|/|±|\bcombined with\b|\bcombination with\b)\s?$")
_RIGHT = re.compile(
    r"(?:\s\([^()]{1,12}\))?\s?(?:\bplus\b|\+|/|±|\b(?:in )?combin(?:ed|ation) with\b|\bfollowed by\b)\s?"
    r"(?:\d+ )?([\w-]+)"
)
#: Given beside anything, so that it makes no other group.
_BESIDE = frozenset(
    ("placebo", "best", "supportive", "standard", "usual", "background", "routine", "matching", "conventional")
)
_DOSED = re.compile(
    r"\b(?:high|low|reduced|full|intermediate|higher|lower|escalated|standard)(?:er|est)?[- ](?:dosed?|intensity)\s$"
)
_NOT = re.compile(r"\b(?:not|never|without)\s(?:\w+\s){0,3}$")
#: Words that can tell what was given.
_CONTENT = re.compile(r"(?!(?:group|arms?|patients|treated|receiving|therapy|treatment|with|plus)\b)[^\W\d_][\w-]{2,}")
_LETTERED = re.compile(
    r"\b(arm|group|cohort|regimen)s ((?:[a-z\d]{1,3}|[a-z][\w+-]{1,9})"
    r"(?:, [a-z\d][\w+-]{0,9})*,? (?:and|or|vs\.?|versus|v|&) [a-z\d][\w+-]{0,9})\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place where a group is named; `arm` is `None` where it is no arm that was recognised."""

    span: Span
    arm: Arm | None


def named_arms(text: str, span: Span, names: dict[str, Arm]) -> list[Named]:
    """Return where a sentence names arms, none within another, in order; of names that meet the first one counts."""
    low = text[span.start : span.end].casefold()
    if len(low) != span.end - span.start:
        return []
    found = _lettered(low, names)
    taken = bytearray(len(low))
    for place, end, _arm in found:
        taken[place:end] = b"\1" * (end - place)
    for name in names:
        place = low.find(name)
        while place >= 0:
            end = place + len(name)
            if (
                _is_whole(low, place, end)
                and not any(taken[place:end])
                and not _EVERY.search(low, max(0, place - 12), place)
            ):
                first, last, arm = _reach(low, place, end, name, names)
                taken[first:last] = b"\1" * (last - first)
                found.append((first, last, arm))
            place = low.find(name, place + 1)
    return [
        Named(Span(span.start + first, span.start + last), arm)
        for first, last, arm in sorted(found, key=lambda f: f[:2])
    ]


def with_strangers(text: str, span: Span, named: list[Named], figures: list[Span]) -> list[Named]:
    """Return the names of a sentence with those of groups that are no arms, which grammar shows."""
    found = list(named)
    for phrase in group_phrases(text, span.start, span.end):
        first, last = phrase.span.start, phrase.span.end
        known = any(first < item.span.end and item.span.start < last for item in named)
        across = any(first < other.end and other.start < last and last > other.end for other in figures)
        if not known and not across and any(map(str.isalpha, phrase.span.of(text))):
            found.append(Named(phrase.span, None))
    return sorted(found, key=lambda named: named.span)


def with_other(text: str, named: list[Named], arms: tuple[Arm, ...]) -> list[Named]:
    """Return the names with the other of two arms found, where one is named and beside it one that is called alike.

    "In the A arm (86%) than in the biweekly B arm (50%)": the second is the arm "eight cycles of B".
    """
    own = {item.arm.key for item in named if item.arm is not None}
    strangers = {item.span.of(text).casefold() for item in named if item.arm is None}
    if len(arms) != 2 or len(own) != 1 or len(strangers) != 1:
        return named
    other = next(arm for arm in arms if arm.key not in own)
    shared = set(_CONTENT.findall(low_label(other))) & set(_CONTENT.findall(strangers.pop()))
    return [replace(item, arm=other) if item.arm is None and shared else item for item in named]


def _reach(low: str, place: int, end: int, name: str, names: dict[str, Arm]) -> tuple[int, int, Arm | None]:
    """Return how far a name reaches with what is given together with it, and whose it is."""
    arm: Arm | None = names[name]
    label = low_label(names[name])
    first, last = place, end
    left = _LEFT.search(low, max(0, place - 60), place)
    right = _RIGHT.match(low, end)
    for match in (left, right):
        partner = match[1].split(" ")[0] if match else ""
        other = names.get(partner)
        if not partner or partner in label or (other is None and partner in _BESIDE):
            continue
        if (other is None and not _is_backbone(partner, names)) or (
            other is not None and other is not names[name] and low_label(other) == partner
        ):
            arm = None
        elif arm is not None and other is not None and arm.role is Role.COMPARATOR:
            arm = other  # what the controls got, with what only the others got
    if left is not None:
        first = left.start()
    if right is not None:
        last = right.end()
    if _NOT.search(low, max(0, place - 40), place):
        arm = None
    dosed = _DOSED.search(low, max(0, place - 24), place)
    if dosed and dosed[0].strip() not in label:
        first, arm = dosed.start(), None
    behind = _BEHIND.match(low, last)
    return first, behind.end() if behind else last, arm


def low_label(arm: Arm) -> str:
    """Return the label of an arm in small letters."""
    return arm.label.casefold()


def _is_backbone(word: str, names: dict[str, Arm]) -> bool:
    """Say whether a word is part of what an arm was given."""
    return any(re.search(rf"\b{re.escape(word)}\b", low_label(arm)) for arm in names.values())


def _lettered(low: str, names: dict[str, Arm]) -> list[tuple[int, int, Arm | None]]:
    """Return the arms of "arms B and C"."""
    found: list[tuple[int, int, Arm | None]] = []
    for match in _LETTERED.finditer(low) if "s " in low else ():
        for word in re.finditer(r"[a-z\d][\w+-]*", match[2]):
            arm = names.get(f"{match[1]} {word[0]}") or names.get(word[0])
            if arm is not None:
                found.append((match.start(2) + word.start(), match.start(2) + word.end(), arm))
    return found


def _is_whole(low: str, start: int, end: int) -> bool:
    """Say whether a name stands as a word of its own, or before "-treated"."""
    before = low[start - 1] if start else " "
    after = low[end] if end < len(low) else " "
    return (
        not (before.isalnum() or before == "-")
        and not after.isalnum()
        and not (after == "-" and not low.startswith("-treated", end))
    )

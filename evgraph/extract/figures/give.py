"""P values, time points and grades given to the figures they belong to, each looked up by its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import partial
from itertools import pairwise

from evgraph.extract.figures.build import VERBS, Builder, Draft
from evgraph.extract.figures.cursor import Atom
from evgraph.extract.figures.words import CENTRES, ISO, PERSONS, RATIOS
from evgraph.extract.wordlists import words

#: How many tokens a P value or a time point may stand away from what it belongs to.
_FAR = 60
#: "During the first year 143 patients" tells no year 143.
_WHICH = words("first second third fourth fifth last final same initial next following each every per one this")
_NAMES = {"week": "wk", "weeks": "wk", "day": "d", "days": "d", "month": "mo", "months": "mo", "year": "a"}


def give_p(builder: Builder) -> None:
    """Give each P value to the list right before it; alone it is a figure of its own."""
    sentence = 0
    found: list[Draft] = []
    lasts = [draft.last for draft in builder.drafts]
    groups = defaultdict(list)
    for draft in builder.drafts:
        groups[draft.group].append(draft)
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind != "p":
            continue
        place = bisect_right(lasts, atom.first)
        owner = builder.drafts[place - 1] if place else None
        if owner is not None and owner.sentence == sentence and owner.p is None and reaches(builder, owner, atom):
            for draft in groups[owner.group]:
                if draft.p is None and draft.first < atom.first:
                    draft.p = atom
        else:
            found.append(Draft(atom.first, atom.last, "p", sentence, p=atom, sure=True, core_last=atom.last))
    builder.drafts = sorted((*builder.drafts, *found), key=lambda draft: draft.first)


def states(words: list[str]) -> bool:
    """Say whether words hold a verb of a statement; one behind "who" only says more of somebody."""
    return any(word in VERBS and before not in ("who", "that") for before, word in pairwise(["", *words]))


def reaches(builder: Builder, owner: Draft, atom: Atom) -> bool:
    """Say whether a P value belongs to the figure before it: near, and no other statement begins in between."""
    if atom.first - owner.last > _FAR:
        return False
    words = [token.low for token in builder.tokens[owner.last : atom.first]]
    plain = [word for word in words if word.isalpha()]
    return len(plain) <= 12 and not states(plain)


def give_times(builder: Builder) -> None:
    """Give each figure its time point: one right behind its list, else the last one before it in the sentence."""
    times = time_points(builder)
    starts = [time[1] for time in times]
    ends: dict[int, int] = {}
    for draft in builder.drafts:
        ends[draft.group] = max(ends.get(draft.group, 0), draft.last)
    for draft in builder.drafts:
        if draft.kind == "p" or not times:
            continue
        own = draft.last if draft.group < 0 else ends[draft.group]
        places = [bisect_left(starts, end) for end in (draft.last, own)]
        ahead = [times[i] for i in places if i < len(times) and near_behind(builder, starts, (draft.last, own), i)]
        place = bisect_left(starts, draft.first) - 1
        earlier = times[place] if place >= 0 and _holds(builder, draft, starts[place]) else None
        chosen = ahead[0] if ahead else earlier
        if chosen is not None and chosen[0] == draft.sentence:
            draft.time = chosen[2]


def _holds(builder: Builder, draft: Draft, start: int) -> bool:
    """Say whether a time named before a figure is still its time: a ratio has the time of its own clause only."""
    if draft.measure not in RATIOS:
        return True
    ends = ("(", ";") if draft.measure == "hazard-ratio" else (";",)
    if draft.first - start > _FAR:
        return False
    return not any(token.low in ends for token in builder.tokens[start : draft.first])


def near_behind(builder: Builder, starts: list[int], ends: tuple[int, int], place: int) -> bool:
    """Say whether a time stands within two words behind a figure, or behind its list."""
    start = starts[place]
    return any(
        0 <= start - end <= 3 and all(t.low not in ("and", ";", "(", ",") for t in builder.tokens[end:start])
        for end in map(partial(_past, builder), ends)
    )


def _past(builder: Builder, end: int) -> int:
    """Return the place behind ", respectively,"."""
    place = end + (builder.low(end) == ",")
    if builder.low(place) != "respectively":
        return end
    return place + 1 + (builder.low(place + 1) == ",")


def time_points(builder: Builder) -> list[tuple[int, int, str]]:
    """Return each time point in order: its sentence, its token, its ISO 8601 duration."""
    found, sentence = [], 0
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind not in ("time", "number") or not atom.a.isdecimal():
            continue
        first, unit = atom.first, atom.unit
        if atom.kind == "number" and unit in ISO:
            before = builder.low(first - 1)
            if atom.note != "listed" and (
                before not in ("at", "after", "by", "through", "until", "within", "of")
                or (before == "of" and builder.low(first - 2) != "end")
            ):
                continue
            first -= atom.note != "listed"  # the comma of a list parts its times from the figures before it
        elif atom.kind == "number":
            named = not unit and builder.low(first - 2) not in _WHICH and builder.low(atom.last) not in PERSONS
            unit, first = _NAMES.get(builder.low(first - 1), "") if named else "", first - 2
        if unit in ISO:
            found.append((sentence, first, ISO[unit].format(atom.a)))
    return found


def give_grades(builder: Builder) -> None:
    """Give each figure the grade named last before it in its sentence, or right behind it."""
    grades, sentence = [], 0
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind == "grade":
            grades.append((sentence, atom.first, atom.note))
    starts = [grade[1] for grade in grades]
    for draft in builder.drafts:
        place = bisect_left(starts, draft.first)
        earlier = grades[place - 1] if place and grades[place - 1][0] == draft.sentence else None
        behind = grades[place] if place < len(grades) and 0 <= grades[place][1] - draft.last <= 6 else None
        if behind and any(t.low in ("and", "was", "were", ";") for t in builder.tokens[draft.last : behind[1]]):
            behind = None  # "in 89%, and was grade 3 in 13%"
        chosen = earlier or (behind if behind and behind[0] == draft.sentence else None)
        if chosen and draft.measure not in RATIOS | CENTRES:
            draft.grade = chosen[2]
    _part_grades(builder)


def _part_grades(builder: Builder) -> None:
    """Give the first and the second figure of "grade 3 or 4 ... in 20 and 4, respectively" a grade of their own."""
    sizes = Counter(draft.group for draft in builder.drafts)
    for left, right in pairwise(builder.drafts):
        low, _, high = left.grade.partition("-")
        if not high or left.group != right.group or right.grade != left.grade or int(high) != int(low) + 1:
            continue
        if sizes[left.group] == 2 and any(builder.low(i) == "respectively" for i in range(right.last, right.last + 4)):
            left.grade, right.grade = low, high

"""Drafts linked to lists, given their P values, times and grades, and those that report nothing dropped."""

from __future__ import annotations

from itertools import pairwise

from evgraph.extract.figures.atoms import Atom
from evgraph.extract.figures.build import _VERBS, Builder, Draft
from evgraph.extract.figures.words import CENTRES, COMPARED, ISO, PLANS, RATIOS, VERSUS


def settle(builder: Builder) -> list[Draft]:
    """Return the drafts that report something, each with its group, P value, time point and grade."""
    join_changes(builder)
    link(builder)
    builder.drafts = [
        draft for draft in builder.drafts if draft.sure and not draft.threshold and not planned(builder, draft)
    ]
    give_p(builder)
    give_times(builder)
    give_grades(builder)
    return builder.drafts


def join_changes(builder: Builder) -> None:
    """Make one figure of "from 24.7 to 19.0": the value is the end, the qualifier says from where."""
    kept: list[Draft] = []
    for draft in builder.drafts:
        before = kept[-1] if kept else None
        if draft.kind == "pair" and not draft.measure and builder.low(draft.first - 1) == "from":
            draft.qualifier, draft.value, draft.sure = f"from {draft.value} to", draft.high, True
        if before is not None and builder.tokens[before.last : draft.first] and is_change(builder, before, draft):
            draft.qualifier = "from " + words_between(builder, before) + " to"
            draft.first, draft.measure, draft.sure = before.first, draft.measure or before.measure, True
            kept.pop()
        kept.append(draft)
    builder.drafts = kept


def is_change(builder: Builder, before: Draft, draft: Draft) -> bool:
    """Say whether two figures are where something began and where it ended."""
    gap = [token.low for token in builder.tokens[before.last : draft.first]]
    return (
        gap in (["to"], ["at", "baseline", "to"])
        and before.sentence == draft.sentence
        and before.sure
        and bool(before.value) == bool(draft.value)
        and builder.low(before.first - 1) != "ranged"
    )


def words_between(builder: Builder, draft: Draft) -> str:
    """Return the words of a figure."""
    tokens = builder.tokens[draft.first : draft.last]
    words = tokens[0].text
    for left, right in pairwise(tokens):
        words += (" " if right.start > left.end else "") + right.text
    return words


def planned(builder: Builder, draft: Draft) -> bool:
    """Say whether a figure stands in the plan of a study: power, alpha, a difference to detect."""
    window = range(draft.first - 8, draft.last + 5)
    return (
        draft.p is None
        and not draft.events
        and not draft.sd
        and any(builder.low(i) in PLANS for i in window)
        and not draft.interval
    )


def link(builder: Builder) -> None:
    """Give the figures of one list one number: of one sentence and shape, little but "vs.", "and", a comma between."""
    group = 0
    for before, draft in zip([None, *builder.drafts], builder.drafts, strict=False):
        if before is not None and linked(builder, before, draft):
            draft.group = before.group
            share(before, draft, tight=is_tight(builder, before, draft))
            if versus(builder, before, draft) and draft.value and before.value:
                before.sure = draft.sure = True
        else:
            group += 1
            draft.group = group
    for draft, after in zip(builder.drafts[-2::-1], builder.drafts[:0:-1], strict=True):
        if draft.group == after.group:
            share(after, draft, tight=is_tight(builder, draft, after))


def is_tight(builder: Builder, before: Draft, draft: Draft) -> bool:
    """Say whether no more than two words stand between two figures."""
    gap = [token for token in builder.tokens[before.last : draft.first] if token.kind == "word"]
    return len(gap) <= 2


def share(source: Draft, target: Draft, *, tight: bool) -> None:
    """Hand unit, measure and certainty from one figure of a list to the next; a bare number only in a tight list."""
    if not tight and not (target.unit or target.percent or target.events is not None or "." in target.value):
        return
    if (
        source.percent
        and target.kind in ("number", "people")
        and not target.unit
        and not target.percent
        and not target.measure
    ):
        if target.value:
            target.percent, target.value = target.value, ""
    elif source.unit and not target.unit and target.value and not source.percent:
        target.unit = source.unit
    if source.measure and not target.measure and target.value:
        target.measure = source.measure
    if source.interval and target.interval and not target.interval.note:
        target.interval.note = source.interval.note
    target.sure = target.sure or source.sure
    target.threshold = target.threshold and source.threshold


def versus(builder: Builder, before: Draft, draft: Draft) -> bool:
    """Say whether nothing but "vs." stands between two figures."""
    gap = [token.low for token in builder.tokens[before.last : draft.first]]
    return len(gap) <= 4 and any(word in VERSUS for word in gap)


def linked(builder: Builder, before: Draft, draft: Draft) -> bool:
    """Say whether two figures stand in one list."""
    if before.sentence != draft.sentence or not alike(before, draft):
        return False
    gap = [token.low for token in builder.tokens[before.last : draft.first]]
    words = [word for word in gap if word not in "()[]," and word != "."]
    versus = any(word in VERSUS or word in COMPARED for word in words)
    if versus:
        return len(words) <= 14 and not any(word in (";",) for word in words)
    if any(word in _VERBS for word in words) or ";" in words:
        return False
    if words in ([], ["and"], ["or"]) or (len(words) == 2 and "and" in words):
        return True
    return "and" in words and len(words) <= 8 and before.kind == draft.kind


def alike(before: Draft, draft: Draft) -> bool:
    """Say whether two figures can be of one list: of one kind, or one without the unit the other has."""
    if before.measure in RATIOS or draft.measure in RATIOS:
        return before.measure == draft.measure or not before.measure
    if before.percent and draft.percent:
        return True
    if (before.events is None) != (draft.events is None):
        bare = draft if draft.events is None else before
        return bool(bare.value) and not bare.unit and bare.value.isdecimal()
    if before.percent or draft.percent:
        other = draft if before.percent else before
        return bool(other.value) and not other.unit and not other.measure
    return not before.unit or not draft.unit or before.unit == draft.unit


def give_p(builder: Builder) -> None:
    """Give each P value to the list right before it; alone it is a figure of its own."""
    sentence = 0
    found: list[Draft] = []
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind != "p":
            continue
        owner = next((d for d in reversed(builder.drafts) if d.last <= atom.first), None)
        if owner is not None and owner.sentence == sentence and owner.p is None and reaches(builder, owner, atom):
            for draft in builder.drafts:
                if draft.group == owner.group:
                    draft.p = atom
        else:
            found.append(Draft(atom.first, atom.last, "p", sentence, p=atom, sure=True, core_last=atom.last))
    builder.drafts = sorted((*builder.drafts, *found), key=lambda draft: draft.first)


def reaches(builder: Builder, owner: Draft, atom: Atom) -> bool:
    """Say whether a P value belongs to the figure before it: near, and no other statement begins in between."""
    words = [token.low for token in builder.tokens[owner.last : atom.first]]
    plain = [word for word in words if word.isalpha()]
    return len(plain) <= 12 and not any(word in _VERBS for word in plain)


def give_times(builder: Builder) -> None:
    """Give each figure its time point: one right behind its list, else the last one before it in the sentence."""
    times = list(time_points(builder))
    for draft in builder.drafts:
        if draft.kind == "p":
            continue
        ends = [d.last for d in builder.drafts if d.group == draft.group and d.group >= 0] or [draft.last]
        behind = [
            t
            for t in times
            if t[0] == draft.sentence and any(near_behind(builder, end, t[1]) for end in (draft.last, max(ends)))
        ]
        earlier = [t for t in times if t[0] == draft.sentence and t[1] < draft.first]
        if draft.measure in RATIOS:
            earlier = [t for t in earlier if not any(token.low in "();" for token in builder.tokens[t[1] : draft.first])]
        chosen = behind[0] if behind else earlier[-1] if earlier else None
        if chosen:
            draft.time = chosen[2]


def near_behind(builder: Builder, end: int, start: int) -> bool:
    """Say whether a time stands within two words behind a figure."""
    return 0 <= start - end <= 3 and all(token.low not in ("and", ";", "(", ",") for token in builder.tokens[end:start])


def time_points(builder: Builder) -> list[tuple[int, int, str]]:
    """Return each time point: its sentence, its token, its ISO 8601 duration."""
    found, sentence = [], 0
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind == "time" and atom.unit in ISO:
            found.append((sentence, atom.first, ISO[atom.unit].format(atom.a)))
        elif atom.kind == "number" and atom.unit in ISO and atom.a.isdecimal():
            before = [builder.low(i) for i in (atom.first - 1, atom.first - 2)]
            if before[0] in ("at", "after", "by", "through", "until") or (before[0] == "of" and before[1] in ("end",)):
                found.append((sentence, atom.first - 1, ISO[atom.unit].format(atom.a)))
        elif atom.kind == "number" and not atom.unit and atom.a.isdecimal():
            unit = {
                "week": "wk",
                "day": "d",
                "month": "mo",
                "year": "a",
                "weeks": "wk",
                "days": "d",
                "months": "mo",
            }.get(builder.low(atom.first - 1))
            if unit:
                found.append((sentence, atom.first - 2, ISO[unit].format(atom.a)))
    return found


def give_grades(builder: Builder) -> None:
    """Give each figure the grade named last before it in its sentence, or right behind it."""
    grades, sentence = [], 0
    for atom in builder.atoms:
        sentence += atom.kind == "stop"
        if atom.kind == "grade":
            grades.append((sentence, atom.first, atom.note))
    for draft in builder.drafts:
        same = [g for g in grades if g[0] == draft.sentence]
        earlier = [g for g in same if g[1] < draft.first]
        behind = [g for g in same if 0 <= g[1] - draft.last <= 6]
        chosen = earlier[-1] if earlier else behind[0] if behind else None
        if chosen and draft.measure not in RATIOS | CENTRES:
            draft.grade = chosen[2]

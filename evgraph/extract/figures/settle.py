"""Drafts linked to lists, given their P values, times and grades, and those that report nothing dropped."""

from __future__ import annotations

from itertools import pairwise

from evgraph.extract.figures.build import Builder, Draft
from evgraph.extract.figures.give import give_grades, give_p, give_times, states
from evgraph.extract.figures.totals import give_totals
from evgraph.extract.figures.words import COMPARED, PLANS, RATIOS, VERSUS

#: A figure that is longer, in tokens, is not the beginning of a change.
_LONG = 24


def settle(builder: Builder) -> list[Draft]:
    """Return the drafts that report something, each with its group, P value, time point and grade."""
    join_changes(builder)
    link(builder)
    builder.drafts = [
        draft for draft in builder.drafts if draft.sure and not draft.threshold and not planned(builder, draft)
    ]
    for draft in builder.drafts:
        if draft.unit == "percentage points" and draft.measure == "mean-difference":
            draft.measure = "risk-difference"
        elif draft.unit == "fold" and not draft.measure:
            draft.measure = "fold-change"
    give_totals(builder)
    give_p(builder)
    give_times(builder)
    give_grades(builder)
    return builder.drafts


def join_changes(builder: Builder) -> None:
    """Make one figure of "from 24.7 to 19.0": the value is the end, the qualifier says from where."""
    kept: list[Draft] = []
    for draft in builder.drafts:
        before = kept[-1] if kept else None
        if draft.kind == "pair" and builder.low(draft.first - 1) == "from":
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
        and before.last - before.first < _LONG
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
    """Say whether a figure stands in the plan of a study: power, alpha, a difference to detect in its own sentence."""
    before = (i for i in range(draft.first, draft.first - 8, -1) if begins(builder, i))
    after = (i for i in range(draft.last, draft.last + 5) if begins(builder, i))
    window = range(next(before, draft.first - 8), next(after, draft.last + 5))
    return (
        draft.p is None
        and not draft.events
        and not draft.sd
        and any(builder.low(i) in PLANS for i in window)
        and not draft.interval
    )


def begins(builder: Builder, i: int) -> bool:
    """Say whether a sentence begins at a token: a capital behind a full stop."""
    tokens = builder.tokens
    return 0 < i < len(tokens) and tokens[i - 1].text == "." and tokens[i].text[:1].isupper()


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
    if is_counted_too(source, target) and not target.measure:
        target.events, target.value, target.kind, target.sure = int(target.value), "", "people", True
    if not tight and not (target.unit or target.percent or target.events is not None or "." in target.value):
        return
    if (
        source.percent
        and target.kind in ("number", "people")
        and not target.unit
        and not target.percent
        and not target.measure
    ):
        if target.value.isdecimal() and source.events is not None:  # "33 of 46 (72%), and 25": a count like the first
            target.events, target.value, target.kind = int(target.value), "", "people"
        elif target.value:
            target.percent, target.value = target.value, ""
    elif source.unit and not target.unit and target.value and not source.percent:
        target.unit = source.unit
    if source.value and source.unit == "%" and target.percent and target.events is None and not source.sd:
        target.value, target.unit, target.percent = target.percent, "%", ""
    if source.change and target.value and target.unit == "%" and not target.qualifier:
        target.change = target.qualifier = source.change
    if source.measure and not target.measure and target.value and not target.change:
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
    if before.threshold and gap[-1:] == ["("]:  # "a rise of ≥20% (33% vs 46%)"
        return False
    if draft.threshold and not before.threshold and builder.low(draft.last) == "(":
        return False
    words = [word for word in gap if word not in "()[]," and word != "."]
    versus = any(word in VERSUS or word in COMPARED for word in words)
    if versus:
        return len(words) <= 14 and not any(word in (";",) for word in words)
    if not versus and any(word in ("mean", "median", "average") for word in words):
        return False
    if states(words) or ";" in words or any(w in ("at", "by", "after") for w in words):
        return False
    if words in ([], ["and"], ["or"]) or (len(words) == 2 and "and" in words):
        return True
    return "and" in words and len(words) <= 8 and (before.kind == draft.kind or is_counted_too(before, draft))


def is_counted_too(before: Draft, draft: Draft) -> bool:
    """Say whether a bare number counts what the one before it counts: "9 patients given A and 4 given B"."""
    return before.kind == "people" and draft.kind == "number" and draft.value.isdecimal() and not draft.unit


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
        return bool(other.value) and other.unit in ("", "%") and not other.measure
    return not before.unit or not draft.unit or before.unit == draft.unit

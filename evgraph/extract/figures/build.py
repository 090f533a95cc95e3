"""Atoms put together to figures: a number with its percentage, interval, spread and P value, and lists of numbers.

`gather` gives each number what stands right behind it. `settle` then joins figures to lists ("34% vs. 16%"), hands
units and measures along them, gives out P values, times and grades, and drops numbers that report nothing.
"""

from __future__ import annotations

from evgraph.extract.figures.attach import VERBS, Attacher, Draft
from evgraph.extract.figures.cursor import Atom
from evgraph.extract.figures.tokens import number_of
from evgraph.extract.figures.words import (
    CENTRES,
    DIFFERENCES,
    DOSE_UNITS,
    EVENTS,
    ISO,
    OR_MORE,
    PEOPLE,
    RATIOS,
    SIZES,
    STRENGTH,
    WHEN,
)
from evgraph.extract.wordlists import words

__all__ = ["VERBS", "Builder", "Draft"]

_PRIMARY = frozenset(("percent", "count", "number", "pair", "unreached"))
_CHANGE = words(
    "reduction reductions increase increases decrease decreases improvement lower higher greater less more "
    "decline fewer change gain loss increment relative drop rise"
)
_CHANGED = words(
    "reduced increased decreased improved lowered declined dropped rose fell raised lowering reducing increasing "
    "decreasing reduces increases decreases lowers raises reduce increase decrease lower raise diminished shrank"
)
#: How far before "by" the verb of a change may stand, in tokens.
_BEFORE_BY = 8
_ABOUT = words("about approximately nearly almost around ~ ≈")
_COMPARISONS = {"≥": "at least", ">=": "at least", "≤": "at most", "<=": "at most", "<": "less than", ">": "more than"}
_LEASTS = {
    ("at", "least"): "at least",
    ("more", "than"): "more than",
    ("less", "than"): "less than",
    ("greater", "than"): "more than",
    ("fewer", "than"): "less than",
    ("lower", "than"): "less than",
    ("higher", "than"): "more than",
    ("up", "to"): "up to",
    ("at", "most"): "at most",
    ("equal", "to"): "at most",
}
_TIME_NAMES = words("week weeks day days month months year years hour hours minute minutes visit")
#: How many tokens a list of times may have.
_LONG_LIST = 16
_SIZE_BEFORE = words("of the among these all enrolled included randomized randomised recruited with")


class Builder(Attacher):
    """Makes the drafts of one text."""

    def gather(self) -> None:
        """Make a draft of every number and give it what stands right behind it."""
        for position, atom in enumerate(self.atoms):
            if atom.kind == "stop":
                self.sentence += 1
                self.label, self.cue, self.level, self.timed = None, "", "", False
            elif atom.kind == "measure":
                self.label = atom
            elif atom.kind == "cue":
                self.announce(atom)
            elif self.is_second_p(atom, position):
                atom.kind, atom.note = "p", self.atoms[position - 1].note
            elif atom.kind == "skip" or self.passing(atom) or self.names(atom, position):
                continue
            elif not self.attach(atom) and (atom.kind in _PRIMARY or self.is_count(atom, position)):
                self.drafts.append(self.draft(atom, position))

    def is_second_p(self, atom: Atom, position: int) -> bool:
        """Say whether a number is a P value by the one before it: "P = .03 and .04"."""
        before = self.atoms[position - 1] if position else None
        if before is None or before.kind != "p" or atom.kind != "number" or atom.unit or atom.first != before.last + 1:
            return False
        return self.low(before.last) == "and" and number_of(atom.a) <= 1

    def passing(self, atom: Atom) -> bool:
        """Say whether a number is a length of time, a point in time or a strength, and reports nothing."""
        before, after = self.low(atom.first - 1), self.low(atom.last)
        if atom.kind == "number" and atom.note == "time":
            earlier = self.reader.at(atom.first - 2).kind == "num" and self.low(atom.first - 3) in WHEN
            if self.timed and before in (",", "and") and after in ("(", "["):  # "at 3 months (…), 15 months (…)"
                atom.note = "listed"
                return True
            passed = before in WHEN or (before in ("and", "to", "or", "-") and earlier)
            self.timed = self.timed or passed
            return passed
        if atom.note == "dose" and before == "of" and self.low(atom.first - 2) in ("dose", "doses"):
            return True
        if atom.kind == "number" and atom.note == "dose":
            return self.label is None or after in ("dose", "doses", "group", "arm", "tablets", "capsules")
        if atom.kind == "number" and not atom.unit and (before in _TIME_NAMES or self.listed_time(atom)):
            return True
        if atom.kind == "pair" and not atom.unit and before in _TIME_NAMES:
            return True
        return atom.kind == "percent" and (after in STRENGTH or atom.a.startswith("0.00"))

    def listed_time(self, atom: Atom) -> bool:
        """Say whether a number stands in a list of times: "at weeks 0, 12, and 54"."""
        place = atom.first - 1
        while place > atom.first - _LONG_LIST and self.low(place) in (",", "and", "or"):
            place -= 1
            if self.reader.at(place).kind == "num" and place > 0:
                place -= 1
        numbered = self.reader.at(place - 1).kind == "num"  # "at 3 months, 14.8": the time ends at its unit
        return place < atom.first - 1 and self.low(place) in _TIME_NAMES and not numbered

    def names(self, atom: Atom, position: int) -> bool:
        """Say whether a number is a part of a name with a list of figures behind it: "for VAS 1 (0.1 vs 1.4)"."""
        name, after = self.reader.at(atom.first - 1), self.atoms[position + 1 : position + 3]
        return (
            atom.kind == "number"
            and atom.a.isdecimal()
            and not atom.unit
            and name.kind == "word"
            and len(name.text) > 1
            and name.text.isupper()
            and self.low(atom.last) in ("(", "[")
            and [other.kind for other in after][1:] == ["versus"]
            and after[0].first == atom.last + 1
        )

    def is_count(self, atom: Atom, position: int) -> bool:
        """Say whether "n = 26" is a count, which its percentage behind it shows."""
        after = self.atoms[position + 1] if position + 1 < len(self.atoms) else None
        if after is None or atom.kind != "size" or not atom.a.isdecimal():
            return False
        return self.low(atom.last) in ("(", "[") and after.first == atom.last + 1 and after.kind == "percent"

    def announce(self, atom: Atom) -> None:
        """Keep in mind that intervals or ranges without a name follow, or that spreads are deviations."""
        if atom.note == "interval":
            self.cue, self.level = "interval", atom.a or self.level
        elif atom.note in ("SD", "SE"):
            self.spread_cue = atom.note
        else:
            self.cue = atom.note

    def draft(self, atom: Atom, position: int) -> Draft:
        """Return the draft of a number that begins a figure."""
        draft = Draft(atom.first, atom.last, atom.kind, self.sentence, core_last=atom.last)
        if atom.kind == "percent":
            self.percentage(draft, atom)
        elif atom.kind == "count":
            draft.events, draft.total, draft.sure = int(atom.a), int(atom.b), True
        elif atom.kind == "pair":
            draft.value, draft.high, draft.unit = atom.a, atom.b, atom.unit
            measured = bool(atom.unit) and atom.unit not in ISO and atom.unit.split("/")[0].lower() not in DOSE_UNITS
            draft.sure = measured or (self.label is not None and self.label.note in CENTRES)
        elif atom.kind == "size":
            draft.events, draft.sure = int(atom.a), True
        elif atom.kind == "unreached":
            draft.value, draft.sure = atom.a, self.label is not None and self.label.note == "median"
        else:
            draft.value, draft.unit = atom.a, atom.unit
            self.plain(draft, atom)
        self.name(draft, atom)
        self.compare(draft)
        draft.qualifier = f"{draft.change} {draft.qualifier}".strip()
        return draft

    def percentage(self, draft: Draft, atom: Atom) -> None:
        """Say of a percentage whether it is a share, or a change of something."""
        before, earlier = self.low(atom.first - 1), self.low(atom.first - 2)
        after = self.low(atom.last)
        changed = self.changed_by(atom.first)
        change = after in _CHANGE or (after in ("relative", "risk", "absolute") and self.low(atom.last + 1) in _CHANGE)
        of = (before == "of" and earlier in _CHANGE) or before in _CHANGED
        if changed or change or of or atom.a.startswith(("-", "\N{MINUS SIGN}")):
            draft.value, draft.unit, draft.change = atom.a, "%", changed
        else:
            draft.percent = atom.a
        draft.sure = True

    def changed_by(self, first: int) -> str:
        """Return "reduced by" where a number tells how much something was "reduced in mice by about", else nothing."""
        by = first - 1
        while self.low(by) in _ABOUT:
            by -= 1
        for place in range(by - 1, by - _BEFORE_BY, -1) if self.low(by) == "by" else ():
            if self.low(place) in _CHANGED:
                return f"{self.low(place)} by"
            last = self.drafts[-1] if self.drafts else None
            if last is not None and last.change and place < last.last:
                return last.change  # "reduced A by 68% and B by 12%"
            if self.low(place) in VERBS or self.reader.at(place).kind == "num" or self.low(place) in (";", "."):
                break
        return ""

    def plain(self, draft: Draft, atom: Atom) -> None:
        """Say of a number with or without a unit whether it reports something by itself."""
        if (atom.unit and atom.note not in ("time", "dose")) or (not atom.unit and not atom.a.isdecimal()):
            draft.sure = True
        elif not atom.unit and atom.a.isdecimal() and self.counted(atom.last):
            draft.events, draft.value, draft.sure, draft.kind = int(atom.a), "", True, "people"

    def counted(self, index: int) -> bool:
        """Say whether people or the like are counted here, not a group's size told."""
        for i in range(index, index + 4):
            if self.low(i) in PEOPLE:
                start = i + 1
                break
            if self.reader.at(i).kind != "word":
                return False
        else:
            return False
        alone = self.low(index - 2) in ("(", "[") and self.low(start) in (")", "]")
        if alone or any(self.low(i) in SIZES for i in range(start, start + 5)):
            return False
        return self.low(start - 1) in EVENTS or self.low(index - 2) not in _SIZE_BEFORE

    def name(self, draft: Draft, atom: Atom) -> None:
        """Give a number the measure named before it; a ratio is given to the first number behind its name."""
        label = self.label
        plain = not atom.unit and atom.a.isdecimal()
        people = plain and (self.low(atom.last) in PEOPLE or self.low(atom.first - 1) in ("in", "among", ";"))
        if label is None or people or (self.tokens[atom.first].is_spelt and not atom.unit):
            return
        if label.note in RATIOS | DIFFERENCES:
            if self.ratio(draft, atom, label):
                draft.measure, draft.sure, draft.label, draft.label_last = label.note, True, label.first, label.last
                self.label = None
        elif draft.value and not (draft.percent or draft.events is not None) and atom.first - label.last <= 25:
            draft.sure = True
            if draft.change or self.is_closed(label):
                return
            draft.measure, draft.sure, draft.label, draft.label_last = label.note, True, label.first, label.last

    def is_closed(self, label: Atom) -> bool:
        """Say whether a median was told with its number in a bracket that ended: "(median 47 days) and urea of 20"."""
        if not self.drafts or self.drafts[-1].first < label.last:
            return False
        since = [token.low for token in self.tokens[label.last : self.drafts[-1].last + 2]]
        return since.count(")") > since.count("(")

    def ratio(self, draft: Draft, atom: Atom, label: Atom) -> bool:
        """Say whether a number can be the value of the ratio or difference named before it."""
        if label.note in RATIOS:
            plain = draft.kind == "number" and not draft.unit and draft.value
            return bool(plain) and atom.first - label.last <= 25 and number_of(draft.value) < 1000
        near = atom.first - label.last <= 12
        if draft.percent and near and self.tokens[label.first].low not in ("difference",):
            draft.value, draft.unit, draft.percent = draft.percent, "%", ""
        return near and draft.kind in ("number", "percent") and bool(draft.value)

    def compare(self, draft: Draft) -> None:
        """Note "at least", "≥" and their like before a number; such a number is a threshold, if nothing else tells."""
        before = self.low(draft.first - 1)
        words = _COMPARISONS.get(before) or _LEASTS.get((self.low(draft.first - 2), before), "")
        if before in ("over", "under", "above", "below", "exceeding", "within"):
            words = {"over": "more than", "above": "more than", "exceeding": "more than", "within": "within"}.get(
                before, "less than"
            )
        if before in _ABOUT:
            draft.qualifier = "about"
        closed = self.low(draft.last) == "or" and self.low(draft.last + 1) in OR_MORE
        aimed = any(self.low(i) in ("target", "between", "goal") for i in range(draft.first - 4, draft.first))
        if not words:
            draft.threshold = closed or (aimed and draft.kind == "number")
            return
        draft.qualifier = words
        start = draft.first - (1 if before in _COMPARISONS else 2)
        after = self.low(draft.last)
        shown = after == "of" or (after in ("vs", "versus", ")", "in") and before not in ("≥", "≤"))
        if before not in _COMPARISONS:
            shown = shown or after == "("
        shown = shown and draft.kind in ("percent", "count")
        draft.threshold = not shown or self.low(start - 1) in ("a", "an", "of", "by") or after in _CHANGE

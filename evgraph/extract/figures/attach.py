"""What stands right behind a number attached to it: percentage, total, interval, range, deviation."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from evgraph.extract.figures.atoms import Reader
from evgraph.extract.figures.cursor import Atom
from evgraph.extract.figures.tokens import number_of
from evgraph.extract.figures.words import CENTRES, DIFFERENCES, PARTS, PEOPLE, PERSONS, RATIOS
from evgraph.extract.wordlists import words

_BRACKETS = frozenset("()[]{}")
#: Words that may stand between a value and what belongs to it.
_LIGHT = words(
    "ci with the for of and log rank test adjusted unadjusted stratified sided one two by p value difference "
    "between groups respectively both all month months confidence interval from to sd se mean median range iqr "
    "eyes patients"
)
VERBS = words(
    "was were is are had has have did showed achieved experienced received occurred reported died while whereas but"
)
#: How many tokens may stand between a number and what is attached to it.
_FAR = 40


@dataclass(slots=True)
class Draft:
    """A figure in the making; places are tokens. `sure` where it reports something, whatever stands around it."""

    first: int
    last: int
    kind: str
    sentence: int
    value: str = ""
    unit: str = ""
    measure: str = ""
    events: int | None = None
    total: int | None = None
    percent: str = ""
    interval: Atom | None = None
    range: Atom | None = None
    sd: str = ""
    p: Atom | None = None
    qualifier: str = ""
    change: str = ""
    threshold: bool = False
    sure: bool = False
    label: int = -1
    label_last: int = -1
    time: str = ""
    grade: str = ""
    group: int = -1
    core_last: int = -1
    high: str = ""
    cues: set[str] = field(default_factory=set)


class Attacher:
    """The state of one text: its tokens, its atoms, the drafts made so far, and what was announced."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.tokens = reader.tokens
        self.atoms = reader.atoms()
        self.told = any("interval" in (atom.kind, atom.note) for atom in self.atoms)
        self.drafts: list[Draft] = []
        self.sentence = 0
        self.level = ""
        self.cue = ""
        self.spread_cue = ""
        self.label: Atom | None = None
        self.timed = False

    def attach(self, atom: Atom) -> bool:
        """Give an atom to the figure right before it, if it is part of that figure."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.sentence != self.sentence or atom.first - last.last > _FAR:
            return False
        gap = [token.low for token in self.tokens[last.last : atom.first]]
        handler = {
            "spread": self.attach_spread,
            "interval": self.attach_interval,
            "range": self.attach_range,
            "pair": self.attach_pair,
            "percent": self.attach_percent,
            "count": self.attach_count,
            "size": self.attach_size,
            "number": self.attach_number,
        }.get(atom.kind)
        return handler is not None and handler(last, atom, gap)

    def extend(self, draft: Draft, atom: Atom) -> bool:
        """Let a figure reach over an atom and the bracket that closes behind it."""
        draft.last = atom.last
        if self.low(atom.last) in PERSONS and self.low(atom.last + 1) in (")", "]"):
            draft.last += 1
        opened = sum(token.low in "([{" for token in self.tokens[draft.core_last : atom.last])
        closed = sum(token.low in ")]}" for token in self.tokens[draft.core_last : atom.last])
        while opened > closed and self.low(draft.last) in (")", "]"):
            draft.last, closed = draft.last + 1, closed + 1
        return True

    def attach_spread(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach "± 2.2", "(SD 2.2)"; a standard error is no deviation and is not kept as one."""
        if len([word for word in gap if word not in _BRACKETS and word != ","]) > 3 or draft.sd:
            return False
        if self.low(atom.last) in ("(", "[") and self.low(atom.last + 1) in ("se", "sem"):
            atom.note = "SE"
        if atom.note != "SE" and not (atom.note == "" and self.spread_cue == "SE"):
            draft.sd = atom.a
        if draft.percent and draft.sd:
            draft.value, draft.unit, draft.percent = draft.percent, "%", ""
        if draft.kind == "people":
            draft.value, draft.events, draft.kind = str(draft.events), None, "number"
        draft.unit, draft.sure = draft.unit or atom.unit, True
        if not draft.unit and self.low(draft.first - 1) == "(" and self.low(atom.last) == ")":
            draft.unit, last = self.reader.unit(atom.last + 1)
            if draft.unit:
                draft.first, atom.last = draft.first - 1, last
        elif not draft.unit:
            draft.unit, atom.last = self.reader.unit(
                atom.last + (self.low(atom.last) in (")", "]") and bool(_BRACKETS & set(gap)))
            )
        return self.extend(draft, atom)

    def attach_interval(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach a confidence interval."""
        if draft.interval is not None or not self.light(gap, 6):
            return False
        draft.interval, draft.sure = atom, True
        self.level, self.cue = atom.note or self.level, "interval"
        return self.extend(draft, atom)

    def attach_range(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach a range; a number with one is a median or mean of something."""
        if draft.range is not None or not self.light(gap, 4) or "dose" in gap:
            return False
        draft.range, draft.sure, self.cue = atom, draft.sure or bool(draft.value), atom.note
        draft.unit = draft.unit or atom.unit
        return self.extend(draft, atom)

    def attach_pair(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach two ends in brackets by what the value is: an interval of a ratio or share, a range of a median."""
        if (
            not gap
            or (gap[-1] not in ("(", "[", ";") and not (gap == [","] and draft.measure in RATIOS))
            or (len(gap) > 1 and gap[0] != ")")
        ):
            return False
        if draft.interval or draft.range or atom.unit in ("mg", "mm"):
            return False
        if draft.measure in RATIOS | DIFFERENCES or (
            self.cue == "interval" and (draft.value or draft.percent or draft.total)
        ):
            draft.interval = Atom("interval", atom.first, atom.last, atom.a, atom.b, atom.unit, self.level)
        elif draft.percent and self.told and number_of(atom.a) <= number_of(draft.percent) <= number_of(atom.b):
            # "17.1% (10.8-27.1)" in a text that tells of confidence intervals; the level is not told here
            draft.interval = Atom("interval", atom.first, atom.last, atom.a, atom.b, atom.unit)
        elif draft.value and (draft.measure in CENTRES or self.cue.endswith("range") or self.surrounds(draft, atom)):
            kind = self.cue if self.cue.endswith("range") else "not stated"
            draft.range = Atom("range", atom.first, atom.last, atom.a, atom.b, atom.unit, kind)
        else:
            return False
        draft.sure = True
        self.extend(draft, atom)
        if not draft.unit:
            draft.unit, draft.last = self.reader.unit(draft.last)
        return True

    def surrounds(self, draft: Draft, atom: Atom) -> bool:
        """Say whether a plain number lies between the two ends in the bracket behind it."""
        if draft.kind != "number" or not draft.value[:1].isdigit():
            return False
        return number_of(atom.a) <= number_of(draft.value) <= number_of(atom.b)

    def attach_percent(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach the percentage of a count: "16 (73%)", "16 of 22 patients (73%)", "72 of 207, 34.8%"."""
        if draft.percent or draft.interval:
            return False
        events = draft.events if draft.events is not None else int(draft.value) if draft.value.isdecimal() else None
        if events is None or draft.unit:
            if (
                draft.unit
                and draft.value
                and gap in (["("], ["["])
                and self.low(atom.last) in (")", "]")
                and draft.measure not in RATIOS
            ):
                return self.extend(draft, atom)
            return False
        tight = gap in (["("], ["["], [","]) or (
            1 < len(gap) <= 4
            and gap[-1] in ("(", "[")
            and all(w.isalpha() for w in gap[:-1])
            and (gap[-2] in PEOPLE or (gap[-2].endswith("s") and gap[-2] not in PARTS))
        )
        if not tight and not (gap[-1:] in (["("], ["["]) and draft.total and self.closes(events, draft.total, atom.a)):
            return False
        if (
            gap == [","]
            and not draft.total
            and not (self.low(draft.first - 1) == "(" and self.low(atom.last) in (")", ",", ";"))
        ):
            return False
        draft.events, draft.value, draft.percent, draft.sure = events, "", atom.a, True
        return self.extend(draft, atom)

    def attach_count(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach the count of a percentage: "73% (16/22)", "73% (16 of 22)"."""
        if not draft.percent or draft.events is not None or gap not in (["("], ["["], [";"], [","], [",", "("]):
            return False
        if not self.closes(int(atom.a), int(atom.b), draft.percent):
            return False
        draft.events, draft.total = int(atom.a), int(atom.b)
        return self.extend(draft, atom)

    def attach_size(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach "(n = 16)" behind a percentage: the count, if it is one."""
        if not draft.percent or draft.events is not None or gap not in (["("], ["["], [";"], [","]):
            return False
        draft.events = int(atom.a.replace(",", "")) if atom.a.replace(",", "").isdecimal() else None
        return self.extend(draft, atom)

    def attach_number(self, draft: Draft, atom: Atom, gap: list[str]) -> bool:
        """Attach the total of "16 (73%) of 22 patients" and the deviation of "13.7 (2.2)"."""
        words = [word for word in gap if word not in ("the", "all", "patients", "enrolled", "evaluable", ")")]
        if (
            draft.percent
            and draft.events is not None
            and draft.total is None
            and words == ["of"]
            and atom.a.isdecimal()
        ):
            if self.closes(draft.events, int(atom.a), draft.percent):
                draft.total = int(atom.a)
                return self.extend(draft, atom)
            return False
        bracket = gap in (["("], ["["]) and self.low(atom.last) in (")", "]")
        if bracket and draft.percent and draft.events is None and atom.a.isdecimal() and not atom.unit:
            draft.events = int(atom.a)
            return self.extend(draft, atom)
        if (
            not bracket
            or not draft.value
            or draft.measure in RATIOS
            or (draft.unit == "" and atom.a.isdecimal() and "." not in draft.value)
        ):
            return False
        if self.spread_cue == "SD" or False:
            draft.sd = atom.a
        elif draft.measure not in CENTRES and not draft.unit and "." not in atom.a:
            return False
        draft.sure = True
        self.extend(draft, atom)
        if not draft.unit:
            draft.unit, draft.last = self.reader.unit(draft.last)
        return True

    def closes(self, events: int, total: int, percent: str) -> bool:
        """Say whether a count and a percentage can be the same figure, one unit of the last digit allowed."""
        value = number_of(percent)
        exponent = value.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return abs(Decimal(100 * events) / total - value) <= step * Decimal("1.01")

    def light(self, gap: list[str], limit: int) -> bool:
        """Say whether only brackets, commas and words without a statement stand between two atoms."""
        words = [
            word for word in gap if word not in _BRACKETS and word not in (",", ";", ":", "-", "%", "+", "=", ".", "–")
        ]
        return len([word for word in words if word not in _LIGHT]) <= limit and not any(word in VERBS for word in words)

    def low(self, index: int) -> str:
        """Return a token in lower case."""
        return self.reader.at(index).low

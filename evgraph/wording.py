"""Records in words: figures as printed, claims in one line. What is shown is put together here and nowhere else.

Only what a record holds is said: no rounding, no computed percentage, no level of an interval that the
source does not state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evgraph.model import (
    Claim,
    Corpus,
    Effect,
    EffectEstimate,
    Interval,
    Kind,
    Proposition,
    PValue,
    Registration,
    Review,
)

#: From concept IRI to its label.
Labeller = Callable[[str], str]

#: Ordinary words for people: a text begins a sentence or a title with them, and their capital is that of the place.
_PEOPLE = re.compile(
    r"(?:Adolescents|Adults|Children|Individuals|Infants|Men|Neonates|Newborns|Participants|Patients|People|Persons"
    r"|Subjects|Survivors|Volunteers|Women)(?=\s|$)"
)
_UNITS = {"mo": "months", "wk": "weeks", "d": "days", "a": "years", "%": "%", "fold": "-fold"}


def join(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> join(["a", "b", "c"]), join(["a", "b"], "or")
    ('a, b and c', 'a or b')
    """
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "claim"), count(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def inside(words: str) -> str:
    """Return the words for people as they stand within a sentence; what may be a name keeps its capital.

    >>> inside("Patients with sprains"), inside("MEN study cohort"), inside("Women's Health cohort")
    ('patients with sprains', 'MEN study cohort', "Women's Health cohort")
    """
    return words[0].lower() + words[1:] if _PEOPLE.match(words) else words


def kind_text(kind: str) -> str:
    """Return the class of a concept in words.

    >>> kind_text("AdverseEvent")
    'adverse event'
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims a corpus holds, by who stands for them: a curator, a person who accepted them, nobody yet."""

    curated: int
    unverified: int
    accepted: int
    mined: int

    @classmethod
    def of(cls, corpus: Corpus) -> Tally:
        """Count; what a person rejected is not counted, `unverified` are among the curated ones."""
        curated = [claim.review for file in corpus.curated for claim in file.claims]
        found = [claim.review for file in corpus.mined for claim in file.claims]
        unverified = curated.count(Review.UNVERIFIED)
        return cls(len(curated), unverified, found.count(Review.ACCEPTED), found.count(Review.MINED))

    @property
    def found(self) -> int:
        """How many the program found in texts, accepted or not."""
        return self.accepted + self.mined

    def __str__(self) -> str:
        """Return the counts in words.

        >>> str(Tally(0, 0, 0, 48)), str(Tally(1, 0, 2, 46))
        ('0 curated claims and 48 mined from texts', '1 curated claim, 2 accepted by a person and 46 mined from texts')
        """
        accepted = [f"{self.accepted} accepted by a person"] if self.accepted else []
        mined = [f"{self.mined} mined from texts"] if self.mined else []
        return join([count(self.curated, "curated claim"), *accepted, *mined])


def figure_text(estimate: EffectEstimate, label: Labeller = str, *, measure: bool = True) -> str:
    """Return the figures of an estimate in one line, in the journal's order; `measure` False leaves its name out.

    >>> from evgraph.model import Figure
    >>> figure_text(EffectEstimate(events=16, total=20, percent=Figure("80")))
    '16/20 (80 %)'
    >>> ci = Interval(Figure("0.55"), Figure("0.93"), Figure("95"))
    >>> figure_text(EffectEstimate("HR", Figure("0.71"), interval=ci, p=PValue(Figure("0.01"))))
    'HR 0.71 (95 % CI 0.55–0.93; P = 0.01)'
    """
    head, details = _parts(estimate, label if measure else None)
    if not head:
        return "; ".join(details)
    return f"{head} ({'; '.join(details)})" if details else head


def flat_figure_text(estimate: EffectEstimate, label: Labeller = str) -> str:
    """Return the same without brackets, to stand within brackets.

    >>> from evgraph.model import Figure
    >>> flat_figure_text(EffectEstimate("HR", Figure("0.71"), p=PValue(Figure("0.01"))))
    'HR 0.71, P = 0.01'
    """
    head, details = _parts(estimate, label)
    return ", ".join(part for part in (head, *details) if part)


def _parts(estimate: EffectEstimate, label: Labeller | None) -> tuple[str, list[str]]:
    """Return what leads (counts, value) and what follows in brackets (percentage of counts, interval, P)."""
    percent = f"{estimate.percent.text} %" if estimate.percent else ""
    share, aside = "", ""
    if estimate.events is not None:
        events = estimate.events
        share = f"{events}/{estimate.total}" if estimate.total is not None else count(events, "patient")
        aside = percent
    elif percent:
        share = percent + (f" of {estimate.total}" if estimate.total is not None else "")
    elif estimate.total is not None:
        aside = f"n = {estimate.total}"
    heads = (estimate.qualifier, _value(estimate, label), share)
    spread = _interval(estimate.range, estimate.range_kind or "range")
    details = (aside, _interval(estimate.interval, "CI"), spread, _p_value(estimate.p))
    return " ".join(part for part in heads if part), [part for part in details if part]


def _value(estimate: EffectEstimate, label: Labeller | None) -> str:
    if estimate.value is None:
        return ""
    # "not reached" has no unit.
    unit = _UNITS.get(estimate.unit or "", estimate.unit or "") if estimate.value.value is not None else ""
    spread = f" ± {estimate.sd.text}" if estimate.sd else ""
    number = estimate.value.text + spread + (unit if unit.startswith("-") else f" {unit}" if unit else "")
    measure = label(estimate.measure) if label is not None and estimate.measure else ""
    return f"{measure} {number}".strip()


def _interval(interval: Interval | None, word: str) -> str:
    if interval is None:
        return ""
    level = f"{interval.level.text} % " if interval.level else ""
    dash = " to " if interval.lower.text.startswith("-") or not interval.upper.text[:1].isdigit() else "–"
    return f"{level}{word} {interval.lower.text}{dash}{interval.upper.text}"


def _p_value(p: PValue | None) -> str:
    return f"{p.sided + ' ' if p.sided else ''}P {p.operator} {p.value.text}" if p else ""


def duration_text(duration: str) -> str:
    """Return an ISO 8601 duration in words.

    >>> duration_text("P6M"), duration_text("P2Y")
    ('6 months', '2 years')
    >>> duration_text("PT30M")
    '30 minutes'
    """
    names = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    number, words = "", []
    for sign in duration.lstrip("P"):
        if sign == "T":
            names = {"H": "hour", "M": "minute", "S": "second"}
        elif sign.isdigit() or sign == ".":
            number += sign
        else:
            words.append(f"{number} {names[sign]}{'' if number == '1' else 's'}")
            number = ""
    return join(words)


@dataclass(frozen=True, slots=True)
class Names:
    """What to call the group behind a claim: the arm's and the population's own names, where they have one."""

    arm: str | None = None
    versus: str | None = None
    population: str | None = None


def proposition_text(proposition: Proposition, label: Labeller, names: Names | None = None) -> str:
    """Return what is claimed, without who claims it and without the figures."""
    names = names or Names()
    agents = names.arm or " + ".join(label(iri) for iri in proposition.agents)
    versus = names.versus or " + ".join(label(iri) for iri in proposition.comparators)
    # What a claim is about need not be said again as where it was seen.
    groups = [label(iri) for iri in proposition.population if iri not in proposition.outcomes]
    who = inside(names.population or ", ".join(groups))
    outcomes = join(label(iri) for iri in proposition.outcomes)
    if proposition.kind is Kind.MECHANISM:
        aspect = aspect_text(label(proposition.aspect)) + " " if proposition.aspect else ""
        acting = " + ".join(label(iri) for iri in proposition.agents)
        text = f"{acting} {proposition.effect or Effect.AFFECTS} {aspect}{outcomes}"
    elif proposition.kind is Kind.TRANSITION:
        after = f"after {label(proposition.after)}" if proposition.after else "next"
        text = f"{' + '.join(label(i) for i in proposition.outcomes)} {after}{f' with {agents}' if agents else ''}"
    else:
        grade = f" (grade {proposition.grade.replace('>=', '≥')})" if proposition.grade else ""
        when = f" at {duration_text(proposition.time_point)}" if proposition.time_point else ""
        text = f"{outcomes}{grade}{when}" + (f" with {agents}" if agents else "")
    return text + (f" versus {versus}" if versus else "") + (f" in {who}" if who else "")


def aspect_text(name: str) -> str:
    """Return an aspect with the preposition it takes.

    >>> aspect_text("expression"), aspect_text("sensitivity")
    ('expression of', 'sensitivity to')
    """
    word = "to" if name.endswith(("sensitivity", "resistance")) else "with" if name.endswith("synergy") else "of"
    return f"{name} {word}"


def claim_label(claim: Claim, label: Labeller, names: Names | None = None) -> str:
    """Return a claim in one line: what, with what, in whom, with which figures."""
    if claim.proposition.kind is Kind.CONCLUSION and claim.statement:
        return claim.statement
    estimate = claim.evidence.estimate
    told = claim.evidence.contrast.value if claim.evidence.contrast else ""
    figures = ", ".join(part for part in (told, figure_text(estimate, label) if estimate else "") if part)
    text = proposition_text(claim.proposition, label, names)
    return f"{text}: {figures}" if figures else text


def registration_text(told: Registration) -> str:
    """Return what a registry says of a trial in one line, in its words.

    >>> registration_text(Registration("NCT00000001", "clinicaltrials", "", "2026-01-02T00:00:00Z", phases=("PHASE2",)))
    'NCT00000001: PHASE2 (clinicaltrials, asked 2026-01-02)'
    """
    kind = f", {told.enrolment_kind}" if told.enrolment_kind else ""
    figures = f", {count(len(told.figures), 'figure')}" if told.figures else ""
    parts = (
        *told.phases,
        told.status,
        f"enrolment {told.enrolment}{kind}" if told.enrolment is not None else "",
        f"arms: {' | '.join(told.arms)}" if told.arms else "",
        f"results posted{figures}" if told.has_results else "",
    )
    said = "; ".join(part for part in parts if part) or "nothing more"
    return f"{told.registry}: {said} ({told.service}, asked {told.date[:10]})"

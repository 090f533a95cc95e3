"""Curated claims beside mined ones: where both state the same of the same group, whether their figures agree.

Both stay in the graph. A curated claim whose figures stand in a text that the program holds is marked as verified, with
the place. Nothing is merged, and a figure of one is never written into the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from evgraph.lexicon import Lexicon
from evgraph.model import (
    Agreement,
    Claim,
    Corpus,
    Document,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Kind,
    Meeting,
    Review,
    Span,
    Standing,
)

_ABOUT_OTHERS = {Standing.NEGATED, Standing.BACKGROUND}


def meet(corpus: Corpus, lexicon: Lexicon) -> Corpus:
    """Return the corpus with curated claims verified where a text bears them out, and with every meeting of claims."""
    mined = {file.reference: file for file in corpus.mined}
    texts = {(text.reference, text.part): text for text in corpus.documents}
    meetings: list[Meeting] = []
    curated = []
    for file in corpus.curated:
        other = mined.get(file.reference)
        if other is None:
            curated.append(file)
            continue
        met = list(_meetings(file, other, lexicon))
        meetings += met
        claims = tuple(_verified(claim, file, other, met, texts, lexicon) for claim in file.claims)
        curated.append(replace(file, claims=claims))
    return replace(corpus, curated=tuple(curated), meetings=tuple(meetings))


def _meetings(file: Findings, mined: Findings, lexicon: Lexicon) -> Iterator[Meeting]:
    """Yield the best meeting of each curated claim: one that agrees, else one that differs."""
    for claim in file.claims:
        found = []
        for other in mined.claims:
            if not states_the_same(claim, other, _given(claim, file), lexicon):
                continue
            agreement, detail = compare(claim.evidence.estimate, other.evidence.estimate)
            found.append(Meeting(file.reference, claim.key, other.key, agreement, detail))
        agreeing = [one for one in found if one.agreement is Agreement.AGREE]
        others = [one for one in found if one.agreement is Agreement.DIFFER] or found
        # A text may tell a figure of each group; that one of them is another figure is no difference.
        yield from (agreeing or others)[:1] if agreeing or len(others) == 1 else ()


def _given(claim: Claim, file: Findings) -> tuple[str, ...]:
    """Return the drugs that a claim is about: those on trial where the arm names them."""
    arm = next((arm for arm in file.arms if arm.key == claim.evidence.arm), None)
    return (arm.experimental or arm.interventions) if arm else claim.proposition.agents


def states_the_same(claim: Claim, other: Claim, given: Iterable[str], lexicon: Lexicon) -> bool:
    """Say whether two claims are of one kind, on the same outcome, agents, comparators, time and grade.

    Concepts meet where they are the same or one is above the other; what only one of two claims says keeps them apart
    nowhere but in a comparison, which needs its comparator. What a person rejected, and what a sentence negates or
    tells of other work, states nothing of this one.
    """
    ours, theirs = claim.proposition, other.proposition
    if other.review is Review.REJECTED or claim.direction is not other.direction or _ABOUT_OTHERS & set(other.standing):
        return False
    if ours.kind is not theirs.kind or ours.effect is not theirs.effect:
        return False
    if (ours.time_point or theirs.time_point) and ours.time_point != theirs.time_point:
        return False
    if ours.grade != theirs.grade or ours.after != theirs.after:
        return False
    pairs = [(tuple(given), theirs.agents)]
    if ours.kind is Kind.COMPARISON:
        pairs.append((ours.comparators, theirs.comparators))
    if not _related(ours.outcomes, theirs.outcomes, lexicon):
        return False
    return all(not a or not b or _related(a, b, lexicon) for a, b in pairs)


def _related(ours: Iterable[str], theirs: Iterable[str], lexicon: Lexicon) -> bool:
    others = set(theirs)
    for iri in ours:
        if iri in others:
            return True
        if iri in lexicon.concepts and others & set(lexicon.ancestors(iri)):
            return True
    mine = set(ours)
    return any(iri in lexicon.concepts and mine & set(lexicon.ancestors(iri)) for iri in others)


def compare(ours: EffectEstimate | None, theirs: EffectEstimate | None) -> tuple[Agreement, str]:
    """Compare the figures that both estimates hold, as numbers; what only one of them holds decides nothing.

    >>> compare(EffectEstimate(events=16, total=22), EffectEstimate(events=16, total=22, percent=Figure("73")))
    (<Agreement.AGREE: 'agree'>, 'n 16; N 22')
    >>> compare(EffectEstimate(percent=Figure("73")), EffectEstimate(percent=Figure("78")))
    (<Agreement.DIFFER: 'differ'>, '% 73 and 78')
    """
    a, b = numbers_of(ours), numbers_of(theirs)
    shared = [name for name in a if name in b and name not in _apart(ours, theirs)]
    different = [name for name in shared if not _equal(a[name], b[name])]
    if different:
        return Agreement.DIFFER, "; ".join(f"{name} {a[name]} and {b[name]}" for name in different)
    if shared and any(name in {"n", "%", "value"} for name in shared):
        return Agreement.AGREE, "; ".join(f"{name} {a[name]}" for name in shared)
    return Agreement.OPEN, ""


def _apart(ours: EffectEstimate | None, theirs: EffectEstimate | None) -> frozenset[str]:
    """Name the figures that cannot be compared: values of two measures or units, P values with two operators."""
    if ours is None or theirs is None:
        return frozenset()
    units = [(ours.measure, theirs.measure), (ours.unit, theirs.unit)]
    other_value = any(a is not None and b is not None and a != b for a, b in units)
    other_p = ours.p is not None and theirs.p is not None and ours.p.operator != theirs.p.operator
    return frozenset({"value", "CI lower", "CI upper"} if other_value else ()) | ({"P"} if other_p else set())


def numbers_of(estimate: EffectEstimate | None) -> dict[str, Decimal | str]:
    """Return the figures of an estimate by a short name; words such as "not reached" are figures too."""
    if estimate is None:
        return {}
    interval, p = estimate.interval, estimate.p
    figures: dict[str, Figure | None] = {
        "n": Figure(str(estimate.events)) if estimate.events is not None else None,
        "N": Figure(str(estimate.total)) if estimate.total is not None else None,
        "%": estimate.percent,
        "value": estimate.value,
        "CI lower": interval.lower if interval else None,
        "CI upper": interval.upper if interval else None,
        "P": p.value if p else None,
    }
    return {
        name: figure.value if figure.value is not None else figure.text for name, figure in figures.items() if figure
    }


def _equal(a: Decimal | str, b: Decimal | str) -> bool:
    """Say whether two figures are one number, rounded to the coarser of the two where one is printed with less."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    places = max(a.as_tuple().exponent, b.as_tuple().exponent)
    return abs(a - b) * 2 <= Decimal(1).scaleb(int(places)) if a != b else True


def _verified(
    claim: Claim,
    file: Findings,
    mined: Findings,
    meetings: Iterable[Meeting],
    texts: Mapping[tuple[str, str], Document],
    lexicon: Lexicon,
) -> Claim:
    """Mark a claim that a curator read as verified where the text holds all its figures, with the words."""
    if claim.review is not Review.READ or claim.evidence.span is not None or claim.evidence.estimate is None:
        return claim
    agreeing = {one.mined for one in meetings if one.curated == claim.key and one.agreement is Agreement.AGREE}
    met = [other.evidence for other in mined.claims if other.key in agreeing and _holds(other.evidence, claim)]
    evidence = met[0] if met else _in_text(claim, file, mined, lexicon)
    if evidence is None or evidence.span is None or evidence.part is None:
        return claim
    words = evidence.span.of(texts[claim.reference, evidence.part].text)
    found = replace(claim.evidence, quote=words, span=evidence.span, figure=evidence.figure, part=evidence.part)
    return replace(claim, evidence=found, review=Review.VERIFIED)


def _holds(evidence: Evidence, claim: Claim) -> bool:
    """Say whether a text states every figure of a claim, where the curator rounded as the text does or less."""
    ours, theirs = claim.evidence.estimate, evidence.estimate
    wanted, there = numbers_of(ours), numbers_of(theirs)
    if _apart(ours, theirs) & wanted.keys():
        return False
    return all(name in there and _equal(number, there[name]) for name, number in wanted.items())


def _in_text(claim: Claim, file: Findings, mined: Findings, lexicon: Lexicon) -> Evidence | None:
    """Return where the text states the same figures, of which there must be two: one number alone may be a chance."""
    if len(numbers_of(claim.evidence.estimate)) < 2:
        return None
    places: dict[Span, Evidence] = {}
    for other in mined.claims:
        span = other.evidence.figure or other.evidence.span
        if span and _holds(other.evidence, claim) and _may_be(claim, _given(claim, file), other, lexicon):
            places.setdefault(span, other.evidence)
    for figure in mined.unattached:
        words = Evidence((), estimate=figure.estimate, span=figure.span, figure=figure.span, part=figure.part)
        if _holds(words, claim):
            places.setdefault(figure.span, words)
    return next(iter(places.values())) if len(places) == 1 else None


def _may_be(claim: Claim, given: Iterable[str], other: Claim, lexicon: Lexicon) -> bool:
    """Say whether the figures of a mined claim may be those of a curated one: not where they tell of something else.

    What a text names and no vocabulary holds may be the same thing in other words.
    """
    if other.review is Review.REJECTED or _ABOUT_OTHERS & set(other.standing):
        return False
    ours, theirs = claim.proposition, other.proposition
    for one, two in ((ours.outcomes, theirs.outcomes), (tuple(given), theirs.agents)):
        known = bool(one) and bool(two) and all(iri in lexicon.concepts for iri in (*one, *two))
        if known and not _related(one, two, lexicon):
            return False
    return True

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
)


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
        curated.append(replace(file, claims=tuple(_verified(claim, other, met, texts) for claim in file.claims)))
    return replace(corpus, curated=tuple(curated), meetings=tuple(meetings))


def _meetings(file: Findings, mined: Findings, lexicon: Lexicon) -> Iterator[Meeting]:
    """Yield the best meeting of each curated claim: one that agrees, else one that differs."""
    experimental = {arm.key: arm.experimental or arm.interventions for arm in file.arms}
    for claim in file.claims:
        given = experimental.get(claim.evidence.arm or "", claim.proposition.agents)
        found = []
        for other in mined.claims:
            if not states_the_same(claim, other, given, lexicon):
                continue
            agreement, detail = compare(claim.evidence.estimate, other.evidence.estimate)
            found.append(Meeting(file.reference, claim.key, other.key, agreement, detail))
        agreeing = [one for one in found if one.agreement is Agreement.AGREE]
        # A text may tell a figure of each group; that one of them is another figure is no difference.
        yield from (agreeing or found)[:1] if agreeing or len(found) == 1 else ()


def states_the_same(claim: Claim, other: Claim, given: Iterable[str], lexicon: Lexicon) -> bool:
    """Say whether two claims are of one kind, on the same outcome, agents, comparators, time and grade.

    Concepts meet where they are the same or one is above the other; what only one of two claims says keeps them apart
    nowhere but in a comparison, which needs its comparator.
    """
    ours, theirs = claim.proposition, other.proposition
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
    shared = [name for name in a if name in b]
    different = [name for name in shared if not _equal(a[name], b[name])]
    if different:
        return Agreement.DIFFER, "; ".join(f"{name} {a[name]} and {b[name]}" for name in different)
    if shared and any(name in {"n", "%", "value"} for name in shared):
        return Agreement.AGREE, "; ".join(f"{name} {a[name]}" for name in shared)
    return Agreement.OPEN, ""


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
    claim: Claim, mined: Findings, meetings: Iterable[Meeting], texts: Mapping[tuple[str, str], Document]
) -> Claim:
    """Mark a claim that a curator read as verified where the text holds its figures, with the words."""
    if claim.review is not Review.READ or claim.evidence.span is not None or claim.evidence.estimate is None:
        return claim
    by_key = {other.key: other for other in mined.claims}
    agreeing = [one.mined for one in meetings if one.curated == claim.key and one.agreement is Agreement.AGREE]
    evidence = by_key[agreeing[0]].evidence if agreeing else _in_text(claim.evidence.estimate, mined)
    if evidence is None or evidence.span is None or evidence.part is None:
        return claim
    words = evidence.span.of(texts[claim.reference, evidence.part].text)
    found = replace(claim.evidence, quote=words, span=evidence.span, figure=evidence.figure, part=evidence.part)
    return replace(claim, evidence=found, review=Review.VERIFIED)


def _in_text(estimate: EffectEstimate, mined: Findings) -> Evidence | None:
    """Return where the text states the same figures, of which there must be two: one number alone may be a chance."""
    wanted = numbers_of(estimate)
    if len(wanted) < 2:
        return None
    places: dict[Span, Evidence] = {}
    for claim in mined.claims:
        span = claim.evidence.figure or claim.evidence.span
        if span and numbers_of(claim.evidence.estimate).items() >= wanted.items():
            places.setdefault(span, claim.evidence)
    for figure in mined.unattached:
        if numbers_of(figure.estimate).items() >= wanted.items():
            places.setdefault(figure.span, Evidence((), span=figure.span, figure=figure.span, part=figure.part))
    return next(iter(places.values())) if len(places) == 1 else None

"""Results and comparisons to sentences: both arms of a trial and how they compare in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evgraph.model import Claim, Kind
from evgraph.sentences.writer import Sentence, Writer, adds, finish
from evgraph.wording import figure_text, flat_figure_text, join


def result_sentences(writer: Writer, wanted: Callable[[Claim], bool]) -> list[Sentence]:
    """Return a sentence for each outcome, group and time of a work: both arms and their comparison in one."""
    units: dict[tuple[object, ...], list[Claim]] = {}
    for claim in writer.claims:
        proposition = claim.proposition
        if proposition.kind in {Kind.RESULT, Kind.COMPARISON} and wanted(claim):
            unit = (claim.reference, proposition.outcomes, proposition.grade, proposition.time_point, claim.study)
            units.setdefault(unit, []).append(claim)
    sentences = [_result(writer, *told) for claims in units.values() for told in _together(writer, claims)]
    return sorted(sentences, key=lambda sentence: sentence.order)


def _together(writer: Writer, claims: list[Claim]) -> list[tuple[list[Claim], list[Claim]]]:
    """Split the claims on one outcome into (arm results, comparisons) that can stand in one sentence.

    Arms go together where they are of the same group, or of two parts of one group, and measured alike. Two figures
    for one arm (two cut-offs, two sources) are two statements, never one.
    """
    results = [claim for claim in claims if claim.proposition.kind is Kind.RESULT]
    buckets: dict[object, list[Claim]] = {}
    for claim in results:
        # Words without a figure stand for themselves; the key of the claim keeps them apart.
        alone = claim.key if claim.evidence.estimate is None else ""
        buckets.setdefault((_measured(claim), claim.evidence.population, alone), []).append(claim)
    wholes: dict[object, list[object]] = {}
    for key, members in buckets.items():
        population = writer.population(members[0])
        figure = members[0].evidence.estimate
        if population is not None and population.part_of and len(members) == 1 and figure is not None:
            wholes.setdefault((_measured(members[0]), population.part_of, ""), []).append(key)
    for whole, parts in wholes.items():
        joined = [claim for part in parts for claim in buckets[part]]
        if len(parts) > 1 and _distinct(joined) and whole not in buckets:
            for part in parts:
                del buckets[part]
            buckets[whole] = joined
    split = [[c] for members in buckets.values() if not _distinct(members) for c in members]
    whole_groups = [members for members in buckets.values() if _distinct(members)]
    return _compared(writer, [*whole_groups, *split], [c for c in claims if c not in results])


def _compared(
    writer: Writer, groups: list[list[Claim]], comparisons: list[Claim]
) -> list[tuple[list[Claim], list[Claim]]]:
    """Put each comparison beside the two arms it compares, or let it stand alone."""
    told: list[tuple[list[Claim], list[Claim]]] = [(group, []) for group in groups]
    for comparison in comparisons:
        arms = {comparison.evidence.arm, comparison.evidence.comparator_arm}
        for group, beside in told:
            same = {claim.evidence.arm for claim in group} == arms
            if same and comparison.evidence.population in {*_groups(writer, group)}:
                beside.append(comparison)
                break
        else:
            told.append(([], [comparison]))
    return told


def _groups(writer: Writer, claims: list[Claim]) -> Iterable[str | None]:
    for claim in claims:
        population = writer.population(claim)
        yield from (claim.evidence.population, population.part_of if population else None)


def _measured(claim: Claim) -> tuple[object, ...]:
    estimate = claim.evidence.estimate
    return (estimate.measure, estimate.unit, estimate.value is None) if estimate else (None, None, None)


def _distinct(claims: list[Claim]) -> bool:
    arms = [claim.evidence.arm for claim in claims]
    return len(set(arms)) == len(arms)


def _result(writer: Writer, results: list[Claim], comparisons: list[Claim]) -> Sentence:
    ordered = sorted(results, key=lambda claim: (_is_comparator(writer, claim), claim.key))
    claims = (*ordered, *comparisons)
    first = claims[0]
    where = _where(writer, ordered or comparisons)
    compared = "; ".join(
        flat_figure_text(c.evidence.estimate, writer.label) for c in comparisons if c.evidence.estimate
    )
    said = list(dict.fromkeys(claim.statement.rstrip(".") for claim in claims if claim.statement))
    text = ""
    if ordered and (first.evidence.estimate is not None or not said):
        verb = "was reported in" if _is_share(first) else "was"
        text = f"{writer.outcome(first)}{where} {verb} {join(_told(writer, claim) for claim in ordered)}"
        text += f" ({compared})" if compared else ""
    elif compared or not said:
        keys = (first.evidence.arm, first.evidence.comparator_arm)
        arms = [arm.label for key in keys if (arm := writer.arm(first, key))]
        text = f"{writer.outcome(first)}{where}{f', {arms[0]} versus {arms[1]}' if len(arms) == 2 else ''}"
        told = {claim.evidence.contrast.value for claim in comparisons if claim.evidence.contrast}
        text += f": {', '.join([*told, compared]) if len(told) == 1 else compared or 'compared without figures'}"
    more = [statement for statement in said if not text or adds(statement, text)]
    text = ". ".join([*([text[0].upper() + text[1:]] if text else []), *more])
    return Sentence(writer.drugs(first), writer.setting(first), finish(text, [writer.caveat(claims)]), claims)


def _where(writer: Writer, claims: list[Claim]) -> str:
    """Return " in …" for the group the figures are of; for parts of one group, by the name of the whole."""
    groups = [group for claim in claims if (group := writer.population(claim))]
    labels = {group.label for group in groups}
    if len(labels) > 1:
        wholes = {group.part_of for group in groups}
        everyone = writer.files[claims[0].reference].populations
        labels = {group.label for group in everyone if group.key in wholes} if len(wholes) == 1 else set()
    return f" in {labels.pop()}" if len(labels) == 1 else ""


def _is_comparator(writer: Writer, claim: Claim) -> bool:
    arm = writer.arm(claim)
    return arm is not None and arm.role.value == "comparator"


def _is_share(claim: Claim) -> bool:
    """Say whether the figure counts patients; a survival rate is an estimate and counts nobody."""
    estimate = claim.evidence.estimate
    rate = estimate is not None and (estimate.measure or "").endswith("/survival-rate")
    return estimate is not None and estimate.value is None and not rate


def _told(writer: Writer, claim: Claim) -> str:
    """Return "16/20 (80 %) with bortezomib and VXLD"."""
    estimate, arm = claim.evidence.estimate, writer.arm(claim)
    given = arm.label if arm else " + ".join(writer.label(iri) for iri in claim.proposition.agents)
    figures = figure_text(estimate, writer.label, measure=False) if estimate else "reported without figures"
    return figures + (f" with {given}" if given else "")

"""Claims to sentences. A sentence is only ever made from claims, so that no number can point at nothing.

Claims of one work that belong together (two arms and their comparison) make one sentence. What is unverified or
known only second hand says so in the sentence itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Basis, Claim, Corpus, Curated, Kind, Population, Review, Study
from evgraph.vocabulary import CONCEPT
from evgraph.wording import duration_text, figure_text, flat_figure_text, join, proposition_text

#: Measures that go before the outcome: "Median overall survival was …".
_LEADING = frozenset({str(CONCEPT["median"]), str(CONCEPT["mean"])})
#: Up to this rung of the evidence ladder a study is one of cells or animals.
_LABORATORY = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the claims they say. It stands under `heading`, and there under `setting`."""

    heading: str
    setting: str
    text: str
    claims: tuple[Claim, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys, in the order of the claims."""
        return tuple(dict.fromkeys(claim.reference for claim in self.claims))

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands in its section; a reader finds one work's sentences together."""
        return (self.heading.casefold(), self.setting.casefold(), self.references, self.text.casefold())


@dataclass
class Writer:
    """A corpus with the look-ups that sentences need."""

    corpus: Corpus
    lexicon: Lexicon
    files: Mapping[str, Curated] = field(init=False)
    studies: Mapping[str, Study] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {file.reference: file for file in self.corpus.curated}
        self.studies = {study.key: study for file in self.corpus.curated for study in file.studies}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, by reference and key."""
        return tuple(claim for file in self.corpus.curated for claim in file.claims)

    def label(self, iri: str) -> str:
        """Return a concept's label."""
        return self.lexicon.get(iri).label

    def arm(self, claim: Claim, key: str | None = None) -> Arm | None:
        """Return an arm of the claim's reference by key, by default the claim's own."""
        wanted = key or claim.evidence.arm
        return next((arm for arm in self.files[claim.reference].arms if arm.key == wanted), None)

    def population(self, claim: Claim) -> Population | None:
        """Return the population of a claim."""
        groups = self.files[claim.reference].populations
        return next((group for group in groups if group.key == claim.evidence.population), None)

    def drugs(self, claim: Claim) -> str:
        """Return the drugs on trial, or else all that was given, as a heading."""
        arm = self.arm(claim)
        agents = (arm.experimental if arm else ()) or claim.proposition.agents
        return " + ".join(sorted((self.label(iri) for iri in agents), key=str.casefold)) or "Without a drug"

    def is_harm(self, claim: Claim) -> bool:
        """Say whether a claim is about an adverse event."""
        return any(self.lexicon.get(iri).kind == "AdverseEvent" for iri in claim.proposition.outcomes)

    def is_laboratory(self, claim: Claim) -> bool:
        """Say whether a claim comes from cells or animals."""
        design = claim.evidence.design
        return design is not None and (self.lexicon.get(design).rung or _LABORATORY + 1) <= _LABORATORY

    def caveat(self, claims: Iterable[Claim]) -> str:
        """Return what a reader must know of how the claims were read, or nothing."""
        found = list(claims)
        second_hand = [self.basis(claim) is Basis.SECONDARY for claim in found]
        parts = ["unverified"] if any(claim.review is Review.UNVERIFIED for claim in found) else []
        if any(second_hand):
            parts.append(f"{'' if all(second_hand) else 'in part '}from a secondary source")
        return "; ".join(parts)

    def basis(self, claim: Claim) -> Basis:
        """Return the best of what was read for a claim."""
        sources = {source.key: source.basis for source in self.files[claim.reference].sources}
        return min((sources[key] for key in claim.evidence.sources), key=list(Basis).index)

    def setting(self, claim: Claim) -> str:
        """Return the study, its design and registry ids, as a lead to what it reported."""
        design = [self.label(claim.evidence.design)] if claim.evidence.design else []
        study = self.studies.get(claim.study or "")
        if study is None:
            return ", ".join([claim.reference, *design])
        return ", ".join([study.label, *design, *study.registry])

    def outcome(self, claim: Claim) -> str:
        """Return the outcome with grade and time point, a median or mean before it."""
        proposition, estimate = claim.proposition, claim.evidence.estimate
        lead = estimate.measure if estimate and estimate.measure in _LEADING else None
        grade = f" of grade {proposition.grade.replace('>=', '≥')}" if proposition.grade else ""
        when = f" at {duration_text(proposition.time_point)}" if proposition.time_point else ""
        name = join(self.label(iri) for iri in proposition.outcomes)
        return (f"{self.label(lead)} " if lead else "") + name + grade + when


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
        buckets.setdefault((_measured(claim), claim.evidence.population), []).append(claim)
    wholes: dict[object, list[object]] = {}
    for key, members in buckets.items():
        population = writer.population(members[0])
        if population is not None and population.part_of and len(members) == 1:
            wholes.setdefault((_measured(members[0]), population.part_of), []).append(key)
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
    groups = {group.label for claim in ordered or comparisons if (group := writer.population(claim))}
    where = f" in {groups.pop()}" if len(groups) == 1 else ""
    compared = "; ".join(_comparison(writer, claim) for claim in comparisons)
    if first.evidence.estimate is None and first.statement:
        text = first.statement.rstrip(".")
    elif ordered:
        verb = "was reported in" if _is_share(first) else "was"
        text = f"{writer.outcome(first)}{where} {verb} {join(_told(writer, claim) for claim in ordered)}"
        text += f" ({compared})" if compared else ""
    else:
        arms = [
            arm.label for key in (first.evidence.arm, first.evidence.comparator_arm) if (arm := writer.arm(first, key))
        ]
        text = f"{writer.outcome(first)}{where}{f', {arms[0]} versus {arms[1]}' if len(arms) == 2 else ''}: {compared}"
    return Sentence(writer.drugs(first), writer.setting(first), _finish(text, [writer.caveat(claims)]), claims)


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


def _comparison(writer: Writer, claim: Claim) -> str:
    estimate = claim.evidence.estimate
    if estimate is None:
        return _lowered(claim.statement or claim.label)
    return flat_figure_text(estimate, writer.label)


def _lowered(text: str) -> str:
    """Return a text that can stand within a sentence."""
    body = text.rstrip(".")
    return body[0].lower() + body[1:] if body[1:2].islower() else body


def _finish(text: str, notes: Iterable[str]) -> str:
    """End a sentence: first letter upper, notes in brackets before the full stop."""
    body = text.strip().rstrip(".")
    told = "; ".join(note for note in notes if note)
    return f"{body[0].upper()}{body[1:]}{f' ({told})' if told else ''}."


def mechanism_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each mechanism, in the curator's words where there are any, and laboratory results."""
    sentences = result_sentences(writer, writer.is_laboratory)
    for claim in writer.claims:
        if claim.proposition.kind is not Kind.MECHANISM:
            continue
        evidence = claim.evidence
        text = (claim.statement or proposition_text(claim.proposition, writer.label)).rstrip(".")
        if claim.statement is None and evidence.estimate is not None:
            text += f": {figure_text(evidence.estimate, writer.label)}"
        seen = ", ".join(writer.label(iri) for iri in ((evidence.design,) if evidence.design else ()) + evidence.models)
        heading = " + ".join(writer.label(iri) for iri in claim.proposition.agents)
        sentences.append(Sentence(heading, "", _finish(text, [seen, writer.caveat([claim])]), (claim,)))
    return sorted(sentences, key=lambda sentence: sentence.order)


def transition_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each thing that came next."""
    sentences = []
    for claim in writer.claims:
        if claim.proposition.kind is not Kind.TRANSITION:
            continue
        arm, estimate, after = writer.arm(claim), claim.evidence.estimate, claim.proposition.after
        following = " + ".join(writer.label(iri) for iri in claim.proposition.outcomes)
        text = f"after {writer.label(after)}" if after else "after treatment"
        text += (
            f"{' with' if after or not arm else ''} {arm.label}"
            if after and arm
            else f" with {arm.label}"
            if arm
            else ""
        )
        text += f", {following} came next"
        text += f" in {figure_text(estimate, writer.label)}" if estimate else ""
        text += f": {_lowered(claim.statement)}" if claim.statement else ""
        sentences.append(Sentence(following, writer.setting(claim), _finish(text, [writer.caveat([claim])]), (claim,)))
    return sorted(sentences, key=lambda sentence: sentence.order)


def conclusion_sentences(writer: Writer) -> list[Sentence]:
    """Return what the works conclude or remark, in the curator's words."""
    sentences = [
        Sentence("", "", _finish(claim.statement or claim.label, [writer.caveat([claim])]), (claim,))
        for claim in writer.claims
        if claim.proposition.kind is Kind.CONCLUSION
    ]
    return sorted(sentences, key=lambda sentence: (sentence.references, sentence.text))


def difference_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each pair of claims whose figures a curator found to differ."""
    claims = {f"{claim.reference}/{claim.key}": claim for claim in writer.claims}
    sentences: dict[frozenset[str], Sentence] = {}
    for name, claim in claims.items():
        for difference in claim.differs_from:
            other = claims[difference.claim]
            about, figures = _parted(claim)
            other_about, other_figures = _parted(other)
            against = other_figures if about == other_about else _lowered(other.label)
            text = f"{about}: {figures} against {against}. {difference.reason}"
            pair = frozenset((name, difference.claim))
            sentences.setdefault(pair, Sentence("", "", _finish(text, [writer.caveat([claim, other])]), (claim, other)))
    return list(sentences.values())


def _parted(claim: Claim) -> tuple[str, str]:
    """Return what a claim is about, and its figures, as its label has them."""
    about, colon, figures = claim.label.rpartition(": ")
    return (about, figures) if colon else (claim.label, "told without a figure")


def gap_sentences(writer: Writer, least: int = 2) -> list[Sentence]:
    """Return what the corpus does not tell: for each drug on trial, outcomes by subtype without a result.

    Outcomes are those that at least so many works report; of a missing outcome and what is narrower, only the
    broader one is named.
    """
    lexicon = writer.lexicon
    reports: dict[str, set[str]] = {}
    told: set[tuple[str, str, str]] = set()
    groups: set[str] = set()
    for claim in writer.claims:
        proposition = claim.proposition
        if proposition.kind is not Kind.RESULT or writer.is_harm(claim) or writer.is_laboratory(claim):
            continue
        groups |= set(proposition.population)
        who = {iri for group in proposition.population for iri in (group, *lexicon.ancestors(group))}
        for outcome in (above for o in proposition.outcomes for above in (o, *lexicon.ancestors(o))):
            reports.setdefault(outcome, set()).add(claim.reference)
            told |= {(agent, group, outcome) for agent in proposition.agents for group in who}
    outcomes = [iri for iri, works in reports.items() if len(works) >= least]
    subtypes = [iri for iri in groups if lexicon.get(iri).kind == "Condition" and lexicon.get(iri).broader]
    drugs = {iri for file in writer.corpus.curated for arm in file.arms for iri in arm.experimental}
    sentences = []
    for drug in drugs:
        same: dict[tuple[str, ...], list[str]] = {}
        for group in subtypes:
            missing = {outcome for outcome in outcomes if (drug, group, outcome) not in told}
            broadest = sorted(writer.label(o) for o in missing if not missing & set(lexicon.ancestors(o)))
            same.setdefault(tuple(broadest), []).append(writer.label(group))
        for names, where in same.items():
            if names:
                text = f"no result on {join(names, 'or')} in {join(sorted(where), 'or')}"
                sentences.append(Sentence(writer.label(drug), "", _finish(text, []), ()))
    return sorted(sentences, key=lambda sentence: sentence.order)

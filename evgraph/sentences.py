"""Claims to sentences. A sentence is only ever made from claims, so that no number can point at nothing.

Claims of one reference that belong together (two arms and their comparison) make one sentence. What is unverified
or known only second hand says so in the sentence itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Basis, Claim, Corpus, Curated, EffectEstimate, Kind, Population, Review
from evgraph.vocabulary import CONCEPT
from evgraph.wording import duration_text, figure_text, join, proposition_text

#: Measures that go before the outcome: "Median overall survival was …".
_LEADING = {CONCEPT["median"], CONCEPT["mean"]}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the claims they say. `heading` is what it is grouped under; references follow from the claims."""

    heading: str
    text: str
    claims: tuple[Claim, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys, in the order of the claims."""
        return tuple(dict.fromkeys(claim.reference for claim in self.claims))


@dataclass
class Writer:
    """A corpus with the look-ups that sentences need."""

    corpus: Corpus
    lexicon: Lexicon
    files: Mapping[str, Curated] = field(init=False)
    studies: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {file.reference: file for file in self.corpus.curated}
        self.studies = {study.key: study.label for file in self.corpus.curated for study in file.studies}

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
        return " + ".join(sorted((self.label(iri) for iri in agents), key=str.casefold))

    def is_harm(self, claim: Claim) -> bool:
        """Say whether a claim is about an adverse event."""
        return any(self.lexicon.get(iri).kind == "AdverseEvent" for iri in claim.proposition.outcomes)

    def caveat(self, claims: Iterable[Claim]) -> str:
        """Return what a reader must know of how the claims were read, or nothing."""
        found = list(claims)
        bases = [self._best_basis(claim) for claim in found]
        parts = []
        if any(claim.review is Review.UNVERIFIED for claim in found):
            parts.append("unverified")
        if all(basis is Basis.SECONDARY for basis in bases):
            parts.append("from a secondary source")
        elif any(basis is Basis.SECONDARY for basis in bases):
            parts.append("in part from a secondary source")
        return f" ({'; '.join(parts)})" if parts else ""

    def _best_basis(self, claim: Claim) -> Basis:
        sources = {source.key: source.basis for source in self.files[claim.reference].sources}
        order = list(Basis)
        return min((sources[key] for key in claim.evidence.sources), key=order.index)

    def setting(self, claim: Claim) -> str:
        """Return the study and its design, as in "In TOWER (randomized controlled trial)"."""
        design = claim.evidence.design
        name = self.studies.get(claim.study or "", claim.reference)
        return f"{name} ({self.label(design)})" if design else name


def result_sentences(writer: Writer, wanted: Callable[[Claim], bool]) -> list[Sentence]:
    """Return a sentence for each outcome, group and time of a reference, both arms and their comparison in one."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in writer.claims:
        if claim.proposition.kind in {Kind.RESULT, Kind.COMPARISON} and wanted(claim):
            groups.setdefault(_group(writer, claim), []).append(claim)
    sentences = []
    for claims in groups.values():
        results = [claim for claim in claims if claim.proposition.kind is Kind.RESULT]
        comparisons = [claim for claim in claims if claim.proposition.kind is Kind.COMPARISON]
        if len({claim.evidence.arm for claim in results}) < len(results):
            # Two figures for one arm (two cut-offs, two sources) are two statements, never one.
            sentences += [_result_sentence(writer, [claim], []) for claim in results]
            sentences += [_result_sentence(writer, [], [claim]) for claim in comparisons]
        else:
            sentences.append(_result_sentence(writer, results, comparisons))
    return sorted(sentences, key=lambda sentence: (sentence.heading.casefold(), sentence.references, sentence.text))


def _group(writer: Writer, claim: Claim) -> tuple[object, ...]:
    """Return what claims must share to stand in one sentence."""
    proposition, population = claim.proposition, writer.population(claim)
    whole = population.key if population else None
    # Arms have populations of their own (each arm's share of all): join them where these are parts of one whole.
    arm = writer.arm(claim)
    if arm is not None and population is not None and population.part_of and arm.population == population.key:
        whole = population.part_of
    key = (claim.reference, proposition.outcomes, proposition.grade, proposition.time_point, whole, claim.study)
    estimate = claim.evidence.estimate
    if claim.proposition.kind is Kind.COMPARISON or estimate is None:
        return (*key, "compared") if _is_alone(writer, claim) else key
    return key


def _is_alone(writer: Writer, claim: Claim) -> bool:
    """Say whether a comparison has no arm results to stand beside."""
    return claim.evidence.arm is None


def _result_sentence(writer: Writer, results: list[Claim], comparisons: list[Claim]) -> Sentence:
    first = (results or comparisons)[0]
    claims = (*_ordered(writer, results), *comparisons)
    outcome = proposition_outcome(writer, first)
    told = [_told(writer, claim) for claim in _ordered(writer, results)]
    measures = {claim.evidence.estimate.measure for claim in results if claim.evidence.estimate}
    lead = measures.pop() if len(measures) == 1 else None
    if lead in _LEADING and lead is not None:
        outcome = f"{writer.label(lead)} {outcome}"
    verb = "was reported in" if told and _counted(results) else "was"
    where = _where(writer, [*results, *comparisons])
    compared = "; ".join(_compared(writer, claim) for claim in comparisons)
    if told:
        text = f"{outcome}{where} {verb} {join(told)}" + (f" ({compared})" if compared else "")
    else:
        text = f"{outcome}{where}: {compared}" if compared else (first.statement or first.label)
    text = f"In {writer.setting(first)}, {text[0].lower() + text[1:] if text[1:2].islower() else text}"
    heading = writer.drugs(_ordered(writer, [*results, *comparisons])[0]) or "Not told"
    return Sentence(heading, _stop(text, writer.caveat(claims)), claims)


def _ordered(writer: Writer, claims: list[Claim]) -> list[Claim]:
    """Put the arm on trial before the arm it is compared with."""

    def rank(claim: Claim) -> tuple[int, str]:
        arm = writer.arm(claim)
        return (1 if arm is not None and arm.role.value == "comparator" else 0, claim.key)

    return sorted(claims, key=rank)


def _counted(claims: list[Claim]) -> bool:
    return any(claim.evidence.estimate is not None and claim.evidence.estimate.events is not None for claim in claims)


def _told(writer: Writer, claim: Claim) -> str:
    """Return "16/20 (80 %) with bortezomib + VXLD"."""
    estimate = claim.evidence.estimate
    arm = writer.arm(claim)
    given = arm.label if arm else " + ".join(writer.label(iri) for iri in claim.proposition.agents)
    figures = _bare(estimate, writer.label) if estimate else claim.statement or "reported without figures"
    return figures + (f" with {given}" if given else "")


def _bare(estimate: EffectEstimate, label: Callable[[str], str]) -> str:
    """Return the figures without a measure that the sentence has named already."""
    text = figure_text(estimate, label)
    if estimate.measure is not None and estimate.measure in _LEADING:
        text = text.replace(f"{label(estimate.measure)} ", "", 1)
    return text


def _compared(writer: Writer, claim: Claim) -> str:
    estimate = claim.evidence.estimate
    return figure_text(estimate, writer.label) if estimate else claim.statement or claim.label


def _where(writer: Writer, claims: list[Claim]) -> str:
    """Return " in …" for the group the figures are of."""
    labels = {group.label for claim in claims if (group := writer.population(claim))}
    return f" in {labels.pop()}" if len(labels) == 1 else ""


def proposition_outcome(writer: Writer, claim: Claim) -> str:
    """Return the outcome with grade and time point."""
    proposition = claim.proposition
    grade = f"grade {proposition.grade.replace('>=', '≥')} " if proposition.grade else ""
    when = f" at {duration_text(proposition.time_point)}" if proposition.time_point else ""
    return grade + join(writer.label(iri) for iri in proposition.outcomes) + when


def _stop(text: str, caveat: str = "") -> str:
    """End a sentence: first letter upper, caveat before the full stop."""
    body = text.rstrip().rstrip(".")
    return f"{body[0].upper()}{body[1:]}{caveat}."


def mechanism_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each mechanism: in the curator's words where there are any."""
    sentences = []
    for claim in writer.claims:
        if claim.proposition.kind is not Kind.MECHANISM:
            continue
        evidence = claim.evidence
        text = claim.statement or proposition_text(claim.proposition, writer.label)
        if claim.statement is None and evidence.estimate is not None:
            text += f": {figure_text(evidence.estimate, writer.label)}"
        seen = [writer.label(iri) for iri in ((evidence.design,) if evidence.design else ()) + evidence.models]
        context = f" [{', '.join(seen)}]" if seen else ""
        heading = " + ".join(writer.label(iri) for iri in claim.proposition.agents)
        sentences.append(Sentence(heading, _stop(text.rstrip(".") + context, writer.caveat([claim])), (claim,)))
    return sorted(sentences, key=lambda sentence: (sentence.heading.casefold(), sentence.references, sentence.text))


def transition_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each thing that came next."""
    sentences = []
    for claim in writer.claims:
        if claim.proposition.kind is not Kind.TRANSITION:
            continue
        arm, estimate = writer.arm(claim), claim.evidence.estimate
        following = " + ".join(writer.label(iri) for iri in claim.proposition.outcomes)
        after = f"after {writer.label(claim.proposition.after)}" if claim.proposition.after else "next"
        given = f" with {arm.label}" if arm else ""
        figures = f" in {figure_text(estimate, writer.label)}" if estimate else ""
        text = f"In {writer.setting(claim)}, {after}{given}, {following} was reported{figures}"
        if claim.statement:
            text += f": {claim.statement[0].lower() + claim.statement[1:] if claim.statement[1:2].islower() else claim.statement}"
        sentences.append(Sentence(following, _stop(text, writer.caveat([claim])), (claim,)))
    return sorted(sentences, key=lambda sentence: (sentence.heading.casefold(), sentence.references, sentence.text))


def conclusion_sentences(writer: Writer) -> list[Sentence]:
    """Return what the authors conclude, in the curator's words."""
    return [
        Sentence("", _stop(claim.statement or claim.label, writer.caveat([claim])), (claim,))
        for claim in writer.claims
        if claim.proposition.kind is Kind.CONCLUSION
    ]


def difference_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each pair of claims whose figures a curator found to differ."""
    claims = {f"{claim.reference}/{claim.key}": claim for claim in writer.claims}
    sentences: dict[frozenset[str], Sentence] = {}
    for name, claim in claims.items():
        for difference in claim.differs_from:
            other = claims[difference.claim]
            text = f"{claim.label} — but {other.label}: {difference.reason}"
            pair = frozenset((name, difference.claim))
            sentences.setdefault(pair, Sentence("", _stop(text, writer.caveat([claim, other])), (claim, other)))
    return list(sentences.values())

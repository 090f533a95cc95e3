"""Mechanisms, what came next, conclusions and differences to sentences."""

from __future__ import annotations

import re

from evgraph.model import Claim, EffectEstimate, Kind
from evgraph.sentences.results import result_sentences
from evgraph.sentences.writer import Sentence, Writer, adds, finish, lowered
from evgraph.wording import figure_text, proposition_text


def mechanism_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each mechanism, in the curator's words where there are any, and laboratory results."""
    sentences = result_sentences(writer, lambda claim: writer.is_laboratory(claim) and not writer.is_harm(claim))
    for claim in writer.claims:
        if claim.proposition.kind is not Kind.MECHANISM:
            continue
        evidence = claim.evidence
        text = (claim.statement or proposition_text(claim.proposition, writer.label)).rstrip(".")
        if evidence.estimate is not None and not _holds(text, evidence.estimate):
            text += f": {figure_text(evidence.estimate, writer.label)}"
        seen = ", ".join(writer.label(iri) for iri in ((evidence.design,) if evidence.design else ()) + evidence.models)
        seen = ", ".join(filter(None, (seen, evidence.dose)))
        heading = " + ".join(writer.label(iri) for iri in claim.proposition.agents)
        sentences.append(Sentence(heading, "", finish(text, [seen, writer.caveat([claim])]), (claim,)))
    return sorted(_joined(sentences), key=lambda sentence: sentence.order)


def _joined(sentences: list[Sentence]) -> list[Sentence]:
    """Say once what several works say in the same words, citing them together."""
    same: dict[tuple[str, str, str], tuple[Claim, ...]] = {}
    for sentence in sentences:
        key = (sentence.heading, sentence.setting, sentence.text)
        same[key] = same.get(key, ()) + sentence.claims
    return [Sentence(*key, claims) for key, claims in same.items()]


def _holds(text: str, estimate: EffectEstimate) -> bool:
    """Say whether a text names every figure of an estimate already."""
    numbers = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", figure_text(estimate)))
    return numbers <= set(re.findall(r"[0-9]+(?:\.[0-9]+)?", text))


def transition_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each thing that came next."""
    sentences = result_sentences(writer, writer.is_procedure)
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
        text += f": {lowered(claim.statement)}" if claim.statement and adds(claim.statement, text) else ""
        sentences.append(Sentence(following, writer.setting(claim), finish(text, [writer.caveat([claim])]), (claim,)))
    return sorted(sentences, key=lambda sentence: sentence.order)


def conclusion_sentences(writer: Writer, *, harm: bool = False) -> list[Sentence]:
    """Return what the works conclude or remark, in the curator's words; on harms, or on all else."""
    sentences = [
        Sentence(
            "Remarks" if harm else "", "", finish(claim.statement or claim.label, [writer.caveat([claim])]), (claim,)
        )
        for claim in writer.claims
        if claim.proposition.kind is Kind.CONCLUSION and writer.is_harm(claim) is harm
    ]
    return sorted(sentences, key=lambda sentence: (sentence.references, sentence.text))


def difference_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each pair of claims whose figures a curator found to differ, with every reason given."""
    claims = {f"{claim.reference}/{claim.key}": claim for claim in writer.claims}
    pairs: dict[frozenset[str], tuple[Claim, Claim]] = {}
    reasons: dict[frozenset[str], dict[str, None]] = {}
    for name, claim in claims.items():
        for difference in claim.differs_from:
            pair = frozenset((name, difference.claim))
            pairs.setdefault(pair, (claim, claims[difference.claim]))
            reasons.setdefault(pair, {})[difference.reason.rstrip(".")] = None
    sentences = []
    for pair, (claim, other) in pairs.items():
        about, figures = _parted(claim)
        other_about, other_figures = _parted(other)
        against = other_figures if about == other_about else lowered(other.label)
        text = f"{about}: {figures} against {against}. {'. '.join(reasons[pair])}"
        sentences.append(Sentence("", "", finish(text, [writer.caveat([claim, other])]), (claim, other)))
    return sentences


def _parted(claim: Claim) -> tuple[str, str]:
    """Return what a claim is about, and its figures, as its label has them."""
    about, colon, figures = claim.label.rpartition(": ")
    return (about, figures) if colon else (claim.label, "told without a figure")

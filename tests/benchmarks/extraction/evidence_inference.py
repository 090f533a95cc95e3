"""Which way an outcome went, the evidence sentence given, on Evidence Inference (MIT). BioBERT variant .82 macro-F1.

`direction_of` answers always, as the corpus asks. `contrast_of`, which claims carry, answers only where words or
figures tell of more or less: below stand how often it does, and how often it is right.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from evgraph.extract import document_from_text
from evgraph.extract.figures import find_figures
from evgraph.extract.sentences import find_sentences
from evgraph.extract.trials.bound import Bound, is_comparison
from evgraph.extract.trials.contrast import contrast_of
from evgraph.extract.trials.direction import direction_of
from evgraph.extract.trials.named import named_arms
from evgraph.model import Arm, Contrast, Effect, Mention, Span
from tests.benchmarks.extraction import rows

_LABELS = {"increased": Effect.INCREASES, "decreased": Effect.DECREASES, "no_difference": Effect.NO_CHANGE}
_CONTRASTS = {
    "increased": Contrast.HIGHER,
    "decreased": Contrast.LOWER,
    "no_difference": Contrast.NO_DIFFERENCE,
}


def main(half: str, errors: bool) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    contrasts: Counter[str] = Counter()
    wrong: list[str] = []
    for row in rows("evidence_inference_claims", half):
        for claim in row["claims"]:
            labels = {label for label in claim["labels"] if label}
            evidence = [e["text"] for e in claim["evidence"] if e["text"]]
            if len(labels) != 1 or not evidence:
                continue
            (label,) = labels
            found = direction_of(evidence[0], claim["outcome"], claim["intervention"], claim["comparator"])
            pairs[label, found.name] += 1
            told = contrast_in(evidence[0], claim)
            contrasts["asked"] += 1
            contrasts["told"] += told is not None
            contrasts["right"] += told is _CONTRASTS[label]
            if _LABELS[label] is not found:
                wrong.append(
                    f"  {label} not {found.name}: O {claim['outcome']!r} I {claim['intervention']!r}"
                    f" C {claim['comparator']!r}\n      {evidence[0][:400]!r}"
                )
    scores = []
    for label, effect in _LABELS.items():
        right = pairs[label, effect.name]
        found_n = sum(n for (_, name), n in pairs.items() if name == effect.name)
        gold_n = sum(n for (name, _), n in pairs.items() if name == label)
        scores.append(2 * right / max(1, found_n + gold_n))
        print(
            f"{label:42}P {right / max(1, found_n):.3f}  R {right / max(1, gold_n):.3f}  F1 {scores[-1]:.3f}"
            f"  n {gold_n:,}"
        )
    print(f"{'macro-F1':42}{sum(scores) / 3:.3f}")
    print(
        f"{'contrast of claims, names given':42}P {contrasts['right'] / max(1, contrasts['told']):.3f}"
        f"  told {contrasts['told'] / max(1, contrasts['asked']):.3f}  n {contrasts['asked']:,}"
    )
    if errors:
        print("\n".join(wrong))


def contrast_in(text: str, claim: dict[str, Any]) -> Contrast | None:
    """Return what a claim would carry of a sentence with a figure that compares, its arms and outcome being known."""
    arms = [Arm("own", claim["intervention"], "x"), Arm("other", claim["comparator"], "x")]
    heads = [set(re.findall(r"[a-z][\w-]{3,}", arm.label.casefold())) for arm in arms]
    common = heads[0] & heads[1]
    names = {
        name: arm for arm, own in zip(arms, heads, strict=True) for name in {*(own - common), arm.label.casefold()}
    }
    names.pop("", None)
    for sentence in find_sentences(document_from_text("x", text)):
        span = sentence.span
        figures = [f for f in find_figures(text) if span.start <= f.span.start < span.end and is_comparison(f)]
        place = min((at for word in re.findall(r"[a-z][\w-]{3,}", claim["outcome"].casefold())
                     if (at := text.casefold().find(word, span.start, span.end)) >= 0), default=-1)  # fmt: skip
        named = tuple(named_arms(text, span, names))
        if not figures or place < 0 or not named:
            continue
        end = min(span.end, place + len(claim["outcome"]))
        figure = next((f for f in figures if f.span.start >= end), figures[-1])
        outcome = Mention("x", "abstract", Span(place, end), "Outcome", "outcome")
        bound = Bound(figure, sentence, outcome, arms[0], arms[1], compares=True, named=named)
        return contrast_of(text, bound, ())
    return None

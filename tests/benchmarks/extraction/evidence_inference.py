"""Which way an outcome went, the evidence sentence given, on Evidence Inference (MIT). BioBERT variant .82 macro-F1."""

from __future__ import annotations

from collections import Counter

from evgraph.extract.trials.direction import direction_of
from evgraph.model import Effect
from tests.benchmarks.extraction import rows

_LABELS = {"increased": Effect.INCREASES, "decreased": Effect.DECREASES, "no_difference": Effect.NO_CHANGE}


def main(half: str, errors: bool) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
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
    if errors:
        print("\n".join(wrong))

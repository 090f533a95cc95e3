"""Figures as tuples, and tuples bound to outcome and arms, on our own sentences (tests/data/effect_tuples.jsonl).

Each row is a sentence of results in the manner of abstracts, the arms its document tells of, and the figures a reader
takes from it. Fields: measure, value, unit, counts, percentage, interval with level, P value with operator and sides,
range, deviation, time point, grade. A tuple is right where all its fields are.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from evgraph.extract import Matcher, annotate, document_from_text
from evgraph.extract.extraction import findings_of
from evgraph.extract.figures import find_figures
from evgraph.lexicon import Lexicon, fold, ontology_home, read_concepts
from evgraph.model import Claim, EffectEstimate, Findings, Place
from tests.benchmarks.extraction import Score

GOLD = Path(__file__).parents[2] / "data" / "effect_tuples.jsonl"
_NOT_FIELDS = ("outcome", "arm", "versus", "kind", "qualifier")


def main(half: str, errors: bool) -> None:
    fields, tuples, bound, lines = scores()
    print(fields.line("fields"))
    print(tuples.line("tuples"))
    print(bound.line("tuples bound to outcome and arms"))
    if errors:
        print("\n".join(lines))


def scores() -> tuple[Score, Score, Score, list[str]]:
    matcher = Matcher.of(read_concepts(ontology_home()))
    fields, tuples, bound, lines = Score(), Score(), Score(), []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted = [{k: v for k, v in figure.items() if k not in _NOT_FIELDS} for figure in row["figures"]]
        found = [fields_of(f.estimate, f.time_point, f.grade) for f in find_figures(row["text"])]
        right = count(fields, tuples, wanted, found)
        claims_wanted = Counter(
            claim_key(f, matcher.lexicon) for f in row["figures"] if "outcome" in f and ("arm" in f)
        )
        read = annotate(document_from_text("gold", context(row["arms"]) + row["text"]), matcher)
        claims_found = Counter(bound_key(c, findings_of(read, Place("", 1, 1)), read) for c in made(read))
        both = claims_wanted & claims_found
        bound.right += both.total()
        bound.wrong += (claims_found - claims_wanted).total()
        bound.missed += (claims_wanted - claims_found).total()
        if not right or claims_wanted != claims_found:
            lines.append(f"  {row['text']}")
            if not right:
                lines += [f"    - {f}" for f in wanted if f not in found] + [
                    f"    + {f}" for f in found if f not in wanted
                ]
            lines += [f"    -- {k}" for k in claims_wanted - claims_found] + [
                f"    ++ {k}" for k in claims_found - claims_wanted
            ]
    return fields, tuples, bound, lines


def context(arms: str) -> str:
    if arms.startswith("single:"):
        return (
            f"A phase 2 study\n\nMETHODS: Patients were treated with {arms.removeprefix('single:').strip()}.\nRESULTS: "
        )
    names = [name.strip() for name in arms.split("|")]
    listed = ", ".join(names[:-1]) + " or " + names[-1]
    return f"A randomized trial\n\nMETHODS: Patients were randomly assigned to receive {listed}.\nRESULTS: "


def fields_of(estimate: EffectEstimate, time_point: str | None = None, grade: str | None = None) -> dict[str, Any]:
    """Return the fields of an estimate by the names of the gold rows."""
    p, interval, span = estimate.p, estimate.interval, estimate.range
    found = {
        "measure": (estimate.measure or "").rsplit("/", 1)[-1],
        "value": estimate.value and estimate.value.text,
        "unit": estimate.unit,
        "events": estimate.events,
        "total": estimate.total,
        "percent": estimate.percent and estimate.percent.text,
        "lower": interval and interval.lower.text,
        "upper": interval and interval.upper.text,
        "level": interval and interval.level and interval.level.text,
        "operator": p and p.operator,
        "p": p and p.value.text,
        "sided": p and p.sided,
        "from": span and span.lower.text,
        "to": span and span.upper.text,
        "sd": estimate.sd and estimate.sd.text,
        "time_point": time_point,
        "grade": grade,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def count(fields: Score, tuples: Score, wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> bool:
    """Score each wanted figure against the found one that shares most with it; say whether all are right."""
    rest = list(found)
    before = tuples.wrong + tuples.missed
    for want in wanted:
        best = max(rest, key=lambda f: len(want.items() & f.items()), default={})
        if not want.items() & best.items():
            best = {}
        else:
            rest.remove(best)
        fields.add(best.items(), want.items())
        tuples.right += best == want
        tuples.missed += best != want
        tuples.wrong += bool(best) and best != want
    for extra in rest:
        fields.wrong += len(extra)
        tuples.wrong += 1
    return tuples.wrong + tuples.missed == before


def claim_key(figure: dict[str, Any], lexicon: Lexicon) -> str:
    main = figure.get("value") or figure.get("percent") or figure.get("events") or figure.get("p")
    kind = figure.get("kind", "comparison" if "versus" in figure else "result")
    return "|".join(
        (kind, outcome_key(figure["outcome"], lexicon), fold(figure["arm"]), fold(figure.get("versus", "")), str(main))
    )


def outcome_key(words: str, lexicon: Lexicon) -> str:
    """Return the concept that words name outright, else the words."""
    known = [c.iri for c in lexicon.find(words) if c.kind in ("Outcome", "AdverseEvent", "Characteristic", "Procedure")]
    return known[0].rsplit("/", 1)[-1] if known else fold(words)


def made(read: Any) -> list[Claim]:
    claims = findings_of(read, Place("", 1, 1)).claims
    # The comparison behind a list repeats its P value; the gold rows tell the list only.
    lists = {c.evidence.figure for c in claims if not c.evidence.comparator_arm}
    return [c for c in claims if not (c.evidence.comparator_arm and c.evidence.figure in lists)]


def bound_key(claim: Claim, findings: Findings, read: Any) -> str:
    labels = {concept.iri: concept.label for concept in read.terms}
    arms = {arm.key: arm.label for arm in read.arms}
    estimate = claim.evidence.estimate or EffectEstimate()
    main = (estimate.value and estimate.value.text) or (estimate.percent and estimate.percent.text) or estimate.events
    main = main or (estimate.p and estimate.p.value.text)
    iri = claim.proposition.outcomes[0]
    words = outcome_key(labels.get(iri) or read.lexicon.get(iri).label, read.lexicon)
    arm = "*" if len(arms) == 1 else arms.get(claim.evidence.arm or "", "?")
    key = (claim.proposition.kind.value, words, fold(arm), fold(arms.get(claim.evidence.comparator_arm or "", "")))
    return "|".join((*key, str(main)))

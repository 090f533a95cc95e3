"""Checked entries of an evidence file to records, one function per record. Nothing here can fail on a checked entry."""

from __future__ import annotations

from typing import Any

from evgraph.identifiers import parse_registry
from evgraph.lexicon import Lexicon
from evgraph.model import (
    Arm,
    Basis,
    Claim,
    Contrast,
    Difference,
    Direction,
    Effect,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Interval,
    Kind,
    Place,
    Population,
    Proposition,
    Provenance,
    PValue,
    Review,
    Role,
    Source,
    Study,
)

#: How a curated claim came to be: a person's assertion from a published work (ECO:0000218, manual assertion).
METHOD = "manual-assertion"


def source_record(key: str, item: dict[str, Any]) -> Source:
    """Return the Source of an entry of `sources`."""
    return Source(key, Basis(item["basis"]), item.get("url"), item.get("about"), item.get("recheck") == "true")


def study_record(work: str, item: dict[str, Any], place: Place, lexicon: Lexicon) -> Study:
    """Return the Study of a `study` entry."""
    return Study(
        item["key"],
        item["label"],
        work,
        _concept(item.get("design"), lexicon),
        _concept(item.get("phase"), lexicon),
        tuple(map(parse_registry, item.get("registry", ()))),
        tuple(item.get("facts", ())),
        _sources(item),
        place,
        tuple(item.get("protocols", ())),
        tuple(item.get("groups", ())),
        tuple(item.get("centres", ())),
        item.get("accrual"),
        item.get("regimen_of"),
    )


def population_record(
    work: str, study: str | None, key: str, item: dict[str, Any], place: Place, lexicon: Lexicon
) -> Population:
    """Return the Population of an entry of `populations`."""
    return Population(
        key,
        item["label"],
        work,
        item.get("study", study),
        _concepts(item.get("criteria"), lexicon),
        item.get("age"),
        item.get("eligibility"),
        _whole(item.get("size")),
        item.get("part_of"),
        _sources(item),
        place,
    )


def arm_record(work: str, study: str | None, key: str, item: dict[str, Any], place: Place, lexicon: Lexicon) -> Arm:
    """Return the Arm of an entry of `arms`."""
    return Arm(
        key,
        item["label"],
        work,
        Role(item.get("role", Role.INTERVENTION)),
        item.get("study", study),
        item.get("population"),
        _whole(item.get("size")),
        _concepts(item.get("interventions"), lexicon),
        _concepts(item.get("experimental"), lexicon),
        item.get("dose"),
        _sources(item),
        place,
    )


def claim_record(
    item: dict[str, Any], file: Findings, context: tuple[str, str | None, str], place: Place, lexicon: Lexicon
) -> Claim:
    """Return the Claim of an entry of `claims`; arms and populations come from the file's own records."""
    work, study, curator = context
    arms = {arm.key: arm for arm in file.arms}
    arm = arms.get(item.get("arm", ""))
    population = item.get("population") or (arm.population if arm else None)
    return Claim(
        item["id"],
        work,
        _proposition(item, file, population, lexicon),
        Evidence(
            _sources(item),
            population,
            item.get("arm"),
            item.get("versus"),
            _concept(item.get("design"), lexicon),
            _concepts(item.get("models"), lexicon),
            estimate_record(item, lexicon),
            item.get("locator"),
            item.get("quote"),
            contrast=Contrast(item["contrast"]) if "contrast" in item else None,
        ),
        Provenance(curator, METHOD, place),
        study=(arm.study if arm else None) or study,
        direction=Direction(item.get("direction", Direction.SUPPORTS)),
        review=Review(item.get("status", Review.READ)),
        statement=item.get("statement"),
        differs_from=tuple(
            Difference(d["claim"] if "/" in d["claim"] else f"{work}/{d['claim']}", d["reason"])
            for d in item.get("differs_from", ())
        ),
    )


def _proposition(item: dict[str, Any], file: Findings, population: str | None, lexicon: Lexicon) -> Proposition:
    kind = Kind(item["kind"])
    arms = {arm.key: arm for arm in file.arms}
    arm, versus = arms.get(item.get("arm", "")), arms.get(item.get("versus", ""))
    agents = _concepts(item.get("agents"), lexicon)
    if not agents and arm is not None and kind is not Kind.CHARACTERISTIC:
        agents = arm.interventions
    outcomes = item.get("targets") or item.get("next") or ([item["outcome"]] if item.get("outcome") else [])
    return Proposition(
        kind,
        agents,
        _concepts(item.get("comparators"), lexicon) or (versus.interventions if versus else ()),
        _concepts(outcomes, lexicon),
        _criteria(file, population) + _concepts(item.get("criteria"), lexicon),
        Effect(item["effect"]) if "effect" in item else None,
        _concept(item.get("aspect"), lexicon),
        _concept(item.get("after"), lexicon),
        item.get("grade"),
        item.get("at"),
        item.get("statement") if kind is Kind.CONCLUSION else None,
        item.get("definition"),
    )


def _criteria(file: Findings, key: str | None) -> tuple[str, ...]:
    """Return the criteria of a population; a part of a group that names none has those of the whole."""
    populations = {population.key: population for population in file.populations}
    seen: set[str] = set()
    while key in populations and key not in seen:
        seen.add(key)
        if populations[key].criteria:
            return populations[key].criteria
        key = populations[key].part_of or ""
    return ()


def estimate_record(item: dict[str, Any], lexicon: Lexicon) -> EffectEstimate | None:
    """Return the figures of an entry, or `None` where it has none."""
    estimate = EffectEstimate(
        _concept(item.get("measure"), lexicon),
        _figure(item.get("value")),
        item.get("unit"),
        _whole(item.get("n")),
        _whole(item.get("of")),
        _figure(item.get("percent")),
        _interval(item.get("ci")),
        _interval(item.get("range")),
        _p_value(item.get("p")),
        item.get("qualifier"),
    )
    return estimate if estimate != EffectEstimate() else None


def _interval(item: dict[str, str] | None) -> Interval | None:
    return Interval(Figure(item["lower"]), Figure(item["upper"]), _figure(item.get("level"))) if item else None


def _p_value(item: dict[str, str] | None) -> PValue | None:
    return PValue(Figure(item["value"]), item.get("operator", "="), item.get("sided")) if item else None


def _figure(text: str | None) -> Figure | None:
    return Figure(text) if text is not None else None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _sources(item: dict[str, Any]) -> tuple[str, ...]:
    source = item.get("source", ())
    return (source,) if isinstance(source, str) else tuple(source)


def _concept(word: str | None, lexicon: Lexicon) -> str | None:
    return lexicon.get(word).iri if word is not None else None


def _concepts(words: list[str] | None, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(lexicon.get(word).iri for word in words or ())

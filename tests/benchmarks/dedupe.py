"""How well and how fast duplicates are found, on the public gold of bib-dedupe and on many invented records.

    python -m tests.benchmarks.dedupe [--errors] [--ceiling] [--cross] [--many RECORDS]

The gold is looked for in $EVGRAPH_GOLD, else in ../shared/gold beside the checkout. Two counts are shown. Pairs:
each two records of one cluster. Records: of each cluster all but one could be removed, and were or were not, as
bib-dedupe's own benchmark counts. `--errors` lists every pair that differs from the gold, with the reasons given.
`--ceiling` counts the pairs that the gold joins and that are two works by what their records print, and says what is
left to reach without them. `--cross` chooses the thresholds on one set and tests them on the others.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from importlib import import_module
from pathlib import Path

from evgraph.dedupe import Clusters, cluster, signs
from evgraph.dedupe.features import read_features
from evgraph.dedupe.judge import judge
from evgraph.model import Author, Place, Reference

SETS = ("cytology_screening", "haematology", "stroke")
#: What `--cross` tries.
GRID = {"ALIKE": (0.8, 0.85, 0.9, 0.95, 0.98), "REWORDED": (0.5, 0.6, 0.7, 0.8), "_SLIP": (0.6, 0.7, 0.8)}
SYLLABLES = ["ba", "ko", "ri", "ne", "mu", "ta", "sel", "vor", "gan", "lis", "den", "mar", "hol", "pe", "sto", "wig"]

#: Pairs of lines that the gold has in one cluster and that are two works, by eye: sets of lines each with each.
TWO_WORKS: dict[str, list[tuple[str, tuple[int, ...], tuple[int, ...]]]] = {
    "haematology": [
        ("a letter and the reply to it", (8, 9), (39, 40)),
        ("a paper and its erratum", (63, 64, 65), (57, 58)),
        ("a paper and its erratum", (161,), (162,)),
        ("a paper and its erratum", (175, 190, 191), (1173,)),
        ("a paper and its two errata, told by volume, issue and page alone", (52, 117), (807, 808)),
        ("a paper and its two errata, told by volume, issue and page alone", (807,), (808,)),
        ("trials in other patients: adult or adolescent, resistant or sensitive", (234,), (235, 236, 237)),
        ("trials in other patients: adult or adolescent, resistant or sensitive", (235,), (236, 237)),
        ("trials in other patients: adult or adolescent, resistant or sensitive", (236,), (237,)),
        ("trials in other patients: adult or adolescent, resistant or sensitive", (245,), (246,)),
        ("a conference abstract and the later paper, in other issues", (128,), (129,)),
        ("a conference abstract and the later paper, in other issues", (220,), (221,)),
        ("an abstract printed in two journals", (134,), (135,)),
    ],
    "stroke": [("an abstract printed in two journals", (428,), (429,))],
}

Pairs = set[tuple[int, int]]


def main() -> None:
    for module in ("rapidfuzz.distance", "rapidfuzz.fuzz"):
        import_module(module)  # it is loaded once, and that is not part of the speed
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--ceiling", action="store_true")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--many", type=int, default=50_000)
    options = parser.parse_args()
    folder = Path(os.environ.get("EVGRAPH_GOLD", Path(__file__).parents[2].parent / "shared" / "gold"))
    files = [folder / f"dedup_bd_{name}.jsonl.gz" for name in SETS]
    if all(file.exists() for file in files):
        gold = {name: read_gold(file) for name, file in zip(SETS, files, strict=True)}
        say(f"{'':20}{'records':>8}   pairs: P      R     F1  records: P   R     F1  records/s")
        spent = sum(score(name, records, labels, options.errors) for name, (records, labels) in gold.items())
        size = sum(len(records) for records, _ in gold.values())
        say(f"{'together':20}{size:8,}{size / spent:53,.0f}")
        if options.ceiling:
            ceiling(gold)
        if options.cross:
            cross(gold)
    else:
        say(f"no gold in {folder}; set EVGRAPH_GOLD")
    many(options.many)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def read_gold(file: Path) -> tuple[list[Reference], list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [reference(row, at, file.name) for at, row in enumerate(rows, 1)], [str(row["cluster"]) for row in rows]


def reference(row: dict[str, str], line: int, path: str) -> Reference:
    first, _, last = re.sub("[–—]", "-", row["pages"]).partition("-")
    return Reference(
        f"{path}#{line}", row["title"] or None, tuple(map(author, filter(None, row["authors"].split(" and ")))),
        journal=row["container"] or None, year=int(row["year"]) if row["year"].isdigit() else None,
        volume=row["volume"] or None, issue=row["issue"] or None, first_page=first.strip() or None,
        last_page=last.strip() or None, doi=row["doi"] or None, places=(Place(path, line, line),),
    )  # fmt: skip


def author(name: str) -> Author:
    family, _, given = name.partition(",")
    return Author(family.strip() or None, given.strip() or None)


def score(name: str, records: list[Reference], labels: list[str], errors: bool) -> float:
    start = time.process_time()
    found = cluster(records)
    spent = time.process_time() - start
    mine = labels_of(found, len(records))
    gold_pairs, found_pairs = pairs_of(labels), pairs_of(mine)
    by_pairs = rates(len(gold_pairs & found_pairs), len(found_pairs - gold_pairs), len(gold_pairs - found_pairs))
    by_records = rates(*removed(labels, mine))
    told = "  ".join(" ".join(f"{rate:6.4f}" for rate in triple) for triple in (by_pairs, by_records))
    say(f"{name:20}{len(records):8,}   {told}  {len(records) / spent:,.0f}")
    if errors:
        tell("joined, and apart in the gold", found_pairs - gold_pairs, records)
        tell("not joined, and one in the gold", gold_pairs - found_pairs, records)
    return spent


def labels_of(found: Clusters, size: int) -> list[int]:
    labels = [-1] * size
    for number, work in enumerate(found.clusters):
        for member in work.members:
            labels[member.places[0].line - 1] = number
    return labels


def pairs_of(labels: Iterable[Hashable]) -> Pairs:
    groups = defaultdict(list)
    for at, label in enumerate(labels):
        groups[label].append(at)
    return {pair for group in groups.values() for pair in itertools.combinations(group, 2)}


def removed(gold: list[str], mine: list[int]) -> tuple[int, int, int]:
    """Count records rightly removed, wrongly removed and wrongly kept, the first of each cluster found being kept."""
    kept = set({label: at for at, label in reversed(list(enumerate(mine)))}.values())
    works = defaultdict(list)
    for at, label in enumerate(gold):
        works[label].append(at in kept)
    lost = sum(not any(work) for work in works.values())
    too_many = sum(max(sum(work) - 1, 0) for work in works.values())
    return sum(len(work) - max(sum(work), 1) for work in works.values()), lost, too_many


def rates(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    return (
        right / max(right + wrong, 1),
        right / max(right + missed, 1),
        2 * right / max(2 * right + wrong + missed, 1),
    )


def tell(head: str, pairs: Pairs, records: list[Reference]) -> None:
    why = Counter()
    for one, other in sorted(pairs):
        reasons = judge(read_features(records[one]), read_features(records[other])).reasons
        why[reasons[0]] += 1
        say(f"  {head}: lines {one + 1} and {other + 1}: {'; '.join(reasons)}")
        for record in (records[one], records[other]):
            where = f"{record.year} {record.volume} ({record.issue}) {record.first_page}"
            say(f"      {record.title} | {record.journal} | {where}")
    for reason, count in why.most_common():
        say(f"  {count:3} {head}: {reason}")


def ceiling(gold: dict[str, tuple[list[Reference], list[str]]]) -> None:
    """Say how many pairs of the gold are two works, and the F1 of whoever joins all the others and nothing else."""
    for name, groups in TWO_WORKS.items():
        records, labels = gold[name]
        right = pairs_of(labels)
        found = pairs_of(labels_of(cluster(records), len(records)))
        kinds: Counter[str] = Counter()
        for kind, some, others in groups:
            pairs = {tuple(sorted((one - 1, other - 1))) for one in some for other in others}
            assert pairs <= right, f"the gold has changed: {pairs - right}"
            assert not pairs & found, f"joined here as well: {pairs & found}"
            kinds[kind] += len(pairs)
        apart = sum(kinds.values())
        best = rates(len(right) - apart, 0, apart)
        say(f"\n{name}: {apart} of {len(right)} pairs of the gold are two works; without them recall can be"
            f" {best[1]:.4f} and F1 {best[2]:.4f}")  # fmt: skip
        for kind, count in kinds.most_common():
            say(f"  {count:3} {kind}")


def cross(gold: dict[str, tuple[list[Reference], list[str]]]) -> None:
    """Choose each threshold on one set, and say what the others get by it; ties go to the middle of what ties."""
    shipped = {name: getattr(signs, name) for name in GRID}
    results: dict[tuple[float, ...], dict[str, float]] = {}
    for chosen in itertools.product(*GRID.values()):
        for name, value in zip(GRID, chosen, strict=True):
            setattr(signs, name, value)
        results[chosen] = {name: pair_f1(*data) for name, data in gold.items()}
    for name, value in shipped.items():
        setattr(signs, name, value)
    say(f"\nthresholds shipped: {shipped}; F1 by pairs when chosen on one set only")
    for name in gold:
        top = max(result[name] for result in results.values())
        tied = [chosen for chosen, result in results.items() if result[name] == top]
        chosen = tied[len(tied) // 2]
        told = "  ".join(f"{other} {results[chosen][other]:.4f}" for other in gold)
        worst = min(min(results[each].values()) for each in tied)
        say(f"  on {name:20} {chosen} ({len(tied)} of {len(results)} as good): {told}; lowest of these {worst:.4f}")
    spread = {name: (min(r[name] for r in results.values()), max(r[name] for r in results.values())) for name in gold}
    say(
        "  over the whole grid: " + "; ".join(f"{name} {low:.4f} to {high:.4f}" for name, (low, high) in spread.items())
    )


def pair_f1(records: list[Reference], labels: list[str]) -> float:
    mine, right = pairs_of(labels_of(cluster(records), len(records))), pairs_of(labels)
    return rates(len(mine & right), len(mine - right), len(right - mine))[2]


def many(count: int) -> None:
    """Invent records, a fifth of them written a second time in another style, and time the whole."""
    chance = random.Random(11)
    records: list[Reference] = []
    while len(records) < count:
        record = invented(len(records), chance)
        records.append(record)
        if chance.random() < 0.25:
            given = tuple(Author(name.family, (name.given or "")[:1]) for name in record.authors)
            title = f"{(record.title or '').upper()}. [Review] [{chance.randrange(9, 99)} refs]"
            records.append(Reference(f"{record.key}b", title, given, journal=record.journal, year=record.year,
                                     volume=record.volume, first_page=record.first_page))  # fmt: skip
    start = time.process_time()
    found = cluster(records)
    spent = time.process_time() - start
    say(f"\n{len(records):,} invented records, {len(found.clusters):,} works: {len(records) / spent:,.0f} records/s")


def invented(number: int, chance: random.Random) -> Reference:
    def word(length: int) -> str:
        return "".join(chance.choices(SYLLABLES, k=length))

    authors = tuple(Author(word(3).capitalize(), word(2).capitalize()) for _ in range(6))
    title = " ".join(word(chance.randrange(1, 4)) for _ in range(12))
    first = chance.randrange(1, 3000)
    return Reference(
        f"r{number}", title, authors, journal=f"Journal of {word(2)}", year=chance.randrange(1990, 2026),
        volume=str(chance.randrange(1, 120)), issue=str(chance.randrange(1, 13)), first_page=str(first),
        last_page=str(first + 8),
    )  # fmt: skip


if __name__ == "__main__":
    main()

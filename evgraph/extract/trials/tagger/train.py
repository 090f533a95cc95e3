"""Train the tagger and write `model.npz`: `python -m evgraph.extract.trials.tagger.train CORPORA_FOLDER`.

Needs the extra `training` and two corpora, of which only weights of single words and word classes are kept: RCT-ART
(Whitton and Hunter; Apache-2.0), groups and outcomes of sentences of results, and EvidenceOutcomes (MIT), outcomes of
results and conclusions. The same files give the same bytes: nothing is drawn and nothing runs in parallel.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evgraph.extract.documents import document_from_text
from evgraph.extract.figures import find_figures
from evgraph.extract.sentences import find_sentences
from evgraph.extract.trials.phrases import Word, words_of
from evgraph.extract.trials.tagger import model
from evgraph.extract.trials.tagger.features import CONTEXTS, GAP, NOTHING, REACH, SEEN, contexts, known_of
from evgraph.extract.trials.tagger.model import LONGEST, MEASURED, NAMED, STATES, STYLES, laid_figures
from evgraph.model import Span

_ITERATIONS = 60
#: What a corpus calls the kinds of spans.
_KINDS = {"OC": "outcome", "INTV": "group", "Outcome": "outcome"}
_RESULTS = ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION", "DISCUSSION")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence for training: where it is from, what each word shows, and the state of each word."""

    document: str
    style: str
    seen: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]


def samples(folder: Path) -> Iterator[Sample]:
    """Yield the sentences of both corpora."""
    for row in _rows(folder, "rct_art"):
        yield _sample(row, MEASURED, [Span(0, len(row["text"]))], 0)
    for row in _rows(folder, "evidence_outcomes"):
        sentences = reporting(row["text"])
        for number in range(len(sentences)):
            yield _sample(row, NAMED, sentences, number)


def reporting(text: str) -> list[Span]:
    """Return the sentences of an abstract that report: of results and conclusions, or all where no section is named."""
    sentences = find_sentences(document_from_text("", text))
    structured = len({sentence.section for sentence in sentences}) > 3
    return [
        sentence.span
        for sentence in sentences
        if (any(name in sentence.section for name in _RESULTS) if structured else sentence.section != "TITLE")
    ]


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _sample(row: dict[str, Any], style: str, sentences: Sequence[Span], number: int) -> Sample:
    text, span = row["text"], sentences[number]
    words = words_of(text, span.start, span.end)[:LONGEST]
    figures = [figure.span for figure in find_figures(text[span.start : span.end])]
    figures = [Span(span.start + figure.start, span.start + figure.end) for figure in figures]
    gold = [(Span(e["start"], e["end"]), _KINDS[e["type"]]) for e in row["entities"] if e["type"] in _KINDS]
    states = _states(words, gold)
    return Sample(row.get("doc_id") or row["id"], style, tuple(seen(text, words, figures, style)), states)


def _states(words: Sequence[Word], gold: Iterable[tuple[Span, str]]) -> tuple[str, ...]:
    """Return the state of each word; of spans that meet, the first and longest counts."""
    states = ["O"] * len(words)
    for span, kind in sorted(gold, key=lambda item: (item[0].start, -item[0].end)):
        places = [i for i, word in enumerate(words) if span.start <= word.start < span.end]
        if places and all(states[i] == "O" for i in places):
            states[places[0] : places[-1] + 1] = [f"I-{kind}"] * len(places)
            states[places[0]] = f"B-{kind}"
    return tuple(states)


def seen(text: str, words: Sequence[Word], figures: Sequence[Span], style: str) -> Iterator[tuple[str, ...]]:
    """Yield what each word of a sentence shows, once for all styles and once for its own."""
    known = [known_of(text[word.start : word.end], word) for word in words]
    laid = [*[NOTHING] * GAP, *known, *[NOTHING] * GAP]
    kinds, verbs, steps = np.array([word[1:] for word in laid], dtype=np.int32).T
    codes = contexts(kinds, verbs, steps, np.array(laid_figures([words], figures), dtype=np.int32))
    for place, own in enumerate(codes.T.tolist(), GAP):
        shown = [f"#{number}#{code}" for number, code in enumerate(own)]
        for by in REACH:
            shown += [f"{by}|{name}" for name in laid[place + by].names[: SEEN[abs(by)]]]
        yield (*shown, *(f"{style}~{name}" for name in shown))


def fit(rows: Iterable[Sample], iterations: int = _ITERATIONS) -> dict[str, NDArray[Any]]:
    """Return the arrays of a model trained on sentences."""
    import pycrfsuite  # type: ignore[import-untyped]

    trainer = pycrfsuite.Trainer(verbose=False)
    for row in rows:
        if row.states:
            trainer.append(pycrfsuite.ItemSequence(row.seen), row.states)
    trainer.select("lbfgs")
    trainer.set_params({"c1": 0.3, "c2": 0.6, "max_iterations": iterations, "feature.minfreq": 2})
    with tempfile.TemporaryDirectory() as place:
        path = str(Path(place) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        return _packed(tagger.info())


def _packed(info: Any) -> dict[str, NDArray[Any]]:
    """Bring CRFsuite's weights to the arrays that `model.unpack` reads: those shared, and those of each style."""
    states = {state: number for number, state in enumerate(STATES)}
    moves = np.zeros((len(STATES), len(STATES)), dtype=np.float32)
    for one in STATES:  # a span goes on only as what it began as
        for two in STATES:
            if two[0] == "I" and one[1:] != two[1:]:
                moves[states[one], states[two]] = -1e9
    for (one, two), weight in info.transitions.items():
        moves[states[one], states[two]] = weight
    own: dict[str, dict[tuple[str, int], float]] = {part: {} for part in ("shared", *STYLES)}
    arrays: dict[str, NDArray[Any]] = {"moves": moves}
    sizes = [size for _, size in CONTEXTS]
    bases = [sum(sizes[:number]) for number in range(len(sizes))]
    for part in own:
        arrays[f"{part} codes"] = np.zeros((sum(sizes), len(STATES)), dtype=np.float16)
    for (feature, state), weight in info.state_features.items():
        head, mark, name = feature.partition("~")
        part, name = (head, name) if mark and head in STYLES else ("shared", feature)
        if name[0] == "#":
            _, number, code = name.split("#")
            arrays[f"{part} codes"][bases[int(number)] + int(code), states[state]] = weight
        elif abs(weight) >= 0.01:
            by, _, word = name.partition("|")
            own[part][word, REACH.index(int(by)) * len(STATES) + states[state]] = weight
    names = sorted({word for weights in own.values() for word, _ in weights})
    rows = {name: number for number, name in enumerate(names, 1)}
    width = len(REACH) * len(STATES)
    arrays["names"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
    for part, weights in own.items():
        cells = sorted((rows[word] * width + at, weight) for (word, at), weight in weights.items())
        arrays[f"{part} at"] = np.array([at for at, _ in cells], dtype=np.int32)
        arrays[f"{part} own"] = np.array([weight for _, weight in cells], dtype=np.float16)
    return arrays


def main(folder: Path, target: Path) -> None:
    """Train on all sentences and write the model."""
    rows = list(samples(folder))
    np.savez_compressed(target, allow_pickle=False, **fit(rows))
    sys.stderr.write(f"{len(rows):,} sentences, {target.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(model.__file__).with_name("model.npz"))

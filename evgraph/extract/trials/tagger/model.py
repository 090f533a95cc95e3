"""The trained tagger, applied: sentences to the spans of the outcomes and groups they name.

The model is a linear chain trained with CRFsuite (`train`), kept as plain arrays in `model.npz` and applied with numpy:
what a word contributes to the places around it is added up once and kept. Two corpora taught it, and they do not call
the same words an outcome; each has weights of its own beside those that both share. `NAMED` marks what results and
conclusions name, `MEASURED` whatever a figure is of: times too, and the words "mean" and "rate of".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from evgraph.extract.trials.phrases import Word, words_of
from evgraph.extract.trials.tagger.features import CONTEXTS, GAP, NOTHING, REACH, Known, contexts, known_of
from evgraph.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What a word can be: outside, the first word of a kind of span, or a later one.
STATES = ("O", "B-outcome", "I-outcome", "B-group", "I-group")
#: The styles of marking: one for each corpus.
MEASURED, NAMED = "measured", "named"
STYLES = (MEASURED, NAMED)
#: Words remembered before all are forgotten again, so that memory stays flat.
_WORDS = 60_000
#: A sentence with more words is cut; none is that long.
LONGEST = 400
_NEVER = -1e9


@dataclass(slots=True)
class Tagger:
    """The weights of one style, and what is remembered of the words seen so far.

    `own`: rows of the names a word has, each with the weights of all states at all distances of `REACH`.
    `sums`: the same added up for a word. `begin`, `move`: how likely states follow one another.
    """

    names: dict[str, int]
    own: NDArray[np.float32]
    tables: list[NDArray[np.float32]]
    moves: list[list[float]]
    rows: dict[str, int] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    traits: NDArray[np.int32] | None = None
    sums: NDArray[np.float32] | None = None

    def tag(self, text: str, sentences: Sequence[Span], figures: Sequence[Span]) -> list[tuple[str, Span]]:
        """Return the kinds and places of what sentences name, in text order. `figures`: in text order too."""
        cut = [words_of(text, span.start, span.end)[:LONGEST] for span in sentences]
        cut = [words for words in cut if words]
        if not cut:
            return []
        scores = self.scores(text, cut, figures).tolist()
        found: list[tuple[str, Span]] = []
        at = GAP
        for words in cut:
            found += _spans(words, _best(scores[at : at + len(words)], self.moves))
            at += len(words) + GAP
        return found

    def scores(self, text: str, cut: Sequence[Sequence[Word]], figures: Sequence[Span]) -> NDArray[np.float32]:
        """Return the weight of each state at each place of sentences laid end to end with gaps."""
        import numpy as np

        ids = np.array(self._places(text, cut), dtype=np.intp)
        self._learn()
        assert self.traits is not None  # noqa: S101 - set by _learn
        assert self.sums is not None  # noqa: S101
        kinds, verbs, steps = self.traits[ids].T
        parts = np.take(self.sums, ids, axis=0, mode="clip")
        width = len(self.moves)
        total = np.zeros((len(ids), width), dtype=np.float32)
        inner = slice(GAP, len(ids) - GAP)
        for number, by in enumerate(REACH):
            total[inner] += parts[GAP + by : len(ids) - GAP + by, number * width : (number + 1) * width]
        codes = contexts(kinds, verbs, steps, np.array(laid_figures(cut, figures), dtype=np.int32))
        for table, found in zip(self.tables, codes, strict=True):
            total += np.take(table, found, axis=0, mode="clip")
        return total

    def _places(self, text: str, cut: Sequence[Sequence[Word]]) -> list[int]:
        """Return the rows of all words, gaps between sentences; new words get the next rows."""
        if len(self.rows) > _WORDS:
            self.rows, self.known, self.traits, self.sums = {}, [], None, None
        if not self.known:
            self.known.append(NOTHING)
        rows, known = self.rows, self.known
        places = [0] * GAP
        for words in cut:
            for word in words:
                own = text[word.start : word.end]
                row = rows.get(own)
                if row is None:
                    row = rows[own] = len(known)
                    known.append(known_of(own, word))
                places.append(row)
            places += (0,) * GAP
        return places

    def _learn(self) -> None:
        """Add up what each new word contributes."""
        import numpy as np

        used = 0 if self.sums is None else len(self.sums)
        fresh = self.known[used:]
        if not fresh:
            return
        row = self.names.get
        own = np.zeros((len(fresh), self.own.shape[1]), dtype=np.float32)
        for number, word in enumerate(fresh):
            own[number] = self.own[[row(name, 0) for name in word.names]].sum(axis=0)
        traits = np.array([word[1:] for word in fresh], dtype=np.int32)
        self.sums = own if self.sums is None else np.concatenate([self.sums, own])
        self.traits = traits if self.traits is None else np.concatenate([self.traits, traits])


def laid_figures(cut: Sequence[Sequence[Word]], figures: Sequence[Span]) -> list[int]:
    """Return for each place whether a figure begins (1) or goes on (2) there, or a gap is (3)."""
    laid = [3] * GAP
    waiting = iter(figures)
    figure = next(waiting, None)
    inside = False
    for words in cut:
        for word in words:
            while figure is not None and figure.end <= word.start:
                figure, inside = next(waiting, None), False
            if figure is None or word.end <= figure.start:
                laid.append(0)
            else:
                laid.append(2 if inside else 1)
                inside = True
        laid += (3,) * GAP
    return laid


def _best(scores: list[list[float]], moves: list[list[float]]) -> list[int]:
    """Return the states of the best way through a sentence (Viterbi)."""
    every = range(len(moves))
    now = [value if STATES[state][0] != "I" else _NEVER for state, value in enumerate(scores[0])]
    back = []
    for values in scores[1:]:
        came = []
        then = []
        for state in every:
            move = moves[state]
            best, source = now[0] + move[0], 0
            for before in every[1:]:
                reached = now[before] + move[before]
                if reached > best:
                    best, source = reached, before
            then.append(best + values[state])
            came.append(source)
        back.append(came)
        now = then
    state = now.index(max(now))
    states = [state]
    for came in reversed(back):
        state = came[state]
        states.append(state)
    return states[::-1]


def _spans(words: Sequence[Word], states: Sequence[int]) -> list[tuple[str, Span]]:
    """Return the spans that states of words stand for."""
    found: list[tuple[str, Span]] = []
    for word, state in zip(words, states, strict=True):
        name = STATES[state]
        if name[0] == "B":
            found.append((name[2:], Span(word.start, word.end)))
        elif name[0] == "I":
            kind, span = found[-1]
            found[-1] = (kind, Span(span.start, word.end))
    return found


@cache
def load(style: str = NAMED) -> Tagger:
    """Load the model that ships with the package, in one style; once."""
    import numpy as np

    shipped = files("evgraph.extract.trials.tagger") / "model.npz"
    with shipped.open("rb") as file, np.load(file, allow_pickle=False) as data:
        return unpack({name: data[name] for name in data.files}, style)


def unpack(arrays: dict[str, NDArray[np.generic]], style: str) -> Tagger:
    """Make a tagger of the arrays that `train` writes: the weights that are shared and those of a style, added."""
    import numpy as np

    names = arrays["names"].tobytes().decode("utf-8").split("\n")
    width = len(REACH) * len(STATES)
    own = np.zeros((len(names) + 1) * width, dtype=np.float32)
    tables = [np.zeros((size, len(STATES)), dtype=np.float32) for _, size in CONTEXTS]
    for part in ("shared", style):
        own[arrays[f"{part} at"].astype(np.int64)] += arrays[f"{part} own"].astype(np.float32)
        for number, table in enumerate(tables):
            table += arrays[f"{part} {number}"].astype(np.float32)
    moves = arrays["moves"].astype(float).T
    return Tagger(
        names={name: number for number, name in enumerate(names, 1)},
        own=own.reshape(len(names) + 1, width),
        tables=tables,
        moves=moves.tolist(),
    )

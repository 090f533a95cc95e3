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
#: How many words behind a span a bracket that it opened may close.
_NEAR = 8


#: A kind of span and the words that it is made of.
Marked = tuple[str, list[Word]]


@dataclass(slots=True)
class Tagger:
    """The weights of all styles, and what is remembered of the words seen so far.

    `own`: for each name a word may have and each style a row with the weights of all states at all distances of
    `REACH`; `sums`: the same added up for a word, `traits` its class, both of the first `learned` words. `table`: for
    each code of each context and each style a row; those of a context begin at its `bases`. `moves`: how likely a
    state follows another one, `moves[state][the one before]`.
    """

    names: dict[str, int]
    own: NDArray[np.float32]
    table: NDArray[np.float32]
    bases: NDArray[np.int32]
    moves: list[list[float]]
    traits: NDArray[np.int32]
    sums: NDArray[np.float32]
    rows: dict[str, int] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    learned: int = 0

    def tag(self, text: str, asked: Sequence[tuple[Span, str]], figures: Sequence[Span]) -> list[Marked]:
        """Return what sentences name, in their order. `asked`: sentences, each with the style it is to be marked in.

        `figures`: in text order, as the sentences are.
        """
        cut = [(words_of(text, span.start, span.end)[:LONGEST], STYLES.index(style)) for span, style in asked]
        cut = [item for item in cut if item[0]]
        if not cut:
            return []
        scores = self.scores(text, cut, figures).tolist()
        found: list[Marked] = []
        at = 0
        for words, _ in cut:
            found += _marked(words, _best(scores[at : at + len(words)], self.moves))
            at += len(words) + GAP
        return found

    def scores(self, text: str, cut: Sequence[tuple[list[Word], int]], figures: Sequence[Span]) -> NDArray[np.float32]:
        """Return the weight of each state for each word of sentences laid end to end, `GAP` places between them."""
        import numpy as np

        ids = np.array(self._places(text, [words for words, _ in cut]), dtype=np.intp)
        traits, sums = self._learned()
        kinds, verbs, steps = traits[ids].T
        lengths = [GAP, *(len(words) + GAP for words, _ in cut)]
        styles = np.repeat(np.array([0, *(style for _, style in cut)], dtype=np.int32), lengths)
        parts = np.take(sums, ids * len(STYLES) + styles, axis=0, mode="clip")
        laid = laid_figures([words for words, _ in cut], figures)
        codes = contexts(kinds, verbs, steps, np.array(laid, dtype=np.int32))
        rows = (codes + self.bases) * len(STYLES) + styles[GAP:-GAP]
        total: NDArray[np.float32] = np.take(self.table, rows, axis=0, mode="clip").sum(axis=0)
        width = len(STATES)
        for number, by in enumerate(REACH):
            total += parts[GAP + by : len(ids) - GAP + by, number * width : (number + 1) * width]
        return total

    def _places(self, text: str, cut: Sequence[Sequence[Word]]) -> list[int]:
        """Return the rows of all words, gaps between sentences; new words get the next rows."""
        if len(self.rows) > _WORDS:
            self.rows, self.known, self.learned = {}, [], 0
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

    def _learned(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the traits and the sums of all words seen so far; what each new word contributes is added up."""
        import numpy as np

        fresh = self.known[self.learned :]
        if fresh:
            row = self.names.get
            own = np.stack([self.own[[row(name, 0) for name in word.names]].sum(axis=0) for word in fresh])
            need = len(self.known)
            if need > len(self.traits):  # grow by half, not by one
                room = max(need, len(self.traits) * 3 // 2)
                self.traits = np.resize(self.traits, (room, self.traits.shape[1]))
                self.sums = np.resize(self.sums, (room * len(STYLES), self.sums.shape[1]))
            self.traits[self.learned : need] = [word[1:] for word in fresh]
            self.sums[self.learned * len(STYLES) : need * len(STYLES)] = own.reshape(-1, self.sums.shape[1])
            self.learned = need
        return self.traits, self.sums


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
    """Return the states of the best way through a sentence (Viterbi); every step is written out, for speed.

    A later word of a span (1 to 2, 3 to 4) follows only the first or a later word of one of its kind.
    """
    (oo, bo, io, co, jo), (ob, bb, ib, cb, jb), (_, bi, ii, _, _), (oc, bc, ic, cc, jc), (_, _, _, cj, jj) = moves
    o, b, _, c, _ = scores[0]
    i = j = _NEVER
    back = []
    for to_o, to_b, to_i, to_c, to_j in scores[1:]:
        ways = (o + oo, b + bo, i + io, c + co, j + jo)
        best_o = max(ways)
        from_o = ways.index(best_o)
        ways = (o + ob, b + bb, i + ib, c + cb, j + jb)
        best_b = max(ways)
        from_b = ways.index(best_b)
        ways = (o + oc, b + bc, i + ic, c + cc, j + jc)
        best_c = max(ways)
        from_c = ways.index(best_c)
        b, i, from_i = b + bi, i + ii, 2
        if b > i:
            i, from_i = b, 1
        c, j, from_j = c + cj, j + jj, 4
        if c > j:
            j, from_j = c, 3
        o, b, i, c, j = best_o + to_o, best_b + to_b, i + to_i, best_c + to_c, j + to_j
        back.append((from_o, from_b, from_i, from_c, from_j))
    now = (o, b, i, c, j)
    state = now.index(max(now))
    states = [state]
    for came in reversed(back):
        state = came[state]
        states.append(state)
    return states[::-1]


def _marked(words: list[Word], states: Sequence[int]) -> list[Marked]:
    """Return the spans that states of words stand for."""
    found: list[Marked] = []
    place = 0
    while place < len(words):
        first, place = place, place + 1
        if states[first]:
            while place < len(words) and states[place] and STATES[states[place]][0] == "I":
                place += 1
            end = _closed(words, first, place)
            found.append((STATES[states[first]][2:], words[first:end]))
            place = max(place, end)
    return found


def _closed(words: Sequence[Word], first: int, last: int) -> int:
    """Return where a span ends so that a bracket opened in it is closed in it, where that is near."""
    opened = sum((word.low in ("(", "[")) - (word.low in (")", "]")) for word in words[first:last])
    if opened < 0 and words[last - 1].low in (")", "]") and last - first > 1:
        return last - 1
    closing = (i for i in range(last, min(last + _NEAR, len(words))) if words[i].low in (")", "]"))
    return next(closing, last - 1) + 1 if opened > 0 else last


@cache
def load() -> Tagger:
    """Load the model that ships with the package; once."""
    import numpy as np

    shipped = files("evgraph.extract.trials.tagger") / "model.npz"
    with shipped.open("rb") as file, np.load(file, allow_pickle=False) as data:
        return unpack({name: data[name] for name in data.files})


def unpack(arrays: dict[str, NDArray[np.generic]]) -> Tagger:
    """Make a tagger of the arrays that `train` writes: in each style the weights that are shared and its own, added."""
    import numpy as np

    names = arrays["names"].tobytes().decode("utf-8").split("\n")
    width = len(REACH) * len(STATES)
    own = np.zeros((len(STYLES), (len(names) + 1) * width), dtype=np.float32)
    for part, chosen in (("shared", slice(None)), *((style, slice(n, n + 1)) for n, style in enumerate(STYLES))):
        own[chosen, arrays[f"{part} at"].astype(np.int64)] += arrays[f"{part} own"].astype(np.float32)
    shared = arrays["shared codes"].astype(np.float32)
    table = np.stack([shared + arrays[f"{style} codes"].astype(np.float32) for style in STYLES], axis=1)
    sizes = [size for _, size in CONTEXTS]
    return Tagger(
        names={name: number for number, name in enumerate(names, 1)},
        own=own.reshape(len(STYLES), len(names) + 1, width).transpose(1, 0, 2).copy(),
        table=table.reshape(-1, len(STATES)),
        bases=np.cumsum([0, *sizes[:-1]], dtype=np.int32)[:, None],
        moves=arrays["moves"].astype(float).T.tolist(),
        traits=np.zeros((0, 3), dtype=np.int32),
        sums=np.zeros((0, width), dtype=np.float32),
    )

"""The trained CRF, applied: reference strings to a label for each token, and how sure each is.

The model is a linear chain trained with CRFsuite (`readers/training`), kept as plain arrays in `model.npz`. It is
applied here with numpy, many strings at a time: what a word contributes is added up once and kept for when it comes
again, and the forward-backward steps of a whole batch are matrix products. That is several times faster than asking
CRFsuite string by string, and the packages that a reader of references needs stay few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from evgraph.readers.trust import FIELDS, Trust
from evgraph.readers.words import CONTEXTS, EDGE, GAP, REACH, SEEN, WIDEST, code_of, contexts, names_of, tokenise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What a token can be part of; "o" is what stands between the fields.
LABELS = (
    "o", "author", "editor", "title", "container", "year", "volume", "issue", "pages", "publisher", "doi", "pmid",
    "issn", "url", "place", "edition",
)  # fmt: skip
#: What the chain remembers: what a token is part of; for a year, whether the title is still to come; for what stands
#: between the fields, behind which field it stands. So the chain knows that no authors follow a title.
_BEHIND = ("author", "early", "title", "container", "year", "volume", "issue", "pages", "publisher", "editor", "doi")
STATES = (*LABELS, "early", *(f"o-{name}" for name in _BEHIND))
#: Strings are labelled this many at a time: few enough that the matrix products start no threads.
BATCH = 256
#: Words remembered before all are forgotten again, so that memory stays flat.
_WORDS = 120_000
#: A string with more tokens is cut; no reference is that long.
LONGEST = 2_000


def states_of(labels: Sequence[str]) -> list[str]:
    """Return the states that a chain of labels goes through.

    >>> states_of(["author", "o", "year", "o", "title", "o"])
    ['author', 'o-author', 'early', 'o-early', 'title', 'o-title']
    """
    states: list[str] = []
    behind, titled = "", "title" not in labels
    for label in labels:
        titled = titled or label in ("title", "container")
        state = "early" if label == "year" and not titled else label
        if state == "o":
            states.append(f"o-{behind}" if behind in _BEHIND else "o")
        else:
            behind = "doi" if state in ("pmid", "issn", "url") else state
            states.append(state)
    return states


#: Neighbouring tokens of one label: the label (an index into `LABELS`), first token and the one behind the last, first
#: character and the one behind the last, and the probability of the least sure token.
Run = tuple[int, int, int, int, int, float]


class _Index(dict[str, int]):
    """Token to number; a token not seen before gets the next number and waits in `new`."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self) + 1
        self.new.append(token)
        return number


@dataclass(slots=True)
class Model:
    """The weights, and what is remembered of the words seen so far.

    `own`: for every distance of `REACH`, rows of the features that a word has by itself.
    `rows[k]`, `weights[k]`: code of the k-th of `CONTEXTS` to a row, and that row's weights.
    """

    names: dict[str, int]
    own: list[NDArray[np.float32]]
    rows: list[NDArray[np.int32]]
    weights: list[NDArray[np.float32]]
    transitions: NDArray[np.float32]
    trust: Trust
    index: _Index = field(default_factory=_Index)
    classes: NDArray[np.int32] | None = None
    sums: list[NDArray[np.float32]] | None = None

    def tag(self, texts: Sequence[str]) -> list[list[Run]]:
        """Return the runs of labels that each string consists of; an empty string has none."""
        tagged: list[list[Run]] = []
        for start in range(0, len(texts), BATCH):
            tagged += self._tag([tokenise(text)[:LONGEST] for text in texts[start : start + BATCH]])
        return tagged

    def _tag(self, batch: list[list[str]]) -> list[list[Run]]:
        import numpy as np

        if not any(batch):
            return [[] for _ in batch]
        sizes = np.array([len(tokens) for tokens in batch], dtype=np.int64)
        starts = np.cumsum(sizes + GAP) - sizes
        best, sure = _posterior(np.exp(self.transitions), self.scores(batch, starts, sizes), starts, sizes)
        best[_gaps(starts, sizes, len(best))] = -1
        heads = np.flatnonzero(np.diff(best, prepend=-2))
        owner = np.searchsorted(starts, heads, side="right") - 1
        ends = np.append(heads[1:], len(best))
        lengths = np.array(list(map(len, chain.from_iterable(batch))), dtype=np.int64)
        characters = np.zeros(len(best) + 1, dtype=np.int64)
        characters[1:][best >= 0] = lengths
        characters = np.cumsum(characters)
        base, least = starts[owner], np.minimum.reduceat(sure, heads)
        columns = (best[heads], heads - base, ends - base, characters[heads] - characters[base],
                   characters[ends] - characters[base], least)  # fmt: skip
        tagged: list[list[Run]] = [[] for _ in batch]
        for number, run in zip(owner.tolist(), zip(*(column.tolist() for column in columns), strict=True), strict=True):
            if run[0] >= 0:
                tagged[number].append(run)
        return tagged

    def scores(
        self, batch: list[list[str]], starts: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return the weight of each label at each place of the batch laid end to end with gaps."""
        import numpy as np

        places: list[int] = [0] * GAP
        number = self.index.__getitem__
        for tokens in batch:
            places += map(number, tokens)
            places += (0,) * GAP
        classes, learned = self._learned()
        ids = np.array(places, dtype=np.int32)
        total = np.zeros((len(ids), len(STATES)), dtype=np.float32)
        part = np.empty_like(total)
        for by, sums in zip(REACH, learned, strict=True):  # `take` into a given array is far faster than indexing
            np.add(total, np.take(sums, np.roll(ids, -by), axis=0, out=part, mode="clip"), out=total)
        for codes, rows, weights in zip(contexts(classes[ids], starts, sizes), self.rows, self.weights, strict=True):
            np.add(total, np.take(weights, rows[codes], axis=0, out=part, mode="clip"), out=total)
        if len(self.index) > _WORDS:
            self.index, self.classes, self.sums = _Index(), None, None
        return total

    def _learned(self) -> tuple[NDArray[np.int32], list[NDArray[np.float32]]]:
        """Return the classes and the sums of all words seen so far; what each new word contributes is added up."""
        import numpy as np

        if self.classes is None or self.sums is None:
            self.classes = np.zeros(1, dtype=np.int32)
            self.sums = self._sums([EDGE])
        new, self.index.new = self.index.new, []
        if not new:
            return self.classes, self.sums
        used = len(self.index) - len(new) + 1
        need = used + len(new)
        if need > len(self.classes):  # grow by half, not by one
            room = max(need, len(self.classes) * 3 // 2)
            self.classes = np.resize(self.classes, room)
            self.sums = [np.resize(sums, (room, len(STATES))) for sums in self.sums]
        names = [names_of(token) for token in new]
        self.classes[used:need] = [code_of(found) for found in names]
        for sums, fresh in zip(self.sums, self._sums(names), strict=True):
            sums[used:need] = fresh
        return self.classes, self.sums

    def _sums(self, words: list[list[str]]) -> list[NDArray[np.float32]]:
        """Return for each distance of `REACH` one row a word: what it contributes that far away."""
        import numpy as np

        row = self.names.get
        rows = np.zeros((len(words), WIDEST), dtype=np.int32)
        for at, names in enumerate(words):
            rows[at, : len(names)] = [row(name, 0) for name in names]
        sums = []
        for by, own in zip(REACH, self.own, strict=True):
            total = np.zeros((len(words), len(STATES)), dtype=np.float32)
            for column in SEEN[abs(by)]:
                total += np.take(own, rows[:, column], axis=0, mode="clip")
            sums.append(total)
        return sums


def _gaps(starts: NDArray[np.int64], sizes: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Return which places lie in no string."""
    import numpy as np

    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + sizes, -1)
    return np.asarray(np.cumsum(steps)[:count] == 0)


def _posterior(
    moves: NDArray[np.float32], scores: NDArray[np.float32], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the most probable label of every place and its probability (forward-backward, scaled at each step).

    The strings are ordered by length, so that those that still go on are always the first, and laid out step by step:
    first the first tokens of all, then the second ones.
    """
    import numpy as np

    order = np.argsort(-sizes, kind="stable")
    begin, size = starts[order], sizes[order]
    going = np.searchsorted(-size, -np.arange(int(size[0])), side="left")
    places = np.concatenate([begin[:count] + step for step, count in enumerate(going)])
    ends = np.cumsum(going)
    steps = [slice(end - count, end) for end, count in zip(ends.tolist(), going.tolist(), strict=True)]
    chances = np.take(scores, places, axis=0)
    chances = np.exp(np.subtract(chances, chances.max(axis=1, keepdims=True), out=chances), out=chances)
    shares = _forward_backward(moves, chances, steps)
    total = shares.sum(axis=1)
    merged = shares[:, : len(LABELS)]
    merged[:, LABELS.index("year")] += shares[:, len(LABELS)]
    merged[:, LABELS.index("o")] += shares[:, len(LABELS) + 1 :].sum(axis=1)
    found = merged.argmax(axis=1)
    best, sure = np.zeros(len(scores), dtype=np.intp), np.zeros(len(scores), dtype=np.float32)
    best[places] = found
    sure[places] = np.take_along_axis(merged, found[:, None], axis=1)[:, 0] / total
    return best, sure


def _forward_backward(
    moves: NDArray[np.float32], chances: NDArray[np.float32], steps: list[slice]
) -> NDArray[np.float32]:
    """Return for each place the products of both passes; they add up to one once they are divided by their sum."""
    import numpy as np

    forward = np.empty_like(chances)
    now = forward[steps[0]] = chances[steps[0]]
    for step in steps[1:]:
        now = now[: step.stop - step.start] @ moves
        now *= chances[step]
        now /= now.max(axis=1, keepdims=True)
        forward[step] = now
    back = np.ones((0, moves.shape[0]), dtype=np.float32)
    turned = np.ascontiguousarray(moves.T)
    for step in reversed(steps):
        fresh = step.stop - step.start - len(back)
        back = np.concatenate([back, np.ones((fresh, moves.shape[0]), np.float32)]) if fresh else back
        forward[step] *= back
        back *= chances[step]
        back = back @ turned
        back /= back.max(axis=1, keepdims=True)
    return forward


@cache
def load() -> Model:
    """Load the model that ships with the package; once."""
    import numpy as np

    with (files("evgraph.readers") / "model.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        arrays = {name: data[name] for name in data.files}
    return unpack(arrays)


def unpack(arrays: dict[str, NDArray[np.generic]]) -> Model:
    """Make a model of the arrays that `training.train` writes."""
    import numpy as np

    names = arrays["names"].tobytes().decode("utf-8").split("\n")
    own = np.zeros((len(names) + 1) * len(REACH) * len(STATES), dtype=np.float32)
    own[arrays["own_at"].astype(np.int64)] = arrays["own"]
    words = own.reshape(len(names) + 1, len(REACH), len(STATES))
    tables, weights = [], []
    for number, (_, room) in enumerate(CONTEXTS):
        codes = arrays[f"codes{number}"].astype(np.int64)
        table = np.zeros(room, dtype=np.int32)
        table[codes] = np.arange(1, len(codes) + 1)
        found = arrays[f"weights{number}"].astype(np.float32)
        tables.append(table)
        weights.append(np.concatenate([np.zeros((1, len(STATES)), np.float32), found]))
    return Model(
        names={name: number for number, name in enumerate(names, 1)},
        own=[np.ascontiguousarray(words[:, which]) for which in range(len(REACH))],
        rows=tables,
        weights=weights,
        transitions=arrays["transitions"].astype(np.float32),
        trust=Trust(dict(zip((*FIELDS, "other"), map(tuple, arrays["trust"].tolist()), strict=True))),
    )

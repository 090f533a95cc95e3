"""Every label of a Lexicon turned into one table, and a text into its longest matches.

The table holds folded words joined by blanks, and for each two or three first words how long the labels are that
begin with them. So a text costs two look-ups a word and a few more where a label may stand, whatever the size of the
vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from evgraph.extract.stretches import Remembered, stretches_of
from evgraph.extract.words import CUT, Folds
from evgraph.identifiers import BASE
from evgraph.lexicon import Lexicon

#: A Greek letter spelt out at the end of a name of capitals: TNF-alpha, NF-kappaB.
_GREEK = re.compile(r"(?<=[A-Z]-)(alpha|beta|gamma|delta|kappa)(?=[A-Z]?$)")


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept that a label may mean, and whether it does so only in context.

    `rank`: 0 a concept of evgraph, 1 the preferred label of an imported one, 2 another label of such a one.
    """

    iri: str
    label: str
    hidden: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Where a label stands in a text, and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class _Piece(NamedTuple):
    """A word of a stretch, also as it is compared; glued to the one before it where the two are one: CD and 19."""

    start: int
    end: int
    folded: str
    glued: bool


@dataclass(frozen=True, slots=True)
class Matcher:
    """The labels of a lexicon, compiled.

    `lengths` has for two first words the bits 2 and 3 set where labels of two and three words begin with them, and bit
    0 where longer ones do; for three first words the bit `n` where a label of `n` words does. `begins` has every first
    word.
    """

    lexicon: Lexicon
    table: Mapping[str, tuple[Sense, ...]] = field(repr=False)
    lengths: Mapping[str, int] = field(repr=False)
    begins: frozenset[str] = field(repr=False)
    folds: Folds = field(repr=False)
    pieces: Remembered[tuple[_Piece, ...]] = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Matcher:
        """Compile a lexicon."""
        folds = Folds()
        table: dict[str, tuple[Sense, ...]] = {}
        lengths: dict[str, int] = {}
        for sense in _senses(lexicon):
            for words in _variants(sense.label):
                folded = [folds[word] for word in CUT.split(words)[1::2]]
                key = " ".join(folded)
                if folded:
                    table[key] = _with(table.get(key, ()), sense)
                    _add_length(lengths, folded)
        begins = frozenset(key.partition(" ")[0] for key in table)
        return cls(lexicon, table, lengths, begins, folds, Remembered(partial(_cut, folds)))

    def folded(self, words: str) -> str:
        """Return words as they are compared."""
        return " ".join(self.folds[word] for word in CUT.split(words)[1::2])

    def lookup(self, words: str) -> tuple[Sense, ...]:
        """Return what words mean that are a label as a whole; capitals do not count."""
        return self.table.get(self.folded(words), ())

    def find(self, text: str) -> Iterator[Match]:
        """Yield the longest matches from left to right, none within another.

        A short form in capitals ("ALL") is not matched by a word in small letters, nor the other way round.
        """
        stretches, places = stretches_of(text)
        pieces = [piece for stretch in stretches for piece in self.pieces[stretch]]
        firsts = [at for at, piece in enumerate(pieces) if piece.folded in self.begins]
        if not firsts:
            return
        shifts = [
            place for stretch, place in zip(stretches, places, strict=True) for _ in range(len(self.pieces[stretch]))
        ]
        done = 0
        for first in firsts:
            if first < done or pieces[first].glued:
                continue
            for last in self._lasts(pieces, first):
                senses = self.table.get(" ".join([piece.folded for piece in pieces[first : last + 1]]))
                if senses is None or (last + 1 < len(pieces) and pieces[last + 1].glued):
                    continue
                start, end = shifts[first] + pieces[first].start, shifts[last] + pieces[last].end
                words = text[start:end]
                fitting = tuple([sense for sense in senses if _fits(sense.label, words)])
                if fitting:
                    yield Match(start, end, fitting)
                    done = last + 1
                    break

    def _lasts(self, pieces: list[_Piece], first: int) -> Iterator[int]:
        """Yield the last words that a label may have that begins here, the farthest first."""
        pair = " ".join([piece.folded for piece in pieces[first : first + 2]])
        mask = self.lengths.get(pair, 0)
        if mask & 1:
            three = " ".join([piece.folded for piece in pieces[first : first + 3]])
            longer = self.lengths.get(three, 0) & ((2 << len(pieces) - first) - 1)
            while longer >= 16:
                length = longer.bit_length() - 1
                yield first + length - 1
                longer ^= 1 << length
        if mask & 8 and first + 2 < len(pieces):
            yield first + 2
        if mask & 4 and first + 1 < len(pieces):
            yield first + 1
        yield first


def _add_length(lengths: dict[str, int], folded: list[str]) -> None:
    if len(folded) < 2:
        return
    pair = f"{folded[0]} {folded[1]}"
    if len(folded) < 4:
        lengths[pair] = lengths.get(pair, 0) | 1 << len(folded)
        return
    lengths[pair] = lengths.get(pair, 0) | 1
    three = f"{pair} {folded[2]}"
    lengths[three] = lengths.get(three, 0) | 1 << len(folded)


def _with(known: tuple[Sense, ...], sense: Sense) -> tuple[Sense, ...]:
    """Return the senses of a label with one more; one that names its concept outright stands for a hidden one.

    A vocabulary of others does not make a label of ours doubtful, nor does a synonym there a preferred label.
    """
    if not known:
        return (sense,)
    for other in known:
        if other.iri == sense.iri:
            is_better = other.hidden and not sense.hidden
            return tuple(sense if one is other else one for one in known) if is_better else known
    if not sense.hidden and not any(other.hidden for other in known):
        best = min(sense.rank, *(other.rank for other in known))
        known = tuple(other for other in known if other.rank == best)
        return (*known, sense) if sense.rank == best else known
    return (*known, sense)


def _senses(lexicon: Lexicon) -> Iterator[Sense]:
    for iri, concept in lexicon.concepts.items():
        is_ours = iri.startswith(BASE)
        yield Sense(iri, concept.label, False, 0 if is_ours else 1)
        for label in concept.alt_labels:
            yield Sense(iri, label, False, 0 if is_ours else 2)
        for label in lexicon.short.get(iri, ()):
            yield Sense(iri, label, True)


def _variants(label: str) -> Iterator[str]:
    """Yield a label, and how else it is written: without hyphens, without a possessive, Greek as one Latin letter.

    >>> list(_variants("NF-kappaB")), list(_variants("Sample's disease"))
    (['NF-kappaB', 'NFkappaB', 'NF-kB', 'NFkB'], ["Sample's disease", 'Sample disease'])
    """
    yield label
    if "-" in label[:-1] and (len(label) > 7 or any(map(str.isdigit, label))):
        yield label.replace("-", "")
    if (latin := _GREEK.sub(lambda match: match[1][0], label)) != label:
        yield latin
        yield latin.replace("-", "")
    if "'s " in label or "’s " in label:
        yield label.replace("'s ", " ").replace("’s ", " ")


def _cut(folds: Folds, stretch: str) -> tuple[_Piece, ...]:
    """Return the words of a stretch; a letter or digit right behind another is glued to it."""
    found: list[_Piece] = []
    for match in CUT.finditer(stretch):
        start, end = match.span()
        glued = bool(found) and found[-1].end == start and stretch[start - 1].isalnum() and stretch[start].isalnum()
        found.append(_Piece(start, end, folds[match[0]], glued))
    return tuple(found)


@lru_cache(maxsize=100_000)
def _fits(label: str, words: str) -> bool:
    """Say whether words may be a label by their capitals; a longer label with a digit is no common word in any case.

    >>> [_fits("ALL", words) for words in ("ALL", "All", "all")], _fits("cat", "CAT"), _fits("cat", "Cat")
    ([True, False, False], False, True)
    >>> _fits("NOTCH1", "Notch1"), _fits("CD19", "Cd19")
    (True, False)
    """
    if len(label) > 12:
        return True
    capitals = sum(map(str.isupper, label))
    letters = sum(map(str.isalpha, label))
    if letters <= 2:
        return words == label or (words[:-1] == label and words[-1] == "s")
    if letters > 6 or (letters >= 4 and any(map(str.isdigit, label))):
        return True
    if capitals >= 2:
        return sum(map(str.isupper, words)) >= 2
    return not (letters <= 4 and capitals == 0 and words.isupper() and words.isalpha())

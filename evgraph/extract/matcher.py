"""Every label of a Lexicon turned into one table, and a text into its longest matches.

The table holds folded words joined by blanks, and for each first word how long the labels are that begin with it. So
a text costs one look-up a word and one more for each length, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from evgraph.extract.words import CUT, Folds
from evgraph.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept that a label may mean, and whether it does so only in context."""

    iri: str
    label: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Where a label stands in a text, and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """The labels of a lexicon, compiled. `lengths` has the bit `n` set where a label of `n` words begins so."""

    lexicon: Lexicon
    table: Mapping[str, tuple[Sense, ...]] = field(repr=False)
    lengths: Mapping[str, int] = field(repr=False)
    folds: Folds = field(repr=False, default_factory=Folds)

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
                known = table.get(key, ())
                if folded and all(sense.iri != other.iri for other in known):
                    table[key] = (*known, sense)
                    lengths[folded[0]] = lengths.get(folded[0], 0) | 1 << len(folded)
        return cls(lexicon, table, lengths, folds)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the longest matches from left to right, none within another.

        A short form in capitals ("ALL") is not matched by a word in small letters, nor the other way round.
        """
        pieces = CUT.split(text)
        words, between = pieces[1::2], pieces[::2]
        folded = list(map(self.folds.__getitem__, words))
        ends = list(accumulate(map(len, pieces)))
        lengths, done = self.lengths, 0
        for first in [at for at, word in enumerate(folded) if word in lengths]:
            if first < done or (not between[first] and first and _glued(words[first - 1], words[first])):
                continue
            for length in _longest_first(lengths[folded[first]], len(words) - first):
                senses = self.table.get(" ".join(folded[first : first + length]))
                last = first + length - 1
                if senses is None or _runs_on(words, between, last):
                    continue
                start, end = ends[2 * first], ends[2 * last + 1]
                fitting = tuple(sense for sense in senses if _fits(sense.label, text[start:end]))
                if fitting:
                    yield Match(start, end, fitting)
                    done = last + 1
                    break


def _senses(lexicon: Lexicon) -> Iterator[Sense]:
    for iri, concept in lexicon.concepts.items():
        for label in (concept.label, *concept.alt_labels):
            yield Sense(iri, label)
        for label in lexicon.short.get(iri, ()):
            yield Sense(iri, label, hidden=True)


def _variants(label: str) -> Iterator[str]:
    """Yield a label, and what it is without its hyphens (NFkB) and without a possessive (Alzheimer disease)."""
    yield label
    if "-" in label and not label.endswith("-") and (len(label) > 7 or any(char.isdigit() for char in label)):
        yield label.replace("-", "")
    if "'s " in label or "’s " in label:
        yield label.replace("'s ", " ").replace("’s ", " ")


def _longest_first(mask: int, most: int) -> Iterator[int]:
    mask &= (1 << most + 1) - 1
    while mask:
        length = mask.bit_length() - 1
        yield length
        mask ^= 1 << length


def _glued(left: str, right: str) -> bool:
    """Say whether two pieces without anything between them are one word, such as CD and 19."""
    return left.isalnum() and right.isalnum()


def _runs_on(words: list[str], between: list[str], last: int) -> bool:
    return last + 1 < len(words) and not between[last + 1] and _glued(words[last], words[last + 1])


def _fits(label: str, words: str) -> bool:
    """Say whether words may be a label by their capitals.

    >>> [_fits("ALL", words) for words in ("ALL", "All", "all")], _fits("cat", "CAT"), _fits("cat", "Cat")
    ([True, False, False], False, True)
    """
    if len(label) > 12:
        return True
    capitals = sum(map(str.isupper, label))
    letters = sum(map(str.isalpha, label))
    if letters <= 2:
        return words == label or (words[:-1] == label and words[-1] == "s")
    if letters > 6:
        return True
    if capitals >= 2:
        return sum(map(str.isupper, words)) >= 2
    return not (letters <= 4 and capitals == 0 and words.isupper() and words.isalpha())

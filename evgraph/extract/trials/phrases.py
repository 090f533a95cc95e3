"""A sentence cut into noun phrases by closed word classes: no dictionary of nouns, no tagger.

What is no determiner, preposition, conjunction, verb, adverb, number or sign is taken for part of a noun phrase. That
is coarse, and enough for the language of results: "the mean change in pain score was lower".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from evgraph.extract.figures.tokens import NUMBER_WORDS
from evgraph.extract.once import once
from evgraph.extract.stretches import Remembered, stretches_of
from evgraph.extract.wordlists import words

_WORD = re.compile(r"[^\W_](?:[^\W_]|[-'’/+](?=[^\W_])|(?<=\d)[.·](?=\d))*\+?|\S")


DETERMINERS = words(
    "the a an this that these those each every both all any some no either neither its their our his her such other "
    "another same more less fewer most least many much few several which who whom whose what whether there it they we "
    "he she you i one two three four five six seven eight nine ten none only"
)
PREPOSITIONS = words(
    "of in on at by for with within without from to into onto over under after before during between among amongst "
    "across "
    "against through throughout via than as per despite following versus vs until since about around beyond upon "
    "toward "
    "towards regarding concerning including excluding except besides while whereas if when where because although "
    "though "
    "however but and or nor yet so thus therefore hence also moreover furthermore plus because unless whether compared "
    "respectively both relative according due owing based receiving using given taking"
)
VERBS = words(
    "is are was were be been being am has have had having do does did done can could may might must shall should will "
    "would cannot occurred occur occurs differ differed differs increase increased increases decrease decreased "
    "decreases "
    "improve improved improves reduce reduced reduces showed show shows shown remained remain remains received receive "
    "achieved achieve experienced experience reported report observed found find seen noted noticed compared "
    "associated "
    "demonstrated demonstrate developed develop resulted results result led leads lead tended declined decline rose "
    "fell "
    "became become died discontinued completed underwent required needed took place reached reach appeared seemed "
    "ranged "
    "varied averaged exceeded favored favoured worsened deteriorated prevented prevents suggests suggest suggested "
    "indicated indicate revealed reveal provided provide produced produce caused cause lowered enhanced accelerated "
    "delayed prolonged shortened attained obtained detected identified measured assessed evaluated analyzed analysed "
    "recorded calculated determined estimated randomized randomised assigned treated given administered performed "
    "conducted included followed met failed gained lost made used responded recovered relapsed supports support "
    "confirmed "
    "confirm confers confer offers offer appears seems requires yielded yield yields affect affected affects influence "
    "influenced correlated predicted maintained sustained persisted continued doubled tripled halved attributed "
    "related "
    "considered expected allocated survived tolerated experiencing achieving having reporting showing leading "
    "resulting "
    "improving reducing increasing decreasing preventing lowering attenuated abolished inhibited augmented diminished"
)
ADVERBS = words(
    "not significantly statistically substantially markedly slightly similar similarly comparable higher lower greater "
    "lesser better worse longer shorter larger smaller superior inferior equivalent equal different faster slower "
    "earlier "
    "later than very too even still already again further often rarely never always well better best common frequent "
    "frequently commonly generally overall respectively almost nearly approximately up down out off however here now "
    "then "
    "infrequent uncommon rare undetectable evident present absent available possible high low good poor mild moderate "
    "later therefore highest lowest likely unlikely able unable effective safe significant clinically numerically"
)
#: Adverbs of the list above that may stand inside the name of an outcome.
INSIDE = words("overall early clinically significant different")


class Word(NamedTuple):
    """A word of a sentence with its place and its class: N noun, D, P, V, A, X number, S sign."""

    start: int
    end: int
    low: str
    kind: str


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words between two places of a text, which is cut once, whatever parts of it are asked for.

    >>> "".join(word.kind for word in words_of("The mean pain score was significantly lower."))
    'DNNNVAAS'
    """
    words, starts = _all_words(text)
    end = len(text) if end is None else end
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    if (first and words[first - 1].end > start) or (last > first and words[last - 1].end > end):
        return [Word(start + left, start + right, low, kind) for left, right, low, kind in _words_in(text[start:end])]
    return words[first:last]


@once
def _all_words(text: str) -> tuple[list[Word], list[int]]:
    make = tuple.__new__  # skips the look at the number of fields, which costs as much again
    stretches, places = stretches_of(text)
    words = [
        make(Word, (place + start, place + end, low, kind))
        for place, found in zip(places, map(_WORDS.__getitem__, stretches), strict=True)
        for start, end, low, kind in found
    ]
    return words, [word.start for word in words]


def _words_in(stretch: str) -> tuple[tuple[int, int, str, str], ...]:
    if stretch.isalpha():
        low = stretch.lower()
        return ((0, len(stretch), low, _kind(low)),)
    lows = [(match, match[0].lower()) for match in _WORD.finditer(stretch)]
    return tuple((match.start(), match.end(), low, _kind(low)) for match, low in lows)


def _kind(low: str) -> str:
    kind = _KINDS.get(low)
    if kind is not None:
        return kind
    if low[0].isdigit():
        return "X" if low.replace(".", "").replace("·", "").isdigit() else "N"
    if not low[0].isalpha():
        return "S"
    return "A" if low.endswith("ly") and len(low) > 4 else "N"


_KINDS = {
    **dict.fromkeys(ADVERBS, "A"),
    **dict.fromkeys(VERBS, "V"),
    **dict.fromkeys(PREPOSITIONS, "P"),
    **dict.fromkeys(DETERMINERS, "D"),
    **dict.fromkeys(INSIDE, "N"),
    **dict.fromkeys(NUMBER_WORDS, "X"),
}
_WORDS = Remembered(_words_in)


def noun_phrases(words: list[Word]) -> list[tuple[int, int]]:
    """Return the noun phrases as runs of words [first, last): the longest runs of nouns.

    >>> words = words_of("Rates of severe pain in the drug group were seen")
    >>> [" ".join(word.low for word in words[a:b]) for a, b in noun_phrases(words)]
    ['rates', 'severe pain', 'drug group']
    """
    found, index = [], 0
    while index < len(words):
        if words[index].kind != "N":
            index += 1
            continue
        first = index
        while index < len(words) and words[index].kind == "N":
            index += 1
        found.append((first, index))
    return found

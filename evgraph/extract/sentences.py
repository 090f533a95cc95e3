"""A Document turned into its Sentences: one expression finds where one may end, a few rules say whether it does.

Sentences never cross sections and lie without the white space around them; together they hold every character of the
sections that is not white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evgraph.extract.records import Sentence
from evgraph.extract.wordlists import words
from evgraph.model import Document, Section, Span

#: Where a sentence may end: a full stop, question or exclamation mark with what closes after it and white space (or a
#: citation number, or nothing, where a typesetter lost the space), or a blank line.
_MARK = (
    r"[.?!](?:[\"'”’)\]}]*(?:\[[0-9,\s–-]{1,40}\])?(?:</?\w{1,8} ?/?>)*\s+"
    r"|(?<=[a-z]{3}\.)(?:[0-9]{1,3}(?:[,–-][0-9]{1,3})*\s+(?=[A-Z])|(?=[A-Z][a-z]+\s)))"
)
_END = re.compile(_MARK)
_END_OR_LINE = re.compile(rf"{_MARK}|(?<![ \t\r])[ \t\r]*\n[ \t\r]*\n\s*")
_WORD = re.compile(r"\S{1,40}\Z")
_NEXT = re.compile(r"[\"'“‘(\[{]*([^\s,;:)\]]{1,40})")
_BRACKETED = re.compile(r"\([^()]{0,400}(?:\([^()]{0,200}\)[^()]{0,400}){0,9}\)|\[[^\[\]]{0,400}\]")
_INITIAL = re.compile(r"[A-Z]\.?")
#: A full stop within a word of letters.
_INNER = re.compile(r"[A-Za-z]\.")
#: A name that begins with a small letter: d-serine, c-Myc.
_SMALL = re.compile(r"[a-z]-[A-Za-z]{2}")
_DOTTED = re.compile(r"(?:[a-z]\.){1,4}[a-z]")

#: Never the last word of a sentence.
_NEVER = words("vs v e.g i.e eg ie cf viz approx ca resp incl excl Dr Prof Mr Mrs Ms St Mt Drs")
#: Before a number only.
_BEFORE_NUMBER = words("no nos fig figs eq eqs ref refs vol pp p ch sec sect tab suppl nr n art para chap ed eds")
#: The last word of a sentence only where the next word could begin one.
_SELDOM = words(
    "al u.s u.s.a u.k e.u d.c ph.d m.d b.sc m.sc inc ltd co corp sp spp subsp ssp var cv serovar sv jr sr etc "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
#: Words that begin sentences of abstracts; after an initial or a rare abbreviation they tell a new sentence.
_STARTERS = words("""
    A After All Although Among An And Analysis As At Because Before Both But By Compared Conclusions Data Despite
    During Each Eight Eighteen Eleven Fifteen Fifty Five Finally For Forty Four Fourteen From Further Furthermore Given
    Here However If In Interestingly It Its Last Median Mean Methods Moreover Most Nevertheless Nine No None Not Of On
    One Only Our Out Overall Patients Previous Primary Recent Recently Results Secondary Seven Several Similarly Since
    Six Sixteen Sixty Some Subsequently Such Ten That The Their Then There Thereafter Therefore These They This Thirty
    Those Three Thus To Together Treatment Twelve Twenty Two Under Until Using We When Whereas Whether Which While With
    Within""")
#: Words after which a single capital is an initial or the short name of a genus, not a class or a type.
_LINKS = words("a against an and as between both by for from in of on or the to via versus vs with")

#: No sentence is longer (the longest of 29,000 had 904 characters). So what is done for each pair of things in one
#: stays bounded in a hostile text.
_LONGEST = 2_000


def find_sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of all sections, in order.

    >>> document = Document("a", "title", "It grew (P = .01) vs. E. coli. Dose: 1.5 mg i.v. daily.")
    >>> [sentence.span.of(document.text) for sentence in find_sentences(document)]
    ['It grew (P = .01) vs. E. coli.', 'Dose: 1.5 mg i.v. daily.']
    """
    text = document.text
    sections = document.sections or (Section("", Span(0, len(text))),) if text else ()
    return tuple(
        Sentence(Span(start, end), section.label)
        for section in sections
        for start, end in _split(text, section.span.start, section.span.end)
    )


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a part of the text begin and end, without the white space around them."""
    cuts = pairwise([start, *_cuts(text, start, end), end])
    for first, last in (part for cut in cuts for part in _parts(text, *cut)):
        words = text[first:last]
        begin = first + len(words) - len(words.lstrip())
        stop = begin + len(words.strip())
        if begin < stop:
            yield begin, stop


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what is too long for a sentence in parts, cut at blanks where there are any."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end; a bracket that is closed soon is never cut."""
    closed = start
    brackets = (match.span() for match in _BRACKETED.finditer(text, start, end))
    opening, closing = next(brackets, (end, end))
    marks = _END if text.find("\n", start, end) < 0 else _END_OR_LINE
    for mark in marks.finditer(text, start, end):
        while opening <= mark.start() < end:
            closed = closing
            opening, closing = next(brackets, (end, end))
        if (mark.start() >= closed or len(mark[0].rstrip()) + mark.start() >= closed) and (
            mark[0][0].isspace() or _ends(text, mark, start, end)
        ):
            yield mark.end() if mark[0][-1].isspace() or mark[0][0] != "." else mark.start() + 1


def _ends(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Say whether a sentence ends at a mark, by the words before and behind it."""
    following = _NEXT.match(text, mark.end(), end)
    if following is None:
        return True
    after = following[1]
    if not mark[0][-1].isspace():  # no white space: only where what follows begins sentences
        return after in _STARTERS
    word = _WORD.search(text, max(start, mark.start() - 40), mark.start())
    before = word[0].lstrip("([{\"'“‘") if word else ""
    if mark[0][0] != "." or not before:
        return not after[0].islower() or _is_name(after)
    return _stops(before, after, text[max(start, mark.start() - len(before) - 30) : mark.start() - len(before)])


def _stops(before: str, after: str, context: str) -> bool:
    """Say whether a full stop between two words ends a sentence; `context` stands before the first of them."""
    key = re.split(r"[-/(,;=–]", before)[-1].casefold()
    is_word = after[0].isupper() and after[1:].islower()
    if (
        key in _NEVER
        or before in _NEVER
        or (key in _BEFORE_NUMBER and after[0].isdigit())
        or (before == "0" and after[0].isdigit())
    ):
        return False
    if after[0].islower():
        is_unit = before.islower() and context.rstrip()[-1:].isdigit()
        is_whole = (len(before) > 1 or is_unit) and not _INNER.search(before)
        return _is_name(after) and key not in _SELDOM and is_whole
    if key in _SELDOM:
        return after in _STARTERS
    if _DOTTED.fullmatch(key):  # i.v., b.i.d.
        return is_word
    if len(before) == 1 and before.isupper():
        if _INITIAL.fullmatch(after):
            return False
        last = re.search(r"([^\s(]+)\s+\Z", context)
        is_class = last is not None and last[1].isalpha() and last[1].islower() and last[1] not in _LINKS
        return after in _STARTERS or is_class or not is_word
    return True


def _is_name(word: str) -> bool:
    """Say whether a word begins with a small letter only because it is a name: mTOR, p53, α-synuclein, c-Myc.

    >>> [_is_name(word) for word in ("mTOR", "p53", "\N{GREEK SMALL LETTER ALPHA}-synuclein", "patients", "i.v")]
    [True, True, True, False, False]
    """
    is_greek = "\u0370" <= word[0] <= "\u03ff"
    return is_greek or word.lower() != word or any(map(str.isdigit, word)) or _SMALL.match(word) is not None

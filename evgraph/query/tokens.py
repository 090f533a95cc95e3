"""The text of a SPARQL query to its tokens, or a `QueryError` that shows the place.

This is the guard in front of the engine, which itself would follow SERVICE to any address and overflow the stack
on a deep query. Two rules make it safe:

1. Nothing is passed on that could be read in two ways. The engine knows no token borders (`trueSERVICE<x>` is
   `true SERVICE <x>` to it, `FILTER(?a<e:b)SERVICE#>` holds a comment, a long string with a bad escape is two short
   ones), so a word outside the lists below, a prefix that is not declared or could be cut in two, a doubtful `<`,
   and a bad escape are errors here, whatever the engine would make of them.
2. The engine gets the query as it was read here, comments blanked (`bindings.render`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evgraph.errors import QueryError
from evgraph.vocabulary import PREFIXES

#: Characters of a query. The longest question of ours has 1,500.
MAX_LENGTH = 100_000
#: Open brackets at a time. With a stack of 1 MB the engine overflows at 88 nested EXISTS, 116 nested functions.
MAX_DEPTH = 60
#: Words, operators, brackets, and terms outside brackets; not the rows of VALUES, not the lists of IN. Chains of
#: these recurse too: with a stack of 8 MB the engine overflows at 2,700 OPTIONAL, BIND, or terms after DESCRIBE.
MAX_JOINTS = 500

_PNAME_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_HEX = "[0-9A-Fa-f]"
_SURROGATE = "[dD][89a-fA-F]"
_ESCAPE = rf"\\(?:[tbnrf\"'\\]|u(?!{_SURROGATE}){_HEX}{{4}}|U(?!0000{_SURROGATE})00(?:0{_HEX}|10){_HEX}{{4}})"
_TOKEN = re.compile(
    rf"""
      (?P<space>  [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string> '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"\"\"
                | '(?!'')(?:[^'\\\r\n]|{_ESCAPE})*' | "(?!"")(?:[^"\\\r\n]|{_ESCAPE})*" )
    | (?P<iri>    <[A-Za-z][A-Za-z0-9+.\-]*:(?: //[^<>"{{}}|^`\\\x00-\x20]* | [^<>"{{}}|^`\\\x00-\x20'\#)]* )> )
    | (?P<var>    [?$]\w+ )
    | (?P<blank>  _:\w(?:[\w.\-·]*[\w\-·])? )
    | (?P<pname>  (?:[^\W\d_](?:[\w.\-·]{{0,99}}[\w\-·])?)?:
                  (?:(?:[\w:]|{_PNAME_ESCAPE})(?:(?:[\w:.\-·]|{_PNAME_ESCAPE})*(?:[\w:\-·]|{_PNAME_ESCAPE}))?)? )
    | (?P<number> (?:\d+\.\d*|\.?\d+)[eE][+\-]?\d+ | \d*\.\d+ | \d+ )
    | (?P<lang>   @[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--(?:ltr|rtl))? )
    | (?P<word>   [^\W\d]\w* )
    | (?P<open>   <<\(? | \{{\|? | \( | \[ )
    | (?P<close>  \)?>> | \|?\}} | \) | \] )
    | (?P<sign>   && | \|\| | \^\^ | != | <= | >= | [.,;] | [|/^*+?!=<>~\-] )
    """,
    re.VERBOSE,
)
#: What begins like an IRI and is none: `<e:a||?b>` is a comparison to some readers, `<a/b>` needs a base.
_DOUBTFUL = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]{0,99}:\S{0,2000}|[\w/.#\-]{0,2000})>")
_PAIRS = {"{": "}", "{|": "|}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>"}

_UPDATE = "it changes data; only SELECT, ASK, CONSTRUCT and DESCRIBE are run"
_REFUSED = {
    "SERVICE": "it asks another server; a query here reads only this graph",
    "FROM": "it names other data; a query here reads the whole graph, or a part of it with GRAPH",
    "BASE": "write IRIs in full, or with a prefix",
} | dict.fromkeys(re.findall(r"\w+", "LOAD INSERT DELETE CLEAR CREATE DROP COPY MOVE ADD WITH USING"), _UPDATE)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        PREFIX SELECT ASK CONSTRUCT DESCRIBE DISTINCT REDUCED AS WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
        VALUES UNDEF OPTIONAL LATERAL GRAPH BIND MINUS UNION FILTER NOT IN EXISTS A TRUE FALSE COUNT SUM MIN MAX AVG
        SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR
        ROUND CONCAT SUBSTR STRLEN REPLACE UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR
        MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG
        STRLANGDIR STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX HASLANG HASLANGDIR ISTRIPLE TRIPLE
        SUBJECT PREDICATE OBJECT ADJUST
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it starts. `kind` is the name of a group of the pattern."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The token in capitals if it is a word, else an empty text."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that may be run: its text, its tokens, its form (SELECT, ...) and every prefix it may use."""

    text: str
    tokens: tuple[Token, ...]
    form: str
    prefixes: Mapping[str, str]

    def expand(self, token: Token) -> str:
        """Return the IRI that a token stands for, or an empty text if it stands for none."""
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        known = token.kind == "pname" and prefix in self.prefixes
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if known else ""


def read(text: str) -> Reading:
    """Read a query; raise `QueryError` at the first place that is refused or cannot be read."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text):,} characters; at most {MAX_LENGTH:,} are run. Bind long values.")
    text = text.removeprefix("\ufeff")
    tokens = tuple(split(text))
    start, prefixes = _prologue(text, tokens)
    form = _form(text, tokens[start:])
    for token in tokens:
        _check_word(text, token)
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "pname" and not (before and before.word == "PREFIX"):
            _check_prefix(text, token, prefixes)
    _check_brackets(text, tokens)
    _check_joints(text, tokens[start:])
    return Reading(text, tokens, form, prefixes)


def fault(text: str, place: int, message: str, mend: str = "") -> QueryError:
    """Make a `QueryError` that shows the line of a query and a caret under the place.

    >>> print(fault("SELECT ?x", 7, "not this one", "try ?y"))
    line 1, column 8: not this one
        SELECT ?x
               ^
    try ?y
    """
    place = min(place, len(text.rstrip()))
    first = text.rfind("\n", 0, place) + 1
    line = text[first:].split("\n", 1)[0].rstrip("\r").replace("\t", " ")
    column = place - first
    # A window of the line, so that the caret stays in sight.
    left = max(0, column - 80) if len(line) > 110 else 0
    shown = ("…" if left else "") + line[left : left + 110]
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)
    caret = " " * (column - left + bool(left)) + "^"
    head = f"line {text.count(chr(10), 0, place) + 1}, column {column + 1}: {message}"
    return QueryError("\n".join([head, f"    {shown}", f"    {caret}", *([mend] if mend else [])]))


def suggest(word: str, known: Iterable[str], form: str = "{}") -> str:
    """Return "Did you mean ...?" with the nearest known word, or nothing.

    >>> suggest("ttile", ["title", "year"], "?{}")
    'Did you mean ?title?'
    """
    names = {name.lower(): name for name in sorted(known)}
    near = difflib.get_close_matches(word.lower(), names, n=1)
    return f"Did you mean {form.format(names[near[0]])}?" if near else ""


def split(text: str) -> Iterator[Token]:
    """Cut a text into tokens, spaces and comments left out."""
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        kind = match.lastgroup if match else None
        if match is None or kind is None or (text[place] == "<" and kind == "sign" and _DOUBTFUL.match(text, place)):
            raise _unreadable(text, place)
        if kind != "space":
            yield Token(kind, match.group(), place)
        place = match.end()


def _unreadable(text: str, place: int) -> QueryError:
    char = text[place]
    if char in "'\"":
        return fault(text, place, "this text has no end, or holds an escape that SPARQL does not know")
    if char == "<":
        return fault(text, place, "this is no IRI in full", "To compare, put a space after <.")
    if char in "“”„‘’«»":
        return fault(text, place, f"{char} is a typographic quotation mark", "Use \" or '.")
    shown = f"{char} " if char.isprintable() and not char.isspace() else ""
    return fault(text, place, f"the character {shown}(U+{ord(char):04X}) cannot stand here")


def _prologue(text: str, tokens: tuple[Token, ...]) -> tuple[int, dict[str, str]]:
    """Return where the query proper starts, and the prefixes: the query's own win over ours."""
    prefixes, at = dict(PREFIXES), 0
    while at < len(tokens) and tokens[at].word == "PREFIX":
        name, value = (*tokens[at + 1 : at + 3], None, None)[:2]
        if not (name and value and name.kind == "pname" and name.text.endswith(":") and value.kind == "iri"):
            raise fault(text, tokens[at].start, "a prefix is declared like this: PREFIX ex: <https://example.org/>")
        if name.text.upper().startswith(("SERVICE", "FROM")):
            raise fault(text, name.start, f"a prefix cannot begin with {name.text[:-1]}", "Rename the prefix.")
        prefixes[name.text[:-1]] = value.text[1:-1]
        at += 3
    return at, prefixes


def _form(text: str, tokens: tuple[Token, ...]) -> str:
    if not tokens:
        raise fault(text, len(text), "the query is empty", "It begins with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    first = tokens[0]
    if first.word not in _FORMS and first.word not in _REFUSED:
        mend = suggest(first.text, _FORMS) or "It begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
        raise fault(text, first.start, f"{first.text} does not begin a query", mend)
    return first.word


def _check_word(text: str, token: Token) -> None:
    word = token.word
    if word in _REFUSED:
        raise fault(text, token.start, f"{token.text} is refused: {_REFUSED[word]}")
    if word and word not in _WORDS:
        mend = suggest(word, _WORDS) or "A variable begins with ?, a name has a prefix, a text has quotation marks."
        raise fault(text, token.start, f"{token.text} is no word of SPARQL", mend)


def _check_prefix(text: str, token: Token, prefixes: Mapping[str, str]) -> None:
    prefix = token.text.partition(":")[0]
    if prefix not in prefixes:
        known = ", ".join(sorted(prefixes))
        mend = " ".join(filter(None, [suggest(prefix, prefixes, "{}:"), f"Known prefixes: {known}."]))
        raise fault(text, token.start, f"unknown prefix {prefix}:", mend)


def _check_brackets(text: str, tokens: tuple[Token, ...]) -> None:
    waiting: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            waiting.append(token)
            if len(waiting) > MAX_DEPTH:
                raise fault(text, token.start, f"more than {MAX_DEPTH} brackets are open here; split the query")
        elif token.kind == "close":
            if not waiting:
                raise fault(text, token.start, f"{token.text} closes nothing")
            opened = waiting.pop()
            if _PAIRS[opened.text] != token.text:
                raise fault(text, token.start, f"{token.text} closes nothing; {_PAIRS[opened.text]} is still to come")
    if waiting:
        raise fault(text, waiting[-1].start, f"{waiting[-1].text} is never closed")


def _check_joints(text: str, tokens: tuple[Token, ...]) -> None:
    joints, depth, values = 0, 0, 0
    pending = False  # after VALUES, before its data
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if values:
            values = values if depth >= values else 0
            continue
        pending = pending or token.word == "VALUES"
        if pending and token.text == "{":
            pending, values = False, depth
        joints += token.kind in ("word", "open") or (token.kind == "sign" and token.text not in ".,;")
        joints += depth == 0 and token.kind in ("iri", "pname", "var", "string", "number", "blank")
        if joints > MAX_JOINTS:
            raise fault(text, token.start, f"more than {MAX_JOINTS} words, operators and brackets; split the query")

"""Tokens to the part each variable plays: matched by a pattern, assigned by the query, or only used.

A walk over the brackets with a stack of frames; a SELECT opens a scope of its own, as in SPARQL 1.1, section 12.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from evgraph.query.tokens import Reading, Token, suggest


class Part(Enum):
    """What a variable does where it stands."""

    PATTERN = "matched"
    ASSIGNED = "assigned"
    COMPUTED = "assigned by SELECT"
    EXPRESSION = "used"
    TESTED = "tested by BOUND"
    SELECTED = "selected"
    DESCRIBED = "described"
    GROUPED = "grouped by"
    ORDERED = "ordered by"
    TEMPLATE = "constructed"


_GIVES_VALUE = frozenset({Part.PATTERN, Part.ASSIGNED, Part.COMPUTED})
_LEAVES_SCOPE = frozenset({Part.SELECTED, Part.COMPUTED})
_CLAUSES = {
    "SELECT": Part.SELECTED,
    "DESCRIBE": Part.DESCRIBED,
    "GROUP": Part.GROUPED,
    "ORDER": Part.ORDERED,
    "HAVING": Part.EXPRESSION,
    "CONSTRUCT": Part.TEMPLATE,
    "VALUES": Part.ASSIGNED,
}
_ENDS = frozenset({"WHERE", "LIMIT", "OFFSET"})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a variable: which token, in which scope (0 is the outermost), doing what."""

    name: str
    index: int
    scope: int
    part: Part


@dataclass(slots=True)
class Scope:
    """A SELECT and what it does: the scope around it, and whether it selects `*`."""

    parent: int | None
    star: bool = False


@dataclass(frozen=True, slots=True)
class Variables:
    """Every variable of a query, place by place."""

    occurrences: tuple[Occurrence, ...]
    scopes: tuple[Scope, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once, in the order of the text."""
        return tuple(dict.fromkeys(occurrence.name for occurrence in self.occurrences))


@dataclass(slots=True)
class _Frame:
    """What holds between two brackets. `clause` is what a bare variable does here, if not to match."""

    scope: int
    expression: bool = False
    clause: Part | None = None


def find_variables(reading: Reading) -> Variables:
    """Say of each variable of a query what it does at each place."""
    tokens = reading.tokens
    scopes, found = [Scope(None)], []
    frames = [_Frame(0)]
    for index, token in enumerate(tokens):
        frame = frames[-1]
        if token.kind == "open":
            frames.append(_inside(frame, tokens, index))
            if token.text == "{" and not frame.expression:
                frame.clause = None
        elif token.kind == "close":
            frames.pop()
        elif token.kind == "var":
            found.append(Occurrence(token.text[1:], index, frame.scope, _part(frame, tokens, index)))
        elif token.word == "SELECT" and len(frames) > 1:
            scopes.append(Scope(frame.scope))
            frame.scope, frame.clause = len(scopes) - 1, Part.SELECTED
        elif token.word in _CLAUSES and not frame.expression:
            frame.clause = _CLAUSES[token.word]
        elif token.word in _ENDS:
            frame.clause = None
        elif token.text == "*" and frame.clause is Part.SELECTED and not frame.expression:
            scopes[frame.scope].star = True
    return Variables(tuple(found), tuple(scopes))


def _inside(frame: _Frame, tokens: tuple[Token, ...], index: int) -> _Frame:
    """Return the frame that an opening bracket starts."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if token.text == "{":
        template = Part.TEMPLATE if frame.clause is Part.TEMPLATE else None
        return _Frame(frame.scope, clause=template)
    if token.text != "(":
        return _Frame(frame.scope, frame.expression, frame.clause)
    if frame.clause is Part.ASSIGNED:
        return _Frame(frame.scope, clause=Part.ASSIGNED)
    called = before is not None and before.word not in ("", "A")
    custom = index > 1 and tokens[index - 2].word == "FILTER" and before is not None and before.kind in ("iri", "pname")
    clause = frame.clause not in (None, Part.TEMPLATE)
    return _Frame(frame.scope, frame.expression or called or custom or clause, frame.clause)


def _part(frame: _Frame, tokens: tuple[Token, ...], index: int) -> Part:
    if index and tokens[index - 1].word == "AS":
        return Part.COMPUTED if frame.clause is Part.SELECTED else Part.ASSIGNED
    if frame.expression:
        tested = index > 1 and tokens[index - 1].text == "(" and tokens[index - 2].word == "BOUND"
        return Part.TESTED if tested else Part.EXPRESSION
    return frame.clause or Part.PATTERN


def never_bound(variables: Variables, given: Collection[str]) -> tuple[str, ...]:
    """Return a message for each variable that is used where it can have no value.

    What `given` names counts as bound everywhere.
    """
    bound: list[set[str]] = [set(given) for _ in variables.scopes]
    used: list[dict[str, None]] = [{} for _ in variables.scopes]
    selected: list[set[str]] = [set() for _ in variables.scopes]
    for item in variables.occurrences:
        if item.part in _GIVES_VALUE:
            bound[item.scope].add(item.name)
        else:
            used[item.scope][item.name] = None
        if item.part in _LEAVES_SCOPE:
            selected[item.scope].add(item.name)
    messages: dict[str, None] = {}
    for number in reversed(range(len(variables.scopes))):
        scope = variables.scopes[number]
        for name in used[number]:
            if name not in bound[number]:
                mend = suggest(name, bound[number] - set(given), "?{}")
                messages[f"?{name} is never bound.{' ' if mend else ''}{mend}"] = None
        if scope.parent is not None:
            bound[scope.parent] |= bound[number] if scope.star else bound[number] & selected[number]
    return tuple(messages)

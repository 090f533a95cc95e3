"""The form of lines such as `AU  - Smith, J`, and a record as such lines say it: for RIS and MEDLINE (NBIB)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evgraph.errors import Problem, Severity
from evgraph.readers.reading import short


class _Kept(dict[str, str]):
    """Tag to the name in `extra`: that of CSL-JSON, else the tag with the format before it."""

    def __init__(self, form: str, tags: Iterable[str], names: Mapping[str, str]) -> None:
        super().__init__({tag: f"{form}:{tag}" for tag in tags} | {**names})
        self.form = form

    def __missing__(self, tag: str) -> str:
        return f"{self.form}:{tag}"


@dataclass(frozen=True, slots=True)
class Form:
    """One tagged format. Its values begin at the seventh character; `width` is that of most tags.

    `free`: tags whose text may go on without an indent; `apart`: each of their lines is a value of its own.
    `lists`: so are the indented ones.
    `once`: where there is no end tag, one of these again after a blank line begins a record that lost its first line.
    `names`: tag to the name of CSL-JSON. `heading`: lines between records that say nothing of a work.
    `accepted`: what only a text of this format has.
    """

    name: str
    width: int
    begin: str
    end: str
    tags: frozenset[str]
    names: Mapping[str, str]
    free: frozenset[str]
    apart: frozenset[str]
    once: frozenset[str]
    heading: re.Pattern[str]
    accepted: re.Pattern[str]
    indents: bool
    lists: bool = False
    heads: dict[str, str] = field(default_factory=dict)
    kept: _Kept = field(init=False)
    frame: frozenset[str] = field(init=False)
    loose: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", _Kept(self.name, self.tags, self.names))
        self.heads.update({f"{tag:<4}- ": tag for tag in self.tags} | {"      ": ""})
        # A type says nothing of a work; the PMID, with which the records of MEDLINE begin, does.
        object.__setattr__(self, "frame", frozenset((self.begin, self.end) if self.end else ()))
        if self.end:  # its line may be stripped of the space
            self.heads.update({f"{self.end:<4}-{end}": self.end for end in ("", "\n", "\r")})
        longer = "".join(rf"|{tag}\b" for tag in sorted(self.tags) if len(tag) > self.width)
        tag = rf"[A-Za-z][A-Za-z0-9]{{1,{self.width - 1}}}{longer}"
        pattern = rf"(\s*)\ufeff?({tag})(\s{{0,4}})([-\u2013\u2014])(\s?)(.*)"
        object.__setattr__(self, "loose", re.compile(pattern, re.DOTALL))

    def split(self, row: str, entry: Entry | None) -> tuple[str | None, str]:
        """Return tag and text of a line; no tag (`None`) for a blank line, an empty one for a line without a tag."""
        match = self.loose.fullmatch(row.rstrip())
        if match:
            indent, tag, gap, dash, space, text = match.groups()
            in_place = not indent and (len(tag) + len(gap) == 4 or len(tag) > self.width)
            strict = in_place and tag.isupper() and dash == "-"
            known = tag.upper() in self.tags and (self.width == 4 or gap)
            running = entry is not None and not entry.loose and entry.tag in self.free
            if text and not space:  # `PMID-1`, and not `STAT-3 levels` in an abstract
                if strict and known and (not running or (tag == self.begin and text.isdecimal())):
                    return tag, text
            elif strict or (known and (not running or in_place)):
                return tag.upper(), text.strip()
        text = row.strip().strip("\ufeff")
        return ("" if text else None), text


class Entry:
    """One record as its lines say it: values by tag, and what was odd about it."""

    __slots__ = (
        "begun", "ended", "extra", "fields", "first", "form", "gap", "going", "key", "loose", "path", "problems",
        "rows", "tag", "unindented",
    )  # fmt: skip

    def __init__(self, form: Form, path: str, first: int, begun: bool, loose: bool) -> None:
        self.form, self.path, self.first, self.begun, self.loose = form, path, first, begun, loose
        self.key = self.tag = ""
        self.ended, self.gap = not form.end, False
        self.fields: defaultdict[str, list[str]] = defaultdict(list)
        self.rows: list[str] = []
        self.going: list[str] = []
        self.extra: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.unindented = 0

    @property
    def last(self) -> int:
        """The line on which the entry ends."""
        return self.first + len(self.rows) - 1

    def add(self, row: str, tag: str, text: str) -> None:
        """Take a line with a tag."""
        self.join()
        self.rows.append(row)
        self.fields[tag].append(text)
        self.tag = tag

    def join(self) -> None:
        """Put the lines that go on behind the value they belong to."""
        if self.going:
            self.fields[self.tag][-1] = (self.fields[self.tag][-1] + "".join(self.going)).strip()
            self.going.clear()

    def go_on(self, row: str, text: str) -> None:
        """Take a line without a tag."""
        self.rows.append(row)
        indented = row[0].isspace()
        if self.tag in ("", self.form.begin) or not (indented or self.tag in self.form.free):
            self.say(f"not understood: {short(text)}", self.last, Severity.ERROR, "give the line its tag")
        elif self.tag in self.form.apart and (self.form.lists or not indented):
            self.join()
            self.fields[self.tag].append(text)
        else:
            self.unindented += not indented
            self.going.append(_gap(self, indented) + text)

    def say(self, message: str, line: int, severity: Severity = Severity.NOTE, mend: str = "") -> None:
        """Keep a problem of this entry."""
        self.problems.append(Problem(message, self.path, line, self.key, mend, severity))

    def note(self, tag: str, value: str, message: str, severity: Severity = Severity.NOTE) -> None:
        """Keep a problem of a value; the line is where the value stands."""
        begin = value.split("\n")[0][:30]
        holding = [n for n, row in enumerate(self.rows) if begin in row]
        at = next((n for n in holding if self.rows[n].strip("\ufeff ")[: len(tag)].upper() == tag), (*holding, 0)[0])
        self.say(f"{tag}: {short(value)} {message}", self.first + at, severity)

    def take(self, *tags: str) -> list[str]:
        """Return the values of these tags, and count them as used."""
        found: list[str] = []
        for tag in tags:
            values = self.fields.pop(tag, None)
            if values is not None:
                found += values if "" not in values else filter(None, values)
        return found

    def one(self, *tags: str) -> str | None:
        """Return the first value of the first of these tags; what else they say stays in `extra`."""
        chosen = None
        pop = self.fields.pop
        for tag in tags:
            values = pop(tag, None)
            if values is None:
                continue
            if chosen is None and len(values) == 1:
                chosen = values[0] or None
            else:
                for value in values:
                    if chosen is None:
                        chosen = value or None
                    elif value and value != chosen:
                        self.leave(tag, value)
        return chosen

    def leave(self, tag: str, value: str) -> None:
        """Keep a value under the name that CSL-JSON has for it, else under its tag."""
        self.extra.append((self.form.kept[tag], value))

    def rest(self) -> tuple[tuple[str, str], ...]:
        """Return all that was left, and what nothing asked for."""
        kept = self.form.kept
        self.extra += [(kept[tag], value) for tag, values in self.fields.items() for value in values if value]
        return tuple(self.extra)


def _gap(entry: Entry, indented: bool) -> str:
    one_line = entry.tag[0] in "TJ"  # titles and journals; a note or an abstract keeps its lines
    return " " if indented or one_line or entry.form.indents else "\n"


def span(first: int, last: int) -> str:
    """Say which lines.

    >>> span(3, 9), span(3, 3)
    ('lines 3 to 9', 'line 3')
    """
    return f"lines {first} to {last}" if last > first else f"line {first}"

"""Lines such as `AU  - Smith, J` to entries: what RIS and MEDLINE (NBIB) have in common.

An entry is never given up for one odd line: a missing beginning or end, another spacing of the tags, a line that
goes on without being indented are read and told of. Every line that is not blank ends in an entry or a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from evgraph.errors import Problem, Severity
from evgraph.model import Reference
from evgraph.readers.reading import Reading, short
from evgraph.readers.tagged import Entry, Form, span

#: No record has more lines; a longer one is a file of something else.
LONGEST = 50_000
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A tagged format whole: what its lines look like, and what makes a Reference of an entry."""

    form: Form
    build: Callable[[Entry], Reference]

    def accepts(self, text: str) -> bool:
        """Say whether a text has what only one of this format has."""
        return self.form.accepted.search(text) is not None

    def read(self, text: str, path: str) -> Reading:
        """Read the records of a text; they come in its order with the temporary keys `path#1`, `path#2`."""
        return gather(self.stream(text.split("\n"), path))

    def stream(self, lines: Iterable[str], path: str) -> Iterator[Reference | Problem]:
        """Read lines as they come; the memory it takes does not grow with their number."""
        return references(scan(lines, self.form, path), path, self.build)


def gather(found: Iterable[Reference | Problem]) -> Reading:
    """Return a stream as one value."""
    references: list[Reference] = []
    problems: list[Problem] = []
    for item in found:
        if isinstance(item, Reference):
            references.append(item)
        else:
            problems.append(item)
    return Reading(tuple(references), tuple(problems))


class _Scan:
    """Where the scanner stands: the open entry, and the lines outside of any."""

    def __init__(self, form: Form, path: str) -> None:
        self.form, self.path = form, path
        self.entry: Entry | None = None
        self.outside: list[tuple[int, int, str, bool]] = []

    def step(self, row: str, number: int, tag: str | None) -> list[Entry | Problem]:
        """Take a line that is not simply the next field of an open entry; return what it ended."""
        form, entry = self.form, self.entry
        done: list[Entry | Problem] = []
        usual = tag is not None and tag != ""
        if usual:
            text = row[6:].strip()
        else:
            tag, text = form.split(row, entry) if row.strip() else (None, "")
        if tag is None or (entry is None and tag in ("", form.end)):
            self.pass_over(row, number, text)
            return done
        if entry is not None:
            if tag == "":
                entry.go_on(row, text)
                return done
            if tag == form.begin and entry.fields == {tag: [text]} and text:
                entry.rows.append(row)
                entry.say(f"the line {short(row)} is there twice", number)
                return done
        if entry is None or tag == form.begin or (entry.gap and tag in form.once and tag in entry.fields):
            done = self.close()
            loose = tag != form.begin or not usual
            entry = self.entry = Entry(form, self.path, number, tag == form.begin, loose)
        entry.add(row, tag, text)
        if tag == form.end:
            entry.ended = True
            done += self.close()
        return done

    def pass_over(self, row: str, number: int, text: str) -> None:
        """Take a blank line, or one outside of any entry."""
        if self.entry is not None:
            self.entry.rows.append(row)
            self.entry.gap = not self.form.end
        elif text or row.strip("\ufeff \t\r\n"):
            heading = bool(self.form.heading.match(row.strip().strip("\ufeff")))
            last = self.outside[-1] if self.outside else None
            if last and last[3] == heading:
                self.outside[-1] = (last[0], number, last[2], heading)
            else:
                self.outside.append((number, number, text or row.strip(), heading))
            if len(self.outside) > _BLOCK:  # two kinds of lines in turn; keep the memory flat
                self.outside = [(self.outside[0][0], number, self.outside[0][2], False)]

    def close(self) -> list[Entry | Problem]:
        """End the open entry; the blank lines after it are none of it."""
        done: list[Entry | Problem] = []
        for first, last, text, heading in self.outside:
            message = f"{span(first, last)} outside of any record, beginning {short(text)}"
            done.append(Problem(message, self.path, first, severity=Severity.NOTE if heading else Severity.ERROR))
        if self.outside:
            self.outside = []
        entry, self.entry = self.entry, None
        if entry is not None:
            entry.join()
            while not entry.rows[-1].strip():
                entry.rows.pop()
            if len(entry.rows) <= LONGEST:
                done.append(entry)
            else:
                message = f"{span(entry.first, entry.last)}: longer than any record; left out"
                done.append(Problem(message, self.path, entry.first))
        return done


def scan(lines: Iterable[str], form: Form, path: str) -> Iterator[Entry | Problem]:
    """Return the entries in their order, and problems for the lines outside of any.

    A line that begins with a tag as the format writes it takes the short way; `step` sees all the others.
    """
    state, source = _Scan(form, path), iter(lines)
    tag_of = {head: tag for head, tag in form.heads.items() if not tag or tag not in (form.begin, form.end)}.get
    entry = Entry(form, path, 0, False, False)
    fields, going, tag = entry.fields, entry.going, ""
    number, usual = 0, False
    while block := list(islice(source, _BLOCK)):
        first = 0  # of the lines that the entry does not have yet
        for at, row in enumerate(block):
            found = tag_of(row[:6]) if usual else None
            if found:
                if going:
                    entry.tag = tag
                    entry.join()
                tag = found
                fields[found].append(row[6:].strip())
            elif found is not None:
                going.append(row[5:].rstrip())
            else:
                if usual:
                    entry.tag = tag
                    entry.rows += block[first:at]
                first = at + 1
                if state.entry is None and not row.strip():
                    continue
                yield from state.step(row, number + first, form.heads.get(row[:6]))
                usual = state.entry is not None and not state.entry.gap
                if state.entry is not None:
                    entry = state.entry
                    fields, going, tag = entry.fields, entry.going, entry.tag
        number += len(block)
        if usual:
            entry.tag = tag
            entry.rows += block[first:]
            if len(entry.rows) > LONGEST:
                yield from state.close()
                usual = False
    yield from state.close()


def references(
    entries: Iterable[Entry | Problem], path: str, build: Callable[[Entry], Reference]
) -> Iterator[Reference | Problem]:
    """Return a Reference for each entry, followed by what is odd about it.

    A habit of the whole file (no end tags) is told once, with how often it was met.
    """
    count = 0
    habits: dict[str, list[int]] = {}
    for entry in entries:
        if isinstance(entry, Problem):
            yield entry
            continue
        if not _says_anything(entry):
            yield Problem(f"{span(entry.first, entry.last)}: a record that says nothing", path, entry.first)
            yield from entry.problems
            continue
        count += 1
        entry.key = f"{path}#{count}"
        if not entry.begun or not entry.ended or entry.unindented:
            for habit in _habits(entry):
                met = habits.setdefault(habit, [0, entry.first, 0])
                met[0], met[2] = met[0] + 1, entry.first
        yield build(entry)
        yield from entry.problems
    for habit, (times, first, last) in habits.items():
        more = f", the last begins at line {last}" if times > 1 else ""
        message = f"{habit}: {times}, the first begins at line {first}{more}"
        yield Problem(message, path, first, severity=Severity.NOTE)


def _says_anything(entry: Entry) -> bool:
    frame = entry.form.frame
    return any(tag not in frame and any(values) for tag, values in entry.fields.items())


def _habits(entry: Entry) -> list[str]:
    form, habits = entry.form, []
    if not entry.begun:
        habits.append(f"records without their first line ({form.begin})")
    if not entry.ended:
        habits.append(f"records without their last line ({form.end}), as if cut off")
    if form.indents and entry.unindented:
        habits.append("records with lines that go on without an indent")
    return habits

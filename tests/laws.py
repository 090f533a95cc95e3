"""What every reader must keep, whatever it is given: each line that is not blank is in a Reference or in a Problem.

And the damage that files come to: lines lost, doubled, cut, swapped, junk between them, marks of other systems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Reference
from evgraph.readers import Reading

#: One line of any text.
LINE = st.text(st.characters(blacklist_characters="\n\r\x85\u2028\u2029", blacklist_categories=["Cs"]), max_size=20)
#: What XML, JSON and BibTeX are made of, a character that turns the direction of writing, one that rings the bell.
MARKS = st.text(alphabet='ab<>/&;!-[]{}",:=@%\\\u202e\x07', max_size=8)

Damage = tuple[str, int, int, str]
#: Kind, line, column, junk.
DAMAGES = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "cut", "junk", "swap", "bom", "cr"]),
        st.integers(0, 200), st.integers(0, 40), st.one_of(LINE, MARKS),
    ), max_size=6,
)  # fmt: skip


def damaged(rows: Sequence[str], damages: Sequence[Damage]) -> str:
    """Return a text whose lines have come to harm."""
    rows = list(rows)
    for kind, where, column, junk in damages:
        if not rows:
            break
        at = where % len(rows)
        if kind == "delete":
            del rows[at]
        elif kind == "double":
            rows.insert(at, rows[at])
        elif kind == "cut":
            rows[at] = rows[at][:column]
        elif kind == "junk":
            rows.insert(at, junk)
        elif kind == "swap":
            rows[at], rows[0] = rows[0], rows[at]
        else:
            rows[at] = "\ufeff" + rows[at] if kind == "bom" else rows[at] + "\r"
    return "\n".join(rows)


def covered(reading: Reading) -> set[int]:
    """Return the lines that are in a Reference, or that a Problem names."""
    found: set[int] = set()
    for problem in reading.problems:
        named = re.match(r"lines (\d+) to (\d+)", problem.message)
        found |= set(range(int(named[1]), int(named[2]) + 1)) if named else {problem.line or 0}
    for reference in reading.references:
        for place in reference.places:
            found |= set(range(place.line, place.end_line + 1))
    return found


def uncovered(text: str, reading: Reading, frame: str = "") -> list[int]:
    """Return the lines that nothing accounts for; `frame` is a pattern of what says nothing of a work, as brackets."""
    found = covered(reading)
    if frame:
        text = re.sub(frame, lambda found: "\n" * found[0].count("\n"), text)
    return [n for n, row in enumerate(text.split("\n"), 1) if row.replace("\ufeff", "").strip() and n not in found]


def messages(reading: Reading, severity: Severity = Severity.ERROR) -> list[str]:
    """Return what is told in one severity."""
    return [problem.message for problem in reading.problems if problem.severity is severity]


def extra(reference: Reference, name: str) -> list[str]:
    """Return what else a record says under a name."""
    return [value for key, value in reference.extra if key == name]

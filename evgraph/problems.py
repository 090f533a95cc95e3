"""Problems as Markdown (`problems.md`): what is not in the graph first, then what differs, then what to know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evgraph.errors import Problem, Severity

_ALERTS = (
    Severity.ALERT,
    "Taken back, or in doubt",
    "Works that were retracted, withdrawn, or are subject of an expression of concern.",
)
_SECTIONS = (
    (Severity.ERROR, "Not in the graph", "Parts of the input that could not be used. Mend them and build again."),
    (Severity.DIFFERENCE, "Two inputs differ", "The value kept and the other one; both stand in the input."),
    (Severity.NOTE, "To know", "In the graph, with a doubt that a person should settle."),
)


def render_problems(problems: Iterable[Problem]) -> str:
    """Return the page; it says so where there is nothing to report.

    >>> print(render_problems([Problem("no title", "a.bib", 3, "smith2020", "add one")]).splitlines()[6])
    - `a.bib:3` **smith2020** no title. *Mend: add one.*
    """
    found = list(problems)
    lines = ["# Problems", ""]
    alerts = any(problem.severity is Severity.ALERT for problem in found)
    for severity, title, about in (*((_ALERTS,) if alerts else ()), *_SECTIONS):
        chosen = [problem for problem in found if problem.severity is severity]
        lines += [f"## {title} ({len(chosen)})", "", about if chosen else "Nothing."]
        lines += ["", *map(_item, chosen), ""] if chosen else [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _item(problem: Problem) -> str:
    place = problem.path + (f":{problem.line}" if problem.line is not None else "")
    parts = [_code(place), f"**{plain_text(problem.key)}**" if problem.key else ""]
    message = plain_text(problem.message).rstrip(".") + "."
    mend = f" *Mend: {plain_text(problem.mend).rstrip('.')}.*" if problem.mend else ""
    return f"- {' '.join(part for part in (*parts, message) if part)}{mend}"


def _code(text: str) -> str:
    """Return a text as Markdown code on one line; a longer fence than any run of backticks in it."""
    line = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if "`" in line else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def plain_text(text: str) -> str:
    r"""Keep a text from being taken for markup of Markdown or HTML, and on one line.

    >>> print(plain_text("P < 0.01 <b> *x*"))
    P < 0.01 &lt;b> \*x\*
    """
    escaped = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", re.sub(r"([\\\\*`\[])", r"\\\1", text))
    return " ".join(escaped.split())

"""The dose or concentration of an agent, as a sentence of the laboratory prints it: "drug A (10 nM)"."""

from __future__ import annotations

import re

from evgraph.model import Span

_NUMBER = r"\d[\d.,]{0,7}"
_UNIT = (
    r"(?:[nµμ\N{MICRO SIGN}pmu]M|(?:micro|nano|milli)molar|(?:n|µ|μ|u|m|p)g(?:/m[lL]|/kg)(?:[ /](?:d(?:ay)?|per day))?"
    r"|m?g/m2|IU/m[lL]|U/m[lL]|Gy)"
)
_MORE = rf"(?:\s?(?:-|\N{{EN DASH}}|to|and|or|,)\s?{_NUMBER}(?:\s?{_UNIT})?){{0,3}}"
_DOSE = rf"{_NUMBER}(?:\s?{_UNIT})?{_MORE}\s?{_UNIT}(?![\w/])"
#: Behind a name: "(10 nM)", "at 10 nM", "at concentrations of 1-10 uM", ", 5 mg/kg".
_BEHIND = re.compile(
    r"(?:\s?[(,]\s?|\s(?:at|in)\s(?:(?:a\s)?(?:low|high|final)?\s?(?:doses?|concentrations?)\sof\s)?)"
    rf"(?:up to )?({_DOSE})"
)
#: Before a name: "10 nM of drug A", "10 nM drug A".
_BEFORE = re.compile(rf"(?<![\w.])({_DOSE})\s(?:of\s)?$")


def dose_at(text: str, agent: Span) -> str | None:
    """Return the dose printed beside a name, word for word; None where none is.

    >>> dose_at("Drug A (0.5 to 10 nM) inhibited growth.", Span(0, 6))
    '0.5 to 10 nM'
    >>> dose_at("Cells were given 20 mg/kg drug A.", Span(26, 32))
    '20 mg/kg'
    >>> dose_at("Drug A (n = 10) inhibited growth.", Span(0, 6)) is None
    True
    """
    behind = _BEHIND.match(text, agent.end, agent.end + 70)
    if behind is not None:
        return behind[1]
    start = max(0, agent.start - 50)
    before = _BEFORE.search(text[start : agent.start])
    return before[1] if before is not None else None

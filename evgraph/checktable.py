"""Verdicts and pooled figures for a terminal: a table, the coverage, what stayed open or out and why.

Whatever stands here beside a printed figure is computed, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from evgraph.checks import Context, Result, Verdict, check_estimate, or_alone, overall
from evgraph.checks.corpus import Checked
from evgraph.checks.verdict import ORDER
from evgraph.extract.figures import find_figures
from evgraph.extract.fulltext import without_asides
from evgraph.model import Document
from evgraph.pooling import RATIO, Pooled, Refusal
from evgraph.pooling.choose import Entry, LeftOut
from evgraph.readtable import visible
from evgraph.wording import Labeller, figure_text

WIDTH = 120
#: What a person should look at; the other results are shown on request.
_TELLING = (Result.INCONSISTENT, Result.ROUNDING)


@dataclass(frozen=True, slots=True)
class Number:
    """One reported number: where it stands, as printed, with its verdicts."""

    where: str
    printed: str
    verdicts: tuple[Verdict, ...]


def numbers_of(checked: Iterable[Checked], label: Labeller) -> tuple[Number, ...]:
    """Return the numbers of a corpus, named by reference and claim."""
    found = []
    for item in checked:
        printed = figure_text(item.estimate, label) if item.estimate is not None else f"size of {item.key}"
        found.append(Number(f"{item.reference}/{item.key}", printed, item.verdicts))
    return tuple(found)


def numbers_in(documents: Iterable[Document]) -> tuple[tuple[Number, ...], str]:
    """Return the figures of texts with their verdicts, named by their place, and how many of them were checked."""
    found = []
    for document in documents:
        for figure in find_figures(without_asides(document)):
            context = Context(timed=figure.time_point is not None and figure.estimate.events is None)
            verdicts = or_alone(check_estimate(figure.estimate, context), figure.estimate)
            place = f"{document.reference}: {figure.span.start}-{figure.span.end}"
            found.append(Number(place, figure.span.of(document.text), verdicts))
    still = sum(overall(number.verdicts) is Result.NOT_CHECKABLE for number in found)
    listed = f"; {still} not checkable, listed" if still else ""
    return tuple(found), f"Checked {len(found) - still} of {len(found)} numbers{listed}"


def render_checks(numbers: Sequence[Number], coverage: str, *, whole: bool, width: int = WIDTH) -> str:
    """Return the table of verdicts, the coverage, and the numbers that could not be checked; `whole` shows all."""
    rows = [row for number in numbers for row in _rows(number, whole)]
    parts = [_table(("where", "printed", "check", "result", "why"), rows, width)] if rows else []
    if not rows and numbers:
        parts.append("Every figure that could be checked closes.")
    parts.append(coverage)
    still = [number for number in numbers if overall(number.verdicts) is Result.NOT_CHECKABLE]
    lines = [f"  {number.where}: {number.printed}: {number.verdicts[0].why}" for number in still]
    return "\n\n".join([*parts, *(["Not checkable:\n" + visible("\n".join(lines))] if lines else [])]) + "\n"


def _rows(number: Number, whole: bool) -> list[tuple[str, ...]]:
    """Return a row for each verdict, the worst first; the first row names the number."""
    shown = [verdict for verdict in number.verdicts if whole or verdict.result in _TELLING]
    shown.sort(key=lambda verdict: ORDER.index(verdict.result))
    names = [(number.where, number.printed), *[("", "")] * len(shown)]
    return [(*name, v.check, v.result.value, v.why) for name, v in zip(names, shown, strict=False)]


def render_pool(result: Pooled | Refusal, label: Labeller, width: int = WIDTH) -> str:
    """Return what was pooled and how, or why not; then what stayed out and why."""
    parts = [_refused(result)] if isinstance(result, Refusal) else _pooled(result, label, width)
    if isinstance(result, Refusal) and result.entries:
        parts.append(_listed("Could be pooled:", [f"{e.name}: {_printed(e, label)}" for e in result.entries]))
    if result.out:
        parts.append(_listed("Stayed out:", [_left_out(left, label) for left in result.out]))
    return "\n\n".join(parts) + "\n"


def _refused(refusal: Refusal) -> str:
    return _listed("Not pooled:", list(refusal.reasons))


def _pooled(pooled: Pooled, label: Labeller, width: int) -> list[str]:
    plan, combined = pooled.plan, pooled.combined
    weights = [f"{100 * weight:.1f} %" for weight in combined.weights] or [""] * len(pooled.entries)
    rows = [(e.name, _printed(e, label), _brought(e), w) for e, w in zip(pooled.entries, weights, strict=True)]
    model = "fixed effect" if plan.tau2 is None else "random effects"
    by = {"exact": "binomial likelihood", RATIO: "log ratio"}.get(plan.scale, plan.scale)
    estimator = "" if plan.tau2 is None else f", {'ML' if plan.scale == 'exact' else plan.tau2}"
    knapp = ", Hartung–Knapp" if plan.hartung_knapp else ""
    limits = f"{_number(pooled, pooled.lower)} to {_number(pooled, pooled.upper)}"
    lines = [
        f"Computed: {_number(pooled, pooled.value)} ({plan.level:g} % CI {limits}), {len(rows)} claims; "
        f"{model}, {by}{estimator}{knapp}",
        f"Between studies: Q = {combined.q:.2f} (P = {combined.q_p:.2g}), I² = {combined.i2:.0f} %, "
        f"tau² = {combined.tau2:.4f}",
    ]
    if pooled.prediction is not None:
        ends = [_number(pooled, end) for end in pooled.prediction]
        lines.append(f"Prediction interval for another study: {ends[0]} to {ends[1]}")
    parts = [_table(("claim", "printed", "pooled as", "weight"), rows, width), "\n".join(lines)]
    return [*parts, _listed("To know:", list(pooled.warnings))] if pooled.warnings else parts


def _brought(entry: Entry) -> str:
    if entry.count is not None:
        return f"{entry.count[0]}/{entry.count[1]}"
    value, lower, upper, level = entry.ratio or (0.0, 0.0, 0.0, 0.0)
    return f"{value:g} ({lower:g} to {upper:g}, {level:g} %)"


def _number(pooled: Pooled, value: float) -> str:
    return f"{value:.2f}" if pooled.plan.scale == RATIO else f"{100 * value:.1f} %"


def _left_out(left: LeftOut, label: Labeller) -> str:
    estimate = left.claim.evidence.estimate
    printed = f" ({figure_text(estimate, label)})" if estimate is not None else ""
    return f"{left.claim.reference}/{left.claim.key}{printed}: {left.why}"


def _printed(entry: Entry, label: Labeller) -> str:
    estimate = entry.claim.evidence.estimate
    return figure_text(estimate, label) if estimate is not None else ""


def _listed(title: str, lines: Sequence[str]) -> str:
    return visible("\n".join([title, *(f"  {line}" for line in lines)]))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, head in enumerate(heads):
        longest = max(len(row[position]) for row in rows)
        # The first column names things, so it is broken last.
        table.add_column(head, overflow="fold", width=min(longest, width // 3) if position == 0 else None)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    out = StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

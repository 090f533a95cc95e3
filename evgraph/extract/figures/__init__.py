"""Text turned into the figures it reports: counts, shares, medians, ratios with interval and P value, as printed.

One tokeniser (`tokens`), a grammar over the tokens around each number (`atoms`), and one that puts the parts together
(`build`, `settle`). Ages, doses, dates, sizes of groups, thresholds and plans are not results and are left out.
"""

from __future__ import annotations

from evgraph.extract.figures.atoms import Reader
from evgraph.extract.figures.build import Builder, Draft
from evgraph.extract.figures.cursor import Atom
from evgraph.extract.figures.settle import settle
from evgraph.extract.figures.tokens import tokens_of
from evgraph.extract.records import FoundFigure
from evgraph.extract.wordlists import words
from evgraph.model import EffectEstimate, Figure, Interval, PValue, Span
from evgraph.vocabulary import CONCEPT

_NEAR = words("( ) [ ] , : = of was is hr or rr ;")


def find_figures(text: str, others: frozenset[str] = frozenset()) -> tuple[FoundFigure, ...]:
    """Return the figures that a text reports, in text order.

    `others` are short forms that are no measures in this text, such as HR where it is the heart rate.

    A P value told for a list of figures stands with each of them. A figure of a change in percent ("a 30% reduction")
    is a value with the unit "%", "reduced by" its qualifier; `percent` is a share.

    >>> found = find_figures("HR 0.75 97.5% CI 0.57-0.99 one-sided P=.0105")[0].estimate
    >>> found.value.text, found.interval.level.text, found.p.value.text, found.p.sided
    ('0.75', '97.5', '.0105', 'one-sided')
    >>> [figure.estimate.percent.text for figure in find_figures("CR rates were 34% vs. 16%, P < 0·001.")]
    ['34', '16']
    """
    builder = read_drafts(text, others)
    drafts = builder.drafts
    sizes: dict[int, int] = {}
    for draft in drafts:
        sizes[draft.group] = sizes.get(draft.group, 0) + (draft.group >= 0)
    seen: dict[int, int] = {}
    found = []
    for draft in drafts:
        number = None
        if sizes[draft.group] > 1:
            number = seen.get(draft.group, 0)
            seen[draft.group] = number + 1
        found.append(_figure(builder, draft, number))
    return tuple(found)


def read_drafts(text: str, others: frozenset[str] = frozenset()) -> Builder:
    """Return what was read of a text, with the tokens: the figures before they become records."""
    builder = Builder(Reader(tokens_of(text), others))
    builder.gather()
    settle(builder)
    return builder


def _figure(builder: Builder, draft: Draft, series: int | None) -> FoundFigure:
    estimate = EffectEstimate(
        measure=str(CONCEPT) + draft.measure if draft.measure else None,
        value=Figure(draft.value) if draft.value and not (draft.kind == "pair" and draft.high != draft.value) else None,
        unit=draft.unit or None,
        events=draft.events,
        total=draft.total,
        percent=Figure(draft.percent) if draft.percent else None,
        interval=_interval(draft.interval),
        range=_range(draft),
        p=PValue(Figure(draft.p.a), draft.p.note, draft.p.sided or None) if draft.p else None,
        qualifier=draft.qualifier or None,
        sd=Figure(draft.sd) if draft.sd else None,
        range_kind=draft.range.note if draft.range and draft.range.note != "range" else None,
    )
    return FoundFigure(
        estimate, _span(builder, draft, alone=series is None), draft.time or None, draft.grade or None, series
    )


def _interval(atom: Atom | None) -> Interval | None:
    if atom is None:
        return None
    return Interval(Figure(atom.a), Figure(atom.b), Figure(atom.note) if atom.note else None)


def _range(draft: Draft) -> Interval | None:
    if draft.kind == "pair" and draft.high != draft.value:
        return Interval(Figure(draft.value), Figure(draft.high))
    if draft.range is not None:
        return Interval(Figure(draft.range.a), Figure(draft.range.b))
    return None


def _span(builder: Builder, draft: Draft, *, alone: bool) -> Span:
    """Return the place of a figure: from its measure, where that stands right before it, to a P value of its own."""
    first, last = draft.first, draft.last
    if draft.value.startswith(("-", "\N{MINUS SIGN}")) and not builder.tokens[first].text.startswith(draft.value[0]):
        first -= 1
    if draft.label >= 0 and all(builder.low(i) in _NEAR for i in range(draft.label_last, first)):
        first = draft.label
    if alone and draft.p is not None:
        last = max(last, draft.p.last)
    return Span(builder.tokens[first].start, builder.tokens[last - 1].end)

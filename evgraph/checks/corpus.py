"""What was found in a work to verdicts: every figure by itself, then figures and groups against each other.

Works are not compared with each other here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evgraph.checks import Context, Result, Verdict, check_estimate, or_alone, overall
from evgraph.checks.together import GROUP_CHECKS
from evgraph.checks.work import Composites, Work
from evgraph.model import Claim, Corpus, EffectEstimate, Findings, Unattached


@dataclass(frozen=True, slots=True)
class Checked:
    """One reported number with its verdicts: the figure of a claim, one of a text that made none, a population's size.

    The key is that of the claim or the population, or the place of the figure in the text.
    """

    reference: str
    key: str
    verdicts: tuple[Verdict, ...]
    claim: Claim | None = None
    figure: Unattached | None = None

    @property
    def estimate(self) -> EffectEstimate | None:
        """The figure, as printed."""
        return self.claim.evidence.estimate if self.claim else self.figure.estimate if self.figure else None

    @property
    def result(self) -> Result:
        """What matters most of the verdicts."""
        return overall(self.verdicts)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the reported numbers could be checked; `unchecked` are the others."""

    numbers: int
    unchecked: tuple[Checked, ...]

    def __str__(self) -> str:
        listed = f"; {len(self.unchecked)} not checkable, listed" if self.unchecked else ""
        return f"Checked {self.numbers - len(self.unchecked)} of {self.numbers} numbers{listed}"


def coverage(checked: Iterable[Checked]) -> Coverage:
    """Count the reported numbers, and list those of which nothing could be recomputed."""
    found = tuple(checked)
    return Coverage(len(found), tuple(item for item in found if item.result is Result.NOT_CHECKABLE))


def check_corpus(corpus: Corpus, composites: Composites | None = None) -> tuple[Checked, ...]:
    """Return every reported number of a corpus with its verdicts, in the order of the records."""
    return tuple(item for findings in corpus.findings for item in check_findings(findings, composites or {}))


def check_findings(findings: Findings, composites: Composites | None = None) -> tuple[Checked, ...]:
    """Return every reported number of one work with its verdicts; numbers that a person rejected are left out."""
    work = Work.of(findings, composites or {})
    more: dict[str, list[Verdict]] = defaultdict(list)
    for check in GROUP_CHECKS.values():
        for key, verdict in check(work):
            more[key].append(verdict)
    claims = [_checked(work, claim, more.get(claim.key, ())) for claim in work.claims]
    sizes = [Checked(findings.reference, key, tuple(more[key])) for key in work.populations if key in more]
    return (*claims, *sizes, *_of_text(findings))


def _of_text(findings: Findings) -> Iterator[Checked]:
    """Yield the figures that a text tells of no group or outcome, where something is printed beside them to close with.

    A number alone, of which a full text has hundreds (doses, temperatures), has nothing to be checked against.
    """
    for figure in findings.unattached:
        verdicts = check_estimate(figure.estimate)
        if verdicts and overall(verdicts) is not Result.NOT_CHECKABLE:
            key = f"{figure.part} {figure.span.start}-{figure.span.end}"
            yield Checked(figure.reference, key, verdicts, figure=figure)


def _checked(work: Work, claim: Claim, more: Iterable[Verdict]) -> Checked:
    """Check the figure of a claim by itself, with the size of its group beside it; `more` was found with others."""
    estimate = claim.evidence.estimate or EffectEstimate()
    timed = claim.proposition.time_point is not None and estimate.events is None
    verdicts = (*check_estimate(estimate, Context(work.size_of(claim), timed)), *more)
    return Checked(claim.reference, claim.key, or_alone(verdicts, estimate), claim)

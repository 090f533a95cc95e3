"""Commands that check and combine figures: check, pool."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evgraph.cli.common import BuildFolder, errors, opened

if TYPE_CHECKING:
    from evgraph.checktable import Number
    from evgraph.graph import EvidenceGraph
    from evgraph.lexicon import Lexicon


class PoolScale(StrEnum):
    """What proportions are pooled on, or ratios; a test compares it with `pooling.SCALES`."""

    EXACT = "exact"
    LOGIT = "logit"
    RAW = "raw"
    FREEMAN_TUKEY = "freeman-tukey"
    RATIO = "ratio"


class BetweenStudies(StrEnum):
    """How the variance between studies is estimated; a test compares it with `pooling.TAU2`."""

    REML = "REML"
    DL = "DL"
    PM = "PM"


def check(
    given: Annotated[
        list[str] | None, typer.Argument(help="Figures, or files with texts; - for a paste; nothing for the build.")
    ] = None,
    whole: Annotated[bool, typer.Option("--all", "-a", help="Show every check, not only what does not close.")] = False,
    build: BuildFolder = Path("build"),
) -> None:
    """Recompute reported figures: percentages, intervals, P values, sums. Exit code 1 where one is inconsistent.

    Example: `evgraph check "HR 0.75 (97.5% CI, 0.57-0.99; one-sided P = .0105)"`
    """
    from evgraph.checks import Result, overall
    from evgraph.checktable import render_checks

    with errors():
        graph = None if given else opened(build)
        numbers, coverage = _of_build(graph) if graph else _of_texts(given or [])
        text = render_checks(numbers, coverage, whole=whole or bool(given))
        sys.stdout.write(text)
        if graph:
            graph.flag(text)
    raise typer.Exit(int(any(overall(number.verdicts) is Result.INCONSISTENT for number in numbers)))


def pool(
    outcome: Annotated[str, typer.Argument(help="An outcome, by any of its names.")],
    drug: Annotated[str | None, typer.Option(help="Only with this drug, or a drug of this class.")] = None,
    population: Annotated[str | None, typer.Option(help="Only in people who meet this, or what is narrower.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only these claims: work/claim.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="Not these claims: work/claim.")] = None,
    scale: Annotated[PoolScale, typer.Option(help="How proportions are pooled; `ratio` pools ratios.")] = (
        PoolScale.EXACT
    ),
    tau2: Annotated[BetweenStudies, typer.Option(help="Estimator of the variance between studies.")] = (
        BetweenStudies.REML
    ),
    fixed: Annotated[bool, typer.Option("--fixed", help="One common effect instead of random effects.")] = False,
    hartung_knapp: Annotated[bool, typer.Option("--hartung-knapp", help="Widen the interval by the spread.")] = False,
    despite_overlap: Annotated[
        bool, typer.Option("--despite-overlap", help="Pool claims that may share patients too.")
    ] = False,
    level: Annotated[float, typer.Option(help="Level of the interval, in percent.")] = 95.0,
    build: BuildFolder = Path("build"),
) -> None:
    """Pool the figures of chosen claims, or say why they cannot be; with what went in, what stayed out and why.

    Example: `evgraph pool "complete remission" --drug bortezomib --despite-overlap`
    """
    from evgraph.checktable import render_pool
    from evgraph.pooling import Plan, Refusal

    with errors():
        graph = opened(build)
        plan = Plan(scale.value, None if fixed else tau2.value, hartung_knapp, level, despite_overlap)
        result = graph.pool(
            outcome, drug=drug, population=population, only=only or (), without=without or (), plan=plan
        )
        sys.stdout.write(render_pool(result, _label(graph.lexicon)))
    raise typer.Exit(int(isinstance(result, Refusal)))


def _of_build(graph: EvidenceGraph) -> tuple[tuple[Number, ...], str]:
    """Return the numbers of a build, and how many of them were checked."""
    from evgraph.checks.corpus import coverage
    from evgraph.checktable import numbers_of

    checked = graph.check()
    return numbers_of(checked, _label(graph.lexicon)), str(coverage(checked))


def _of_texts(given: list[str]) -> tuple[tuple[Number, ...], str]:
    """Return the numbers of texts: of files, of a paste, or typed as they are."""
    from evgraph.checktable import numbers_in
    from evgraph.errors import InputError
    from evgraph.texts import documents_in

    documents, problems = documents_in([_text(word, number) for number, word in enumerate(given, 1)])
    for problem in problems:
        typer.echo(str(problem), err=True)
    numbers, coverage = numbers_in(documents)
    if not numbers:
        raise InputError("no figure was found", mend='write it as a paper would: "16/22 (73%)"')
    return numbers, coverage


def _text(word: str, number: int) -> tuple[str, bytes]:
    """Return the name and bytes of a file or of a paste, or of figures typed as they are."""
    from evgraph.errors import InputError

    if word == "-":
        return "paste", sys.stdin.buffer.read()
    if Path(word).is_file():
        return word, Path(word).read_bytes()
    if not any(sign.isdigit() for sign in word) or word.endswith((".txt", ".md", ".nbib", ".xml")):
        raise InputError("neither a file nor a figure", path=word, mend="name a file, or type the figure")
    return f"text {number}", word.encode()


def _label(lexicon: Lexicon) -> Callable[[str], str]:
    return lambda iri: lexicon.concepts[iri].label if iri in lexicon.concepts else iri.rsplit("/", 1)[-1]

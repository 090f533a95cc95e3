"""Commands that lay claims beside one another: compare, profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import BuildFolder, errors, opened


def compare(
    first: Annotated[str, typer.Argument(help="A claim, as work/claim.")],
    second: Annotated[str, typer.Argument(help="Another claim, as work/claim.")],
    build: BuildFolder = Path("build"),
) -> None:
    """Say whether two claims can be compared and whether they share patients, each with the reasons.

    Example: `evgraph compare kantarjian2016/cr-cri-inotuzumab kantarjian2019/cr-cri-inotuzumab`
    """
    from evgraph.appraisaltext import render_comparison

    with errors():
        graph = opened(build)
        claims = graph.claim(first), graph.claim(second)
        text = render_comparison(*claims, graph.corpus, graph.lexicon)
        typer.echo(text, nl=False)
        graph.flag(text)


def profile(
    outcome: Annotated[str, typer.Argument(help="An outcome, by any of its names.")],
    drug: Annotated[str | None, typer.Option(help="Only with this drug.")] = None,
    build: BuildFolder = Path("build"),
) -> None:
    """List by GRADE domain what the graph knows of an outcome and what a person must judge; nothing is rated.

    Example: `evgraph profile "complete remission" --drug bortezomib`
    """
    from evgraph.appraisal import profile as profile_of
    from evgraph.appraisaltext import render_profiles

    with errors():
        graph = opened(build)
        found = profile_of(graph.corpus, graph.lexicon, graph.concept(outcome).iri)
        wanted = graph.concept(drug).iri if drug else None
        chosen = [one for one in found if wanted is None or wanted in one.agents]
        text = render_profiles(chosen, graph.lexicon)
        typer.echo(text, nl=False)
        graph.flag(text)

"""Commands that report: summary, view, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import BuildFolder, GraphForm, Output, errors, opened, write_out


def summary(build: BuildFolder = Path("build"), output: Output = None) -> None:
    """Print the summary, each sentence with its references.

    Example: `evgraph summary > summary.md`
    """
    with errors():
        write_out(opened(build).summary(), output)


def view(
    around: Annotated[str | None, typer.Option(help="Only what lies around this concept or citation key.")] = None,
    hops: Annotated[int, typer.Option(min=1, max=4, help="How many steps around it.")] = 1,
    build: BuildFolder = Path("build"),
    output: Output = None,
) -> None:
    """Write the graph as one HTML page that opens offline; with --around, a part of it.

    Example: `evgraph view --around bortezomib --hops 1 -o bortezomib.html`
    """
    from evgraph.view import render_page

    with errors():
        graph = opened(build)
        network, subtitle = graph.network(), ""
        if around is not None:
            network, subtitle = graph.around(around, hops), f"{hops} step{'s' if hops > 1 else ''} around {around}"
        write_out(render_page(network, title="Evidence graph", subtitle=subtitle), output)


def export(
    form: Annotated[GraphForm, typer.Option("--format", "-f", help="The form to write.")] = GraphForm.TURTLE,
    build: BuildFolder = Path("build"),
    output: Output = None,
) -> None:
    """Write the graph for other programs: Turtle, TriG, N-Quads, JSON-LD or GraphML.

    Example: `evgraph export --format graphml -o evidence.graphml`
    """
    from evgraph.export import export_graph

    with errors():
        write_out(export_graph(opened(build), form.value), output)

"""Commands that make: build, validate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import errors, progress_bar


def build(
    references: Annotated[
        Path, typer.Argument(help="Folder with .bib files, pasted lists and evidence/*.yaml.")
    ] = Path("references"),
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to make.")] = Path("build"),
    ontology: Annotated[Path | None, typer.Option(help="Folder of concepts (default: beside the references).")] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the texts read, such as abstracts, into the graph and its exports.")
    ] = False,
) -> None:
    """Build the graph, the page, the summary and the list of problems.

    Example: `evgraph build references --out build`
    """
    from evgraph.pipeline import build as run_build

    with errors():
        with progress_bar() as progress:
            report = run_build(references, out, ontology=ontology, progress=progress, with_text=with_text)
        typer.echo(str(report), err=True)
        for problem in report.problems:
            if problem.severity.value in ("alert", "error"):
                typer.echo(str(problem), err=True)
    raise typer.Exit(report.exit_code)


def validate(
    references: Annotated[Path, typer.Argument(help="Folder to check.")] = Path("references"),
    ontology: Annotated[Path | None, typer.Option(help="Folder of concepts (default: beside the references).")] = None,
) -> None:
    """Check references, evidence files and shapes without writing anything.

    Example: `evgraph validate references`
    """
    from evgraph.pipeline import assemble, ontology_folder
    from evgraph.problems import render_problems

    with errors():
        with progress_bar() as progress:
            parts = assemble(references, ontology_folder(references, ontology), progress)
        sys.stdout.write(render_problems(parts.problems))
    raise typer.Exit(int(any(problem.severity.value == "error" for problem in parts.problems)))

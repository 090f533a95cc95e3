"""Commands for references: read, add, dedupe."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evgraph.cli.common import errors

if TYPE_CHECKING:
    from evgraph.readers import Reading

Files = Annotated[list[str] | None, typer.Argument(help="Files of any format; - or nothing for a paste.")]


class ReferenceForm(StrEnum):
    """What references are printed as; a test compares it with `writers.REFERENCE_WRITERS`."""

    TABLE = "table"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"
    NBIB = "nbib"


def _reading(files: list[str] | None) -> Reading:
    """Read files, or what is pasted on standard input."""
    from evgraph.errors import InputError
    from evgraph.readers import Reading, read_bytes, read_path

    found = Reading()
    for name in files or ["-"]:
        if name == "-":
            found += read_bytes(sys.stdin.buffer.read(), "paste")
        elif not Path(name).exists():
            raise InputError("no such file", path=name, mend="name a file, or - for a paste")
        else:
            found += read_path(Path(name), name)
    return found


def _has_errors(reading: Reading) -> bool:
    return any(problem.severity.value == "error" for problem in reading.problems)


def read(
    files: Files = None,
    form: Annotated[ReferenceForm, typer.Option("--format", "-f", help="How to print what was read.")] = (
        ReferenceForm.TABLE
    ),
) -> None:
    """Show what is understood of references in any format, doubtful fields marked, problems below.

    Example: `evgraph read references/rr-all.txt`
    """
    with errors():
        reading = _reading(files)
        if form is ReferenceForm.TABLE:
            from evgraph.readtable import render_table

            typer.echo(render_table(reading))
        else:
            from evgraph.writers import REFERENCE_WRITERS

            writing = REFERENCE_WRITERS[form.value].write(reading.references)
            sys.stdout.write(writing.text)
            for problem in (*reading.problems, *writing.problems):
                typer.echo(str(problem), err=True)
    raise typer.Exit(int(_has_errors(reading)))


def add(
    files: Files = None,
    references: Annotated[Path, typer.Option("--references", "-r", help="Folder to add to.")] = Path("references"),
    to: Annotated[str, typer.Option("--to", help="The .bib file that gets the new entries.")] = "added.bib",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
) -> None:
    """Add references to a folder as BibTeX, after showing what is new and what differs from what is there.

    Example: `evgraph add references/rr-all.txt --yes`
    """
    from evgraph.adding import apply_addition, plan_addition
    from evgraph.readtable import render_addition

    with errors():
        reading = _reading(files)
        addition = plan_addition(reading, references)
        typer.echo(render_addition(addition))
        if not addition.new:
            typer.echo("nothing to add", err=True)
        elif yes or (sys.stdin.isatty() and typer.confirm(f"Add {len(addition.new)} to {references / to}?")):
            apply_addition(addition, references / to)
            typer.echo(f"added {len(addition.new)} to {references / to}", err=True)
        else:
            typer.echo("nothing written; say --yes to write", err=True)
    raise typer.Exit(int(_has_errors(reading)))


def dedupe(
    files: Files = None,
    reasons: Annotated[bool, typer.Option(help="Say why each pair is one work, or is not.")] = True,
) -> None:
    """Find records of the same work across inputs; nothing is merged away, each pair explains itself.

    Example: `evgraph dedupe references/rr-all.bib references/rr-all.txt`
    """
    from evgraph.dedupe import cluster, render_clusters

    with errors():
        reading = _reading(files)
        typer.echo(render_clusters(cluster(reading.references), reasons=reasons))
        for problem in reading.problems:
            typer.echo(str(problem), err=True)
    raise typer.Exit(int(_has_errors(reading)))

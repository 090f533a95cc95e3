"""What the commands share: options, messages on standard error, exit codes, output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evgraph.graph import EvidenceGraph
    from evgraph.query import Rows

BuildFolder = Annotated[Path, typer.Option("--build", "-b", envvar="EVGRAPH_BUILD", help="Folder that a build made.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of standard output.")]


class RowsForm(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class GraphForm(StrEnum):
    """What a graph is exported as; a test compares it with `export.WRITERS`."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"


Whole = Annotated[bool, typer.Option("--all", "-a", help="Every row of the table, and no cell cut.")]
Format = Annotated[RowsForm, typer.Option("--format", "-f", help="How to print the rows.")]


@contextmanager
def errors() -> Iterator[None]:
    """Show what evgraph raises on purpose as a message and leave with code 2; anything else is a bug and shows."""
    import warnings

    from evgraph.errors import EvgraphError, EvgraphNote, EvgraphWarning

    def show(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        typer.echo(f"{'note' if issubclass(category, EvgraphNote) else 'warning'}: {message}", err=True)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", EvgraphWarning)
            warnings.showwarning = show
            yield
    except EvgraphError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error


@contextmanager
def progress_bar() -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal; say nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def opened(folder: Path) -> EvidenceGraph:
    """Open the graph of a build folder."""
    from evgraph.graph import open_graph

    return open_graph(folder)


def write_out(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
        typer.echo(f"wrote {output}", err=True)


def print_rows(rows: Rows, form: RowsForm, *, whole: bool) -> None:
    """Print the rows of a query; as a table the first ones, or all and uncut."""
    if form is RowsForm.TABLE:
        typer.echo(rows.text() if whole else str(rows))
    else:
        sys.stdout.write(rows.to_csv() if form is RowsForm.CSV else rows.to_json() + "\n")


def pairs_of(words: list[str]) -> dict[str, str]:
    """Return words such as name=value as a dict."""
    pairs = [word.partition("=") for word in words]
    if wrong := [word for word, equals, _ in pairs if not equals]:
        raise typer.BadParameter(f"{wrong[0]!r} is not name=value")
    return {name: value for name, _, value in pairs}

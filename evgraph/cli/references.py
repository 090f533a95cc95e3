"""Commands for references: read, add, dedupe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer

from evgraph.cli.common import errors

if TYPE_CHECKING:
    from evgraph.errors import Problem
    from evgraph.model import Reference
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


def _stream(files: list[str] | None) -> Iterator[Reference | Problem]:
    """Yield what is read from files of any size, or from standard input."""
    from evgraph.errors import InputError
    from evgraph.readers import stream_file
    from evgraph.readers.reading import LARGEST

    for name in files or ["-"]:
        path = Path(name)
        if name == "-":
            with SpooledTemporaryFile(LARGEST) as held:  # it may have to be gone through twice
                shutil.copyfileobj(sys.stdin.buffer, held)
                yield from stream_file(cast("BinaryIO", held), "paste")
        elif not path.exists():
            raise InputError("no such file", path=name, mend="name a file, or - for a paste")
        elif not path.is_file():
            yield from _reading([name]).problems
        else:
            try:
                with path.open("rb") as file:
                    yield from stream_file(file, name)
            except OSError as error:
                raise InputError(f"the file cannot be read: {error.strerror}", path=name) from error


@dataclass(slots=True)
class _Told:
    """A stream on its way: whether one of its problems is an error, and the problems told on standard error."""

    errors: bool = False

    def watch(self, found: Iterable[Reference | Problem]) -> Iterator[Reference | Problem]:
        """Yield all that was found."""
        from evgraph.errors import Problem, Severity

        for item in found:
            self.errors = self.errors or (isinstance(item, Problem) and item.severity is Severity.ERROR)
            yield item

    def references(self, found: Iterable[Reference | Problem]) -> Iterator[Reference]:
        """Yield the references, and tell of the problems as they come."""
        from evgraph.model import Reference

        for item in self.watch(found):
            if isinstance(item, Reference):
                yield item
            else:
                typer.echo(str(item), err=True)


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
    told = _Told()
    with errors():
        if form is ReferenceForm.TABLE:
            from evgraph.readtable import stream_table

            sys.stdout.writelines(stream_table(told.watch(_stream(files))))
        else:
            from evgraph.writers import REFERENCE_WRITERS

            for piece in REFERENCE_WRITERS[form.value].stream(told.references(_stream(files))):
                if isinstance(piece, str):
                    sys.stdout.write(piece)
                else:
                    typer.echo(str(piece), err=True)
    raise typer.Exit(int(told.errors))


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
    from evgraph.dedupe import cluster, render_clusters, slim

    told = _Told()
    with errors():
        found = cluster([slim(reference) for reference in told.references(_stream(files))])
        typer.echo(render_clusters(found, reasons=reasons))
    raise typer.Exit(int(told.errors))

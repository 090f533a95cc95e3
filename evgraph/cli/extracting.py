"""The command that shows what is understood of a text, without a build."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import Output, errors, write_out

Texts = Annotated[list[str] | None, typer.Argument(help="Texts, or exports with abstracts; - or nothing for a paste.")]
Ontology = Annotated[
    Path | None,
    typer.Option("--ontology", help="Folder of concepts; ./ontology if there is one, else the program's own."),
]


class FindingForm(StrEnum):
    """How findings are printed; a test compares it with `findingsview.FINDING_FORMS`."""

    TABLE = "table"
    JSON_LINES = "jsonl"
    HTML = "html"


def extract(
    files: Texts = None,
    form: Annotated[
        FindingForm, typer.Option("--format", "-f", help="How to print what was found.")
    ] = FindingForm.TABLE,
    output: Output = None,
    ontology: Ontology = None,
) -> None:
    """Show what evgraph reads in texts or abstracts: mentions, figures and claims, each with its place.

    Example: `evgraph extract --format jsonl references/related.bib`
    """
    from evgraph.extract import Matcher
    from evgraph.extract import extract as extract_from
    from evgraph.findingsview import FINDING_FORMS
    from evgraph.lexicon import ontology_home, read_concepts
    from evgraph.texts import documents_in

    with errors():
        beside = Path("ontology") if Path("ontology/concepts").is_dir() else ontology_home()
        lexicon = read_concepts(ontology or beside)
        matcher = Matcher.of(lexicon)
        documents, problems = documents_in([_named(name) for name in files or ["-"]])
        found = [(document, extract_from(document, matcher)) for document in documents]
        write_out(FINDING_FORMS[form.value](found, lexicon), output)
        for problem in problems:
            typer.echo(str(problem), err=True)
    raise typer.Exit(int(any(problem.severity.value == "error" for problem in problems)))


def _named(name: str) -> tuple[str, bytes]:
    """Return a file's name and bytes, or those of standard input."""
    from evgraph.errors import InputError

    if name == "-":
        return "text", sys.stdin.buffer.read()
    try:
        return name, Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", path=name, mend="name a file, or - for a paste"
        ) from error

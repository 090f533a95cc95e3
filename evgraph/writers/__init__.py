"""References to the formats that reference managers read. A new format is one module here and one line in the table."""

from __future__ import annotations

from evgraph.writers import bibtex, csljson, nbib, ris
from evgraph.writers.writing import Writer, Writing

__all__ = ["REFERENCE_WRITERS", "Writer", "Writing"]

#: By the name that the command line takes.
REFERENCE_WRITERS = {
    "csl-json": Writer("CSL-JSON", ".json", csljson.stream),
    "bibtex": Writer("BibTeX", ".bib", bibtex.stream),
    "ris": Writer("RIS", ".ris", ris.stream),
    "nbib": Writer("NBIB", ".nbib", nbib.stream),
}

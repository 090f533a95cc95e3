"""Files to Documents: the abstracts and full texts of an export, or a text that is no list of references."""

from __future__ import annotations

from collections.abc import Iterable

from evgraph.errors import InputError, Problem, Severity
from evgraph.extract import document_from_text, document_of
from evgraph.model import Document
from evgraph.readers import READERS
from evgraph.readers.reading import decode

#: Readers of formats with fields; whatever the others take for a list of references is a text here.
_EXPORTS = frozenset({"PubMed XML", "JATS", "EndNote XML", "CSL-JSON", "BibTeX", "RIS", "NBIB", "Web of Science"})


def documents_in(files: Iterable[tuple[str, bytes]]) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return the Documents of files, given as name and bytes, and what is wrong with them.

    >>> [text.part for text in documents_in([("a", b"Of 22 patients, 16 responded.")])[0]]
    ['abstract']
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            text, faults = decode(data, name)
        except InputError as error:
            problems.append(error.problem)
            continue
        problems += faults
        reader = next((one for one in READERS if one.name in _EXPORTS and one.accepts(text)), None)
        if reader is None:
            documents += [document_from_text(name, text)] if text.strip() else []
            problems += [] if text.strip() else [Problem("there is no text", name, severity=Severity.NOTE)]
            continue
        reading = reader.read(text, name)
        problems += reading.problems
        for reference in reading.references:
            document = document_of(reference)
            if document is None:
                message = "neither title nor abstract"
                problems.append(Problem(message, name, reference.places[0].line, reference.key, severity=Severity.NOTE))
            else:
                documents.append(document)
    return tuple(documents), tuple(problems)

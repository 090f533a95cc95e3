"""The tree of exceptions, and `Problem`, which is a value and not an exception.

    EvgraphError
    ├── InputError(ValueError)        a file or a field is not what it says
    ├── IdentifierError(ValueError)   not a DOI, PMID, PMCID, registry id, ISSN
    ├── VocabularyError(LookupError)  a term, concept or question is unknown
    ├── QueryError(ValueError)        a query cannot be run; its text says where and why
    ├── ResolveError                  a service could not be asked, or gave no answer that can be read
    └── GraphError                    what was built contradicts the ontology

One unit of work raises; whoever walks a batch (a folder, a list of claims) turns the exception into a
`Problem` and goes on, so that one bad entry never hides the good ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EvgraphError(Exception):
    """Whatever evgraph raises on purpose."""


class InputError(EvgraphError, ValueError):
    """A file or a field is not what it says it is.

    >>> str(InputError("no title", path="a.bib", line=3, key="smith2020", mend="add a title field"))
    'a.bib:3: smith2020: no title (add a title field)'
    """

    def __init__(self, message: str, *, path: str = "", line: int | None = None, key: str = "", mend: str = "") -> None:
        self.problem = Problem(message=message, path=path, line=line, key=key, mend=mend)
        super().__init__(str(self.problem))


class IdentifierError(EvgraphError, ValueError):
    """A text is not the identifier it was taken for."""


class VocabularyError(EvgraphError, LookupError):
    """A term, a concept or a named question is unknown."""


class QueryError(EvgraphError, ValueError):
    """A query cannot be run; the message shows the place in the query and what to do."""


class ResolveError(EvgraphError):
    """A service could not be asked, or its answer cannot be read. `url` holds no key; `reason` says what to do.

    >>> str(ResolveError("https://api.example.org/works", "no answer within 20 s"))
    'https://api.example.org/works: no answer within 20 s'
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")


class GraphError(EvgraphError):
    """What was built contradicts the ontology; nothing was put in place."""


class EvgraphWarning(UserWarning):
    """A query that runs, but cannot mean what it says."""


class EvgraphNote(EvgraphWarning):
    """What a reader should know beside an answer, though nothing is wrong with it."""


class Severity(StrEnum):
    """How much a `Problem` matters: an error means that something of the input is not in the graph."""

    ALERT = "alert"
    ERROR = "error"
    DIFFERENCE = "difference"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at: where it is, what it is and how to mend it.

    `severity` ALERT: it is in the graph, and should not be relied on as it stands (a retraction). ERROR: a part of
    the input is not in the graph. DIFFERENCE: two inputs disagree, both are kept. NOTE: it is in the graph, and
    somebody should still know (a lost name, an unverified fact).

    >>> print(Problem("unknown concept 'bortezomb'", "x.yaml", 12, "claims[2].agent", "did you mean bortezomib?"))
    x.yaml:12: claims[2].agent: unknown concept 'bortezomb' (did you mean bortezomib?)
    """

    message: str
    path: str = ""
    line: int | None = None
    key: str = ""
    mend: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line is not None else "")
        head = ": ".join(part for part in (place, self.key) if part)
        mend = f" ({self.mend})" if self.mend else ""
        return f"{head}: {self.message}{mend}" if head else f"{self.message}{mend}"

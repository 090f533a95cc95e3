"""References to what the services on the web say of them.

One module for a service, all through the one door of `http.py`. A new service is one module here and one line in
`RESOLVERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evgraph.model import Reference
from evgraph.resolve import clinicaltrials, crossref, europepmc, eutils, openalex
from evgraph.resolve.http import Door, Service
from evgraph.resolve.records import Asked, Found, RegistryStudy

__all__ = ["RESOLVERS", "Door", "Resolver"]


@dataclass(frozen=True, slots=True)
class Resolver:
    """What a service offers: by which identifier it brings records, and whether it finds candidates for a reference."""

    title: str
    service: Service
    identifier: str
    fetch_by_id: Callable[[Sequence[str], Door], Asked[Found]] | Callable[[Sequence[str], Door], Asked[RegistryStudy]]
    find_candidates: Callable[[Sequence[Reference], Door], Asked[tuple[Found, ...]]] | None = None


#: By the name of the service, in the order in which they are asked.
RESOLVERS: Mapping[str, Resolver] = {
    "ncbi": Resolver("PubMed", eutils.SERVICE, "pmid", eutils.fetch_by_id, eutils.find_candidates),
    "crossref": Resolver("Crossref", crossref.SERVICE, "doi", crossref.fetch_by_id, crossref.find_candidates),
    "europepmc": Resolver("Europe PMC", europepmc.SERVICE, "pmid", europepmc.fetch_by_id, europepmc.find_candidates),
    "openalex": Resolver("OpenAlex", openalex.SERVICE, "doi", openalex.fetch_by_id, openalex.find_candidates),
    "clinicaltrials": Resolver("ClinicalTrials.gov", clinicaltrials.SERVICE, "nct", clinicaltrials.fetch_by_id),
}

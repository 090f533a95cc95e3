"""What a search for duplicates gives back: clusters that keep every record, and why each pair is in one or not."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.dedupe.best import Merged, merge_members
from evgraph.dedupe.judge import Verdict
from evgraph.model import Reference


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, whether they are of one work, and why: the deciding reason first, then field by field."""

    a: Reference
    b: Reference
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The records of one work, as they were read, and the pairs that joined them.

    A cluster is a view: nothing is changed or left out, and taking its members apart undoes it.
    """

    members: tuple[Reference, ...]
    pairs: tuple[Pair, ...] = ()

    def best(self) -> Merged:
        """Return one record put together from the members, each field with the member it was taken from."""
        return merge_members(self.members)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Every record in exactly one cluster, and the pairs that look alike and were kept apart."""

    clusters: tuple[Cluster, ...] = ()
    apart: tuple[Pair, ...] = ()

    @property
    def duplicates(self) -> tuple[Cluster, ...]:
        """The clusters with more than one record."""
        return tuple(cluster for cluster in self.clusters if len(cluster.members) > 1)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs that were decided on and are worth telling: those that joined, then those kept apart."""
        return (*(pair for cluster in self.clusters for pair in cluster.pairs), *self.apart)

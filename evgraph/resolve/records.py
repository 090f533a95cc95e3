"""What comes back from a service: the bytes of an answer, and the records made of it. Nothing here asks anybody.

A `Found` is one bibliographic record as one service gave it; a `RegistryStudy` is one registration of a trial. Both
say who was asked what and when, so that a field filled from them can be traced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from evgraph.errors import Problem
from evgraph.model import Reference, Registration, Section

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a service. `url` holds no key and no e-mail address; `date` is when the service gave it, in UTC."""

    url: str
    status: int
    content_type: str
    body: bytes
    date: str
    from_cache: bool = False


class NoticeKind(StrEnum):
    """What a notice says of a work. What a service words otherwise is an `UPDATE`; its words stand in the label."""

    CORRECTION = "correction"
    CONCERN = "expression of concern"
    RETRACTION = "retraction"
    WITHDRAWAL = "withdrawal"
    ERRATUM = "erratum"
    COMMENT = "comment"
    REPLY = "reply"
    REPUBLICATION = "republication"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Notice:
    """A link between a work and a notice about it, as a service states it.

    By default the record that holds it is the work, and `identifier` (a PMID or a DOI, where the service gives one) is
    the notice. With `by_this` the record is itself the notice, and `identifier` is the work it is about. `date`: ISO
    8601, as much of it as is told. `source`: who says so. `label`: the service's own word. `where`: the citation it
    prints.
    """

    kind: NoticeKind
    identifier: str | None = None
    date: str = ""
    source: str = ""
    label: str = ""
    by_this: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract as the service gave it. `sections` point into `text`; `rights` is its copyright line."""

    text: str
    sections: tuple[Section, ...] = ()
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One record as one service gave it. `request` is the address that was asked, without keys.

    `types`: kinds of publication in the service's words. `registry`: ids of trials. `related`: other identifiers of the
    same work, as (scheme, identifier).
    """

    service: str
    request: str
    date: str
    reference: Reference
    notices: tuple[Notice, ...] = ()
    abstract: Abstract | None = None
    registry: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegistryReport:
    """A publication that a registration names: how it is related ("RESULT", "DERIVED", "BACKGROUND")."""

    relation: str
    pmid: str | None
    citation: str


@dataclass(frozen=True, slots=True)
class RegistryStudy:
    """A registration with what joins it to works: `aliases` are ids it had, `other_ids` those elsewhere."""

    registration: Registration
    acronym: str = ""
    reports: tuple[RegistryReport, ...] = ()
    aliases: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()

    @property
    def nct(self) -> str:
        """The present id."""
        return self.registration.registry


@dataclass(frozen=True, slots=True)
class Asked(Generic[Thing]):
    """What a service gave for what was asked, by key or identifier, and what failed. What it does not know is absent.

    The absent is a fact only where `problems` does not name it: a service that failed has not said no.
    """

    found: Mapping[str, Thing] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

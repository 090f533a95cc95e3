"""Studies and who was in them: Study, Population, Arm, and the Sources where facts were read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evgraph.model.registrations import Registration
from evgraph.model.works import Place


class Basis(StrEnum):
    """What of a work was read when a fact was taken from it."""

    FULL_TEXT = "full text"
    ABSTRACT = "abstract"
    TITLE = "title"
    REGISTRY = "registry record"
    SECONDARY = "secondary source"


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a fact was read: what of the work, which page, which part of it.

    `recheck`: the fact was read on one of the pages of the work, and this one is the likeliest.
    """

    key: str
    basis: Basis
    url: str | None = None
    about: str | None = None
    recheck: bool = False


class Role(StrEnum):
    """What an arm is for."""

    INTERVENTION = "intervention"
    COMPARATOR = "comparator"


@dataclass(frozen=True, slots=True)
class Study:
    """The investigation behind one or more reports.

    `accrual`: the dates between which people entered, as an ISO 8601 interval, "2006-08-04/2011-02-26".
    `regimen_of`: the key of the study whose regimen was given.
    `registration` is what a registry said of it, where it was asked.
    `reference` describes it; `reports` are the keys of all that report it, where its registry ids were found in them.
    """

    key: str
    label: str
    reference: str
    design: str | None = None
    phase: str | None = None
    registry: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    place: Place | None = None
    protocols: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()
    accrual: str | None = None
    regimen_of: str | None = None
    acronyms: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Who was studied: concepts for what defines the group, words for the rest, its size if told."""

    key: str
    label: str
    reference: str
    study: str | None = None
    criteria: tuple[str, ...] = ()
    age: str | None = None
    eligibility: str | None = None
    size: int | None = None
    part_of: str | None = None
    sources: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One group with what it was given. `experimental`: the drugs on trial, the others are backbone."""

    key: str
    label: str
    reference: str
    role: Role = Role.INTERVENTION
    study: str | None = None
    population: str | None = None
    size: int | None = None
    interventions: tuple[str, ...] = ()
    experimental: tuple[str, ...] = ()
    dose: str | None = None
    sources: tuple[str, ...] = ()
    place: Place | None = None

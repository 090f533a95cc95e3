"""What a registry says of a trial: its plan, and the figures posted there. They are no claims of a publication."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegistryFigure:
    """One figure of a posted result, every part of it as the registry prints it.

    `place` is the path of it in the registration. `groups`: one for a value, those compared for an analysis.
    `parameter` says what the value is (a mean, a risk ratio), `dispersion` what `spread`, `lower` and `upper` are,
    `size` how many were analysed, `level` that of a confidence interval in per cent.
    """

    place: str
    outcome: str
    value: str
    rank: str = ""
    time_frame: str = ""
    category: str = ""
    groups: tuple[str, ...] = ()
    size: str = ""
    parameter: str = ""
    unit: str = ""
    dispersion: str = ""
    spread: str = ""
    lower: str = ""
    upper: str = ""
    level: str = ""
    p_value: str = ""
    method: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A trial as registered, who said so, and when it was asked for (ISO 8601, UTC) by which request.

    `phases`, `design` ("allocation: RANDOMIZED"), `status` and `enrolment_kind` (ACTUAL, ESTIMATED) are in the words of
    the registry, `arms` and `outcomes` in one line each.
    """

    registry: str
    service: str
    request: str
    date: str
    title: str = ""
    status: str = ""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    enrolment: int | None = None
    enrolment_kind: str = ""
    start: str = ""
    completion: str = ""
    arms: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    has_results: bool = False
    figures: tuple[RegistryFigure, ...] = ()

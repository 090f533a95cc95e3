"""The notices about a work to its state: corrected, of concern, retracted, withdrawn, or nothing of the kind.

A service that lists notices about works and has none for this one says that it is in order, on the day it was asked.
Where none of these services knows the work, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evgraph.model import State
from evgraph.resolve.records import Found, Notice, NoticeKind

#: The services that list notices, by their names in `Found.service`.
WITNESSES = ("ncbi", "crossref", "europepmc")
#: From the mildest to the gravest; the gravest stands.
_GRAVITY = (State.OK, State.CORRECTED, State.CONCERN, State.WITHDRAWN, State.RETRACTED)
_STATES = {
    NoticeKind.CORRECTION: State.CORRECTED, NoticeKind.ERRATUM: State.CORRECTED,
    NoticeKind.REPUBLICATION: State.CORRECTED, NoticeKind.CONCERN: State.CONCERN,
    NoticeKind.WITHDRAWAL: State.WITHDRAWN, NoticeKind.RETRACTION: State.RETRACTED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a work, who says so, and the day on which that service was asked.

    `notice`: the deciding one, its identifier and its day. `notices`: all that were told of the work.
    """

    state: State = State.UNKNOWN
    source: str = ""
    date: str = ""
    notice: str = ""
    notices: tuple[Notice, ...] = ()


def stand(records: Iterable[Found]) -> Standing:
    """Return the state that the records of one work tell.

    >>> from evgraph.model import Reference
    >>> told = (Notice(NoticeKind.RETRACTION, "1", "2020-05-01", "publisher"), Notice(NoticeKind.ERRATUM, "2"))
    >>> made = stand([Found("crossref", "", "2024-01-01T00:00:00Z", Reference("a"), told)])
    >>> made.state.value, made.source, made.date, made.notice
    ('retracted', 'crossref (publisher)', '2024-01-01', '1, 2020-05-01')
    """
    held = [found for found in records if found.service in WITNESSES]
    told = [(notice, found) for found in held for notice in found.notices if not notice.by_this]
    notices = tuple(dict.fromkeys(notice for notice, _ in told))
    grave = [(_gravity(notice), notice, found) for notice, found in told if notice.kind in _STATES]
    if grave:
        worst = max(gravity for gravity, _, _ in grave)
        same = [(notice, found) for gravity, notice, found in grave if gravity == worst]
        # Of several tellings the one that names its notice and its day.
        notice, found = min(same, key=lambda pair: (not pair[0].date, not pair[0].identifier))
        named = ", ".join(part for part in (notice.identifier, notice.date) if part)
        return Standing(_GRAVITY[worst], _source(notice, found), found.date[:10], named, notices)
    if not held:
        return Standing()
    latest = max(found.date for found in held)
    return Standing(State.OK, ", ".join(dict.fromkeys(found.service for found in held)), latest[:10], "", notices)


def _gravity(notice: Notice) -> int:
    """Return how grave a notice is; a part that was taken back is not the whole."""
    if notice.kind is NoticeKind.RETRACTION and "partial" in notice.label.lower():
        return _GRAVITY.index(State.CORRECTED)
    return _GRAVITY.index(_STATES[notice.kind])


def _source(notice: Notice, found: Found) -> str:
    return f"{found.service} ({notice.source})" if notice.source and notice.source != found.service else found.service

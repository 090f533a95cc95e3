"""The notices about a work to its state: corrected, of concern, retracted, withdrawn, or nothing of the kind.

A service that lists notices about works and has none for this one says that it is in order, on the day it was asked.
Where none of these services knows the work, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evgraph.model import Reference, State
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
#: What MEDLINE, and JATS (1.3, `related-article-type`), call the notices about a work, as the readers keep them.
_TAGS = {
    "nbib:RIN": State.RETRACTED, "nbib:RRI": State.RETRACTED, "nbib:ECI": State.CONCERN, "nbib:EIN": State.CORRECTED,
    "nbib:RPI": State.CORRECTED, "jats:retraction-forward": State.RETRACTED, "jats:concern-forward": State.CONCERN,
    "jats:correction-forward": State.CORRECTED,
}  # fmt: skip
#: An article of such a kind is itself the notice.
_NOTICES = frozenset({"retraction", "partial-retraction", "correction", "expression-of-concern", "addendum"})
#: How publishers begin the title of a work that was taken back.
_FLAG = re.compile(r"\W{0,3}(retracted|withdrawn)(?: article| paper| publication)?\s*[:.\]]", re.IGNORECASE)
_PMID = re.compile(r"PMID:? ?([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class WorkState:
    """The state of a work, who says so, and the day on which that service was asked.

    `notice`: the deciding one, its identifier and its day. `notices`: all that were told of the work.
    """

    state: State = State.UNKNOWN
    source: str = ""
    date: str = ""
    notice: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def witness(self) -> str:
        """The notice, who says so, and the day that service was asked."""
        asked = f"; asked {self.date}" if self.date else ""
        return ", ".join(filter(None, (self.notice, self.source))) + asked


def stand(records: Iterable[Found]) -> WorkState:
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
    for found in held:
        if flagged := _flagged(found.reference.title):
            kind = NoticeKind.RETRACTION if flagged is State.RETRACTED else NoticeKind.WITHDRAWAL
            grave.append((_GRAVITY.index(flagged), Notice(kind, source="its title"), found))
    if grave:
        worst = max(gravity for gravity, _, _ in grave)
        same = [(notice, found) for gravity, notice, found in grave if gravity == worst]
        # Of several tellings the one that names its notice and its day.
        notice, found = min(same, key=lambda pair: (not pair[0].date, not pair[0].identifier))
        named = ", ".join(part for part in (notice.identifier, notice.date) if part)
        return WorkState(_GRAVITY[worst], _source(notice, found), found.date[:10], named, notices)
    if not held:
        return WorkState()
    latest = max(found.date for found in held)
    return WorkState(State.OK, ", ".join(dict.fromkeys(found.service for found in held)), latest[:10], "", notices)


def stand_as_read(reference: Reference, records: Iterable[Reference] = ()) -> WorkState | None:
    """Return the state that a reference itself tells, as a download of PubMed or its title does, or nothing.

    `records`: those as they were read, among them the ones it was put together from; the one that tells is the source.

    >>> stand_as_read(Reference("a", "RETRACTED: A trial")).state.value
    'retracted'
    """
    if any(name == "jats:article-type" and value in _NOTICES for name, value in reference.extra):
        return None
    told = [(state, value) for name, value in reference.extra if (state := _TAGS.get(name)) is not None]
    if any(name == "genre" and value.lower() == "retracted publication" for name, value in reference.extra):
        told.append((State.RETRACTED, ""))
    if flagged := _flagged(reference.title):
        told.append((flagged, ""))
    if not told:
        return None
    state, words = max(told, key=lambda pair: (_GRAVITY.index(pair[0]), bool(pair[1])))
    named = _PMID.search(words)
    made = WorkState(state, "", "", named[1] if named else words if words.startswith("10.") else "")
    return replace(made, source=_teller(reference, made, records))


def graver(one: WorkState | None, other: WorkState | None) -> WorkState | None:
    """Return the graver of two states; what is not known is outweighed by what is."""
    known = [standing for standing in (one, other) if standing is not None]
    order = (State.UNKNOWN, *_GRAVITY)
    return max(known, key=lambda standing: order.index(standing.state), default=None)


def _teller(reference: Reference, told: WorkState, records: Iterable[Reference]) -> str:
    """Return the file of the record that tells a state by itself, else the one that the reference stands in."""
    if len(reference.places) > 1:
        for record in records:
            own = stand_as_read(record) if set(record.places) & set(reference.places) else None
            if own is not None and (own.state, own.notice) == (told.state, told.notice):
                return own.source
    return reference.places[0].path if reference.places else "the reference itself"


def _flagged(title: str | None) -> State | None:
    match = _FLAG.match(title) if title else None
    return State(match[1].lower()) if match else None


def _gravity(notice: Notice) -> int:
    """Return how grave a notice is; a part that was taken back is not the whole."""
    if notice.kind is NoticeKind.RETRACTION and "partial" in notice.label.lower():
        return _GRAVITY.index(State.CORRECTED)
    return _GRAVITY.index(_STATES[notice.kind])


def _source(notice: Notice, found: Found) -> str:
    """Return who says so; Crossref's notices begin with its name themselves, and it is named once."""
    if notice.source.lower().startswith(f"{found.service} ("):
        return found.service + notice.source[len(found.service) :]
    named = notice.source and notice.source.lower() != found.service
    return f"{found.service} ({notice.source})" if named else found.service

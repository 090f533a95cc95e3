"""What was established of the references of a folder ⇄ `resolved.json` in that folder.

The file holds facts and where they come from, and no text of a publisher. The same answers give the same bytes. Its
form is `resolved.schema.json` beside this module.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from evgraph.errors import InputError
from evgraph.identifiers import digest
from evgraph.model import Author, Reference, Registration, RegistryFigure, Section, Span, State
from evgraph.readers import RESOLVED
from evgraph.resolve.merge import Difference, Filled
from evgraph.resolve.records import Notice, NoticeKind
from evgraph.resolve.standing import WorkState
from evgraph.resolve.studies import Mentioned, Trial
from evgraph.resolve.texts import Text
from evgraph.resolve.verdict import Verdict
from evgraph.sameness import IDENTIFIERS

#: What the file says of itself; a file of another format is not read. 2: studies carry what a registry says of them.
FORMAT = 2
#: A bigger file was not made by this program.
_LARGEST = 200_000_000
_Made = TypeVar("_Made")
_UNKNOWN = WorkState()
_IDENTITY = (
    "title", "et_al", "journal", "year", "month", "volume", "issue", "first_page", "last_page", "article_number",
    *IDENTIFIERS, "issn", "work_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that a person may look at: what it is, in words, and its identifiers, of which none was taken.

    `state` and `notice`: where its work was taken back or is doubted, that, and who says so by which notice.
    """

    words: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    state: State | None = None
    notice: str = ""

    def __str__(self) -> str:
        """Return the words, with a state loudly before them."""
        return f"{self.state.value.upper()} ({self.notice}): {self.words}" if self.state else self.words


@dataclass(frozen=True, slots=True)
class Entry:
    """What was established of one reference. `mark`: of the reference as it was read, to see whether it was changed.

    `services`: whose records the verdict rests on. `refuted`: the identifiers of the reference that are another work's.
    """

    mark: str
    verdict: Verdict
    reason: str
    agreed: tuple[str, ...] = ()
    differed: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    filled: tuple[Filled, ...] = ()
    differences: tuple[Difference, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    standing: WorkState = _UNKNOWN
    registry: tuple[Mentioned, ...] = ()
    text: Text | None = None
    refuted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was established of a folder: an entry for each reference, by key, and the studies behind them."""

    entries: tuple[tuple[str, Entry], ...] = ()
    studies: tuple[Trial, ...] = ()


def entry_of(reference: Reference, entries: Mapping[str, Entry]) -> Entry | None:
    """Return what was established of a reference, `None` where it was changed since or never asked about."""
    entry = entries.get(reference.key)
    return entry if entry is not None and entry.mark == mark_of(reference) else None


def suggestions(entry: Entry) -> tuple[Suggestion, ...]:
    """Return what to tell a person of the suggested records: each work once, and none that the reason names already.

    A work that was taken back or is doubted is told in any case.

    >>> one, other = Suggestion("A trial (ncbi)", "10.1000/1", "7"), Suggestion("A trial (crossref)", "10.1000/1")
    >>> [str(told) for told in suggestions(Entry("", Verdict.MISMATCH, "why", suggested=(one, other)))]
    ['A trial (ncbi)']
    """
    told, seen = [], set[tuple[str, str]]()
    for one in entry.suggested:
        ids = {(name, value) for name in IDENTIFIERS if (value := getattr(one, name))}
        if not ids & seen and (one.state or one.words not in entry.reason):
            told.append(one)
        seen |= ids
    return tuple(told)


def mark_of(reference: Reference) -> str:
    """Return a mark of what a reference says of itself; its key, notes and place in the file do not change it.

    >>> mark_of(Reference("a", "A trial")) == mark_of(Reference("b", "A trial", note="read"))
    True
    """
    names = [part or "" for author in reference.authors for part in (author.family, author.given, author.collective)]
    values = ["" if (value := getattr(reference, name)) is None else str(value) for name in _IDENTITY]
    return digest(*values, *names)


def read_resolved(folder: Path) -> Resolved:
    """Return what `evgraph resolve` established of a folder, nothing where it was never run there.

    Raises `InputError` where the file is not of this form.
    """
    file = folder / RESOLVED
    if not file.exists():
        return Resolved()
    mend = "remove the file and run evgraph resolve again"
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError("the file is too large to be of this program", path=RESOLVED, mend=mend)
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"the file cannot be read: {error}", path=RESOLVED, mend=mend) from error
    told = data.get("format") if isinstance(data, dict) else None
    if isinstance(told, int) and told != FORMAT:
        raise InputError(f"the file is of format {told}, this program reads {FORMAT}", path=RESOLVED, mend=mend)
    fault = next(iter(_validator().iter_errors(data)), None)
    if fault is not None:
        where = ".".join(str(step) for step in fault.absolute_path)
        raise InputError(fault.message[:200], path=RESOLVED, key=where, mend=mend)
    try:
        entries = tuple((key, _entry(item)) for key, item in sorted(data["references"].items()))
        return Resolved(entries, tuple(_trial(item) for item in data["studies"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the file is not of this form: {error}", path=RESOLVED, mend=mend) from error


def write_resolved(resolved: Resolved, folder: Path) -> None:
    """Write the file; it appears whole, or the one that was there stays. Raises `InputError` where it cannot."""
    text = render_resolved(resolved)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{RESOLVED}-new-", dir=folder)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.chmod(0o644)
            fresh.replace(folder / RESOLVED)
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", path=str(folder / RESOLVED)) from error


def render_resolved(resolved: Resolved) -> str:
    """Return the text of the file."""
    references = {}
    for key, entry in resolved.entries:
        item = _plain(entry)
        item["identifiers"], item["refuted"] = dict(entry.identifiers), dict(entry.refuted)
        item["filled"] = {one.field: {name: _plain(getattr(one, name)) for name in _TOLD} for one in entry.filled}
        told = {name: value for name, value in item.items() if value not in (None, [], {}, "")}
        references[key] = told | {"mark": entry.mark, "reason": entry.reason}
    whole = {"format": FORMAT, "references": references, "studies": [_plain(trial) for trial in resolved.studies]}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


_TOLD = ("value", "service", "date", "request")


def _plain(value: Any) -> Any:
    """Return a record as JSON has it; what is empty is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        items = ((field.name, _plain(getattr(value, field.name))) for field in fields(value))
        return {name: item for name, item in items if item not in (None, [], {}, "") and item is not False}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _entry(item: dict[str, Any]) -> Entry:
    standing, text = item.get("standing", {}), item.get("text")
    return Entry(
        mark=item["mark"], verdict=Verdict(item["verdict"]), reason=item["reason"],
        agreed=tuple(item.get("agreed", ())), differed=tuple(item.get("differed", ())),
        services=tuple(item.get("services", ())),
        identifiers=_ids(item.get("identifiers", {})), refuted=_ids(item.get("refuted", {})),
        filled=tuple(_filled(name, told) for name, told in item.get("filled", {}).items()),
        differences=tuple(_made(Difference, one) for one in item.get("differences", ())),
        suggested=tuple(_suggestion(one) for one in item.get("suggested", ())),
        standing=_made(WorkState, standing, state=State(standing.get("state", State.UNKNOWN)),
                       notices=tuple(_notice(one) for one in standing.get("notices", ()))),
        registry=tuple(_made(Mentioned, one) for one in item.get("registry", ())),
        text=_made(Text, text, sections=tuple(_section(one) for one in text.get("sections", ()))) if text else None,
    )  # fmt: skip


def _suggestion(item: dict[str, Any]) -> Suggestion:
    return _made(Suggestion, item, state=State(item["state"]) if "state" in item else None)


def _ids(told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, told[name]) for name in IDENTIFIERS if name in told)


def _trial(item: dict[str, Any]) -> Trial:
    told = item.get("registration")
    figures = tuple(_made(RegistryFigure, one) for one in told.get("figures", ())) if told else ()
    return _made(Trial, item, registration=_made(Registration, told, figures=figures) if told else None)


def _made(kind: type[_Made], item: dict[str, Any], **more: Any) -> _Made:
    """Make a record of its JSON: lists are tuples, and a text that was left out is empty."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}
    empty = {field.name: "" for field in fields(kind) if field.type == "str"}  # type: ignore[arg-type]
    return kind(**(empty | values | more))


def _filled(name: str, told: dict[str, Any]) -> Filled:
    value = told["value"]
    if name == "authors":
        value = tuple(Author(**author) for author in value)
    return Filled(name, value, told.get("service", ""), told.get("date", ""), told.get("request", ""))


def _notice(item: dict[str, Any]) -> Notice:
    return Notice(**(item | {"kind": NoticeKind(item["kind"])}))


def _section(item: dict[str, Any]) -> Section:
    return Section(item.get("label", ""), Span(item["span"].get("start", 0), item["span"]["end"]))


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads(Path(__file__).with_name("resolved.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)

"""A corpus and what services established of it (`resolved.json`) to the corpus completed. Nothing is asked here.

A gap is filled, and the reference says from which answer; a field that is there stays, and the difference is told. An
identifier that is another work's is none of the reference: it stays with it as `extra`, under `refuted:` and its name.
What was established of a reference that was changed since is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from evgraph.errors import InputError, Problem, Severity
from evgraph.model import Corpus, Document, Findings, Lookup, Place, Reference, Section, Span, State, Study
from evgraph.readers import RESOLVED
from evgraph.resolve.cache import cache_folder
from evgraph.resolve.merge import Filled, apply_filled
from evgraph.resolve.saved import Entry, Resolved, entry_of, read_resolved, suggestions
from evgraph.resolve.standing import WorkState, graver, stand_as_read
from evgraph.resolve.studies import Mentioned, Trial, add_reports
from evgraph.resolve.texts import Text, read_text
from evgraph.resolve.verdict import NAMES, UNSEEN, Verdict
from evgraph.sameness import IDENTIFIERS

_AGAIN = "run evgraph resolve again"


def with_resolved(
    corpus: Corpus,
    folder: Path,
    mentioned: Mapping[str, Iterable[Mentioned]] | None = None,
    records: Sequence[Reference] = (),
) -> tuple[Corpus, tuple[Problem, ...]]:
    """Return the corpus of a folder with what `resolved.json` there holds, and what a person should look at.

    `mentioned` are the trial ids that the references themselves name, by key: they group reports without any service.
    `records` are the references as they were read, before those of one work were put together.
    """
    try:
        resolved = read_resolved(folder)
    except InputError as error:
        return _with_studies(corpus, add_reports((), mentioned or {})), (error.problem,)
    known, problems, works = dict(resolved.entries), list[Problem](), []
    for work in corpus.references:
        entry = entry_of(work, known)
        standing = graver(entry.standing if entry else None, stand_as_read(work, records))
        works.append(_completed(work, entry, standing))
        problems += [*_state_told(work, standing), *(_told(work, entry) if entry else [])]
        if entry is None and known:
            problems.append(_stale(work, changed=work.key in known))
    for key in sorted(set(known) - {work.key for work in works}):
        message = "there is an entry for a reference that is not there"
        problems.append(Problem(message, RESOLVED, key=key, mend=_AGAIN, severity=Severity.NOTE))
    studies = add_reports(resolved.studies, mentioned or {})
    return _with_studies(replace(corpus, references=tuple(works)), studies, resolved.studies), tuple(problems)


def documents_of(folder: Path, references: Iterable[Reference]) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return the texts of a folder's references; a `resolved.json` that cannot be read, `with_resolved` tells of."""
    try:
        return read_documents(read_resolved(folder), references)
    except InputError:
        return (), ()


def read_documents(
    resolved: Resolved, references: Iterable[Reference], home: Path | None = None
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return the texts of the references that are in this machine's cache, and a note for each that is not.

    `home` is the folder of the cache, by default the user's own.
    """
    home, known = home or cache_folder(), dict(resolved.entries)
    documents, problems = [], []
    for work in references:
        entry = entry_of(work, known)
        if entry is None or entry.text is None:
            continue
        text = read_text(entry.text.sha256, home)
        if text is not None:
            documents.append(_document(work, entry.text, text))
            continue
        message = f"its {entry.text.part} is not on this machine, so nothing is read from it"
        problems.append(_problem(work, message, Severity.NOTE, _AGAIN))
    return tuple(documents), tuple(problems)


def _document(work: Reference, told: Text, text: str) -> Document:
    """Return an abstract after the title and a blank line, as every Document with an abstract is counted."""
    title = normalize("NFC", work.title or "").strip()
    head = f"{title}\n\n" if title else ""
    sections = [Section("TITLE", Span(0, len(title)))] if title else []
    for section in told.sections or (Section("", Span(0, len(text))),):
        sections.append(Section(section.label, Span(section.span.start + len(head), section.span.end + len(head))))
    return Document(work.key, "abstract", head + text, tuple(sections), told.rights or None)


def _completed(work: Reference, entry: Entry | None, standing: WorkState | None) -> Reference:
    """Fill the gaps of a reference, and say what became of the work and which answers filled it."""
    if standing is not None:
        work = replace(
            work, state=standing.state, state_source=standing.source or None, state_date=standing.date or None,
            notice=standing.notice or None,
        )  # fmt: skip
    if entry is None or entry.verdict is not Verdict.VERIFIED:
        return _disowned(work, _refuted(work, entry)) if entry else work
    return replace(apply_filled(work, entry.filled), lookups=_lookups(entry.filled))


def _refuted(work: Reference, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the identifiers and the address of a reference that lead to another work, by the field each stands in.

    An entry of old does not say which: then those that the work found does not have.
    """
    if entry.verdict is not Verdict.MISMATCH:
        return ()
    held = [(name, value) for name in IDENTIFIERS if (value := getattr(work, name))]
    found = {(name, getattr(one, name)) for one in entry.suggested for name in IDENTIFIERS}
    refuted = entry.refuted or tuple(pair for pair in held if pair not in found)
    address = (work.url or "").rstrip("/").lower()
    leads = any(address.endswith(f"/{value.lower()}") for _, value in refuted)
    return (*refuted, *((("url", work.url),) if leads and work.url else ()))


def _disowned(work: Reference, refuted: tuple[tuple[str, str], ...]) -> Reference:
    """Take what leads to another work out of its fields, and keep it with the reference."""
    kept = tuple((f"refuted:{name}", value) for name, value in refuted)
    gone: dict[str, None] = dict.fromkeys(name for name, _ in refuted)
    return replace(work, **gone, extra=(*work.extra, *kept))  # type: ignore[arg-type]


def _lookups(filled: Iterable[Filled]) -> tuple[Lookup, ...]:
    """Return the answers that filled something, each with the fields it filled."""
    fields: dict[tuple[str, str, str], list[str]] = {}
    for one in filled:
        fields.setdefault((one.service, one.request, one.date), []).append(one.field)
    return tuple(sorted(Lookup(*answer, tuple(sorted(names))) for answer, names in fields.items()))


def _state_told(work: Reference, standing: WorkState | None) -> list[Problem]:
    """Return what a person should know of the state of a work."""
    if standing is None:
        return []
    about = f"{standing.state.value} ({standing.witness})"
    if standing.state.is_void or standing.state is State.CONCERN:
        mend = f"see what would change without it: evgraph impact {work.key}"
        message = f"{about}; claims that rest on it stay in the graph and are marked"
        return [_problem(work, message, Severity.ALERT, mend)]
    return [_problem(work, about, Severity.NOTE, "read the correction")] if standing.state is State.CORRECTED else []


def _told(work: Reference, entry: Entry) -> list[Problem]:
    """Return the verdict where it is not "verified", what it may be instead, what none confirms, and what differs."""
    problems = []
    if entry.verdict is not Verdict.VERIFIED:
        severity = Severity.NOTE if entry.verdict is Verdict.OPEN else Severity.DIFFERENCE
        problems.append(_problem(work, f"{entry.verdict.value}: {entry.reason}", severity))
    else:
        unseen = [part for part in entry.reason.split("; ") if part.startswith(UNSEEN)]
        problems += [_problem(work, f"{part}, so it is not confirmed", Severity.NOTE) for part in unseen]
    for other in suggestions(entry):
        doubt = "; claims that rest on this reference are not marked" if other.state else ""
        severity = Severity.ALERT if other.state else Severity.NOTE
        problems.append(_problem(work, f"may be {other}{doubt}", severity, f"correct the reference, then {_AGAIN}"))
    for name, value in _refuted(work, entry):
        message = (
            f'{NAMES.get(name, "address")} {value} leads to another work: it is kept as "refuted:{name}" and not linked'
        )
        mend = f"correct it or take it out, then {_AGAIN}"
        problems.append(_problem(work, message, Severity.DIFFERENCE, mend))
    for one in entry.differences:
        message = f'{one.field}: kept "{one.kept}", {one.service} says "{one.said}" ({one.date[:10]})'
        problems.append(_problem(work, message, Severity.DIFFERENCE))
    return problems


def _stale(work: Reference, *, changed: bool) -> Problem:
    message = "the reference was changed since it was resolved" if changed else "the reference was not resolved yet"
    return _problem(work, f"{message}; nothing from services is used for it", Severity.NOTE, _AGAIN)


def _problem(work: Reference, message: str, severity: Severity, mend: str = "") -> Problem:
    path, line = (work.places[0].path, work.places[0].line) if work.places else ("", None)
    return Problem(message, path, line, work.key, mend, severity)


def _with_studies(corpus: Corpus, trials: Iterable[Trial], known: Iterable[Trial] = ()) -> Corpus:
    """Let each study say which references report it; a study that nobody described yet is added to its first report.

    `known` are the trials that stand in `resolved.json`; the others stand in the references themselves.
    """
    files: dict[str, Findings] = {file.reference: file for file in corpus.curated}
    keys = {work.key: work for work in corpus.references}
    saved = {trial.registry for trial in known}
    for trial in trials:
        reports = tuple(key for key in trial.reports if key in keys)
        described = [key for key, file in files.items() if any(_is_of(study, trial) for study in file.studies)]
        for key in described:
            studies = tuple(_joined(one, trial, reports) if _is_of(one, trial) else one for one in files[key].studies)
            files[key] = replace(files[key], studies=studies)
        if reports and not described:
            places = keys[reports[0]].places if trial.registry not in saved else ()
            place = next(iter(places), Place(RESOLVED, 1, 1))
            file = files.get(reports[0]) or Findings(reports[0], place)
            files[reports[0]] = replace(file, studies=(*file.studies, _study(trial, reports, place)))
    return replace(corpus, curated=tuple(files.values()))


def _is_of(study: Study, trial: Trial) -> bool:
    return bool(set(study.registry) & set(trial.registry))


def _joined(study: Study, trial: Trial, reports: tuple[str, ...]) -> Study:
    """Add names, ids and reports to a study that a curator described."""
    acronyms = (*study.acronyms, *((trial.acronym,) if trial.acronym else ()))
    return replace(
        study, registry=_once(study.registry + trial.registry), acronyms=_once(acronyms),
        reports=tuple(sorted({*study.reports, *reports})), registration=trial.registration or study.registration,
    )  # fmt: skip


def _study(trial: Trial, reports: tuple[str, ...], place: Place) -> Study:
    told = trial.registration
    label = trial.acronym or (told.title if told else "") or trial.registry[0]
    acronyms = (trial.acronym,) if trial.acronym else ()
    return Study(
        trial.registry[0], label, reports[0], registry=trial.registry, acronyms=acronyms, reports=reports, place=place,
        registration=told,
    )  # fmt: skip


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

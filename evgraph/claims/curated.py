"""The folder of evidence files (`references/evidence/*.yaml`) to records: one file holds what one work reports.

A fault costs only the part it is in: a wrong claim is left out with a Problem, the rest of the file stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from evgraph.claims.evidence_file import EvidenceFile
from evgraph.claims.yamltree import parse_yaml
from evgraph.errors import InputError, Problem, Severity
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Difference, Findings, Reference, Review, Study

FOLDER = "evidence"
SUFFIXES = {".yaml", ".yml"}


def read_curated(
    folder: Path, references: Iterable[Reference], lexicon: Lexicon
) -> tuple[tuple[Findings, ...], tuple[Problem, ...]]:
    """Read every evidence file of a `references/` folder; return what they hold and what is wrong."""
    works = {reference.key: reference for reference in references}
    problems: list[Problem] = []
    files: dict[str, EvidenceFile] = {}
    for path in sorted((folder / FOLDER).iterdir()) if (folder / FOLDER).is_dir() else []:
        if path.name.startswith("."):
            continue
        try:
            file = _open(path, path.relative_to(folder).as_posix(), works, lexicon)
            work = file.tree.value["work"]
            if work in files:
                message = f"{files[work].name} already holds the evidence of {work!r}"
                raise InputError(message, path=file.name, line=1, key="work", mend="join the two files")
            files[work] = file
        except InputError as error:
            problems.append(error.problem)
    studies = _studies(files.values(), problems)
    read = [file.read(studies) for file in files.values()]
    problems += [problem for file in files.values() for problem in file.problems]
    known = {f"{claim.reference}/{claim.key}" for file in read for claim in file.claims}
    linked = tuple(
        replace(file, claims=tuple(_linked(claim, studies, known, problems) for claim in file.claims)) for file in read
    )
    problems += [note for file in linked for claim in file.claims for note in _notes(claim)]
    return linked, tuple(dict.fromkeys(problems))


def _open(path: Path, name: str, works: Mapping[str, Reference], lexicon: Lexicon) -> EvidenceFile:
    """Parse a file; whatever cannot be an evidence file raises `InputError`, nothing is passed over."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("not an evidence file", path=name, mend="evidence files end in .yaml and lie in this folder")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        mend = "save the file as UTF-8 text"
        raise InputError(f"not text: byte {error.start} is not UTF-8", path=name, mend=mend) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=name, mend="put a file there") from error
    return EvidenceFile(name, parse_yaml(text, name), works, lexicon)


def _studies(files: Iterable[EvidenceFile], problems: list[Problem]) -> dict[str, Study]:
    """Return the studies of all files by key; the first description of a study counts."""
    studies: dict[str, Study] = {}
    for file in files:
        for study in file.studies():
            first = studies.setdefault(study.key, study)
            if first is not study and study.place is not None and first.place is not None:
                message = f"the study {study.key!r} is described in {first.place.path}:{first.place.line} too"
                mend = f"describe it once, and say `study: {study.key}` elsewhere"
                problems.append(Problem(message, study.place.path, study.place.line, "study", mend))
    return studies


def _linked(claim: Claim, studies: Mapping[str, Study], known: set[str], problems: list[Problem]) -> Claim:
    """Give a claim the design of its study where it has none, and drop differences that name nothing."""
    study = studies.get(claim.study or "")
    if study is not None and claim.evidence.design is None:
        claim = replace(claim, evidence=replace(claim.evidence, design=study.design))
    good: list[Difference] = []
    for difference in claim.differs_from:
        place, own = claim.provenance.place, f"{claim.reference}/{claim.key}"
        if difference.claim == own:
            message, mend = "a claim cannot differ from itself", "name the other claim"
        elif difference.claim not in known:
            message = f"differs_from names no claim: {difference.claim!r}"
            mend = "name a claim of this file by its id, another file's as work/id"
        else:
            good.append(difference)
            continue
        problems.append(Problem(message, place.path, place.line, f"claims[{claim.key}]", mend))
    return replace(claim, differs_from=tuple(good))


def _notes(claim: Claim) -> list[Problem]:
    """Return what a reader should know of a claim that is in the graph all the same."""
    if claim.review is not Review.UNVERIFIED:
        return []
    place, mend = claim.provenance.place, "read the original and set the status"
    message = "unverified: " + claim.label
    return [Problem(message, place.path, place.line, f"claims[{claim.key}]", mend, Severity.NOTE)]

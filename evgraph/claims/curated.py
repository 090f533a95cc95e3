"""Evidence files (`references/evidence/*.yaml`) to records: one file holds what one work reports.

A fault costs only the part it is in: a wrong claim is left out with a Problem, the rest of the file stays.
Nothing is completed by guess: an unknown concept, arm, source or work is a Problem, never the nearest match.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any

from evgraph.claims.records import arm_record, claim_record, population_record, source_record, study_record
from evgraph.claims.schema import check_claim, check_file, did_you_mean, dotted
from evgraph.claims.yamltree import Path, Tree, parse_yaml
from evgraph.errors import IdentifierError, InputError, Problem, Severity, VocabularyError
from evgraph.identifiers import parse_registry
from evgraph.lexicon import Lexicon
from evgraph.model import Basis, Claim, Curated, Document, Place, Reference, Review, Study
from evgraph.wording import Names, claim_label

FOLDER = "evidence"
_CONCEPT_KEYS = ("outcome", "after", "aspect", "design", "phase", "measure")
_CONCEPTS_KEYS = (
    "agents", "comparators", "targets", "next", "models", "criteria", "interventions", "experimental",
)  # fmt: skip


def read_curated(
    folder: FilePath, references: Iterable[Reference], lexicon: Lexicon
) -> tuple[tuple[Curated, ...], tuple[Problem, ...]]:
    """Read every evidence file of a `references/` folder; return what they hold and what is wrong."""
    works = {reference.key: reference for reference in references}
    results: list[Curated] = []
    problems: list[Problem] = []
    files = sorted((folder / FOLDER).glob("*.y*ml")) if (folder / FOLDER).is_dir() else []
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            tree = parse_yaml(path.read_text(encoding="utf-8-sig"), name)
            reader = _File(name, tree, works, lexicon)
            results.append(reader.read())
            problems += reader.problems
        except InputError as error:
            problems.append(error.problem)
        except UnicodeDecodeError as error:
            mend = "save the file as UTF-8 text"
            problems.append(Problem(f"not text: byte {error.start} is not UTF-8", name, mend=mend))
    return _link(results, problems, lexicon)


@dataclass
class _File:
    """One evidence file on its way to a `Curated`; collects Problems as it goes."""

    name: str
    tree: Tree
    works: Mapping[str, Reference]
    lexicon: Lexicon
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Curated:
        """Return what the file holds; raises `InputError` where the whole file is of no use."""
        value = self.tree.value
        if not isinstance(value, dict):
            raise InputError(
                "an evidence file is keys with values", path=self.name, line=1, mend="begin with `work: …`"
            )
        faults = check_file(self.tree, self.name)
        self.problems += [problem for _, problem in faults]
        bad = {path[:2] for path, _ in faults}
        work = value.get("work")
        if not isinstance(work, str) or work not in self.works:
            line = self.tree.line(("work",))
            mend = did_you_mean(str(work or ""), self.works) if self.works else "add a .bib file"
            raise InputError(f"no reference has the key {work!r}", path=self.name, line=line, key="work", mend=mend)
        sources = self._items("sources", bad)
        studies = self._studies(bad)
        populations = self._items("populations", bad)
        arms = self._items("arms", bad)
        own = studies[0]["key"] if studies else value.get("study") if isinstance(value.get("study"), str) else None
        curator = value.get("curator") or "evgraph curators"
        context = (work, own, curator)
        result = Curated(
            work,
            Place(self.name, 1, max(1, self.tree.span(())[1])),
            tuple(source_record(key, item) for key, item in sources.items()),
            tuple(
                study_record(work, item, self._place(path), self.lexicon) for item, path in self._study_items(studies)
            ),
            tuple(
                population_record(work, own, key, item, self._place(("populations", key)), self.lexicon)
                for key, item in populations.items()
            ),
            tuple(
                arm_record(work, own, key, item, self._place(("arms", key)), self.lexicon) for key, item in arms.items()
            ),
        )
        return replace(result, claims=tuple(self._claims(result, context)))

    def _place(self, path: Path) -> Place:
        return Place(self.name, *self.tree.span(path))

    def _items(self, section: str, bad: set[Path]) -> dict[str, dict[str, Any]]:
        """Return the entries of a section that can be used, with Problems for concepts and keys unknown."""
        entries = self.tree.value.get(section) or {}
        if not isinstance(entries, dict) or (section,) in bad:
            return {}
        good = {key: item for key, item in entries.items() if (section, key) not in bad}
        return {
            key: self._joinable(item, (section, key)) for key, item in good.items() if self._known(item, (section, key))
        }

    def _joinable(self, item: dict[str, Any], path: Path) -> dict[str, Any]:
        """Return a group without the populations it names that do not exist, each with a Problem."""
        known = self._keys("populations")
        lost = [key for key in ("part_of", "population") if key in item and item[key] not in known]
        for key in lost:
            self._problem(f"unknown population {item[key]!r}", (*path, key), did_you_mean(item[key], known))
        return {key: value for key, value in item.items() if key not in lost}

    def _studies(self, bad: set[Path]) -> list[dict[str, Any]]:
        value = self.tree.value
        found = [value["study"]] if isinstance(value.get("study"), dict) else []
        more = value.get("studies") or []
        if any(path[:1] in {("study",), ("studies",)} for path in bad) or not isinstance(more, list):
            return []
        return [item for item in [*found, *more] if self._known(item, ("study",))]

    def _study_items(self, studies: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Path]]:
        value = self.tree.value
        return [
            (item, ("study",) if item is value.get("study") else ("studies", value["studies"].index(item)))
            for item in studies
        ]

    def _claims(self, file: Curated, context: tuple[str, str | None, str]) -> Iterable[Claim]:
        claims = self.tree.value.get("claims") or []
        seen: set[str] = set()
        for number, item in enumerate(claims if isinstance(claims, list) else []):
            path: Path = ("claims", number)
            faults = check_claim(self.tree, number, self.name)
            if faults:
                self.problems += faults
                continue
            if item["id"] in seen:
                self._problem(f"the id {item['id']!r} is taken", path, "give every claim of the file its own id")
                continue
            seen.add(item["id"])
            if not self._known(item, path) or not self._joined(item, path, file):
                continue
            read = claim_record(item, file, context, self._place(path), self.lexicon)
            claim = self._quoted(read, path, file)
            if claim is not None:
                yield replace(claim, label=claim_label(claim, self._label, _names(claim, file)))

    def _label(self, iri: str) -> str:
        return self.lexicon.get(iri).label

    def _known(self, item: Any, path: Path) -> bool:
        """Say whether every concept and source an entry names exists; a Problem for each that does not."""
        if not isinstance(item, dict):
            return False
        before = len(self.problems)
        for key in (*_CONCEPT_KEYS, *_CONCEPTS_KEYS):
            named = item.get(key) or []
            for word in [named] if isinstance(named, str) else named:
                try:
                    self.lexicon.get(word)
                except VocabularyError as error:
                    self._problem(str(error), (*path, key), "or add the concept to ontology/concepts/")
        for word in item.get("registry", ()):
            try:
                parse_registry(word)
            except IdentifierError as error:
                self._problem(str(error), (*path, "registry"), "correct it, or say it in `facts`")
        known = self._keys("sources")
        for word in _listed(item.get("source")):
            if word not in known:
                self._problem(f"unknown source {word!r}", (*path, "source"), did_you_mean(word, known))
        return len(self.problems) == before

    def _joined(self, item: dict[str, Any], path: Path, file: Curated) -> bool:
        """Say whether the arms, population and sources that a claim names could be used."""
        tables = {
            "arm": {arm.key for arm in file.arms},
            "versus": {arm.key for arm in file.arms},
            "population": {population.key for population in file.populations},
        }
        before = len(self.problems)
        for key, known in tables.items():
            word = item.get(key)
            if word is not None and word not in known:
                self._problem(f"unknown {key} {word!r}", (*path, key), did_you_mean(word, known))
        for word in _listed(item.get("source")):
            if word not in {source.key for source in file.sources}:
                self._problem(f"the source {word!r} cannot be used", (*path, "source"), "mend it above")
        return len(self.problems) == before

    def _quoted(self, claim: Claim, path: Path, file: Curated) -> Claim | None:
        """Find a claim's quotation in the title; words that are not there are a Problem, and no claim."""
        quote = claim.evidence.quote
        if quote is None:
            return claim
        bases = {source.basis for source in file.sources if source.key in claim.evidence.sources}
        if Basis.TITLE not in bases:
            self._problem("a quote needs a source whose basis is title", (*path, "quote"), "say it in `statement`")
            return None
        span = Document(file.reference, "title", self.works[file.reference].title or "").find(quote)
        if span is None:
            self._problem(
                f"the title does not hold the words {quote!r}", (*path, "quote"), "copy them letter for letter"
            )
            return None
        # A curator who marks a claim as unverified has a doubt that finding the words does not settle.
        review = Review.VERIFIED if claim.review is Review.READ else claim.review
        return replace(claim, evidence=replace(claim.evidence, span=span), review=review)

    def _keys(self, section: str) -> set[str]:
        entries = self.tree.value.get(section)
        return set(entries) if isinstance(entries, dict) else set()

    def _problem(self, message: str, path: Path, mend: str) -> None:
        key = dotted(path, self.tree)
        self.problems.append(Problem(message, self.name, self.tree.line(path), key, mend))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _names(claim: Claim, file: Curated) -> Names:
    arms = {arm.key: arm.label for arm in file.arms}
    populations = {population.key: population.label for population in file.populations}
    evidence = claim.evidence
    arm, versus, population = evidence.arm or "", evidence.comparator_arm or "", evidence.population or ""
    return Names(arms.get(arm), arms.get(versus), populations.get(population))


def _link(
    files: list[Curated], problems: list[Problem], lexicon: Lexicon
) -> tuple[tuple[Curated, ...], tuple[Problem, ...]]:
    """Resolve what crosses files: one file per work, studies named by key, claims that differ."""
    unique: dict[str, Curated] = {}
    for file in files:
        first = unique.setdefault(file.reference, file)
        if first is not file:
            message = f"{first.place.path} already holds the evidence of {file.reference!r}"
            problems.append(Problem(message, file.place.path, 1, "work", "join the two files"))
    studies = {study.key: study for file in unique.values() for study in file.studies}
    claims = {f"{claim.reference}/{claim.key}" for file in unique.values() for claim in file.claims}
    linked = [_link_file(file, studies, claims, problems) for file in unique.values()]
    for file in linked:
        for claim in file.claims:
            problems += _notes(claim)
    return tuple(linked), tuple(problems)


def _link_file(file: Curated, studies: Mapping[str, Study], claims: set[str], problems: list[Problem]) -> Curated:
    kept = []
    used = {study for part in (file.populations, file.arms, file.claims) for r in part if (study := r.study)}
    for unknown in sorted(used - studies.keys()):
        message, mend = f"no file describes the study {unknown!r}", did_you_mean(unknown, studies)
        problems.append(Problem(message, file.place.path, 1, "study", mend))
    for claim in file.claims:
        place = claim.provenance.place
        if claim.study not in studies:
            claim = replace(claim, study=None)
        elif claim.study is not None and claim.evidence.design is None:
            claim = replace(claim, evidence=replace(claim.evidence, design=studies[claim.study].design))
        good = []
        for difference in claim.differs_from:
            if difference.claim in claims:
                good.append(difference)
            else:
                mend = "name a claim of this file by its id, another file's as work/id"
                message = f"differs_from names no claim: {difference.claim!r}"
                problems.append(Problem(message, place.path, place.line, f"claims[{claim.key}]", mend))
        kept.append(replace(claim, differs_from=tuple(good)))
    return replace(
        file,
        claims=tuple(kept),
        populations=tuple(replace(p, study=p.study if p.study in studies else None) for p in file.populations),
        arms=tuple(replace(a, study=a.study if a.study in studies else None) for a in file.arms),
    )


def _notes(claim: Claim) -> list[Problem]:
    """Return what a reader should know of a claim that is in the graph all the same."""
    place, key = claim.provenance.place, f"claims[{claim.key}]"
    if claim.review is Review.UNVERIFIED:
        message = "unverified: " + claim.label
        return [Problem(message, place.path, place.line, key, "read the original and set the status", Severity.NOTE)]
    return []

"""One evidence file on its way to records: what it names is looked up, and what cannot be used is left out.

A part that rests on a part left out is left out too, each with a Problem of its own, so that nothing vanishes in
silence and nothing is completed by guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evgraph.claims.records import arm_record, claim_record, population_record, source_record, study_record
from evgraph.claims.schema import check_claim, check_file, did_you_mean, dotted
from evgraph.claims.yamltree import Path, Tree
from evgraph.errors import IdentifierError, InputError, Problem, VocabularyError
from evgraph.identifiers import parse_registry, parse_url
from evgraph.lexicon import Lexicon
from evgraph.model import Basis, Claim, Decision, Document, Findings, Place, Reference, Review, Study
from evgraph.wording import Names, claim_label

#: Keys of an entry whose values are concepts, one or several.
_CONCEPT_KEYS = (
    "outcome", "after", "aspect", "design", "phase", "measure",
    "agents", "comparators", "targets", "next", "models", "criteria", "interventions", "experimental",
)  # fmt: skip
#: Who stands for a claim where the file names nobody.
CURATOR = "evgraph curators"

Entry = dict[str, Any]


@dataclass
class EvidenceFile:
    """An evidence file that was parsed; collects Problems as it is read. Raises where it belongs to no work."""

    name: str
    tree: Tree
    works: Mapping[str, Reference]
    lexicon: Lexicon
    problems: list[Problem] = field(default_factory=list)
    bad: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        value = self.tree.value
        if not isinstance(value, dict):
            raise InputError(
                "an evidence file is keys with values", path=self.name, line=1, mend="begin with `work: …`"
            )
        if "work" not in value:
            raise InputError("the key 'work' is missing", path=self.name, line=1, key="work", mend="add `work:`")
        if not isinstance(value["work"], str) or value["work"] not in self.works:
            line, mend = self.tree.line(("work",)), did_you_mean(str(value["work"]), self.works)
            raise InputError(
                f"no reference has the key {value['work']!r}", path=self.name, line=line, key="work", mend=mend
            )
        faults = check_file(self.tree, self.name)
        self.problems += [problem for _, problem in faults]
        self.bad = {path[:2] if path[:1] not in {("study",), ("curator",)} else path[:1] for path, _ in faults}
        for key, item in self._sections("sources").items():
            try:
                parse_url(item.get("url", "https://example.org/"))
            except IdentifierError as error:
                self._problem(str(error), ("sources", key, "url"), "copy the address anew, or say the place in `about`")
                self.bad.add(("sources", key))

    def studies(self) -> list[Study]:
        """Return the studies that the file describes."""
        value = self.tree.value
        found: list[tuple[Any, Path]] = [(value.get("study"), ("study",))]
        if ("studies",) not in self.bad:
            found += [(item, ("studies", number)) for number, item in enumerate(value.get("studies") or [])]
        return [
            study_record(value["work"], item, self._place(path), self.lexicon)
            for item, path in found
            if isinstance(item, dict) and path not in self.bad and self._known(item, path, self._usable_sources())
        ]

    def read(self, studies: Mapping[str, Study]) -> Findings:
        """Return what the file holds; `studies` are those that any file of the folder describes."""
        value = self.tree.value
        work, own = value["work"], self._study(value.get("study"), ("study",), studies)
        sources = self._usable_sources()
        populations = self._whole(self._entries("populations", sources, studies))
        arms = {
            key: item
            for key, item in self._entries("arms", sources, studies).items()
            if self._finds(item, ("arms", key), {"population": populations})
        }
        result = Findings(
            work,
            Place(self.name, *self.tree.span(())),
            tuple(source_record(key, item) for key, item in self._sections("sources").items()),
            tuple(study for study in studies.values() if study.place and study.place.path == self.name),
            tuple(
                population_record(work, own, key, item, self._place(("populations", key)), self.lexicon)
                for key, item in populations.items()
            ),
            tuple(
                arm_record(work, own, key, item, self._place(("arms", key)), self.lexicon) for key, item in arms.items()
            ),
        )
        curator = value.get("curator") if ("curator",) not in self.bad else None
        claims = self._claims(result, (work, own, curator or CURATOR), sources)
        return replace(result, claims=tuple(claims), decisions=tuple(self._decisions()))

    def _decisions(self) -> Iterator[Decision]:
        """Yield what was decided of mined claims; whether such a claim is there, nobody knows yet."""
        items = self.tree.value.get("decisions")
        for number, item in enumerate(items if isinstance(items, list) else ()):
            path: Path = ("decisions", number)
            if path not in self.bad and ("decisions",) not in self.bad:
                yield Decision(
                    item["claim"], Review(item["decision"]), item["by"], item.get("remark"), self._place(path)
                )

    def _place(self, path: Path) -> Place:
        return Place(self.name, *self.tree.span(path))

    def _sections(self, section: str) -> dict[str, Entry]:
        """Return the entries of a section that have the right form."""
        entries = self.tree.value.get(section) or {}
        if not isinstance(entries, dict) or (section,) in self.bad:
            return {}
        return {key: item for key, item in entries.items() if (section, key) not in self.bad}

    def _usable_sources(self) -> set[str]:
        return set(self._sections("sources"))

    def _entries(self, section: str, sources: set[str], studies: Mapping[str, Study]) -> dict[str, Entry]:
        found = {}
        for key, item in self._sections(section).items():
            path: Path = (section, key)
            if self._known(item, path, sources):
                study = self._study(item.get("study"), (*path, "study"), studies)
                found[key] = {k: v for k, v in item.items() if k != "study"} | ({"study": study} if study else {})
        return found

    def _whole(self, populations: dict[str, Entry]) -> dict[str, Entry]:
        """Return the populations without a `part_of` that names nothing or runs in a circle."""
        result = {}
        for key, item in populations.items():
            seen, above = {key}, item.get("part_of")
            while above in populations and above not in seen:
                seen.add(above)
                above = populations[above].get("part_of")
            path: Path = ("populations", key, "part_of")
            if above in seen:
                self._problem(f"{key!r} is a part of itself", path, "name the larger group only in the smaller")
            elif (whole := item.get("part_of")) is not None and whole not in populations:
                self._problem(f"unknown population {whole!r}", path, did_you_mean(whole, populations))
            else:
                result[key] = item
                continue
            result[key] = {k: v for k, v in item.items() if k != "part_of"}
        return result

    def _study(self, key: Any, path: Path, studies: Mapping[str, Study]) -> str | None:
        """Return the key of a study, of one described right here as well; a Problem where nobody describes it."""
        if isinstance(key, dict) and path not in self.bad:
            key = key.get("key")
        elif isinstance(key, str) and key not in studies:
            self._problem(f"no file describes the study {key!r}", path, did_you_mean(key, studies))
        return key if isinstance(key, str) and key in studies else None

    def _claims(self, file: Findings, context: tuple[str, str | None, str], sources: set[str]) -> Iterable[Claim]:
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
            arms, populations = {arm.key for arm in file.arms}, {group.key for group in file.populations}
            named = {"arm": arms, "versus": arms, "population": populations}
            # Both are asked, so that one look shows all that is wrong with a claim.
            if not all([self._known(item, path, sources), self._finds(item, path, named)]):
                continue
            claim = self._quoted(claim_record(item, file, context, self._place(path), self.lexicon), path, file)
            if claim is not None:
                yield replace(claim, label=claim_label(claim, self._label, _names(claim, file)))

    def _label(self, iri: str) -> str:
        return self.lexicon.get(iri).label

    def _known(self, item: Any, path: Path, sources: set[str]) -> bool:
        """Say whether every concept, registry id and source an entry names is one; a Problem for each that is not."""
        before = len(self.problems)
        for key in _CONCEPT_KEYS:
            for word in _listed(item.get(key)):
                try:
                    self.lexicon.get(word)
                except VocabularyError as error:
                    self._problem(str(error), (*path, key), "or add the concept to ontology/concepts/")
        for word in item.get("registry", ()):
            try:
                parse_registry(word)
            except IdentifierError as error:
                mend = "write NCT and eight digits, or 2013-000536-10; another registry goes into `facts`"
                self._problem(str(error), (*path, "registry"), mend)
        declared = self.tree.value.get("sources")
        for word in _listed(item.get("source")):
            if word not in sources:
                self._missing("source", word, (*path, "source"), declared, sources)
        return len(self.problems) == before

    def _finds(self, item: Entry, path: Path, named: Mapping[str, Iterable[str]]) -> bool:
        """Say whether the arms and populations that an entry names can be used."""
        before = len(self.problems)
        for key, usable in named.items():
            word = item.get(key)
            if word is not None and word not in usable:
                declared = self.tree.value.get("populations" if key == "population" else "arms")
                self._missing(key, word, (*path, key), declared, usable)
        return len(self.problems) == before

    def _missing(self, what: str, word: str, path: Path, declared: Any, usable: Iterable[str]) -> None:
        if isinstance(declared, dict) and word in declared:
            self._problem(f"the {what} {word!r} cannot be used", path, "mend it where it is described")
        else:
            self._problem(f"unknown {what} {word!r}", path, did_you_mean(word, usable))

    def _quoted(self, claim: Claim, path: Path, file: Findings) -> Claim | None:
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
            message = f"the title does not hold the words {quote!r}"
            self._problem(message, (*path, "quote"), "copy them letter for letter")
            return None
        # A curator who marks a claim as unverified has a doubt that finding the words does not settle.
        review = Review.VERIFIED if claim.review is Review.READ else claim.review
        return replace(claim, evidence=replace(claim.evidence, span=span, part="title"), review=review)

    def _problem(self, message: str, path: Path, mend: str) -> None:
        self.problems.append(Problem(message, self.name, self.tree.line(path), dotted(path, self.tree), mend))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _names(claim: Claim, file: Findings) -> Names:
    arms = {arm.key: arm.label for arm in file.arms}
    populations = {population.key: population.label for population in file.populations}
    evidence = claim.evidence
    arm, versus, population = evidence.arm or "", evidence.comparator_arm or "", evidence.population or ""
    return Names(arms.get(arm), arms.get(versus), populations.get(population))

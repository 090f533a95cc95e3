"""A corpus and one of its references to what would change without it: claims, appraisals, sentences, lines.

Nothing is estimated: the corpus is made again without the reference, and the summary, the network and what is found by
laying claims side by side are compared. A study that other references report too stays; what only this one says of it
goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evgraph.appraisal import find_conflicts, find_lineage
from evgraph.citation import cite
from evgraph.errors import VocabularyError
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Findings
from evgraph.network import evidence_network
from evgraph.summary import named, summarise


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the drawing: from where to where, what it says, and of how many claims it is made with and without."""

    start: str
    end: str
    predicate: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the summary with its name there, in which section."""

    section: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What would change. `gone` and `come`: sentences that only the summary with, or without, the reference has.

    `differences`: claims of other references that would lose a stated difference from a claim of this one.
    `settled`, `raised`: conflicts, differences found and lineages of claims that are there only with, or without, it.
    """

    reference: str
    citation: str
    claims: tuple[Claim, ...] = ()
    differences: tuple[Claim, ...] = ()
    gone: tuple[Told, ...] = ()
    come: tuple[Told, ...] = ()
    lines: tuple[Line, ...] = ()
    settled: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()


def find_impact(corpus: Corpus, lexicon: Lexicon, key: str) -> Impact:
    """Return what would change without a reference. Raises `VocabularyError` where the corpus has none of that key."""
    work = next((work for work in corpus.references if work.key == key), None)
    if work is None:
        raise VocabularyError(f"no reference has the key {key!r}")
    rest = without(corpus, key)
    before, after = ({(c.reference, c.key): c for f in one.findings for c in f.claims} for one in (corpus, rest))
    changed = tuple(before[name] for name, claim in after.items() if claim.differs_from != before[name].differs_from)
    gone, come = _compared(_sentences(corpus, lexicon), _sentences(rest, lexicon))
    held, left = _appraised(corpus, lexicon), _appraised(rest, lexicon)
    return Impact(
        key, cite(work), tuple(claim for name, claim in before.items() if name not in after), changed, gone, come,
        _lines(corpus, rest, lexicon), tuple(sorted(held - left)), tuple(sorted(left - held)),
    )  # fmt: skip


def without(corpus: Corpus, key: str) -> Corpus:
    """Return the corpus without a reference and all that it alone asserts."""
    works = tuple(
        replace(work, cites=tuple(cited for cited in work.cites if cited != key))
        for work in corpus.references if work.key != key
    )  # fmt: skip
    files = {file.reference: file for file in corpus.curated if file.reference != key}
    own = [(file.place, study) for file in corpus.curated if file.reference == key for study in file.studies]
    there = {work.key for work in works}
    for place, study in own:
        reports = tuple(report for report in study.reports if report != key)
        # A report that nobody described has no evidence file; it names the study all the same.
        heirs = [*_reporting(study.key, study.reports, files.values()), *(one for one in reports if one in there)]
        if heirs:
            # What the reference told of the study goes with it; that there is the study, its other reports say.
            heir = files.get(heirs[0]) or Findings(heirs[0], study.place or place)
            kept = replace(study, reference=heirs[0], facts=(), sources=(), reports=reports)
            files[heirs[0]] = replace(heir, studies=(*heir.studies, kept))
    known = {study.key for file in files.values() for study in file.studies}
    return replace(
        corpus, references=works, curated=tuple(_unlinked(file, key, known) for file in files.values()),
        mined=tuple(_unlinked(file, key, known) for file in corpus.mined if file.reference != key),
        documents=tuple(text for text in corpus.documents if text.reference != key),
        meetings=tuple(meeting for meeting in corpus.meetings if meeting.reference != key),
    )  # fmt: skip


def _reporting(study: str, reports: tuple[str, ...], files: Iterable[Findings]) -> list[str]:
    """Return the references with an evidence file that name a study or report it."""

    def names(file: Findings) -> set[str | None]:
        groups = {group.study for group in file.populations} | {arm.study for arm in file.arms}
        return groups | {claim.study for claim in file.claims}

    return [file.reference for file in files if file.reference in reports or study in names(file)]


def _unlinked(file: Findings, key: str, known: set[str]) -> Findings:
    """Take out what names the reference, or a study that went with it: differences, reports, a regimen."""
    claims = tuple(
        replace(claim, differs_from=tuple(one for one in claim.differs_from if one.claim.partition("/")[0] != key))
        for claim in file.claims
    )
    studies = tuple(
        replace(
            study, reports=tuple(report for report in study.reports if report != key),
            regimen_of=study.regimen_of if study.regimen_of in known else None,
        )
        for study in file.studies
    )  # fmt: skip
    return replace(file, claims=claims, studies=studies)


def _appraised(corpus: Corpus, lexicon: Lexicon) -> set[str]:
    """Return what claims say of one another, one line each, with the figures that count today."""

    def name(claim: Claim) -> str:
        return f"{claim.reference}/{claim.key}"

    found = {
        f"{one.standoff.value}: {name(one.first)} and {name(one.second)}: {one.reason}"
        for one in find_conflicts(corpus, lexicon)
    }
    for one in find_lineage(corpus, lexicon):
        current = f"; {name(one.later)} is current" if one.is_current else ""
        found.add(f"{name(one.later)} {one.relation.value} {name(one.earlier)}: {one.drift}{current}")
    return found


def _sentences(corpus: Corpus, lexicon: Lexicon) -> list[tuple[Told, object]]:
    """Return the sentences of the summary, each with what makes it that sentence: all but its number."""
    return [
        (Told(section.title, name, sentence.text), (section.title, sentence.heading, sentence.setting, sentence.text,
                                                    sentence.references))
        for section in summarise(corpus, lexicon)
        for name, sentence in named(section)
    ]  # fmt: skip


def _compared(
    before: list[tuple[Told, object]], after: list[tuple[Told, object]]
) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """Return the sentences that only one of the summaries has."""

    def only(mine: list[tuple[Told, object]], its: list[tuple[Told, object]]) -> tuple[Told, ...]:
        left = Counter(what for _, what in its)
        found = []
        for told, what in mine:
            left[what] -= 1
            if left[what] < 0:
                found.append(told)
        return tuple(found)

    return only(before, after), only(after, before)


def _lines(corpus: Corpus, rest: Corpus, lexicon: Lexicon) -> tuple[Line, ...]:
    """Return the lines between concepts that lose claims, or all of them."""
    networks = [evidence_network(one, lexicon) for one in (corpus, rest)]
    claims: list[dict[tuple[str, str, str], set[str]]] = [{}, {}]
    for network, held in zip(networks, claims, strict=True):
        for start, end, data in network.edges(data=True):
            held.setdefault((start, end, data["predicate"]), set()).update({data["claim"]} - {None})
    labels = networks[0].nodes
    lines = [
        Line(labels[start]["label"], labels[end]["label"], said, len(those), len(claims[1].get((start, end, said), ())))
        for (start, end, said), those in claims[0].items()
        if claims[1].get((start, end, said)) != those
    ]
    return tuple(sorted(lines, key=lambda line: (line.start, line.end, line.predicate)))


def render_impact(impact: Impact) -> str:
    """Return the impact as text for a terminal."""
    parts = [
        f"Without {impact.reference} ({impact.citation})",
        _part("claims would go", [f"{claim.reference}/{claim.key}  {claim.label}" for claim in impact.claims]),
        _part("claims of others would lose a stated difference",
              [f"{claim.reference}/{claim.key}  {claim.label}" for claim in impact.differences]),
        _part("conflicts, differences and lineages of claims would go", list(impact.settled)),
        _part("conflicts, differences and lineages of claims would come", list(impact.raised)),
        _part("sentences of the summary would go or change", [_sentence(told) for told in impact.gone]),
        _part("sentences would come in their place", [_sentence(told) for told in impact.come]),
        _part("lines of the page would go or grow thinner",
              [f"{line.start} — {line.predicate} → {line.end}"
               + (f"  (claims: {line.before}, then {line.after})" if line.before else "") for line in impact.lines]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _part(title: str, items: list[str]) -> str:
    return "\n".join([f"{len(items)} {title}{':' if items else '.'}", *(f"  {item}" for item in items)])


def _sentence(told: Told) -> str:
    return f"{told.name}  {told.text} ({told.section})"

"""What a person should look at, most doubtful first, and what they decide, written into the evidence file.

A decision names a mined claim by its key, which is made of what the claim says and where: when the text or a rule
changes, the decision falls away with a note, it is never carried over to another claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from evgraph.claims.curated import FOLDER
from evgraph.errors import InputError, Problem, Severity
from evgraph.files import replace_file
from evgraph.model import Agreement, Claim, Corpus, Decision, Findings, Review


class Doubt(IntEnum):
    """Why something is to be looked at, the most doubtful first."""

    DIFFERS = 0
    UNVERIFIED = 1
    HEDGED = 2
    NOT_IN_TEXT = 3
    AMBIGUOUS = 4
    NEW = 5
    UNATTACHED = 6


WHY = {
    Doubt.DIFFERS: "the text has another figure than the curator",
    Doubt.UNVERIFIED: "a curator deduced it or saw it second hand",
    Doubt.HEDGED: "the sentence negates, hedges or tells of other work",
    Doubt.NOT_IN_TEXT: "the curator's figures were not found in the text at hand",
    Doubt.AMBIGUOUS: "a name may mean several things",
    Doubt.NEW: "mined, looked at by nobody",
    Doubt.UNATTACHED: "a figure without group or outcome",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at; `claim` is its key, by which a decision names it, where there is a claim to decide on."""

    doubt: Doubt
    reference: str
    claim: str | None
    label: str
    words: str
    detail: str = ""


def to_review(corpus: Corpus) -> tuple[Item, ...]:
    """Return what to look at, most doubtful first; what somebody accepted or rejected is done."""
    texts = {(text.reference, text.part): text.text for text in corpus.documents}
    items = [item for file in corpus.curated for item in _curated(file, corpus)]
    for file in corpus.mined:
        items += _mined(file)
        for mention in file.mentions:
            if mention.concept is None:
                words = mention.span.of(texts[mention.reference, mention.part])
                names = ", ".join(iri.rsplit("/", 1)[-1] for iri in mention.candidates)
                items.append(Item(Doubt.AMBIGUOUS, file.reference, None, names, words))
        for figure in file.unattached:
            words = figure.span.of(texts[figure.reference, figure.part])
            items.append(Item(Doubt.UNATTACHED, file.reference, None, figure.reason, words))
    return tuple(sorted(items, key=lambda item: (item.doubt, item.reference, item.claim or "", item.words)))


def _curated(file: Findings, corpus: Corpus) -> Iterator[Item]:
    met = {meeting.curated: meeting for meeting in corpus.meetings if meeting.reference == file.reference}
    has_abstract = any(text.reference == file.reference and text.part != "title" for text in corpus.documents)
    for claim in file.claims:
        meeting = met.get(claim.key)
        if meeting is not None and meeting.agreement is Agreement.DIFFER:
            yield Item(Doubt.DIFFERS, file.reference, meeting.mined, claim.label, "", f"{claim.key}: {meeting.detail}")
        elif claim.review is Review.UNVERIFIED:
            yield Item(Doubt.UNVERIFIED, file.reference, None, claim.label, "", claim.key)
        elif has_abstract and claim.review is Review.READ and claim.evidence.estimate is not None:
            yield Item(Doubt.NOT_IN_TEXT, file.reference, None, claim.label, "", claim.key)


def _mined(file: Findings) -> Iterator[Item]:
    for claim in file.claims:
        if claim.review is Review.MINED:
            doubt = Doubt.HEDGED if claim.standing else Doubt.NEW
            standing = ", ".join(claim.standing)
            yield Item(doubt, file.reference, claim.key, claim.label, claim.evidence.quote or "", standing)


def decide(curated: Iterable[Findings], mined: Iterable[Findings]) -> tuple[tuple[Findings, ...], tuple[Problem, ...]]:
    """Give mined claims the review that evidence files decided; a decision on a claim that is not there is a note."""
    decisions = {(file.reference, one.claim): one for file in curated for one in file.decisions}
    decided = tuple(
        replace(
            file,
            claims=tuple(_decided(claim, decisions.pop((file.reference, claim.key), None)) for claim in file.claims),
        )
        for file in mined
    )
    return decided, tuple(_orphan(reference, decision) for (reference, _), decision in sorted(decisions.items()))


def _decided(claim: Claim, decision: Decision | None) -> Claim:
    if decision is None:
        return claim
    return replace(claim, review=decision.review, reviewer=decision.reviewer, remark=decision.remark)


def _orphan(reference: str, decision: Decision) -> Problem:
    message = f"no mined claim of {reference!r} has this key: the text is not here, or it or a rule has changed"
    place = decision.place
    path, line = (place.path, place.line) if place else ("", None)
    mend = "look at the claim again with `evgraph review`, and remove this decision"
    return Problem(message, path, line, f"decisions[{decision.claim}]", mend, Severity.NOTE)


def record_decision(folder: Path, reference: str, decision: Decision) -> Path:
    """Write a decision into the evidence file of a reference, which is made where there is none; return the file.

    What stands in the file stays as it is, letter for letter; the decision is put under `decisions`.
    """
    from evgraph.claims.yamltree import parse_yaml

    path = _evidence_file(folder, reference)
    old = path.read_bytes() if path.exists() else b""
    text = old.decode("utf-8-sig") if old else f"work: {_quoted(reference)}\n"
    tree = parse_yaml(text, path.name)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    entry = [
        f"  - claim: {_quoted(decision.claim)}\n",
        f"    decision: {decision.review.value}\n",
        f"    by: {_quoted(decision.reviewer)}\n",
        *([f"    remark: {_quoted(decision.remark)}\n"] if decision.remark else []),
    ]
    held = tree.value.get("decisions")
    if held is None:
        lines += ["decisions:\n", *entry]
    elif isinstance(held, list) and held and lines[tree.line(("decisions", 0)) - 1].startswith("  - "):
        last = tree.span(("decisions", len(held) - 1))[1]
        lines[last:last] = entry
    else:
        mend = "write `decisions:` with entries of two spaces and a hyphen"
        raise InputError(
            "the decisions in this file are not a list of lines", path=str(path), key="decisions", mend=mend
        )
    replace_file(path, old, "".join(lines).encode())
    return path


def _evidence_file(folder: Path, reference: str) -> Path:
    """Return the evidence file of a reference, or the name that a new one gets."""
    from evgraph.claims.yamltree import parse_yaml

    home = folder / FOLDER
    for path in sorted(home.glob("*.y*ml")):
        try:
            value = parse_yaml(path.read_text(encoding="utf-8-sig"), path.name).value
        except (InputError, UnicodeDecodeError):
            continue
        if isinstance(value, dict) and value.get("work") == reference:
            return path
    return home / f"{reference}.yaml"


def _quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar (YAML 1.2, section 7.3.1), of which JSON's strings are a part."""
    import json

    return json.dumps(text, ensure_ascii=False)

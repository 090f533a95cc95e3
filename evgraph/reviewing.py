"""What a person should look at, most doubtful first, and what they decide, written into the evidence file.

A decision names a mined claim by its key, which is made of what the claim says and where: when the text or a rule
changes, the decision falls away with a note, it is never carried over to another claim.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from evgraph.claims.curated import FOLDER, SUFFIXES
from evgraph.errors import InputError, Problem, Severity
from evgraph.files import replace_file
from evgraph.identifiers import digest, slug
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
    Doubt.NOT_IN_TEXT: "not all figures of the curator were found in the text at hand",
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
    listed = {(item.reference, item.claim) for item in items if item.claim}
    for file in corpus.mined:
        items += [item for item in _mined(file) if (item.reference, item.claim) not in listed]
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
    words = {
        claim.key: claim.evidence.quote or ""
        for mined in corpus.mined
        if mined.reference == file.reference
        for claim in mined.claims
    }
    has_abstract = any(text.reference == file.reference and text.part != "title" for text in corpus.documents)
    for claim in file.claims:
        meeting = met.get(claim.key)
        if meeting is not None and meeting.agreement is Agreement.DIFFER:
            quote, detail = words.get(meeting.mined, ""), f"{claim.key}: {meeting.detail}"
            yield Item(Doubt.DIFFERS, file.reference, meeting.mined, claim.label, quote, detail)
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

    What stands in the file stays as it is, letter for letter; the decision is put under `decisions`. Raises
    `InputError` where there is no safe place for it.
    """
    path = _evidence_file(folder, reference)
    old = path.read_bytes() if path.exists() else b""
    fresh = old or f"work: {_quoted(reference)}\n".encode()
    mark = codecs.BOM_UTF8 if fresh.startswith(codecs.BOM_UTF8) else b""
    text = fresh.removeprefix(mark).decode()
    replace_file(path, old, mark + _with_decision(text, decision, path.name).encode())
    return path


def _with_decision(text: str, decision: Decision, name: str) -> str:
    """Return the text of an evidence file with one more decision, and nothing else changed: it is read again to see."""
    from evgraph.claims.yamltree import parse_yaml

    tree = parse_yaml(text, name)
    held = tree.value.get("decisions")
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and lines[-1].rstrip("\r\n") == lines[-1]:
        lines[-1] += end
    head, at, indent = [], len(lines), "  "
    if isinstance(held, list) and held:
        first = lines[tree.line(("decisions", 0)) - 1]
        at, indent = tree.span(("decisions", len(held) - 1))[1], first[: len(first) - len(first.lstrip(" "))]
    elif "decisions" in tree.value:
        at = tree.line(("decisions",))
    else:
        head = ["decisions:"]
    entry = {"claim": decision.claim, "decision": decision.review.value, "by": decision.reviewer}
    entry |= {"remark": decision.remark} if decision.remark else {}
    rows = [
        f"{indent}{'  ' if number else '- '}{key}: {_scalar(key, value)}"
        for number, (key, value) in enumerate(entry.items())
    ]
    lines[at:at] = [f"{row}{end}" for row in (*head, *rows)]
    written = "".join(lines)
    wanted = tree.value | {"decisions": [*(held or ()), entry]}
    try:
        is_good = parse_yaml(written, name).value == wanted
    except InputError:
        is_good = False
    if not is_good:
        mend = "write `decisions:` on a line of its own, each entry on lines below it, beginning with a hyphen"
        raise InputError("there is no safe place for a decision in this file", path=name, key="decisions", mend=mend)
    return written


def _evidence_file(folder: Path, reference: str) -> Path:
    """Return the evidence file of a reference, or the name that a new one gets."""
    from evgraph.claims.yamltree import parse_yaml

    home = folder / FOLDER
    for path in sorted(home.iterdir()) if home.is_dir() else ():
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
            continue
        try:
            value = parse_yaml(path.read_text(encoding="utf-8-sig"), path.name).value
        except (InputError, UnicodeDecodeError, OSError):
            continue
        if isinstance(value, dict) and value.get("work") == reference:
            return path
    # A key may hold what no name of a file may, a slash above all.
    plain = reference if slug(reference, 100) == reference.lower() else f"{slug(reference)}-{digest(reference)}"
    path = home / f"{plain}.yaml"
    if path.exists():
        mend = f"say `work: {reference}` in it, or give it another name"
        raise InputError(f"this file should hold the evidence of {reference!r} and does not", path=path.name, mend=mend)
    return path


def _scalar(key: str, value: str) -> str:
    return value if key == "decision" else _quoted(value)


def _quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar (YAML 1.2, section 7.3.1), of which JSON's strings are a part."""
    import json

    return json.dumps(text, ensure_ascii=False)

"""Mechanism claims: the sign of a pair on chemprot, signed claims from passages on bel_aligned, our own sentences.

chemprot (Krallinger et al., BioCreative VI 2017) gives pairs that are related and asks which way. CPR:3 (activator,
upregulator) and CPR:5 (agonist) are +; CPR:4 (inhibitor, downregulator) and CPR:6 (antagonist) are -; CPR:9 (substrate,
product) has no sign. The rows have no document, so the corpus's own parts are the halves: train to tune, dev to report.

bel_aligned (conib, CC BY 4.0; Selventa) gives claims with both names. A claim counts where subject, object and sign are
the gold's; a pair that the gold does not list counts as wrong, though curators did not write down all that is said.
With names given, each occurrence of a gold name is a mention; else names come from the lexicon and by their form, and a
claim is judged where both its names are, or hold, or lie in, names of the gold.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from evgraph.extract import Matcher, annotate, document_from_text
from evgraph.extract.context import find_cues
from evgraph.extract.mechanisms import MECHANISM_RULES, sign_of
from evgraph.extract.mechanisms.aliases import versions
from evgraph.extract.mechanisms.events import net
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.extract.records import Annotated, within
from evgraph.extract.sentences import find_sentences
from evgraph.lexicon import read_concepts
from evgraph.model import Claim, Effect, Span, Standing
from tests.benchmarks.extraction import NoCorpusError, Row, Score, rows

SIGNS = {
    "ACTIVATOR": "+", "UPREGULATOR": "+", "INDIRECT-UPREGULATOR": "+", "AGONIST": "+", "AGONIST-ACTIVATOR": "+",
    "INHIBITOR": "-", "DOWNREGULATOR": "-", "INDIRECT-DOWNREGULATOR": "-", "ANTAGONIST": "-", "AGONIST-INHIBITOR": "-",
    "SUBSTRATE": "0", "PRODUCT-OF": "0", "SUBSTRATE_PRODUCT-OF": "0",
}  # fmt: skip
_EFFECTS = {Effect.INCREASES: "+", Effect.DECREASES: "-"}
#: What is more of an aspect and less of its target.
_LESS = ("degradation", "killing")
ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "data" / "mechanism_sentences.jsonl"

Signed = tuple[str, str, str]


def _passages(half: str) -> Iterator[Row]:
    """Yield the passages of a half; the halves are those that the rules were tuned on, not the package's."""
    for row in rows("bel_aligned"):
        is_tuned = zlib.crc32((row["doc_id"] or row["id"]).encode()) % 2 == 0
        if half == "all" or is_tuned == (half == "tune"):
            yield row


def main(half: str, errors: bool) -> None:
    for part in (_chemprot, _bel_given, _bel_found):
        try:
            part(half, errors)
        except NoCorpusError as error:
            print(f"  {error}")
    _own(errors)


def _chemprot(half: str, errors: bool) -> None:
    split = {"tune": "train", "report": "dev"}.get(half)
    confusion: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for row in rows("chemprot"):
        if split not in (None, row["split"]):
            continue
        spans = {entity["id"]: Span(entity["start"], entity["end"]) for entity in row["entities"]}
        for relation in row["relations"]:
            head, tail = spans[relation["head"]], spans[relation["tail"]]
            gold, found = SIGNS[relation["type"]], _EFFECTS.get(sign_of(row["text"], head, tail), "0")  # type: ignore[arg-type]
            confusion[gold, found] += 1
            if gold != found:
                wrong.append(f"{gold} read as {found}: {_window(row['text'], head, tail)}")
    total = sum(confusion.values())
    scores = {sign: _of_sign(confusion, sign) for sign in "+-0"}
    for sign, score in scores.items():
        print(score.line(f"chemprot, sign {sign}"))
    right = sum(confusion[sign, sign] for sign in "+-0")
    signed = sum(count for (gold, _), count in confusion.items() if gold != "0")
    print(
        f"chemprot, pair given: micro {right / total:.3f}, macro F1 {sum(s.f1 for s in scores.values()) / 3:.3f}; "
        f"of pairs with a sign {(confusion['+', '+'] + confusion['-', '-']) / signed:.3f}"
    )
    _show(wrong, errors)


def _of_sign(confusion: Counter[tuple[str, str]], sign: str) -> Score:
    right = confusion[sign, sign]
    found = sum(count for (_, read), count in confusion.items() if read == sign)
    gold = sum(count for (told, _), count in confusion.items() if told == sign)
    return Score(right, found - right, gold - right)


def _window(text: str, head: Span, tail: Span) -> str:
    first, second = sorted((head, tail))
    middle = text[first.end : max(first.end, second.start)]
    before, after = text[max(0, first.start - 60) : first.start], text[second.end : second.end + 50]
    return f"…{before}[{first.of(text)}]{middle}[{second.of(text)}]{after}…"


def gold_of(row: Row) -> set[Signed]:
    return {(claim["subject"]["text"], claim["object"]["text"], claim["sign"]) for claim in row["claims"]}


def _bel_given(half: str, errors: bool) -> None:
    score, kinds, wrong = Score(), Counter[str](), []
    for row in _passages(half):
        gold = gold_of(row)
        found = set(_given(row["text"], {name for claim in gold for name in claim[:2]}))
        score.add(found, gold)
        pairs = {claim[:2] for claim in gold}
        for claim in sorted(found - gold):
            kind = "sign" if claim[:2] in pairs else "direction" if claim[1::-1] in pairs else "pair not in the gold"
            kinds[kind] += 1
            wrong.append(f"{kind}: {' '.join(claim)}: {row['text'][:300]}")
        wrong += [f"missed: {' '.join(claim)}: {row['text'][:300]}" for claim in sorted(gold - found)]
    print(score.line("bel_aligned, names given"))
    print("  wrong:", ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    _show(wrong, errors)


def _given(text: str, names: set[str]) -> Iterator[Signed]:
    """Yield the signed claims of a passage over the names given."""
    found: list[tuple[Span, str]] = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text, re.IGNORECASE):
            if not any(match.start() < span.end and match.end() > span.start for span, _ in found):
                found.append((Span(*match.span()), name))
    found.sort()
    spans = [span for span, _ in found]
    document = document_from_text("given", text)
    sentences = find_sentences(document)
    denied = [cue.scope for cue in find_cues(document, sentences) if cue.standing is Standing.NEGATED]
    for sentence in sentences:
        tokens = find_tokens(text, sentence.span.start, sentence.span.end, spans)
        for event in (one for said in find_events(tokens) for one in versions(tokens, said)):
            agent, target = (found[tokens[part.place].name][1] for part in (event.agent, event.target))
            trigger = Span(tokens[event.trigger].start, tokens[event.trigger].end)
            if event.agent.sign > 0 and any(within(scope, trigger) for scope in denied):
                continue
            if agent != target and (sign := net(tokens, event)):
                yield agent, target, "+" if sign > 0 else "-"


def _bel_found(half: str, errors: bool) -> None:
    matcher = _matcher()
    score, others, passages, wrong, took = Score(), 0, 0, [], 0.0
    for row in _passages(half):
        gold = gold_of(row)
        start = time.process_time()
        read = annotate(document_from_text(row["id"], row["text"]), matcher)
        claims = [claim for rule in MECHANISM_RULES for claim in rule(read)]
        took += time.process_time() - start
        passages += 1
        found: set[Signed] = set()
        for signed in _signed(claims, read):
            near = _as_gold(signed, gold)
            others += near is None
            if near is not None:
                found.add(near)
        score.add(found, gold)
        wrong += [f"wrong: {' '.join(claim)}: {row['text'][:300]}" for claim in sorted(found - gold)]
    print(score.line("bel_aligned, names not given"))
    print(f"  {others} claims about other names; {passages / max(took, 1e-9):,.0f} passages a second, whole extraction")
    _show(wrong, errors)


def _matcher() -> Matcher:
    return Matcher.of(read_concepts(ROOT / "ontology"))


def _signed(claims: Iterable[Claim], read: Annotated) -> Iterator[Signed]:
    """Yield claims as the words of agent and target in their sentence, and the sign for the target itself."""
    named: dict[str, list[str]] = defaultdict(list)
    for mention in read.mentions:
        if mention.concept:
            named[mention.concept].append(mention.span.of(read.document.text))
    for claim in claims:
        proposition = claim.proposition
        sign = _EFFECTS.get(proposition.effect) if proposition.effect else None
        if sign is None:
            continue
        if (proposition.aspect or "").rsplit("/", 1)[-1] in _LESS:
            sign = "-" if sign == "+" else "+"
        for agent in proposition.agents:
            for target in proposition.outcomes:
                yield named[agent][0], named[target][0], sign


def _as_gold(signed: Signed, gold: set[Signed]) -> Signed | None:
    """Return a claim in the words of the gold, where both its names are the gold's, hold them or lie in them."""
    agents = [name for claim in gold for name in claim[:2] if _same(signed[0], name)]
    targets = [name for claim in gold for name in claim[:2] if _same(signed[1], name)]
    if not agents or not targets:
        return None
    for agent in agents:
        for target in targets:
            if (agent, target, signed[2]) in gold:
                return agent, target, signed[2]
    return (agents[0], targets[0], signed[2]) if agents[0] != targets[0] else None


def _same(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    short, long = sorted((one, other), key=len)
    return re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long) is not None


def _own(errors: bool) -> None:
    """Measure on our own sentences: agents, effect, aspect and target as written there."""
    matcher = _matcher()
    score, loose, wrong = Score(), Score(), []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        read = annotate(document_from_text("own", row["text"]), matcher)
        found = {_words(claim, read) for rule in MECHANISM_RULES for claim in rule(read)}
        gold = {(claim[0], claim[1], claim[2] or "", claim[3]) for claim in row["claims"]}
        score.add(found, gold)
        loose.add({(a, e, t) for a, e, _, t in found}, {(a, e, t) for a, e, _, t in gold})
        wrong += [f"wrong: {claim}: {row['text']}" for claim in sorted(found - gold)]
        wrong += [f"missed: {claim}: {row['text']}" for claim in sorted(gold - found)]
    print(score.line("own sentences: agents, effect, aspect, target"))
    print(loose.line("own sentences: agents, effect, target"))
    _show(wrong, errors, 100)


def _words(claim: Claim, read: Annotated) -> tuple[str, str, str, str]:
    named: dict[str, str] = {}
    for mention in read.mentions:
        if mention.concept:
            named.setdefault(mention.concept, mention.span.of(read.document.text))
    proposition = claim.proposition
    agents = " + ".join(sorted(named[iri] for iri in proposition.agents))
    standing = "".join(f"{said.value} " for said in claim.standing)
    aspect = (proposition.aspect or "").rsplit("/", 1)[-1]
    return agents, f"{standing}{proposition.effect}", aspect, " + ".join(named[iri] for iri in proposition.outcomes)


def _show(wrong: list[str], errors: bool, limit: int = 40) -> None:
    if errors:
        for line in wrong[:: max(1, len(wrong) // limit)]:
            print("   ", line)

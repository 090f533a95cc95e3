"""Names that no vocabulary holds, found by their form, and names that a longer one of a vocabulary holds.

Only in texts that speak of laboratory work, so that the codes of trials and endpoints stay what they are. What is named
once by a sure sign is found wherever it stands again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evgraph.extract.mechanisms.forms import find_forms
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import TRIGGERS, Form
from evgraph.extract.records import Annotated, term
from evgraph.extract.wordlists import words
from evgraph.model import Mention, Span

#: A text without any of these, in lower case, speaks of no laboratory work.
_LABORATORY = (
    "phosphorylat", "mrna", "signaling", "signalling", "in vitro", "cell line", "xenograft", " mice", " mouse", "sirna",
    "regulat", "apopto", "pathway", "autophag", "transcription", "caspase", "kinase", "receptor", "expression",
    "degradation", "inhibits", "inhibited", "inhibiting", "inhibition", " cells", "activates", "activated",
    "activation of", "stabilis", "stabiliz", "loss of", "overexpress", "binds", "binding", "secret", "acetylat",
    "accumulation", "proliferation", "knockdown", "knockout", "protein", "cell death", "nf-k",
    "inhibitor of", "cytotoxic",
)  # fmt: skip
#: Symbols as mice and proteins write them: "Akt", "Myc"; and words that look so.
_MIXED = re.compile(r"\b[A-Z][a-z]{2,3}\b")
_NO_MIXED = words(
    "met bad bid set net not cut max fat cat her all and the for kit son rest mice arms gas time fast age"
)
#: Behind a name these make it another one: "VEGF receptor 2", "GABA-transaminase".
_LONGER = re.compile(
    r"(?:[- ]receptors?(?:[- ](?:\d[A-Z]?|[A-Z]|I{1,3}|alpha|beta|gamma)\b)?|[- ](?!kinase|phosphatase|protease"
    r"|increase|decrease|release|case)[a-z]{3,20}ase\b|[- ]signal-regulating kinase(?: \d)?)"
    r"(?! (?:inhibitor|antagonist|agonist))"
)
#: What is said of a target that the name of a class of drugs holds.
TARGET_OF_CLASS = "target of the class"
#: Kinds of mentions that a text of the laboratory names well enough where several concepts share the label.
_OPEN = ("Drug", "Process", "Target")
#: Kinds of mentions that names may lie in.
_WIDER = ("Aspect", "Outcome", "Population")


def find_mechanism_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what a text of the laboratory names beyond the lexicon, in text order and apart from what is known."""
    text = read.document.text
    lower = text.lower()
    if not any(cue in lower for cue in _LABORATORY):
        return ()
    taken = [False] * (len(text) + 1)
    for mention in read.mentions:
        if mention.kind in _WIDER:  # the growth of "cell growth", the drug of an outcome that names it
            continue
        taken[mention.span.start : mention.span.end] = [True] * (mention.span.end - mention.span.start)
    shorter = ((mention, without_verb(mention, read)) for mention in read.mentions if mention.kind == "Process")
    found = [short for mention, short in shorter if short is not mention]
    found += [_named(mention, text) for mention in read.mentions if _is_own_name(mention, read)]
    found += [target for mention in read.mentions if (target := _target_of_class(mention, read)) is not None]
    found += _mixed(read, taken)
    coined: dict[tuple[str, str], str] = {}
    for kind, rule, span in find_forms(text):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * (span.end - span.start)
            named = kind, span.of(text)
            concept = coined.get(named) or coined.setdefault(named, term(*named).iri)
            found.append(Mention(read.document.reference, read.document.part, span, kind, concept, (), rule))
    found += _longer((*read.mentions, *found), text)
    return tuple(sorted(found, key=lambda mention: mention.span))


def _mixed(read: Annotated, taken: list[bool]) -> Iterator[Mention]:
    """Yield the symbols of the vocabularies that are written with one capital."""
    document = read.document
    for match in _MIXED.finditer(document.text):
        if match[0].lower() in _NO_MIXED or any(taken[match.start() : match.end()]):
            continue
        known = [concept for concept in read.lexicon.find(match[0].upper()) if concept.kind == "Target"]
        if len(known) == 1:
            taken[match.start() : match.end()] = [True] * len(match[0])
            span = Span(*match.span())
            yield Mention(
                document.reference, document.part, span, "Target", known[0].iri, (), "symbol in small letters"
            )


def _longer(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """Yield what a name that is known is only the beginning of."""
    for mention in tuple(mentions):
        behind = _LONGER.match(text, mention.span.end) if mention.kind in ("Target", "Process") else None
        if behind is not None and not mention.span.of(text).lower().endswith(("receptor", "receptors")):
            span = Span(mention.span.start, behind.end())
            coined = term("Target", span.of(text)).iri
            yield replace(mention, span=span, kind="Target", concept=coined, candidates=(), rule="longer name")


def _is_own_name(mention: Mention, read: Annotated) -> bool:
    words = mention.span.of(read.document.text)
    if mention.concept is not None or mention.kind not in _OPEN or without_verb(mention, read) is not mention:
        return False
    return mention.kind != "Target" or " " in words or not words[1:].islower()


def _named(mention: Mention, text: str) -> Mention:
    """Return a mention that several concepts share as a thing of its own words, which none of them is taken for."""
    words = mention.span.of(text)
    return replace(mention, concept=term(mention.kind, words).iri, candidates=(), rule="as the text names it")


def _target_of_class(mention: Mention, read: Annotated) -> Mention | None:
    """Return the target that the name of a class of drugs begins with: "BCL2" of "BCL2 inhibitor"."""
    words, _, agent = mention.span.of(read.document.text).rpartition(" ")
    trigger = TRIGGERS.get(agent.lower())
    if mention.kind != "DrugClass" or trigger is None or trigger.form is not Form.AGENT:
        return None
    known = [concept for concept in read.lexicon.find(words) if concept.kind in ("Target", "Process")]
    if len(known) != 1:
        return None
    span = Span(mention.span.start, mention.span.start + len(words))
    return replace(mention, span=span, kind=known[0].kind, concept=known[0].iri, candidates=(), rule=TARGET_OF_CLASS)


def without_verb(mention: Mention, read: Annotated) -> Mention:
    """Return the mention of a process without the verb that a label took along: "apoptosis" of "induces apoptosis"."""
    first, _, rest = mention.span.of(read.document.text).partition(" ")
    trigger = TRIGGERS.get(first.lower())
    if mention.kind != "Process" or trigger is None or trigger.form not in VERBAL:
        return mention
    known = read.lexicon.find(rest)
    if len(known) != 1 or read.lexicon.needs_context(rest):
        return mention
    span = Span(mention.span.end - len(rest), mention.span.end)
    return replace(
        mention, span=span, kind=known[0].kind, concept=known[0].iri, candidates=(), rule="label without its verb"
    )

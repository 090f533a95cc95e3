"""What the program found in texts, said apart from what people assert: each claim in one line, with its words."""

from __future__ import annotations

from evgraph.model import Review, Standing
from evgraph.sentences.writer import Sentence, Writer, finish

#: How the words of a claim's sentence qualify it.
_STANDINGS = {
    Standing.NEGATED: "the sentence negates it",
    Standing.HEDGED: "the sentence hedges it",
    Standing.BACKGROUND: "the sentence tells of other work",
}
_LONGEST = 400


def mined_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each mined claim that nobody rejected, in the order of the texts."""
    titles = {reference.key: reference.title or reference.key for reference in writer.corpus.references}
    sentences = []
    for file in writer.corpus.mined:
        for claim in file.claims:
            if claim.review is Review.REJECTED:
                continue
            quote = claim.evidence.quote or ""
            words = f"“{quote}”" if len(quote) <= _LONGEST else f"“{quote[:_LONGEST].rstrip()} …”"
            seen = f"accepted by {claim.reviewer}" if claim.review is Review.ACCEPTED else ""
            where = f"full text: {claim.evidence.locator}" if claim.evidence.locator else ""
            state = writer.states.get(file.reference, "")
            notes = [state, *(_STANDINGS[standing] for standing in claim.standing), seen, words, where]
            sentences.append(Sentence(titles[file.reference], "", finish(claim.label, notes), (claim,)))
    return sentences

"""Short forms and what they are defined as, on med1250 (Sohn, Comeau, Kim, Wilbur: BMC Bioinformatics 2008, 9:402).

A pair counts where short and long form are both the gold's, white space apart. Ab3P there: P .965 R .832 F1 .894.
"""

from __future__ import annotations

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.documents import document_from_text
from evgraph.extract.sentences import find_sentences
from tests.benchmarks.extraction import Score, rows


def main(half: str, errors: bool) -> None:
    score, seen = Score(), []
    for row in rows("med1250_abbrev", half):
        document = document_from_text(row["doc_id"], row["text"])
        pairs = find_abbreviations(document.text, find_sentences(document))
        found = {(plain(pair.short.of(document.text)), plain(pair.long.of(document.text))) for pair in pairs}
        gold = {(plain(claim["short"]), plain(claim["long"])) for claim in row["claims"]}
        score.add(found, gold)
        seen.append((row["doc_id"], found - gold, gold - found))
    print(score.line("pairs"))
    if errors:
        for doc_id, wrong, missed in seen:
            for sign, pairs in (("+", wrong), ("-", missed)):
                for short, long in sorted(pairs):
                    print(f"  {sign} {doc_id} {short!r}: {long!r}")


def plain(text: str) -> str:
    return " ".join(text.split())

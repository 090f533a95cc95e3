"""Names of diseases, on the NCBI disease corpus, with vocabularies that a user brings.

The vocabularies are TSV or CSV files with the columns iri, label, synonyms, in $EVGRAPH_VOCABULARIES; each is imported
as `evgraph vocabulary import` does. Without them only the names that the other half of the corpus marks are known.
A mention counts where its place is the gold's (strict), or where it meets it (overlap).
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections import Counter
from pathlib import Path

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.documents import document_from_text
from evgraph.extract.matcher import Matcher
from evgraph.extract.mentions import find_mentions
from evgraph.extract.sentences import find_sentences
from evgraph.importing import import_vocabulary
from evgraph.lexicon import ontology_home, read_concepts
from tests.benchmarks.extraction import Score, rows

KINDS = {"Condition"}


def main(half: str, errors: bool) -> None:
    supplied = sorted(Path(os.environ.get("EVGRAPH_VOCABULARIES", "/nowhere")).glob("*.[ct]sv"))
    if not supplied:
        print("  no vocabularies; set EVGRAPH_VOCABULARIES to a folder of TSV files (iri, label, synonyms)")
    names = {"tune": "report", "report": "tune"}.get(half)
    measure("vocabularies", half, supplied, None, errors=errors and not names)
    if names:
        measure("names of the other half", half, [], names, errors=False)
        measure("both", half, supplied, names, errors=errors)


def measure(title: str, half: str, supplied: list[Path], other: str | None, *, errors: bool) -> None:
    matcher = matcher_with(supplied, other)
    strict, overlap = Score(), Score()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows("ncbi_disease", half):
        document = document_from_text(row["doc_id"], row["text"])
        sentences = find_sentences(document)
        short = find_abbreviations(document.text, sentences)
        mentions = find_mentions(document, sentences, short, matcher)
        found = {(m.span.start, m.span.end) for m in mentions if m.kind in KINDS}
        gold = {(entity["start"], entity["end"]) for entity in row["entities"]}
        strict.add(found, gold)
        overlap.right += sum(any(a < d and c < b for c, d in gold) for a, b in found)
        overlap.wrong += sum(not any(a < d and c < b for c, d in gold) for a, b in found)
        overlap.missed += sum(not any(a < d and c < b for c, d in found) for a, b in gold)
        wrong.update(row["text"][a:b].lower() for a, b in found - gold)
        missed.update(row["text"][a:b].lower() for a, b in gold - found)
    print(strict.line(f"{title}, strict"))
    print(overlap.line(f"{title}, overlap"))
    if errors:
        print("  found, not in the gold:", wrong.most_common(60))
        print("  in the gold, not found:", missed.most_common(60))


def matcher_with(supplied: list[Path], other: str | None) -> Matcher:
    """Return a matcher of the program's own general concepts, the supplied vocabularies and the other half's names."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "concepts").mkdir()
        scheme = ontology_home() / "concepts" / "scheme.ttl"
        (home / "concepts" / "scheme.ttl").write_bytes(scheme.read_bytes())
        for path in supplied:
            import_vocabulary([path], home, path.stem, "https://example.org", "as supplied", "Condition")
        if other:
            names = {
                (entity["text"].lower(), entity["text"])
                for row in rows("ncbi_disease", other)
                for entity in row["entities"]
            }
            table = home / "names.csv"
            with table.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(("label", "synonyms"))
                writer.writerows((" ".join(name.split()), "") for _, name in sorted(names))
            import_vocabulary([table], home, "names", "the other half", "public domain", "Condition")
        return Matcher.of(read_concepts(home))

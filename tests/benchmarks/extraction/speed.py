"""How fast texts are read: the steps one by one, and the scan for names next to other programs.

The texts are the abstracts of EvidenceOutcomes; processor time of one core is counted. The names are those of the
vocabularies in $EVGRAPH_VOCABULARIES, else those of the program. Peers that are not installed are left out. The peers
search raw text in small letters: they know no plural, no hyphen, no Greek letter, no British spelling and no word
boundary unless their line says so.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.context import find_cues
from evgraph.extract.documents import document_from_text
from evgraph.extract.extraction import extract
from evgraph.extract.matcher import Matcher
from evgraph.extract.mentions import find_mentions
from evgraph.extract.sentences import find_sentences
from evgraph.importing import import_vocabulary
from evgraph.lexicon import Lexicon, ontology_home, read_concepts
from tests.benchmarks.extraction import rows


def main(half: str, errors: bool) -> None:
    del half, errors
    texts = [row["text"] for row in rows("evidence_outcomes")]
    lexicon, matcher = loaded()
    names = [label for concept in lexicon.concepts.values() for label in (concept.label, *concept.alt_labels)]
    size = sum(len(text.encode()) for text in texts)
    print(f"{'':34}{'the first time':>30}{'again':>30}")
    whole = [document_from_text("a", text) for text in texts]
    timed("whole extraction", size, texts, lambda: [extract(document, matcher) for document in whole])
    documents = timed("documents", size, texts, lambda: [document_from_text("a", text) for text in texts])
    sentences = timed("sentences", size, texts, lambda: [find_sentences(document) for document in documents])
    pairs = list(zip(documents, sentences, strict=True))
    short = timed("short forms", size, texts, lambda: [find_abbreviations(one.text, two) for one, two in pairs])
    timed("cues", size, texts, lambda: [find_cues(one, two) for one, two in pairs])
    timed("labels, evgraph", size, texts, lambda: [list(matcher.find(text)) for text in texts])
    triples = list(zip(documents, sentences, short, strict=True))
    timed("all mentions", size, texts, lambda: [find_mentions(*three, matcher) for three in triples])
    low = [text.lower() for text in texts]
    for name, search in peers(sorted({label.lower() for label in names if len(label) > 2})):
        timed(f"labels, {name}", size, texts, lambda search=search: [search(text) for text in low])


def timed(name: str, size: int, texts: list[str], work: Callable[[], Any]) -> Any:
    """Run twice and print both: texts seen before cost less, since what is read off their words is remembered."""
    shown = f"{name:34}"
    for _ in range(2):
        start = time.process_time()
        found = work()
        spent = time.process_time() - start
        shown += f"{size / spent / 1e6:8.2f} MB/s{len(texts) / spent:9,.0f} abstracts/s"
    print(shown)
    return found


def loaded() -> tuple[Lexicon, Matcher]:
    supplied = sorted(Path(os.environ.get("EVGRAPH_VOCABULARIES", "/nowhere")).glob("*.[ct]sv"))
    with tempfile.TemporaryDirectory() as folder:
        home = ontology_home()
        if supplied:
            home = Path(folder)
            (home / "concepts").mkdir()
            scheme = ontology_home() / "concepts" / "scheme.ttl"
            (home / "concepts" / "scheme.ttl").write_bytes(scheme.read_bytes())
        for path in supplied:
            import_vocabulary([path], home, path.stem, "https://example.org", "as supplied", "Condition")
        start = time.process_time()
        lexicon = read_concepts(home)
        matcher = Matcher.of(lexicon)
        spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(lexicon.concepts):,} concepts, {len(matcher.table):,} labels: {spent:.1f} s, {memory:,.0f} MB at most")
    return lexicon, matcher


def peers(names: list[str]) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield what is installed of other programs, each with the names compiled."""
    if module := found("ahocorasick_rs"):
        automaton = module.AhoCorasick(names, matchkind=module.MatchKind.LeftmostLongest)
        yield "ahocorasick-rs", automaton.find_matches_as_indexes
    if module := found("daachorse"):
        automaton = module.CharwiseDoubleArrayAhoCorasick(names, match_kind=module.MATCH_KIND_LEFTMOST_LONGEST)
        yield "daachorse", automaton.find
    if module := found("ahocorasick"):
        trie = module.Automaton()
        for name in names:
            trie.add_word(name, name)
        trie.make_automaton()
        yield "pyahocorasick", lambda text: list(trie.iter_long(text))
    if module := found("flashtext2"):
        keywords = module.KeywordProcessor(case_sensitive=True)
        keywords.add_keywords_from_iter(names)
        yield "flashtext2 (whole words)", keywords.extract_keywords_with_span


def found(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None

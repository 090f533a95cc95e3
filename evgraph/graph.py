"""An opened evidence graph: ask it in SPARQL or by a named question, walk it as a network, read its records."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from evgraph import store
from evgraph.errors import EvgraphNote, EvgraphWarning, VocabularyError
from evgraph.files import recover_if_idle
from evgraph.lexicon import Lexicon, from_triples
from evgraph.model import Claim, Concept, Corpus, Reference, State
from evgraph.query import Rows, run
from evgraph.questions import Question, bindings_for, find_question, read_questions
from evgraph.rdf import from_quads
from evgraph.rdf.iris import ONTOLOGY
from evgraph.vocabulary import shorten
from evgraph.wording import kind_text

#: The works that something happened to after they were published.
_STATES = """SELECT ?key ?state WHERE { ?work evg:state ?state ; evg:key ?key
    FILTER (?state NOT IN ("ok", "unknown")) } ORDER BY ?key"""

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

    from evgraph.checks.corpus import Checked
    from evgraph.paths import Path as EvidencePath
    from evgraph.pooling import Plan, Pooled, Refusal


class EvidenceGraph:
    """A built graph, for reading. Nothing here writes, and nothing asks the network.

    Make one with `evgraph.open("build")`.
    """

    def __init__(self, data: ox.Store, folder: Path | None = None) -> None:
        self.store = data
        self._folder = folder

    def query(self, sparql: str, **bindings: Any) -> Rows:
        """Run SPARQL with all prefixes known; keywords are bound to variables, never pasted into the text.

        Raises `QueryError` with the place in the query. A variable that can never be bound is warned about, and so is
        an answer that names a work that was taken back.
        """
        return self._flagged(run(self.store, sparql, bindings), whole=False)

    def ask(self, name: str, **given: Any) -> Rows:
        """Ask a named question; concepts are given by label, synonym or name. `questions` lists them all.

        Warns where the answer rests on a work that was taken back, or may do so without naming works.
        """
        question = find_question(name)
        values = {key: str(value) for key, value in given.items()}
        bound = bindings_for(question, values, lambda word: self.concept(word).iri)
        return self._flagged(run(self.store, question.sparql, bound), whole=True)

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The works that were taken back, doubted or corrected: citation key to state."""
        return {str(key): State(str(state)) for key, state in run(self.store, _STATES, {})}

    @property
    def taken_back(self) -> Mapping[str, str]:
        """The works that were retracted or withdrawn: citation key to state."""
        return {key: state.value for key, state in self.states.items() if state.is_void}

    def flag(self, text: str) -> tuple[str, ...]:
        """Warn (`EvgraphWarning`) of each work named in a text that was taken back or is in doubt; return the warnings.

        Those that were corrected are named in one note (`EvgraphNote`).
        """
        named = [key for key in self.states if re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)]
        doubted = [key for key in named if self.states[key].is_doubted]
        messages = self._warn(
            f"{key} is {self.states[key].told}: what rests on it is in this answer" for key in doubted
        )
        corrected = ", ".join(key for key in named if self.states[key] is State.CORRECTED)
        told = f"corrected after publication, read the correction beside the figures: {corrected}"
        return (*messages, *self._warn([told] if corrected else [], EvgraphNote))

    def _flagged(self, rows: Rows, *, whole: bool) -> Rows:
        """Warn of works that were taken back, where rows name them, or with `whole` where they name no work at all."""
        if not self.states or not rows:
            return rows
        words = {word for row in rows for cell in row for word in re.split(r"[\s/,;]+", str(cell))}
        messages = self.flag("\n".join(words))
        keys = run(self.store, "SELECT ?key WHERE { ?work evg:key ?key ; dcterms:type ?type }").column("key")
        if whole and not words & set(keys):
            doubted = ((key, state.told) for key, state in self.states.items() if state.is_doubted)
            messages = self._warn(f"{key} is {told}: what rests on it may be in this answer" for key, told in doubted)
        return replace(rows, warnings=(*rows.warnings, *messages))

    @staticmethod
    def _warn(messages: Iterable[str], kind: type[EvgraphWarning] = EvgraphWarning) -> tuple[str, ...]:
        told = tuple(messages)
        for message in told:
            warnings.warn(message, kind, stacklevel=4)
        return told

    @property
    def questions(self) -> tuple[Question, ...]:
        """The named questions."""
        return read_questions()

    def concept(self, name: str) -> Concept:
        """Return the concept a label, synonym, slug or IRI means; raises `VocabularyError` when it is not one."""
        found = self.lexicon.find(name)
        if len(found) > 1:
            options = ", ".join(f"{shorten(concept.iri)} ({kind_text(concept.kind)})" for concept in found)
            raise VocabularyError(f"{name!r} may mean several concepts: {options}")
        return found[0] if found else self.lexicon.get(name)

    def reference(self, key: str) -> Reference:
        """Return the reference with a citation key."""
        for reference in self.corpus.references:
            if reference.key == key:
                return reference
        raise VocabularyError(f"no reference has the key {key!r}")

    @cached_property
    def corpus(self) -> Corpus:
        """Every record of the graph, read back from its triples."""
        return from_quads(store.record_quads(self.store))

    @cached_property
    def lexicon(self) -> Lexicon:
        """The concepts of the graph, and what its texts name."""
        quads = self.store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY))
        terms = (term for file in self.corpus.mined for term in file.terms)
        return from_triples(quad.triple for quad in quads).with_terms(terms)

    def claim(self, name: str) -> Claim:
        """Return a claim by the key of its work and its own, as "work/claim"."""
        for file in self.corpus.findings:
            for claim in file.claims:
                if f"{claim.reference}/{claim.key}" == name:
                    return claim
        raise VocabularyError(f"no claim is called {name!r}; write it as work/claim")

    def network(self) -> nx.MultiDiGraph[str]:
        """Return the evidence network: concepts and references as nodes, claims as edges."""
        from evgraph.network import evidence_network

        return evidence_network(self.corpus, self.lexicon)

    def around(self, name: str, hops: int = 1) -> nx.MultiDiGraph[str]:
        """Return the part of the evidence network around a concept, or a reference by its citation key."""
        from evgraph.network import evidence_network, neighbourhood
        from evgraph.rdf import Iris

        references = Iris.of(self.corpus).references
        node = str(references[name]) if name in references else self.concept(name).iri
        return neighbourhood(evidence_network(self.corpus, self.lexicon), [node], hops)

    def citations(self) -> nx.DiGraph[str]:
        """Return who cites whom, by citation key."""
        from evgraph.network import citation_network

        return citation_network(self.corpus)

    def paths(self, source: str, target: str, max_hops: int = 4) -> list[EvidencePath]:
        """Return the paths between two concepts, each hop with its references and grade."""
        from evgraph.paths import find_paths

        return find_paths(self.network(), self.concept(source).iri, self.concept(target).iri, max_hops=max_hops)

    def check(self) -> tuple[Checked, ...]:
        """Return every reported number with its verdicts; the same stand in the graph, as `evg:check`."""
        from evgraph.checked import composites_of
        from evgraph.checks.corpus import check_corpus

        composites = composites_of(self.store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY)))
        return check_corpus(self.corpus, composites)

    def pool(
        self,
        outcome: str,
        *,
        drug: str | None = None,
        population: str | None = None,
        only: Iterable[str] = (),
        without: Iterable[str] = (),
        plan: Plan | None = None,
    ) -> Pooled | Refusal:
        """Pool the claims on an outcome, of a drug and of people who meet a concept, or say why they cannot be.

        `only` and `without` name claims as "work/claim". Works that were taken back stay out.
        """
        from evgraph.appraisal import comparable, overlap_of_claims
        from evgraph.pooling import pool
        from evgraph.pooling.choose import Groups, LeftOut
        from evgraph.pooling.select import pick, select

        iris = [self.concept(name).iri if name is not None else None for name in (drug, population)]
        chosen = select(self.check(), self.lexicon, self.concept(outcome).iri, *iris)
        overlap = overlap_of_claims(self.corpus, self.lexicon)

        def different(first: Claim, second: Claim) -> str | None:
            able, reasons = comparable(first, second, self.lexicon)
            return None if able else "; ".join(reasons)

        groups = Groups.of(self.corpus.findings)
        picked, void = pick(chosen, only, without), self.taken_back
        sound = [item for item in picked if item.reference not in void]
        result = pool(sound, groups, plan, overlap=overlap, comparable=different)
        gone = (item.claim for item in picked if item.claim is not None and item.reference in void)
        out = (LeftOut(claim, f"the work is {void[claim.reference]}") for claim in gone)
        return replace(result, out=(*result.out, *out))

    def summary(self) -> str:
        """Return the citation-backed summary of the corpus as Markdown."""
        from evgraph.summary import render_summary

        return render_summary(self.corpus, self.lexicon)

    def dataset(self) -> Dataset:
        """Return rdflib's interface over the store, for what the methods here do not do."""
        return store.as_dataset(self.store)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many references, claims, propositions, concepts and triples there are."""
        classes = "fabio:JournalArticle fabio:Expression", "evg:Claim", "evg:Proposition", "skos:Concept"
        names = "references", "claims", "propositions", "concepts"
        result = {}
        for name, cls in zip(names, classes, strict=True):
            rows = self.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ VALUES ?class {{ {cls} }} ?x a ?class }}")
            result[name] = int(next(iter(rows))[0])
        return result | {"triples": len(self.store)}

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        where = f" {self._folder}" if self._folder else ""
        return f"<EvidenceGraph{where}: {counts}>"


def open_graph(folder: str | Path = "build") -> EvidenceGraph:
    """Open what a build made. Raises `InputError` where there is no build.

    The store is opened as a snapshot for reading: a build running beside it changes nothing here.
    """
    path = Path(folder)
    if not path.exists():
        recover_if_idle(path.resolve())
    return EvidenceGraph(store.load(path / "store"), path)

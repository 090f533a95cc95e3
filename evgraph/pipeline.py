"""The chain: a folder of references to a folder of results. The only place that joins the rooms.

Named `pipeline` and not `build`, since a module of that name would hide the function `evgraph.build`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from evgraph import store
from evgraph.appraised import appraise
from evgraph.checked import composites_of, verdict_problems, verdict_quads
from evgraph.checks.corpus import check_corpus
from evgraph.citation import short_name
from evgraph.claims import read_curated
from evgraph.computed import derive
from evgraph.errors import GraphError, IdentifierError, InputError, Problem, Severity
from evgraph.files import replacing
from evgraph.identifiers import BASE, digest, parse_url
from evgraph.lexicon import Lexicon, ontology_home, read_concepts
from evgraph.meeting import meet
from evgraph.model import Corpus, Document, Findings, Reference
from evgraph.network import core, evidence_network
from evgraph.problems import render_problems
from evgraph.rdf import from_quads, to_quads
from evgraph.rdf.iris import BUILD
from evgraph.readers import read_folder
from evgraph.references import unite
from evgraph.resolve.studies import own_mentions
from evgraph.resolved import documents_of, with_resolved
from evgraph.reviewing import decide
from evgraph.summary import render_summary
from evgraph.view import MAX_NODES, render_page
from evgraph.vocabulary import EVG
from evgraph.wording import Tally, count

#: What a build was made of; a folder that holds it is a build.
RECORD = "build.json"
#: Called with the name of each step as it begins.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made, and what a person should look at."""

    folder: Path
    references: int
    tally: Tally
    triples: int
    problems: tuple[Problem, ...]
    seconds: float

    @property
    def claims(self) -> int:
        """How many claims people curated."""
        return self.tally.curated

    @property
    def exit_code(self) -> int:
        """0: everything of the input is in the graph; 1: a part is not, `problems` says which."""
        return int(any(problem.severity is Severity.ERROR for problem in self.problems))

    def __str__(self) -> str:
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        return (
            f"{count(self.references, 'reference')}, {self.tally}, {self.triples} triples in {self.folder} "
            f"({self.seconds:.1f} s); {errors} problems, {len(self.problems) - errors} notes in problems.md"
        )


def build(
    references: str | Path = "references",
    out: str | Path = "build",
    *,
    ontology: str | Path | None = None,
    progress: Progress | None = None,
    with_text: bool = False,
) -> Report:
    """Build the evidence graph of a folder of references.

    `ontology` is the folder of concepts; by default the one beside `references`, else the one that came with the
    program. `with_text` puts the texts that were read into the graph, as `evg:text`; they are others' to pass on, so
    without it only the words quoted are there. The results appear in `out` in one step. Raises `InputError` where there
    is nothing to build from and `GraphError` where the graph would break the shapes; then `out` stays as it was.
    """
    start = time.monotonic()
    folder, home = Path(references), ontology_folder(Path(references), ontology)
    say = progress or (lambda _: None)
    parts = assemble(folder, home, say, with_text=with_text)
    corpus, quads = parts.corpus, parts.quads
    with replacing(Path(out), RECORD) as fresh:
        say("writing results")
        (fresh / "evidence.nq").write_text(store.to_nquads(quads), encoding="utf-8", newline="\n")
        (fresh / "evidence.trig").write_text(store.to_trig(quads), encoding="utf-8", newline="\n")
        _write_views(fresh, parts)
        record = _record([folder, home])
        (fresh / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")
        say("writing the store")
        store.save([*quads, *_build_graph(record)], fresh / "store")
    seconds = time.monotonic() - start
    return Report(Path(out), len(corpus.references), Tally.of(corpus), len(quads), parts.problems, seconds)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a folder of references holds, before anything is written."""

    corpus: Corpus
    lexicon: Lexicon
    quads: tuple[ox.Quad, ...]
    problems: tuple[Problem, ...]


def assemble(folder: Path, home: Path, say: Progress = lambda _: None, *, with_text: bool = False) -> Parts:
    """Read, link and check everything, and write nothing. Raises `InputError` and `GraphError` as `build` does."""
    say("reading concepts")
    lexicon = read_concepts(home)
    say("reading references")
    corpus, problems = read_corpus(folder, lexicon)
    say("making triples")
    lexicon = lexicon.with_terms(term for file in corpus.mined for term in file.terms)
    labels = {iri: concept.label for iri, concept in lexicon.concepts.items()}
    records = to_quads(corpus, labels, with_text=with_text)
    # What is shown is what the graph holds: the views are made of the records read back from their triples.
    corpus = from_quads(records)
    quads = [*map(store.to_oxigraph, records), *store.read_ontology(home)]
    quads += store.imported_quads(quads, lexicon)
    memory = ox.Store()
    memory.bulk_extend(quads)
    quads += derive(memory)
    say("checking figures")
    checked = check_corpus(corpus, composites_of(quads))
    quads += verdict_quads(checked, corpus)
    problems += verdict_problems(checked, corpus)
    say("laying claims side by side")
    quads += appraise(corpus, lexicon)
    say("checking shapes")
    _check(quads, home)
    return Parts(corpus, lexicon, tuple(dict.fromkeys(quads)), tuple(problems))


def read_corpus(folder: Path, lexicon: Lexicon) -> tuple[Corpus, list[Problem]]:
    """Read a folder of references and its evidence files; return the corpus and what is wrong with it."""
    if not folder.is_dir():
        raise InputError("no such folder", path=str(folder), mend="name the folder that holds your references")
    reading = read_folder(folder)
    linked, problems = unite(reading)
    if not linked:
        errors = "; ".join(str(problem) for problem in problems)
        raise InputError(
            "no references here" + (f": {errors}" if errors else ""),
            path=str(folder),
            mend="put a .bib file or a pasted reference list (.txt) into the folder",
        )
    curated, faults = read_curated(folder, linked, lexicon)
    texts, missing = documents_of(folder, linked)
    documents, mined = mine(linked, texts, lexicon)
    # How a free text was parsed stays with the text, which lies in the input; texts are not ours to pass on.
    kept = tuple(
        replace(work, raw=None, parsed=(), body=(), extra=tuple(pair for pair in work.extra if pair[0] != "abstract"))
        for work in linked
    )
    mined, orphans = decide(curated, mined)
    trials = {work.key: own_mentions(work) for work in linked}
    corpus, told = with_resolved(Corpus(kept, curated, mined, documents), folder, trials, reading.references)
    return _with_good_addresses(meet(corpus, lexicon), [*problems, *faults, *missing, *orphans, *told])


def mine(
    references: Iterable[Reference], texts: Iterable[Document], lexicon: Lexicon
) -> tuple[tuple[Document, ...], tuple[Findings, ...]]:
    """Return the texts of references (titles, abstracts, full texts), and what the program found in them.

    `texts` are those that services gave; the abstract that the folder itself holds goes before them.
    """
    from evgraph.extract import Matcher, document_of, extract

    matcher, given = Matcher.of(lexicon), {text.reference: text for text in texts}
    works = []
    for work in references:
        own = document_of(work)
        document = given.get(work.key, own) if own is None or own.part == "title" else own
        works += [(document, work)] if document is not None else []
    found = [extract(document, matcher, work.places[0]) for document, work in works]
    telling = [file for file in found if file.mentions or file.unattached]
    # What two works name in other letters is one thing, and has one name: that of the first.
    terms = {term.iri: term for file in reversed(telling) for term in file.terms}
    named = (replace(file, terms=tuple(terms[term.iri] for term in file.terms)) for file in telling)
    return tuple(text for text, _ in works), tuple(named)


def _with_good_addresses(corpus: Corpus, problems: list[Problem]) -> tuple[Corpus, list[Problem]]:
    """Keep an address that cannot be one out of the graph; it stays with the reference as `extra`, and is told."""
    works, found = [], list(problems)
    for work in corpus.references:
        try:
            works.append(replace(work, url=parse_url(work.url) if work.url is not None else None))
        except IdentifierError as error:
            place = work.places[0]
            works.append(replace(work, url=None, extra=(*work.extra, ("URL", work.url or ""))))
            found.append(Problem(f"url: {error}", place.path, place.line, work.key, "copy the address anew"))
    return replace(corpus, references=tuple(works)), found


def ontology_folder(references: Path, given: str | Path | None = None) -> Path:
    """Return the ontology to build with: the one given, the one beside `references`, or the program's own."""
    if given is not None:
        if not Path(given).is_dir():
            raise InputError("no such ontology folder", path=str(given), mend="name a folder with concepts/*.ttl")
        return Path(given)
    beside = references.absolute().parent / "ontology"
    return beside if beside.is_dir() else ontology_home()


def _write_views(folder: Path, parts: Parts) -> None:
    corpus, lexicon = parts.corpus, parts.lexicon
    network = evidence_network(corpus, lexicon)
    drawn = core(network, MAX_NODES)
    whole, shown = network.number_of_nodes(), drawn.number_of_nodes()
    cut = f"; drawn are the {shown:,} best connected of {whole:,} things" if shown < whole else ""
    page = render_page(drawn, title=_title(corpus), subtitle=_subtitle(corpus) + cut)
    pages = {
        "evidence.html": page,
        "summary.md": render_summary(corpus, lexicon),
        "problems.md": render_problems(parts.problems),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _title(corpus: Corpus) -> str:
    citing = [reference for reference in corpus.references if reference.cites]
    return f"Evidence graph: {citing[0].title}" if len(citing) == 1 and citing[0].title else "Evidence graph"


def _subtitle(corpus: Corpus) -> str:
    tally = Tally.of(corpus)
    unverified = f"; {tally.unverified} of the curated unverified" if tally.curated else ""
    doubted = [short_name(work) for work in corpus.references if work.state and work.state.is_doubted]
    warning = f"; WARNING, taken back or in doubt: {', '.join(doubted)}" if doubted else ""
    return f"{count(len(corpus.references), 'reference')}, {tally}{unverified}{warning}"


def _check(quads: list[ox.Quad], home: Path) -> None:
    """Raise `GraphError` with the file and line of everything that breaks a shape."""
    shapes = home / store.SHAPES
    found = store.validate(quads, shapes if shapes.is_file() else ontology_home() / store.SHAPES)
    if not found:
        return
    places = _places(quads)
    lines = [f"{places.get(focus, 'ontology')}: {message} ({focus})" for focus, message in found]
    raise GraphError("the graph breaks its shapes; nothing was written:\n" + "\n".join(sorted(lines)))


def _places(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return "file:line" for every node that was read from lines of a file, or hangs on one that was."""
    facts: dict[str, dict[str, str]] = {}
    owners: dict[str, str] = {}
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.Triple):
            continue
        if isinstance(value, ox.NamedNode):
            owners.setdefault(value.value, subject.value)
        if predicate in {str(EVG.file), str(EVG.line), str(EVG.place)}:
            facts.setdefault(subject.value, {})[predicate] = value.value
    spots = {node: f"{f[str(EVG.file)]}:{f[str(EVG.line)]}" for node, f in facts.items() if str(EVG.file) in f}
    placed = {node: spots[f[str(EVG.place)]] for node, f in facts.items() if f.get(str(EVG.place)) in spots}
    result = dict(placed)
    for node in owners:
        seen, owner = set(), node
        while owner in owners and owner not in placed and owner not in seen:
            seen.add(owner)
            owner = owners[owner]
        if owner in placed:
            result.setdefault(node, placed[owner])
    return result


def _record(folders: Iterable[Path]) -> dict[str, object]:
    """Return what a build was made of. The clock is here and in the build graph, nowhere else."""
    inputs = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            name = path.relative_to(folder.parent).as_posix()
            inputs[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"evgraph": version("evgraph"), "built": now, "inputs": inputs}


def _build_graph(record: dict[str, object]) -> list[ox.Quad]:
    node, graph = ox.NamedNode(BASE + "build"), ox.NamedNode(BUILD)
    date = ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    values = {
        str(EVG.version): ox.Literal(str(record["evgraph"])),
        "http://www.w3.org/ns/prov#endedAtTime": ox.Literal(str(record["built"]), datatype=date),
    }
    quads = [ox.Quad(node, ox.NamedNode(predicate), value, graph) for predicate, value in values.items()]
    inputs = record["inputs"] if isinstance(record["inputs"], dict) else {}
    for name, hashed in inputs.items():
        entry = ox.NamedNode(f"{BASE}input/{digest(name)}")
        quads.append(ox.Quad(node, ox.NamedNode("http://www.w3.org/ns/prov#used"), entry, graph))
        quads.append(ox.Quad(entry, ox.NamedNode(EVG.file), ox.Literal(name), graph))
        quads.append(ox.Quad(entry, ox.NamedNode(EVG.inputHash), ox.Literal(str(hashed)), graph))
    return quads

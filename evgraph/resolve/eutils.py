"""PubMed by NCBI's E-utilities: ECitMatch and esearch find candidates, efetch brings their records.

Described in NBK25499 (https://www.ncbi.nlm.nih.gov/books/NBK25499/), the limits in NBK25497: three requests a second
without a key, ten with one; `tool` and `email` say who asks. Errors come with the status 200.

What ECitMatch answers is a candidate and no more: it lets an author pass who does not fit, it does not echo every line
(so an answer belongs to its key, not to its place), and it stops at lines without a journal (so none is sent).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evgraph.errors import Problem, ResolveError
from evgraph.model import Author, Reference
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import LONGEST_QUERY, batches, failed, family_name, is_settled, load, parts, title_words
from evgraph.resolve.judging import Fault, said
from evgraph.resolve.pubmedrecords import find_records
from evgraph.resolve.records import Answer, Asked, Found
from evgraph.sameness import start

_ERROR = re.compile(rb"<ERROR>\s*([^<]{1,2000})</ERROR>", re.IGNORECASE)
_LINES = 50
_DOIS = 30
_RECORDS = 100
#: More hits than this say nothing about which one is meant.
_MOST_HITS = 20
_AMBIGUOUS = re.compile(r"AMBIGUOUS\s+([\d,\s]+)")


def _find_fault(body: bytes) -> Fault | None:
    head = body[:1].decode("latin-1")
    if head == "{":
        told = json.loads(body)
        result = told.get("esearchresult")
        error = told.get("error") or (result.get("ERROR") if isinstance(result, dict) else None)
        return said(str(error)) if error else None
    match = _ERROR.search(body[:5000]) if head == "<" else None
    return said(match[1].decode("utf-8", "replace")) if match else None


SERVICE = Service(
    name="ncbi",
    base="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    rates={"": (3, 10)},
    key="NCBI_API_KEY",
    key_parameter="api_key",
    mail_parameter="email",
    identity=(("tool", "evgraph"),),
    fault=_find_fault,
)


@dataclass(slots=True)
class _Hunt:
    """Which PMIDs were found for which reference, and what failed."""

    door: Door
    pmids: dict[str, list[str]] = field(default_factory=dict)
    records: dict[str, Found] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, key: str, pmids: Iterable[str]) -> None:
        """Keep candidates, each once."""
        known = self.pmids.setdefault(key, [])
        known += [pmid for pmid in pmids if pmid not in known]

    def fetch(self) -> None:
        """Bring the records of all PMIDs that have none yet."""
        wanted = dict.fromkeys(pmid for pmids in self.pmids.values() for pmid in pmids if pmid not in self.records)
        asked = fetch_by_id(tuple(wanted), self.door)
        self.records |= asked.found
        # A failure belongs to the references whose candidates were asked for.
        lost = {problem.key: problem for problem in asked.problems}
        for key, pmids in self.pmids.items():
            self.problems += [_of(key, lost[pmid]) for pmid in pmids if pmid in lost][:1]

    def found(self, key: str) -> tuple[Found, ...]:
        """Return the records of the candidates of a reference."""
        return tuple(self.records[pmid] for pmid in self.pmids.get(key, ()) if pmid in self.records)


def _of(key: str, problem: Problem) -> Problem:
    return Problem(problem.message, problem.path, key=key, mend=problem.mend)


def find_candidates(references: Sequence[Reference], door: Door) -> Asked[tuple[Found, ...]]:
    """Find the records that may be meant: by DOI, by ECitMatch, and where none of them fits, by the title's words.

    What comes back are candidates, several for one reference: a letter or an erratum has the title of its work.
    """
    hunt = _Hunt(door)
    _hunt_by_doi(references, hunt)
    _hunt_by_citation(references, hunt)
    hunt.fetch()
    for reference in references:
        if not is_settled(reference, hunt.found(reference.key)):
            _hunt_by_words(reference, hunt)
    hunt.fetch()
    found = {one.key: records for one in references if (records := hunt.found(one.key))}
    return Asked(found, tuple(dict.fromkeys(hunt.problems)))


def fetch_by_id(ids: Sequence[str], door: Door) -> Asked[Found]:
    """Bring the records of PMIDs; one that PubMed does not know is absent."""
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for some in batches(ids, _RECORDS):
        params = (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(some)))
        try:
            records, notes = find_records(door.get(SERVICE, "efetch.fcgi", params, accept="xml"), SERVICE.name)
        except ResolveError as error:
            problems += failed(SERVICE.name, some, error)
            continue
        found |= {pmid: records[pmid] for pmid in some if pmid in records}
        problems += notes
    return Asked(found, tuple(problems))


def _hunt_by_doi(references: Sequence[Reference], hunt: _Hunt) -> None:
    """Search several DOIs at once; which record has which DOI is read from the records."""
    keys: dict[str, list[str]] = {}
    for reference in references:
        if reference.doi and not set(reference.doi) & set('"[]'):
            keys.setdefault(reference.doi, []).append(reference.key)
    for some in batches(keys, _DOIS):
        term = " OR ".join(f'"{doi}"[aid]' for doi in some)
        concerned = [key for doi in some for key in keys[doi]]
        asked = fetch_by_id(_search(term, concerned, hunt, most=5 * _DOIS), hunt.door)
        hunt.records |= asked.found
        for pmid, one in asked.found.items():
            for key in keys.get(one.reference.doi or "", ()):
                hunt.add(key, [pmid])
        if asked.problems:
            hunt.problems += [_of(key, asked.problems[0]) for key in concerned]


def _search(term: str, keys: Iterable[str], hunt: _Hunt, most: int = _MOST_HITS) -> tuple[str, ...]:
    """Return the PMIDs that a query finds."""
    params = [("db", "pubmed"), ("retmode", "json"), ("retmax", str(most)), ("sort", "relevance"), ("term", term)]
    try:
        answer = _ask(hunt.door, "esearch.fcgi", params, "json")
        return tuple(str(pmid) for pmid in parts(load(answer), "esearchresult", "idlist"))
    except ResolveError as error:
        hunt.problems += failed(SERVICE.name, keys, error)
        return ()


def _ask(door: Door, path: str, params: list[tuple[str, str]], accept: str) -> Answer:
    longest = max(len(value) for _, value in params)
    ask = door.post if longest > LONGEST_QUERY else door.get
    return ask(SERVICE, path, params, accept="json" if accept == "json" else "text")


def _hunt_by_citation(references: Sequence[Reference], hunt: _Hunt) -> None:
    """Ask ECitMatch; lines that got no answer are asked once more, since it stops at some."""
    lines = {f"r{at}": (one, _line(one)) for at, one in enumerate(references)}
    open_lines = {name: line for name, (_, line) in lines.items() if line}
    for some in batches(open_lines, _LINES):
        wanted = some
        for _ in range(2):
            answers = _match({name: open_lines[name] for name in wanted}, [lines[name][0].key for name in wanted], hunt)
            for name, words in answers.items():
                hunt.add(lines[name][0].key, _pmids(words))
            wanted = [name for name in wanted if name not in answers]
            if not wanted or not answers:
                break


def _line(reference: Reference) -> str:
    """Return `journal|year|volume|first_page|author|`, or "" where there is too little to match."""
    author = next((one for one in reference.authors if one.family), Author())
    initials = "".join(word[0] for word in re.findall(r"\w+", author.given or ""))
    page = start(reference)
    if not reference.journal or not (reference.volume or page):
        return ""
    name = f"{family_name(author)} {initials}".strip()
    fields = (reference.journal, str(reference.year or ""), reference.volume or "", page or "", name)
    return "".join(" ".join(value.replace("|", " ").split()) + "|" for value in fields)


def _match(lines: dict[str, str], keys: Iterable[str], hunt: _Hunt) -> dict[str, str]:
    """Return what ECitMatch says, by the name of the line: the last field, and the name is the one before it."""
    data = "\r".join(f"{line}{name}|" for name, line in lines.items())
    params = [("db", "pubmed"), ("retmode", "xml"), ("bdata", data)]
    try:
        answer = _ask(hunt.door, "ecitmatch.cgi", params, "text")
    except ResolveError as error:
        hunt.problems += failed(SERVICE.name, keys, error)
        return {}
    fields = [line.strip().split("|") for line in answer.body.decode("utf-8", "replace").splitlines()]
    return {one[-2].strip(): one[-1].strip() for one in fields if len(one) > 1 and one[-2].strip() in lines}


def _pmids(words: str) -> list[str]:
    """Return the PMIDs of an answer of ECitMatch: one, a few it cannot choose among, or none.

    >>> _pmids("2014248"), _pmids("AMBIGUOUS 30444217,30429772"), _pmids("AMBIGUOUS (783 citations)")
    (['2014248'], ['30444217', '30429772'], [])
    """
    if re.fullmatch(r"[1-9]\d{0,8}", words):
        return [words]
    match = _AMBIGUOUS.fullmatch(words)
    return re.findall(r"\d+", match[1])[:_MOST_HITS] if match else []


def _hunt_by_words(reference: Reference, hunt: _Hunt) -> None:
    """Search by the words of the title; where they find nothing, by author, year, and volume or page."""
    words = title_words(reference.title or "")
    terms = [" AND ".join(f"{word}[ti]" for word in words)] if len(words) > 1 else []
    author = next((one for one in reference.authors if one.family), Author())
    fields = ((family_name(author), "au"), (reference.year, "dp"), (reference.volume, "vi"), (start(reference), "pg"))
    known = [f"{_bare(str(value))}[{tag}]" for value, tag in fields if value and _bare(str(value))]
    terms += [" AND ".join(known)] if len(known) > 2 else []
    for term in terms:
        if pmids := _search(term, [reference.key], hunt):
            hunt.add(reference.key, pmids)
            return


def _bare(value: str) -> str:
    """Return a value without what means something in a query."""
    return " ".join(re.sub(r"[^\w' -]", " ", value).split())

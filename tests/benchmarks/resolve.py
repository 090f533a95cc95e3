"""How references are ruled on when the services hold traps: the confusion table, over real HTTP on loopback.

    python -m tests.benchmarks.resolve [--wrong] [--seed NUMBER]

The works of references/rr-all.bib and 200 invented references, each with one trap. Services know the works, and beside
them letters, replies, errata and abstracts of the same title. Three rounds: all services, only those that know PMIDs,
only those that know DOIs. What counts: no identifier of another work is accepted, and what can be resolved is.
`--wrong` lists what did not come out as planned; another seed invents other works.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evgraph.model import Author, Reference
from evgraph.readers import read_folder
from evgraph.references import unite
from evgraph.resolve import Door
from evgraph.resolve.chain import resolve_references
from evgraph.resolve.saved import Entry, Resolved
from evgraph.resolve.verdict import Verdict
from tests.replay import Corpus, Relation, Replay, Update, Work

ROOT = Path(__file__).resolve().parents[2]
_WORDS = re.findall(
    r"\w+",
    "amber basalt cobalt dolomite estuary feldspar granite harbour iodine juniper krill lichen magnet nectar obsidian "
    "pollen quartz resin sorrel tundra umbra velvet willow xenon yarrow zircon alder birch cedar delta ember fjord "
    "glacier heather island jetty kelp lagoon meadow nickel orchid pebble quarry river sedge thicket upland valley",
)
_FAMILIES = re.findall(
    r"\w+",
    "Ahlqvist Brandner Cortelli Dalmasso Eskelund Farnholm Grimwade Hallorsen Ivarsson Jellinek Kowalczyk Lindqvist "
    "Marchetti Nystrand Ottesen Palmgren Quintero Rasmusson Sandoval Thorvald Ulvestad Vasquez Wennberg Ytterdal",
)
_JOURNALS = (
    ("Annals of Invented Medicine", "Ann Invent Med", "1111-1119"),
    ("Journal of Sample Research", "J Sample Res", "2222-2223"),
    ("Proceedings of the Example Society", "Proc Example Soc", "3333-333X"),
    ("The Imaginary Lancelet", "Imag Lancelet", "4444-4444"),
)
_LETTER = ("Letter", "Comment")


@dataclass(frozen=True, slots=True)
class Case:
    """A reference with its trap, the work it means (`None`: one that no service knows), and whether it can be found."""

    trap: str
    reference: Reference
    truth: Work | None
    resolvable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case."""

    case: Case
    entry: Entry

    @property
    def kind(self) -> str:
        """The verdict; of a verified one, whether the identifiers are those of the work."""
        if self.entry.verdict is not Verdict.VERIFIED:
            return self.entry.verdict.value
        return "right" if self.case.truth is not None and not self.foreign else "WRONG"

    @property
    def foreign(self) -> list[str]:
        """The identifiers that were accepted and are not those of the work."""
        truth = self.case.truth
        own = {truth.doi and truth.doi.lower(), truth.pmid, truth.pmcid} if truth else set()
        filled = [str(one.value) for one in self.entry.filled if one.field in ("doi", "pmid", "pmcid")]
        return [value for value in (*(value for _, value in self.entry.identifiers), *filled) if value not in own]


class World:
    """Invents works; the same ones in every run."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.works: list[Work] = []
        self.cases: list[Case] = []

    def work(self, **changes: object) -> Work:
        """Invent a work that the services know."""
        work = self.unknown(**changes)
        self.works.append(work)
        return work

    def unknown(self, **changes: object) -> Work:
        """Invent a work that they do not know."""
        number = len(self.works) + len(self.cases) * 1000 + 1
        journal, short, issn = self.dice.choice(_JOURNALS)
        first = self.dice.randrange(100, 900)
        title = " ".join(self.dice.sample(_WORDS, 6)).capitalize() + " in a sample of volunteers"
        families = self.dice.sample(_FAMILIES, 5)
        work = Work(
            title=title, authors=tuple(Author(name, self.dice.choice("ABCDE")) for name in families), journal=journal,
            short=short, issn=issn, year=self.dice.randrange(1995, 2020), volume=str(self.dice.randrange(10, 90)),
            issue=str(self.dice.randrange(1, 12)), pages=f"{first}-{first + self.dice.randrange(4, 12)}",
            doi=f"10.5555/inv.{number}", pmid=str(91_000_000 + number),
        )  # fmt: skip
        return replace(work, **changes)  # type: ignore[arg-type]

    def companion(self, work: Work, **changes: object) -> Work:
        """Invent a work of the same title, journal, year and volume."""
        other = self.unknown()
        page = int(work.first_page or 1) + 40
        same = replace(work, doi=other.doi, pmid=other.pmid, pages=str(page), issue=work.issue)
        self.works.append(replace(same, **changes))  # type: ignore[arg-type]
        return self.works[-1]

    def case(self, trap: str, work: Work, truth: Work | None, resolvable: bool = True, **changes: object) -> None:
        """Plant a reference: as the work is, without identifiers, and with the changes."""
        first, _, last = (work.pages or "").partition("-")
        reference = Reference(
            f"case{len(self.cases):03}", work.title, work.authors, journal=work.short, year=work.year,
            volume=work.volume, issue=work.issue, first_page=first or None, last_page=last or None,
        )  # fmt: skip
        changed = replace(reference, **changes)  # type: ignore[arg-type]
        self.cases.append(Case(trap, changed, truth, resolvable))


def _clean(world: World) -> None:
    work = world.work()
    world.case("clean", work, work)


def _long_journal(world: World) -> None:
    work = world.work()
    world.case(
        "journal written out, one author", work, work, journal=work.journal, authors=work.authors[:1], et_al=True
    )


def _with_letter(world: World) -> None:
    work = world.work()
    other = world.unknown()
    letter = world.companion(work, authors=other.authors, types=_LETTER, relations=(Relation("CommentOn", work.pmid),))
    world.case("a letter has its title", work, work)
    world.case("is the letter of that title", letter, letter)


def _no_page_letter(world: World) -> None:
    work = world.work()
    world.companion(work, authors=world.unknown().authors, types=_LETTER)
    world.case("no page, and a letter has its title", work, work, first_page=None, last_page=None, volume=None)


def _no_page_reply(world: World) -> None:
    work = world.work()
    world.companion(work, types=("Letter",), relations=(Relation("CommentOn", work.pmid),))
    # With no page, only a database that says which one is the letter can tell them apart.
    world.case("no page, and a reply of its authors", work, work, first_page=None, last_page=None)


def _same_page(world: World) -> None:
    work = world.work()
    letter = world.companion(work, authors=world.unknown().authors, types=_LETTER)
    reply = world.companion(work, pages=letter.pages, types=_LETTER)
    world.case("a reply on its page", letter, letter)
    world.case("is the reply on that page", reply, reply)


def _erratum(world: World) -> None:
    work = world.work()
    world.companion(work, types=("Published Erratum",), relations=(Relation("ErratumFor", work.pmid),))
    world.case("an erratum has its title", work, work)


def _only_erratum(world: World) -> None:
    work = world.unknown()
    world.companion(work, types=("Published Erratum",), relations=(Relation("ErratumFor", None),))
    world.case("only its erratum is known", work, None, resolvable=False)
    world.case("only its erratum is known, no page", work, None, resolvable=False, first_page=None, last_page=None)


def _marked_erratum(world: World) -> None:
    work = world.unknown()
    world.companion(work, pages=work.pages, updates=(Update("erratum", work.doi or "", to=True),),
                    types=("Published Erratum",))  # fmt: skip
    world.case("only its erratum is known, on its page", work, None, resolvable=False)


def _only_letter(world: World) -> None:
    work = world.unknown()
    world.companion(work, authors=world.unknown().authors, types=_LETTER)
    world.case("only a letter on it is known", work, None, resolvable=False)


def _year(world: World) -> None:
    work = world.work()
    world.case("year one off", work, work, year=(work.year or 0) + 1)
    other = world.work()
    world.case("year three off", other, other, year=(other.year or 0) - 3)


def _pages(world: World) -> None:
    work = world.work()
    first, last = (work.pages or "").split("-")
    world.case("first and last page swapped", work, work, first_page=last, last_page=first)
    slip = first[0] + first[2] + first[1]
    world.case("digits of the page swapped, DOI given", work, work, slip != first, first_page=slip, last_page=None,
               doi=work.doi)  # fmt: skip
    other = world.work()
    world.case("the pages of another work", work, work, resolvable=False, first_page=other.first_page, last_page=None)


def _wrong_identifier(world: World) -> None:
    work, other = world.work(), world.work()
    world.case("the DOI of another work", work, work, resolvable=False, doi=other.doi)
    world.case("the PMID of another work", work, work, resolvable=False, pmid=other.pmid)
    letter = world.companion(work, authors=world.unknown().authors, types=_LETTER)
    world.case("the DOI of a letter on it", work, work, resolvable=False, doi=letter.doi)
    erratum = world.companion(work, pages="999", types=("Published Erratum",))
    world.case("the PMID of its erratum", work, work, resolvable=False, pmid=erratum.pmid)


def _names(world: World) -> None:
    pairs = (
        ("Gökbuget", "Goekbuget"), ("Sørensen", "Sorensen"), ("Wójcik", "Wojcik"), ("Müller", "Muller"),
        ("Ivanov", "Иванов"), ("Ðorđević", "Dordevic"), ("van den Berg", "Van Den Berg"), ("Xu", "Hsu"),
    )  # fmt: skip
    turn = len(world.cases) % len(pairs)
    for family, written in (pairs[turn], pairs[turn - 1]):
        work = world.work()
        authors = (Author(family, "A"), *work.authors[1:])
        world.works[-1] = work = replace(work, authors=authors)
        world.case("authors transliterated", work, work, authors=(Author(written, "A"), *authors[1:]))


def _author_order(world: World) -> None:
    work = world.work()
    world.case("authors in another order", work, work, authors=work.authors[::-1])


def _titles(world: World) -> None:
    work = world.work()
    world.case("title cut", work, work, title=work.title[: len(work.title) // 2].rsplit(" ", 1)[0] + " ...")
    other = world.work()
    world.case("title with slips", other, other, title=other.title.replace("volunteers", "voluntears").upper())


def _parts(world: World) -> None:
    work = world.work()
    title = work.title
    first = world.works[-1] = replace(work, title=f"{title}. Part I")
    second = world.companion(first, title=f"{title}. Part II", pages="801-810")
    world.case("part one of two", first, first)
    world.case("part two of two, no page", second, second, first_page=None, last_page=None)


def _annual(world: World) -> None:
    work = world.work()
    later = world.companion(
        work, year=(work.year or 0) + 1, volume=str(int(work.volume or 0) + 1), pages="11-19", issue="1"
    )
    world.case("the same title every year", work, work, first_page=None, last_page=None)
    world.case("the same title every year, year only", later, later, first_page=None, last_page=None, volume=None)


def _abstract(world: World) -> None:
    work = world.work()
    before = world.companion(
        work, year=(work.year or 0) - 2, volume=str(int(work.volume or 0) - 3), pages="e77", issue="Suppl 1"
    )
    world.case("an abstract of a meeting has its title", work, work, first_page=None, last_page=None)
    world.case("is the abstract of a meeting", before, before)


def _volume(world: World) -> None:
    work = world.work()
    world.case("volume wrong", work, work, volume="7")
    other = world.work()
    world.case("journal wrong", other, other, journal="Journal of Other Things")


def _twins(world: World) -> None:
    work = world.work()
    world.companion(work)
    world.case("two works fit", work, work, resolvable=False, first_page=None, last_page=None)


def _absent(world: World) -> None:
    known = world.work()
    work = world.unknown(authors=known.authors, journal=known.journal, short=known.short)
    world.case("no service knows it", replace(work, volume=known.volume, year=known.year), None, resolvable=False)
    world.case("no service knows it, the page is another's", replace(known, title=work.title), None, resolvable=False)


def _thin(world: World) -> None:
    work = world.work()
    world.case("only title and year", work, work, resolvable=False, authors=(), journal=None, volume=None, issue=None,
               first_page=None, last_page=None)  # fmt: skip


TRAPS: tuple[Callable[[World], None], ...] = (
    _clean, _long_journal, _with_letter, _no_page_letter, _no_page_reply, _same_page, _erratum, _only_erratum,
    _marked_erratum, _only_letter, _year, _pages, _wrong_identifier, _names, _author_order, _titles, _parts, _annual,
    _abstract, _volume, _twins, _absent, _thin,
)  # fmt: skip


def plant(size: int = 200, seed: int = 5) -> World:
    """Return a world with at least so many references with a trap, and those of references/rr-all.bib."""
    world = World(seed)
    while len(world.cases) < size:
        for trap in TRAPS:
            trap(world)
    for work in _cited():
        known = Work.of(work)
        number = len(world.works) + 1
        known = replace(known, doi=known.doi or f"10.5555/rr.{number}", pmid=known.pmid or str(92_000_000 + number))
        world.works.append(known)
        world.cases.append(Case("cited work of the project", work, known, True))
    return world


def _cited() -> Iterator[Reference]:
    """Yield the 14 works that the index article cites."""
    works, _ = unite(read_folder(ROOT / "references"))
    cited = {key for work in works if work.key == "index2018" for key in work.cites}
    yield from (work for work in works if work.key in cited)


def run(world: World, works: list[Work]) -> tuple[list[Outcome], Resolved]:
    """Resolve the references of a world against services that know these works."""
    references = [case.reference for case in world.cases]
    with tempfile.TemporaryDirectory() as folder, Replay(Corpus(works), strict=False) as replay:
        rates = dict.fromkeys(replay.bases, 10_000.0)
        with Door(Path(folder), bases=replay.bases, rates=rates) as door:
            resolved, problems = resolve_references(references, door, Path(folder))
    assert problems == (), problems[:3]
    entries = dict(resolved.entries)
    return [Outcome(case, entries[case.reference.key]) for case in world.cases], resolved


def tally(outcomes: list[Outcome]) -> tuple[int, float]:
    """Return how many wrong identifiers were accepted, and which share of the resolvable was resolved."""
    wrong = sum(bool(one.kind == "WRONG") for one in outcomes)
    resolvable = [one for one in outcomes if one.case.resolvable]
    return wrong, sum(one.kind == "right" for one in resolvable) / len(resolvable)


def table(outcomes: list[Outcome]) -> str:
    """Return the confusion table: for each trap what became of its references."""
    kinds = ("right", "mismatch", "ambiguous", "could-not-verify", "WRONG")
    lines = [f"{'trap':46}{'refs':>5}{'can':>5}" + "".join(f"{kind:>18}" for kind in kinds)]
    for trap in dict.fromkeys(one.case.trap for one in outcomes):
        of_trap = [one for one in outcomes if one.case.trap == trap]
        count = Counter(one.kind for one in of_trap)
        can = sum(one.case.resolvable for one in of_trap)
        lines.append(f"{trap:46}{len(of_trap):5}{can:5}" + "".join(f"{count[kind] or '':>18}" for kind in kinds))
    wrong, share = tally(outcomes)
    lines.append(f"{len(outcomes)} references: {wrong} wrong; {share:.1%} of the resolvable resolved")
    return "\n".join(lines)


ROUNDS: dict[str, Callable[[Work], Work]] = {
    "all services": lambda work: work,
    "only PMIDs are known": lambda work: replace(work, doi=None),
    "only DOIs are known": lambda work: replace(work, pmid=None),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    world = plant(seed=options.seed)
    for name, known in ROUNDS.items():
        start = time.perf_counter()
        outcomes, _ = run(world, [known(work) for work in world.works])
        sys.stdout.write(f"\n{name} ({time.perf_counter() - start:.1f} s)\n{table(outcomes)}\n")
        for one in outcomes if options.wrong else ():
            if one.kind == "WRONG" or (one.case.resolvable and one.kind != "right"):
                sys.stdout.write(f"  {one.case.trap}: {one.kind}: {one.entry.reason} {one.foreign}\n")


if __name__ == "__main__":
    main()

"""What the services of the replay know: works and trials, invented or of public bibliographic facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from evgraph.model import Author, Reference


@dataclass(frozen=True, slots=True)
class Relation:
    """A comment or correction in PubMed's words (`kind`: "RetractionIn", "CommentOn", …)."""

    kind: str
    pmid: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """An update in Crossref's words; `to` if the work that holds it is the notice."""

    kind: str
    doi: str
    label: str = ""
    source: str = "publisher"
    date: tuple[int, ...] = (2020, 1, 2)
    to: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A work, with everything the services say of it. `journal` is the full name, `short` the abbreviation.

    `links`: relations in Crossref's words, with a DOI.
    """

    title: str
    authors: tuple[Author, ...] = ()
    journal: str = ""
    short: str = ""
    year: int | None = None
    month: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    article_number: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    issn: str | None = None
    openalex: str | None = None
    types: tuple[str, ...] = ("Journal Article",)
    abstract: tuple[tuple[str, str], ...] = ()
    rights: str = ""
    registry: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    updates: tuple[Update, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    retracted: bool = False

    @classmethod
    def of(cls, reference: Reference, **changes: object) -> Work:
        """Make a work of a Reference; the journal's name serves as its abbreviation too."""
        last = f"-{reference.last_page}" if reference.last_page else ""
        work = cls(
            title=reference.title or "", authors=reference.authors, journal=reference.journal or "",
            short=reference.journal or "", year=reference.year, month=reference.month, volume=reference.volume,
            issue=reference.issue, pages=f"{reference.first_page}{last}" if reference.first_page else None,
            article_number=reference.article_number, doi=reference.doi, pmid=reference.pmid, pmcid=reference.pmcid,
            issn=reference.issn,
        )  # fmt: skip
        return replace(work, **changes)  # type: ignore[arg-type]

    @property
    def first_page(self) -> str:
        """The first page, or the article number."""
        return (self.pages or "").split("-")[0] or self.article_number or ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A registered trial. `results`: the figures of one posted outcome by group, as text."""

    nct: str
    title: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    arms: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    outcomes: tuple[tuple[str, str, str], ...] = ()
    phases: tuple[str, ...] = ("PHASE3",)
    enrollment: int | None = None
    status: str = "COMPLETED"
    start: str = ""
    reports: tuple[tuple[str, str, str], ...] = ()
    results: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Corpus:
    """Works and trials."""

    works: list[Work] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)

    def by_pmid(self, pmid: str) -> Work | None:
        """Return the work of a PMID."""
        return next((work for work in self.works if work.pmid == pmid), None)

    def by_doi(self, doi: str) -> Work | None:
        """Return the work of a DOI, compared without case."""
        return next((work for work in self.works if (work.doi or "").lower() == doi.lower() and doi), None)


def sample() -> Corpus:
    """Return the corpus of the suite: invented works around traps, a few public facts, and invented trials.

    Invented identifiers have the prefix 10.5555, which is nobody's but for tests, and PMIDs above 90 million.
    """
    ann, bo, eva = Author("Ahlberg", "Ann B"), Author("Bosch", "Bo", "van den"), Author("Übel", "Eva")
    journal = {"journal": "Journal of Invented Trials", "short": "J Invent Trials", "issn": "0028-4793"}
    trial = Work(
        "Samplinib or placebo in adults with an invented disease", (ann, bo, Author(collective="SAMPLE Study Group")),
        **journal, year=2015, month=3, volume="12", issue="4", pages="101-112", doi="10.5555/jit.2015.101",
        pmid="90000001", pmcid="PMC9900001", openalex="W9000000001", types=("Journal Article", "Multicenter Study"),
        abstract=(("BACKGROUND", "Nobody has the invented disease."), ("RESULTS", "All 20 sample adults did well.")),
        rights="Copyright of nobody.", registry=("NCT90000001",),
        relations=(Relation("CommentIn", "90000002", "J Invent Trials. 2015;12:113"),
                   Relation("ErratumIn", "90000003", "J Invent Trials. 2015;12:300")),
        updates=(Update("correction", "10.5555/jit.2015.300", "Correction", date=(2015, 9)),),
        links=(("has-preprint", "10.5555/preprint.1"), ("has-reply", "10.5555/jit.2015.113")),
    )  # fmt: skip
    letter = Work(
        "Samplinib or placebo in adults with an invented disease", (eva,), **journal, year=2015, volume="12",
        issue="4", pages="113", doi="10.5555/jit.2015.113", pmid="90000002", types=("Letter", "Comment"),
        relations=(Relation("CommentOn", "90000001", "J Invent Trials. 2015;12:101-112"),),
        links=(("is-comment-on", "10.5555/jit.2015.101"),),
    )  # fmt: skip
    erratum = Work(
        "Samplinib or placebo in adults with an invented disease", (), **journal, year=2015, volume="12", issue="9",
        pages="300", doi="10.5555/jit.2015.300", pmid="90000003", types=("Published Erratum",),
        relations=(Relation("ErratumFor", "90000001", "J Invent Trials. 2015;12:101-112"),),
        updates=(Update("correction", "10.5555/jit.2015.101", "Correction", date=(2015, 9), to=True),),
    )  # fmt: skip
    withdrawn = Work(
        "An effect that could not be repeated: H2O & CD19+ cells", (eva, ann), **journal, year=2017, volume="14",
        pages="e1700123", doi="10.5555/jit.2017(14)e1700123", pmid="90000004", openalex="W9000000004", retracted=True,
        types=("Journal Article", "Retracted Publication"),
        abstract=(("", "One sample was measured once."),),
        relations=(Relation("RetractionIn", "90000005", "J Invent Trials. 2019;16:5"),),
        updates=(Update("retraction", "10.5555/jit.2019.5", "Retraction", "retraction-watch", (2019, 7, 26)),
                 Update("retraction", "10.5555/jit.2019.5", "Retraction", "publisher", (2019, 7, 26))),
    )  # fmt: skip
    notice = Work(
        "Retraction: An effect that could not be repeated", (), **journal, year=2019, volume="16", pages="5",
        doi="10.5555/jit.2019.5", pmid="90000005", types=("Retraction of Publication",),
        relations=(Relation("RetractionOf", "90000004"),),
        updates=(Update("retraction", "10.5555/jit.2017(14)e1700123", "Retraction", date=(2019, 7, 26), to=True),),
    )  # fmt: skip
    # Two works that a citation without a page cannot tell apart.
    twins = [
        Work(f"Twin report number {n} of one issue", (bo,), **journal, year=2018, volume="15", pages=f"{n}00-{n}09",
             pmid=f"9000001{n}", doi=f"10.5555/jit.2018.{n}00")
        for n in range(1, 5)
    ]  # fmt: skip
    public = Work(
        "Inotuzumab Ozogamicin versus Standard Therapy for Acute Lymphoblastic Leukemia",
        (Author("Kantarjian", "Hagop M"),), "The New England journal of medicine", "N Engl J Med", 2016, 8, "375", "8",
        "740-53", doi="10.1056/NEJMoa1509277", pmid="27292104", issn="0028-4793",
    )  # fmt: skip
    trials = [
        Trial(
            "NCT90000001", "Samplinib in an Invented Disease", "SAMPLE", aliases=("NCT90000009",),
            other_ids=("2014-000001-11",),
            arms=(("Samplinib", "EXPERIMENTAL", ("Drug: Samplinib",)),
                  ("Placebo", "PLACEBO_COMPARATOR", ("Drug: Placebo",))),
            outcomes=(("primary", "Doing well", "12 weeks"), ("secondary", "Overall survival", "5 years")),
            enrollment=40, start="2014-02", reports=(("RESULT", "90000001", "Ahlberg AB. J Invent Trials. 2015"),),
            results=(("Samplinib", "20"), ("Placebo", "7")),
        ),
        Trial("NCT90000002", "A Trial Without Results", status="RECRUITING", phases=("PHASE1", "PHASE2")),
    ]  # fmt: skip
    return Corpus([trial, letter, erratum, withdrawn, notice, *twins, public], trials)

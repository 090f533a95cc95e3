"""RIS, MEDLINE (NBIB) and PubMed XML: records per CPU second beside what peers do, and memory over a long file.

    python -m tests.benchmarks.formats             # speed, on the records of the gold written in each format
    python -m tests.benchmarks.formats memory 1000000           # the readers alone, records with all fields
    python -m tests.benchmarks.formats command 1000000          # the commands, on files of lean records

The records: authors, titles, journals, volumes and pages of the gold in EVGRAPH_GOLD (or ../shared/gold beside the
checkout), with an abstract, keywords and affiliations of invented words. "Lean" is without those three.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from evgraph.readers import nbib, pubmedxml, ris

GOLD = Path(os.environ.get("EVGRAPH_GOLD", Path(__file__).resolve().parents[3] / "shared" / "gold"))
WORDS = [f"{a}{b}{c}" for a in ("ba", "lo", "tri", "men") for b in ("ra", "ti", "so") for c in ("n", "l", "mus", "c")]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def gold() -> list[dict[str, str]]:
    rows = []
    for path in sorted(GOLD.glob("dedup_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return rows


def words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def wrapped(tag: str, text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 78:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return f"{tag:<4}- " + "\n      ".join([*lines, line])


def names(row: dict[str, str]) -> list[str]:
    return [name.strip() for name in row["authors"].split(" and ") if name.strip()]


def as_ris(row: dict[str, str], number: int, full: bool) -> str:
    rng = random.Random(number)
    first, _, last = row["pages"].partition("-")
    rows = [
        "TY  - JOUR",
        f"TI  - {row['title']}",
        *(f"AU  - {name}" for name in names(row)),
        f"T2  - {row['container']}",
    ]
    rows += [f"PY  - {row['year']}", f"DA  - {row['year']}/{number % 12 + 1:02}/{number % 28 + 1:02}"]
    rows += [f"VL  - {row['volume']}", f"IS  - {row['issue']}", f"SP  - {first}", f"EP  - {last}"]
    rows += ["SN  - 0028-4793", f"DO  - 10.1234/bench.{number}", f"UR  - https://example.org/{number}"]
    if full:
        rows += [f"AB  - {words(rng, 180)}", *(f"KW  - {words(rng, 2)}" for _ in range(8)), f"AD  - {words(rng, 12)}"]
    return "\n".join([*rows, "ER  - ", "", ""])


def as_nbib(row: dict[str, str], number: int, full: bool) -> str:
    rng = random.Random(number)
    rows = [
        f"PMID- {number}",
        "OWN - NLM",
        "STAT- MEDLINE",
        "IS  - 1533-4406 (Electronic)",
        "IS  - 0028-4793 (Linking)",
    ]
    rows += [f"VI  - {row['volume']}", f"IP  - {row['issue']}", f"DP  - {row['year']} {MONTHS[number % 12]}"]
    rows += [wrapped("TI", row["title"] + "."), f"PG  - {row['pages']}", f"LID - 10.1234/bench.{number} [doi]"]
    if full:
        rows.append(wrapped("AB", words(rng, 180)))
    for name in names(row):
        family, _, given = name.partition(",")
        rows += [f"FAU - {name}", f"AU  - {family} {''.join(part[0] for part in given.split())}"]
        rows += [wrapped("AD", words(rng, 12))] if full else []
    rows += ["LA  - eng", "PT  - Journal Article", f"TA  - {row['container'][:20]}", f"JT  - {row['container']}"]
    rows += [f"MH  - {words(rng, 2)}" for _ in range(8 if full else 0)]
    rows += ["CRDT- 2017/03/02 06:00", "PST - ppublish", f"SO  - {row['container'][:20]}. {row['year']}.", "", ""]
    return "\n".join(rows)


def as_xml(row: dict[str, str], number: int, cites: int = 0) -> str:
    rng = random.Random(number)
    people = []
    for name in names(row):
        family, _, given = name.partition(",")
        people.append(
            f'<Author ValidYN="Y"><LastName>{escape(family)}</LastName><ForeName>{escape(given.strip())}</ForeName>'
            f"<Initials>{escape(given.strip()[:1])}</Initials><AffiliationInfo>"
            f"<Affiliation>{words(rng, 12)}</Affiliation>"
            "</AffiliationInfo></Author>"
        )
    mesh = "".join(
        f'<MeshHeading><DescriptorName UI="D0" MajorTopicYN="N">{words(rng, 2)}</DescriptorName>'
        f'<QualifierName UI="Q0" MajorTopicYN="Y">{words(rng, 1)}</QualifierName></MeshHeading>\n'
        for _ in range(8)
    )
    cited = "".join(
        f"<Reference><Citation>{words(rng, 14)}</Citation><ArticleIdList><ArticleId IdType='pubmed'>{n + 1}</ArticleId>"
        "</ArticleIdList></Reference>\n"
        for n in range(cites)
    )
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID>
<DateCompleted><Year>2017</Year><Month>03</Month><Day>10</Day></DateCompleted>
<Article PubModel="Print"><Journal><ISSN IssnType="Electronic">1533-4406</ISSN><JournalIssue CitedMedium="Internet">
<Volume>{row["volume"]}</Volume><Issue>{escape(row["issue"])}</Issue><PubDate>
<Year>{row["year"]}</Year><Month>Mar</Month><Day>02</Day></PubDate></JournalIssue><Title>{escape(row["container"])}</Title>
<ISOAbbreviation>J Bench</ISOAbbreviation>
</Journal><ArticleTitle>{escape(row["title"])}.</ArticleTitle>
<Pagination><MedlinePgn>{row["pages"]}</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1234/bench.{number}</ELocationID><Abstract>
<AbstractText Label="BACKGROUND">{words(rng, 60)}</AbstractText>
<AbstractText Label="RESULTS">{words(rng, 120)}</AbstractText>
</Abstract><AuthorList CompleteYN="Y">{"".join(people)}</AuthorList><Language>eng</Language><PublicationTypeList>
<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article><MedlineJournalInfo>
<Country>United States</Country><MedlineTA>J Bench</MedlineTA><NlmUniqueID>0255562</NlmUniqueID><ISSNLinking>0028-4793
</ISSNLinking></MedlineJournalInfo><MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation><PubmedData><History>
<PubMedPubDate PubStatus="pubmed">
<Year>2017</Year><Month>3</Month><Day>2</Day><Hour>6</Hour><Minute>0</Minute></PubMedPubDate>
</History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{number}</ArticleId>
<ArticleId IdType="doi">10.1234/bench.{number}</ArticleId></ArticleIdList><ReferenceList>{cited}</ReferenceList>
</PubmedData></PubmedArticle>
"""


def timed(name: str, count: int, run: Callable[[], Iterable[object]]) -> None:
    """Print the best of three, in records per CPU second."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _item in run():
            pass
        best = min(best, time.process_time() - start)
    print(f"  {name:<28} {count / best:>9,.0f} records/s")


def speed() -> None:
    rows = [row for row in gold() if row["title"]] * 2
    count = len(rows)
    for full in (False, True):
        text = "".join(as_ris(row, n, full) for n, row in enumerate(rows, 1))
        lines = text.split("\n")
        print(f"RIS {'full' if full else 'lean'}: {size(lines, text, count)}")
        timed("evgraph.readers.ris", count, lambda lines=lines: ris.stream(lines, "x.ris"))
        peer("rispy", count, "rispy", lambda module, text=text: module.loads(text))
        text = "".join(as_nbib(row, n, full) for n, row in enumerate(rows, 1))
        lines = text.split("\n")
        print(f"NBIB {'full' if full else 'lean'}: {size(lines, text, count)}")
        timed("evgraph.readers.nbib", count, lambda lines=lines: nbib.stream(lines, "x.nbib"))
        peer("Bio.Medline", count, "Bio.Medline", lambda module, text=text: module.parse(io.StringIO(text)))
        peer("nbib", count, "nbib", lambda module, text=text: module.read(text))
    for cites in (0, 20):
        records = "".join(as_xml(row, n, cites) for n, row in enumerate(rows, 1))
        xml = f"<PubmedArticleSet>\n{records}</PubmedArticleSet>\n".encode()
        print(f"PubMed XML, {cites} cited works: {len(xml) / count:,.0f} bytes a record")
        timed("evgraph.readers.pubmedxml", count, lambda xml=xml: pubmedxml.stream(io.BytesIO(xml), "x.xml"))
        timed("lxml alone (iterparse)", count, lambda xml=xml: bare(xml))


def size(lines: list[str], text: str, count: int) -> str:
    return f"{len(lines) / count:.0f} lines, {len(text) / count:,.0f} characters a record"


def bare(xml: bytes) -> Iterator[object]:
    from lxml import etree

    for _event, element in etree.iterparse(io.BytesIO(xml), tag="PubmedArticle"):
        yield element.tag
        element.clear()


def peer(name: str, count: int, module: str, run: Callable[..., Iterable[object]]) -> None:
    try:
        loaded = __import__(module, fromlist=["x"])
    except ImportError:
        print(f"  {name:<28} not installed")
        return
    timed(name, count, lambda: run(loaded))


class Endless(io.RawIOBase):
    """The bytes of a long PubMed XML file that is never whole in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.left = pieces, b""

    def read(self, size: int = -1) -> bytes:
        while len(self.left) < size and (piece := next(self.pieces, b"")):
            self.left += piece
        found, self.left = self.left[:size], self.left[size:]
        return found


def memory(count: int) -> None:
    rows = [row for row in gold() if row["title"]][:1000]
    kinds: dict[str, Callable[[], Iterable[object]]] = {
        "RIS": lambda: ris.stream(repeated([as_ris(r, n, True) for n, r in enumerate(rows, 1)], count), "x.ris"),
        "NBIB": lambda: nbib.stream(repeated([as_nbib(r, n, True) for n, r in enumerate(rows, 1)], count), "x.nbib"),
        "PubMed XML": lambda: pubmedxml.stream(Endless(encoded(rows, count)), "x.xml"),  # type: ignore[arg-type]
    }
    for name, run in kinds.items():
        seen = 0
        for seen, _item in enumerate(run(), 1):
            if seen == count // 100:
                print(f"{name:<12} after {seen:>9,}: {peak():,.0f} MiB at most")
        print(f"{name:<12} after {seen:>9,}: {peak():,.0f} MiB at most")


def command(count: int) -> None:
    """Run the commands on files of many records, and print time and peak memory of each."""
    rows = [row for row in gold() if row["title"]][:1000]
    makers: dict[str, Callable[[dict[str, str], int], str]] = {
        "x.ris": lambda row, number: as_ris(row, number, False),
        "x.nbib": lambda row, number: as_nbib(row, number, False),
        "x.xml": lambda row, number: LEAN.sub("", as_xml(row, number)),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, make in makers.items():
            file = Path(folder) / name
            for size in (count // 10, count):
                write_many(file, rows, make, size)
                for words in (["read"], ["read", "--format", "ris"], ["dedupe", "--no-reasons"]):
                    if words[0] != "dedupe" or (size < count and name == "x.ris"):  # its memory grows with the records
                        run_command(words, file, size)
            file.unlink()


LEAN = re.compile(r"<(Abstract|MeshHeadingList|AffiliationInfo)>.*?</\1>", re.DOTALL)


def write_many(file: Path, rows: list[dict[str, str]], make: Callable[[dict[str, str], int], str], count: int) -> None:
    records = [make(row, number) for number, row in enumerate(rows, 1)]
    with file.open("w", encoding="utf-8") as out:
        out.write("<PubmedArticleSet>\n" if file.suffix == ".xml" else "")
        for number in range(count):
            out.write(records[number % len(records)])
        out.write("</PubmedArticleSet>\n" if file.suffix == ".xml" else "")


def run_command(words: list[str], file: Path, count: int) -> None:
    start = time.monotonic()
    with Path(os.devnull).open("wb") as nowhere:
        child = subprocess.Popen([sys.executable, "-m", "evgraph", *words, str(file)], stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    told = f"{' '.join(words)} {file.name}, {count:,} records, {file.stat().st_size / 1e6:,.0f} MB"
    print(f"{told:<70} {used.ru_maxrss / 1024:>6,.0f} MiB at most, {time.monotonic() - start:>6,.0f} s,"
          f" exit code {child.returncode}", flush=True)  # fmt: skip


def repeated(records: list[str], count: int) -> Iterator[str]:
    for number in range(count):
        yield from records[number % len(records)].split("\n")[:-1]


def encoded(rows: list[dict[str, str]], count: int) -> Iterator[bytes]:
    records = [as_xml(row, n).encode() for n, row in enumerate(rows, 1)]
    yield b"<PubmedArticleSet>\n"
    for number in range(count):
        yield records[number % len(records)]
    yield b"</PubmedArticleSet>\n"


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if not GOLD.is_dir():
        sys.exit(f"no gold at {GOLD}; set EVGRAPH_GOLD")
    if sys.argv[1:2] == ["command"]:
        command(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    elif sys.argv[1:2] == ["memory"]:
        memory(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    else:
        speed()

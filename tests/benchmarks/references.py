"""How well and how fast references are read from free text, on strings that the training never saw.

    python -m tests.benchmarks.references [--errors N]

The gold is looked for in $EVGRAPH_GOLD, else in ../shared/gold beside the checkout; its own scorer is used. Of PLOS and
GROBID, only the citing files held out of the training count; the journals' styles are written from such records too.
Of the styles of the Citation Style Language, one in five is not in the training (`csl.unseen`).
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from evgraph.model import Reference
from evgraph.readers import crf, freetext, paste
from evgraph.readers.training import csl, gold
from evgraph.readers.training.render import Authors, Record, render, shown
from evgraph.readers.training.styles import STYLES

Row = tuple[dict[str, Any], dict[str, Any], str]
#: How sure a field was, and whether it was right.
Believed = tuple[float, bool]
#: Styles that show another kind of work, or no title.
OTHERS = ("book", "chapter", "web", "physics")
PER_STYLE = 60
#: Styles that medical journals use, by their names in the Citation Style Language.
KNOWN = (
    "karger-journals", "karger-journals-author-date", "nlm-citation-sequence", "elsevier-vancouver", "apa", "ieee",
    "american-medical-association", "nature", "science", "cell", "the-lancet", "the-new-england-journal-of-medicine",
    "bmj", "plos", "springer-basic-author-date", "springer-vancouver", "elsevier-harvard", "elsevier-with-titles",
    "american-chemical-society", "frontiers", "multidisciplinary-digital-publishing-institute", "chicago-author-date",
    "modern-language-association", "harvard-cite-them-right", "british-journal-of-haematology", "haematologica",
    "annual-reviews", "american-society-for-microbiology", "taylor-and-francis-national-library-of-medicine",
    "sage-vancouver", "oxford-journals-scimed-numeric",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    folder = Path(os.environ.get("EVGRAPH_GOLD", Path(__file__).parents[2].parent / "shared" / "gold"))
    if not (folder / "score.py").exists():
        say(f"no gold in {folder}; set EVGRAPH_GOLD")
        return
    score = load_scorer(folder / "score.py")
    say(f"model load {load_time():.2f} s with numpy, in a process of its own")
    crf.load().tag(["warm"])
    say(f"{'':28}{'n':>6}{'micro F1':>10}{'whole %':>9}{'per CPU-s':>11}")
    seed, web = gold.rows(folder, "seed"), gold.rows(folder, "webpaste")
    lines = [clean_line(row) for row in seed]
    report(score, "seed, the page's form", seed, listed("\n".join(row["raw"] for row in seed)), options.errors)
    report(
        score,
        "seed, tokens by spaces",
        seed,
        listed("\n".join(" ".join(row["raw"].split()) for row in seed)),
        options.errors,
    )
    report(score, "seed, clean numbered list", seed, listed("\n".join(lines)), options.errors)
    report(score, "seed, clean lines", seed, strings([line.partition(" ")[2] for line in lines]), options.errors)
    report(score, "web paste, the page's form", web, listed("\n".join(row["raw"] for row in web)), options.errors)
    report(
        score,
        "web paste, by spaces",
        web,
        listed("\n".join(" ".join(row["raw"].split()) for row in web)),
        options.errors,
    )
    believed: list[Believed] = []
    for name in ("plos_jats", "grobid", "anystyle"):
        rows = [row for row in gold.rows(folder, name) if gold.held_out(row)]
        texts = [" ".join(row["raw"].split()) for row in rows]
        pairs = report(score, f"{name}, held out", rows, strings(texts), options.errors)
        believed += list(beliefs(score, rows, freetext.parse(texts)))
        if name == "plos_jats":
            kept = [pair for pair, row in zip(pairs, rows, strict=True) if not gold.has_slip(row)]
            tell(score, "  without slips of the gold", kept, 0.0, 0)
            numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
            report(score, "plos_jats, as a numbered list", rows, listed(numbered), 0)
    records = [record for record in gold.records(folder, "test") if is_sound(record)]
    for title, rows, texts in written_sets(records):
        pairs = report(score, title, rows, strings(texts), options.errors)
        by_style(score, pairs, [row["id"] for row in rows])
        believed += list(beliefs(score, rows, freetext.parse(texts)))
        numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
        report(score, "  as a numbered list", rows, listed(numbered), 0)
    calibration(believed)


def written_sets(records: list[Record]) -> Iterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """Yield strings written from records in styles for journals: our own, well-known ones, and ones not trained on."""
    names = [name for name in sorted(STYLES) if not name.startswith(OTHERS) and not name.endswith(("bare", "rsc"))]
    rng = random.Random(1)
    rows, texts = [], []
    for name in names:
        for record in rng.sample(records, PER_STYLE):
            pieces = render(record, rng, name, varied=False)
            texts.append("".join(words for _, words in pieces).strip())
            rows.append({"id": name, "gold": printed(record, pieces, shown(record.authors, STYLES[name]))})
    yield f"{len(names)} journal styles of ours", rows, texts
    unseen = [name for name in csl.styles() if csl.unseen(name)]
    for title, names, size in (("well-known CSL styles", list(KNOWN), 60), ("unseen CSL styles", unseen, 8)):
        rows, texts = [], []
        for name in names:
            for record in rng.sample(records, size):
                record = record if record.issue else replace(record, issue=str(rng.randrange(1, 13)))
                written = csl.render_csl(record, record.authors, rng, name)
                if written and any(label == "title" for label, _ in written[0]):
                    texts.append("".join(words for _, words in written[0]).strip())
                    rows.append({"id": name, "gold": printed(record, *written)})
        yield f"{len(names)} {title}", rows, texts


def by_style(score: ModuleType, pairs: list[Row], names: list[str]) -> None:
    shares = {}
    for name in dict.fromkeys(names):
        mine = [pair for pair, its in zip(pairs, names, strict=True) if its == name]
        shares[name] = 100 * score.score([(one, two) for one, two, _ in mine])[1] / len(mine)
    worst = sorted(shares.items(), key=lambda item: item[1])
    enough = sum(share >= 97 - 1e-9 for share in shares.values())
    say(
        f"  {enough} of {len(shares)} styles with 97 % whole; least: " + ", ".join(f"{n} {s:.0f}" for n, s in worst[:8])
    )


def beliefs(score: ModuleType, rows: list[dict[str, Any]], references: Sequence[Reference]) -> Iterator[Believed]:
    """Yield the confidence of each field of which the scorer can say whether it is right."""
    for row, reference in zip(rows, references, strict=True):
        found = plain(reference)
        for span in reference.parsed:
            name = {"journal": "container"}.get(span.field, span.field)
            if name in score.F and name in found:
                yield span.confidence, bool(score.pair(name, row["gold"], found)[2])


def calibration(believed: list[Believed]) -> None:
    """Say how often fields are right of which the reader is so sure."""
    say("how sure, and how often right:")
    for low, high in pairwise((0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)):
        mine = [right for sure, right in believed if low <= sure < high]
        if mine:
            mean = sum(sure for sure, _ in believed if low <= sure < high) / len(mine)
            right = sum(mine) / len(mine)
            say(f"  {low:.2f} to {min(high, 1):.2f}: {len(mine):6} fields, said {mean:.3f}, right {right:.3f}")


def is_sound(record: Record) -> bool:
    """Say whether a record of the gold is without slips that no reader could mend: `9(1)` as a volume, `Foote A, D`."""
    names = all(given and family[-2:-1] != " " for family, given in record.authors)
    pages = re.fullmatch(r"(\d+)(?:[-–](\d+))?|[a-zA-Z]+\d+", record.pages)
    return names and pages is not None and record.volume.isdecimal() and "editors" not in record.title


def printed(record: Record, pieces: list[tuple[str, str]], authors: Authors) -> dict[str, Any]:
    """Return what a string shows of its record."""
    found = {label: words for label, words in reversed(pieces) if words}
    return {
        "authors": [{"family": family, "given": given} for family, given in authors],
        "title": found.get("title"), "container": found.get("container"), "year": record.year,
        "volume": found.get("volume"), "issue": found.get("issue"), "pages": found.get("pages"),
        "doi": found.get("doi"),
    }  # fmt: skip


def clean_line(row: dict[str, Any]) -> str:
    """Write a row of the seed as one line of a Vancouver list."""
    it = row["gold"]
    people = [f"{name['family'] or ''} {name['given']}".strip() for name in it["authors"] if name["given"]]
    bodies = "".join(f"; {name['family']}" for name in it["authors"] if not name["given"])
    issue = f"({it['issue']})" if it["issue"] else ""
    et_al = ", et al" + bodies.replace(";", ".;") if it["et_al"] else bodies
    names = ", ".join(people)
    number = row["id"].rpartition(":")[2]
    pages = it["pages"].replace("-", "–")
    return f"{number}. {names}{et_al}. {it['title']}. {it['container']}. {it['year']};{it['volume']}{issue}:{pages}."


def listed(text: str) -> Callable[[], Sequence[Reference]]:
    """Read a numbered list, by the reader that takes it."""
    return lambda: (paste if paste.accepts(text) else freetext).read(text, "list").references


def strings(texts: list[str]) -> Callable[[], Sequence[Reference]]:
    """Read strings of which each is a reference."""
    return lambda: freetext.parse(texts)


def report(
    score: ModuleType, name: str, rows: list[dict[str, Any]], read: Callable[[], Sequence[Reference]], errors: int
) -> list[Row]:
    gc.collect()
    gc.freeze()  # what the sets before have left is not gone through again and again
    begun = time.process_time()
    references = read()
    spent = time.process_time() - begun
    pairs = [
        (row["gold"], plain(reference), str(reference.raw)) for row, reference in zip(rows, references, strict=False)
    ]
    pairs += [(row["gold"], {}, str(row.get("raw"))) for row in rows[len(pairs) :]]
    tell(score, name, pairs, len(rows) / spent, errors)
    return pairs


def tell(score: ModuleType, name: str, pairs: list[Row], speed: float, errors: int) -> None:
    counts, whole, _ = score.score([(one, two) for one, two, _ in pairs])
    total = {key: sum(counts[field][key] for field in score.F if field != "first_author") for key in "gps"}
    f1 = score.f1(total["s"], total["g"], total["p"])
    say(f"{name:34}{len(pairs):>6}{f1:>8.1f}{100 * whole / len(pairs):>9.1f}{f'{speed:,.0f}' if speed else '':>11}")
    show(score, pairs, errors)


def show(score: ModuleType, pairs: list[Row], errors: int) -> None:
    """Print the first strings that were not read whole."""
    for one, two, raw in [pair for pair in pairs if not score.score([pair[:2]])[1]][:errors]:
        say(f"    {raw[:300]!r}")
        for name in score.F:
            has, given, right, _ = score.pair(name, one, two)
            if (has or given) and not right:
                say(f"        {name}: {one.get(name)!r} read as {two.get(name)!r}")


def plain(reference: Reference) -> dict[str, Any]:
    """Bring a reference to the form of the gold."""
    pages = reference.article_number or "-".join(page for page in (reference.first_page, reference.last_page) if page)
    authors = [
        {"family": " ".join(filter(None, (name.particle, name.family))) or name.collective, "given": name.given}
        for name in reference.authors
    ]
    return {
        "authors": authors, "title": reference.title, "container": reference.journal, "year": reference.year,
        "volume": reference.volume, "issue": reference.issue, "pages": pages, "doi": reference.doi,
    }  # fmt: skip


def load_time() -> float:
    """Return how long a new process takes to load the model, numpy included."""
    code = "import time; t = time.process_time(); from evgraph.readers import crf; crf.load()"
    code += "; print(time.process_time() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()

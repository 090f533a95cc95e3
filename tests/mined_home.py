"""A references folder with our own abstracts, and curated evidence beside them that the texts bear out, or do not."""

from __future__ import annotations

from pathlib import Path

from abstracts import export

#: The figures of `cr` and `os` are those of the abstract; that of `died` is another, and `relapse` is nowhere in it.
CURATED = """\
# What a curator read in the full text.
work: specimen2017
sources:
  paper: {basis: full text, url: "https://example.org/specimen2017"}
study: {key: SPEC, label: Specimen study, design: single-arm-trial, source: paper}
populations:
  all: {label: adults in relapse, criteria: [relapsed-all, adult], size: 22, source: paper}
arms:
  btz: {label: bortezomib with chemotherapy, population: all, interventions: [bortezomib, vincristine, dexamethasone],
        experimental: [bortezomib], source: paper}
claims:
  - {id: cr, kind: result, outcome: complete-remission, arm: btz, n: 16, of: 22, percent: 73, source: paper}
  - {id: os, kind: result, outcome: overall-survival, arm: btz, measure: median, value: 9.5, unit: mo,
     ci: {lower: 6.1, upper: 12.8, level: 95}, source: paper}
  - {id: died, kind: result, outcome: death, arm: btz, n: 3, source: paper}   # the abstract says two
"""


def home(folder: Path, evidence: str | None = CURATED) -> Path:
    """Make a references folder of the three abstracts, with the evidence file of the trial of one arm."""
    references = folder / "references"
    (references / "evidence").mkdir(parents=True)
    (references / "export.nbib").write_text(export(), encoding="utf-8")
    if evidence is not None:
        (references / "evidence" / "specimen2017.yaml").write_text(evidence, encoding="utf-8")
    return references

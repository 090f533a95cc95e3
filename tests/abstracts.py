"""Abstracts of our own as a PubMed export: a randomised trial, a trial of one arm, a study of cells. All is made up."""

from __future__ import annotations

from textwrap import wrap

_RANDOMISED = (
    "BACKGROUND: Relapsed myeloma is hard to treat. METHODS: In this randomized, open-label, phase 3 trial we assigned"
    " 300 adults with relapsed multiple myeloma to bortezomib plus dexamethasone (n = 150) or dexamethasone alone"
    " (n = 150). The primary end point was progression-free survival. RESULTS: The overall response rate was 72%"
    " (108 of 150) with bortezomib plus dexamethasone and 40% (60 of 150) with dexamethasone alone (P<0.001). Median"
    " progression-free survival was 11.2 months with bortezomib plus dexamethasone and 6.4 months with dexamethasone"
    " alone (hazard ratio, 0.58; 95% CI, 0.44 to 0.77; P<0.001). Grade 3 or 4 thrombocytopenia occurred in 21% of"
    " patients who received bortezomib. CONCLUSIONS: Bortezomib plus dexamethasone may prolong survival."
)
_ONE_ARM = (
    "Adults with relapsed acute lymphoblastic leukemia have few options. In this single-arm phase II study, 22 patients"
    " with relapsed acute lymphoblastic leukemia received bortezomib with vincristine and dexamethasone. Sixteen of 22"
    " patients (73%) achieved complete remission. The median overall survival was 9.5 months (95% CI, 6.1-12.8)."
    " Two patients (9%) died of infection. No response was seen in 4 patients."
)
_CELLS = (
    "We asked whether inhibition of the proteasome kills leukemic cells. Bortezomib induced apoptosis of Jurkat cells"
    " and inhibited the activity of NF-kappaB. Bortezomib did not change the expression of BCL2. Previous studies showed"  # noqa: E501
    " that bortezomib inhibits the proteasome. The combination of bortezomib and dexamethasone was synergistic in vitro."  # noqa: E501
)


def nbib(number: int, title: str, abstract: str, author: str, year: int) -> str:
    """Return one record as PubMed exports it; its number lies beyond all that are given."""
    folded = "\n      ".join(wrap(abstract, 80, break_on_hyphens=False))
    return (
        f"PMID- 9{number:07d}\nOWN - NLM\nDP  - {year} Mar\nTI  - {title}\nPG  - {number}-{number + 8}\nVI  - 12\n"
        f"AB  - {folded}\nFAU - {author}\nAU  - {author.replace(', ', ' ')[: author.index(',') + 2]}\n"
        f"TA  - Sample J\nJT  - Sample journal\nPT  - Journal Article\n\n"
    )


RANDOMISED = ("Bortezomib with dexamethasone in relapsed myeloma", _RANDOMISED, "Example, Anna", 2015)
ONE_ARM = ("Bortezomib in adults with relapsed leukemia", _ONE_ARM, "Specimen, Bo", 2017)
CELLS = ("A proteasome inhibitor kills cells in culture", _CELLS, "Muster, Cleo", 2011)
SAMPLES = (RANDOMISED, ONE_ARM, CELLS)


def export() -> str:
    """Return the three as one export."""
    return "".join(nbib(number, *sample) for number, sample in enumerate(SAMPLES, 11))

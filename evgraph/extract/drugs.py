"""Names of drugs that no vocabulary holds, by the stems of international nonproprietary names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.extract.stretches import Remembered, found_in
from evgraph.extract.wordlists import words
from evgraph.model import Span

#: Endings from WHO, The use of stems in the selection of international nonproprietary names, 2018, cut or lengthened
#: so that ordinary words do not share them.
_STEMS = tuple(
    sorted(
        words("""
    zomib ciclib degib parib lisib rafenib nib sertib clax denib umab ximab zumab omab tamab mab cept leucel
    mustine platin rubicin taxel citabine arabine citidine trexate trexed grastim plostim poetin fungin conazole
    ciclovir vastatin gliptin gliflozin glutide sartan prazole setron triptan domide rolimus limus staurin inostat
    lukast xaban gatran bactam penem floxacin cycline mycin micin cillin mulin navir tegravir buvir previr amivir
    dronate dronic oxetine azepam azolam barbital afil olol dipine pril kinra relix tecan ribulin blastine cristine
    desine methasone nisolone nisone cortide tretinoin pargase zolid vaptan pitant denoson tirom glitazone stinel
    caine curonium flurane lidomide mumab ertinib metinib tepine apine idone peridone azine setine triptyline
    pramine gabalin gabatrin racetam toin profen coxib oxicam fenac fibrate trogir drostat semide thiazide amlodipine
    prost gestrel estrel terone steride lutamide anserin tegrast vedotin ozogamicin deruxtecan emtansine mafodotin
    tesirine govitecan siran nersen mersen virsen parvovec lparvovec""")
    )
)
#: The last letters of the endings: most words are told by these alone.
_LAST = frozenset(stem[-3:] for stem in _STEMS)
#: Words with such an ending that are no drugs: names of the body's own substances, and ordinary words.
_OTHERS = words("""
    concept accept except intercept precept percept ghrelin platin mycin cytidine tubulin april idone azine
    hydrazine phosphatidone testosterone aldosterone progesterone androsterone corticosterone mycoplasma
    prednisoned cortisone hormone aconitine capine alpine supine rapine lupine landscape""")
_SUFFIX = re.compile(
    r"[ -](?:vedotin|ozogamicin|deruxtecan|emtansine|mafodotin|tesirine|govitecan|soravtansine|pasudotox|pegol"
    r"|alfa|autoleucel|maraleucel|ciloleucel|vicleucel|mesylate|hydrochloride|sodium|phosphate|acetate|tartrate"
    r"|maleate|citrate|calcium|etabonate|axetil|medoxomil|dipivoxil|[a-z]{4}(?<=mab-[a-z]{4}))\b"
)
#: The first word of the name of a gene-modified cell therapy: "axicabtagene ciloleucel".
_GENE = re.compile(r"(?<![^\W_])[A-Za-z]{4,25}gene[ -]$")
_NAME = re.compile(r"(?<![^\W_])(?:[A-Za-z]{3,9}-)?[A-Za-z]{6,30}(?![^\W_])")


def find_drug_names(text: str) -> Iterator[Span]:
    """Yield where words stand that have the ending of a drug's name, in text order.

    >>> text = "Examplemab vedotin and 5 mg samplinib; a new concept."
    >>> [span.of(text) for span in find_drug_names(text)]
    ['Examplemab vedotin', 'samplinib']
    >>> text = "Examplecabtagene sampleleucel was given."
    >>> [span.of(text) for span in find_drug_names(text)]
    ['Examplecabtagene sampleleucel']
    """
    done = 0
    for place, names in found_in(text, _NAMES):
        for start, end in names:
            if place + start >= done:
                suffix = _SUFFIX.match(text, place + end)
                first = _GENE.search(text, max(done, place + start - 40), place + start)
                done = suffix.end() if suffix else place + end
                yield Span(first.start() if first else place + start, done)


def _names_in(stretch: str) -> tuple[tuple[int, int], ...]:
    if len(stretch) < 6:
        return ()
    return tuple(match.span() for match in _NAME.finditer(stretch) if _is_drug(match[0].lower()))


_NAMES = Remembered(_names_in)


def _is_drug(word: str) -> bool:
    word = word if word.endswith("limus") else word.removesuffix("s")
    return word[-3:] in _LAST and word.endswith(_STEMS) and word.rpartition("-")[2] not in _OTHERS

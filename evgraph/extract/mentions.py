"""What is named in a Document turned into Mentions: labels of the lexicon, short forms, drug names by their stems.

What a short form means is decided by the document's own definition, else by the words near it; where neither tells,
the Mention has no concept and lists the candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from evgraph.extract.matcher import Match, Matcher
from evgraph.extract.records import Abbreviation, Sentence, term
from evgraph.model import Document, Mention, Span

#: Stems of international nonproprietary names (WHO, The use of stems in the selection of INN, 2018), at the end of a
#: word; only stems that ordinary words do not share.
_STEMS = (
    "zomib|ciclib|degib|parib|lisib|rafenib|tinib|metinib|anib|sertib|clax|denib|mab|tuzumab|cept|leucel|mustine"
    "|platin|rubicin|taxel|citabine|trexate|trexed|stim|grastim|poetin|fungin|conazole|ciclovir|vastatin|gliptin"
    "|gliflozin|glutide|sartan|prazole|setron|triptan|domide|rolimus|staurin|nostat|inostat|lukast|xaban|gatran"
    "|bactam|penem|oxacin|cycline|mycin|mulin|navir|tegravir|buvir|previr|asvir|dronate|floxacin|oxetine|azepam"
    "|afil|olol|dipine|pril|tadine|azoline|micin|kinra|ermin|relix|relin|tecan|trabedin|bulin|blastine|cristine"
)
_SUFFIXES = "vedotin|ozogamicin|deruxtecan|emtansine|mafodotin|tesirine|govitecan|soravtansine|pegol|alfa|beta"
_DRUG = re.compile(rf"\b(?:[A-Za-z]+-)?[A-Za-z]{{2,24}}?(?:{_STEMS})(?:[ -](?:{_SUFFIXES}))?\b")

"""How journals print references: styles of our own writing, after what the journals' pages show.

A template holds fields in braces; what stands in square brackets is left out when a field in it is missing. Names are
written as the two patterns say, the first for the first author, the second for the others: F family name, I initials,
G given name; `I.` puts full stops, `I. I.` spaces as well.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """One way of printing: names, what stands between them, after how many `et al` comes, and the template."""

    template: str
    first: str = "F I"
    rest: str = "F I"
    between: str = ", "
    last: str = ", "
    shown: int = 99
    kept: int = 6
    et_al: str = ", et al"
    short_pages: bool = False


_VANCOUVER = "{authors}. {title}. {journal}. {year}[ {month}[ {day}]];{volume}[({issue})]:{pages}."
_COMMA = "{authors}, {title}, {journal}, "

STYLES = {
    "vancouver": Style(_VANCOUVER, shown=6, short_pages=True),
    "vancouver-doi": Style(_VANCOUVER + "[ doi: {doi}]", shown=6),
    "vancouver-all": Style(_VANCOUVER),
    "nlm": Style(_VANCOUVER + "[ doi: {doi}.][ PMID: {pmid}.]", short_pages=True),
    "nlm-pubmed": Style(_VANCOUVER + "[ doi: {doi}.] Epub {year2} {month2} {day2}.[ PubMed PMID: {pmid}.]"),
    "nlm-internet": Style(
        "{authors}. {title}. {journal} [Internet]. {year}[ {month}];{volume}[({issue})]:{pages}. "
        "Available from: {url}", shown=6),
    "page-paste": Style("{authors} . {title} . {journal} . {year}[ {month}] ; {volume}[ ( {issue} )] : {lost} ."
                        "[ [PubMed] {issn}]", between=" , ", last=" , ", shown=6, et_al=" , et al.", short_pages=True),
    "page-line": Style(_VANCOUVER.replace("{pages}", "{lost}") + "[ [PubMed] {issn}]", shown=6, et_al=", et al"),
    "ama": Style("{authors}. {title}. {journal}. {year};{volume}[({issue})]:{pages}.[ doi:{doi}]", shown=6, kept=3,
                 et_al=", et al"),
    "ama-colon": Style("{authors}: {title}. {journal} {volume}[({issue})]:{pages}, {year}", shown=3, kept=3,
                       et_al=", et al"),
    "karger-colon": Style("{authors}: {title}. {journal} {year};{volume}[({issue})]:{pages}.", short_pages=False),
    "karger": Style("{authors}. {title}. {journal}. {year}[ {month}];{volume}[({issue})]:{pages}.[ DOI: {doi}]",
                    shown=6, short_pages=True),
    "karger-doi": Style("{authors}, {title}. {journal}. {year};{volume}[({issue})]:{pages}.[ https://doi.org/{doi}]",
                        short_pages=True),
    "karger-internet": Style("{authors}. {title}. {journal} [Internet]. {year}[ {month}];{volume}[({issue})]:{pages}. "
                             "Available from: {url}", short_pages=True),
    "lancet": Style("{authors}. {title}. {journal} {year}; {volume}[ ({issue})]: {pages}.", shown=6, kept=3,
                    short_pages=True),
    "nejm": Style("{authors}. {title}. {journal} {year};{volume}[({issue})]:{pages}.", shown=6, kept=3,
                  short_pages=True),
    "bmj": Style("{authors}. {title}. {journal} {year};{volume}[({issue})]:{pages}.[ doi:{doi}]", shown=3, kept=3,
                 et_al=", et al"),
    "blood": Style("{authors}. {title}. {journal}. {year};{volume}[({issue})]:{pages}.", shown=3, kept=3),
    "plos": Style("{authors} ({year}) {title}. {journal} {volume}[ ({issue})]: {pages}.[ doi:{doi}][ PMID: {pmid}]",
                  shown=6, kept=5),
    "plos-new": Style("{authors}. {title}. {journal}. {year};{volume}[({issue})]: {pages}.[ doi:{doi}][ PMID: {pmid}]",
                      shown=6),
    "apa": Style("{authors} ({year}). {title}. {journal}, {volume}[({issue})], {pages}.[ https://doi.org/{doi}]",
                 "F, I. I.", "F, I. I.", last=", & ", shown=20, kept=19, et_al=", ... {last}"),
    "apa-6": Style("{authors} ({year}). {title}. {journal}, {volume}[({issue})], {pages}.[ doi:{doi}]",
                   "F, I. I.", "F, I. I.", last=", & ", shown=7, kept=6, et_al=", … {last}"),
    "harvard": Style("{authors} ({year}) '{title}', {journal}, {volume}[({issue})], pp. {pages}.[ doi: {doi}.]",
                     "F, I.", "F, I.", last=" and ", shown=3, kept=1, et_al=" et al."),
    "harvard-curly": Style(
        "{authors} ({year}) “{title}”, {journal}, {volume}[({issue})], pp. {pages}.[ Available at: https://doi.org/{doi}.]",
        "F, I.", "F, I.", last=" and ", shown=3, kept=1, et_al=" et al."),
    "elsevier-harvard": Style("{authors}, {year}. {title}. {journal} {volume}[ ({issue})], {pages}.[ https://doi.org/{doi}]",
                              "F, I.", "F, I."),
    "elsevier-numeric": Style(_COMMA[:-2] + " {volume}[ ({issue})] ({year}) {pages}.[ https://doi.org/{doi}.]",
                              "I. F", "I. F"),
    "elsevier-vancouver": Style("{authors}. {title}. {journal} {year};{volume}[({issue})]:{pages}.[ doi:{doi}.]",
                                shown=6, short_pages=True),
    "chicago": Style("{authors}. {year}. “{title}.” {journal} {volume}[ ({issue})]: {pages}.[ https://doi.org/{doi}.]",
                     "F, G", "G F", last=", and ", shown=10, kept=7, et_al=", et al", short_pages=True),
    "chicago-notes": Style("{authors}. “{title}”. {journal} {volume}[, no. {issue}] ([{month} ]{year}): {pages}.",
                           "F, I. I.", "I. I. F", last=", and ", short_pages=True),
    "mla": Style("{authors}. “{title}.” {journal}, vol. {volume}[, no. {issue}], {year}, pp. {pages}.[ doi:{doi}.]",
                 "F, G", "G F", last=", and ", shown=2, kept=1, short_pages=True),
    "ieee": Style("{authors}, “{title},” {journal}, vol. {volume}[, no. {issue}], pp. {pages},[ {month}.] {year}."
                  "[ doi: {doi}.]", "I. I. F", "I. I. F", last=", and ", shown=6, kept=1, et_al=" et al."),
    "nature": Style("{authors} {title}. {journal} {volume}, {pages} ({year}).[ doi:{doi}]", "F, I. I.", "F, I. I.",
                    last=" & ", shown=5, kept=1, et_al=" et al."),
    "science": Style(_COMMA.replace(", {journal}, ", ". {journal} ") + "{volume}, {pages} ({year}).", "I. I. F",
                     "I. I. F", shown=5, kept=1, et_al=" et al."),
    "science-bare": Style("{authors}, {journal} {volume}, {pages} ({year}).", "I. I. F", "I. I. F", shown=5, kept=1),
    "cell": Style("{authors} ({year}). {title}. {journal} {volume}, {pages}.[ {doi}.]", "F, I.", "F, I.",
                  last=", and ", shown=10, kept=10),
    "frontiers": Style("{authors} ({year}). {title}. {journal} {volume}, {pages}.[ doi: {doi}]", "F, I. I.", "F, I. I.",
                       last=", and ", shown=6),
    "springer": Style("{authors} ({year}) {title}. {journal} {volume}[({issue})]:{pages}.[ doi: {doi}]", shown=3,
                      kept=3),
    "springer-numeric": Style("{authors}: {title}. {journal} {volume}[({issue})], {pages} ({year})[. {doi}]",
                              "F, I.", "F, I."),
    "acs": Style("{authors} {title}. {journal} {year}, {volume}[ ({issue})], {pages}.[ DOI: {doi}]", "F, I. I.",
                 "F, I. I.", between="; ", last="; "),
    "acs-bare": Style("{authors} {journal} {year}, {volume}, {pages}.", "F, I. I.", "F, I. I.", between="; ",
                      last="; "),
    "mdpi": Style("{authors} {title}. {journal} {year}, {volume}, {pages}[, doi:{doi}].", "F, I.", "F, I.",
                  between="; ", last="; "),
    "rsc": Style("{authors}, {journal}, {year}, {volume}, {pages}.", "I. I. F", "I. I. F", last=" and "),
    "jco": Style("{authors}: {title}. {journal} {volume}:{pages}, {year}", shown=6, kept=3),
    "annual-reviews": Style("{authors}. {year}. {title}. {journal} {volume}[({issue})]:{pages}", short_pages=True,
                            shown=7, kept=5),
    "asm": Style("{authors}. {year}. {title}. {journal} {volume}:{pages}."),
    "asm-old": Style("{authors}. {year}. {title}. {journal} {volume}:{pages}.", "F, I. I.", "I. I. F", last=", and "),
    "jbc": Style("{authors} ({year}) {title}. {journal} {volume}, {pages}", "F, I. I.", "F, I. I.", last=", and "),
    "nar": Style("{authors} ({year}) {title}. {journal}, {volume}, {pages}.", "F,I.I.", "F,I.I.", last=" and "),
    "physiology": Style("{authors}. {title}. {journal} {volume}: {pages}, {year}.[ doi:{doi}.]", "F I", "F I"),
    "ecology": Style("{authors} {year}. {title}. – {journal} {volume}: {pages}.", "F, I.", "F, I.", last=" and "),
    "genetics": Style("{authors}, {year}[ {month}] {title}. {journal} {volume}: {pages}.", "F, I. I.", "I. I. F",
                      last=" and "),
    "physics": Style("{authors}, {journal} {volume}, {first} ({year}).", "I. I. F", "I. I. F", last=" and "),
    "physics-title": Style("{authors}, {title}, {journal} {volume} ({year}) {first}.", "I. F", "I. F", last=" and "),
    "oxford": Style("{authors}. {title}. {journal} {year};{volume}:{pages}.", shown=4, kept=3, et_al=" et al"),
    "french": Style("{authors}. {title}. {journal} {year} ; {volume}[ ({issue})] : {pages}."),
    "book": Style("{authors}. {title}. {place}: {publisher}; {year}.", shown=6),
    "book-edition": Style("{authors}. {title}. {edition} ed. {place}: {publisher}; {year}.[ p. {pages}.]", shown=6),
    "book-apa": Style("{authors} ({year}). {title}. {place}: {publisher}.", "F, I. I.", "F, I. I.", last=", & "),
    "book-plos": Style("{authors} ({year}) {title}. {place}: {publisher}. {count} p."),
    "book-place": Style("{authors} ({year}) {title}. {place}: {publisher}."),
    "book-line": Style("{authors}. {title}. {place}: {publisher}; {year}.", "F, I.", "F, I."),
    "chapter-bare": Style("{authors}. {title}. {editors}, editors. {book}. {publisher}; {year}. pp. {pages}."),
    "chapter": Style("{authors}. {title}. In: {editors}, editors. {book}. {place}: {publisher}; {year}. p. {pages}."),
    "chapter-plos": Style(
        "{authors} ({year}) {title}. In: {editors}, editors. {book}. {place}: {publisher}. pp. {pages}."),
    "chapter-comma": Style(
        "{authors} ({year}) {title}. In: {editors}, editors, {book}, {publisher}, {place}. pp. {pages}."),
    "chapter-in": Style(
        "{authors} ({year}) {title}. Pages {pages} in {editors}, editors. {book}. {publisher}, {place}."),
    "chapter-apa": Style(
        "{authors} ({year}). {title}. In {editors} (Eds.), {book} (pp. {pages}). {place}: {publisher}.",
                         "F, I. I.", "F, I. I.", last=", & "),
    "chapter-springer": Style(
        "{authors} ({year}) {title}. In: {editors} (eds) {book}. {publisher}, {place}, pp {pages}"),
    "web": Style("{authors}. {title}. {year}[ {month}]. Available from: {url}. Accessed {day2} {month2} {year2}."),
    "web-apa": Style("{authors} ({year}). {title}. Retrieved {month2} {day2}, {year2}, from {url}", "F, I. I.",
                     "F, I. I."),
}  # fmt: skip

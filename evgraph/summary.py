"""The corpus as a citation-backed summary in Markdown.

Every sentence has a name (E1, M2, …) under which the last section lists the claims it was made from, what was read
and where; every number in it is one that a claim printed. What is missing, unverified or disputed has its own part.
No tally is made and no certainty is rated: those are judgements of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evgraph.citation import cite, links_of
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Source, State
from evgraph.problems import plain_text
from evgraph.sentences import (
    Sentence,
    Writer,
    conclusion_sentences,
    difference_sentences,
    gap_sentences,
    mechanism_sentences,
    mined_sentences,
    registered_sentences,
    result_sentences,
    transition_sentences,
)
from evgraph.wording import Tally, count, join


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the summary: its title, the letter its sentences are numbered with, and the sentences."""

    title: str
    letter: str
    sentences: tuple[Sentence, ...]
    about: str = ""


def summarise(corpus: Corpus, lexicon: Lexicon) -> tuple[Section, ...]:
    """Return the sections of the summary."""
    writer = Writer(corpus, lexicon)

    def is_efficacy(claim: Claim) -> bool:
        return not (writer.is_harm(claim) or writer.is_laboratory(claim) or writer.is_procedure(claim))

    safety = [*result_sentences(writer, writer.is_harm), *conclusion_sentences(writer, harm=True)]
    return (
        Section("Efficacy, by drug and population", "E", tuple(result_sentences(writer, is_efficacy))),
        Section("Mechanisms", "M", tuple(mechanism_sentences(writer))),
        Section("Safety", "S", tuple(safety)),
        Section("What came next", "N", tuple(transition_sentences(writer))),
        Section("Conclusions and remarks", "C", tuple(conclusion_sentences(writer))),
        Section(
            "Disagreements",
            "D",
            tuple(difference_sentences(writer)),
            "Figures that a curator found to differ, with the reason. Both stand in the graph.",
        ),
        Section(
            "Found in the texts by the program",
            "T",
            tuple(mined_sentences(writer)),
            "Mined from titles, abstracts and full texts by rules, each with the words it was made from. Nobody stands "
            "for them until a person accepts them.",
        ),
        Section(
            "Gaps",
            "G",
            tuple(gap_sentences(writer)),
            "Outcomes that at least two works of this corpus report, in subtypes that at least two studies enrolled, "
            "without a result for the drug. Composites of one endpoint count as one. A gap of the corpus, not of the "
            "literature.",
        ),
        *_registered(writer),
    )


def _registered(writer: Writer) -> tuple[Section, ...]:
    """Return the section on what registries say, none where no registry was asked."""
    sentences = tuple(registered_sentences(writer))
    about = (
        "What a registry says of the studies, in its words: no claim of a work. The figures posted there stand in the "
        "graph: evgraph ask registry-results."
    )
    return (Section("As registered", "R", sentences, about),) if sentences else ()


def render_summary(corpus: Corpus, lexicon: Lexicon) -> str:
    """Return the summary as Markdown."""
    sections = summarise(corpus, lexicon)
    order = _numbering(sections)
    references = {reference.key: reference for reference in corpus.references}
    tally = Tally.of(corpus)
    citing = [reference for reference in corpus.references if reference.cites]
    subject = f" of “{plain_text(citing[0].title)}”" if len(citing) == 1 and citing[0].title else ""
    lines = [
        "# Evidence summary",
        "",
        f"The evidence{subject} and the works around it: {_counted(corpus, tally)}. Figures stand as reported; "
        "where a curator added counts up, the sentence says so. Each sentence has a name that leads to its "
        "claims in the last section; the numbers in brackets lead to the references.",
    ]
    lines += _taken_back(corpus)
    for section in sections:
        if section.sentences:
            lines += ["", f"## {section.title}", "", *([section.about, ""] if section.about else [])]
            lines += _body(section, order)
    if empty := [section.title for section in sections if not section.sentences]:
        head = "No curated claims on" if tally.found else "Nothing in this corpus"
        lines += ["", f"## {head}", "", *(f"- {title}" for title in empty)]
    lines += ["", "## References", ""]
    for key, number in order.items():
        links = " ".join(f"[{text}]({url})" for text, url in links_of(references[key]))
        lines.append(f"{number}. {plain_text(cite(references[key]))} {links}".rstrip())
    uncited = [reference for reference in corpus.references if reference.key not in order]
    if uncited:
        lines += [
            "",
            "Without a claim in this graph: " + join(plain_text(cite(work).rstrip(".")) for work in uncited) + ".",
        ]
    corrected = [work for work in corpus.references if work.state is State.CORRECTED]
    if corrected:
        told = join(f"`{work.key}`{f' ({work.notice})' if work.notice else ''}" for work in corrected)
        lines += ["", f"Corrected after publication: {told}; read the correction beside the figures."]
    lines += ["", "## Where each sentence comes from", "", "| sentence | claims | what was read |", "|---|---|---|"]
    lines += list(_trace(sections, corpus))
    return "\n".join(lines) + "\n"


def _counted(corpus: Corpus, tally: Tally) -> str:
    """Return how many claims there are, those that people curated apart from those that the program found."""
    accepted = f", {tally.accepted} of them accepted by a person" if tally.accepted else ""
    found = f"{count(tally.found, 'claim')} that the program found in texts"
    if not tally.curated:
        return "no curated claims" + (f"; {found} (below){accepted}" if tally.found else "")
    works = len({claim.reference for file in corpus.curated for claim in file.claims})
    told = f"{count(tally.curated, 'claim')} from {count(works, 'work')}, {tally.unverified} of them unverified"
    return told + (f"; beside them {found}{accepted}" if tally.found else "")


def _taken_back(corpus: Corpus) -> list[str]:
    """Return a warning that names the works that were taken back or are in doubt; nothing where there are none."""
    works = [work for work in corpus.references if work.state and work.state.is_doubted]
    if not works:
        return []
    told = [
        f"> - {plain_text(cite(work))} ({', '.join(part for part in (work.notice, work.state_source) if part)}; "
        f"{f'asked {work.state_date}; ' if work.state_date else ''}key `{work.key}`)"
        for work in works
    ]
    return ["", "> **Warning: this summary holds statements of works that were taken back or are in doubt.**", *told]


def _numbering(sections: Iterable[Section]) -> dict[str, int]:
    """Give each reference the number of its first use, as Vancouver does."""
    keys = dict.fromkeys(key for part in sections for sentence in part.sentences for key in sentence.references)
    return {key: number for number, key in enumerate(keys, 1)}


def named(section: Section) -> Iterator[tuple[str, Sentence]]:
    """Yield the sentences of a section with their names."""
    for number, sentence in enumerate(section.sentences, 1):
        yield f"{section.letter}{number}", sentence


def _body(section: Section, order: dict[str, int]) -> Iterator[str]:
    heading = setting = ""
    for name, sentence in named(section):
        gap = [] if name == f"{section.letter}1" else [""]
        if sentence.heading != heading:
            heading, setting = sentence.heading, ""
            yield from (*gap, f"### {plain_text(heading[0].upper() + heading[1:])}", "")
            gap = []
        if sentence.setting != setting:
            setting = sentence.setting
            yield from (*gap, f"*{plain_text(setting)}*", "")
        numbers = ",".join(str(number) for number in sorted(order[key] for key in sentence.references))
        cited = f" [{numbers}]" if numbers else ""
        yield f"- **{name}** {plain_text(sentence.text.rstrip('.'))}{cited}."


def _trace(sections: Iterable[Section], corpus: Corpus) -> Iterator[str]:
    sources: dict[str, dict[str, Source]] = {}
    for file in corpus.findings:
        sources.setdefault(file.reference, {}).update((source.key, source) for source in file.sources)
    for section in sections:
        for name, sentence in named(section):
            if not sentence.claims:
                continue
            places = []
            for claim in sentence.claims:
                for source in (sources[claim.reference][key] for key in claim.evidence.sources):
                    about = f"{source.basis.value}{f' ({source.about})' if source.about else ''}"
                    locator = f", {claim.evidence.locator}" if claim.evidence.locator else ""
                    page = f" [page]({source.url})" if source.url else ""
                    places.append(f"{_cell(about + locator)}{page}")
            keys = ", ".join(f"`{claim.reference}/{claim.key}`" for claim in sentence.claims)
            yield f"| {name} | {keys} | {'; '.join(dict.fromkeys(places))} |"


def _cell(text: str) -> str:
    return plain_text(text).replace("|", "\\|")

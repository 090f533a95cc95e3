"""A numbered reference list copied from a journal's page by its markup, one token a line, to References.

The lines are tokens (`Stein AK` / `,` / `Hu X` / `.` ... `836` / `47`) of one grammar:

    number  author {, author} [, et al.[; body]] . title . journal . year [month] ; volume [(issue)] : pages . [links]

Every line ends in the lines of a reference or in a problem. What the paste lost is not guessed: initials
without a family name stay an author without one. Links such as [PubMed] carry no address and are passed over.

An item that was typed on a line of its own, as others type theirs, is read by `freetext`, which knows every style; so
is one in which the grammar finds no reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from evgraph.errors import IdentifierError, InputError, Problem, Severity
from evgraph.identifiers import parse_doi, parse_issn, parse_pmcid, parse_pmid
from evgraph.model import Author, Place, Reference
from evgraph.readers.agree import located
from evgraph.readers.freetext import read_lines
from evgraph.readers.reading import Pages, Reading, parse_month, parse_pages, short
from evgraph.readers.tokens import (
    SUFFIXES,
    Item,
    Token,
    is_initials,
    is_list,
    is_one_a_line,
    is_person,
    split_items,
    split_person,
)

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?(?![\d-])")
_ET_AL = re.compile(r"[,;]?\s*et\s+al\b\s*(\.?)\s*([;,:]?)\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"""(?P<year>\d{4})[a-z]?
        (?:\s+(?P<month>[A-Za-z]{3,9})\.?(?:\s*[-/\u2013]\s*(?P<to>[A-Za-z]{3,9})\.?)?)?(?:\s+(?P<day>\d{1,2}))?
        (?:\s*;\s*(?P<volume>[A-Za-z]{0,4}\s?\d+[A-Za-z]?(?:[-/\u2013]\d+)?)(?:\s+(?P<part>Suppl\.?(?:\s+\w{1,4})?))?)?
        (?:\s*\(\s*(?P<issue>[^()]{1,40}?)\s*\))?
        (?:\s*:\s*(?P<first>[A-Za-z]{0,4}\d+[A-Za-z]?)(?!\w|\.\d)
           (?:(?P<dash>\s*[-\u2010-\u2014]\s*|\s+)(?P<last>[A-Za-z]{0,4}\d+[A-Za-z]?)(?![\w-]))?)?
        \s*\.?""",
    re.VERBOSE,
)
_EXTRA = re.compile(
    r"""(?P<issn>\d{4}-\d{3}[\dXx](?!\w)) | (?P<doi>(?:https?://(?:dx\.)?doi\.org/|doi:\s*)10\.\S+)
      | (?P<pmid>PMID:?\s*\d+) | (?P<pmcid>(?:PMCID:?\s*)?PMC\d+) | (?P<link>\[[A-Za-z][A-Za-z /]*\])
      | (?P<mark>[.,;:]+(?=\s|$)) | (?P<other>\S+(?:[^\S\n]+(?!\[)\S+)*)""",
    re.VERBOSE | re.IGNORECASE,
)
#: A line with nothing but marks.
_MARK_ALONE = re.compile(r"^[^\S\n]*[.,;:()]+[^\S\n]*$", re.MULTILINE)
_PARSE = {"issn": parse_issn, "doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid}


def accepts(text: str) -> bool:
    """Say whether the text holds a numbered list with a year and a volume, its marks on lines of their own."""
    return is_list(text) and _MARK_ALONE.search(text) is not None


def read(text: str, path: str) -> Reading:
    """Read a list; the references come in its order with the temporary keys `path#1`, `path#2`."""
    items, before = split_items(text)
    problems = [Problem(f"before the first reference: {short(token.text)}", path, token.line) for token in before]
    references: list[Reference] = []
    restored: list[int] = []
    expected = items[0].number if items else 1
    lines = text.split("\n")
    entries = [_Item(item, path, "") for item in items]
    found = [None if entry.is_typed() else entry.reference() for entry in entries]
    raws = [lines[item.line - 1 : item.rows[-1].line if item.rows else item.line] for item in items]
    left = [(item.line, rows) for item, rows, reference in zip(items, raws, found, strict=True) if reference is None]
    typed = read_lines(left, path)
    for entry, rows, reference in zip(entries, raws, found, strict=True):
        item, key = entry.item, f"{path}#{len(references) + 1}"
        if item.number != expected:
            message = f"numbered {item.number} where {expected} was expected; is one missing?"
            problems.append(Problem(message, path, item.line, severity=Severity.NOTE))
        expected = item.number + 1
        if reference is not None:
            raw = "\n".join(rows)
            reference = replace(reference, key=key, raw=raw, parsed=located(reference, raw))
            restored += [item.number] if entry.restored else []
        elif item.line in typed:
            reference, entry.problems = typed[item.line]
            reference = replace(reference, key=key) if reference else None
        else:
            entry.give_up()
        problems += entry.problems
        references += [reference] if reference is not None else []
    if restored:
        numbers = ", ".join(str(number) for number in restored)
        message = f"page ranges that had lost their dash were restored by rule (836 47 is 836-847): {numbers}"
        problems.append(Problem(message, path, items[0].line, severity=Severity.NOTE))
    return Reading(tuple(references), tuple(problems))


@dataclass(slots=True)
class _Item:
    """One numbered item while it becomes a Reference."""

    item: Item
    path: str
    key: str
    problems: list[Problem] = field(default_factory=list)
    restored: bool = False
    end_line: int = 0

    def report(self, message: str, line: int, severity: Severity = Severity.ERROR) -> None:
        """Keep a problem of this item."""
        self.problems.append(Problem(f"reference {self.item.number}: {message}", self.path, line, severity=severity))

    def is_typed(self) -> bool:
        """Say whether the item stands in running text."""
        return not is_one_a_line(self.item)

    def give_up(self) -> None:
        """Report every line."""
        for line, text in {self.item.line: "", **{row.line: row.text for row in self.item.rows}}.items():
            self.report(f"not understood: {short(text) if text else 'it is longer than any reference'}", line)

    def reference(self) -> Reference | None:
        """Return the record, or `None` when the item has no title."""
        tokens = list(self.item.rows)
        split = _tail_start(tokens)
        head, tail = tokens[:split], tokens[split:]
        authors, et_al, rest = self.authors(head)
        title, journal = self.title(rest)
        if title is None:
            return None
        self.end_line = max((token.line for token in head), default=self.item.line)
        parts, pages, identifiers = self.tail(tail)
        issue = " ".join(parts[name] for name in ("issue", "part") if name in parts)
        return Reference(
            key=self.key, title=title, authors=authors, et_al=et_al, journal=journal,
            year=int(parts["year"]) if parts.get("year") else None,
            month=parse_month(parts["month"]) if parts.get("month") else None,
            volume=parts.get("volume"), issue=issue or None,
            first_page=pages.first, last_page=pages.last, article_number=pages.article_number,
            doi=identifiers.get("doi"), pmid=identifiers.get("pmid"), pmcid=identifiers.get("pmcid"),
            issn=identifiers.get("issn"), places=(Place(self.path, self.item.line, self.end_line),),
        )  # fmt: skip

    def authors(self, head: list[Token]) -> tuple[tuple[Author, ...], bool, list[Token]]:
        """Read authors up to their full stop; without any, the first sentence is the title."""
        groups: list[list[Token]] = [[]]
        et_al = False
        at = 0
        for at, token in enumerate(head):
            cut = _ET_AL.fullmatch(token.text)
            if cut:
                et_al = True
                groups.append([])
                if not cut[2] and (cut[1] or _text(head, at + 1) != "."):
                    break
            elif token.text == ".":
                break
            elif token.text in (",", ";"):
                if not groups[-1] and token.text == ",":
                    self.report("an author is missing before this comma", token.line, Severity.NOTE)
                groups.append([])
            else:
                names = token.text.split(", ")
                together = len(names) > 1 and all(is_person(name) for name in names)
                for number, name in enumerate(names if together else [token.text]):
                    groups += [[]] if number else []
                    groups[-1].append(Token(name, token.line))
        groups = [group for group in groups if group]
        sentences = sum(token.text == "." for token in head)
        if not et_al and sentences < 3 and len(groups) == 1 and not _is_author(groups[0]):
            return (), False, head
        alone = len(groups) == 1 and not et_al
        return tuple(self.author(group, alone) for group in groups), et_al, head[at + 1 :]

    def author(self, group: list[Token], alone: bool) -> Author:
        """Read one name: family and initials, initials alone, or a body."""
        words = [token.text for token in group]
        line = group[0].line
        suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".") in SUFFIXES else None
        if len(words) == 1 and (person := split_person(words[0])):
            words, suffix = [person[0], person[1]], person[2]
        if len(words) > 1 and (is_initials(words[-1]) or len(words[-1].split()) == 1):
            if not is_initials(words[-1]):
                self.report(f"{words[-1]!r} was read as the given name of {words[0]!r}", line, Severity.NOTE)
            particle, family = _particle(" ".join(words[:-1]))
            return Author(family=family, given=words[-1], particle=particle, suffix=suffix)
        name = " ".join(words)
        if " " not in name and not is_initials(name):
            self.report(f"the author {name!r} has no initials", line, Severity.NOTE)
            return Author(family=name)
        if " " in name or (alone and len(name) > 2):
            if alone:
                self.report(f"the only author {short(name)} was read as a body, not a person", line, Severity.NOTE)
            return Author(collective=name)
        message = f"an author has lost the family name, only the initials {name!r} are left"
        self.report(message, line, Severity.NOTE)
        return Author(given=name)

    def title(self, rest: list[Token]) -> tuple[str | None, str | None]:
        """Split what stands between authors and year into title and journal, the last sentence."""
        sentences: list[list[str]] = [[]]
        for token in rest:
            if token.text == ".":
                sentences.append([])
            else:
                sentences[-1].append(token.text)
        sentences = [sentence for sentence in sentences if sentence]
        if len(sentences) == 1 and len(sentences[0]) > 1 and sentences[0][-2].endswith(("?", "!", ".")):
            sentences = [sentences[0][:-1], sentences[0][-1:]]
        parts = [" ".join(sentence) for sentence in sentences]
        if len(parts) == 1:
            self.report("no journal was found after the title", rest[0].line)
            return parts[0], None
        title = parts[0] if parts else None
        for part in parts[1:-1]:
            title = f"{title} {part}" if str(title).endswith(("?", "!")) else f"{title}. {part}"
        return title, parts[-1] if parts else None

    def tail(self, tail: list[Token]) -> tuple[dict[str, str], Pages, dict[str, str]]:
        """Read year to pages and what follows them; report each line that is neither."""
        text = "\n".join(token.text for token in tail)
        match = _TAIL.match(text)
        if match is None:
            self.report("no year was found after the journal", self.end_line)
            return {}, Pages(), {}
        parts = {name: value for name, value in match.groupdict().items() if value}
        self.end_line = _line(tail, text, match.end() - 1)
        if "month" in parts and parse_month(parts["month"]) is None:
            self.report(f"{parts['month']!r} is no month; it was left out", tail[0].line, Severity.NOTE)
        for name in ("day", "to"):
            if name in parts:
                self.report(f"{parts[name]!r} of the date has no place in the record", tail[0].line, Severity.NOTE)
        if "volume" not in parts and "first" not in parts:
            self.report("neither volume nor pages were found", tail[0].line, Severity.NOTE)
        pages = self.pages(parts, _line(tail, text, match.start("first")) if "first" in parts else self.end_line)
        identifiers: dict[str, str] = {}
        for extra in _EXTRA.finditer(text, match.end()):
            line = _line(tail, text, extra.start())
            kind = extra.lastgroup or "other"
            if kind == "other":
                self.report(f"not understood: {short(extra[0])}", line)
                continue
            self.end_line = line
            if kind in _PARSE:
                self.identifier(kind, extra[0], line, identifiers)
        return parts, pages, identifiers

    def pages(self, parts: dict[str, str], line: int) -> Pages:
        """Restore a range that was shortened or lost its dash."""
        if "first" not in parts:
            return Pages()
        try:
            pages = parse_pages(parts["first"], parts.get("last"))
        except InputError as error:
            self.report(f"{error}; the second was left out", line)
            return Pages(parts["first"])
        self.restored = "last" in parts and not parts["dash"].strip()
        return pages

    def identifier(self, kind: str, text: str, line: int, found: dict[str, str]) -> None:
        """Keep an identifier, or report that it is none or a second one."""
        try:
            value = _PARSE[kind](text.removeprefix("PMCID").lstrip(": "))
        except IdentifierError as error:
            self.report(f"{error}; it was left out", line)
            return
        if found.setdefault(kind, value) != value:
            self.report(f"a second {kind} {value}; {found[kind]} was kept", line, Severity.DIFFERENCE)


def _tail_start(tokens: list[Token]) -> int:
    """Return where the year begins: at the first year after a sentence that volume or pages follow."""
    years = [
        at
        for at in range(1, len(tokens))
        if _YEAR.match(tokens[at].text) and tokens[at - 1].text.endswith((".", "?", "!"))
    ]
    for at in years:
        match = _TAIL.match("\n".join(token.text for token in tokens[at : at + 12]))
        if match and (match["volume"] or match["first"]):
            return at
    return years[-1] if years else len(tokens)


def _is_author(group: list[Token]) -> bool:
    return is_person(group[-1].text) or is_person(group[0].text)


def _particle(family: str) -> tuple[str | None, str]:
    """Split leading lower-case words from a family name."""
    words = family.split()
    count = next((n for n, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:count]) or None, " ".join(words[count:])


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _line(tokens: list[Token], text: str, at: int) -> int:
    """Return the line of a character of the tokens' text, which has one token a line."""
    return tokens[text.count("\n", 0, at)].line

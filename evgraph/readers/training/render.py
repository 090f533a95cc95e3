"""Structured records to labelled reference strings, in the styles of `styles.py` and in chance mixtures of them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from evgraph.readers.reading import MONTHS
from evgraph.readers.training.styles import STYLES, Style

#: Family names and initials.
Authors = tuple[tuple[str, str], ...]
#: A string in pieces: (label, text), end to end.
Pieces = list[tuple[str, str]]

_FIELD = re.compile(r"\{(\w+)\}")
_JUNIOR = re.compile(r"\s(II|III|Jr)$|(?<=[A-Z])(?=Jr$)(Jr)")
_PART = re.compile(r"\[ ?\[PubMed\][^\]]*\]|\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|[^\[]+")
_GIVEN = dict(zip(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    ("Anna Andrew Akira", "Beth Bruno Bao", "Carla Chen Colin", "David Dana Deniz", "Elena Erik Emeka", "Fatima Frank",
     "Gina Georg", "Hana Hugo Hiroshi", "Ines Ivan", "Jean-Marc Joan Jiro", "Karin Kofi", "Lars Lucia Li",
     "Maria Mark Min",
     "Nora Nikos", "Olga Omar", "Paula Peter", "Quentin", "Rosa Ravi Robert", "Sara Stefan Sunil", "Tomas Tina",
     "Ugo Ursula",
     "Vera Victor", "Wei William", "Xin Xavier", "Yuki Yves", "Zoe Zhen"), strict=True,
))  # fmt: skip
_PUBLISHERS = (
    "Springer", "Elsevier", "Academic Press", "Oxford University Press", "Wiley-Blackwell", "John Wiley & Sons",
    "Cambridge University Press", "CRC Press", "Sinauer Associates", "W. H. Freeman", "MIT Press", "Karger",
    "Humana Press",
    "Lippincott Williams & Wilkins", "McGraw-Hill", "University of Chicago Press",
    "Cold Spring Harbor Laboratory Press",
)  # fmt: skip
_PLACES = (
    "New York", "London", "Oxford", "Cambridge", "Berlin", "Philadelphia", "Boca Raton", "San Diego", "Amsterdam",
    "Cambridge (MA)", "New York, NY", "Sunderland, MA", "Basel", "Hoboken, NJ", "Chicago", "Paris", "Cambridge, UK",
)  # fmt: skip
_BODIES = (
    "Study Group for {0} Disease", "{0} Collaborative Group", "International {0} Consortium", "{0} Trial Investigators",
    "European Society of {0}", "The {0} Network", "National Institute of {0}", "{0} Research Group",
    "World {0} Organization",
)  # fmt: skip
_FIELDS = (
    "Cardiac",
    "Renal",
    "Genome",
    "Health",
    "Sleep",
    "Immunology",
    "Diabetes",
    "Paediatrics",
    "Neurology",
    "Trauma",
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a reference says. Authors are (family name, initials); a body has no initials."""

    authors: Authors
    title: str
    journal: str
    year: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""


def render(record: Record, rng: random.Random, name: str | None = None, *, varied: bool = True) -> Pieces:
    """Write a record in the named style, or in one made by chance; `varied`: authors may be bodies, or lost."""
    style = STYLES[name] if name else _mixture(rng)
    authors = vary_authors(record, rng) if varied else record.authors
    values = _values(record, authors, style, rng)
    pieces: Pieces = []
    _fill(style.template, values, pieces)
    pieces = [piece for piece in (pieces if record.pages else _without_pages(pieces)) if piece[1]]
    if not name and rng.random() < 0.15 and pieces[-1][0] == "o":
        pieces[-1] = ("o", pieces[-1][1].rstrip("."))
    return pieces


def _without_pages(pieces: Pieces) -> Pieces:
    """Leave off what would stand before the pages: `:` or `, pp.`."""
    kept: Pieces = []
    for label, words in pieces:
        if label == "pages" and kept and kept[-1][0] == "o":
            kept[-1] = ("o", re.sub(r"\s?[:,]?\s?(?:pp?\.?\s?)?$", "", kept[-1][1]))
        kept.append((label, words))
    return kept


def _fill(template: str, values: dict[str, tuple[str, str]], pieces: Pieces) -> None:
    for part in _PART.findall(template):
        inner = part[1:-1] if part.startswith("[") and part.endswith("]") and "{" in part else None
        if inner is None:
            _write(part, values, pieces)
        elif all(values[field][1] for field in _FIELD.findall(re.sub(r"\[[^\[\]]*\]", "", inner))):
            _fill(inner, values, pieces) if not inner.startswith(" [PubMed]") else _write(inner, values, pieces)


def _write(part: str, values: dict[str, tuple[str, str]], pieces: Pieces) -> None:
    at = 0
    for match in _FIELD.finditer(part):
        pieces += [("o", _joint(part[at : match.start()], pieces)), values[match[1]]]
        at = match.end()
    pieces.append(("o", _joint(part[at:], pieces)))


def _joint(text: str, pieces: Pieces) -> str:
    """Print no full stop behind another one."""
    before = next((words for _, words in reversed(pieces) if words), "")
    return text[1:] if text.startswith(".") and before.endswith((".", "?", "!")) else text


def _values(record: Record, authors: Authors, style: Style, rng: random.Random) -> dict[str, tuple[str, str]]:
    month = rng.choice(MONTHS).capitalize() if rng.random() < 0.5 else ""
    if rng.random() < 0.15 and month:
        month += rng.choice(("-", "–", "/")) + rng.choice(MONTHS).capitalize()
    first, _, last = record.pages.replace("–", "-").partition("-")
    if style.short_pages and last.isdecimal() and len(first) == len(last):
        last = _short(first, last)
    dash = rng.choice(("-", "–", "–", "-", "—", "--") if rng.random() < 0.2 else ("-", "–"))
    pages = f"{first}{dash}{last}" if last else first
    editors = [(rng.choice(authors)[0], rng.choice("ABCDEFGHJKLMPRSTW")) for _ in range(rng.choice((1, 2, 2, 3)))]
    day = str(rng.randrange(1, 29))
    date = f"{record.year}"
    doi = record.doi or f"10.{rng.randrange(1000, 1200)}/{rng.choice('sjpbc')}{rng.randrange(10**5, 10**8)}"
    if rng.random() < 0.45:
        doi = ""
    title = record.title
    if rng.random() < 0.2:
        title = " ".join(word.capitalize() if len(word) > 3 and word.islower() else word for word in title.split())
    journal = record.journal
    if rng.random() < 0.25 and " " in journal and len(max(journal.split(), key=len)) < 10:
        journal = " ".join(f"{word}." if len(word) > 1 else word for word in journal.split()).replace("..", ".")
    return {
        "authors": ("author", _names(authors, style)), "title": ("title", title), "journal": ("container", journal),
        "year": ("year", date), "month": ("year", month), "day": ("year", day if month and rng.random() < 0.4 else ""),
        "volume": ("volume", record.volume), "issue": ("issue", record.issue), "pages": ("pages", pages),
        "first": ("pages", first), "lost": ("pages", f"{first} {last}" if last else first), "doi": ("doi", doi),
        "pmid": ("pmid", record.pmid if rng.random() < 0.6 else ""), "issn": ("issn", _issn(rng)),
        "url": ("url", f"https://{rng.choice(('www.', ''))}{rng.choice(('example', 'ncbi.nlm.nih', 'who', 'journal'))}."
                       f"{rng.choice(('org', 'int', 'com', 'gov'))}/{rng.randrange(10**6)}"),
        "publisher": ("publisher", rng.choice(_PUBLISHERS)), "place": ("place", rng.choice(_PLACES)),
        "editors": ("editor", _names(tuple(editors), replace(style, shown=99))), "book": ("container", record.journal),
        "edition": ("edition", rng.choice(("2nd", "3rd", "4th", "5th", "2"))), "count": ("o", str(rng.randrange(90,
        900))),
        "year2": ("o", str(int(record.year) + 1)), "month2": ("o", rng.choice(MONTHS).capitalize()), "day2": ("o", day),
    }  # fmt: skip


def vary_authors(record: Record, rng: random.Random) -> Authors:
    """Now and then: fewer authors, a body for or after them, a lost family name, capitals."""
    authors, chance = record.authors, rng.random()
    if chance < 0.06:
        authors = authors[:1]
    elif chance < 0.12:
        body = _body(record.title, rng)
        authors = ((body, ""),) if chance < 0.085 else (*authors, (body, ""))
    elif chance < 0.15 and len(authors) > 2:
        lost = rng.randrange(1, len(authors))
        authors = (*authors[:lost], ("", authors[lost][1]), *authors[lost + 1 :])
    elif chance < 0.16:
        junior = rng.choice(("Jr", " Jr", " III", " II"))
        authors = tuple(
            (family, f"{given}{junior}" if n == 1 and given else given) for n, (family, given) in enumerate(authors)
        )
    elif chance < 0.19:
        authors = tuple((family.upper(), given) for family, given in authors)
    return authors


def _body(title: str, rng: random.Random) -> str:
    """Invent the name of a body: one of a few forms, or words of a title with what bodies are called behind them."""
    if rng.random() < 0.4:
        return rng.choice(_BODIES).format(rng.choice(_FIELDS))
    words = [word.capitalize() for word in title.split()[: rng.choice((1, 2, 3, 4, 6))]]
    if len(words) > 2 and rng.random() < 0.4:
        words.insert(2, rng.choice(("and", "&", "for", "of", "in")))
    name = " ".join(word.strip(".,;:()") for word in words)
    acronym = f" ({''.join(word[0] for word in words if word[0].isupper())})" if rng.random() < 0.3 else ""
    kind = rng.choice(("Consortium", "Study Group", "Group", "Investigators", "Network", "Collaboration", "Trial Group",
                       "Working Group", "Committee", "Initiative", "Society"))  # fmt: skip
    return f"{name}{acronym} {kind}" if rng.random() < 0.6 else f"{name} {kind}{acronym}"


def shown(authors: Authors, style: Style) -> Authors:
    """Return the authors that a style prints."""
    if len(authors) <= style.shown:
        return authors
    return (*authors[: style.kept], *(authors[-1:] if "{last}" in style.et_al else ()))


def _names(authors: Authors, style: Style) -> str:
    many = len(authors) > style.shown
    kept = authors[: style.kept] if many else authors
    names = [_name(author, style.rest if number else style.first) for number, author in enumerate(kept)]
    if len(authors) > 2 and not authors[-1][1] and len(authors[0][0]) % 2:  # a body behind the names
        people = style.between.join(names if many else names[:-1])
        return f"{people}{style.et_al.rstrip('.') + '.' if many else ''}; {authors[-1][0]}".replace("{last}", "")
    if many:
        return style.between.join(names) + style.et_al.replace("{last}", _name(authors[-1], style.rest))
    if len(names) < 2:
        return "".join(names)
    last = style.last if len(names) > 2 or "and" not in style.last else style.last.replace(", and", " and")
    return style.between.join(names[:-1]) + last + names[-1]


def _name(author: tuple[str, str], pattern: str) -> str:
    family, given = author
    if not given:
        return family
    letters, junior = initials(given)
    dotted = "".join(f"{letter}." for letter in letters)
    spaced = " ".join(f"{letter}." for letter in letters)
    full = _GIVEN.get(letters[0], "Ada").split()[len(family) % len(_GIVEN.get(letters[0], "Ada").split())]
    full += "".join(f" {letter}." for letter in letters[1:])
    text = pattern.replace("I. I.", "\1").replace("I.I.", "\2").replace("I.", "\2").replace("I", "\3")
    text = text.replace("G", "\4").replace("F", family)
    for mark, value in (("\1", spaced), ("\2", dotted), ("\3", "".join(letters)), ("\4", full)):
        text = text.replace(mark, value)
    return text.strip(", ") + junior


def initials(given: str) -> tuple[list[str], str]:
    """Return the capitals of given names, and a suffix behind them with its space.

    >>> initials("AK"), initials("FS III"), initials("CMJr")
    ((['A', 'K'], ''), (['F', 'S'], ' III'), (['C', 'M'], ' Jr'))
    """
    match = _JUNIOR.search(given)
    bare = given[: match.start()] if match else given
    letters = [letter for letter in bare if letter.isalpha() and letter.isupper()] or [bare[:1]]
    return letters, f" {match[1] or match[2]}" if match else ""


def _short(first: str, last: str) -> str:
    same = next((n for n, (one, two) in enumerate(zip(first, last, strict=True)) if one != two), len(first) - 1)
    return last[same:]


def _issn(rng: random.Random) -> str:
    return f"{rng.randrange(10000):04d}-{rng.randrange(1000):03d}{rng.choice('0123456789X')}"


def _mixture(rng: random.Random) -> Style:
    """Make a style nobody uses, of parts that somebody uses; it keeps the model from learning whole styles by heart."""
    first, rest = rng.choice((
        ("F I", "F I"), ("F I", "F I"), ("F, I.", "F, I."), ("F, I. I.", "F, I. I."), ("I. F", "I. F"), ("I. I. F",
        "I. I. F"),
        ("F, I. I.", "I. I. F"), ("F, G", "G F"), ("F I.", "F I."), ("F, I", "F, I"), ("G F", "G F"), ("I F", "I F"),
        ("F,I.I.", "F,I.I."), ("F G", "F G"),
    ))  # fmt: skip
    between = rng.choice((", ", ", ", "; ", " ; ") if first == "F I" else (", ", ", ", "; "))
    last = rng.choice((between, between, " and ", ", and ", " & ", ", & ", f"{between}and "))
    head = rng.choice((
        "{authors}. {title}. ", "{authors}. {title}. ", "{authors}: {title}. ", "{authors}, {title}, ",
        "{authors}. “{title}.” ",
        "{authors}, \"{title},\" ", "{authors} ({year}). {title}. ", "{authors} ({year}) {title}. ",
        "{authors} ({year}): {title}. ",
        "{authors}, {year}. {title}. ", "{authors}. {year}. {title}. ", "{authors} {year}. {title}. ",
        "{authors} {title}. ",
        "{authors} ({year}) '{title}', ", "{authors}. {title} ", "{authors}; {title}; ", "{authors}, ‘{title}’, ",
        "{authors} [{year}] {title}. ", "{authors}, {title}. ", "{authors} – {title}. ", "{authors}, ",
    ))  # fmt: skip
    volume = rng.choice(("{volume}[({issue})]", "{volume}[({issue})]", "{volume}[ ({issue})]",
        "vol. {volume}[, no. {issue}]",
                         "Vol. {volume}[, Issue {issue}]", "{volume}[({issue})]", "{volume}[, no. {issue}]",
                         "{volume}[ ({issue})]", "Volume {volume}[, Number {issue}]"))  # fmt: skip
    pages = rng.choice(
        (":{pages}", ": {pages}", ", {pages}", ", pp. {pages}", ", p. {pages}", " {pages}", ", pp {pages}")
    )
    if "{year}" in head:
        tail = (
            rng.choice(("{journal} ", "{journal}, ", "{journal}. ", "{journal}; ", "In: {journal}, ")) + volume + pages
        )
    else:
        tail = rng.choice((
            "{journal} {year}[ {month}];" + volume + pages, "{journal}. {year}[ {month}[ {day}]];" + volume + pages,
            "{journal}. {year}; " + volume + pages, "{journal} " + volume + " ({year}) {pages}",
            "{journal} " + volume + pages + " ({year})", "{journal}, " + volume + pages + " ([{month} ]{year})",
            "{journal}, " + volume + pages + ", {year}", "{journal}. " + volume + pages + ", [{month} ]{year}",
            "{journal}, {year}, " + volume + pages, "{journal} {year}, " + volume + pages,
            "{journal} ({year}) " + volume + pages, "{journal} " + volume + " ({year})" + pages,
        ))  # fmt: skip
    end = rng.choice((".", ".", "", ".[ doi: {doi}]", ".[ doi:{doi}.]", ".[ https://doi.org/{doi}]", ".[ DOI: {doi}.]",
                      ".[ PMID: {pmid}]", ".[ PubMed PMID: {pmid}.]", ".[ doi: {doi}.][ PMID: {pmid}.]",
                      "[, doi:{doi}].",
                      ".[ {doi}][ {pmid}]", ".[ Available from: https://doi.org/{doi}]", ".[ PubMed: {pmid}.]",
                      ".[ [PubMed] {issn}]"))  # fmt: skip
    shown = rng.choice((99, 99, 6, 3, 3, 10))
    et_al = rng.choice((", et al", " et al", ", et al.", " et al.", ", ... {last}", ", and others", ", … {last}"))
    return Style(head + tail + end, first, rest, between, last, shown, rng.choice((1, 3, min(shown, 6))), et_al,
                 rng.random() < 0.4)  # fmt: skip

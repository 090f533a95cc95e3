"""The names by which a document calls its arms.

An arm is called by its own words, by a drug that only it was given, by a short form the document defines, by what
stands in brackets behind its name, and by its part in the trial: "the control group", "placebo".
"""

from __future__ import annotations

import re

from evgraph.extract.records import Annotated, within
from evgraph.extract.trials.arms import candidates
from evgraph.extract.trials.given import interventions
from evgraph.extract.trials.items import Candidate, joined
from evgraph.model import Arm, Role

_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_GROUP = re.compile(r"[(\[;,]\s?(?:the )?([\w/+·-]{2,30}(?: [\w/+-]{1,20}){0,2}) (?:groups?|arms?)[)\]]")
#: A dose at the end of a name.
_DOSE = re.compile(r"\s\d+(?:[.·]\d+)?\s?(?:mg|g|µg|μg|mcg|GBq|MBq|Gy|IU|U|ml|mL|units)(?:/\S+)*$")
_SHORT = re.compile(r"[A-Za-z][\w+/-]{0,14}(?: [\w+/-]{1,8})?")
_DULL = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "with",
        "plus",
        "group",
        "arm",
        "alone",
        "oral",
        "therapy",
        "treatment",
        "dose",
        "daily",
        "standard",
    ]
)
_LACKING = re.compile(r"(?:no|non)[- ]?(\w.*)")
_PLACEBO = re.compile(r"\bplacebo\b", re.IGNORECASE)
_STRENGTH = re.compile(r"(?<![\w.])\d+(?:[.·]\d+)?\s?(?:mg|g|µg|μg|mcg|IU|U)(?:/(?:m2|m²|kg|d|day))*(?![\w/])")
#: What stands before the drugs in the name of an arm: "conditioning with A and B".
_OF_WHAT = re.compile(r"(?:[\w-]+\s){1,2}(?:with|of)\s(?=\S)")
#: Endings of words that say more of a noun; alone they call no arm, with "group" they do.
_MORE = (
    "ive",
    "ous",
    "al",
    "ed",
    "ic",
    "ary",
    "ent",
    "ant",
    "ing",
    "er",
    "ard",
    "low",
    "high",
    "short",
    "long",
    "early",
    "late",
)


def aliases_of(read: Annotated) -> dict[str, Arm]:
    """Return every name of an arm in small letters, the longest first; a name that two arms share names none.

    What an arm is called as a whole is its own name, though another arm was given the same and more.
    """
    names: dict[str, Arm] = {}
    shared: set[str] = set()
    whole = {_plain(arm.label): arm for arm in read.arms}
    for arm, item_names in zip(read.arms, _names(read), strict=False):
        for name in item_names:
            key = " ".join(name.casefold().split())
            if key in names and names[key] is not arm:
                shared.add(key)
            names[key] = arm
    for key in shared:
        del names[key]
    names |= {name: arm for name, arm in _having(read.arms).items() if name not in names}
    names |= {name: arm for name, arm in _roles(read.arms).items() if name not in names}
    names |= whole
    return {name: names[name] for name in sorted(names, key=lambda name: (-len(name), name))}


def _plain(label: str) -> str:
    """Return the name of an arm without what it shares with no drug: "A alone" is "a"."""
    return re.sub(r"\s(?:alone|only|monotherapy)$", "", " ".join(label.casefold().split()))


def _names(read: Annotated) -> list[set[str]]:
    """Return the names of each arm, drugs that all arms were given left out."""
    text = read.document.text
    found: list[set[str]] = []
    items = candidates(read)
    every = [set(interventions(read, item.name)) for item in items]
    common = set.intersection(*every) if len(every) > 1 else set()
    if any(item.name.of(text)[0].isdigit() for item in items):  # arms that are doses share their drug
        common = set.union(*every)
    for item in items:
        words = item.name.of(text)
        names = {words, re.sub(r"\s(?:plus|and|\+)\s", "-", words), re.sub(r"^(?:the|oral|intravenous)\s+", "", words)}
        own = {m.concept for m in read.mentions if within(item.name, m.span)} - common - {None}
        names |= {
            m.span.of(text) for m in read.mentions if m.concept in own and m.kind in ("Drug", "Regimen", "Procedure")
        }
        strengths = _STRENGTH.findall(words)
        names |= set(strengths) if len(strengths) == 1 else set()
        bracket = _BRACKETED.match(text, item.name.end)
        if bracket:
            first = re.split(r"[;,]", bracket[1])[0].strip()
            plain = re.sub(r"\s(?:group|arm)$", "", first)
            names |= {first, plain} if _SHORT.fullmatch(first) and not first.lower().startswith("n ") else set()
        names |= _called(text, item, items) | {_DOSE.sub("", words)}
        names |= {a.short.of(text) for a in read.abbreviations if a.long.of(text).casefold() in words.casefold()}
        head = [word for word in re.findall(r"[A-Za-z][\w-]{3,}", words) if word.lower() not in _DULL]
        names |= _headed(head[0]) if head and len(items) > 1 else set()
        names |= joined(words)
        names |= (
            {_OF_WHAT.sub("", words, count=1)} | _endings(read, item, items) | _capitals(read, item, items) | item.names
        )
        names |= {name.replace(" ", "-") for name in names if name.count(" ") == 1}
        found.append({name for name in names if len(name) > 1 or name.isupper()})
    return found


def _called(text: str, item: Candidate, items: list[Candidate]) -> set[str]:
    """Return what stands in brackets behind a name as that of its group: "A every 8 weeks (low-dose group)"."""
    ends = [other.name.start for other in items if other.name.start > item.name.end]
    last = min([*ends, item.name.end + 160])
    return {match[1] for match in _GROUP.finditer(text, item.name.end, last)}


def _headed(head: str) -> set[str]:
    """Return the names made of the first telling word of an arm; an adjective needs "group" behind it."""
    if head.islower() and (head.endswith(_MORE) or "-" in head):
        return {f"{head} {group}" for group in ("group", "arm", "groups", "arms", "cohort", "regimen")}
    return {head}


def _capitals(read: Annotated, item: Candidate, items: list[Candidate]) -> set[str]:
    """Return the words in capitals that only one arm has in its name: "ABC" of "standard ABC"."""
    text = read.document.text
    rest = [other for other in items if other is not item]
    others = {word for other in rest for word in other.name.of(text).split()}
    others |= {match[1] for other in rest if (match := _BRACKETED.match(text, other.name.end))}
    words = item.name.of(text).split()
    found = {word for word in words if sum(map(str.isupper, word)) > 1 and word.strip("(),").isalnum()} - others
    return {word.strip("(),") for word in found} if len(found) == 1 else set()


def _endings(read: Annotated, item: Candidate, items: list[Candidate]) -> set[str]:
    """Return the ends of a name that no other arm has: "high-dose A" of "continuous high-dose A"."""
    text = read.document.text
    words = item.name.of(text).split()
    others = [other.name.of(text).casefold() for other in items if other is not item]
    ends = (" ".join(words[place:]) for place in range(1, len(words) - 1) if "-" in words[place])
    return {end for end in ends if not any(end.casefold() in other for other in others)}


def _having(arms: tuple[Arm, ...]) -> dict[str, Arm]:
    """Return the names of arms that had a thing or had it not: "donor" and "no donor"."""
    names: dict[str, Arm] = {}
    for arm in arms:
        thing = _LACKING.match(arm.label.casefold())
        other = next((other for other in arms if thing and other.label.casefold() == thing[1]), None)
        if thing is None or other is None:
            continue
        for article in ("", "a ", "an "):
            names |= {f"with {article}{thing[1]}": other, f"without {article}{thing[1]}": arm}
    return names


def _roles(arms: tuple[Arm, ...]) -> dict[str, Arm]:
    """Return the names that say the part of an arm in a trial of two."""
    if len(arms) != 2:
        return {}
    against = [arm for arm in arms if arm.role is Role.COMPARATOR]
    own = [arm for arm in arms if arm.role is Role.INTERVENTION]
    if len(against) != 1 or len(own) != 1:
        return {}
    names = dict.fromkeys(("control", "controls", "control group", "control arm", "comparator"), against[0])
    if _PLACEBO.search(against[0].label):
        names["placebo"] = against[0]
    if re.search("chemotherapy", against[0].label, re.IGNORECASE):
        names["chemotherapy"] = against[0]
    if re.search(r"\b(?:standard|conventional|usual|routine)\b", against[0].label, re.IGNORECASE):
        names |= {"standard": against[0], "standard-therapy": against[0], "standard-care": against[0]}
    for word in ("treatment", "intervention", "experimental", "study", "active", "investigational"):
        names |= {f"{word} group": own[0], f"{word} arm": own[0]}
    return names

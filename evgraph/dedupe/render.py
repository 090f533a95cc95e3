"""Clusters to plain text: each work that stands more than once, where, and why; then what was kept apart."""

from __future__ import annotations

from evgraph.citation import cite
from evgraph.dedupe.records import Cluster, Clusters, Pair
from evgraph.model import Reference

#: A line of a citation is cut here.
_WIDTH = 110


def render_clusters(clusters: Clusters, *, reasons: bool = True) -> str:
    """Return the table; `reasons` False leaves out why, and what was kept apart.

    >>> from evgraph.dedupe.clusters import cluster
    >>> one, two = Reference("a", "A trial", year=2020, doi="10.1000/x"), Reference("b", "A trial", doi="10.1000/x")
    >>> print(render_clusters(cluster([one, two])), end="")
    2 records, 1 work; 1 record names a work that another names.
    <BLANKLINE>
    1  A trial. 2020.
       a
       b
       a = b: an identifier is shared (same DOI 10.1000/x; same title)
    """
    lines = [_summary(clusters)]
    for number, cluster in enumerate(clusters.duplicates, start=1):
        lines += ["", *_work(number, cluster, reasons)]
    if reasons and clusters.apart:
        lines += ["", f"Kept apart, although alike ({len(clusters.apart)}):"]
        lines += [f"   {_told(pair)}" for pair in clusters.apart]
    return "\n".join(lines) + "\n"


def _summary(clusters: Clusters) -> str:
    works = len(clusters.clusters)
    records = sum(len(cluster.members) for cluster in clusters.clusters)
    more = records - works
    if not more:
        return f"{_count(records, 'record')}, {_count(works, 'work')}; no work stands twice."
    names = "names a work" if more == 1 else "name works"
    return f"{_count(records, 'record')}, {_count(works, 'work')}; {_count(more, 'record')} {names} that another names."


def _work(number: int, cluster: Cluster, reasons: bool) -> list[str]:
    head = f"{number}  "
    indent = " " * len(head)
    citation = _line(cite(cluster.best().reference))
    lines = [head + (citation if len(citation) <= _WIDTH else citation[: _WIDTH - 3].rstrip() + "...")]
    lines += [indent + _where(member) for member in cluster.members]
    return lines + [indent + _told(pair) for pair in cluster.pairs] if reasons else lines


def _told(pair: Pair) -> str:
    sign = {"same": "=", "different": "≠"}.get(pair.verdict, "?")
    told = "; ".join(reason for reason in pair.reasons[1:] if not reason.startswith("no "))
    return _line(f"{_name(pair.a)} {sign} {_name(pair.b)}: {pair.reasons[0]}" + (f" ({told})" if told else ""))


def _where(reference: Reference) -> str:
    places = ", ".join(f"{place.path}:{place.line}" for place in reference.places)
    return _line(f"{reference.key} {places}" if places and not _temporary(reference) else places or reference.key)


def _name(reference: Reference) -> str:
    if _temporary(reference) or not reference.key:
        return f"{reference.places[0].path}:{reference.places[0].line}" if reference.places else "?"
    return reference.key


def _temporary(reference: Reference) -> bool:
    """Say whether the key is the one that a reader made from the place."""
    return bool(reference.places) and reference.key.startswith(f"{reference.places[0].path}#")


def _line(text: str) -> str:
    """Return a text on one line, without what would move the cursor."""
    line = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

"""A network → the data of the page: what vis-network draws, and what the panel says about each thing.

pyvis is used for one thing, its data builder. Its template is never touched: it fetches from other hosts
and runs injected script.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2, sqrt
from textwrap import wrap
from typing import TYPE_CHECKING

from evgraph.view.layout import Arrangement, Chip, arrange
from evgraph.view.looks import look_of
from evgraph.vocabulary import shorten

if TYPE_CHECKING:
    import networkx as nx

Json = dict[str, object]
UNSTATED = "design not stated"
REVIEWS = ("verified", "read", "accepted", "mined", "unverified")
_DOUBTFUL = frozenset({"mined", "unverified"})
_LINE = 19  # characters; the drawing shows two lines of a label, the list and the panel all of it
_HIDE_WHILE_MOVING = 1500  # edges; above, moving the drawing would stutter
_HOST = r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?"
_HREF = re.compile(_HOST + r"(?:[/?#][\w.~:/?#\[\]@!$&()*+,;=%-]*)?", re.ASCII)
_DOI_HOST = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/10\.\d{4,9}/[-._;()/:A-Za-z0-9%+]+", re.IGNORECASE)


@dataclass(slots=True)
class Connection:
    """All edges of one predicate from one node to another, drawn as one line."""

    start: str
    end: str
    predicate: str
    claims: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """A network made plain: its nodes, its claims (each once) and its connections, all in a fixed order."""

    nodes: Mapping[str, Json]
    claims: Mapping[str, Json]
    connections: tuple[Connection, ...]


def link(text: str, url: str | None) -> Json:
    """Return a link, or only its words when the address is not plainly a web address.

    A DOI link must hold a DOI: such links are made from what people type.

    >>> link("PubMed", "https://pubmed.ncbi.nlm.nih.gov/1/")
    {'text': 'PubMed', 'href': 'https://pubmed.ncbi.nlm.nih.gov/1/'}
    >>> link("bad", "javascript:alert(1)")
    {'text': 'bad (javascript:alert(1))'}
    """
    if not url:
        return {"text": text}
    if _HREF.fullmatch(url) and (not _DOI_HOST.match(url) or _DOI.fullmatch(url)):
        return {"text": text or url, "href": url}
    return {"text": f"{text} ({url})" if text and text != url else url}


def content_of(network: nx.MultiDiGraph[str]) -> Content:
    """Read a network; nodes and edges are sorted, so the order they were added in does not show."""
    nodes = {iri: _node(iri, network.nodes[iri]) for iri in sorted(network)}
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    claims: dict[str, Json] = {}
    ends: defaultdict[str, set[str]] = defaultdict(set)
    predicates: defaultdict[str, list[str]] = defaultdict(list)
    connections: dict[tuple[str, str, str], Connection] = {}
    for start, end, _, edge in edges:
        predicate = str(edge.get("predicate") or edge.get("label") or "related to")
        connection = connections.setdefault((start, end, predicate), Connection(start, end, predicate))
        connection.count += 1
        claim = edge.get("claim")
        if claim is None:
            continue
        if claim not in connection.claims:
            connection.claims.append(claim)
        claims.setdefault(claim, _claim(claim, edge))
        ends[claim] |= {start, end}
        # The line from a reference to what it reports says nothing about what is claimed.
        if edge.get("reference") not in (start, end) and predicate not in predicates[claim]:
            predicates[claim].append(predicate)
    for iri, record in claims.items():
        record["about"] = sorted(ends[iri] - {record["reference"]}, key=lambda end: (str(nodes[end]["label"]), end))
        record["predicates"] = predicates[iri] or ["reports"]
    _share(connections.values(), claims, ends)
    return Content(nodes, dict(sorted(claims.items())), tuple(connections[key] for key in sorted(connections)))


def _share(connections: Iterable[Connection], claims: Mapping[str, Json], ends: Mapping[str, set[str]]) -> None:
    """Give a plain line between a reference and what it reports on the claims it stands for."""
    reported: defaultdict[tuple[object, str], list[str]] = defaultdict(list)
    for iri in sorted(claims):
        for end in ends[iri]:
            reported[claims[iri]["reference"], end].append(iri)
    for one in connections:
        if not one.claims:
            one.claims = reported.get((one.start, one.end)) or reported.get((one.end, one.start)) or []


def payload(content: Content) -> Json:
    """Return everything the page's script needs."""
    chips = [_chip(iri, node) for iri, node in content.nodes.items()]
    place = arrange(chips, ((one.start, one.end) for one in content.connections))
    nodes, edges, options = _built(content, place)
    kinds = sorted({chip.kind for chip in chips})
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "sizes": {chip.iri: [chip.width, chip.height] for chip in chips},
        "looks": {
            kind: {"fill": look_of(kind).fill, "line": look_of(kind).outline, "path": look_of(kind).path}
            for kind in kinds
        },
        "lanes": [[lane.title, lane.x, lane.y, lane.width, lane.height] for lane in place.lanes],
        "bounds": list(place.bounds),
        "things": dict(content.nodes),
        "claims": dict(content.claims),
        "connections": [
            {"from": one.start, "to": one.end, "predicate": one.predicate, "claims": one.claims, "count": one.count}
            for one in content.connections
        ],
    }


def _built(content: Content, place: Arrangement) -> tuple[list[Json], list[Json], str]:
    """Let pyvis build the network data; filled without `add_node`, whose cost is quadratic."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    net = Network(directed=True)
    for iri, node in content.nodes.items():
        x, y = place.centres[iri]
        title = f"{node['label']} ({node['kind']})"
        net.nodes.append(Node(iri, "custom", shown(str(node["label"])), x=x, y=y, title=title).options)
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for number, one in enumerate(content.connections):
        net.edges.append(Edge(one.start, one.end, True, **_line(number, one, content, place, seen)).options)
    net.options = _options(len(content.connections))
    nodes, edges, _, _, _, options = net.get_network_data()
    return nodes, edges, options


def _line(
    number: int, one: Connection, content: Content, place: Arrangement, seen: defaultdict[tuple[str, str], int]
) -> Json:
    """How a connection is drawn: straight, unless another line or another node would hide it."""
    unverified = sum(content.claims[claim]["review"] in _DOUBTFUL for claim in one.claims)
    words = f"{one.predicate}: {_count(len(one.claims), 'claim')}" if one.claims else one.predicate
    line: Json = {
        "id": number,
        "width": round(min(1 + log2(max(len(one.claims), 1)) * 0.7, 4), 1),
        "title": words + (f", {unverified} unverified or unread" if unverified else ""),
    }
    if one.claims and unverified == len(one.claims):
        line["dashes"] = [6, 4]
    literature = "Literature" in {look_of(str(content.nodes[end]["kind"])).lane for end in (one.start, one.end)}
    # The more lines, the fainter each: a dense drawing must still show its nodes.
    faint = min(1.0, sqrt(350 / len(content.connections)))
    line["color"] = {"opacity": round((0.16 if literature else 0.4) * faint, 2)}
    before = seen[(one.start, one.end)] + seen[(one.end, one.start)]
    seen[(one.start, one.end)] += 1
    bend = 0.12 * before + (0.3 if place.columns[one.start] == place.columns[one.end] else 0.0)
    if bend:
        line["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(min(bend, 0.9), 2)}
    return line


def _options(edges: int) -> Json:
    many = edges > _HIDE_WHILE_MOVING
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"chosen": False, "borderWidth": 0},
        "edges": {
            "smooth": False,
            "color": {"color": "#4a5561", "highlight": "#004c80", "hover": "#004c80", "inherit": False},
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "hoverWidth": 1,
            "selectionWidth": 1,
            "arrowStrikethrough": False,
        },
        "interaction": {
            "dragNodes": False,
            "hover": not many,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "multiselect": False,
            "selectConnectedEdges": False,
            "tooltipDelay": 250,
            "zoomSpeed": 0.7,
        },
    }


def _node(iri: str, node: Mapping[str, object]) -> Json:
    record: Json = {
        "label": str(node.get("label") or shorten(iri)),
        "kind": str(node.get("kind") or "other"),
        "short": shorten(iri),
        "alt": [str(text) for text in _many(node.get("alt"))],
        "ids": [str(text) for text in _many(node.get("ids"))],
        "links": [link(str(text), str(url) if url else None) for text, url in _pairs(node.get("links"))],
    }
    record |= {name: str(node[name]) for name in ("note", "citation") if node.get(name)}
    return record


def _claim(iri: str, edge: Mapping[str, object]) -> Json:
    review = str(edge.get("review") or "unverified")
    record: Json = {
        "label": str(edge.get("claim_label") or edge.get("label") or shorten(iri)),
        "short": shorten(iri),
        "design": str(edge.get("design") or UNSTATED),
        # A state nobody knows must not pass for a checked one.
        "review": review if review in REVIEWS else "unverified",
        "reference": edge.get("reference"),
        "sources": [
            link(str(about or url or ""), str(url) if url else None) for about, url in _pairs(edge.get("sources"))
        ],
    }
    texts = ("statement", "figures", "locator", "basis", "quote")
    record |= {name: str(edge[name]) for name in texts if edge.get(name)}
    if edge.get("rung") is not None:
        record["rung"] = edge["rung"]
    return record


def _many(value: object) -> Iterable[object]:
    return value if isinstance(value, (tuple, list)) else ()


def _pairs(value: object) -> list[tuple[object, object]]:
    return [(pair[0], pair[1]) for pair in _many(value) if isinstance(pair, (tuple, list)) and len(pair) == 2]


def _chip(iri: str, node: Json) -> Chip:
    lines = shown(str(node["label"])).split("\n")
    return Chip(iri, str(node["kind"]), str(node["label"]), max(map(_width, lines)), 8 + 16 * len(lines))


def shown(label: str) -> str:
    r"""Return a label as drawn: at most two lines, cut with an ellipsis.

    >>> shown("a condition of which the name is far too long to show")
    'a condition of\nwhich the name is…'
    """
    first, *rest = wrap(label, _LINE) or [""]
    second = " ".join(rest)
    if len(second) > _LINE:
        second = second[: _LINE - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return f"{first}\n{second}" if second else first


def _width(line: str) -> int:
    """Return about how wide a node with this line is drawn (15 px sans serif, with its symbol)."""
    return 35 + round(sum(_advance(letter) for letter in line))


def _advance(letter: str) -> float:
    if letter in "iljtfrI.,:;'|!()[] -/":
        return 4.9
    if letter in "mwMW@%\N{HORIZONTAL ELLIPSIS}":
        return 13.1
    if ord(letter) > 0x2E80:
        return 15.0
    return 10.1 if letter.isupper() else 8.2


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

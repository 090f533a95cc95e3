"""The page as text: what it holds, what it never holds, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser
from typing import Any

import networkx as nx
import pytest
from view_network import concept, made_up

from evgraph.errors import InputError
from evgraph.view import MAX_NODES, render_page
from evgraph.view.layout import Chip, arrange
from evgraph.view.looks import LOOKS
from evgraph.view.payload import content_of, link, payload


class _Page(HTMLParser):
    """The parts of a page that matter here."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._stack: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._stack.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self._stack:
            self.texts[self._stack[-1]][-1] += data


def _data(text: str) -> Any:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert match
    return json.loads(match.group(1))


def _two_nodes(**edge: object) -> nx.MultiDiGraph[str]:
    network = nx.MultiDiGraph()
    network.add_node("a", label="A", kind="drug")
    network.add_node("b", label="B", kind="condition")
    network.add_edge("a", "b", **edge)
    return network


def test_same_network_gives_same_bytes() -> None:
    assert render_page(made_up(), title="T") == render_page(made_up(), title="T")


def test_order_of_insertion_does_not_show() -> None:
    network = made_up()
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    turned.add_edges_from(reversed(list(network.edges(keys=True, data=True))))
    assert render_page(turned, title="T") == render_page(network, title="T")


def test_network_is_not_changed() -> None:
    network, untouched = made_up(), made_up()
    render_page(network, title="T")
    assert list(network.nodes(data=True)) == list(untouched.nodes(data=True))
    assert list(network.edges(keys=True, data=True)) == list(untouched.edges(keys=True, data=True))


def test_page_has_language_title_and_landmarks() -> None:
    page = _Page(render_page(made_up(), title="A & B", subtitle="<i>of a kind</i>"))
    tags = [tag for tag, _ in page.elements]
    assert ("html", {"lang": "en"}) in page.elements
    assert page.texts["title"][0].strip() == "A & B"
    assert tags.count("h1") == tags.count("main") == tags.count("header") == 1
    assert "i" not in tags


def test_nothing_in_the_page_has_an_address_to_load_from() -> None:
    page = _Page(render_page(made_up(), title="T"))
    addresses = [
        value for _, attributes in page.elements for name, value in attributes.items() if name in ("src", "href")
    ]
    assert sorted(addresses, key=str) == ["#search", "data:,"]
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.elements for name in attributes)


def test_policy_names_the_hash_of_every_script_and_style() -> None:
    text = render_page(made_up(), title="T")
    policy = next(
        a["content"] or "" for t, a in _Page(text).elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    blocks = re.findall(r"<script>(.*?)</script>", text, re.DOTALL) + re.findall(
        r"<style>(.*?)</style>", text, re.DOTALL
    )
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'" for block in blocks]
    assert len(hashes) == 5
    assert sorted(re.findall(r"'sha256-[^']+'", policy)) == sorted(hashes)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_hostile_text_stays_inside_its_data() -> None:
    network = _two_nodes(
        predicate="p", claim="c", claim_label="</script><script>alert(1)</script>", quote="<!--\u2028&"
    )
    text = render_page(network, title="</title><script>alert(1)</script>")
    assert "alert(1)</script>" not in text
    assert text.count("<script") == render_page(made_up(), title="T").count("<script")
    assert _data(text)["claims"]["c"]["label"] == "</script><script>alert(1)</script>"
    assert _data(text)["claims"]["c"]["quote"] == "<!--\u2028&"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        " https://a.org",
        'https://a.org/"onclick=',
        "//a.org",
        "https://a.org/<b>",
        "ftp://a.org/x",
        "https://user@a.org/x",
        "https://doi.org/not-a-doi",
        "https://a.org/x\njavascript:1",
    ],
)
def test_an_address_that_is_no_plain_web_address_is_shown_and_not_linked(url: str) -> None:
    assert "href" not in link("words", url)
    assert url in str(link("words", url)["text"])


@pytest.mark.parametrize(
    "url",
    [
        "https://pubmed.ncbi.nlm.nih.gov/28249141/",
        "http://a.org",
        "https://doi.org/10.1016/S0140-6736(20)30001-2",
        "https://a.org/x?id=1&b=2#part",
        "https://a.org:8080/a%20b",
    ],
)
def test_a_web_address_is_linked(url: str) -> None:
    assert link("words", url) == {"text": "words", "href": url}


def test_parallel_edges_of_a_predicate_become_one_line_with_all_claims() -> None:
    network = nx.MultiDiGraph()
    for claim in ("c1", "c2", "c3"):
        network.add_edge("a", "b", predicate="studied in", claim=claim)
    network.add_edge("a", "b", predicate="cured", claim="c1")
    content = content_of(network)
    assert [(one.predicate, one.claims, one.count) for one in content.connections] == [
        ("cured", ["c1"], 1),
        ("studied in", ["c1", "c2", "c3"], 3),
    ]


def test_a_line_with_more_claims_is_wider() -> None:
    network = nx.MultiDiGraph()
    for claim in ("c1", "c2", "c3"):
        network.add_edge("a", "b", predicate="studied in", claim=claim)
    network.add_edge("a", "c", predicate="studied in", claim="c1")
    many, one = payload(content_of(network))["edges"]
    assert many["width"] > one["width"]


def test_a_claim_over_several_edges_is_held_once_with_all_it_is_about() -> None:
    network = nx.MultiDiGraph()
    network.add_edge("drug", "condition", predicate="studied in", claim="c", reference="r")
    network.add_edge("condition", "outcome", predicate="responded", claim="c", reference="r")
    network.add_node("r", kind="reference")
    claims = content_of(network).claims
    assert list(claims) == ["c"]
    assert claims["c"]["about"] == ["condition", "drug", "outcome"]
    assert claims["c"]["predicates"] == ["responded", "studied in"]


def test_a_line_from_a_reference_stands_for_what_the_reference_claims_there() -> None:
    network = _two_nodes(predicate="studied in", claim="c", reference="r")
    network.add_edge("r", "a", predicate="reports on", claim=None)
    network.add_edge("a", "b", predicate="is a", claim=None)
    lines = {one.predicate: one.claims for one in content_of(network).connections}
    assert lines == {"studied in": ["c"], "reports on": ["c"], "is a": []}


@pytest.mark.parametrize("review", ["unheard of", None])
def test_a_claim_of_no_known_review_counts_as_unverified(review: str | None) -> None:
    assert content_of(_two_nodes(predicate="p", claim="c", review=review)).claims["c"]["review"] == "unverified"


def test_the_page_says_how_many_claims_nobody_looked_at() -> None:
    page = render_page(_two_nodes(predicate="p", claim="c", review="mined"), title="T")
    assert "1 of 1 claims was mined from texts by rules" in page
    assert "Every claim here was verified" not in page


def test_the_page_says_how_many_claims_are_unverified() -> None:
    assert "1 of 1 claims is unverified" in render_page(
        _two_nodes(predicate="p", claim="c", review="unverified"), title="T"
    )
    assert "claims is unverified" not in render_page(_two_nodes(predicate="p", claim="c", review="read"), title="T")


def test_no_figure_field_or_node_is_lost() -> None:
    network = made_up()
    data = _data(render_page(network, title="T"))
    assert set(data["things"]) == set(network)
    edges = [edge for _, _, edge in network.edges(data=True) if edge["claim"]]
    assert set(data["claims"]) == {edge["claim"] for edge in edges}
    for edge in edges:
        shown = data["claims"][edge["claim"]]
        assert [shown[name] for name in ("figures", "statement", "locator", "basis", "design", "rung", "review")] == [
            edge[name] for name in ("figures", "statement", "locator", "basis", "design", "rung", "review")
        ]


def test_bare_nodes_and_unknown_kinds_are_drawn() -> None:
    network = nx.MultiDiGraph()
    network.add_node(concept("x"))
    network.add_node("y", kind="spaceship")
    data = _data(render_page(network, title="T"))
    assert data["things"][concept("x")]["label"] == "concept:x"
    assert {"other", "spaceship"} == set(data["looks"])


def test_an_empty_network_is_a_page_too() -> None:
    assert _data(render_page(nx.MultiDiGraph(), title="T"))["nodes"] == []


def test_too_large_a_network_is_refused_with_a_way_out() -> None:
    network = nx.MultiDiGraph()
    network.add_nodes_from(range(MAX_NODES + 1))
    with pytest.raises(InputError, match="around"):
        render_page(network, title="T")


@pytest.mark.parametrize("size", [1, 60, 150, 800])
def test_no_two_nodes_overlap(size: int) -> None:
    data = payload(content_of(made_up(size)))
    boxes = [(node["x"], node["y"], *data["sizes"][node["id"]]) for node in data["nodes"]]
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
        assert abs(y1 - y2) >= (h1 + h2) / 2 or abs(x1 - x2) >= (w1 + w2) / 2


def test_places_are_whole_numbers_inside_the_bounds() -> None:
    data = payload(content_of(made_up(150)))
    left, top, right, bottom = data["bounds"]
    for node in data["nodes"]:
        assert isinstance(node["x"], int)
        assert left < node["x"] < right
        assert top < node["y"] < bottom


def test_neighbours_stand_at_nearly_the_same_height() -> None:
    chips = [Chip(f"{kind}{n}", kind, f"{n}", 60, 24) for kind in ("drug", "outcome") for n in range(10)]
    crossed = [(f"drug{n}", f"outcome{9 - n}") for n in range(10)]
    centres = arrange(chips, crossed).centres
    assert all(centres[one][1] == centres[other][1] for one, other in crossed)


def test_every_kind_has_its_own_colour_and_shape() -> None:
    assert len({(look.fill, look.shape) for look in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("kind", LOOKS)
def test_every_symbol_stands_out_from_white(kind: str) -> None:
    channels = [int(LOOKS[kind].outline[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 3

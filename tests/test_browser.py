"""The page in a real browser, headless and with the network cut."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from abstracts import SAMPLES
from browser import Visit, chromium, launched, visit
from view_network import concept, made_up

from evgraph.extract import Matcher, document_from_text, extract
from evgraph.findingsview import render_annotated
from evgraph.lexicon import Lexicon
from evgraph.view import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
    pytest.mark.skipif(chromium() is None, reason="no Chromium found; set CHROMIUM to its path"),
]
_FIRST_DRUG = concept("drug-0")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as one:
        yield one


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(made_up(), tmp_path_factory.mktemp("page") / "evidence.html")


@pytest.fixture
def seen(browser: Browser, path: Path) -> Iterator[Visit]:
    with visit(browser, path) as one:
        yield one


def _written(network: nx.MultiDiGraph[str], path: Path) -> Path:
    path.write_text(render_page(network, title="Made-up evidence"), encoding="utf-8", newline="\n")
    return path


def _options(page: Page) -> list[str]:
    return page.locator("#results [role=option] .name").all_inner_texts()


def _search(page: Page, text: str) -> None:
    page.fill("#search", text)
    page.wait_for_timeout(250)


def _click_node(page: Page, iri: str) -> None:
    place = page.evaluate("id => window.evgraph.onScreen(id)", iri)
    page.locator("#drawing").click(position={"x": place["x"], "y": place["y"]})


def test_page_asks_for_nothing_but_itself(seen: Visit, path: Path) -> None:
    _click_node(seen.page, _FIRST_DRUG)
    seen.page.wait_for_timeout(300)
    assert seen.requests == [path.as_uri()]


def test_page_makes_no_complaint(seen: Visit) -> None:
    _search(seen.page, "ber")
    _click_node(seen.page, _FIRST_DRUG)
    seen.page.set_viewport_size({"width": 390, "height": 844})
    seen.page.wait_for_timeout(200)
    assert seen.complaints == []


def test_policy_is_in_force(seen: Visit) -> None:
    seen.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    )
    assert seen.page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in text for text in seen.complaints)


def test_drawing_is_not_blank(seen: Visit) -> None:
    colours = seen.page.evaluate(
        """() => { const c = document.querySelector('#drawing canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const s = new Set();
        for (let i = 0; i < d.length; i += 4) s.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]); return [...s]; }"""
    )
    assert {0x0072B2, 0x009E73, 0xD55E00, 0xCC79A7} <= set(colours)


def test_click_on_a_node_opens_its_claims_figures_and_source(seen: Visit) -> None:
    network = made_up()
    drug = next(start for start, _, edge in network.edges(data=True) if edge["predicate"] == "studied in")
    edges = [edge for start, _, edge in network.edges(data=True) if start == drug and edge["claim"]]
    _click_node(seen.page, drug)
    panel = seen.page.locator("#panel")
    assert panel.locator("h2").inner_text() == network.nodes[drug]["label"]
    assert panel.locator(".claim").count() == len({edge["claim"] for edge in edges})
    text = panel.inner_text()
    for edge in edges:
        assert edge["figures"] in text
        assert edge["design"] in text
        assert f"{edge['locator']} · {edge['basis']}" in text
        assert network.nodes[edge["reference"]]["citation"] in text
    assert panel.locator("a").first.get_attribute("href", timeout=1000).startswith("https://")
    assert panel.locator("a:not([rel~=noopener])").count() == 0


def test_each_claim_is_listed_once(seen: Visit) -> None:
    network = made_up()
    for iri in list(network)[::6]:
        seen.page.evaluate("iri => { location.hash = encodeURIComponent(iri); }", iri)
        seen.page.wait_for_function(
            "label => document.getElementById('panel-title').textContent === label", arg=network.nodes[iri]["label"]
        )
        touching = {e["claim"] for a, b, e in network.edges(data=True) if e["claim"] and iri in (a, b, e["reference"])}
        assert seen.page.locator("#panel .claim").count() == len(touching)


def test_unverified_claims_say_so_in_words(seen: Visit) -> None:
    network = made_up()
    edge = next(edge for _, _, edge in network.edges(data=True) if edge.get("review") == "unverified")
    seen.page.evaluate("iri => { location.hash = encodeURIComponent(iri); }", edge["reference"])
    assert "unverified: check before use" in seen.page.locator("#panel .claim.unverified").first.inner_text()


def test_click_on_a_line_opens_the_claims_of_the_line(browser: Browser, tmp_path: Path) -> None:
    network = nx.MultiDiGraph()
    network.add_node("a", label="A", kind="drug")
    network.add_node("b", label="B", kind="condition")
    for name in ("one", "two"):
        network.add_edge("a", "b", predicate="studied in", claim=name, claim_label=f"claim {name}", review="read")
    with visit(browser, _written(network, tmp_path / "page.html")) as seen:
        ends = [seen.page.evaluate("id => window.evgraph.onScreen(id)", iri) for iri in ("a", "b")]
        seen.page.locator("#drawing").click(position={"x": (ends[0]["x"] + ends[1]["x"]) / 2, "y": ends[0]["y"]})
        assert seen.page.locator("#panel-title").inner_text() == "A → B"
        assert seen.page.locator(".claim-label").all_inner_texts() == ["claim one", "claim two"]


@pytest.mark.parametrize(("typed", "field"), [("label", "label"), ("synonym", "alt"), ("identifier", "ids")])
def test_search_finds_by_label_synonym_and_identifier(seen: Visit, typed: str, field: str) -> None:
    node = made_up().nodes[_FIRST_DRUG]
    value = node[field] if field == "label" else node[field][0]
    _search(seen.page, value.lower())
    assert node["label"] in " ".join(_options(seen.page))
    assert len(_options(seen.page)) < 5


def test_search_does_not_mind_hyphens(seen: Visit) -> None:
    node = made_up().nodes[_FIRST_DRUG]
    _search(seen.page, node["alt"][0].replace("-", ""))
    assert any(node["label"] in option for option in _options(seen.page))


def test_search_without_a_match_says_so(seen: Visit) -> None:
    _search(seen.page, "zzzz")
    assert _options(seen.page) == []
    assert seen.page.locator("#found").inner_text() == "0 matches"


def test_keyboard_alone_leads_from_search_to_a_claim_and_back(seen: Visit) -> None:
    network = made_up()
    drug = next(start for start, _, edge in network.edges(data=True) if edge["predicate"] == "studied in")
    keys = seen.page.keyboard
    keys.press("Tab")
    keys.press("Enter")  # the skip link
    keys.press("Tab") if seen.page.evaluate("document.activeElement.id") != "search" else None
    keys.type(network.nodes[drug]["ids"][0])
    keys.press("ArrowDown")
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-activedescendant')") == "option-0"
    keys.press("Enter")
    assert seen.page.locator("#panel-title").inner_text() == network.nodes[drug]["label"]
    assert seen.page.evaluate("document.activeElement.id") == "panel-title"
    assert seen.page.locator("#panel .claim").first.is_visible()
    keys.press("Escape")
    assert seen.page.locator("#panel").is_hidden()
    assert seen.page.evaluate("document.activeElement.id") == "results"


def test_arrows_move_through_the_list(seen: Visit) -> None:
    seen.page.locator("#results").focus()
    for key, wanted in [("ArrowDown", "option-1"), ("End", f"option-{len(made_up()) - 1}"), ("Home", "option-0")]:
        seen.page.keyboard.press(key)
        assert seen.page.locator("#results [aria-selected=true]").get_attribute("id") == wanted


def test_filter_by_kind_hides_nodes(seen: Visit) -> None:
    network = made_up()
    drugs = [node["label"] for _, node in network.nodes(data=True) if node["kind"] == "drug"]
    seen.page.locator("[data-filter=kind] input[value=drug]").uncheck()
    assert seen.page.locator("#count").inner_text().startswith(f"{len(network) - len(drugs)} of {len(network)} entries")
    _search(seen.page, drugs[0])
    assert seen.page.locator("#found").inner_text().endswith("hidden by the filters")


def test_filter_by_design_hides_claims_and_what_hangs_on_them(seen: Visit) -> None:
    network = made_up()
    kept = "randomised trial"
    claims = {edge["claim"]: edge["design"] for _, _, edge in network.edges(data=True) if edge["claim"]}
    for design in sorted(set(claims.values()) - {kept}):
        seen.page.locator(f"[data-filter=design] input[value='{design}']").uncheck()
    count = seen.page.locator("#count").inner_text()
    assert f"{sum(design == kept for design in claims.values())} of {len(claims)} claims" in count
    assert not count.startswith(f"{len(network)} of")
    seen.page.locator("#reset").click()
    assert seen.page.locator("#count").inner_text().startswith(f"{len(network)} of {len(network)}")


def test_open_panel_says_how_many_claims_the_filters_hide(seen: Visit) -> None:
    network = made_up()
    reference = next(edge["reference"] for _, _, edge in network.edges(data=True) if edge["claim"])
    seen.page.evaluate("iri => { location.hash = encodeURIComponent(iri); }", reference)
    before = seen.page.locator("#panel .claim").count()
    seen.page.locator("[data-filter=review] input").evaluate_all("boxes => boxes.forEach((box) => box.click())")
    assert f"{before} claim" in seen.page.locator("#panel .small").last.inner_text()
    assert seen.page.locator("#panel .claim").count() == 0


def test_address_opens_an_entry_and_follows_it(browser: Browser, path: Path) -> None:
    with visit(browser, path, address="#concept:drug-0") as seen:
        assert seen.page.locator("#panel-title").inner_text() == made_up().nodes[_FIRST_DRUG]["label"]
        _click_node(seen.page, concept("outcome-0"))
        assert seen.page.evaluate("location.hash") == "#concept:outcome-0"


_ATTACKS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror='window.ran=1'>",
    "</script><script>window.ran=1</script>",
    "javascript:window.ran=1",
    "href <svg onload=window.ran=1>",
    "\"><iframe srcdoc='<script>top.ran=1</script>'>",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    network = nx.MultiDiGraph()
    for number, attack in enumerate(_ATTACKS):
        network.add_node(
            f"{number}{attack}",
            label=attack,
            kind=attack if number == 1 else "drug",
            alt=(attack,),
            ids=(attack,),
            note=attack,
            citation=attack,
            links=((attack, attack), ("x", "javascript:window.ran=1")),
        )
        network.add_edge(
            f"{number}{attack}",
            "0" + _ATTACKS[0] if number else "1" + _ATTACKS[1],
            predicate=attack,
            claim=f"c{number}{attack}",
            claim_label=attack,
            statement=attack,
            figures=attack,
            design=attack,
            review=attack,
            reference=f"{number}{attack}",
            locator=attack,
            basis=attack,
            sources=((attack, attack),),
            quote=attack,
        )
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    path.write_text(render_page(network, title=_ATTACKS[2], subtitle=_ATTACKS[1]), encoding="utf-8", newline="\n")
    return path


def test_hostile_data_runs_nothing_loads_nothing_and_links_nowhere(browser: Browser, hostile: Path) -> None:
    # Without the policy: the escaping must hold by itself, the policy is the second wall.
    with visit(browser, hostile, bypass_csp=True) as seen:
        for place in range(len(_ATTACKS)):
            seen.page.locator("#results [role=option]").nth(place).click()
            assert seen.page.locator("#panel .claim").count() >= 1
            assert seen.page.locator("#panel a").count() == 0
            seen.page.locator("#back").click()
        seen.page.mouse.move(900, 400)
        seen.page.wait_for_timeout(300)
        assert seen.page.evaluate("() => window.ran") is None
        assert seen.page.locator("img, iframe, #panel script").count() == 0
        assert seen.requests == [hostile.as_uri()]
        assert seen.complaints == []


def test_hostile_text_is_shown_as_written(browser: Browser, hostile: Path) -> None:
    with visit(browser, hostile) as seen:
        assert seen.page.locator("h1").inner_text() == _ATTACKS[2]
        assert set(_ATTACKS) <= {text.split("\n")[0] for text in _options(seen.page)}


@pytest.mark.parametrize("state", ["opened", "panel", "searched", "narrow", "filtered"])
def test_axe_finds_no_violation(browser: Browser, path: Path, state: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    # axe is itself an injected script, which the policy of the page rightly blocks; only this run goes past it.
    with visit(browser, path, bypass_csp=True, width=390 if state == "narrow" else 1280) as seen:
        if state in ("panel", "narrow"):
            seen.page.evaluate("location.hash = 'concept:condition-0'")
            seen.page.wait_for_selector("#panel .claim")
        elif state == "searched":
            _search(seen.page, "ber")
            seen.page.keyboard.press("ArrowDown")
        elif state == "filtered":
            seen.page.locator("[data-filter=kind] input[value=drug]").uncheck()
        found = axe.run(seen.page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Path:
    """Write our abstracts, and one that means harm, with what was found in them marked."""
    matcher = Matcher.of(lexicon)
    texts = [f"{title}\n\n{abstract}" for title, abstract, *_ in SAMPLES]
    texts.append(f"<script>window.ran = 1</script><img src=x onerror='window.ran = 1'> {texts[0]}")
    documents = [document_from_text(f"work-{number}", text) for number, text in enumerate(texts)]
    found = [(document, extract(document, matcher)) for document in documents]
    path = tmp_path_factory.mktemp("texts") / "annotated.html"
    path.write_text(render_annotated(found, lexicon), encoding="utf-8", newline="\n")
    return path


def test_the_marked_texts_ask_for_nothing_run_nothing_and_make_no_complaint(browser: Browser, annotated: Path) -> None:
    with visit(browser, annotated, scripted=False) as seen:
        assert seen.page.evaluate("() => window.ran") is None
        assert seen.page.locator("mark").count() > 20
        assert "<script>window.ran" in seen.page.locator("body").inner_text()
        assert seen.requests == [annotated.as_uri()]
        assert seen.complaints == []


def test_the_marked_texts_fit_a_narrow_screen(browser: Browser, annotated: Path) -> None:
    with visit(browser, annotated, width=390, scripted=False) as seen:
        assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation_in_the_marked_texts(browser: Browser, annotated: Path, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    with visit(browser, annotated, bypass_csp=True, width=width, scripted=False) as seen:
        found = axe.run(seen.page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []

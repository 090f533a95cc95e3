"""A network of evidence → one HTML file that opens anywhere, offline, and asks no host for anything.

pyvis builds the network data, vis-network 9.1.2 (from the pyvis wheel) draws it; the page around them is
ours. The layout is computed here, so the page never simulates physics. A Content-Security-Policy allows our
scripts and our style sheet by their SHA-256 and nothing else: whatever a title or a quotation may contain,
it is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from evgraph.errors import InputError
from evgraph.view.looks import in_order, look_of
from evgraph.view.payload import REVIEWS, UNSTATED, Content, Json, content_of, payload

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["MAX_NODES", "render_page"]

#: More would neither be read nor drawn smoothly.
MAX_NODES = 2000

_REVIEW_WORDS = {
    "verified": "verified in the text",
    "read": "read by a curator",
    "accepted": "mined, then accepted by a reviewer",
    "mined": "mined from a text, not looked at",
    "unverified": "unverified",
}


def render_page(network: nx.MultiDiGraph[str], *, title: str, subtitle: str = "") -> str:
    """Return the page as text; the same network gives the same text.

    Write it as UTF-8 with plain line feeds: the hashes of the scripts hold for those bytes.
    """
    if network.number_of_nodes() > MAX_NODES:
        raise InputError(
            f"the network has {network.number_of_nodes():,} nodes; a page of more than {MAX_NODES:,} is not legible",
            mend="draw the neighbourhood of one node: choose it with `around`, and few hops",
        )
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    content = content_of(network)
    style = _resource("page.css")
    scripts = [_vis_network(), *map(_resource, ("elements.js", "drawing.js", "page.js"))]
    # Markup: our own files and the escaped data; everything else is escaped by the template.
    return (
        Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        .from_string(_resource("page.html.j2"))
        .render(
            title=title,
            subtitle=subtitle,
            policy=_policy(style, scripts),
            style=Markup(style),  # noqa: S704 - a file of ours
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - files of ours and of vis-network
            data=Markup(_embedded(payload(content))),  # noqa: S704 - escaped for a script element
            kinds=_kinds(content),
            designs=_designs(content),
            reviews=_reviews(content),
            claims=len(content.claims),
        )
    )


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _vis_network() -> str:
    """Read the library without its last line, which would make developer tools look for a source map."""
    source = files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text(encoding="utf-8")
    return source.partition("//# sourceMappingURL=")[0]


def _policy(style: str, scripts: list[str]) -> str:
    """Write the Content-Security-Policy: nothing but these very texts; `data:` is for the empty icon."""
    allowed = " ".join(_sha256(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_sha256(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(data: Json) -> str:
    r"""JSON that cannot leave its script element: ASCII only, with <, > and & as \u escapes.

    >>> _embedded({"label": "</script>"})
    '{"label":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _kinds(content: Content) -> list[Json]:
    counts = Counter(str(node["kind"]) for node in content.nodes.values())
    return [
        {"name": kind, "count": counts[kind], "fill": look.fill, "line": look.outline, "path": look.path}
        for kind in in_order(frozenset(counts))
        for look in [look_of(kind)]
    ]


def _designs(content: Content) -> list[Json]:
    """List the designs present, the strongest first, those without a rung last."""
    counts = Counter(str(claim["design"]) for claim in content.claims.values())
    rungs: dict[str, int] = {}
    for claim in content.claims.values():
        rung = claim.get("rung")
        if isinstance(rung, int):
            rungs[str(claim["design"])] = rung
    order = sorted(counts, key=lambda name: (name == UNSTATED, -rungs.get(name, -1), name))
    return [{"name": name, "count": counts[name]} for name in order]


def _reviews(content: Content) -> list[Json]:
    counts = Counter(str(claim["review"]) for claim in content.claims.values())
    return [{"name": name, "words": _REVIEW_WORDS[name], "count": counts[name]} for name in REVIEWS if counts[name]]

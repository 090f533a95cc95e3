"""A made-up network for the tests of the page: invented names, realistic shape, no figure from any paper."""

from __future__ import annotations

import random

import networkx as nx

from evgraph.identifiers import BASE

_SYLLABLES = ("ber", "cor", "dal", "fen", "gly", "mar", "nox", "pel", "quin", "ros", "tam", "vel", "zor", "lim")
_DESIGNS = (
    ("cell line", 1),
    ("xenograft", 2),
    ("case report", 3),
    ("case series", 4),
    ("single-arm trial", 5),
    ("randomised trial", 6),
    ("meta-analysis", 7),
)
_ENDINGS = {
    "drug": "tinib",
    "drug class": " inhibitors",
    "regimen": " plus steroid",
    "procedure": " transplantation",
    "target": "ase",
    "process": " signalling",
    "model": " cell line",
    "condition": " leukaemia, relapsed",
    "characteristic": " rearrangement",
    "criterion": " criteria",
    "outcome": " remission",
    "adverse event": " toxicity",
    "study": " trial",
}
#: How many nodes of each kind, for a network of 100 with its 15 references.
_SHARES = {
    "drug": 20,
    "drug class": 6,
    "regimen": 6,
    "procedure": 2,
    "target": 12,
    "process": 6,
    "model": 4,
    "condition": 8,
    "characteristic": 5,
    "criterion": 2,
    "outcome": 12,
    "adverse event": 7,
    "study": 2,
}


def concept(name: str) -> str:
    """Return the IRI of a made-up concept."""
    return f"{BASE}concept/{name}"


def made_up(nodes: int = 60, seed: int = 7) -> nx.MultiDiGraph[str]:
    """Return a network of about that many nodes, with claims over several edges."""
    dice = random.Random(seed)
    network = nx.MultiDiGraph()
    kinds: dict[str, list[str]] = {}
    for kind, share in _SHARES.items():
        for number in range(max(1, round(share * nodes / 115))):
            name = "".join(dice.sample(_SYLLABLES, 2)).capitalize() + _ENDINGS[kind]
            iri = concept(f"{kind.replace(' ', '-')}-{number}")
            network.add_node(
                iri,
                label=name,
                kind=kind,
                alt=(f"{name[:4].upper()}-{number}0{number}",),
                ids=(f"CHEBI:{dice.randint(10000, 99999)}",),
                note=None,
            )
            kinds.setdefault(kind, []).append(iri)
    references = [_reference(network, number, dice) for number in range(max(2, round(nodes * 0.15)))]
    for number, drug in enumerate(kinds["drug"]):
        network.add_edge(
            drug, dice.choice(kinds["drug class"]), key=f"is-a-{number}", predicate="is a", label="is a", claim=None
        )
    for number in range(nodes * 7 // 10):
        _claim(network, kinds, references, number, dice)
    for number, (citing, cited) in enumerate(zip(references[1:], references, strict=False)):
        network.add_edge(citing, cited, key=f"cites-{number}", predicate="cites", label="cites", claim=None)
    return network


def _reference(network: nx.MultiDiGraph[str], number: int, dice: random.Random) -> str:
    iri = f"{BASE}reference/ref{number}"
    name = "".join(dice.sample(_SYLLABLES, 2)).capitalize()
    pmid = dice.randint(10_000_000, 39_999_999)
    network.add_node(
        iri,
        label=f"{name} {2000 + number % 25}",
        kind="reference",
        alt=(),
        ids=(f"PMID {pmid}", f"10.5555/made.up.{number}"),
        note=None,
        citation=f"{name} A, Other B. A made-up report on treatment. J Made Up Med. {2000 + number % 25};1:1-9.",
        links=(
            ("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"),
            ("DOI", f"https://doi.org/10.5555/made.up.{number}"),
        ),
    )
    return iri


def _claim(
    network: nx.MultiDiGraph[str], kinds: dict[str, list[str]], references: list[str], number: int, dice: random.Random
) -> None:
    agent = dice.choice(kinds["drug"] + kinds["regimen"] + kinds["procedure"])
    reference = dice.choice(references)
    mechanism = dice.random() < 0.25
    design, rung = _DESIGNS[dice.randint(0, 2)] if mechanism else dice.choice(_DESIGNS[2:])
    total = dice.randint(8, 90)
    events = dice.randint(0, total)
    name = network.nodes[agent]["label"]
    claim = {
        "claim": f"{BASE}claim/c{number}",
        "claim_label": f"{name}: {events} of {total}",
        "statement": f"{name} was tried in a made-up group.",
        "figures": f"{events}/{total} ({100 * events / total:.0f}%)",
        "design": design,
        "rung": rung,
        "review": dice.choice(("verified", "read", "read", "read", "unverified")),
        "reference": reference,
        "locator": f"Table {dice.randint(1, 4)}",
        "basis": dice.choice(("full text", "abstract")),
        "sources": (("abstract", f"https://pubmed.ncbi.nlm.nih.gov/{dice.randint(10**7, 10**8 - 1)}/"),),
        "quote": None,
    }
    if mechanism:
        path = [
            (agent, "decreases", dice.choice(kinds["target"])),
            (None, "takes part in", dice.choice(kinds["process"])),
            (None, "observed in", dice.choice(kinds["condition"] + kinds["model"])),
        ]
    else:
        path = [
            (agent, "studied in", dice.choice(kinds["condition"] + kinds["characteristic"])),
            (None, "responded", dice.choice(kinds["outcome"] + kinds["adverse event"])),
        ]
    start = agent
    for step, (_, predicate, end) in enumerate(path):
        network.add_edge(start, end, key=f"c{number}-{step}", predicate=predicate, label=predicate, **claim)
        start = end
    network.add_edge(
        reference, agent, key=f"{reference}-{agent}", predicate="reports on", label="reports on", claim=None
    )

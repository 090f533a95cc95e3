"""Shared fixtures: one real build for the whole run, small folders for hostile inputs. No test reaches the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import evgraph
from evgraph.lexicon import Lexicon, read_concepts
from evgraph.resolve.http import Door, Limits
from tests.replay import Replay

ROOT = Path(__file__).resolve().parents[1]
#: For tests of failures that pass: no test waits long for one.
QUICK = Limits(first_wait=0.01, read=5)


# The same examples in every run: a red test is a change of the code, never of the dice. Fuzz with
# `HYPOTHESIS_PROFILE=dice python -m pytest`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("dice", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The concepts of the project."""
    return read_concepts(ROOT / "ontology")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the build of the project's own references."""
    out = tmp_path_factory.mktemp("built") / "build"
    report = evgraph.build(ROOT / "references", out)
    assert report.exit_code == 0, [str(problem) for problem in report.problems if problem.severity == "error"]
    return out


@pytest.fixture(scope="session")
def graph(built: Path) -> evgraph.EvidenceGraph:
    """The project's own graph, opened."""
    return evgraph.open(built)


SMALL_BIB = """\
@article{smith2020,
  author  = {Smith, Jane and van der Berg, Piet},
  title   = {Bortezomib doubles the response of sample cells},
  journal = {Sample J},
  year    = {2020},
  volume  = {1},
  pages   = {10--12},
}
"""

SMALL_EVIDENCE = """\
work: smith2020
sources:
  title: {basis: title}
  abstract: {basis: abstract, url: "https://example.org/smith2020"}
study: {key: SAMPLE, label: Sample study, design: case-series, source: abstract}
populations:
  all: {label: all patients, criteria: [t-cell-all, adult], size: 20, source: abstract}
arms:
  btz: {label: bortezomib, population: all, interventions: [bortezomib], experimental: [bortezomib], source: abstract}
claims:
  - {id: cr, kind: result, outcome: complete-remission, arm: btz, n: 16, of: 20, percent: 80.0, source: abstract}
  - {id: cells, kind: mechanism, agents: [bortezomib], effect: increases, targets: [apoptosis], source: title,
     quote: doubles the response of sample cells, statement: Bortezomib makes sample cells die.}
"""


@pytest.fixture
def replay() -> Iterator[Replay]:
    """The services on loopback, over real HTTP, with the sample corpus; they refuse whoever is too fast."""
    with Replay() as served:
        yield served


@pytest.fixture
def door(replay: Replay, tmp_path: Path) -> Iterator[Door]:
    """A door to the services on loopback, in a hurry: speed limits have tests of their own."""
    replay.strict = False
    quick = dict.fromkeys(replay.bases, 500.0)
    with Door(tmp_path / "answers", bases=replay.bases, rates=quick, limits=QUICK) as opened:
        yield opened


@pytest.fixture(
    params=["replay", pytest.param("live", marks=[pytest.mark.network, pytest.mark.enable_socket])],
)
def asking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    """A door to the services on loopback, at their own pace, and with `-m network` also to the live ones."""
    if request.param == "replay":
        yield request.getfixturevalue("door")
        return
    with Door(tmp_path / "live") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Make a small references folder; keywords are further files, `__` in a name is a slash."""

    def make(bib: str | None = SMALL_BIB, evidence: str | None = SMALL_EVIDENCE, **files: str | bytes) -> Path:
        home = tmp_path / "references"
        shutil.rmtree(home, ignore_errors=True)
        (home / "evidence").mkdir(parents=True)
        if bib is not None:
            (home / "sample.bib").write_text(bib, encoding="utf-8")
        if evidence is not None:
            (home / "evidence" / "smith2020.yaml").write_text(evidence, encoding="utf-8")
        for name, content in files.items():
            path = home / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return home

    return make

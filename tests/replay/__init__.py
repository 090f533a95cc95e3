"""A server on loopback that speaks the protocols of the services, for tests that ask over real HTTP.

    with Replay(corpus) as replay, Door(folder, bases=replay.bases) as door: ...

It knows the works and trials of its `Corpus`, answers as each service documents it, counts what it is asked, refuses
whoever is too fast, and fails on purpose where the plan says so (`replay.plan(faults.too_many(1))`).
"""

from tests.replay import faults
from tests.replay.corpus import Corpus, Relation, Trial, Update, Work, sample
from tests.replay.server import Replay

__all__ = ["Corpus", "Relation", "Replay", "Trial", "Update", "Work", "faults", "sample"]

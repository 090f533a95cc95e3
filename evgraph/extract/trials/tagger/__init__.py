"""Sentences of results turned into the outcomes they name, by a small trained model: `load().tag(…)`."""

from evgraph.extract.trials.tagger.model import MEASURED, NAMED, Tagger, load

__all__ = ["MEASURED", "NAMED", "Tagger", "load"]

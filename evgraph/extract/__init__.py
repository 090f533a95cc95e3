"""A Document turned into Findings: mentions, figures, populations, arms and claims, each with its place in the text."""

from evgraph.extract.documents import document_from_text, document_of
from evgraph.extract.extraction import RULES, annotate, extract
from evgraph.extract.matcher import Matcher

__all__ = ["RULES", "Matcher", "annotate", "document_from_text", "document_of", "extract"]

"""Claims beside one another: comparable or not, of the same patients or not, repeated, superseded, contradicted.

Nothing is rated silently: every answer carries its reasons, and what the graph does not know is said to be unknown.
"""

from evgraph.appraisal.conflicts import Conflict, Standoff, find_conflicts
from evgraph.appraisal.endpoints import comparable, distance
from evgraph.appraisal.levels import LEVELS, level_of, profile
from evgraph.appraisal.lineage import Lineage, Relation, find_lineage
from evgraph.appraisal.overlap import Studies, StudyOverlap, overlap_of_claims, overlap_of_studies

__all__ = [
    "LEVELS",
    "Conflict",
    "Lineage",
    "Relation",
    "Standoff",
    "Studies",
    "StudyOverlap",
    "comparable",
    "distance",
    "find_conflicts",
    "find_lineage",
    "level_of",
    "overlap_of_claims",
    "overlap_of_studies",
    "profile",
]

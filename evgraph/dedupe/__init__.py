"""Records of one work, found across inputs: References to clusters that keep every record and say why."""

from evgraph.dedupe.best import Merged
from evgraph.dedupe.clusters import cluster
from evgraph.dedupe.features import slim
from evgraph.dedupe.judge import Verdict
from evgraph.dedupe.records import Cluster, Clusters, Pair
from evgraph.dedupe.render import render_clusters

__all__ = ["Cluster", "Clusters", "Merged", "Pair", "Verdict", "cluster", "render_clusters", "slim"]

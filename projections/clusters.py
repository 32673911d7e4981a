"""The clusters, with their members."""

from domain.clusters import Cluster
from projections.asof import Model

CLUSTERS = Model("clusters", "cluster", Cluster)

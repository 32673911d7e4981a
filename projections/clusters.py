"""The clusters, with their members."""

import msgspec

from domain.clusters import Cluster
from projections.asof import Model


def _without_tenures(cluster: Cluster, _at: int) -> Cluster:
    return msgspec.structs.replace(cluster, tenures={})  # `leads` tells those


CLUSTERS = Model("clusters", "cluster", Cluster, _without_tenures)

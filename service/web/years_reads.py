"""The reads over the years: the ranks and commendations of a cluster, and the years of a unit."""

from fastapi import APIRouter
from starlette.responses import Response

from service.web import years_shapes
from service.web.guard import permitted
from service.web.guarded import GuardedRoute
from service.web.reading import ClusterId, Read, UnitId

of_cluster = APIRouter(
    prefix="/clusters/{cluster}", dependencies=[permitted("read_cycle")], route_class=GuardedRoute
)
of_unit = APIRouter(
    prefix="/units/{unit}", dependencies=[permitted("read_unit_years")], route_class=GuardedRoute
)


@of_cluster.get("/ranks", operation_id="get_ranks", response_model=years_shapes.Ranks)
def get_ranks(read: Read, cluster: ClusterId) -> Response:
    """The rank and points of every unit over the cycles of a cluster."""
    return read("ranks", cluster)


@of_cluster.get(
    "/commendations",
    operation_id="get_cluster_commendations",
    response_model=years_shapes.ClusterCommendations,
)
def get_cluster_commendations(read: Read, cluster: ClusterId) -> Response:
    """The commendations that were reported in each cycle of a cluster."""
    return read("cluster_commendations", cluster)


@of_unit.get("/years", operation_id="get_unit_years", response_model=years_shapes.UnitYears)
def get_unit_years(read: Read, unit: UnitId) -> Response:
    """The cycles that a unit took part in, with its rank, points, targets and titles in each."""
    return read("unit_years", unit)

"""The reads: each a question at a point, answered with the bytes that the read models give.

Here are those of what outlives a year: units, clusters, their cycles, and the rule sets.
"""

from fastapi import APIRouter
from starlette.responses import Response

from service.web import ballot_reads, cycle_reads, details, records, rulings, schemas, years_reads
from service.web.exporting import FILES
from service.web.guard import permitted
from service.web.guarded import GuardedRoute
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.reading import (
    ClusterId,
    CycleId,
    CyclesRead,
    Exported,
    ExportedPages,
    Paged,
    Read,
    RuleSetId,
    Searched,
    UnitId,
    UnitsRead,
)

directory = APIRouter(dependencies=[permitted("read_directory")], route_class=GuardedRoute)
representatives = APIRouter(dependencies=[permitted("read_representatives")], route_class=GuardedRoute)


@directory.get("/cycles", operation_id="list_cycles", response_model=schemas.Cycles)
def list_cycles(read: CyclesRead) -> Response:
    """Every cycle that is known, the latest years first."""
    return read("cycles")


@directory.get("/cycles/{cycle}", operation_id="get_cycle", response_model=schemas.Cycle)
def get_cycle(read: Read, cycle: CycleId) -> Response:
    """One cycle."""
    return read("cycle", cycle)


@directory.get("/units", operation_id="list_units", response_model=schemas.Units)
def list_units(read: UnitsRead) -> Response:
    """Every unit that is known."""
    return read("units")


@directory.get("/units/{unit}", operation_id="get_unit", response_model=schemas.Unit)
def get_unit(read: Read, unit: UnitId) -> Response:
    """One unit, by the name that it bore on the day."""
    return read("unit", unit)


@directory.get(
    "/units/{unit}/honours", operation_id="get_honours", response_model=records.Honours, responses=FILES
)
def get_honours(read: ExportedPages, unit: UnitId) -> Response:
    """The titles of a unit over the years, each with its status."""
    return read("honours", unit)


@representatives.get(
    "/units/{unit}/representatives",
    operation_id="list_representatives",
    response_model=details.Representatives,
)
def list_representatives(read: Read, unit: UnitId) -> Response:
    """Who speaks for a unit: persons by opaque id, their capacity, and since when."""
    return read("representatives", unit)


@directory.get("/clusters", operation_id="list_clusters", response_model=schemas.Clusters)
def list_clusters(read: Searched) -> Response:
    """Every cluster and bloc that is known."""
    return read("clusters")


@directory.get("/clusters/{cluster}", operation_id="get_cluster", response_model=details.Cluster)
def get_cluster(read: Read, cluster: ClusterId) -> Response:
    """One cluster or bloc: its members since when, who leads it on the day, and who led it in which year."""
    return read("cluster", cluster)


@directory.get(
    "/clusters/{cluster}/leads", operation_id="get_leads", response_model=schemas.Leads, responses=FILES
)
def get_leads(read: Exported, cluster: ClusterId) -> Response:
    """The lead and deputy of a cluster on the day, and the lineage of leads."""
    return read("leads", cluster)


@directory.get("/rule-sets", operation_id="list_rule_sets", response_model=rulings.RuleSets)
def list_rule_sets(read: Paged) -> Response:
    """The rule sets that come with the service; a cycle pins one by value when it adopts it."""
    return read("rule_sets")


@directory.get("/rule-sets/{rule_set}", operation_id="get_rule_set", response_model=rulings.RuleSet)
def get_rule_set(read: Read, rule_set: RuleSetId) -> Response:
    """One rule set, every part with its source and whether that text was read."""
    return read("rule_set", rule_set)


router = APIRouter(prefix=PREFIX, tags=["reads"], responses=problems(404, 422, 503))
_PARTS = (
    directory,
    representatives,
    years_reads.of_cluster,
    years_reads.of_unit,
    cycle_reads.router,
    ballot_reads.router,
)
for _part in _PARTS:
    router.include_router(_part)

"""Lists of many: a part of them is told, and what names a unit is found without reading all."""

from typing import Any

from domain.identity import stream
from projections.clusters import CLUSTERS, all_clusters, clusters_of
from projections.cycles import CYCLES, all_cycles, cycles_of
from projections.steps import steps, steps_reached
from projections.units import UNITS, all_units, predecessors
from tests.projections.world import CLUSTER, CYCLE, World


def test_a_stream_is_found_by_what_it_ever_named(world: World) -> None:
    world.form("a", "b")
    world.do("leave_cluster", "2022-06-01", cluster=CLUSTER, unit="a")
    world.do("appoint_representative", "2022-06-01", unit="b", person='p-"1"')
    with world.reading() as connection:
        assert CLUSTERS.ever_naming(connection, "a") == [stream("cluster", CLUSTER)]
        assert CLUSTERS.ever_naming(connection, "c") == []
        assert UNITS.ever_naming(connection, 'p-"1"') == ["unit:b"]
        assert UNITS.ever_naming(connection, "p-") == []


def test_the_clusters_of_units_are_those_of_the_day(world: World) -> None:
    world.form("a", "b")
    world.form(cluster="an")
    world.do("join_cluster", cluster="an", unit="a")
    world.do("leave_cluster", "2022-06-01", cluster=CLUSTER, unit="a")
    with world.reading() as connection:
        before, after = world.point("2022-05-31"), world.point("2022-06-01")
        assert [one.id for one in clusters_of(connection, ["a"], before)] == ["an", CLUSTER]
        assert [one.id for one in clusters_of(connection, ["a", "c"], after)] == ["an"]
        assert clusters_of(connection, [], before) == []


def test_the_units_that_went_into_one_are_known_from_that_day_on(world: World) -> None:
    world.form("a", "b", "c")
    world.do("merge_unit", "2022-06-01", unit="a", successor="b")
    with world.reading() as connection:
        assert [one.id for one in predecessors(connection, "b", world.point("2022-06-01"))] == ["a"]
        assert predecessors(connection, "b", world.point("2022-05-31")) == []
        assert predecessors(connection, "a", world.point("2022-06-01")) == []


def test_the_cycles_of_a_cluster_are_not_those_of_one_whose_name_begins_so(world: World) -> None:
    longer = f"{CLUSTER}-2"
    for cluster, year in ((CLUSTER, 2022), (CLUSTER, 2023), (longer, 2022)):
        if year == 2022:
            world.form(cluster=cluster)
        world.do("open_cycle", f"{year}", cycle=f"{cluster}-{year}", cluster=cluster, first_year=year)
    with world.reading() as connection:
        point = world.point("2023-12-31")
        assert [one.id for one in cycles_of(connection, [CLUSTER], point)] == ["cum-2022", "cum-2023"]
        every = cycles_of(connection, [CLUSTER, longer], point)
        assert {one.id for one in every} == {"cum-2022", "cum-2023", "cum-2-2022"}
        assert cycles_of(connection, ["khac"], point) == []
        assert [one.id for one in cycles_of(connection, [CLUSTER], world.point())] == ["cum-2022"]


def test_a_list_tells_what_is_left_of_it(world: World) -> None:
    world.form("a", "b")
    world.form(cluster="khac")
    for cluster in (CLUSTER, "khac"):
        world.do("open_cycle", "2022", cycle=f"{cluster}-2022", cluster=cluster, first_year=2022)

    def last(found: Any) -> list[Any]:
        return [found[-1]]

    with world.reading() as connection:
        for listed, name in ((all_units, "units"), (all_clusters, "clusters"), (all_cycles, "cycles")):
            whole = listed(connection, world.point())[name]
            assert len(whole) == 2
            assert listed(connection, world.point(), cut=last)[name] == whole[1:]


def test_the_furthest_steps_of_several_cycles_are_those_that_each_tells(world: World) -> None:
    world.form("a", "b")
    world.form(cluster="khac")
    for cluster in (CLUSTER, "khac"):
        world.do("open_cycle", "2022", cycle=f"{cluster}-2022", cluster=cluster, first_year=2022)
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    with world.reading() as connection:
        point = world.point()
        cycles = list(CYCLES.all(connection, point).values())
        told = {cycle.id: steps(connection, cycle.id, point) for cycle in cycles}
        assert steps_reached(connection, cycles, point) == {
            one: it and it["step"] for one, it in told.items()
        }
        assert steps_reached(connection, cycles, point)[CYCLE] == "launched"
        assert steps_reached(connection, [], point) == {}

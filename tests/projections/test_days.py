"""The days on which something happened, so that a look back can stop there."""

from projections.days import cycle_days, stream_days
from tests.projections.world import CLUSTER, CYCLE, World


def a_year(world: World) -> None:
    world.do("register_unit", "2021", unit="bo", name="Bộ diễn tập")
    world.do("form_cluster", "2021", cluster=CLUSTER, name="Cụm diễn tập", kind="cluster", organiser="bo")
    for unit in ("a", "b"):
        world.do("register_unit", "2021", unit=unit, name=f"Đơn vị {unit}")
        world.do("join_cluster", "2021-06-01", cluster=CLUSTER, unit=unit)
    world.do("open_cycle", "2022-01-05", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("launch_cycle", "2022-02-10", cycle=CYCLE)
    world.do("review_midyear", "2022-07", cycle=CYCLE)
    world.do("launch_drive", "2022-02-10", cycle=CYCLE, drive="xuan", name="Mùa xuân")
    world.do("launch_drive", "2022-06-01", cycle=CYCLE, drive="he", name="Mùa hè")
    world.do("hand_over_lead", "2022-01-20", cluster=CLUSTER, year=2022, lead="a")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, outgoing="a", lead="b")


def test_an_unknown_cycle_has_no_days(world: World) -> None:
    assert world.ask(cycle_days) is None


def test_the_days_of_a_year_are_those_known_to_the_day_and_of_its_cluster(world: World) -> None:
    a_year(world)
    told = world.ask(cycle_days)
    assert told["days"] == ["2022-01-05", "2022-01-20", "2022-02-10", "2022-06-01", "2022-11-22"]
    assert (told["first_year"], told["last_year"]) == (2022, 2022)


def test_milestones_are_the_first_days_of_the_steps(world: World) -> None:
    a_year(world)
    told = {one["step"]: one["on"] for one in world.ask(cycle_days)["milestones"]}
    assert told == {
        "opened": "2022-01-05",
        "launched": "2022-02-10",
        "drives": "2022-02-10",
        "handed_over": "2022-11-22",
    }


def test_days_to_come_are_told_at_a_day_before_them(world: World) -> None:
    a_year(world)
    assert world.ask(cycle_days, as_of="2021-12-31")["days"][-1] == "2022-11-22"


def test_a_cluster_has_days_of_its_own(world: World) -> None:
    a_year(world)

    with world.reading() as connection:
        told = stream_days(connection, "cluster", CLUSTER, world.point())
    assert told == ["2021-06-01", "2022-01-20", "2022-11-22"]

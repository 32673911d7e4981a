"""What the office asks: what stands empty, who was a member when, for which units somebody speaks."""

from datetime import date
from typing import Any

from projections.clusters import CLUSTERS
from projections.memberships import memberships
from projections.representation import representation
from projections.units import UNITS
from projections.vacancies import vacancies
from tests.projections.world import CLUSTER, World

PERSON, STAND_IN = "p-a", "p-b"


def empty(world: World, as_of: str = "2022-06-01") -> Any:
    with world.reading() as connection:
        point = world.point(as_of)
        units, clusters = UNITS.all(connection, point), CLUSTERS.all(connection, point)
    told = vacancies(units.values(), clusters.values(), point)
    return told.year, [one.id for one in told.units], [one.id for one in told.clusters]


def speaks(world: World, person: str, as_of: str = "2022-06-01") -> Any:
    return world.ask(representation, person, as_of)["units"]


def test_nothing_stands_empty_in_an_empty_log(world: World) -> None:
    assert empty(world) == (2023, [], [])


def test_a_member_without_a_representative_and_a_cluster_without_its_next_lead_stand_empty(
    world: World,
) -> None:
    world.form("a", "b")
    world.do("form_cluster", cluster="phong-trao", name="Phong trào", kind="movement")
    world.do("form_cluster", cluster="so-cu", name="Cụm trong hồ sơ cũ", kind="cluster")
    assert empty(world) == (2023, ["a", "b"], [CLUSTER])
    world.do("appoint_representative", unit="a", person=PERSON)
    world.do("dissolve_unit", "2022-05-01", unit="b")
    world.do("assign_lead", "2022-05-01", cluster=CLUSTER, year=2023, mode="assigned", lead="a")
    assert empty(world) == (2023, [], [])
    assert empty(world, "2022-02-01") == (2023, ["b"], [CLUSTER])


def test_a_cluster_whose_lead_of_a_year_is_known_without_members_goes_on(world: World) -> None:
    world.do("register_unit", unit="a", name="Đơn vị A")
    world.do("form_cluster", cluster="khong-thanh-vien", name="Cụm không nêu thành viên", kind="cluster")
    world.do("assign_lead", cluster="khong-thanh-vien", year=2022, mode="stated", lead="a")
    assert empty(world) == (2023, [], ["khong-thanh-vien"])


def test_a_member_that_left_and_came_back_has_two_memberships(world: World) -> None:
    world.form("a", "b")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    left = world.do("leave_cluster", "2022-03-01", cluster=CLUSTER, unit="a", reason="Chuyển cụm")
    world.do("join_cluster", "2023-02-01", cluster=CLUSTER, unit="a")
    world.do("assign_lead", "2023-02-01", cluster=CLUSTER, year=2023, mode="assigned", lead="a")
    told = world.ask(memberships, CLUSTER, "2023-12-31")
    assert [(one["unit"], one["since"], one["led"]) for one in told["memberships"]] == [
        ("a", "2022-01-01", [2022, 2023]),
        ("b", "2022-01-01", []),
        ("a", "2023-02-01", [2022, 2023]),
    ]
    first, second, back = told["memberships"]
    assert first["left"] == {"when": "2022-03-01", "reason": "Chuyển cụm", "entry": left}
    assert second["left"] is None
    assert back["left"] is None
    assert [one["left"] for one in world.ask(memberships, CLUSTER, "2022-02-01")["memberships"]] == [
        None,
        None,
    ]


def test_a_membership_that_is_restated_keeps_its_beginning(world: World) -> None:
    world.form("a")
    world.do("join_cluster", "2022", cluster=CLUSTER, unit="a")
    assert [one["since"] for one in world.ask(memberships, CLUSTER)["memberships"]] == ["2022-01-01"]


def test_of_an_unknown_cluster_there_are_no_memberships(world: World) -> None:
    assert world.ask(memberships, "khong-co") is None


def test_a_person_speaks_as_a_representative_and_as_a_stand_in(world: World) -> None:
    world.form("a", "b")
    world.do("appoint_representative", unit="a", person=PERSON, capacity="Trưởng phòng")
    world.do("appoint_representative", unit="b", person=STAND_IN)
    granted: dict[str, Any] = {"by": PERSON, "stand_in": STAND_IN, "scopes": ("votes",)}
    world.do("grant_delegation", "2022-05-01", unit="a", until=date(2022, 6, 30), **granted)
    assert [(one["unit"], one["capacity"], one["by"]) for one in speaks(world, PERSON)] == [
        ("a", "Trưởng phòng", None)
    ]
    assert [(one["unit"], one["by"], one["scopes"], one["until"]) for one in speaks(world, STAND_IN)] == [
        ("a", PERSON, ["votes"], "2022-06-30"),
        ("b", None, None, None),
    ]
    assert [one["unit"] for one in speaks(world, STAND_IN, "2022-07-01")] == ["b"]
    assert speaks(world, "p-khong-co") == []


def test_nobody_speaks_for_a_unit_that_ended(world: World) -> None:
    world.form("a")
    world.do("appoint_representative", unit="a", person=PERSON)
    world.do("dissolve_unit", "2022-05-01", unit="a")
    assert [one["unit"] for one in speaks(world, PERSON, "2022-04-01")] == ["a"]
    assert speaks(world, PERSON) == []

"""Units, clusters, cycles and leads at any point."""

from typing import Any

from sqlalchemy import Connection

from projections.clusters import all_clusters
from projections.cycles import all_cycles
from projections.honours import honours
from projections.leads import leads
from projections.point import Point
from projections.units import Named, all_units, by_name, collation, unit
from tests.projections.world import CLUSTER, CYCLE, World

A, B = {"unit": "a", "name": "Đơn vị A"}, {"unit": "b", "name": "Đơn vị B"}


def everything(connection: Connection, _key: str, point: Point) -> dict[str, Any]:
    return {
        "units": all_units(connection, point)["units"],
        "clusters": all_clusters(connection, point)["clusters"],
        "cycles": all_cycles(connection, point)["cycles"],
    }


def test_names_sort_as_vietnamese_readers_expect() -> None:
    expected = ["An", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Dung", "Đông", "Em", "Êm", "Ô", "Ơ"]
    assert sorted(set(expected), key=collation) == expected
    assert sorted(["Hòa Bình", "Hoà An"], key=collation) == ["Hoà An", "Hòa Bình"]
    assert sorted(["An", "\N{COMBINING BREVE}a"], key=collation) == ["An", "\N{COMBINING BREVE}a"]
    numbered = ["Cụm 2", "Cụm 05", "Cụm số 9", "Cụm số 10", "Cụm số 10a", "Cụm số 100"]
    assert sorted(sorted(numbered), key=collation) == numbered
    unnamed = Named("b", None)
    assert sorted([Named("x", "Cụm"), unnamed, Named("a", "A")], key=by_name)[1] == unnamed


def test_a_unit_is_told_with_what_became_of_it(world: World) -> None:
    assert world.ask(unit, "a") is None
    assert world.ask(honours, "a") is None
    world.do("register_unit", unit="lon", name="Đơn vị lớn")
    world.do("register_unit", unit="a", name="Đơn vị A", parent="lon", kind="division", fictional=True)
    world.do("register_unit", unit="b", name="Đơn vị B")
    world.do("merge_unit", "2022-07-01", unit="a", successor="b")
    told = world.ask(unit, "a")
    told.pop("known_at")
    assert told == {
        "as_of": "2022-12-31",
        "position": 4,
        "unit": "a",
        "name": "Đơn vị A",
        "short_name": None,
        "kind": "division",
        "parent": {"unit": "lon", "name": "Đơn vị lớn"},
        "fictional": True,
        "status": "merged",
        "ended": "2022-07-01",
        "successors": [B],
    }
    assert world.ask(unit, "a", "2022-06-30")["status"] == "active"
    assert [one["unit"] for one in world.ask(everything)["units"]] == ["a", "b", "lon"]


def test_honours_stay_with_the_unit_over_the_years(world: World) -> None:
    world.form("a", "b")
    for year in (2023, 2022):
        world.do("open_cycle", f"{year}", cycle=f"cum-{year}", cluster=CLUSTER, first_year=year)
    world.do("open_cycle", "2022", cycle="cum-2022-2024", cluster=CLUSTER, first_year=2022, last_year=2024)
    flag = {"title": "flag_ministry", "unit": "a"}
    world.do("propose_nomination", "2023-11-20", cycle="cum-2023", **flag)
    world.do("decide_nomination", "2022-12-20", cycle=CYCLE, outcome="granted", authority="Bộ", **flag)
    world.do("present_nomination", "2023-05-28", cycle=CYCLE, by_delegation=True, place="Hội trường", **flag)
    world.do(
        "decide_nomination",
        "2024",
        cycle="cum-2022-2024",
        outcome="granted",
        times=5,
        consecutive=True,
        **flag,
    )
    world.do("rename_unit", "2023-02-01", unit="a", name="Đơn vị A mới")
    world.do("merge_unit", "2024-07-01", unit="a", successor="b")
    told = world.ask(honours, "a", "2024-12-31")
    assert (told["name"], told["status"], told["ended"]) == ("Đơn vị A mới", "merged", "2024-07-01")
    assert told["successors"] == [B]
    assert told["names"] == [
        {"name": "Đơn vị A", "short_name": None, "since": "2022-01-01"},
        {"name": "Đơn vị A mới", "short_name": None, "since": "2023-02-01"},
    ]
    years = [(one["cycle"], one["year"]) for one in told["honours"]]
    assert years == [("cum-2022-2024", None), ("cum-2022", 2022), ("cum-2023", 2023)]
    assert (told["honours"][0]["times"], told["honours"][0]["consecutive"]) == (5, True)
    presented = told["honours"][1]
    assert (presented["status"], presented["presented_on"]) == ("presented", "2023-05-28")
    assert (presented["authority"], presented["by_delegation"], presented["place"]) == (
        "Bộ",
        True,
        "Hội trường",
    )
    assert world.ask(honours, "b", "2024-12-31")["honours"] == []
    assert [one["status"] for one in world.ask(honours, "a")["honours"]] == ["granted"]


def test_clusters_tell_members_and_the_lead_of_the_day(world: World) -> None:
    world.form("b", "a")
    world.form(cluster="cum-khac", kind="block")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a", deputy="b")
    first, second = world.ask(everything)["clusters"]
    assert (first["cluster"], first["kind"], first["formed_on"]) == (CLUSTER, "cluster", "2022-01-01")
    assert (first["lead"], first["deputy"], first["members"]) == (A, B, [A, B])
    assert (second["lead"], second["deputy"], second["organiser"]) == (None, None, None)
    assert world.ask(everything, as_of="2023-01-01")["clusters"][0]["lead"] is None


def test_cycles_come_with_the_latest_first(world: World) -> None:
    world.form("a")
    world.form(cluster="khac")
    for cluster, year in ((CLUSTER, 2022), (CLUSTER, 2023), ("khac", 2022)):
        world.do("open_cycle", f"{year}", cycle=f"{cluster}-{year}", cluster=cluster, first_year=year)
    world.do("close_cycle", "2023-02-01", cycle=CYCLE)
    listed = world.ask(everything, as_of="2023-12-31")["cycles"]
    assert [one["cycle"] for one in listed] == ["cum-2023", "cum-2022", "khac-2022"]
    assert listed[1] == {
        "cycle": "cum-2022",
        "cluster": "cum",
        "name": "Cụm diễn tập",
        "first_year": 2022,
        "last_year": 2022,
        "movement": None,
        "theme": None,
        "closed": True,
    }
    with world.reading() as connection:
        only = all_cycles(connection, world.point(), "khac")["cycles"]
    assert [one["cycle"] for one in only] == ["khac-2022"]


def test_leads_tell_the_day_of_the_handover_from_that_of_effect(world: World) -> None:
    assert world.ask(leads, CLUSTER) is None
    world.form("a", "b", "c")
    none = world.ask(leads, CLUSTER)
    assert (none["lead"], none["mode"], none["lineage"]) == (None, None, [])
    world.do("elect_lead", "2022-01-05", cluster=CLUSTER, year=2022, lead="a")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, outgoing="a", lead="b", deputy="c")
    world.do("accept_handover", "2022-11-23", cluster=CLUSTER, year=2023, unit="b")
    before = world.ask(leads, CLUSTER)
    assert (before["lead"], before["deputy"], before["mode"]) == (A, None, "elected")
    after = world.ask(leads, CLUSTER, "2023-01-01")
    assert (after["lead"], after["mode"], after["handed_over_on"]) == (B, "handed_over", "2022-11-22")
    assert after["effective_from"] == "2023-01-01"
    assert [one["accepted_on"] for one in after["lineage"]] == [None, "2022-11-23"]
    assert world.ask(leads, CLUSTER, "2024-01-01")["lead"] is None

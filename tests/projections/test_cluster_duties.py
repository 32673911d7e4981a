"""What waits in a cluster outside any year: members, representatives, its lead, the next year."""

from collections.abc import Collection
from typing import Any

import msgspec
import pytest

from projections.catalogue import places
from projections.duties.telling import told_duties
from projections.duty_words import DUTIES
from projections.inbox import waiting
from service.authority.table import TABLE
from tests.projections.world import CLUSTER, CYCLE, World

NEXT = "cum-2023"


def duties(
    world: World, as_of: str = "2022-12-31", clusters: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """What waits in all clusters or some, in any year and in none."""
    point = world.point(as_of)
    with world.reading() as connection:
        found = told_duties(connection, waiting(connection, point, clusters), point)
    told: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(found))
    return told


def codes(world: World, as_of: str = "2022-12-31") -> list[str]:
    """The duties of clusters, by code; those of a unit with it."""
    found = [duty for duty in duties(world, as_of) if duty["cycle"] is None]
    return [one["code"] + (f" {one['unit']['unit']}" if one["unit"] else "") for one in found]


def of(world: World, code: str, as_of: str = "2022-12-31") -> dict[str, Any]:
    (found,) = [duty for duty in duties(world, as_of) if duty["code"] == code]
    return found


def represented(world: World, *units: str) -> None:
    for unit in units:
        world.do("appoint_representative", unit=unit, person=f"p-{unit}")


def led(world: World, *, until: str = "summed_up", kind: str = "cluster") -> None:
    """A cluster of two represented units whose year is led by the first, as far as a step."""
    world.form("a", "b", kind=kind)
    represented(world, "a", "b")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a", deputy="b")
    if until == "summed_up":
        world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)


def test_a_cluster_that_is_formed_waits_for_members(world: World) -> None:
    position = world.do("form_cluster", cluster=CLUSTER, name="Cụm diễn tập", kind="cluster")
    assert codes(world) == ["join_cluster"]
    told = of(world, "join_cluster")
    assert told["subject"] == {"cluster": CLUSTER}
    assert told["since"]["position"] == position
    world.do("register_unit", unit="a", name="Đơn vị A")
    world.do("join_cluster", cluster=CLUSTER, unit="a")
    assert "join_cluster" not in codes(world)


def test_a_cluster_of_which_only_sources_tell_waits_for_nothing(world: World) -> None:
    world.do("form_cluster", "2022", cluster=CLUSTER, name="Cụm diễn tập", kind="cluster")
    world.do("form_cluster", "2015-03-01", cluster="cum-cu", name="Cụm cũ", kind="cluster")
    assert codes(world) == []


def test_a_new_cluster_opens_its_year(world: World) -> None:
    world.form("a")
    represented(world, "a")
    assert codes(world) == ["open_cycle"]
    told = of(world, "open_cycle")
    assert told["subject"] == {"cluster": CLUSTER, "cycle": CYCLE, "first_year": 2022}
    assert told["since"]["topic"] == "member.joined"
    assert told["because"]["vi"] == "Cụm chưa mở năm thi đua 2022."
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    assert "open_cycle" not in codes(world)


def test_a_movement_of_a_force_has_neither_members_nor_lead(world: World) -> None:
    world.do("form_cluster", cluster=CLUSTER, name="Phong trào", kind="movement")
    assert codes(world) == ["open_cycle"]
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)
    assert codes(world) == []


def test_a_member_without_a_representative_waits_for_one(world: World) -> None:
    world.form("a", "b")
    assert codes(world)[:2] == ["appoint_representative a", "appoint_representative b"]
    represented(world, "a")
    assert "appoint_representative a" not in codes(world)
    assert of(world, "appoint_representative")["since"]["topic"] == "member.joined"
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    assert of(world, "appoint_representative")["since"]["topic"] == "member.joined", "whatever came after"
    world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("merge_unit", "2022-03-01", unit="b", successor="c")
    assert not [one for one in codes(world) if one.startswith("appoint")]


def test_nobody_is_asked_to_represent_a_unit_of_a_year_that_is_over(world: World) -> None:
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    assert "appoint_representative a" in codes(world)
    world.do("close_cycle", "2022-12-20", cycle=CYCLE)
    assert codes(world) == []


def test_a_running_year_without_a_lead_waits_for_one(world: World) -> None:
    world.form("a")
    represented(world, "a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    assert codes(world) == ["assign_lead"]
    assert of(world, "assign_lead")["subject"] == {"cluster": CLUSTER, "year": 2022}
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    assert codes(world) == []


def test_a_lead_that_left_is_to_be_replaced(world: World) -> None:
    led(world, until="opened")
    assert codes(world) == []
    world.do("leave_cluster", "2022-06-01", cluster=CLUSTER, unit="a")
    assert codes(world) == ["assign_lead"]


def test_the_next_lead_is_chosen_before_the_year_is_over(world: World) -> None:
    led(world)
    told = of(world, "elect_lead")
    assert told["subject"] == {"cluster": CLUSTER, "year": 2023}
    assert (told["due"], told["rule"]) == ("2022-12-31", "HD 1122/BTĐKT-VI")
    assert told["since"]["topic"] == "cycle.summed_up"
    assert codes(world, "2023-02-01") == ["elect_lead", "open_cycle"]
    assert codes(world, "2024-01-01") == []
    world.do("elect_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    assert codes(world) == ["hand_over_lead a"]


def test_the_lead_hands_over_and_the_next_one_accepts(world: World) -> None:
    led(world)
    world.do("elect_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    told = of(world, "hand_over_lead")
    assert told["subject"] == {"cluster": CLUSTER, "unit": "a", "year": 2023}
    assert (told["due"], told["since"]["topic"]) == ("2022-12-31", "lead.elected")
    assert told["because"]["vi"] == (
        "Đơn vị B sẽ làm cụm trưởng năm 2023, cụm trưởng hiện nay chưa bàn giao."
    )
    world.do("hand_over_lead", "2022-11-23", cluster=CLUSTER, year=2023, outgoing="a", lead="b")
    assert codes(world) == ["accept_handover b", "open_cycle"]
    told = of(world, "accept_handover")
    assert (told["due"], told["since"]["topic"]) == ("2023-01-01", "lead.handed_over")
    world.do("accept_handover", "2022-11-25", cluster=CLUSTER, year=2023, unit="b")
    assert codes(world) == ["open_cycle"]
    assert of(world, "open_cycle")["starts"] == "2023-01-01"
    assert of(world, "open_cycle", "2023-01-01")["starts"] is None
    world.do("open_cycle", "2023-01-05", cycle=NEXT, cluster=CLUSTER, first_year=2023)
    assert codes(world, "2023-01-05") == []


def test_who_opened_the_year_has_taken_over(world: World) -> None:
    led(world)
    world.do("hand_over_lead", "2022-11-23", cluster=CLUSTER, year=2023, outgoing="a", lead="b")
    world.do("open_cycle", "2023-01-05", cycle=NEXT, cluster=CLUSTER, first_year=2023)
    assert codes(world, "2023-01-05") == []


@pytest.mark.parametrize(("lead", "until"), [("a", "summed_up"), ("b", "opened")])
def test_nothing_is_handed_over_to_oneself_or_in_the_middle_of_a_year(
    world: World, lead: str, until: str
) -> None:
    led(world, until=until)
    world.do("assign_lead", "2022-11-22", cluster=CLUSTER, year=2023, mode="assigned", lead=lead)
    assert codes(world) == []


def test_a_term_that_is_over_passes_to_nobody(world: World) -> None:
    led(world)
    world.do("hand_over_lead", "2022-11-23", cluster=CLUSTER, year=2023, outgoing="a", lead="b")
    assert "accept_handover b" in codes(world, "2023-12-31")
    assert "accept_handover b" not in codes(world, "2024-01-01")


def test_only_the_clusters_asked_for_are_looked_at_with_their_years(world: World) -> None:
    led(world, until="opened")
    world.do("form_cluster", cluster="khoi", name="Khối diễn tập", kind="block")
    assert {duty["cluster"] for duty in duties(world)} == {CLUSTER, "khoi"}
    assert {duty["code"] for duty in duties(world, clusters=["khoi"])} == {"join_cluster"}
    assert duties(world, clusters=[]) == []
    assert [duty["code"] for duty in duties(world, clusters=[CLUSTER])] == ["launch_cycle", "adopt_rules"]


def test_a_closed_year_is_looked_at_until_the_next_is_over(world: World) -> None:
    led(world)
    said = {"cycle": CYCLE, "title": "flag_ministry", "unit": "a"}
    world.do("adopt_rules", "2022-03-01", cycle=CYCLE, rule_set="law-2003")
    world.do("propose_nomination", "2022-11-23", **said)
    world.do("close_cycle", "2022-12-20", cycle=CYCLE)
    assert "recommend_nomination" in {duty["code"] for duty in duties(world)}
    assert "recommend_nomination" not in {duty["code"] for duty in duties(world, "2024-01-01")}


def test_every_duty_is_told_in_kinds_that_it_has_and_is_an_act_of_the_permission_table() -> None:
    kinds = {"", "id", "unit", "date", "honour"}
    assert {kind for text in DUTIES.values() for _, kind in places(text)} <= kinds
    # Codes of their own where one act waits for several reasons.
    assert DUTIES.keys() - TABLE.keys() == {
        "ballot_contested",
        "close_unnamed_ballot",
        "nomination_returned",
        "score_returned",
        "sum_up_scored",
    }

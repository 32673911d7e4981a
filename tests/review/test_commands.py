"""What a command id stands for, where a day lies, and what a unit cannot have done once it left."""

from typing import Any

import pytest

from domain.facts import Entry
from domain.moments import Moment, Precision, day_end, day_start
from domain.refusals import Refusal
from projections.leads import leads
from projections.standings import standings
from service.commands.catalogue import COMMANDS
from tests.projections.world import CLUSTER, CYCLE, World


def asked(world: World, command: str, on: str, command_id: str, **said: Any) -> list[Entry]:
    arguments = COMMANDS[command].arguments(**said)
    return world.app.execute(command, arguments, when=Moment.parse(on), command_id=command_id)


def refused(world: World, command: str, on: str, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        world.do(command, on, **said)
    return caught.value


def test_a_command_id_stands_for_one_command(world: World) -> None:
    one = {"unit": "x", "name": "Đơn vị X"}
    first = asked(world, "register_unit", "2022-01-01", "k", **one)
    assert asked(world, "register_unit", "2022-01-01", "k", **one) == first
    others = (
        ("register_unit", "2022-01-01", {"unit": "y", "name": "Đơn vị Y"}),
        ("register_unit", "2022-01-01", {**one, "name": "Đơn vị khác"}),
        ("register_unit", "2022-01-02", one),
        ("rename_unit", "2022-01-01", one),
        ("retract_entry", "2022-01-01", {"position": first[0].position, "reason": "chỉ là thử nghiệm"}),
    )
    for command, on, said in others:
        with pytest.raises(Refusal) as caught:
            asked(world, command, on, "k", **said)
        assert caught.value.code == "command_id_reused"
        assert caught.value.params["position"] == first[0].position


def test_an_amendment_is_known_by_its_id_too(world: World) -> None:
    (entry,) = asked(world, "register_unit", "2022-01-01", "k", unit="x", name="Đơn vị X")
    said = {"position": entry.position, "reason": "tên bị viết sai chính tả"}
    corrected = asked(world, "correct_entry", "2022-01-01", "c", **said, new={"name": "Đơn vị Y"})
    assert asked(world, "correct_entry", "2022-01-01", "c", **said, new={"name": "Đơn vị Y"}) == corrected
    with pytest.raises(Refusal):
        asked(world, "correct_entry", "2022-01-01", "c", **said, new={"name": "Đơn vị Z"})
    taken_back = {"position": corrected[0].position, "reason": "đính chính nhầm đơn vị"}
    retracted = asked(world, "retract_entry", "2022-01-01", "r", **taken_back)
    assert asked(world, "retract_entry", "2022-01-01", "r", **taken_back) == retracted
    recorded = {"stream": "unit:z", "topic": "unit.registered", "fact": {"name": "Đơn vị Z"}}
    told = asked(world, "record_fact", "2022-01-01", "f", **recorded)
    assert asked(world, "record_fact", "2022-01-01", "f", **recorded) == told


def test_a_blank_command_id_is_none(world: World) -> None:
    with pytest.raises(Refusal) as caught:
        asked(world, "register_unit", "2022-01-01", " ", unit="x", name="Đơn vị X")
    assert (caught.value.code, caught.value.params["field"]) == ("text_blank", "command_id")


def test_a_day_lies_where_it_can(world: World) -> None:
    world.open("a")
    world.do("launch_drive", "2022-03-10T09:00+07:00", cycle=CYCLE, drive="d", name="Đợt")
    day = Moment.parse("2022-03-10")
    (reviewed,) = world.app.do("review_drive", when=day, cycle=CYCLE, drive="d")
    assert (reviewed.effective, reviewed.precision) == (day_end(day.civil.date()), Precision.DAY)
    (other,) = world.app.do("launch_drive", when=day, cycle=CYCLE, drive="e", name="Đợt khác")
    assert other.effective == day_start(day.civil.date())


def test_a_day_that_cannot_be_is_refused_for_its_beginning(world: World) -> None:
    world.open("a")
    refusal = refused(world, "review_drive", "2022-03-10", cycle=CYCLE, drive="d")
    assert refusal.code == "drive_not_launched"
    assert refused(world, "review_drive", "2199-03-10", cycle=CYCLE, drive="d").code == "drive_not_launched"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("merge_unit", {"unit": "a", "successor": "b"}),
        ("split_unit", {"unit": "a", "into": ("b", "c")}),
        ("dissolve_unit", {"unit": "a"}),
        ("leave_cluster", {"cluster": CLUSTER, "unit": "a"}),
    ],
)
def test_a_unit_did_nothing_once_it_left(world: World, command: str, said: dict[str, Any]) -> None:
    world.open("a", "b", "c")
    (scored,) = world.app.do(
        "submit_self_score", when=Moment.parse("2022-10-01"), cycle=CYCLE, unit="a", total=90
    )
    refusal = refused(world, command, "2022-03-01", **said)
    assert (refusal.code, refusal.params["position"]) == ("unit_acts_later", scored.position)
    world.do(command, "2022-10-02", **said)
    assert world.ask(leads, CLUSTER)["lead"] is None
    assert world.ask(standings)["members"][0]["unit"] in {"a", "b"}


def test_what_a_unit_did_in_another_cluster_does_not_hold_it(world: World) -> None:
    world.open("a", "b")
    world.do("form_cluster", "2022-01-05", cluster="khac", name="Cụm khác", kind="cluster")
    world.do("join_cluster", "2022-01-05", cluster="khac", unit="a")
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", total=90)
    world.do("leave_cluster", "2022-03-01", cluster="khac", unit="a")

"""What differs between a cycle at two points, and which entries made the difference."""

from typing import Any

import msgspec

from projections.differences import differences
from tests.projections.audit_scenes import BALLOT, REASON, begin, cast, close
from tests.projections.world import CLUSTER, CYCLE, World, marks

Pointed = tuple[str, int | None]
NOW: Pointed = ("2022-12-31", None)


def compare(world: World, one: Pointed, other: Pointed = NOW) -> Any:
    with world.reading() as connection:
        found = differences(connection, CYCLE, world.point(*one), world.point(*other))
    return msgspec.json.decode(msgspec.json.encode(found))


def by_what(found: Any) -> dict[tuple[str, str | None], Any]:
    return {(one["what"], one["unit"] and one["unit"]["unit"]): one for one in found["differences"]}


def test_a_cycle_that_is_known_at_neither_point_is_unknown(world: World) -> None:
    assert compare(world, NOW) is None


def test_nothing_differs_from_itself(world: World) -> None:
    world.open("a", "b")
    found = compare(world, NOW)
    assert (found["differences"], found["entries"]) == ([], [])
    assert found["one"] == found["other"] == {name: found[name] for name in found["one"]}


def test_before_a_cycle_was_known_everything_was_unknown(world: World) -> None:
    world.open("a")
    opened = 4
    found = by_what(compare(world, ("2022-12-31", opened - 1)))
    assert (found["step", None]["before"], found["step", None]["after"]) == (None, "opened")
    assert found["name", "a"]["after"] == "Đơn vị A"
    assert opened in found["step:opened", None]["entries"]
    back = by_what(compare(world, NOW, ("2022-12-31", opened - 1)))
    assert (back["step", None]["before"], back["step", None]["after"]) == ("opened", None)


def test_a_correction_of_one_unit_is_behind_what_changed_for_others(world: World) -> None:
    world.open("a", "b")
    said: dict[str, Any] = {"cycle": CYCLE}
    first = world.do("submit_self_score", "2022-10-01", unit="a", marks=marks(120, 30), **said)
    world.do("submit_self_score", "2022-10-02", unit="b", marks=marks(110, 30), **said)
    known = world.app.max_position()
    new = {"marks": msgspec.to_builtins(marks(140, 30))}
    put_right = world.do("correct_entry", None, position=first, reason=REASON, new=new)
    found = compare(world, ("2022-12-31", known))
    told = by_what(found)
    assert told.keys() == {("score.self", "b")}
    changed = told["score.self", "b"]
    assert (changed["before"], changed["after"], changed["entries"]) == ("75.00", "67.50", [put_right])
    assert changed["unit"] == {"unit": "b", "name": "Đơn vị B"}
    assert [line["position"] for line in found["entries"]] == [put_right]
    assert found["entries"][0]["corrects"] == first


def test_what_was_taken_back_is_told_with_what_took_it_back(world: World) -> None:
    world.open("a")
    said: dict[str, Any] = {"cycle": CYCLE, "line": "tong-cong"}
    reported = world.do("report_commendation", "2022-11-01", collectives=3, **said)
    gone = world.do("retract_entry", None, position=reported, reason=REASON)
    found = compare(world, ("2022-12-31", reported))
    (one,) = found["differences"]
    assert (one["what"], one["before"]["collectives"], one["after"]) == ("commendation:tong-cong", 3, None)
    assert one["entries"] == [reported, gone]
    assert [(line["position"], line["stands"]) for line in found["entries"]] == [
        (reported, False),
        (gone, True),
    ]


def test_time_alone_changes_the_lead_without_an_entry(world: World) -> None:
    world.open("a")
    fact = {"year": 2022, "mode": "assigned", "lead": "a", "effective_from": "2022-06-01"}
    world.do("record_fact", "2022-04-01", stream=f"cluster:{CLUSTER}", topic="lead.assigned", fact=fact)
    (one,) = compare(world, ("2022-05-01", None))["differences"]
    assert (one["what"], one["before"], one["after"]) == ("lead", None, {"unit": "a", "name": "Đơn vị A"})
    assert one["entries"] == []


def test_a_lead_that_bears_another_name_is_the_same_lead(world: World) -> None:
    world.open("a")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    renamed = world.do("rename_unit", "2022-06-01", unit="a", name="Tên mới")
    (one,) = compare(world, ("2022-05-01", None))["differences"]
    assert (one["what"], one["before"], one["after"]) == ("name", "Đơn vị A", "Tên mới")
    assert one["entries"] == [renamed]


def test_a_step_changes_by_its_own_entries_by_others_and_by_who_is_a_member(world: World) -> None:
    world.open("a", "b")
    known = world.app.max_position()
    launched = world.do("launch_cycle", "2022-03-05", cycle=CYCLE)
    found = by_what(compare(world, ("2022-12-31", known)))
    assert found["step:launched", None]["entries"] == [launched]
    assert (found["step:pledged", None]["before"], found["step:pledged", None]["after"]) == ("waiting", "now")
    assert found["step:pledged", None]["entries"] == [launched]
    assert found["step", None]["entries"] == [launched]
    left = world.do("leave_cluster", "2022-04-01", cluster=CLUSTER, unit="b")
    found = by_what(compare(world, ("2022-12-31", launched)))
    assert found["step:pledged.of", None]["entries"] == [left]
    assert (found["step:pledged.of", None]["before"], found["step:pledged.of", None]["after"]) == (2, 1)


def test_titles_and_votes_are_told_one_by_one(world: World) -> None:
    begin(world)
    for elector in ("a", "b", "c"):
        cast(world, elector, "for")
    close(world)
    known = world.app.max_position()
    counted = world.do("count_roll_call", "2022-11-23", ballot=BALLOT)
    proposed = world.do("propose_nomination", "2022-11-24", cycle=CYCLE, title="flag_ministry", unit="a")
    found = by_what(compare(world, ("2022-12-31", known)))
    votes = found[f"votes:{BALLOT}", "b"]
    assert (votes["before"]["votes_for"], votes["after"]["votes_for"]) == (None, 3)
    assert votes["entries"] == [counted]
    assert found["title:flag_ministry", "a"]["after"] == "proposed"
    assert found["title:flag_ministry.since", "a"]["entries"] == [proposed]


def test_a_unit_that_left_nothing_but_its_place_is_gone_because_it_left(world: World) -> None:
    world.open("a", "b")
    known = world.app.max_position()
    left = world.do("leave_cluster", "2022-04-01", cluster=CLUSTER, unit="b")
    found = by_what(compare(world, ("2022-12-31", known)))
    assert (found["name", "b"]["before"], found["name", "b"]["after"]) == ("Đơn vị B", None)
    assert found["name", "b"]["entries"] == [left]


def test_a_unit_that_is_no_member_comes_with_what_is_recorded_of_it(world: World) -> None:
    world.open("a")
    world.do("register_unit", unit="b", name="Đơn vị B")
    known = world.app.max_position()
    said: dict[str, Any] = {"stream": f"pledge:{CYCLE}:b", "topic": "pledge.registered", "fact": {}}
    registered = world.do("record_fact", "2022-04-01", **said)
    found = by_what(compare(world, ("2022-12-31", known)))
    assert (found["name", "b"]["before"], found["name", "b"]["after"]) == (None, "Đơn vị B")
    assert found["name", "b"]["entries"] == [registered]


def test_what_a_unit_did_in_other_years_is_of_no_cycle(world: World) -> None:
    world.open("a")
    known = world.app.max_position()
    world.do("appoint_representative", "2023-06-01", unit="a", person="p-1")
    found = compare(world, ("2023-12-31", known), ("2023-12-31", None))
    assert (found["differences"], found["entries"]) == ([], [])
    inside = world.do("appoint_representative", "2022-06-01", unit="a", person="p-2")
    found = compare(world, ("2023-12-31", known), ("2023-12-31", None))
    assert [line["position"] for line in found["entries"]] == [inside]

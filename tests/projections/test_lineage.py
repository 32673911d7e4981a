"""Which entries made each number and word of a board."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest

from domain.moments import day_end
from projections.lineage import lineage
from projections.point import Point
from projections.standings import standings
from projections.tracing import Key, trace
from service.application import Thidua
from service.engine import open_engine
from service.rehearsal.rehearsing import rehearse
from service.schema import make_schema
from tests.conftest import NewDatabase
from tests.projections.audit_scenes import BALLOT, REASON, begin, cast, close
from tests.projections.world import CLUSTER, CYCLE, World, marks

REHEARSED = "dien-tap-1-2026"
END = day_end(date(2026, 12, 31))
HEADING = "name first_year last_year movement theme slogans rule_set lead deputy max ranked_by".split()


@pytest.fixture(scope="module")
def rehearsed(engine_name: str, new_database: NewDatabase) -> Iterator[Thidua]:
    """A whole fictional year."""
    engine = open_engine(new_database(engine_name))
    make_schema(engine)
    with Thidua(engine) as application:
        rehearse(application)
        yield application


def numbers(board: dict[str, Any] | None) -> dict[Key, Any]:
    """Every number and word of a board that is known."""
    if board is None:
        return {}
    told: dict[Key, Any] = {(what, None): board[what] for what in HEADING}
    told |= {(f"commendation:{line['line']}", None): line["collectives"] for line in board["commendations"]}
    for member in board["members"]:
        unit = member["unit"]
        told |= {(what, unit): member[what] for what in ("name", "status", "left", "rank")}
        told[("pledged_titles", unit)] = member["pledged_titles"] or None
        for group in ("score", "targets"):
            told |= {(f"{group}.{what}", unit): value for what, value in member[group].items()}
        told |= {(f"title:{one['title']}", unit): one["status"] for one in member["titles"]}
        told |= {(f"votes:{one['ballot']}", unit): one["votes_for"] for one in member["votes"]}
    return {key: value for key, value in told.items() if value is not None}


def test_before_its_lineage_a_number_is_not_known_and_after_it_nothing_else_matters(
    rehearsed: Thidua,
) -> None:
    with rehearsed.log_recorder.reading() as connection:

        @cache
        def told(position: int) -> dict[Key, Any]:
            return numbers(standings(connection, REHEARSED, Point(END, END, position)))

        last = rehearsed.max_position()
        traced = trace(connection, REHEARSED, Point(END, END, last))
        assert traced is not None
        known = told(last)
        assert len(known) > 100
        for key, value in known.items():
            whole = traced.whole(key)
            # A unit's maximum is that of the table, before anything of the unit is known.
            own = whole if key[0] == "score.max" else traced.made[key].entries or whole
            assert key not in told(min(own) - 1), key
            # What makes the board, and the unit's line on it, is needed to see any number.
            seen = whole | traced.whole(("movement", None)) | traced.whole(("member", key[1]))
            assert told(max(seen))[key] == value, key


def test_every_number_of_a_rehearsed_board_has_a_lineage(rehearsed: Thidua) -> None:
    with rehearsed.log_recorder.reading() as connection:
        found = lineage(connection, REHEARSED, Point(END, END, rehearsed.max_position()))
    assert found is not None
    made = {(line["what"], line["unit"] and line["unit"].unit): line for line in found["lineage"]}
    told = {line["position"]: line for line in found["entries"]}
    named = {position for line in found["lineage"] for position in line["entries"]}
    assert named | {one for group in found["shared"].values() for one in group} == told.keys()
    ranked = [line for (what, _), line in made.items() if what == "rank" and line["entries"]]
    assert {tuple(line["shared"]) for line in ranked} == {("rules", "marks.final", "members")}
    presented = made["title:advanced_unit", ranked[0]["unit"].unit]
    assert told[presented["latest"]]["topic"] == "nomination.presented"
    assert told[presented["latest"]]["sentences"].keys() == {"vi", "en"}


def ask(world: World, unit: str | None = None, as_of: str = "2022-12-31") -> Any:
    with world.reading() as connection:
        found = lineage(connection, CYCLE, world.point(as_of), unit)
    return msgspec.json.decode(msgspec.json.encode(found))


def of(found: Any, what: str, unit: str | None = None) -> Any:
    (line,) = (
        line
        for line in found["lineage"]
        if line["what"] == what and (line["unit"] and line["unit"]["unit"]) == unit
    )
    return line


def test_what_is_not_known_has_no_lineage(world: World) -> None:
    assert ask(world) is None
    world.open("a")
    assert ask(world, "b") is None


def test_the_lineage_of_one_unit_leaves_the_others_out(world: World) -> None:
    world.open("a", "b")
    found = ask(world, "b")
    assert found["unit"] == {"unit": "b", "name": "Đơn vị B"}
    assert {line["unit"]["unit"] for line in found["lineage"] if line["unit"]} == {"b"}


def test_a_computed_score_is_made_by_the_rules_and_the_marks_of_all(world: World) -> None:
    world.open("a", "b", "c")
    said: dict[str, Any] = {"cycle": CYCLE, "marks": marks(120, 30)}
    first = world.do("submit_self_score", "2022-10-01", unit="a", **said)
    other = world.do("submit_self_score", "2022-10-02", unit="b", **said)
    explained = [{"criterion": "ket-qua", "text": "Đã báo cáo"}]
    world.do("verify_score", "2022-10-10", unit="a", **said)
    fact = {"explanations": explained}
    world.do("record_fact", "2022-10-12", stream=f"score:{CYCLE}:a", topic="score.explained", fact=fact)
    put_right = world.do(
        "correct_entry",
        None,
        position=other,
        reason=REASON,
        new={"marks": msgspec.to_builtins(marks(110, 30))},
    )
    found = ask(world)
    assert [line["topic"] for line in found["entries"] if line["position"] in found["shared"]["rules"]] == [
        "rules.adopted"
    ]
    assert of(found, "score.self", "a")["entries"] == [first]
    assert of(found, "score.self", "b")["entries"] == [other, put_right]
    assert of(found, "score.verified", "a")["entries"] == [first, first + 2]
    assert found["shared"]["marks.self"] == [first, other, put_right]
    assert of(found, "score.self", "c") == {
        "what": "score.self",
        "unit": {"unit": "c", "name": "Đơn vị C"},
        "entries": [],
        "latest": None,
        "shared": [],
    }


def test_what_was_retracted_made_nothing(world: World) -> None:
    world.open("a")
    said = {"cycle": CYCLE, "unit": "a"}
    registered = world.do("register_pledge", "2022-03-01", **said, titles=("flag_ministry",))
    reported = world.do("report_target", "2022-06-01", **said, met=True)
    world.do("report_target", "2022-06-01", **said, name="Số vụ", actual="4")
    assert of(ask(world), "targets.met", "a")["entries"] == [registered, reported]
    world.do("retract_entry", None, position=reported, reason=REASON)
    found = ask(world)
    assert of(found, "targets.met", "a")["entries"] == [registered]
    assert of(found, "targets.total", "a")["entries"] == [registered]
    withdrawn = world.do("withdraw_pledge", "2022-07-01", **said, reason="Không còn phù hợp")
    assert of(ask(world), "pledged_titles", "a")["entries"] == [registered, withdrawn]


def test_the_lead_is_made_by_the_choice_and_by_being_a_member(world: World) -> None:
    world.open("a", "b")
    assert of(ask(world), "lead")["entries"] == []
    assigned = world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    assert of(ask(world), "lead")["entries"] == [3, assigned]
    world.do("register_pledge", "2022-03-01", cycle=CYCLE, unit="a")
    left = world.do("leave_cluster", "2022-12-01", cluster=CLUSTER, unit="a")
    found = ask(world)
    assert of(found, "lead")["entries"] == [3, assigned, left]
    assert of(found, "left", "a")["entries"] == [3, left]
    assert of(ask(world, as_of="2022-11-30"), "lead")["entries"] == [3, assigned]


def test_a_choice_corrected_only_in_date_still_made_the_lead(world: World) -> None:
    world.open("a")
    assigned = world.do("assign_lead", "2022-02-01", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    moved = world.do("correct_entry", None, position=assigned, reason=REASON, on="2022-01-15")
    assert of(ask(world), "deputy")["entries"] == [3, assigned, moved]


def test_named_votes_are_part_of_the_lineage_once_their_ballot_is_over(world: World) -> None:
    begin(world)
    cast(world, "a", "for")
    changed = cast(world, "a", "against", change=True)
    group = f"ballot:{BALLOT}"
    found = ask(world)
    assert of(found, f"votes:{BALLOT}", "b")["shared"] == [group]
    assert found["shared"][group] == [9]
    close(world)
    found = ask(world)
    assert found["shared"][group] == [9, changed - 1, changed, changed + 1]
    assert not [line for line in found["lineage"] if line["what"].startswith("votes:") and line["entries"]]


def test_a_line_of_commendations_is_made_by_its_reports(world: World) -> None:
    world.open("a")
    said: dict[str, Any] = {"cycle": CYCLE, "collectives": 3}
    first = world.do("report_commendation", "2022-11-01", line="tong-cong", **said)
    world.do("report_commendation", "2022-11-01", line="khac", **said)
    put_right = world.do("correct_entry", None, position=first, reason=REASON, new={"collectives": 4})
    line = of(ask(world), "commendation:tong-cong")
    assert (line["entries"], line["latest"]) == ([first, put_right], first)

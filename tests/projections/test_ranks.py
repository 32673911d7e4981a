"""Ranks, commendations and a unit's years, over the cycles of a cluster: the same as each cycle's board."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from domain.moments import day_end
from projections.cluster_commendations import cluster_commendations
from projections.commendations import commendations
from projections.cycles import all_cycles
from projections.point import Point
from projections.ranks import ranks
from projections.standings import standings
from projections.unit_years import unit_years
from service.application import Thidua
from service.opening import open_thidua
from service.rehearsal.rehearsing import rehearse
from tests.projections.world import CLUSTER, CYCLE, World, marks

REHEARSED = "dien-tap-1"
NOT_OF_THE_YEARS = {"name", "status", "score", "votes", "pledged_titles", "unit"}


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Thidua]:
    """Three rehearsed years of a cluster, in each of which a unit merges away."""
    application = open_thidua(f"sqlite:///{tmp_path_factory.mktemp('years') / 'log.db'}")
    rehearse(application, years=3, members=7)
    yield application
    application.close()


def ask(application: Thidua, question: Any, key: str | None, as_of: date) -> Any:
    point = Point(day_end(as_of), day_end(date(2030, 1, 1)), application.max_position() or 0)
    with application.log_recorder.reading() as connection:
        told = question(connection, point) if key is None else question(connection, key, point)
    return msgspec.json.decode(msgspec.json.encode(told))


DAYS = (date(2026, 3, 1), date(2027, 7, 20), date(2029, 1, 1))


@pytest.mark.parametrize("day", DAYS)
def test_ranks_and_points_are_those_of_each_board(rehearsed: Thidua, day: date) -> None:
    told = ask(rehearsed, ranks, REHEARSED, day)
    known = [one["cycle"] for one in ask(rehearsed, all_cycles, None, day)["cycles"]]
    assert [one["cycle"] for one in told["cycles"]] == known[::-1]
    for cycle in told["cycles"]:
        board = ask(rehearsed, standings, cycle["cycle"], day)
        assert cycle["ranked_by"] == board["ranked_by"]
        assert cycle["ranked"] == sum(one["rank"] is not None for one in board["members"])
        stage = board["ranked_by"]
        expected = {
            one["unit"]: (one["rank"], one["score"][stage] if one["rank"] else None, one["left"])
            for one in board["members"]
        }
        found = {
            unit["unit"]: (one["rank"], one["points"], one["left"])
            for unit in told["units"]
            for one in unit["ranks"]
            if one["cycle"] == cycle["cycle"]
        }
        assert found == expected


def test_units_come_by_their_last_rank_and_say_who_is_a_member(rehearsed: Thidua) -> None:
    told = ask(rehearsed, ranks, REHEARSED, date(2029, 1, 1))
    last = [
        unit["ranks"][-1]["rank"] for unit in told["units"] if unit["ranks"][-1]["cycle"].endswith("2028")
    ]
    ranked = [rank for rank in last if rank is not None]
    assert ranked == sorted(ranked)
    assert last[: len(ranked)] == ranked
    gone = [unit["unit"] for unit in told["units"] if not unit["member"]]
    merged = [unit["unit"] for unit in told["units"] if any(one["left"] is not None for one in unit["ranks"])]
    assert len(merged) == 3
    assert set(merged) <= set(gone)


@pytest.mark.parametrize("day", DAYS)
def test_the_years_of_a_unit_are_its_lines_on_the_boards(rehearsed: Thidua, day: date) -> None:
    boards = {
        one["cycle"]: ask(rehearsed, standings, one["cycle"], day)
        for one in ask(rehearsed, all_cycles, None, day)["cycles"]
    }
    units = {member["unit"] for board in boards.values() for member in board["members"]}
    for unit in units:
        years = ask(rehearsed, unit_years, unit, day)["years"]
        lines = {
            cycle: member
            for cycle, board in boards.items()
            for member in board["members"]
            if member["unit"] == unit
        }
        assert [one["cycle"] for one in years] == sorted(lines)
        for year in years:
            line, board = lines[year["cycle"]], boards[year["cycle"]]
            for same in line.keys() - NOT_OF_THE_YEARS:
                assert year[same] == line[same]
            assert year["max"] == line["score"]["max"]
            assert year["led"] == (board["lead"] is not None and board["lead"]["unit"] == unit)
            assert year["deputised"] == (board["deputy"] is not None and board["deputy"]["unit"] == unit)
            assert year["points"] == (line["score"][board["ranked_by"]] if line["rank"] else None)


def test_commendations_are_those_of_each_cycle(rehearsed: Thidua) -> None:
    told = ask(rehearsed, cluster_commendations, REHEARSED, date(2029, 1, 1))
    assert [(one["first_year"], one["total"]) for one in told["cycles"]] == [
        (2026, "tat-ca"),
        (2027, "tat-ca"),
        (2028, "tat-ca"),
    ]
    for cycle in told["cycles"]:
        alone = ask(rehearsed, commendations, cycle["cycle"], date(2029, 1, 1))
        assert cycle["commendations"] == alone["commendations"]


@pytest.mark.parametrize("question", [ranks, cluster_commendations, unit_years])
def test_what_is_not_known_has_no_years(world: World, question: Any) -> None:
    assert world.ask(question, "khong-co") is None


def test_a_cluster_and_a_unit_without_a_cycle_have_empty_years(world: World) -> None:
    world.form("a")
    assert world.ask(ranks, CLUSTER)["units"] == []
    assert world.ask(cluster_commendations, CLUSTER)["cycles"] == []
    assert world.ask(unit_years, "a")["years"] == []


def test_a_year_that_ranks_nobody_states_neither_rank_nor_points(world: World) -> None:
    world.form("b", "a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    told = world.ask(ranks, CLUSTER)
    assert told["cycles"][0]["ranked_by"] is None
    assert [(unit["unit"], unit["ranks"][0]["rank"]) for unit in told["units"]] == [("a", None), ("b", None)]
    (year,) = world.ask(unit_years, "a")["years"]
    assert (year["rank"], year["ranked"], year["points"]) == (None, 0, None)


def test_a_unit_takes_part_in_a_movement_only_by_what_is_recorded_of_it(world: World) -> None:
    world.form("a", "b", kind="movement")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("adopt_rules", "2022-03-01", cycle=CYCLE, rule_set="law-2003", scoring_table=None)
    world.do("register_pledge", cycle=CYCLE, unit="a")
    assert [one["cycle"] for one in world.ask(unit_years, "a")["years"]] == [CYCLE]
    assert world.ask(unit_years, "b")["years"] == []


def test_a_member_of_one_cluster_has_no_year_in_another(world: World) -> None:
    world.open("a")
    world.do("form_cluster", cluster="khac", name="Cụm khác", kind="cluster")
    world.do("open_cycle", cycle="khac-2022", cluster="khac", first_year=2022)
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(100, 40))
    assert [one["cycle"] for one in world.ask(unit_years, "a")["years"]] == [CYCLE]
    assert [one["cycle"] for one in world.ask(ranks, CLUSTER)["cycles"]] == [CYCLE]
    assert world.ask(ranks, "khac")["units"] == []


def report(world: World, line: str, **said: Any) -> None:
    world.do("report_commendation", "2022-12-01", cycle=CYCLE, line=line, collectives=3, **said)


def total(world: World) -> str | None:
    (cycle,) = world.ask(cluster_commendations, CLUSTER)["cycles"]
    found: str | None = cycle["total"]
    return found


def test_only_one_line_that_counts_everything_is_a_total(world: World) -> None:
    world.open("a")
    assert total(world) is None
    report(world, "bo", level="ministry")
    report(world, "giay-khen", form="award_ministry_certificate")
    report(world, "cua-a", unit="a")
    assert total(world) is None
    report(world, "tat-ca", level="all")
    assert total(world) == "tat-ca"
    report(world, "tat-ca-nua")
    assert total(world) is None

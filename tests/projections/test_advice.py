"""What is told of an entry that is unusual, and that nothing is told of one that is not."""

from typing import Any

from projections.advice import advice
from projections.catalogue import LANGUAGES
from service.commands.catalogue import COMMANDS
from tests.projections.world import CLUSTER, CYCLE, UNITS, World, marks

A, B, C, *_ = UNITS


def told(world: World, command: str, /, **said: Any) -> list[str]:
    """What is told in Vietnamese of a command that is carried out now."""
    (entry,) = world.app.execute(command, COMMANDS[command].arguments(**said))
    with world.reading() as connection:
        found = advice(connection, entry)
    assert set(found) == set(LANGUAGES)
    assert len({len(lines) for lines in found.values()}) == 1
    return found["vi"]


def lead(world: World, year: int, unit: str | None, deputy: str | None = None) -> list[str]:
    return told(world, "assign_lead", cluster=CLUSTER, year=year, mode="stated", lead=unit, deputy=deputy)


def test_who_leads_twice_and_who_passes_the_deputy_over_is_told(world: World) -> None:
    world.form(A, B, C)
    assert lead(world, 2023, A, B) == []
    twice, passed_over = lead(world, 2024, A)
    assert UNITS[A] in twice
    assert UNITS[B] in passed_over
    assert lead(world, 2025, None) == []
    assert told(world, "elect_lead", cluster=CLUSTER, year=2024, lead=B) == []
    assert told(world, "hand_over_lead", cluster=CLUSTER, year=2024, lead=B) == []


def test_a_ballot_of_few_electors_is_warned_of_and_an_acclamation_is_not(world: World) -> None:
    world.open(A, B)
    said = {"titles": ("advanced_unit",), "candidates": (A, B)}
    assert told(world, "open_ballot", ballot=f"{CYCLE}.mot", mode="roll_call", **said)
    assert told(world, "open_ballot", ballot=f"{CYCLE}.hai", mode="acclamation", **said) == []


def test_a_flag_without_what_it_builds_on_is_told(world: World) -> None:
    world.open(A, B)
    flag = {"cycle": CYCLE, "title": "flag_government"}
    (missing,) = told(world, "propose_nomination", unit=A, **flag)
    assert "Cờ thi đua của Bộ Công an" in missing
    world.do("propose_nomination", None, cycle=CYCLE, title="flag_ministry", unit=B)
    assert told(world, "propose_nomination", unit=B, **flag) == []


def test_a_flag_for_a_unit_that_is_not_first_is_told(world: World) -> None:
    world.open(A, B)
    for unit, actual in ((A, 100), (B, 50)):
        world.do("submit_self_score", None, cycle=CYCLE, unit=unit, marks=marks(actual, 10))
    flag = {"cycle": CYCLE, "title": "flag_ministry"}
    assert told(world, "propose_nomination", unit=A, **flag) == []
    (not_first,) = told(world, "propose_nomination", unit=B, **flag)
    assert "thứ nhất" in not_first


def test_nothing_is_told_of_a_title_where_no_rules_are_adopted_and_of_a_plain_entry(world: World) -> None:
    world.form(A)
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    assert told(world, "propose_nomination", cycle=CYCLE, title="flag_ministry", unit=A) == []
    assert told(world, "rename_unit", unit=A, name="Đơn vị mới") == []

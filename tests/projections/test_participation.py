"""Who voted what and when, row by row."""

from typing import Any

import msgspec
import pytest

from projections.participation import vote_rows
from tests.projections.audit_scenes import BALLOT, REASON, begin, cast, close
from tests.projections.world import CYCLE, World


def ask(
    world: World, as_of: str = "2022-12-31", position: int | None = None, ballot: str | None = None
) -> Any:
    with world.reading() as connection:
        found = vote_rows(connection, CYCLE, world.point(as_of, position), ballot=ballot)
    return msgspec.json.decode(msgspec.json.encode(found))


@pytest.fixture
def year(world: World) -> World:
    """An open roll call: a has voted and changed its vote, b has voted."""
    begin(world)
    cast(world, "a", "for")
    cast(world, "b", "abstain", "minutes")
    cast(world, "a", "against", change=True)
    return world


def test_what_is_not_known_has_no_votes(world: World) -> None:
    assert ask(world) is None
    begin(world)
    assert ask(world)["votes"] == []
    assert ask(world, ballot=f"{CYCLE}.khac") is None


def test_while_a_ballot_is_open_nobody_sees_a_choice(year: World) -> None:
    rows = ask(year)["votes"]
    assert {(row["choice"], row["changed_from"], row["withheld"]) for row in rows} == {(None, None, True)}
    assert [row["elector"]["unit"] for row in rows] == ["a", "a", "b", "b", "a", "a"]


def test_a_row_says_who_voted_what_when_and_how(year: World) -> None:
    close(year)
    first, *_, last = ask(year)["votes"]
    assert first.pop("recorded_at").startswith("2024-01-01T")
    assert first == {
        "ballot": BALLOT,
        "round": 1,
        "title": "flag_ministry",
        "elector": {"unit": "a", "name": "Đơn vị A"},
        "candidate": {"unit": "a", "name": "Đơn vị A"},
        "choice": "for",
        "changed_from": None,
        "counts": False,
        "withheld": False,
        "at": "2022-11-22T09:00:00+07:00",
        "channel": "hall",
        "capacity": None,
        "actor": "p-a",
        "authority": "representative:a",
        "session": "s-a",
        "position": 10,
        "corrected_by": [],
    }
    assert (last["choice"], last["changed_from"], last["counts"]) == ("against", "for", True)
    assert last["candidate"] == {"unit": "b", "name": "Đơn vị B"}


def test_a_corrected_vote_names_its_correction(year: World) -> None:
    put_right = year.do(
        "correct_entry", None, position=11, reason=REASON, new={"choices": {"a": "for", "b": "for"}}
    )
    close(year)
    corrected = [row for row in ask(year)["votes"] if row["position"] == 11]
    assert [(row["choice"], row["corrected_by"]) for row in corrected] == [("for", [put_right])] * 2
    before = [row for row in ask(year, position=12)["votes"] if row["position"] == 11]
    assert [(row["choice"], row["corrected_by"]) for row in before] == [("abstain", [])] * 2


def test_votes_are_those_of_the_point_and_of_ballots_that_are_known(year: World) -> None:
    vote = {"choices": {"a": "for"}, "channel": "minutes"}
    year.do("record_fact", stream=f"vote:{CYCLE}.khac:a", topic="vote.cast", fact=vote)
    assert {row["ballot"] for row in ask(year)["votes"]} == {BALLOT}
    assert ask(year, "2022-11-21")["votes"] == []
    assert {row["position"] for row in ask(year, position=11)["votes"]} == {10, 11}


def test_the_votes_of_one_ballot_are_asked_for_by_name(year: World) -> None:
    told = ask(year, ballot=BALLOT)
    assert told["ballot"] == BALLOT
    assert told["votes"] == ask(year)["votes"]

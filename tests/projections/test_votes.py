"""Ballots and votes at any point: who, what, when, and the arithmetic."""

from typing import Any

import pytest

from domain.counts import Count, OptionCount, TellerCount
from projections.votes import ballot, votes
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule

BALLOT = f"{CYCLE}.co"
A, B = {"unit": "a", "name": "Đơn vị A"}, {"unit": "b", "name": "Đơn vị B"}


@pytest.fixture
def year(world: World) -> World:
    """A cycle of three units."""
    world.form("a", "b", "c")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    return world


def hold(world: World, mode: str = "roll_call", candidates: tuple[str, ...] = ("a",), **said: Any) -> None:
    said = {"rule": ballot_rule(), "titles": ("flag_ministry",), "document": "Giấy mời 01", **said}
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, mode=mode, candidates=candidates, **said)


def cast(
    world: World,
    elector: str,
    choice: str,
    on: str = "2022-11-22T09:00:00+07:00",
    *,
    channel: str = "hall",
) -> None:
    world.do("cast_vote", on, ballot=BALLOT, elector=elector, choices={"a": choice}, channel=channel)


def one(world: World, as_of: str = "2022-12-31") -> Any:
    return world.ask(ballot, BALLOT, as_of)


def counted(votes_for: int, votes_against: int, candidate: str = "a") -> OptionCount:
    return OptionCount(candidate=candidate, votes_for=votes_for, votes_against=votes_against, votes_abstain=0)


def test_what_is_not_known_has_no_votes(world: World) -> None:
    assert world.ask(votes) is None
    assert one(world) is None


def test_while_a_ballot_is_open_only_participation_is_told(year: World) -> None:
    hold(year)
    cast(year, "b", "for")
    told = one(year)
    assert (told["status"], told["cycle"], told["mode"]) == ("open", CYCLE, "roll_call")
    assert told["roll"][:2] == [A, B]
    assert told["quorum"] == {"attending": 1, "needed": 2, "met": False}
    assert told["awaited"] == [A, {"unit": "c", "name": "Đơn vị C"}]
    assert told["votes"] == [
        {
            "elector": B,
            "choices": None,
            "at": "2022-11-22T09:00:00+07:00",
            "channel": "hall",
            "capacity": None,
            "changes": 0,
        }
    ]
    (candidate,) = told["candidates"]
    assert (candidate["votes_for"], candidate["share"], candidate["passed"]) == (None, None, None)
    assert (candidate["threshold"], candidate["base"], candidate["elected"]) == ("2/3", "roll", None)


@pytest.fixture
def roll_call(year: World) -> World:
    """A roll call of three, counted on the day after; one elector changed its vote."""
    hold(year)
    for elector, choice in {"a": "against", "b": "for", "c": "for"}.items():
        cast(year, elector, choice)
    changed: dict[str, Any] = {"elector": "a", "choices": {"a": "abstain"}, "channel": "hall"}
    year.do("change_vote", "2022-11-22T09:30:00+07:00", ballot=BALLOT, **changed)
    year.do("close_ballot", "2022-11-22T10:00:00+07:00", ballot=BALLOT)
    year.do("count_roll_call", "2022-11-23", ballot=BALLOT, document="Biên bản kiểm phiếu")
    return year


def test_a_closed_roll_call_shows_names(roll_call: World) -> None:
    closed = one(roll_call, "2022-11-22")
    assert (closed["status"], closed["awaited"]) == ("closed", [])
    assert closed["votes"][0]["choices"] == {"a": "abstain"}
    assert closed["votes"][0]["changes"] == 1
    assert one(roll_call, "2022-11-21") is None


def test_a_counted_roll_call_shows_its_arithmetic(roll_call: World) -> None:
    told = one(roll_call)
    assert (told["status"], told["document"]) == ("decided", "Biên bản kiểm phiếu")
    ballots = {"issued": 3, "returned": 3, "valid": 3, "invalid": 0}
    assert told["count"] == {**ballots, "present": 3, "consulted": 0}
    assert told["candidates"] == [
        {
            **A,
            "votes_for": 2,
            "votes_against": 0,
            "votes_abstain": 1,
            "base": "roll",
            "base_size": 3,
            "share": "2/3",
            "needed": 2,
            "threshold": "2/3",
            "comparison": ">=",
            "passed": True,
            "elected": True,
        }
    ]
    assert (told["elected"], told["tied"], told["decided_by"]) == ([A], [], None)
    whole = roll_call.ask(votes)["ballots"]
    assert whole == [{key: told[key] for key in whole[0]}]


def test_a_tie_and_its_second_round_stand_side_by_side(year: World) -> None:
    hold(year, "show_of_hands", ("a", "b"), seats=1)
    year.do("close_ballot", "2022-11-22", ballot=BALLOT, present=("a", "b", "c"))
    options = (counted(2, 1), counted(2, 1, "b"))
    count = Count(valid=3, present=3, consulted=0, options=options)
    year.do("count_hands", "2022-11-22", ballot=BALLOT, count=count)
    year.do("open_second_round", "2022-11-22", ballot=f"{CYCLE}.co-2", previous=BALLOT)
    first, second = year.ask(votes)["ballots"]
    assert (first["tied"], first["elected"]) == ([A, B], [])
    assert first["present"] == [A, B, {"unit": "c", "name": "Đơn vị C"}]
    assert (second["round"], second["previous"], second["status"]) == (2, BALLOT, "open")
    assert second["quorum"] == {"attending": None, "needed": 2, "met": None}


def test_a_secret_ballot_tells_no_elector(year: World) -> None:
    hold(year, "secret_paper", present=("a", "b", "c"), document=None)
    assert (one(year)["votes"], one(year)["awaited"]) == ([], [])
    assert one(year)["quorum"] == {"attending": 3, "needed": 2, "met": True}
    year.do("close_ballot", "2022-11-22", ballot=BALLOT)
    count = Count(valid=3, present=3, consulted=0, options=(counted(1, 2),))
    tellers = [TellerCount(teller=name, count=count) for name in ("p-1", "p-2")]
    year.do("count_paper", "2022-11-22", ballot=BALLOT, first=tellers[0], second=tellers[1])
    told = one(year)
    assert (told["candidates"][0]["passed"], told["elected"], told["document"]) == (False, [], None)
    assert "p-1" not in str(told)


def test_an_attendance_is_told_and_who_comes_after_it_takes_part(year: World) -> None:
    hold(year)
    assert (one(year)["attendance"], one(year)["tellers"]) == (None, [])
    year.do("take_attendance", "2022-11-22", ballot=BALLOT, present=("a",), document="Danh sách 01")
    cast(year, "b", "for")
    told = one(year)
    assert told["attendance"] == {"present": [A], "at": "2022-11-22", "document": "Danh sách 01"}
    assert told["present"] == [A]
    assert told["quorum"] == {"attending": 2, "needed": 2, "met": True}
    year.do("close_ballot", "2022-11-22T10:00:00+07:00", ballot=BALLOT, present=("a", "b"))
    assert (one(year)["attendance"]["present"], one(year)["present"]) == ([A], [A, B])


def test_tellers_are_told_by_their_ids(year: World) -> None:
    hold(year, "secret_paper", present=("a", "b", "c"))
    year.do("appoint_tellers", "2022-11-22", ballot=BALLOT, tellers=("p-1", "p-2"))
    assert one(year)["tellers"] == ["p-1", "p-2"]


def test_choices_are_secret_again_once_a_close_is_taken_back(year: World) -> None:
    hold(year)
    for elector in ("a", "b"):
        cast(year, elector, "for", channel="minutes")
    year.do("close_ballot", "2022-11-22T10:00:00+07:00", ballot=BALLOT)
    closed = year.app.max_position()
    told = year.ask(ballot, BALLOT, position=closed)
    assert [vote["choices"] for vote in told["votes"]] == [{"a": "for"}] * 2
    year.do("retract_entry", position=closed, reason="Đóng nhầm cuộc bỏ phiếu")
    for found in (one(year), year.ask(ballot, BALLOT, position=closed)):
        assert [vote["choices"] for vote in found["votes"]] == [None, None]
    (listed,) = year.ask(votes, position=closed)["ballots"]
    assert (listed["status"], [vote["choices"] for vote in listed["votes"]]) == ("closed", [None, None])


def test_an_annulled_ballot_elects_nobody_and_says_why(year: World) -> None:
    hold(year, "acclamation", ())
    year.do("acclaim", "2022-11-22", ballot=BALLOT, elected=("b",))
    assert one(year)["elected"] == [B]
    assert one(year)["candidates"][0]["unit"] == "b"
    year.do("contest_ballot", "2022-11-23", ballot=BALLOT, by="a", reason="Chưa thống nhất")
    year.do("annul_ballot", "2022-11-24", ballot=BALLOT, reason="Không đủ thành phần")
    told = one(year)
    assert (told["status"], told["contested"], told["elected"]) == ("annulled", True, None)
    assert told["annulled_because"] == "Không đủ thành phần"


def test_a_ballot_that_a_source_only_mentions_has_no_arithmetic(year: World) -> None:
    year.do("open_ballot", "2022-11-22", ballot=BALLOT, mode="unstated", rule=None)
    year.do("record_outcome", "2022-11-22", ballot=BALLOT)
    told = one(year)
    assert (told["quorum"], told["count"], told["elected"], told["candidates"]) == (None, None, None, [])


def test_a_vote_without_its_ballot_is_not_told(year: World) -> None:
    hold(year)
    vote = {"choices": {"a": "for"}, "channel": "minutes"}
    year.do("record_fact", stream=f"vote:{CYCLE}.khac:a", topic="vote.cast", fact=vote)
    assert [told["ballot"] for told in year.ask(votes)["ballots"]] == [BALLOT]


def test_an_empty_base_has_no_share(year: World) -> None:
    hold(year, "show_of_hands", ("a",), roll=("a",), rule=ballot_rule(self_vote=False))
    year.do("close_ballot", "2022-11-22", ballot=BALLOT, present=("a",))
    count = Count(valid=0, present=1, consulted=0, options=(counted(0, 0),))
    year.do("count_hands", "2022-11-22", ballot=BALLOT, count=count)
    (candidate,) = one(year)["candidates"]
    assert (candidate["base_size"], candidate["share"], candidate["passed"]) == (0, None, False)

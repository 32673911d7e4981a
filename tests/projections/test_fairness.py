"""How evenly years were kept: late entries, corrections after the end of something, how votes came, turns."""

from typing import Any

import msgspec
import pytest

from domain.moments import Moment
from projections.cluster_fairness import cluster_fairness
from projections.fairness import fairness, voter
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from tests.projections.audit_scenes import BALLOT, HALL, REASON, begin, close
from tests.projections.world import CLUSTER, CYCLE, World


def ask(world: World, as_of: str = "2023-12-31", **more: Any) -> Any:
    """How the cycle was kept, as JSON tells it."""
    with world.reading() as connection:
        told = fairness(connection, CYCLE, world.point(as_of), **more)
    return msgspec.json.decode(msgspec.json.encode(told))


def send(world: World, elector: str, channel: str, authority: str | None) -> int:
    """A vote of an elector that somebody sends by an authority; its position."""
    said = {"ballot": BALLOT, "elector": elector, "choices": dict.fromkeys("ab", "for"), "channel": channel}
    command = COMMANDS["cast_vote"]
    by = Origin(actor="p", authority=authority, session="s")
    when = Moment.parse(HALL, command.anchor)
    return world.app.execute("cast_vote", command.arguments(**said), when=when, by=by)[0].position


def test_an_entry_is_late_by_the_whole_days_after_it_was_true(world: World) -> None:
    begin(world)
    midyear = world.do("review_midyear", "2023-12-30", cycle=CYCLE)
    told = ask(world)
    days = {line["position"]: line["days"] for line in told["late"]}
    assert midyear not in days
    assert list(days.values()) == sorted(days.values(), reverse=True)
    assert told["entries"]["late"] == len(days) < told["entries"]["total"]
    assert {line["position"]: line["days"] for line in ask(world, late_days=0)["late"]}[midyear] == 1
    assert ask(world, late_days=3_000)["late"] == []


def test_what_is_known_to_a_year_only_is_late_from_its_end_on(world: World) -> None:
    begin(world)
    told = world.do("launch_cycle", "2022", cycle=CYCLE)
    command = COMMANDS["sum_up_cycle"]
    someday = Moment.unknown(command.anchor, (2022, 2022))
    said = command.arguments(cycle=CYCLE)
    undated = world.app.execute("sum_up_cycle", said, when=someday, by=Origin())[0].position
    found = ask(world, late_days=0)
    days = {line["position"]: line["days"] for line in found["late"]}
    assert days[told] == 365
    assert undated not in days
    assert found["entries"]["undated"] == 1


def test_units_come_by_name_and_what_is_of_none_comes_last(world: World) -> None:
    begin(world)
    world.do("register_pledge", "2023-12-31", cycle=CYCLE, unit="b", targets=(), titles=("flag_ministry",))
    send(world, "a", "hall", None)
    told = ask(world)["units"]
    assert [one["unit"] and one["unit"]["unit"] for one in told] == ["a", "b", None]
    assert [(one["entries"], one["late"]) for one in told][:2] == [(1, 1), (1, 0)]
    assert told[0]["longest"] > 400
    assert told[1]["longest"] is None


def test_a_year_without_anything_common_has_units_only(world: World) -> None:
    begin(world)
    send(world, "a", "hall", None)
    world.do("register_pledge", "2022-02-01", cycle=CYCLE, unit="b", targets=(), titles=("flag_ministry",))
    shown = ask(world, as_of="2022-03-01")["units"]
    assert [one["unit"] and one["unit"]["unit"] for one in shown] == ["b", None]


def correct(world: World, position: int, document: str = "Số 2") -> int:
    return world.do("correct_entry", None, position=position, reason=REASON, new={"document": document})


def test_a_correction_is_told_with_what_had_ended_before_it_was_recorded(world: World) -> None:
    begin(world)
    launch = world.do("launch_cycle", "2022-03-01", cycle=CYCLE, document="Số 1")
    before = correct(world, launch)
    send(world, "a", "hall", None)
    send(world, "b", "hall", None)
    close(world)
    after_vote = correct(world, launch, "Số 3")
    world.do("sum_up_cycle", "2022-11-30", cycle=CYCLE)
    world.do("close_cycle", "2022-12-30", cycle=CYCLE)
    after_all = correct(world, launch, "Số 4")
    told = ask(world)
    assert {one["position"]: one["after"] for one in told["corrections"]} == {
        after_vote: ["vote"],
        after_all: ["vote", "summing_up", "closing"],
    }
    assert told["entries"]["amended"] == 3
    assert before not in {one["position"] for one in told["corrections"]}
    assert {(one["amends"], one["reason"]) for one in told["corrections"]} == {(launch, REASON)}


def test_a_correction_on_one_ballot_does_not_come_after_the_vote_on_another(world: World) -> None:
    begin(world)
    other = f"{CYCLE}.khac"
    said: dict[str, Any] = {"titles": ("advanced_unit",), "candidates": ("a", "b"), "mode": "acclamation"}
    opened = world.do("open_ballot", "2022-11-22", ballot=other, **said)
    send(world, "a", "hall", None)
    close(world)
    world.do("correct_entry", None, position=opened, reason=REASON, new={"question": "Hỏi lại"})
    assert ask(world)["corrections"] == []
    assert ask(world)["entries"]["amended"] == 1


def test_a_correction_taken_back_or_of_what_lies_ahead_is_none(world: World) -> None:
    begin(world)
    launch = world.do("launch_cycle", "2022-03-01", cycle=CYCLE, document="Số 1")
    other = f"{CYCLE}.suy-ton"
    said: dict[str, Any] = {"titles": ("advanced_unit",), "candidates": ("a",), "mode": "acclamation"}
    world.do("open_ballot", "2022-02-01", ballot=other, **said)
    world.do("acclaim", "2022-02-01", ballot=other, elected=("a",))
    correction = correct(world, launch)
    assert [one["position"] for one in ask(world)["corrections"]] == [correction]
    assert ask(world, as_of="2022-02-15")["corrections"] == []
    world.do("retract_entry", None, position=correction, reason=REASON)
    assert correction not in {one["position"] for one in ask(world)["corrections"]}


def test_votes_are_told_by_who_sent_them_and_never_with_their_choices(world: World) -> None:
    begin(world)
    own = send(world, "a", "hall", "representative:a")
    for_another = send(world, "b", "hall", "representative:b:for:p-b")
    on_paper = send(world, "c", "written", "representative:c")
    told = ask(world)
    assert told["votes"] == {
        "channels": {"hall": 2, "written": 1},
        "by": {"representative": 2, "stand_in": 1},
    }
    assert [one["position"] for one in told["indirect"]] == [for_another, on_paper]
    assert own not in {one["position"] for one in told["indirect"]}
    assert "choice" not in str(told)


@pytest.mark.parametrize(
    ("authority", "by"),
    [
        (None, "unstated"),
        ("office", "record_keeper"),
        ("lead:a", "record_keeper"),
        ("representative:a", "representative"),
        ("representative:a:for:p-1", "stand_in"),
        ("representative:for", "representative"),
    ],
)
def test_an_authority_says_who_sent_a_vote(authority: str | None, by: str) -> None:
    assert voter({"authority": authority}) == by


def test_a_movement_of_no_recorded_cluster_has_no_name(world: World) -> None:
    begin(world)
    assert ask(world)["name"] == "Cụm diễn tập"
    assert world.ask(fairness, "cum-1999") is None


def turns(world: World, as_of: str) -> Any:
    return world.ask(cluster_fairness, CLUSTER, as_of)


def test_turns_at_the_lead_are_counted_from_what_is_known(world: World) -> None:
    world.form("a", "b", "c")
    assert turns(world, "2022-12-31")["turns"][0]["waited"] is None
    assert turns(world, "2022-12-31")["unstated"] == []
    for year, lead in ((2022, "a"), (2024, "b")):
        world.do(
            "assign_lead", f"{year}-01-01", cluster=CLUSTER, year=year, mode="assigned", lead=lead, deputy="c"
        )
    told = turns(world, "2025-12-31")
    assert told["unstated"] == [2023, 2025]
    assert [(one["unit"]["unit"], one["led"], one["waited"], one["round"]) for one in told["turns"]] == [
        ("c", [], 4, True),
        ("a", [2022], 3, True),
        ("b", [2024], 1, False),
    ]


def test_a_turn_to_come_is_told_and_ends_no_waiting(world: World) -> None:
    world.form("a", "b")
    world.do("assign_lead", "2022-01-01", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    world.do("elect_lead", "2022-11-30", cluster=CLUSTER, year=2023, lead="b")
    told = turns(world, "2022-12-31")
    assert [(one["unit"]["unit"], one["led"], one["waited"]) for one in told["turns"]] == [
        ("b", [2023], 1),
        ("a", [2022], 0),
    ]


def test_the_lead_of_a_unit_that_left_is_no_turn_of_a_member(world: World) -> None:
    world.form("a", "b")
    world.do("assign_lead", "2022-01-01", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    world.do("leave_cluster", "2022-12-01", cluster=CLUSTER, unit="a")
    told = turns(world, "2022-12-31")
    assert [(one["unit"]["unit"], one["led"]) for one in told["turns"]] == [("b", [])]
    assert told["unstated"] == []


def test_the_years_of_a_cluster_have_the_figures_of_each_cycle(world: World) -> None:
    begin(world)
    world.form(cluster="khac")
    world.do("open_cycle", cycle="khac-2022", cluster="khac", first_year=2022)
    send(world, "a", "minutes", "office")
    (year,) = turns(world, "2022-12-31")["cycles"]
    figures = ask(world, as_of="2022-12-31")["entries"]
    assert year == {"cycle": CYCLE, "first_year": 2022, "last_year": 2022, **figures}
    assert (figures["votes"], figures["indirect"]) == (1, 1)
    assert world.ask(cluster_fairness, "khong-co") is None

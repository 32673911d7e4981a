"""Where a cycle is in its year."""

from decimal import Decimal
from typing import Any

import pytest

from domain.moments import Moment
from projections.steps import STEPS, Progress, statuses, steps
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule, marks

DAY = Moment.parse("2022-11-22")
FULL, BEGUN, NONE = Progress(on=DAY, full=True), Progress(on=DAY), Progress()


def by_step(world: World, as_of: str = "2023-12-31", cycle: str = CYCLE) -> dict[str, Any]:
    return {step["step"]: step for step in world.ask(steps, cycle, as_of)["steps"]}


def states(world: World, as_of: str = "2023-12-31", cycle: str = CYCLE) -> dict[str, str]:
    return {name: step["status"] for name, step in by_step(world, as_of, cycle).items()}


@pytest.mark.parametrize(
    ("found", "optional", "told"),
    [
        ([FULL, NONE, NONE], "", ["reached", "now", "waiting"]),
        ([FULL, NONE, NONE], "b", ["reached", "waiting", "now"]),
        ([FULL, NONE, FULL], "", ["reached", "not_stated", "reached"]),
        ([FULL, NONE, FULL], "b", ["reached", "not_stated", "reached"]),
        ([FULL, BEGUN, FULL, NONE], "", ["reached", "partly", "reached", "now"]),
        ([FULL, BEGUN, NONE], "", ["reached", "now", "waiting"]),
        ([FULL, BEGUN, NONE], "b", ["reached", "partly", "now"]),
        ([FULL, BEGUN, BEGUN], "", ["reached", "now", "partly"]),
        ([FULL, NONE, BEGUN, NONE], "", ["reached", "not_stated", "now", "waiting"]),
        ([FULL, FULL], "", ["reached", "reached"]),
    ],
)
def test_the_status_of_each_step(found: list[Progress], optional: str, told: list[str]) -> None:
    named = dict(zip("abcd", found, strict=False))
    assert list(statuses(named, optional).values()) == told


def test_an_unknown_cycle_has_no_steps(world: World) -> None:
    assert world.ask(steps) is None


def test_a_year_that_is_only_opened_waits_for_its_launch(world: World) -> None:
    world.do("register_unit", unit="bo", name="Bộ diễn tập")
    world.do("form_cluster", cluster=CLUSTER, name="Cụm diễn tập", kind="cluster", organiser="bo")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022, document="Kế hoạch 01")
    told = world.ask(steps)
    assert told["step"] == "opened"
    assert [step["step"] for step in told["steps"]] == list(STEPS)
    opened, launched = told["steps"][:2]
    assert opened == {
        "step": "opened",
        "status": "reached",
        "optional": False,
        "on": "2022-01-01",
        "precision": "day",
        "done": None,
        "of": None,
        "missing": [],
        "who": [],
        "documents": ["Kế hoạch 01"],
        "entries": [3],
        "can_act": None,
    }
    assert (launched["status"], launched["on"]) == ("now", None)
    assert launched["can_act"] == {"role": "lead", "units": []}
    assert by_step(world)["decided"]["can_act"] == {
        "role": "office",
        "units": [{"unit": "bo", "name": "Bộ diễn tập"}],
    }


def test_a_step_of_all_members_tells_who_is_missing_and_can_act(world: World) -> None:
    world.open("a", "b", strict=True)
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="b")
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE, host="b")
    for unit in ("a", "b"):
        world.do("register_pledge", "2022-02-01", cycle=CYCLE, unit=unit)
    registered = by_step(world)["pledged"]
    assert (registered["status"], registered["done"], registered["of"]) == ("now", 0, 2)
    world.do("sign_pledge", "2022-02-14", cycle=CYCLE, unit="a")
    pledged = by_step(world)["pledged"]
    assert (pledged["status"], pledged["on"], pledged["done"], pledged["of"]) == (
        "now",
        "2022-02-14",
        1,
        2,
    )
    assert pledged["missing"] == [{"unit": "b", "name": "Đơn vị B"}]
    assert pledged["can_act"] == {"role": "member", "units": pledged["missing"]}
    assert [unit["unit"] for unit in pledged["who"]] == ["a", "b"]
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(1, 1))
    told = by_step(world)
    assert (told["self_scored"]["status"], told["self_scored"]["done"]) == ("partly", 1)
    assert told["launched"]["who"] == [{"unit": "b", "name": "Đơn vị B"}]
    assert told["verified"]["can_act"] == {"role": "lead", "units": [{"unit": "b", "name": "Đơn vị B"}]}
    assert told["midyear"]["optional"]
    assert told["midyear"]["status"] == "not_stated"


def test_a_record_of_what_sources_state_needs_no_signature(world: World) -> None:
    world.open("a", "b")
    for unit in ("a", "b"):
        world.do("register_pledge", "2022-02-01", cycle=CYCLE, unit=unit)
    world.do("sign_pledge", "2022-02-14", cycle=CYCLE, unit="a")
    pledged = by_step(world)["pledged"]
    assert (pledged["status"], pledged["on"], pledged["done"]) == ("reached", "2022-02-14", 2)


def test_a_withdrawn_pledge_does_not_count(world: World) -> None:
    world.open("a", "b")
    for unit in ("a", "b"):
        world.do("register_pledge", "2022-02-01", cycle=CYCLE, unit=unit)
    assert states(world)["pledged"] == "reached"
    world.do("withdraw_pledge", "2022-06-01", cycle=CYCLE, unit="b", reason="Sáp nhập")
    assert by_step(world)["pledged"]["done"] == 1


def until_the_summing_up(world: World) -> None:
    """A year of two units, up to the conference at its end."""
    world.open("a", "b")
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    world.do("launch_drive", "2022-05-01", cycle=CYCLE, drive="he", name="Đợt hè")
    world.do("close_drive", "2022-08-19", cycle=CYCLE, drive="he")
    world.do("record_inspection", "2022-06-01", cycle=CYCLE, unit="a", inspection="1", by="b")
    world.do("record_inspection", "2022-07-01", cycle=CYCLE, unit="a", inspection="2")
    world.do("review_midyear", "2022-07-01", cycle=CYCLE, document="Báo cáo 02")
    world.do("check_ninemonth", "2022-10-04", cycle=CYCLE)
    for unit in ("a", "b"):
        world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit=unit, total=Decimal(90))
        world.do("verify_score", "2022-11-01", cycle=CYCLE, unit=unit, total=Decimal(80), by="a")
        world.do("finalise_score", "2022-11-10", cycle=CYCLE, unit=unit)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE, chairs=("a", "b"))
    world.do("open_ballot", "2022-11-22", ballot=f"{CYCLE}.suy-ton", mode="acclamation")


def until_the_close(world: World) -> None:
    """The rest of that year: one title granted and presented, one refused."""
    world.do("acclaim", "2022-11-22", ballot=f"{CYCLE}.suy-ton", elected=("a",))
    world.do("sign_minutes", "2022-11-23", cycle=CYCLE, signatories=("a", "b"))
    world.do("submit_dossier", "2022-12-01", cycle=CYCLE)
    for title in ("advanced_unit", "flag_ministry"):
        world.do("propose_nomination", "2022-11-22", cycle=CYCLE, title=title, unit="a")
    granted = {"cycle": CYCLE, "title": "advanced_unit", "unit": "a"}
    world.do("decide_nomination", "2022-12-20", outcome="granted", **granted)
    refused = {"cycle": CYCLE, "title": "flag_ministry", "unit": "a"}
    world.do("decide_nomination", "2022-12-21", outcome="refused", **refused)
    world.do("present_nomination", "2023-01-05", **granted)
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, outgoing="a", lead="b")
    world.do("hand_over_lead", "2022-01-02", cluster=CLUSTER, year=2022, lead="a")
    world.do("close_cycle", "2023-02-01", cycle=CYCLE)


def test_a_drive_is_there_from_its_launch_and_reached_at_its_end(world: World) -> None:
    until_the_summing_up(world)
    assert [states(world, day)["drives"] for day in ("2022-04-30", "2022-05-01", "2022-08-19")] == [
        "waiting",
        "partly",
        "reached",
    ]


def test_what_is_done_at_any_time_passes_over_nothing(world: World) -> None:
    world.open("a", "b")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    told = states(world)
    assert (told["rules_adopted"], told["handed_over"]) == ("reached", "reached")
    assert (told["launched"], told["pledged"], told["submitted"]) == ("now", "waiting", "waiting")
    assert world.ask(steps)["step"] == "opened"


def test_titles_are_decided_one_by_one(world: World) -> None:
    until_the_summing_up(world)
    assert by_step(world)["balloted"]["status"] == "now"
    until_the_close(world)
    told = by_step(world, "2022-12-20")["decided"]
    assert (told["status"], told["done"], told["of"]) == ("now", 1, 2)
    assert told["missing"] == [{"unit": "a", "name": "Đơn vị A"}]
    assert by_step(world)["decided"]["on"] == "2022-12-21"


def test_a_whole_year_comes_to_its_close(world: World) -> None:
    until_the_summing_up(world)
    until_the_close(world)
    told = by_step(world)
    left = {step: found["status"] for step, found in told.items() if found["status"] != "reached"}
    assert left == {"pledged": "not_stated", "inspections": "partly"}
    assert told["verified"]["who"][0]["unit"] == "a"
    assert told["summed_up"]["who"] == told["minuted"]["who"]
    assert [unit["unit"] for unit in told["handed_over"]["who"]] == ["a", "b"]
    assert len(told["handed_over"]["entries"]) == 1
    assert (told["inspections"]["done"], told["inspections"]["on"]) == (1, "2022-07-01")
    assert told["midyear"]["documents"] == ["Báo cáo 02"]
    assert world.ask(steps, as_of="2023-12-31")["step"] == "closed"
    assert world.ask(steps, as_of="2022-11-22")["step"] == "balloted"


def test_ballots_tell_whom_they_wait_for(world: World) -> None:
    world.open("a", "b", "c")
    ballot = f"{CYCLE}.co"
    said: dict[str, Any] = {
        "titles": ("flag_ministry",),
        "candidates": ("a", "b"),
        "seats": 1,
        "rule": ballot_rule(),
    }
    world.do("open_ballot", "2022-11-22", ballot=f"{CYCLE}.huy", mode="roll_call", **said)
    world.do("annul_ballot", "2022-11-22", ballot=f"{CYCLE}.huy", reason="Mở nhầm")
    assert by_step(world)["balloted"]["on"] is None
    world.do("open_ballot", "2022-11-22", ballot=ballot, mode="roll_call", **said)
    choices = {"a": "for", "b": "for"}
    world.do("cast_vote", "2022-11-22", ballot=ballot, elector="a", choices=choices, channel="hall")
    waiting = by_step(world)["balloted"]
    assert [unit["unit"] for unit in waiting["missing"]] == ["b", "c"]
    assert waiting["can_act"] == {"role": "member", "units": waiting["missing"]}
    for elector in ("b", "c"):
        world.do("cast_vote", "2022-11-22", ballot=ballot, elector=elector, choices=choices, channel="hall")
    assert by_step(world)["balloted"]["can_act"]["role"] == "lead"
    world.do("close_ballot", "2022-11-22", ballot=ballot)
    assert by_step(world)["balloted"]["can_act"] == {"role": "tellers", "units": []}
    world.do("count_roll_call", "2022-11-22", ballot=ballot)
    tied = by_step(world)["balloted"]
    assert (tied["done"], tied["of"], tied["can_act"]["role"]) == (0, 1, "lead")
    world.do("open_second_round", "2022-11-22", ballot=f"{CYCLE}.co-2", previous=ballot)
    again = by_step(world)["balloted"]
    assert (again["done"], again["of"]) == (1, 2)


def test_rules_without_a_table_make_scoring_optional(world: World) -> None:
    world.open("a", table=None)
    told = by_step(world)
    assert told["self_scored"]["optional"]
    assert not told["summed_up"]["optional"]
    assert told["rules_adopted"]["status"] == "reached"


def test_a_movement_needs_no_handover_and_counts_no_members(world: World) -> None:
    world.form("a", kind="movement")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit="a", total=Decimal(90))
    told = by_step(world)
    assert told["handed_over"]["optional"]
    assert (told["self_scored"]["status"], told["self_scored"]["done"], told["self_scored"]["of"]) == (
        "reached",
        1,
        None,
    )
    assert (told["verified"]["done"], told["launched"]["status"]) == (None, "not_stated")


def test_a_cycle_whose_cluster_is_not_known_has_steps_all_the_same(world: World) -> None:
    fact = {"cluster": "khac", "first_year": 2022}
    world.do("record_fact", stream="cycle:khac-2022", topic="cycle.opened", fact=fact)
    assert states(world, cycle="khac-2022")["launched"] == "now"

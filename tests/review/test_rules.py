"""Rules of their own time, titles that the rules know and a unit really holds, dates nobody states, and
what a chair is warned of.
"""

from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from domain.facts import EntryCorrected
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal
from projections.steps import steps
from projections.votes import ballot, votes
from service.chronicle.exporting import export_cycle
from service.chronicle.importing import import_chronicle
from tests.conftest import NewDatabase
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule

REASON = "ghi nhầm khi nhập hồ sơ"
BALLOT = f"{CYCLE}.co"
HIGHER, LOWER = "flag_government", "flag_ministry"


def refused(world: World, command: str, on: str | None = "2022-11-22", /, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        world.do(command, on, **said)
    return caught.value


@pytest.mark.parametrize(
    ("years", "rule_set", "valid_from", "valid_to"),
    [
        ((2023, None), "law-2022", date(2024, 1, 1), None),
        ((2024, None), "law-2003", date(2003, 1, 1), date(2023, 12, 31)),
        ((2002, None), "law-2003", date(2003, 1, 1), date(2023, 12, 31)),
        ((2024, 2026), "law-2003", date(2003, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_cycle_is_not_judged_by_rules_of_another_time(
    world: World, years: tuple[int, int | None], rule_set: str, valid_from: date, valid_to: date | None
) -> None:
    first, last = years
    cycle = f"{CLUSTER}-{first}" if last is None else f"{CLUSTER}-{first}-{last}"
    world.do("form_cluster", "2001-01-01", cluster=CLUSTER, name="Cụm diễn tập", kind="cluster")
    world.do("open_cycle", str(first), cycle=cycle, cluster=CLUSTER, first_year=first, last_year=last)
    told = refused(world, "adopt_rules", str(first), cycle=cycle, rule_set=rule_set)
    assert (told.code, told.rule) == ("rules_not_valid", rule_set)
    assert told.params == {
        "rule_set": rule_set,
        "cycle": cycle,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


@pytest.mark.parametrize("rule_set", ["law-2003", "law-2022"])
def test_a_period_during_which_the_law_changed_takes_either(world: World, rule_set: str) -> None:
    world.form("a")
    cycle = f"{CLUSTER}-2022-2025"
    world.do("open_cycle", cycle=cycle, cluster=CLUSTER, first_year=2022, last_year=2025)
    world.do("adopt_rules", "2022", cycle=cycle, rule_set=rule_set)


def test_a_title_builds_only_on_what_the_unit_holds_on_that_day(world: World) -> None:
    world.open("a", strict=True)
    lower: dict[str, Any] = {"cycle": CYCLE, "title": LOWER, "unit": "a"}
    higher = {**lower, "title": HIGHER}
    world.do("propose_nomination", "2022-11-10", **lower)
    assert refused(world, "propose_nomination", "2022-11-09", **higher).code == "prerequisite_missing"
    world.do("decide_nomination", "2022-11-20", **lower, outcome="refused")
    assert refused(world, "propose_nomination", "2022-11-21", **higher).code == "prerequisite_missing"
    world.do("propose_nomination", "2022-11-15", **higher)


def test_a_title_that_was_annulled_carries_no_other_until_it_is_restored(world: World) -> None:
    world.open("a", strict=True)
    lower: dict[str, Any] = {"cycle": CYCLE, "title": LOWER, "unit": "a"}
    higher = {**lower, "title": HIGHER}
    world.do("propose_nomination", "2022-11-10", **lower)
    world.do("decide_nomination", "2022-11-15", **lower, outcome="granted")
    world.do("annul_nomination", "2022-11-20", **lower, reason="khai không đúng thành tích")
    assert refused(world, "propose_nomination", "2022-11-21", **higher).code == "prerequisite_missing"
    world.do("restore_nomination", "2022-11-22", **lower, reason="kết luận lại")
    world.do("propose_nomination", "2022-11-23", **higher)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("propose_nomination", {}),
        ("recommend_nomination", {}),
        ("submit_nomination", {}),
        ("defer_nomination", {"reason": REASON}),
        ("resume_nomination", {}),
        ("return_nomination", {"reason": REASON}),
        ("decide_nomination", {"outcome": "granted"}),
        ("present_nomination", {}),
        ("annul_nomination", {"reason": REASON}),
        ("restore_nomination", {"reason": REASON}),
    ],
)
def test_a_title_that_the_rules_do_not_know_goes_nowhere(
    world: World, command: str, said: dict[str, Any]
) -> None:
    world.open("a")
    told = refused(world, command, cycle=CYCLE, title="khong_co", unit="a", **said)
    assert (told.code, told.params["title"]) == ("title_not_in_rule_set", "khong_co")


def test_a_date_is_corrected_back_to_unknown_and_so_exported(
    world: World, new_database: NewDatabase, tmp_path: Path
) -> None:
    formed = 1
    world.open("a", "b")
    launched = world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    for position in (launched, formed):
        said: dict[str, Any] = {"position": position, "reason": REASON, "on": "unknown"}
        world.do("correct_entry", None, **said)
        assert refused(world, "correct_entry", None, **said).code == "correction_changes_nothing"
    copy = World(new_database("sqlite"))
    file = tmp_path / "chronicle.yaml"
    file.write_text(export_cycle(world.app, CYCLE), encoding="utf-8")
    import_chronicle(copy.app, file)
    for one in (world, copy):
        (step,) = [told for told in one.ask(steps)["steps"] if told["step"] == "launched"]
        assert (step["on"], step["precision"]) == ("unknown", "unknown")
        with one.reading() as c:
            timelines = [one.app.timeline(name, c) for name in (f"cycle:{CYCLE}", f"cluster:{CLUSTER}")]
        corrected = [told.fact for told in chain(*timelines) if isinstance(told.fact, EntryCorrected)]
        assert [Moment(fact.effective or 0, fact.precision or Precision.DAY) for fact in corrected] == [
            Moment.unknown(Anchor.END, (2022, 2022)),
            Moment.unknown(Anchor.START, None),
        ]
    copy.app.close()


def test_an_act_that_belongs_to_no_cycle_keeps_a_date(world: World) -> None:
    world.form("a")
    renamed = world.do("rename_unit", "2022-02-01", unit="a", name="Đơn vị A mới")
    told = refused(world, "correct_entry", None, position=renamed, reason=REASON, on="unknown")
    assert told.code == "date_needed"


def test_a_chair_is_warned_while_a_ballot_is_undecided(world: World) -> None:
    units = [f"u{number}" for number in range(7)]
    world.open()
    for unit in units:
        world.do("register_unit", unit=unit, name=f"Đơn vị {unit}")
        world.do("join_cluster", cluster=CLUSTER, unit=unit)
    said: dict[str, Any] = {"mode": "show_of_hands", "titles": ("flag_ministry",), "candidates": ("u0",)}
    rule = ballot_rule(threshold="9/10")
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, rule=rule, **said)
    warned = {
        "vi": "Cần ≥ 9/10 của 7, tức tất cả 7 phiếu: một phiếu không đồng ý là không đạt.",
        "en": "≥ 9/10 of 7 is all 7 votes: a single vote against fails a unit.",
    }
    (in_list,) = world.ask(votes)["ballots"]
    for told in (in_list, world.ask(ballot, BALLOT)):
        for language, sentence in warned.items():
            assert sentence in told["warnings"][language]
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    assert world.ask(ballot, BALLOT)["warnings"]["vi"]
    world.do("record_outcome", "2022-11-22", ballot=BALLOT, elected=("u0",))
    assert world.ask(ballot, BALLOT)["warnings"] == {"vi": [], "en": []}


def test_nobody_is_warned_where_nothing_is_counted_or_all_is_over(world: World) -> None:
    world.open("a", "b", "c")
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, mode="acclamation", rule=ballot_rule())
    assert world.ask(ballot, BALLOT)["warnings"] == {"vi": [], "en": []}
    other = f"{CYCLE}.khac"
    said: dict[str, Any] = {"mode": "show_of_hands", "titles": ("flag_ministry",), "candidates": ("a",)}
    world.do("open_ballot", "2022-11-22", ballot=other, rule=ballot_rule(), **said)
    assert world.ask(ballot, other)["warnings"]["en"]
    world.do("annul_ballot", "2022-11-23", ballot=other, reason="mở nhầm cuộc bỏ phiếu")
    assert world.ask(ballot, other)["warnings"] == {"vi": [], "en": []}

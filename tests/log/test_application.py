"""The one path to the log: decided on the state of its day, checked against what comes later, taken again."""

from typing import Any

import pytest
from sqlalchemy import Engine

from domain.facts import EntryCorrected, EntryRetracted
from domain.identity import stream
from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from projections.leads import LEADS
from projections.point import Point
from projections.units import UNITS
from service.application import ATTEMPTS_MAX, Contended, Thidua
from service.commands.catalogue import COMMANDS
from service.commands.command import Decided
from service.past import Past
from service.verify import verify
from tests.log.setting import CYCLE, YEAR, ask, form_cluster, log_rows, open_roll_call, open_year

END = 2**53 - 1
REASON = "Nhập nhầm khi chép biên bản"


def on(day: str) -> Moment:
    return Moment.parse(day)


def refusal(app: Thidua, command: str, **arguments: Any) -> Refusal:
    """The refusal of a command."""
    with pytest.raises(Refusal) as caught:
        app.do(command, **arguments)
    return caught.value


def name_on(app: Thidua, unit: str, day: str, known_at: int = END) -> str | None:
    """What a unit was called on a day, as known at a position."""
    with app.log_recorder.reading() as connection:
        found = UNITS.of(connection, stream("unit", unit), Point(on(day).effective, END, known_at))
    return None if found is None else found.name


def test_a_late_entry_is_judged_by_the_state_of_its_day(app: Thidua) -> None:
    form_cluster(app, ["a", "b", "c"])
    app.do("leave_cluster", when=on("2022-07-01"), cluster="cum", unit="b")
    lead = {"cluster": "cum", "year": 2022, "mode": "assigned"}
    assert refusal(app, "assign_lead", when=on("2022-08-01"), lead="b", **lead).code == "not_a_member"
    app.do("assign_lead", when=on("2022-06-01"), lead="b", **lead)
    app.do("rename_unit", when=on("2022-05-01"), unit="a", name="Tên mới")
    app.do("rename_unit", when=on("2022-03-01"), unit="a", name="Tên giữa")
    assert [name_on(app, "a", day) for day in ("2022-02-01", "2022-04-01", "2022-06-01")] == [
        "Đơn vị a",
        "Tên giữa",
        "Tên mới",
    ]


def test_a_cycle_of_2019_can_be_entered_after_one_of_2022(app: Thidua) -> None:
    form_cluster(app, [], cluster="cum")
    for unit in ("a", "b"):
        app.do("register_unit", when=Moment.parse("2015", Anchor.START), unit=unit, name=unit)
    for year in (2022, 2019):
        begins = Moment.parse(str(year), Anchor.START)
        lead = "a" if year == 2019 else "b"
        if year == 2019:
            app.do("correct_entry", position=1, reason=REASON, on="2015")
        app.do("open_cycle", when=begins, cycle=f"cum-{year}", cluster="cum", first_year=year)
        app.do("assign_lead", when=begins, cluster="cum", year=year, mode="stated", lead=lead)
    with app.log_recorder.reading() as connection:
        found = LEADS.of(connection, "cluster:cum", Point(END, END, END))
    assert found is not None
    assert [(tenure.year, tenure.lead) for tenure in found.lineage] == [(2019, "a"), (2022, "b")]


def test_an_entry_that_makes_a_later_one_impossible_is_refused_naming_it(engine: Engine, app: Thidua) -> None:
    form_cluster(app, ["a", "b"])
    (later,) = app.do("leave_cluster", when=on("2022-07-01"), cluster="cum", unit="b")
    before = log_rows(engine)
    told = refusal(app, "leave_cluster", when=on("2022-03-01"), cluster="cum", unit="b")
    assert told.code == "contradicts_entry"
    assert told.params["position"] == later.position
    assert told.params["topic"] == "member.left"
    assert told.params["cause"].code == "not_a_member"
    assert log_rows(engine) == before


def test_a_correction_changes_what_is_known_now_and_not_what_was_known(app: Thidua) -> None:
    (registered,) = app.do("register_unit", when=YEAR, unit="a", name="Tên sai")
    (corrected,) = app.do(
        "correct_entry", position=registered.position, reason=REASON, new={"name": "Tên đúng"}
    )
    assert isinstance(corrected.fact, EntryCorrected)
    assert corrected.fact.old == {"name": "Tên sai"}
    assert name_on(app, "a", "2022-02-01") == "Tên đúng"
    assert name_on(app, "a", "2022-02-01", known_at=registered.position) == "Tên sai"


def test_a_correction_can_be_corrected_and_retracted(engine: Engine, app: Thidua) -> None:
    (first,) = app.do("register_unit", when=YEAR, unit="a", name="Một")
    (second,) = app.do("correct_entry", position=first.position, reason=REASON, new={"name": "Hai"})
    (third,) = app.do("correct_entry", position=first.position, reason=REASON, new={"name": "Ba"})
    assert third.fact.old == {"name": "Hai"}  # type: ignore[attr-defined]
    (retracted,) = app.do("retract_entry", position=third.position, reason=REASON)
    assert isinstance(retracted.fact, EntryRetracted)
    assert name_on(app, "a", "2022-02-01") == "Hai"
    app.do("retract_entry", position=second.position, reason=REASON)
    assert name_on(app, "a", "2022-02-01") == "Một"
    assert [name_on(app, "a", "2022-02-01", known_at=at) for at in range(1, 6)] == [
        "Một",
        "Hai",
        "Ba",
        "Hai",
        "Một",
    ]
    assert verify(engine).problems == ()


def test_a_correction_moves_an_entry_to_another_day(app: Thidua) -> None:
    app.do("register_unit", when=YEAR, unit="a", name="Một")
    (renamed,) = app.do("rename_unit", when=on("2022-05-01"), unit="a", name="Hai")
    app.do("correct_entry", position=renamed.position, reason=REASON, on="2022-09-01")
    assert [name_on(app, "a", day) for day in ("2022-06-01", "2022-09-01")] == ["Một", "Hai"]


def test_a_correction_must_leave_later_entries_possible(app: Thidua) -> None:
    form_cluster(app, ["a"])
    (left,) = app.do("leave_cluster", when=on("2022-07-01"), cluster="cum", unit="a")
    formed, _, joined = (entry.id for entry in app.log_recorder.select_notifications(1, 3))
    told = refusal(app, "correct_entry", position=joined, reason=REASON, on="2022-08-01")
    assert (told.code, told.params["position"]) == ("contradicts_entry", left.position)
    told = refusal(app, "retract_entry", position=joined, reason=REASON)
    assert (told.code, told.params["position"]) == ("contradicts_entry", left.position)
    assert formed == 1


@pytest.mark.parametrize(
    ("command", "arguments", "code"),
    [
        ("correct_entry", {"position": 9, "reason": REASON, "new": {"name": "X"}}, "position_unknown"),
        ("correct_entry", {"position": 1, "reason": "sai", "new": {"name": "X"}}, "reason_too_short"),
        (
            "correct_entry",
            {"position": 1, "reason": REASON, "new": {"name": "Một"}},
            "correction_changes_nothing",
        ),
        ("correct_entry", {"position": 1, "reason": REASON, "new": {"name": 5}}, "correction_misfits"),
        ("correct_entry", {"position": 1, "reason": REASON, "new": {"nom": "X"}}, "correction_misfits"),
        (
            "correct_entry",
            {"position": 2, "reason": REASON, "new": {"reason": "X"}},
            "amendment_not_correctable",
        ),
        ("retract_entry", {"position": 1, "reason": "sai" + " " * 20}, "reason_too_short"),
        ("retract_entry", {"position": 9, "reason": REASON}, "position_unknown"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    app: Thidua, command: str, arguments: dict[str, Any], code: str
) -> None:
    app.do("register_unit", when=YEAR, unit="a", name="Một")
    app.do("correct_entry", position=1, reason=REASON, new={"short_name": "M"})
    assert refusal(app, command, **arguments).code == code


def test_what_was_retracted_can_be_neither_corrected_nor_retracted(app: Thidua) -> None:
    (registered,) = app.do("register_unit", when=YEAR, unit="a", name="Một")
    app.do("retract_entry", position=registered.position, reason=REASON)
    assert name_on(app, "a", "2022-02-01") is None
    for command, more in (("correct_entry", {"new": {"name": "Hai"}}), ("retract_entry", {})):
        told = refusal(app, command, position=registered.position, reason=REASON, **more)
        assert told.code == "entry_not_standing"
    app.do("register_unit", when=YEAR, unit="a", name="Lần hai")
    assert name_on(app, "a", "2022-02-01") == "Lần hai"


def test_a_vote_cast_in_person_is_nobodys_to_correct(app: Thidua) -> None:
    open_year(app, ["a", "b", "c"])
    ballot = open_roll_call(app, "b1", ["a", "b", "c"], when=on("2022-11-22"))
    votes = {}
    for elector, channel in (("a", "hall"), ("b", "minutes")):
        vote: dict[str, Any] = {"ballot": ballot, "elector": elector, "channel": channel}
        vote["choices"] = {"a": "for"}
        (votes[channel],) = app.do("cast_vote", when=on("2022-11-22"), **vote)
    against: dict[str, Any] = {"reason": REASON, "new": {"choices": {"a": "against"}}}
    for command, more in (("correct_entry", against), ("retract_entry", {"reason": REASON})):
        told = refusal(app, command, position=votes["hall"].position, **more)
        assert (told.code, told.params["channel"]) == ("vote_not_correctable", "hall")
    app.do("correct_entry", position=votes["minutes"].position, **against)
    told = refusal(app, "retract_entry", position=votes["hall"].position - 1, reason=REASON)
    assert (told.code, told.params["votes"]) == ("ballot_has_votes", 2)


def test_what_others_rest_on_is_not_taken_back_before_them(app: Thidua) -> None:
    form_cluster(app, ["a"])
    (opened,) = app.do("open_cycle", when=YEAR, cycle=CYCLE, cluster="cum", first_year=2022)
    (drive,) = app.do("launch_drive", when=on("2022-03-01"), cycle=CYCLE, drive="d", name="Đợt diễn tập")
    for position, kind in ((opened.position, "cycle"), (1, "cluster"), (2, "unit")):
        told = refusal(app, "retract_entry", position=position, reason=REASON)
        assert (told.code, told.params["kind"]) == ("entry_in_use", kind)
    assert drive.position == opened.position + 1
    app.do("open_cycle", when=YEAR, cycle="cum-2023", cluster="cum", first_year=2023)
    app.do("retract_entry", position=drive.position + 1, reason=REASON)
    assert refusal(app, "launch_drive", cycle="cum-2023", drive="d", name="Đợt").code == "cycle_not_opened"


class Meddled:
    """A command before whose every decision another process moves the stream that it looks at."""

    def __init__(self, other: Thidua, times: int) -> None:
        self._rename = COMMANDS["rename_unit"]
        self._other = other
        self.left = times
        self.decided = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rename, name)

    def decide(self, past: Past, arguments: Any) -> Decided:
        self.decided += 1
        decided = self._rename.decide(past, arguments)
        past.state("unit", "looked-at")
        if self.left:
            self.left -= 1
            self._other.do("rename_unit", unit="looked-at", name=f"Lần {self.left}")
        return decided


@pytest.fixture
def two(engine: Engine) -> tuple[Thidua, Thidua]:
    """Two applications over one log, with two units."""
    apps = Thidua(engine), Thidua(engine)
    for unit in ("a", "looked-at"):
        apps[0].do("register_unit", when=YEAR, unit=unit, name="Một")
    return apps


@pytest.mark.parametrize("times", [0, 1, ATTEMPTS_MAX - 1])
def test_a_stale_decision_is_taken_again(
    engine: Engine, two: tuple[Thidua, Thidua], monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    app, other = two
    meddled = Meddled(other, times)
    monkeypatch.setattr("service.application.COMMANDS", {**COMMANDS, "meddled": meddled})
    arguments = meddled.arguments(unit="a", name="Hai")
    (entry,) = app.execute("meddled", arguments, when=on("2022-05-01"), command_id="c-1")
    assert meddled.decided == times + 1
    assert entry.position == 3 + times
    assert app.recorded("c-1") == [entry]
    assert verify(engine).problems == ()


def test_a_decision_that_goes_stale_five_times_is_contended(
    engine: Engine, two: tuple[Thidua, Thidua], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, other = two
    meddled = Meddled(other, ATTEMPTS_MAX)
    monkeypatch.setattr("service.application.COMMANDS", {**COMMANDS, "meddled": meddled})
    with pytest.raises(Contended):
        app.execute("meddled", meddled.arguments(unit="a", name="Hai"), command_id="c-1")
    assert meddled.decided == ATTEMPTS_MAX
    assert app.recorded("c-1") == []
    assert [row.originator_id for row in log_rows(engine)[2:]] == ["unit:looked-at"] * ATTEMPTS_MAX
    assert len(app.execute("meddled", meddled.arguments(unit="a", name="Hai"), command_id="c-1")) == 1


def test_the_present_is_after_all_that_is_recorded_even_if_the_clock_is_not(engine: Engine) -> None:
    readings = [on("2026-06-01").effective, on("2026-05-01").effective]
    app = Thidua(engine, clock=lambda: readings[0])
    open_year(app, ["a", "b"])
    ballot = open_roll_call(app, "b1", ["a", "b"])
    vote: dict[str, Any] = {"ballot": ballot, "choices": {"a": "for"}, "channel": "hall"}
    app.do("cast_vote", elector="a", **vote)
    (closed,) = app.do("close_ballot", ballot=ballot, present=("a", "b"))
    readings.reverse()  # the clock is put back by a month
    assert refusal(app, "cast_vote", elector="b", **vote).code == "ballot_not_open"
    (counted,) = app.do("count_roll_call", ballot=ballot)
    assert counted.effective == counted.recorded_at > closed.effective == closed.recorded_at


def test_the_first_answer_is_the_answer_of_every_retry(app: Thidua) -> None:
    for command_id, when in (("c-1", YEAR), ("c-2", None)):
        first = ask(app, "register_unit", command_id, when, unit=command_id, name="Một")
        assert ask(app, "register_unit", command_id, when, unit=command_id, name="Một") == first
        assert app.recorded(command_id) == first

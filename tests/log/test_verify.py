"""What was changed behind the triggers' back is found, and what is derived can be made anew."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.moments import Moment
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.evidence import root
from service.origin import Origin
from service.rebuild import rebuild
from service.verify import Report, verify
from tests.log.setting import (
    CYCLE,
    YEAR,
    behind_the_triggers,
    head_of,
    log_rows,
    open_roll_call,
    open_year,
    read_models,
)

CHANGED = 12  # the position that is tampered with: neither the first nor the last
REASON = "Nhập nhầm khi chép biên bản"


@pytest.fixture
def year(app: Thidua) -> Thidua:
    """A small year with a roll call, and with a late, a corrected and a retracted entry."""
    units = ("a", "b", "c")
    ticks = iter(range(1_700_000_000_000_000, 1_800_000_000_000_000, 1_000_000))
    app.log_recorder.clock = lambda: next(ticks)
    open_year(app, units)
    day = Moment.parse("2022-11-22")
    ballot = open_roll_call(app, "b1", units, when=day)
    for unit in units:
        vote = {"ballot": ballot, "elector": unit, "choices": {"a": "for"}, "channel": "minutes"}
        app.execute(
            "cast_vote",
            _arguments("cast_vote", vote),
            when=day,
            by=Origin(actor="p-1", authority="lead:a", session="s-1", source="BB 1", reason="Ghi bổ sung"),
            command_id=f"c-{unit}",
        )
    app.do("close_ballot", when=day, ballot=ballot, present=units)
    app.do("count_roll_call", when=day, ballot=ballot)
    app.do("sum_up_cycle", when=day, cycle=CYCLE, host="a")
    app.do("rename_unit", when=Moment.parse("2022-05-01"), unit="a", name="Tên mới")
    (late,) = app.do("rename_unit", when=Moment.parse("2022-03-01"), unit="a", name="Tên giữa")
    app.do("correct_entry", position=late.position, reason=REASON, new={"name": "Tên trước"})
    app.do("retract_entry", position=late.position, reason=REASON)
    return app


def _arguments(command: str, values: dict[str, Any]) -> Any:
    return COMMANDS[command].arguments(**values)


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def test_a_sound_log_has_no_problem(engine: Engine, year: Thidua) -> None:
    told: list[tuple[int, int]] = []
    report = verify(engine, lambda done, of: told.append((done, of)))
    rows, head = log_rows(engine), head_of(engine)
    assert report.problems == ()
    assert report.position == report.entries == len(rows) == head.position
    assert report.root == root(bytes(head.frontier)).hex()
    assert report.rows == sum(map(len, read_models(engine).values())) - len(read_models(engine)["streams"])
    assert told[-1] == (2 * len(rows), 2 * len(rows))
    again = verify(engine, expected_root=report.root)
    assert (again.expected_at, again.problems) == (report.position, ())


def test_an_empty_log_has_no_problem(engine: Engine) -> None:
    report = verify(engine)
    assert (report.problems, report.position, report.root) == ((), 0, root(b"").hex())


def test_a_root_noted_elsewhere_is_compared(engine: Engine, year: Thidua) -> None:
    noted = verify(engine)
    year.do("register_unit", when=YEAR, unit="d", name="D")
    grown = verify(engine, expected_root=noted.root)
    assert (grown.expected_at, grown.position, grown.problems) == (noted.position, noted.position + 1, ())
    assert verify(engine, expected_root=root(b"").hex()).expected_at == 0
    report = verify(engine, expected_root="00")
    (problem,) = report.problems
    assert (problem.code, problem.expected, problem.found) == ("root_differs", "00", report.root)
    assert report.expected_at is None


TEXT = "substr({0}, 1, length({0}) - 1) || 'x'"
NUMBER = "{0} + 1"
COLUMNS = {
    "originator_id": (TEXT, "leaf_differs"),
    "originator_version": (NUMBER, "leaf_differs"),
    "topic": (TEXT, "topic_unknown"),
    "state": ("substr({0}, 1, length({0}) - 3) || 'x\"}}'", "state_differs"),
    "effective": (NUMBER, "leaf_differs"),
    "precision": (TEXT, "leaf_differs"),
    "recorded_at": (NUMBER, "leaf_differs"),
    "actor": (TEXT, "leaf_differs"),
    "authority": (TEXT, "leaf_differs"),
    "session": (TEXT, "leaf_differs"),
    "command_id": (TEXT, "leaf_differs"),
    "ordinal": (NUMBER, "leaf_differs"),
    "source": (TEXT, "leaf_differs"),
    "reason": (TEXT, "leaf_differs"),
    "salt": ("bytes", "state_differs"),
    "commitment": ("bytes", "leaf_differs"),
    "leaf": ("bytes", "leaf_differs"),
    "position": ("{0} + 1000", "position_missing"),
}


def test_every_column_is_tampered_with_below(engine: Engine) -> None:
    with engine.connect() as connection:
        columns = connection.execute(text("SELECT * FROM event_log")).keys()
    assert set(columns) == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_single_changed_byte_is_found(engine: Engine, year: Thidua, column: str) -> None:
    change, code = COLUMNS[column]
    values: dict[str, Any] = {"position": CHANGED}
    if change == "bytes":
        held = bytes(getattr(log_rows(engine)[CHANGED - 1], column))
        values["changed"] = held[:5] + bytes([held[5] ^ 1]) + held[6:]
        change = ":changed"
    statement = f"UPDATE event_log SET {column} = {change.format(column)} WHERE position = :position"
    behind_the_triggers(engine, statement, **values)
    report = verify(engine)
    assert code in codes(report)
    if column not in {"position", "leaf"}:
        assert str(CHANGED) in {problem.where for problem in report.problems}


@pytest.mark.parametrize("column", ["actor", "authority", "session", "source", "reason"])
def test_what_was_emptied_is_found(engine: Engine, year: Thidua, column: str) -> None:
    behind_the_triggers(
        engine, f"UPDATE event_log SET {column} = NULL WHERE position = :position", position=CHANGED
    )
    assert "leaf_differs" in codes(verify(engine))


def test_one_bit_anywhere_in_a_state_is_found(engine: Engine, year: Thidua) -> None:
    state = log_rows(engine)[CHANGED - 1].state
    change = "UPDATE event_log SET state = :state WHERE position = :position"
    for at in range(len(state)):
        other = state[:at] + chr(ord(state[at]) ^ 1) + state[at + 1 :]
        behind_the_triggers(engine, change, state=other, position=CHANGED)
        assert "state_differs" in codes(verify(engine)), other
    behind_the_triggers(engine, change, state=state, position=CHANGED)
    assert verify(engine).problems == ()


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_dropped_row_is_found(engine: Engine, year: Thidua, place: str) -> None:
    last = len(log_rows(engine))
    position = {"first": 1, "middle": CHANGED, "last": last}[place]
    behind_the_triggers(engine, "DELETE FROM event_log WHERE position = :position", position=position)
    expected = "head_position_differs" if place == "last" else "position_missing"
    assert {expected, "head_root_differs"} <= codes(verify(engine))


def test_two_rows_that_changed_places_are_found(engine: Engine, year: Thidua) -> None:
    move = "UPDATE event_log SET position = {} WHERE position = {}"
    swap = [(0, CHANGED), (CHANGED, CHANGED + 1), (CHANGED + 1, 0)]
    behind_the_triggers(engine, *(move.format(*pair) for pair in swap))
    assert {"leaf_differs", "time_not_after", "head_root_differs"} <= codes(verify(engine))


def test_an_inserted_row_is_found(engine: Engine, year: Thidua) -> None:
    shift = "UPDATE event_log SET position = position {0} WHERE position {1}"
    copied = "INSERT INTO event_log SELECT {} FROM event_log WHERE position = :position"
    changed = {
        "position": str(CHANGED + 1),
        "originator_version": "originator_version + 1",
        "recorded_at": "recorded_at + 1",
        "command_id": "'other'",
    }
    insert = copied.format(", ".join(changed.get(name, name) for name in log_rows(engine)[0]._fields))
    up, down = shift.format("+ 1000", f"> {CHANGED}"), shift.format("- 999", "> 1000")
    behind_the_triggers(engine, up, down, position=CHANGED)
    behind_the_triggers(engine, insert, position=CHANGED)
    assert {"leaf_differs", "head_position_differs", "head_root_differs"} <= codes(verify(engine))


def test_a_row_added_at_the_end_is_found(engine: Engine, year: Thidua) -> None:
    rows = log_rows(engine)
    names = rows[0]._fields
    changed = {"position": "position + 1", "recorded_at": "recorded_at + 1", "command_id": "'other'"}
    changed["originator_version"] = "originator_version + 1"
    with engine.begin() as connection:  # no trigger forbids an insertion
        values = ", ".join(changed.get(name, name) for name in names)
        connection.execute(
            text(f"INSERT INTO event_log SELECT {values} FROM event_log WHERE position = {len(rows)}")
        )
    assert {"leaf_differs", "head_position_differs", "head_root_differs"} <= codes(verify(engine))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("position = position + 1", "head_position_differs"),
        ("recorded_at = recorded_at - 1", "head_time_differs"),
        ("frontier = :frontier", "head_root_differs"),
    ],
)
def test_a_changed_head_is_found(engine: Engine, year: Thidua, change: str, code: str) -> None:
    held = bytes(head_of(engine).frontier)
    values = {"frontier": bytes([held[0] ^ 1]) + held[1:]} if ":frontier" in change else {}
    behind_the_triggers(engine, f"UPDATE log_head SET {change}", **values)
    assert codes(verify(engine)) == {code}


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE units_1 SET state = replace(state, 'Tên mới', 'Tên mớI') WHERE subject = 'unit:a'""",
        "UPDATE votes_1 SET state = NULL WHERE subject = 'vote:cum-2022.b1:a'",
        "UPDATE cycles_1 SET effective = effective + 1",
        "UPDATE ballots_1 SET position = position + 1000",
        "DELETE FROM votes_1 WHERE subject = 'vote:cum-2022.b1:b'",
        "INSERT INTO votes_1 SELECT 'vote:cum-2022.b1:d', effective, position, state FROM votes_1 "
        "WHERE subject = 'vote:cum-2022.b1:a'",
        "UPDATE votes_1 SET subject = 'vote:cum-2022.b1:d' WHERE subject = 'vote:cum-2022.b1:a'",
        "DELETE FROM streams WHERE stream = 'unit:b'",
        "INSERT INTO streams (stream, kind) VALUES ('unit:d', 'unit')",
        "UPDATE streams SET stream = 'unit:d' WHERE stream = 'unit:c'",
        "UPDATE streams SET cycle = 'cum-2023' WHERE stream = 'ballot:cum-2022.b1'",
    ],
)
def test_a_changed_read_model_is_found_and_made_anew(engine: Engine, year: Thidua, change: str) -> None:
    sound = read_models(engine)
    with engine.begin() as connection:
        assert connection.execute(text(change)).rowcount > 0
    assert codes(verify(engine)) == {"rows_differ"}
    assert rebuild(year).entries == len(log_rows(engine))
    assert read_models(engine) == sound
    assert verify(engine).problems == ()


def test_a_rebuild_reproduces_identical_rows(engine: Engine, year: Thidua) -> None:
    before, rows, head = read_models(engine), log_rows(engine), head_of(engine)
    told: list[tuple[int, int]] = []
    rebuild(year, lambda done, of: told.append((done, of)))
    assert read_models(engine) == before
    assert (log_rows(engine), head_of(engine)) == (rows, head)
    assert told[-1] == (len(rows), len(rows))
    year.do("rename_unit", unit="b", name="Sau khi dựng lại")
    assert verify(engine).problems == ()

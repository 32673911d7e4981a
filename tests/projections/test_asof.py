"""Rows that answer for any point: what each entry states, and what it states again."""

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from domain.clusters import ClusterFormed, MemberLeft
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.leads import LeadHandedOver
from domain.moments import Moment, as_datetime
from domain.timeline import fold, standing
from domain.units import UnitDissolved, UnitRegistered, UnitRenamed
from domain.votes import VoteCast
from projections.asof import Model, StreamRow, known, stream_row
from projections.leads import LEADS, Leadership
from projections.point import LATEST, Point
from projections.projector import Projector
from projections.seeking import streams
from projections.unfolding import Row, Unfolding, stated_rows
from projections.units import UNITS
from tests.projections.world import CLUSTER, CYCLE, World


def told(position: int, day: str, fact: Fact, stream: str = "unit:a") -> Entry:
    return Entry(
        originator_id=stream,
        originator_version=position,
        fact=fact,
        effective=Moment.parse(day).effective,
        position=position,
    )


HISTORY = [
    told(1, "2022-01-01", UnitRegistered(name="Một")),
    told(2, "2022-06-01", UnitRenamed(name="Hai")),
    told(3, "2022-03-01", UnitRenamed(name="Ba")),
    told(4, "2022-06-01", UnitRenamed(name="Hai")),
    told(5, "2023-01-01", EntryCorrected(position=2, reason="Nhầm", new={"name": "Tư"})),
    told(6, "2023-01-02", EntryRetracted(position=1, reason="Nhầm")),
    told(7, "2023-01-03", EntryRetracted(position=6, reason="Nhầm")),
    told(8, "2023-02-01", UnitRenamed(name="Năm")),
    told(9, "2023-03-01", EntryRetracted(position=8, reason="Nhầm")),
    told(10, "2022-01-01", VoteCast(choices={}, channel="hall")),
]
NAME: Model[str] = Model("names_for_tests", "unit", str, lambda unit, _at: unit.name)


def answer(rows: list[Row], as_of: int, known_at: int) -> str | None:
    """What the rows say at a point, as the one query would."""
    found = [
        (effective, position, state)
        for _, effective, position, state in rows
        if effective <= as_of and position <= known_at
    ]
    latest = max(found, key=lambda row: row[:2], default=None)
    return None if latest is None else latest[2]


@pytest.mark.parametrize("model", [UNITS, NAME], ids=["whole", "name"])
def test_rows_answer_as_a_fold_of_the_timeline_would(model: Model[Any]) -> None:
    rows = stated_rows(model, HISTORY)
    days = {entry.effective for entry in HISTORY}
    for position in range(len(HISTORY) + 1):
        for day in days | {min(days) - 1, max(days) + 1}:
            state = fold(standing(HISTORY, day, position), model.evolve)
            assert answer(rows, day, position) == model.encode(state, day), (day, position)


def test_nothing_is_stated_twice() -> None:
    rows = stated_rows(NAME, HISTORY)
    assert (4, '"Hai"') not in [(position, state) for _, _, position, state in rows]
    places = [(effective, position) for _, effective, position, _ in rows]
    assert len(places) == len(set(places))


def test_rows_past_a_position_are_the_same_as_all_of_them_past_it() -> None:
    rows = [row for row in stated_rows(UNITS, HISTORY) if row[2] > 4]
    assert stated_rows(UNITS, HISTORY, after=4) == rows


def test_a_late_entry_states_its_own_row_and_the_later_ones_that_change() -> None:
    unfolding = Unfolding(UNITS)
    dissolved = told(4, "2022-04-01", UnitDissolved())
    starts = [Moment.parse(day).effective for day in ("2022-03-01", "2022-04-01", "2022-06-01")]
    assert [start for start, _ in unfolding.add(HISTORY[0])] == [HISTORY[0].effective]
    assert [start for start, _ in unfolding.add(HISTORY[1])] == starts[2:]
    assert [start for start, _ in unfolding.add(HISTORY[2])] == starts[:1]  # June's name does not rest on it
    assert [start for start, _ in unfolding.add(dissolved)] == starts[1:]  # in June, too, it is dissolved


def test_a_state_that_changes_by_itself_is_stated_when_it_does() -> None:
    formed = told(1, "2022-01-01", ClusterFormed(name="Cụm", kind="cluster"), "cluster:cum")
    handed = told(2, "2022-11-22", LeadHandedOver(year=2023, lead="b"), "cluster:cum")
    days = {as_datetime(start).date().isoformat() for start in known(LEADS, [formed, handed])}
    assert days == {"2022-01-01", "2022-11-22", "2023-01-01", "2024-01-01"}
    left = told(3, "2023-05-01", MemberLeft(unit="a"), "cluster:cum")
    days = {as_datetime(start).date().isoformat() for start in known(LEADS, [formed, handed, left])}
    assert days == {"2022-01-01", "2022-11-22", "2023-01-01", "2023-05-01", "2024-01-01"}


def test_what_a_stream_belongs_to_is_read_off_its_name() -> None:
    assert stream_row("unit:a") == StreamRow("unit:a", kind="unit", cycle=None, unit="a")
    assert stream_row("cluster:cum").unit is None
    assert stream_row(f"cycle:{CYCLE}").cycle == CYCLE
    assert stream_row(f"score:{CYCLE}:a").unit == "a"
    assert stream_row(f"nomination:{CYCLE}:co:a").unit == "a"
    assert stream_row(f"vote:{CYCLE}.co:a") == StreamRow(
        f"vote:{CYCLE}.co:a", kind="vote", cycle=CYCLE, unit="a"
    )


def test_a_model_is_asked_for_one_subject_or_for_many(world: World) -> None:
    world.form("a", "b")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("rename_unit", "2022-06-01", unit="a", name="Tên mới")
    world.do("dissolve_unit", "2022-09-01", unit="b")
    with world.reading() as connection:
        point = world.point()
        assert UNITS.of(connection, "unit:x", point) is None
        found = UNITS.of(connection, "unit:a", point)
        assert found is not None
        assert found.name == "Tên mới"
        every = UNITS.all(connection, point)
        assert list(every) == ["unit:a", "unit:b"]
        assert UNITS.all(connection, point, subjects=["unit:b", "unit:x"]) == {"unit:b": every["unit:b"]}
        assert UNITS.all(connection, point, unit="a") == {"unit:a": found}
        assert UNITS.all(connection, point, cycle=CYCLE) == {}
        assert list(UNITS.all(connection, LATEST)) == ["unit:a", "unit:b"]
        before = UNITS.all(connection, world.point("2022-05-31"))
        assert [unit.name for unit in before.values()] == ["Đơn vị A", "Đơn vị B"]
        assert UNITS.all(connection, Point(point.as_of, point.known_at, 0)) == {}


def test_a_term_begins_and_ends_in_the_read_model_by_itself(world: World) -> None:
    world.form("a", "b")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    expected = {
        "2022-11-22": "a",
        "2022-12-31": "a",
        "2023-01-01": "b",
        "2023-12-31": "b",
        "2024-01-01": None,
    }
    with world.reading() as connection:
        for day, lead in expected.items():
            found = LEADS.of(connection, f"cluster:{CLUSTER}", world.point(day))
            assert isinstance(found, Leadership)
            assert (found.current and found.current.lead) == lead, day


def test_projecting_reads_back_what_the_decision_did_not_load(world: World) -> None:
    world.form("a")
    with world.app.engine.connect() as connection:
        projector = Projector([UNITS], connection.dialect)
        late = told(100, "2022-06-01", UnitRenamed(name="Sau"))
        projector.project(connection, [replace(late, originator_version=2)], {})
        other = told(101, "2022-06-01", UnitRenamed(name="Khác"), stream="drive:cum-2022:he")
        projector.project(connection, [replace(other, originator_version=1)], {})
        found = UNITS.of(connection, "unit:a", LATEST)
        assert found is not None
        assert found.name == "Sau"
        kinds = connection.execute(select(streams.c.kind).order_by(streams.c.stream)).scalars().all()
        assert kinds == ["cluster", "drive", "unit"]
        connection.rollback()


def test_an_entry_that_states_nothing_new_leaves_no_row(world: World) -> None:
    world.form("a")
    world.do("rename_unit", "2022-06-01", unit="a", name="Đơn vị A")
    with world.reading() as connection:
        rows = connection.execute(
            select(UNITS.table(1).c.position).where(UNITS.table(1).c.subject == "unit:a")
        )
        assert rows.scalars().all() == [2]

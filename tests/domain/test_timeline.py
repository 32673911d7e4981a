"""The timeline: which entries stand at a point, in what order, and to what they fold."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import timeline, units
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from domain.timeline import END_OF_TIME, standing
from domain.units import UnitDissolved, UnitRegistered, UnitRenamed
from tests.domain.scenario import entry

REGISTERED = UnitRegistered(name="Đơn vị A")


def history(*told: tuple[Fact, str]) -> list[Entry]:
    return [entry(fact, when, position) for position, (fact, when) in enumerate(told, start=1)]


def positions(entries: list[Entry], **point: int) -> list[int]:
    return [one.position for one in standing(entries, **point)]


def at(when: str) -> int:
    return Moment.parse(when).effective


def test_entries_stand_in_the_order_in_which_they_were_true() -> None:
    told = history(
        (UnitRenamed(name="B"), "2022-05-01"),
        (REGISTERED, "2020-01-01"),
        (UnitRenamed(name="C"), "2022-05-01"),
    )
    assert positions(told) == [2, 1, 3]
    assert positions(list(reversed(told))) == [2, 1, 3]


def test_a_point_hides_what_was_later_and_what_was_not_yet_known() -> None:
    told = history(
        (REGISTERED, "2022-01-01"), (UnitDissolved(), "2023-01-01"), (UnitRenamed(name="B"), "2022-06-01")
    )
    assert positions(told, as_of=at("2022-12-31")) == [1, 3]
    assert positions(told, as_of=at("2023-01-01")) == [1, 3, 2]
    assert positions(told, known_at=2) == [1, 2]
    assert positions(told, known_at=0) == []
    assert positions(told, as_of=at("2022-12-31"), known_at=2) == [1]


def test_a_correction_puts_new_values_in_the_place_of_the_old() -> None:
    told = history(
        (REGISTERED, "2022-01-01"),
        (
            EntryCorrected(position=1, reason="nhầm", old={"name": "Đơn vị A"}, new={"name": "B"}),
            "2026-01-01",
        ),
    )
    assert [one.fact for one in standing(told)] == [UnitRegistered(name="B")]
    assert [one.fact for one in standing(told, known_at=1)] == [REGISTERED]
    assert [one.fact for one in standing(told, as_of=at("2022-01-01"))] == [UnitRegistered(name="B")]


def test_a_correction_can_move_an_entry_in_time() -> None:
    moved = EntryCorrected(position=1, reason="nhầm", effective=at("2021-12"), precision=Precision.MONTH)
    told = history((REGISTERED, "2022-01-01"), (moved, "2026-01-01"))
    (stood,) = standing(told, as_of=at("2021-12"))
    assert (stood.moment, stood.position, stood.fact) == (Moment.parse("2021-12"), 1, REGISTERED)
    assert positions(told, as_of=at("2021-12-31")) == []


def test_a_correction_of_the_moment_alone_keeps_its_precision() -> None:
    corrected = timeline.corrected(
        entry(REGISTERED, "2022-01"), EntryCorrected(position=1, reason="x", effective=5)
    )
    assert corrected.moment == Moment(5, Precision.MONTH)


def test_the_later_of_two_corrections_counts() -> None:
    told = history(
        (REGISTERED, "2022-01-01"),
        (EntryCorrected(position=1, reason="nhầm", new={"name": "B", "kind": "team"}), "2026-01-01"),
        (EntryCorrected(position=1, reason="nhầm", new={"name": "C"}), "2025-01-01"),
    )
    assert [one.fact for one in standing(told)] == [UnitRegistered(name="C", kind="team")]


def test_a_retracted_entry_no_longer_stands() -> None:
    told = history((REGISTERED, "2022-01-01"), (EntryRetracted(position=1, reason="nhầm"), "2026-01-01"))
    assert positions(told) == []
    assert positions(told, known_at=1) == [1]


def test_a_retracted_correction_has_no_effect() -> None:
    told = history(
        (REGISTERED, "2022-01-01"),
        (EntryCorrected(position=1, reason="nhầm", new={"name": "B"}), "2026-01-01"),
        (EntryRetracted(position=2, reason="nhầm"), "2026-01-02"),
    )
    assert [one.fact for one in standing(told)] == [REGISTERED]


def test_a_retracted_retraction_has_no_effect() -> None:
    told = history(
        (REGISTERED, "2022-01-01"),
        (EntryRetracted(position=1, reason="nhầm"), "2026-01-01"),
        (EntryRetracted(position=2, reason="nhầm"), "2026-01-02"),
    )
    assert positions(told) == [1]


def test_a_correction_of_a_retracted_entry_has_no_effect() -> None:
    told = history(
        (REGISTERED, "2022-01-01"),
        (EntryCorrected(position=1, reason="nhầm", new={"name": "B"}), "2026-01-01"),
        (EntryRetracted(position=1, reason="nhầm"), "2026-01-02"),
    )
    assert positions(told) == []


def test_a_corrected_value_must_fit_its_field() -> None:
    with pytest.raises(msgspec.ValidationError):
        timeline.corrected(entry(REGISTERED), EntryCorrected(position=1, reason="x", new={"name": 5}))


def test_entries_fold_one_after_another() -> None:
    unit = timeline.fold(
        history((REGISTERED, "2022-01-01"), (UnitRenamed(name="B"), "2022-02-01")), units.evolve
    )
    assert unit is not None
    assert unit.name == "B"
    assert timeline.fold([], units.evolve, unit) is unit
    assert timeline.fold([], units.evolve) is None


def test_a_history_that_is_possible_is_admitted() -> None:
    told = standing(history((UnitDissolved(), "2023-01-01"), (REGISTERED, "2022-01-01")))
    unit = timeline.admitted(told, units.evolve, units.admit)
    assert unit is not None
    assert unit.status == "dissolved"


def test_a_contradiction_names_the_first_entry_that_no_longer_holds() -> None:
    told = standing(
        history(
            (REGISTERED, "2022-01-01"), (UnitRenamed(name="B"), "2023-01-01"), (UnitDissolved(), "2022-06-01")
        )
    )
    with pytest.raises(Refusal) as caught:
        timeline.admitted(told, units.evolve, units.admit)
    refusal = caught.value
    assert (refusal.code, refusal.params["position"], refusal.params["topic"]) == (
        "contradicts_entry",
        2,
        "unit.renamed",
    )
    assert refusal.params["cause"].code == "unit_ended"


def naive(entries: list[Entry], as_of: int, known_at: int) -> list[tuple[int, str]]:
    """The names that stand, worked out amendment by amendment."""
    known = sorted((one for one in entries if one.position <= known_at), key=lambda one: one.position)

    def amended(position: int, kind: type[Fact]) -> list[Entry]:
        return [
            one
            for one in known
            if isinstance(one.fact, kind)
            and isinstance(one.fact, EntryCorrected | EntryRetracted)
            and one.fact.position == position
            and effective(one.position)
        ]

    def effective(position: int) -> bool:
        return not amended(position, EntryRetracted)

    stood = []
    for one in known:
        if isinstance(one.fact, UnitRenamed) and effective(one.position):
            name, moment = one.fact.name, one.effective
            for amendment in amended(one.position, EntryCorrected):
                assert isinstance(amendment.fact, EntryCorrected)
                name = amendment.fact.new.get("name", name)
                moment = moment if amendment.fact.effective is None else amendment.fact.effective
            if moment <= as_of:
                stood.append((moment, one.position, name))
    return [(position, name) for _, position, name in sorted(stood)]


@st.composite
def histories(draw: Callable[[st.SearchStrategy[int]], int]) -> list[Entry]:
    """Up to twelve names of a unit, corrected, moved and retracted, and amendments retracted in turn."""
    told: list[Entry] = []
    for position in range(1, draw(st.integers(1, 12)) + 1):
        earlier = draw(st.integers(1, max(1, position - 1)))
        moment = draw(st.integers(0, 20))
        facts: list[Fact] = [
            UnitRenamed(name=f"tên {position}"),
            EntryCorrected(position=earlier, reason="nhầm", new={"name": f"sửa {position}"}),
            EntryCorrected(position=earlier, reason="nhầm", effective=draw(st.integers(0, 20))),
            EntryRetracted(position=earlier, reason="nhầm"),
        ]
        fact = facts[0] if position == 1 else facts[draw(st.integers(0, 3))]
        told.append(
            Entry(
                originator_id="unit:a",
                originator_version=position,
                fact=fact,
                effective=moment,
                position=position,
            )
        )
    return told


@given(histories(), st.integers(0, 20), st.integers(0, 12))
def test_what_stands_is_what_a_naive_reading_finds(told: list[Entry], as_of: int, known_at: int) -> None:
    stood = standing(told, as_of, known_at)
    assert [(one.position, one.fact.name) for one in stood if isinstance(one.fact, UnitRenamed)] == naive(
        told, as_of, known_at
    )
    assert len(stood) == len(naive(told, as_of, known_at))
    assert standing(told) == standing(told, END_OF_TIME, END_OF_TIME)

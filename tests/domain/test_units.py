"""Units: their names, their ends, their representatives."""

from typing import Any

import pytest

from domain import units
from domain.facts import EntryRetracted, Fact
from domain.moments import Moment
from domain.refusals import Refusal
from domain.units import (
    RepresentativeAppointed,
    RepresentativeReleased,
    Unit,
    UnitDissolved,
    UnitMerged,
    UnitRegistered,
    UnitRenamed,
    UnitSplit,
)
from tests.domain.scenario import contradicts, entry, given

DAY = Moment.parse("2022-06-01")
SELF = "of-the-test"
REGISTERED = UnitRegistered(name="Đơn vị A", short_name="A", kind="division", parent="don-vi-lon")
B = Unit(id="don-vi-b", name="Đơn vị B")
C = Unit(id="don-vi-c", name="Đơn vị C")
ENDED = Unit(id="don-vi-d", name="Đơn vị D", status="dissolved", ended=Moment.parse("2021"))


def state(*happened: Fact | tuple[Fact, str]) -> Unit:
    unit = given(units, *happened).state
    assert isinstance(unit, Unit)
    return unit


def test_a_unit_is_registered_once() -> None:
    given(units).when(
        units.register,
        when=DAY,
        name="Đơn vị A",
        short_name="A",
        kind="division",
        parent="don-vi-lon",
    ).then(REGISTERED)
    given(units, REGISTERED).when(units.register, when=DAY, name="Đơn vị A").refuses(
        "unit_already_registered", unit=SELF, name="Đơn vị A"
    )


def test_a_registered_unit_is_known_by_its_stream() -> None:
    assert state(REGISTERED) == Unit(
        id=SELF, name="Đơn vị A", short_name="A", kind="division", parent="don-vi-lon"
    )


def test_a_unit_may_have_no_parent() -> None:
    given(units).when(units.register, when=DAY, name="Đơn vị A", fictional=True).then(
        UnitRegistered(name="Đơn vị A", fictional=True)
    )


def test_a_parent_is_named_by_a_slug() -> None:
    given(units).when(units.register, when=DAY, name="Đơn vị A", parent="Đơn vị lớn").refuses(
        "not_a_slug", field="parent"
    )


def test_a_new_name_replaces_the_old() -> None:
    given(units, REGISTERED).when(units.rename, when=DAY, name="Đơn vị A mới").then(
        UnitRenamed(name="Đơn vị A mới")
    )
    renamed = state(REGISTERED, (UnitRenamed(name="Đơn vị A mới"), "2022-06-01"))
    assert (renamed.name, renamed.short_name) == ("Đơn vị A mới", None)


@pytest.mark.parametrize(
    ("decide", "arguments"),
    [
        (units.rename, {"name": "Đơn vị A"}),
        (units.dissolve, {}),
        (units.appoint, {"person": "p1"}),
        (units.release, {"person": "p1"}),
        (units.split, {"successors": {"don-vi-b": B}}),
    ],
)
def test_nothing_happens_to_an_unregistered_unit(decide: Any, arguments: dict[str, Any]) -> None:
    given(units).when(decide, when=DAY, **arguments).refuses("unit_not_registered")


def test_a_merged_unit_names_its_successor() -> None:
    given(units, REGISTERED).when(units.merge, B, when=DAY, successor="don-vi-b").then(
        UnitMerged(into="don-vi-b")
    )
    merged = state(REGISTERED, (UnitMerged(into="don-vi-b"), "2022-07-01"))
    assert (merged.status, merged.successors) == ("merged", ("don-vi-b",))
    assert merged.ended == Moment.parse("2022-07-01")


def test_a_split_unit_names_its_successors() -> None:
    given(units, REGISTERED).when(
        units.split, when=DAY, successors={"don-vi-b": B, "don-vi-c": C}, document="QĐ 1"
    ).then(UnitSplit(into=("don-vi-b", "don-vi-c"), document="QĐ 1"))
    split = state(REGISTERED, (UnitSplit(into=("don-vi-b", "don-vi-c")), "2022-07-01"))
    assert (split.status, split.successors) == ("split", ("don-vi-b", "don-vi-c"))


def test_a_dissolved_unit_has_no_successor() -> None:
    given(units, REGISTERED).when(units.dissolve, when=DAY).then(UnitDissolved())
    dissolved = state(REGISTERED, (UnitDissolved(), "2022-07-01"))
    assert (dissolved.status, dissolved.successors) == ("dissolved", ())


def test_successors_exist_and_are_others() -> None:
    given(units, REGISTERED).when(units.merge, None, when=DAY, successor="don-vi-b").refuses(
        "unit_not_registered", unit="don-vi-b"
    )
    given(units, REGISTERED).when(units.merge, ENDED, when=DAY, successor="don-vi-d").refuses(
        "unit_ended", unit="don-vi-d", status="dissolved", since="2021", successors=""
    )
    given(units, REGISTERED).when(units.merge, None, when=DAY, successor=SELF).refuses("unit_succeeds_itself")
    given(units, REGISTERED).when(units.merge, None, when=DAY, successor="B").refuses(
        "not_a_slug", field="into"
    )
    given(units, REGISTERED).when(units.split, when=DAY, successors={}).refuses(
        "successor_missing", unit=SELF
    )
    given(units, REGISTERED).when(units.split, when=DAY, successors={"don-vi-b": None}).refuses(
        "unit_not_registered"
    )


def test_a_split_names_each_successor_once() -> None:
    cause = contradicts(units, REGISTERED, (UnitSplit(into=("don-vi-b", "don-vi-b")), "2022-07-01"))
    assert cause.code == "successor_named_twice"


@pytest.mark.parametrize(
    ("decide", "arguments"),
    [(units.rename, {"name": "Đơn vị A"}), (units.dissolve, {}), (units.appoint, {"person": "p1"})],
)
def test_after_its_end_a_unit_does_nothing(decide: Any, arguments: dict[str, Any]) -> None:
    ended = given(units, (REGISTERED, "2021"), (UnitMerged(into="don-vi-b"), "2022-05-31"))
    ended.when(decide, when=DAY, **arguments).refuses(
        "unit_ended", unit=SELF, status="merged", since="2022-05-31", successors="don-vi-b"
    )


def test_a_name_of_the_year_of_the_end_is_not_certainly_after_it() -> None:
    late = state(
        (REGISTERED, "2021"), (UnitMerged(into="don-vi-b"), "2022-05-31"), (UnitRenamed(name="X"), "2022")
    )
    assert late.name == "X"


def test_a_representative_is_appointed_and_released() -> None:
    appointed = RepresentativeAppointed(person="p1", capacity="trưởng")
    given(units, REGISTERED).when(units.appoint, when=DAY, person="p1", capacity="trưởng").then(appointed)
    history = (REGISTERED, (appointed, "2022-04-01"))
    present = state(*history).representative("p1")
    assert present is not None
    assert present.since == Moment.parse("2022-04-01")
    given(units, *history).when(units.appoint, when=DAY, person="p1", capacity="trưởng").refuses(
        "already_representative", unit=SELF, person="p1", since="2022-04-01"
    )
    given(units, *history).when(units.release, when=DAY, person="p1").then(
        RepresentativeReleased(person="p1")
    )
    given(units, *history).when(units.release, when=DAY, person="p2").refuses(
        "not_representative", person="p2"
    )
    released = state(REGISTERED, appointed, (RepresentativeReleased(person="p1"), "2022-05-01"))
    assert released.representatives == ()


def test_another_capacity_replaces_the_former() -> None:
    twice = state(
        REGISTERED,
        RepresentativeAppointed(person="p1", capacity="phó"),
        RepresentativeAppointed(person="p2", capacity="phó"),
        (RepresentativeAppointed(person="p1", capacity="trưởng"), "2022-05-01"),
    )
    assert [(one.person, one.capacity) for one in twice.representatives] == [("p2", "phó"), ("p1", "trưởng")]


def test_a_unit_that_takes_part_is_active() -> None:
    assert units.require_active(B, "don-vi-b", DAY) is B
    with pytest.raises(Refusal) as caught:
        units.require_active(ENDED, "don-vi-d", DAY)
    assert caught.value.code == "unit_ended"


def test_an_unregistered_unit_takes_part_in_nothing() -> None:
    with pytest.raises(Refusal) as caught:
        units.require_active(None, "don-vi-e", DAY)
    assert (caught.value.code, caught.value.params) == ("unit_not_registered", {"unit": "don-vi-e"})


def test_an_unknown_fact_changes_nothing() -> None:
    unknown = EntryRetracted(position=1, reason="nhầm")
    assert units.evolve(None, entry(unknown)) is None
    assert units.evolve(B, entry(unknown)) is B

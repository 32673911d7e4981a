"""What entries state when they come in order is told by a shorter way, which must lead to the same rows."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.units import Unit, UnitDissolved, UnitRegistered, UnitRenamed
from domain.votes import VoteCast
from projections.asof import Model
from projections.leads import LEADS
from projections.unfolding import Row, Unfolding, folded, follow, stated_rows
from projections.units import UNITS

EXAMPLES = 500
ENTRIES_MAX = 8
UNTOLD = "Không kể"
# Few names and few days, so that many entries fall together or say nothing new.
PLAIN: tuple[Fact, ...] = (
    UnitRegistered(name="Một"),
    UnitRegistered(name=UNTOLD),
    UnitRenamed(name="Một"),
    UnitRenamed(name="Hai"),
    UnitRenamed(name=UNTOLD),
    UnitDissolved(),
    VoteCast(choices={}, channel="hall"),
)
DAYS = st.integers(0, 4)


def told_name(unit: Unit, _at: int) -> str | None:
    return None if unit.name == UNTOLD else unit.name


NAMES: Model[str] = Model("names_told_for_tests", "unit", str, told_name)


def stream_of(facts: Sequence[Fact], days: Sequence[int]) -> list[Entry]:
    """One stream, in a log in which every other entry is of another."""
    return [
        Entry(originator_id="unit:a", originator_version=at, fact=fact, effective=day, position=2 * at)
        for at, (fact, day) in enumerate(zip(facts, days, strict=True), start=1)
    ]


@st.composite
def in_order(draw: st.DrawFn) -> list[Entry]:
    facts = draw(st.lists(st.sampled_from(PLAIN), max_size=ENTRIES_MAX))
    return stream_of(facts, sorted(draw(DAYS) for _ in facts))


@st.composite
def in_any_order(draw: st.DrawFn) -> list[Entry]:
    facts: list[Fact] = []
    for at in range(draw(st.integers(0, ENTRIES_MAX))):
        earlier = 2 * draw(st.integers(1, at)) if at else 0
        amending = (
            EntryRetracted(position=earlier, reason="in the test"),
            EntryCorrected(position=earlier, reason="in the test", effective=draw(DAYS)),
        )
        facts.append(draw(st.sampled_from((*PLAIN, *amending) if at else PLAIN)))
    return stream_of(facts, [draw(DAYS) for _ in facts])


def unfolded(model: Model[Any], entries: Sequence[Entry], after: int) -> list[Row]:
    unfolding = Unfolding(model)
    rows = [
        (entry.originator_id, effective, entry.position, state)
        for entry in entries
        for effective, state in unfolding.add(entry)
    ]
    return [row for row in rows if row[2] > after]


AFTER = st.integers(0, 2 * ENTRIES_MAX + 1)


@pytest.mark.parametrize("model", [UNITS, NAMES], ids=["whole", "name"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=in_order(), after=AFTER)
def test_entries_in_order_state_what_unfolding_them_states(
    model: Model[Any], entries: list[Entry], after: int
) -> None:
    earlier = [entry for entry in entries if entry.position <= after]
    fold = folded(model, earlier)
    assert fold is not None
    followed = follow(model, fold, entries[len(earlier) :])
    assert followed is not None
    rows, after_all = followed
    assert rows == unfolded(model, entries, after)
    assert after_all == folded(model, entries)


@pytest.mark.parametrize("model", [UNITS, NAMES], ids=["whole", "name"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=in_any_order(), after=AFTER)
def test_entries_in_any_order_state_what_unfolding_them_states(
    model: Model[Any], entries: list[Entry], after: int
) -> None:
    assert stated_rows(model, entries, after) == unfolded(model, entries, after)


@pytest.mark.parametrize(
    ("second", "day"),
    [
        (UnitRenamed(name="Một"), 1),
        (EntryRetracted(position=2, reason="nhầm"), 3),
        (EntryCorrected(position=2, reason="nhầm"), 3),
    ],
    ids=["late", "retraction", "correction"],
)
def test_what_is_late_or_amends_cannot_be_followed(second: Fact, day: int) -> None:
    entries = stream_of((UnitRegistered(name="Một"), second), (2, day))
    fold = folded(UNITS, entries[:1])
    assert fold is not None
    assert follow(UNITS, fold, entries[1:]) is None
    assert folded(UNITS, entries) is None


def test_what_changes_by_the_passing_of_time_is_not_followed() -> None:
    assert folded(LEADS, []) is None

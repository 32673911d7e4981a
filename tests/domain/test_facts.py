"""Facts and entries: what every event has in common; and refusals, which are data."""

import msgspec
import pytest

from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal
from domain.units import UnitRegistered, UnitRenamed


def test_a_fact_leaves_out_what_is_not_said() -> None:
    assert msgspec.json.encode(UnitRenamed(name="Đơn vị A")) == '{"name":"Đơn vị A"}'.encode()


def test_a_fact_refuses_fields_that_it_does_not_know() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"name":"A","rank":1}', type=UnitRenamed)


def test_a_fact_does_not_change() -> None:
    fact = UnitRenamed(name="A")
    with pytest.raises(AttributeError):
        fact.name = "B"  # type: ignore[misc]


def test_an_act_counts_at_the_end_of_its_period_and_a_standing_state_at_its_start() -> None:
    assert Fact.anchor is Anchor.END
    assert UnitRenamed.anchor is Anchor.END
    assert UnitRegistered.anchor is Anchor.START
    assert Fact.class_version == 1


def test_an_entry_tells_its_topic_and_moment() -> None:
    entry = Entry(
        originator_id="unit:a",
        originator_version=1,
        fact=EntryRetracted(position=1, reason="nhầm"),
        effective=5,
        precision=Precision.YEAR,
    )
    assert entry.topic == "entry.retracted"
    assert entry.moment == Moment(5, Precision.YEAR)


def test_a_correction_keeps_its_own_values() -> None:
    first, second = (EntryCorrected(position=1, reason="nhầm") for _ in range(2))
    assert first.old == second.old == {}
    assert msgspec.json.encode(first) == '{"position":1,"reason":"nhầm"}'.encode()


def test_a_refusal_is_data() -> None:
    refusal = Refusal("not_a_member", rule="quy định diễn tập", unit="don-vi-a", year=2022)
    assert (refusal.code, refusal.rule) == ("not_a_member", "quy định diễn tập")
    assert refusal.params == {"unit": "don-vi-a", "year": 2022}
    assert str(refusal) == "not_a_member(unit='don-vi-a', year=2022)"
    assert Refusal("not_a_member").rule is None

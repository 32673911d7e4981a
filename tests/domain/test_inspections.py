"""Inspections: one record each."""

import pytest

from domain import inspections
from domain.facts import EntryRetracted
from domain.inspections import InspectionRecorded
from domain.moments import Moment
from tests.domain.scenario import entry, given

WHEN = Moment.parse("2022-10-04")


def test_an_inspection_is_recorded() -> None:
    given(inspections).when(
        inspections.record,
        when=WHEN,
        unit="don-vi-a",
        kind="cross",
        by="don-vi-b",
        findings="Đạt",
        document="2/BB",
    ).then(InspectionRecorded(kind="cross", by="don-vi-b", findings="Đạt", document="2/BB"))


def test_a_source_may_say_only_that_there_was_one() -> None:
    given(inspections).when(inspections.record, when=WHEN, unit="don-vi-a").then(InspectionRecorded())
    given(inspections).when(inspections.record, when=WHEN, unit="don-vi-a", kind="self").then(
        InspectionRecorded(kind="self")
    )
    given(inspections).when(inspections.record, when=WHEN, unit="don-vi-a", by="don-vi-a").then(
        InspectionRecorded(by="don-vi-a")
    )


def test_an_inspection_has_one_record() -> None:
    given(inspections, InspectionRecorded()).when(inspections.record, when=WHEN, unit="don-vi-a").refuses(
        "inspection_already_recorded", recorded="2022-03-01"
    )


@pytest.mark.parametrize(
    ("kind", "by"), [("cross", "don-vi-a"), ("superior", "don-vi-a"), ("self", "don-vi-b")]
)
def test_the_inspecting_unit_fits_the_kind(kind: str, by: str) -> None:
    given(inspections).when(inspections.record, when=WHEN, unit="don-vi-a", kind=kind, by=by).refuses(
        "inspector_does_not_fit", kind=kind, by=by, unit="don-vi-a"
    )


def test_the_inspecting_unit_is_a_slug() -> None:
    given(inspections).when(inspections.record, when=WHEN, unit="don-vi-a", by="Đơn vị B").refuses(
        "not_a_slug", field="by"
    )


def test_facts_of_other_streams_change_nothing() -> None:
    other = EntryRetracted(position=1, reason="x")
    assert inspections.evolve(None, entry(other)) is None
    inspections.admit(None, other, WHEN)

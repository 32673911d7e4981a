"""An inspection of a unit during the year, by another member, by the superior, or by itself.

Stream `inspection:{cycle}:{unit}:{n}`: each inspection of a unit has its own number and one record.
"""

from typing import ClassVar, Literal

import msgspec

from domain.facts import Entry, Fact
from domain.identity import slug
from domain.moments import Moment
from domain.refusals import Refusal

InspectionKind = Literal["cross", "superior", "self"]


class InspectionRecorded(Fact, frozen=True, kw_only=True):
    """A unit was inspected: of which kind, by which unit, and what was found."""

    topic: ClassVar[str] = "inspection.recorded"
    kind: InspectionKind | None = None
    by: str | None = None
    findings: str | None = None
    document: str | None = None


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection and when it took place."""

    record: InspectionRecorded
    recorded: Moment


def evolve(inspection: Inspection | None, entry: Entry) -> Inspection | None:
    """The inspection after an entry."""
    match entry.fact:
        case InspectionRecorded() as record:
            return Inspection(record=record, recorded=entry.moment)
        case _:
            return inspection


def admit(inspection: Inspection | None, fact: Fact, when: Moment) -> None:
    """Check that a fact can follow in this stream.

    Raises:
        Refusal: `inspection_already_recorded`, `not_a_slug`.
    """
    match fact:
        case InspectionRecorded(by=by):
            if inspection is not None:
                raise Refusal("inspection_already_recorded", recorded=inspection.recorded.text())
            if by is not None:
                slug(by, "by")
        case _:
            pass


def record(
    inspection: Inspection | None,
    *,
    when: Moment,
    unit: str,
    kind: InspectionKind | None = None,
    by: str | None = None,
    findings: str | None = None,
    document: str | None = None,
) -> InspectionRecorded:
    """Write down an inspection of `unit`.

    Raises:
        Refusal: `inspection_already_recorded`, `not_a_slug`; `inspector_does_not_fit` where the inspecting
            unit contradicts the kind (a cross-inspection by the unit itself, a self-inspection by another).
    """
    if kind is not None and by is not None and (by == unit) != (kind == "self"):
        raise Refusal("inspector_does_not_fit", kind=kind, by=by, unit=unit)
    fact = InspectionRecorded(kind=kind, by=by, findings=findings, document=document)
    admit(inspection, fact, when)
    return fact

"""No command leaves anything in the log that could not be read back, whatever its caller hands over."""

from decimal import Decimal
from typing import Any

import pytest

from domain.marks import Mark
from domain.refusals import Refusal
from projections.units import unit
from service.plain import DIGITS_MAX, TEXT_LETTERS_MAX, plain_text
from tests.projections.world import CYCLE, World, marks


def refused(world: World, command: str, on: str | None = "2022-05-05", /, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        world.do(command, on, **said)
    return caught.value


@pytest.mark.parametrize(
    ("details", "code", "field"),
    [
        ({"name": ""}, "text_blank", "name"),
        ({"name": " \t"}, "text_blank", "name"),
        ({"name": "Đơn vị\0A"}, "control_character", "name"),
        ({"name": "Đơn vị\x85A"}, "control_character", "name"),
        ({"name": "Đơn vị \u202eA"}, "control_character", "name"),
        ({"name": "\ud800"}, "control_character", None),
        ({"name": "A" * (TEXT_LETTERS_MAX + 1)}, "text_too_long", "name"),
        ({"name": 123}, "field_misfits", "name"),
        ({"name": None}, "field_misfits", "name"),
        ({"name": "A", "kind": "bogus"}, "field_misfits", "kind"),
        ({"name": "A", "fictional": "yes"}, "field_misfits", "fictional"),
    ],
)
def test_what_the_log_could_not_hold_is_refused(
    world: World, details: dict[str, Any], code: str, field: str | None
) -> None:
    told = refused(world, "register_unit", unit="a", **details)
    assert (told.code, told.params.get("field")) == (code, field)
    assert world.app.max_position() == 0


@pytest.mark.parametrize("source", ["Báo\0cáo", "\udcff"])
def test_the_envelope_is_plain_too(world: World, source: str) -> None:
    told = refused(world, "register_unit", unit="a", name="Đơn vị A", source=source)
    assert told.code == "control_character"


def test_text_is_recorded_in_one_form_and_keeps_its_lines(world: World) -> None:
    decomposed = 'Đo\u031bn vi\u0323 "A"\nở Hà Nội, 1.5 km, C:\\u0001'
    world.do("register_unit", unit="a", name=decomposed, source="Ba\u0301o")
    assert world.ask(unit, "a")["name"] == 'Đơn vị "A"\nở Hà Nội, 1.5 km, C:\\u0001'
    assert plain_text("Ba\u0301o") == "Báo"
    (entry,) = world.app.timeline("unit:a", world.app.engine.connect())
    assert entry.source == "Báo"


def test_numbers_stay_exact(world: World) -> None:
    world.open("a")
    line: dict[str, Any] = {"cycle": CYCLE, "line": "all"}
    told = refused(world, "report_commendation", **line, collectives=10**DIGITS_MAX)
    assert (told.code, told.params["field"]) == ("number_too_long", "collectives")
    position = world.do("report_commendation", "2022-05-05", **line, collectives=10**DIGITS_MAX - 1)
    told = refused(world, "correct_entry", None, position=position, reason="ghi nhầm số", new={"awards": 1.5})
    assert told.code == "correction_misfits"
    scored = world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(50, 20))
    new = {"marks": [{"criterion": "truc-tiep", "points": 20.5}]}
    world.do("correct_entry", None, position=scored, reason="ghi nhầm điểm", new=new)
    score = world.app.timeline(f"score:{CYCLE}:a", world.app.engine.connect())[-1].fact
    assert score.new["marks"] == [{"criterion": "truc-tiep", "points": "20.5"}]  # type: ignore[attr-defined]


def test_what_is_asked_for_reaches_the_decision_unchanged(world: World) -> None:
    world.open("a", "b")
    given = (Mark(criterion="truc-tiep", points=Decimal("20.50"), note="có ghi chú"),)
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=given)
    (entry,) = world.app.timeline(f"score:{CYCLE}:a", world.app.engine.connect())
    assert entry.fact.marks == given  # type: ignore[attr-defined]

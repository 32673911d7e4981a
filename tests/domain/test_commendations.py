"""Commendations: counts as the sources state them."""

from datetime import date

import pytest

from domain import commendations
from domain.commendations import CommendationReported, Commendations
from domain.facts import EntryRetracted
from domain.moments import Moment
from tests.domain.scenario import contradicts, entry, given

WHEN = Moment.parse("2022-11-22")
ALL = CommendationReported(line="all", level="all", collectives=159, individuals=442, counting="instances")


def test_a_line_is_reported_as_stated() -> None:
    stated = {
        "line": "order-third",
        "form": "award_order_fatherland_protection",
        "grade": "third",
        "level": "state",
        "grantor": "Chủ tịch nước",
        "unit": "don-vi-a",
        "collectives": 1,
        "individuals": 57,
        "counting": "unstated",
        "period_from": date(2015, 1, 1),
        "period_to": date(2020, 5, 28),
        "note": "Giai đoạn 2015-2020",
        "document": "Báo",
    }
    scenario = given(commendations).when(commendations.report, when=WHEN, **stated)
    told = scenario.told
    assert {field: getattr(told, field) for field in stated} == stated


def test_lines_are_kept_by_name_and_never_added_up() -> None:
    part = CommendationReported(line="pm", form="award_pm_certificate", awards=3, within="all")
    state = given(commendations, ALL, part).state
    assert state == Commendations(lines={"all": ALL, "pm": part})


def test_a_line_is_reported_once() -> None:
    given(commendations, ALL).when(commendations.report, when=WHEN, line="all", awards=1).refuses(
        "commendation_line_known", line="all"
    )


def test_a_part_names_a_line_that_is_known() -> None:
    given(commendations, ALL).when(
        commendations.report, when=WHEN, line="pm", awards=3, within="total"
    ).refuses("commendation_line_unknown", line="pm", within="total", lines=["all"])
    part = CommendationReported(line="pm", awards=3, within="all")
    refusal = contradicts(commendations, (part, "2022-01-01"), (ALL, "2022-02-01"))
    assert refusal.code == "commendation_line_unknown"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"line": "All", "awards": 1}, "not_a_slug"),
        ({"line": "all", "unit": "Đơn vị A", "awards": 1}, "not_a_slug"),
        ({"line": "all", "level": "Bộ", "awards": 1}, "not_a_slug"),
        ({"line": "all"}, "commendation_without_figures"),
        ({"line": "all", "individuals": -1}, "count_negative"),
        (
            {
                "line": "all",
                "awards": 0,
                "period_from": date(2022, 2, 1),
                "period_to": date(2022, 1, 31),
            },
            "period_ends_before_start",
        ),
    ],
)
def test_what_cannot_be_reported(line: dict[str, object], code: str) -> None:
    given(commendations).when(commendations.report, when=WHEN, **line).refuses(code)


@pytest.mark.parametrize("known", ["period_from", "period_to"])
def test_half_a_period_may_be_known(known: str) -> None:
    scenario = given(commendations)
    scenario.when(commendations.report, when=WHEN, line="all", awards=1, **{known: date(2022, 1, 1)})
    assert getattr(scenario.told, known) == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("part", "field", "some", "every"),
    [
        ({"collectives": 160}, "collectives", 160, 159),
        ({"individuals": 443}, "individuals", 443, 442),
        ({"awards": 602}, "awards", 602, 601),
    ],
)
def test_a_part_does_not_exceed_its_whole(part: dict[str, int], field: str, some: int, every: int) -> None:
    given(commendations, ALL).when(
        commendations.report, when=WHEN, line="part", within="all", **part
    ).refuses("part_exceeds_whole", field=field, part=some, whole=every, within="all", line="part")


def test_a_whole_of_certificates_limits_its_recipients() -> None:
    whole = CommendationReported(line="all", awards=10)
    given(commendations, whole).when(
        commendations.report, when=WHEN, line="part", collectives=4, individuals=7, within="all"
    ).refuses("part_exceeds_whole", field="awards", part=11, whole=10)


def test_recipients_of_unstated_counting_do_not_limit_certificates() -> None:
    whole = CommendationReported(line="all", collectives=2, individuals=3)
    given(commendations, whole).when(
        commendations.report, when=WHEN, line="part", awards=9, within="all"
    ).then(CommendationReported(line="part", awards=9, within="all"))


def test_instances_may_exceed_distinct_recipients() -> None:
    whole = CommendationReported(line="all", individuals=3, counting="distinct")
    given(commendations, whole).when(
        commendations.report, when=WHEN, line="part", individuals=9, counting="instances", within="all"
    ).then(CommendationReported(line="part", individuals=9, counting="instances", within="all"))
    given(commendations, whole).when(
        commendations.report, when=WHEN, line="part", individuals=9, counting="distinct", within="all"
    ).refuses("part_exceeds_whole", field="individuals")


def test_facts_of_other_streams_change_nothing() -> None:
    other = EntryRetracted(position=1, reason="x")
    assert commendations.evolve(None, entry(other)) is None
    commendations.admit(None, other, WHEN)

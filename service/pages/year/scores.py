"""The points of a year, from the criteria up: who marked what, on what evidence, and what was answered."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from service.pages.looking import Look, looking
from service.pages.offers import Offer, offers
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId, UnitId

# The stages side by side, in their order, with what their columns are headed by.
STAGES: Mapping[str, str] = marked(
    {
        "self": "Tự chấm",
        "verified": "Thẩm định",
        "explained": "Giải trình",
        "rechecked": "Phúc tra",
        "final": "Chốt",
    }
)
# What can be done with a score that stands at a stage, what comes next first.
_AT: Mapping[str, tuple[str, ...]] = {
    "draft": ("submit_self_score",),
    "self": ("verify_score", "submit_self_score", "return_score"),
    "verified": ("finalise_score", "explain_score", "recheck_score", "return_score"),
    "explained": ("recheck_score", "finalise_score", "return_score"),
    "rechecked": ("finalise_score", "recheck_score", "return_score"),
    "final": ("return_score",),
}

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/scores")
def scores_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The totals of every unit, and how far its score has come."""
    with looking(request, caller) as look:
        told = look.whole("scores", cycle)
        scores = [{**one, "offer": next(iter(acts(look, cycle, one)), None)} for one in told["scores"]]
        context = {"told": told, "scores": scores, "begin": _begin(look, cycle, scores)}
        heading = look.text(marked("Chấm điểm"))
        return section_page(look, frame(look, cycle, "scores"), "cycles/scores.html", heading, context)


@router.get("/cycles/{cycle}/scores/{unit}")
def score_page(
    request: Request, cycle: CycleId, unit: UnitId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The score of one unit, criterion by criterion, its stages side by side."""
    with looking(request, caller) as look:
        told = look.answer("score", cycle, unit)
        reached = [stage for stage in STAGES if told["reached"][stage] is not None]
        context = {
            "score": told,
            "stages": [(stage, look.text(STAGES[stage])) for stage in reached],
            "lines": [_line(one, told["criteria"], reached) for one in told["criteria"]],
            "names": {one["criterion"]: one["name"] or one["criterion"] for one in told["criteria"]},
            "offers": acts(look, cycle, told),
        }
        heading = look.text(marked("Điểm của {unit}"), unit=told["name"] or unit)
        return section_page(look, frame(look, cycle, "scores"), "cycles/score.html", heading, context)


def acts(look: Look, cycle: str, score: Mapping[str, Any]) -> list[Offer]:
    """What the reader can do with a score where it stands."""
    unit = score["unit"]
    return offers(look, _AT[score["stage"]], stream("score", cycle, unit), cycle=cycle, unit=unit)


def _begin(look: Look, cycle: str, scores: list[dict[str, Any]]) -> list[tuple[str, Offer]]:
    """The units that have no score yet and that the reader can submit one for."""
    line = next(one for one in look.answer("steps", cycle)["steps"] if one["step"] == "self_scored")
    if line["status"] in ("not_stated", "reached") or look.answer("rules", cycle)["scoring_table"] is None:
        return []
    scored = {one["unit"] for one in scores}
    found = []
    for unit in line["missing"]:
        if unit.unit in scored:
            continue
        own = stream("score", cycle, unit.unit)
        one = look.offer("submit_self_score", own, cycle=cycle, unit=unit.unit)
        if one is not None:
            found.append((unit.name or unit.unit, one))
    return found


def _line(criterion: Mapping[str, Any], criteria: list[dict[str, Any]], reached: list[str]) -> dict[str, Any]:
    """A criterion with a cell for each stage: the points it comes to there, and what was marked."""
    marks = {mark["stage"]: mark for mark in criterion["marks"]}
    return {
        **criterion,
        "name": criterion["name"] or criterion["criterion"],
        "depth": _depth(criterion, {one["criterion"]: one for one in criteria}),
        "cells": [
            {"stage": stage, "points": criterion["points"].get(stage), "mark": marks.get(stage)}
            for stage in reached
        ],
        "evidence": list(dict.fromkeys(one for mark in criterion["marks"] for one in mark["evidence"])),
        "notes": [(mark["stage"], mark["note"]) for mark in criterion["marks"] if mark["note"]],
    }


def _depth(criterion: Mapping[str, Any], by_name: Mapping[str, Mapping[str, Any]]) -> int:
    """How many groups a criterion lies in."""
    group = criterion["group"]
    return 0 if group is None else 1 + _depth(by_name[group], by_name)

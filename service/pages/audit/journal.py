"""The journal: what happened, who did it, when it was recorded, and what it corrects."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.identity import stream
from domain.refusals import Refusal
from projections.catalogue import marked
from projections.field_words import TOPIC_NAMES
from projections.units import collation
from projections.words import word
from service.authority.judging import permit
from service.authority.subjects import Subject, of_stream
from service.pages.audit.filtering import Filter, question, read_filter
from service.pages.audit.lines import entry_lines
from service.pages.choices import cluster_choices, cycle_choices, unit_choices
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.audit_questions import NUMBER_MAX
from service.web.guard import Caller, permitted, permitted_somewhere
from service.web.paths import PREFIX
from service.web.reading import CycleId

LINES = 50  # of a page that people read
WINDOWS_MAX = 5  # looked through for one page, where no index leads to what is asked for
After = Annotated[int | None, Query(ge=0, le=NUMBER_MAX)]
_NO_UNIT = marked("Mã đơn vị chỉ gồm chữ không dấu, chữ số và dấu gạch nối.")

router = APIRouter(include_in_schema=False)


@router.get("/events")
def journal(
    request: Request, caller: Annotated[Caller, permitted_somewhere("read_events")], after: After = None
) -> Response:
    """The journal of the whole service.

    An office that is none of the whole service is refused, with the form to name a cycle, cluster or unit of
    its own.
    """
    with looking(request, caller) as look:
        asked = read_filter(look)
        subject = _subject(asked)
        if subject != Subject():
            permit(look.past, "read_events", caller, subject)
        to_narrow = look.acts.may("read_events", subject) is None
        context = {
            "clusters": cluster_choices(look),
            "cycles": cycle_choices(look),
            "units": unit_choices(look).options,
            "to_narrow": to_narrow,
        }
        if to_narrow:
            asked = msgspec.structs.replace(asked, wanted=None)
        return _page(look, look.text(marked("Nhật ký")), asked, "events", after, context)


@router.get("/cycles/{cycle}/events")
def cycle_journal(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("read_audit")],
    after: After = None,
) -> Response:
    """The journal of a year."""
    with looking(request, caller) as look:
        told = look.answer("cycle", cycle)
        asked = read_filter(look, cycle=cycle)
        members = look.answer("standings", cycle)["members"]
        context = {
            "cycle": {**told, "years": year_label(told), "href": look.url(f"/cycles/{cycle}")},
            "units": [(one["unit"], one["name"]) for one in members],
        }
        title = look.text(marked("Nhật ký năm {years}"), years=year_label(told))
        return _page(look, title, asked, "cycle_events", after, context, cycle)


def _page(
    look: Look,
    title: str,
    asked: Filter,
    name: str,
    after: int | None,
    context: Mapping[str, Any],
    *keys: str,
) -> Response:
    path = look.request.url.path
    found, mistakes = _asked(look, asked, name, keys, after)
    told = {
        "cycle": None,
        "to_narrow": False,
        **context,
        "asked": asked,
        "mistakes": mistakes,
        "entries": entry_lines(look, found["events"]),
        "topics": _topics(look),
        "path": path,
        "next": found["next"] and look.url(path, **asked.query, after=found["next"]),
        "first": look.url(path, **asked.query) if after is not None else None,
        "file": look.url(f"{PREFIX}{path}", **asked.query, format="csv"),
    }
    bar = look.bar("cycle", keys[0]) if keys else look.bar()
    return look.page("audit/journal.html", title, told, bar=bar, status=_status(told))


def _status(told: Mapping[str, Any]) -> int:
    if told["mistakes"]:
        return 422
    return 403 if told["to_narrow"] else 200


def _asked(
    look: Look, asked: Filter, name: str, keys: tuple[str, ...], after: int | None
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """The entries, and what is wrong with the filter where that cannot be asked.

    Where the log is looked through part by part, several parts are: a page without entries helps nobody.
    """
    if asked.wanted is None:
        return {"events": [], "next": None}, asked.mistakes
    found: dict[str, Any] = {"events": [], "next": after}
    try:
        for _ in range(WINDOWS_MAX):
            found = look.answer(name, *keys, also=question(asked, found["next"], LINES))
            if found["events"] or found["next"] is None:
                break
    except Refusal as refusal:
        if refusal.code != "not_a_slug":
            raise
        return {"events": [], "next": None}, {"unit": look.text(_NO_UNIT)}
    return found, {}


def _subject(asked: Filter) -> Subject:
    """What a filter asks about, as the permission table sees it: nothing where it asks about all."""
    named = next((name for name in ("cycle", "cluster", "unit") if name in asked.told), None)
    if named is None or named in asked.mistakes:
        return Subject()
    try:
        return of_stream(stream(named, asked.told[named]))
    except Refusal:
        return Subject()


def _topics(look: Look) -> list[tuple[str, str]]:
    told = [(topic, sentence(word("topic", topic, look.language))) for topic in TOPIC_NAMES]
    return sorted(told, key=lambda one: collation(one[1]))

"""A vote between its form and the log: read again in words, and told what is wrong with it."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from projections.catalogue import marked
from service.pages.ballots.elector import TITLE, room_context
from service.pages.ballots.room import Room
from service.pages.ballots.slip import CHOICE, Slip, Values
from service.pages.forms.problem import Problem
from service.pages.looking import Look

_REVIEW = marked("Xem lại phiếu trước khi ghi")
_MISSING = marked("Chọn một ý kiến về {unit}.")


def vote_form(
    look: Look,
    command: str,
    named: Mapping[str, str],
    values: Values,
    problems: Sequence[Problem],
    *,
    reviewing: bool,
) -> Response:
    """The form of `cast_vote` or `change_vote` with what was filled in; `reviewing`: to read again.

    `named` are the parameters of the command's path. What is not chosen yet is asked for instead of a
    review; a vote that can no longer be recorded is told so by the room.

    Raises:
        Unknown: there is no such ballot.
    """
    room = Room(look, named["ballot"])
    told = named.get("elector") or next(iter(values.get("elector", ())), None) or room.elector
    elector = told if told in room.own else None
    context = room_context(room, elector, values, changing=command == "change_vote")
    slip: Slip | None = context["slip"]
    if slip is None:
        return _page(room, context, problems)
    if reviewing and not problems and not slip.missing:
        told_again = {"room": room, "told": room.told, "slip": slip}
        return look.page("ballots/review.html", look.text(_REVIEW), told_again)
    found = list(problems)
    if slip.missing and (reviewing or problems):
        found = [Problem(line.field, _MISSING, {"unit": line.name}) for line in slip.missing]
    return _page(room, context, found)


def _page(room: Room, context: Mapping[str, object], problems: Sequence[Problem]) -> Response:
    """The room, with what is wrong on top; only what is said of a candidate leads to a field."""
    look = room.look
    mistakes = [
        {
            "field": one.field if one.field.startswith(CHOICE) else None,
            "text": look.text(one.sentence, **one.params),
        }
        for one in problems
    ]
    return look.page(
        "ballots/room.html",
        look.text(TITLE, on=room.heading),
        {**context, "mistakes": mistakes},
        status=422 if problems else 200,
    )

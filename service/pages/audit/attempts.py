"""Refused attempts: who tried what, when and where, and by which rule not; never with what content."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.permission_words import ACTIONS
from projections.words import word
from service.audit.files import attempt_page
from service.authority.judging import permit
from service.authority.subjects import Subject
from service.pages.audit.people import People
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.audit_questions import NUMBER_MAX
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.reading import WORDS_MAX

LINES = 50

router = APIRouter(include_in_schema=False)


@router.get("/attempts")
def attempts_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_attempts")],
    about: Annotated[str, Query(max_length=WORDS_MAX)] = "",
    person: Annotated[str, Query(max_length=WORDS_MAX)] = "",
    after: Annotated[int | None, Query(ge=0, le=NUMBER_MAX)] = None,
) -> Response:
    """What was refused, the latest first."""
    with looking(request, caller) as look:
        # At the door a query can name a cluster of the reader's own; what is told here is of all of them.
        permit(look.past, "read_attempts", caller, Subject())
        asked = {name: text for name, text in (("about", about.strip()), ("person", person.strip())) if text}
        found: dict[str, Any] = {"attempts": [], "next": None}
        if all(text.isprintable() for text in asked.values()):
            found = attempt_page(look.connection, after=after, limit=LINES, **asked)
        context = {
            "attempts": _told(look, found["attempts"]),
            "asked": asked,
            "next": found["next"] and look.url("/attempts", **asked, after=found["next"]),
            "first": look.url("/attempts", **asked) if after is not None else None,
            "file": look.url(f"{PREFIX}/attempts", **asked, format="csv"),
        }
        return look.page("audit/attempts.html", look.text(marked("Việc bị từ chối")), context)


def _told(look: Look, attempts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    people = People(look)
    return [
        {
            **one,
            "who": people.name(one["person"]),
            "who_href": people.address(one["person"]),
            "called": sentence(word("action", one["action"], look.language))
            if one["action"] in ACTIONS
            else one["action"],
            "path": one["about"].removeprefix(PREFIX),
        }
        for one in attempts
    ]

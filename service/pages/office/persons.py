"""People: the list of them, and one person with all that their account lets them do."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from projections.folding import matches
from projections.units import collation
from service.accounts import grants, identities, persons
from service.authority.subjects import Subject
from service.pages.looking import Look, looking
from service.pages.office.appointing import to_appoint_for
from service.pages.office.forms import done_sentence
from service.web.account_bodies import PersonId
from service.web.guard import Caller, permitted

PAGE_LINES = 50  # as many as somebody looks through
_READ_LINES = 500
_WORDS_MAX = 200
_SEARCHED = ("name", "rank", "login", "email", "person")
ACTS = ("change_person", "set_login", "disable_login", "enable_login", "erase_person", "give_role",
        "withdraw_role", "link_identity", "remove_identity")  # fmt: skip

router = APIRouter(include_in_schema=False)


@router.get("/persons")
def persons_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_persons")],
    q: Annotated[str, Query(max_length=_WORDS_MAX)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Everybody whom accounts know, by name; found without diacritics."""
    with looking(request, caller) as look:
        everybody = _everybody(look)
        found = [one for one in everybody if matches(q, [getattr(one, name) for name in _SEARCHED])]
        found.sort(key=lambda one: (one.erased_at is not None, collation(one.name or one.person), one.person))
        start = (page - 1) * PAGE_LINES
        more = len(found) > start + PAGE_LINES
        context = {
            "persons": [
                {**_told(one), "href": f"/persons/{one.person}"} for one in found[start:][:PAGE_LINES]
            ],
            "found": len(found),
            "everybody": len(everybody),
            "q": q,
            "next": look.url("/persons", q=q, page=page + 1) if more else None,
            "first": look.url("/persons", q=q) if page > 1 else None,
            "may_create": may(look, "create_person"),
        }
        return look.page("office/persons.html", look.text(marked("Người dùng")), context)


@router.get("/persons/{person}")
def person_page(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("read_person")]
) -> Response:
    """One person, erased or not."""
    with looking(request, caller) as look:
        known = persons.find(look.connection, person)
        title = known.name or (
            look.text(marked("Người đã xóa thông tin"))
            if known.erased_at is not None
            else look.text(marked("Người chưa ghi tên"))
        )
        context = {
            "person": _told(known),
            "done": done_sentence(look),
            "may": {act: known.erased_at is None and may(look, act) for act in ACTS},
            "grants": _grants(look, person) if may(look, "read_grants") else None,
            "identities": identities.of_person(look.connection, person)
            if may(look, "read_identities")
            else None,
            "speaks": _speaks(look, person),
            "appointing": to_appoint_for(look),
            "trail": f"/account-acts?person={person}" if may(look, "read_account_acts") else None,
        }
        return look.page("office/person.html", title, context)


def may(look: Look, action: str) -> bool:
    """Whether the reader can take an action on accounts, which are of no unit."""
    return look.acts.may(action, Subject()) is not None


def _everybody(look: Look) -> list[persons.Person]:
    found: list[persons.Person] = []
    while part := persons.listed(
        look.connection, after=found[-1].person if found else None, limit=_READ_LINES
    ):
        found += part
    return found


def _told(person: persons.Person) -> dict[str, Any]:
    state = "ready" if person.login is not None else "without_login"
    if person.disabled_at is not None:
        state = "disabled"
    if person.erased_at is not None:
        state = "erased"
    fields = {name: getattr(person, name) for name in person.__struct_fields__}
    return {**fields, "state": state}


def _grants(look: Look, person: str) -> list[dict[str, Any]]:
    """Every role that was ever given, the standing ones first, with the names of their units."""
    found = grants.of_person(look.connection, person)
    told = []
    for one in sorted(found, key=lambda grant: grant.withdrawn_at is not None):
        unit = None if one.unit is None else look.known("unit", one.unit)
        named = one.unit if unit is None else unit["name"]
        told.append({
            "grant": one.id, "role": one.role, "unit": one.unit and named, "granted_at": one.granted_at,
            "withdrawn_at": one.withdrawn_at,
        })  # fmt: skip
    return told


def _speaks(look: Look, person: str) -> list[dict[str, Any]] | None:
    """The units for which somebody speaks, as far as the reader may know; None: they may know of none."""
    told = look.answer("representation", person)["units"]
    known = [one for one in told if look.acts.may("read_representatives", stream("unit", one["unit"]))]
    if not known and look.acts.may("read_representatives", Subject()) is None:
        return None
    return known

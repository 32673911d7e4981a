"""From a person to the form that appoints them: choosing the unit, of however many there are."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from domain.identity import stream
from domain.units import Unit
from projections.catalogue import marked
from projections.folding import finder
from projections.units import UNITS, Named, by_name
from service.accounts import persons
from service.authority.roles import Role
from service.pages.choices import CHOICES_MAX, Choices, unit_choices
from service.pages.looking import Look, looking
from service.pages.reach import Reach
from service.web.account_bodies import ID_LETTERS_MAX, PersonId
from service.web.guard import Caller, permitted

PAGE_LINES = 50
_ACT = "appoint_representative"
_Words = Annotated[str, Query(max_length=200)]
_Id = Annotated[str, Query(max_length=ID_LETTERS_MAX)]
_Page = Annotated[int, Query(ge=1, le=1_000_000)]

router = APIRouter(include_in_schema=False)


@router.get("/persons/{person}/appointments")
def appoint(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("read_person")],
    unit: _Id = "",
    q: _Words = "",
    page: _Page = 1,
) -> Response:
    """On to the form that appoints the person for the unit that was chosen; else a way to choose it.

    Who may appoint nobody for it is led back.
    """
    with looking(request, caller) as look:
        if unit or not _appoints(look):
            known = look.known("unit", unit)
            offer = known and look.offer(_ACT, stream("unit", unit), unit=unit, person=person)
            return RedirectResponse(offer.address if offer else f"/persons/{person}", 303)
        found = _units(look, q)
        path, start = look.request.url.path, (page - 1) * PAGE_LINES
        called = persons.find(look.connection, person).name
        context = {
            "person": {"href": f"/persons/{person}", "name": called or person},
            "units": [
                {"name": one.name, "href": look.url(path, unit=one.id)}
                for one in found[start : start + PAGE_LINES]
            ],
            "found": len(found),
            "q": q,
            "path": path,
            "next": look.url(path, q=q, page=page + 1) if len(found) > start + PAGE_LINES else None,
            "first": look.url(path, q=q) if page > 1 else None,
        }
        title = look.text(marked("Cử {name} làm đại diện của đơn vị nào"), name=called or person)
        return look.page("office/appointing.html", title, context)


def to_appoint_for(look: Look, most: int = CHOICES_MAX) -> Choices | None:
    """The units for which the reader may appoint somebody, each with its name; None where there are none.

    Of more than can be chosen from none is told: they are looked for on a page of their own.
    """
    if not _appoints(look):
        return None
    found = unit_choices(look, most, ended=False)
    if not found.whole:
        return Choices([], whole=False)
    options = [(unit, name) for unit, name in found.options if look.may(_ACT, stream("unit", unit))]
    return Choices(options, whole=True) if options else None


def _appoints(look: Look) -> bool:
    """Whether the reader may appoint anybody at all, for whichever units."""
    return not look.travels and any(one.role is Role.OFFICE for one in look.caller.grants)


def _units(look: Look, q: str) -> Sequence[Unit]:
    """The units that are looked for, of those for which the reader may appoint somebody, by name."""
    reach, finds = Reach(look), finder(q)
    known = UNITS.all(look.connection, look.point).values()
    wanted = [one for one in known if one.status == "active" and finds([one.id, one.name, one.short_name])]
    if not reach.is_whole:
        seen = reach.seen_to(_ACT, {stream("unit", one.id): one.id for one in wanted})
        wanted = [one for one in wanted if stream("unit", one.id) in seen]
    return sorted(wanted, key=lambda one: by_name(Named(one.id, one.name)))

"""Roles given by hand and identities at a provider, by forms on a person's page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy import Connection
from starlette.responses import Response

from domain.identity import slug, stream
from domain.refusals import Refusal
from projections.point import LATEST
from projections.units import UNITS
from service.accounts import grants, identities
from service.pages.looking import looking
from service.pages.office.forms import LETTERS_MAX, done, filled, form_page, refused_form
from service.pages.office.person_forms import grant_form, identity_form, name_of
from service.web.account_bodies import GrantId, IdentityId, PersonId
from service.web.account_work import Work
from service.web.guard import Caller, permitted
from service.web.refusing import noting_refusals
from service.web.sessions import own

_Typed = Annotated[str, Form(max_length=LETTERS_MAX)]

router = APIRouter(include_in_schema=False)


@router.get("/persons/{person}/grants/new")
def new_grant(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("give_role")]
) -> Response:
    """The form of a role."""
    with looking(request, caller) as look:
        return form_page(look, grant_form(look, person), {})


@router.post("/persons/{person}/grants")
def give_role(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("give_role")],
    role: _Typed = "",
    unit: _Typed = "",
) -> Response:
    """A role in a unit, or in the whole service."""
    work = Work(request)
    try:
        with noting_refusals(request, "give_role", caller), work.writing() as connection:
            _require_known(connection, filled(unit))
            grants.give(connection, person, role, unit=filled(unit), by=own(caller), now=work.now)
    except Refusal as refusal:
        values = {"role": role, "unit": unit}
        return refused_form(request, caller, lambda look: grant_form(look, person), values, refusal)
    return done(f"/persons/{person}", "granted")


def _require_known(connection: Connection, unit: str | None) -> None:
    """What is typed may be mistyped: a role in a unit that nobody knows would be noticed by nobody."""
    if unit is not None and UNITS.of(connection, stream("unit", slug(unit, "unit")), LATEST) is None:
        raise Refusal("unit_not_registered", unit=unit)


@router.post("/persons/{person}/grants/{grant}/withdrawals")
def withdraw_role(
    request: Request,
    person: PersonId,
    grant: GrantId,
    caller: Annotated[Caller, permitted("withdraw_role")],
) -> Response:
    """It counts no more from now on."""
    work = Work(request)
    with work.writing() as connection:
        if grant not in {one.id for one in grants.of_person(connection, person)}:
            raise Refusal("grant_unknown", grant=grant)
        grants.withdraw(connection, grant, by=own(caller), now=work.now)
    return done(f"/persons/{person}", "withdrawn")


@router.get("/persons/{person}/identities/new")
def new_identity(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("link_identity")]
) -> Response:
    """The form of an identity."""
    with looking(request, caller) as look:
        form = identity_form(person, name_of(look, person))
        return form_page(look, form, {"issuer": request.app.state.settings.oidc_issuer or ""})


@router.post("/persons/{person}/identities")
def link_identity(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("link_identity")],
    issuer: _Typed = "",
    subject: _Typed = "",
) -> Response:
    """From now on who the provider says has this subject signs in as this person."""
    work = Work(request)
    try:
        with noting_refusals(request, "link_identity", caller), work.writing() as connection:
            identities.link(connection, person, issuer, subject, by=own(caller), now=work.now)
    except Refusal as refusal:
        values = {"issuer": issuer, "subject": subject}
        return refused_form(
            request, caller, lambda look: identity_form(person, name_of(look, person)), values, refusal
        )
    return done(f"/persons/{person}", "linked")


@router.post("/persons/{person}/identities/{identity}/removals")
def remove_identity(
    request: Request,
    person: PersonId,
    identity: IdentityId,
    caller: Annotated[Caller, permitted("remove_identity")],
) -> Response:
    """Nobody signs in by it any more."""
    work = Work(request)
    with work.writing() as connection:
        identities.remove(connection, person, identity, by=own(caller), now=work.now)
    return done(f"/persons/{person}", "removed")

"""Identities at an OpenID Connect provider, over HTTP: who there may come in as which person here."""

from typing import Annotated

from fastapi import APIRouter, Request

from service.accounts import identities, persons
from service.web.account_bodies import IdentityId, NewIdentity, PersonId
from service.web.account_shapes import Identities, Identity, IdentityRemoval, instant
from service.web.account_work import PROBLEMS, TAGS, Work
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.refusing import noting_refusals
from service.web.sessions import own
from service.web.strict_json import StrictRoute

router = APIRouter(prefix=PREFIX, tags=TAGS, responses=PROBLEMS, route_class=StrictRoute)


@router.get(
    "/persons/{person}/identities", operation_id="list_identities", summary="A person's identities",
    dependencies=[permitted("read_identities")],
)  # fmt: skip
def list_identities(request: Request, person: PersonId) -> Identities:
    """By which identities of a provider somebody may sign in, the earliest first."""
    with Work(request).reading() as connection:
        persons.find(connection, person)
        found = identities.of_person(connection, person)
    return Identities(person=person, identities=[Identity.told(one) for one in found])


@router.post(
    "/persons/{person}/identities", status_code=201, operation_id="link_identity", summary="Link an identity"
)
def link_identity(
    request: Request,
    person: PersonId,
    sent: NewIdentity,
    caller: Annotated[Caller, permitted("link_identity")],
) -> Identity:
    """From now on who the provider says has this subject signs in as this person."""
    work = Work(request)
    with noting_refusals(request, "link_identity", caller), work.writing() as connection:
        identity = identities.link(
            connection, person, sent.issuer, sent.subject, by=own(caller), now=work.now
        )
    return Identity(identity=identity, issuer=sent.issuer, subject=sent.subject, linked_at=instant(work.now))


@router.post(
    "/persons/{person}/identities/{identity}/removals", status_code=201, operation_id="remove_identity",
    summary="Remove an identity",
)  # fmt: skip
def remove_identity(
    request: Request,
    person: PersonId,
    identity: IdentityId,
    caller: Annotated[Caller, permitted("remove_identity")],
) -> IdentityRemoval:
    """Nobody signs in by it any more; sessions that the person opened by a provider end."""
    work = Work(request)
    with work.writing() as connection:
        identities.remove(connection, person, identity, by=own(caller), now=work.now)
    return IdentityRemoval(identity=identity, removed_at=instant(work.now))

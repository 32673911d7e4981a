"""Persons over HTTP: who they are, which can be erased, and how they are let in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.accounts import logins, passwords, persons
from service.web.account_bodies import (
    PAGE_LINES,
    PAGE_LINES_MAX,
    Credentials,
    NewPerson,
    PersonalData,
    PersonId,
)
from service.web.account_shapes import Person, Persons
from service.web.account_work import PROBLEMS, TAGS, Work
from service.web.commands import IdempotencyKey
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.sessions import own
from service.web.strict_json import StrictRoute

router = APIRouter(prefix=PREFIX, tags=TAGS, responses=PROBLEMS, route_class=StrictRoute)


class PersonsQuery(BaseModel):
    """Which page of persons."""

    model_config = ConfigDict(extra="forbid")

    after: str | None = Field(None, max_length=80, description="The `next` of the page before")
    limit: int = Field(PAGE_LINES, ge=1, le=PAGE_LINES_MAX, description="The most persons of a page")


@router.get(
    "/persons", operation_id="list_persons", summary="Persons", dependencies=[permitted("read_persons")]
)
def list_persons(request: Request, asked: Annotated[PersonsQuery, Query()]) -> Persons:
    """By id, as that never changes; sort a page by name where it is shown."""
    with Work(request).reading() as connection:
        found = persons.listed(connection, after=asked.after, limit=asked.limit + 1)
    page = found[: asked.limit]
    return Persons(
        persons=[Person.told(one) for one in page], next=page[-1].person if len(found) > len(page) else None
    )


@router.post("/persons", status_code=201, operation_id="create_person", summary="Create a person")
def create_person(
    request: Request,
    response: Response,
    sent: NewPerson,
    caller: Annotated[Caller, permitted("create_person")],
    idempotency_key: IdempotencyKey = None,
) -> Person:
    """Somebody the log may name by an opaque id; a login comes after.

    Sent again with its key, it is the same person; where the id is told, a second is refused.
    """
    work, by, told_of = Work(request), own(caller), sent.personal()
    with work.writing() as connection:
        if idempotency_key is None or sent.person is not None:
            person = persons.create(connection, told_of, by=by, now=work.now, person=sent.person)
        else:
            person = persons.create_once(connection, told_of, by=by, now=work.now, key=idempotency_key)
        told = Person.told(persons.find(connection, person))
    response.headers["Location"] = f"{PREFIX}/persons/{person}"
    return told


@router.get(
    "/persons/{person}", operation_id="get_person", summary="A person",
    dependencies=[permitted("read_person")],
)  # fmt: skip
def get_person(request: Request, person: PersonId) -> Person:
    """One person, erased or not."""
    with Work(request).reading() as connection:
        return Person.told(persons.find(connection, person))


@router.post(
    "/persons/{person}/changes", status_code=201, operation_id="change_person",
    summary="Put personal data right",
)  # fmt: skip
def change_person(
    request: Request,
    person: PersonId,
    sent: PersonalData,
    caller: Annotated[Caller, permitted("change_person")],
) -> Person:
    """What is sent takes the place of all that was there; the old is not kept."""
    work = Work(request)
    with work.writing() as connection:
        persons.change(connection, person, sent.personal(), by=own(caller), now=work.now)
        return Person.told(persons.find(connection, person))


@router.post(
    "/persons/{person}/erasures", status_code=201, operation_id="erase_person",
    summary="Erase a person's data",
)  # fmt: skip
def erase_person(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("erase_person")]
) -> Person:
    """Ends all access and erases what is personal; the id stays, so the log reads on."""
    work = Work(request)
    with work.writing() as connection:
        persons.erase(connection, person, by=own(caller), now=work.now)
        return Person.told(persons.find(connection, person))


@router.post(
    "/persons/{person}/logins", status_code=201, operation_id="set_login", summary="Give a login and password"
)
def set_login(
    request: Request,
    person: PersonId,
    sent: Credentials,
    caller: Annotated[Caller, permitted("set_login")],
) -> Person:
    """The first login of a person, or a new one with a new password: then their sessions and tokens end.

    Before anything else they change the password, so that only they know it.
    """
    work = Work(request)
    login = logins.new_login(sent.login)
    stored = passwords.hashed(sent.password, login)
    with work.writing() as connection:
        logins.set_login(connection, person, login, stored, by=own(caller), now=work.now)
        return Person.told(persons.find(connection, person))


@router.post(
    "/persons/{person}/disablings", status_code=201, operation_id="disable_login", summary="Keep a person out"
)
def disable_login(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("disable_login")]
) -> Person:
    """Their sessions end; no password, identity or API token lets them in until they are enabled."""
    work = Work(request)
    with work.writing() as connection:
        logins.disable(connection, person, by=own(caller), now=work.now)
        return Person.told(persons.find(connection, person))


@router.post(
    "/persons/{person}/enablings",
    status_code=201,
    operation_id="enable_login",
    summary="Let a person in again",
)
def enable_login(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("enable_login")]
) -> Person:
    """Their password and unexpired API tokens count again."""
    work = Work(request)
    with work.writing() as connection:
        logins.enable(connection, person, by=own(caller), now=work.now)
        return Person.told(persons.find(connection, person))

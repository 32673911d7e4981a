"""Roles that are given by hand, over HTTP, and the trail of what was done to accounts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from service.accounts import acts, grants, persons
from service.web.account_bodies import (
    ID_LETTERS_MAX,
    ID_PATTERN,
    PAGE_LINES,
    PAGE_LINES_MAX,
    GrantId,
    NewGrant,
    PersonId,
)
from service.web.account_shapes import (
    AccountAct,
    AccountActs,
    Grant,
    Grants,
    GrantWithdrawal,
    NewGrantTold,
    instant,
)
from service.web.account_work import PROBLEMS, TAGS, Work
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.refusing import noting_refusals
from service.web.sessions import own
from service.web.strict_json import StrictRoute

router = APIRouter(prefix=PREFIX, tags=TAGS, responses=PROBLEMS, route_class=StrictRoute)
NUMBER_MAX = 2**63 - 1  # the largest number that a database compares


class ActsQuery(BaseModel):
    """Which acts, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    person: str | None = Field(
        None,
        pattern=ID_PATTERN,
        max_length=ID_LETTERS_MAX,
        description="Only acts on this person's account",
    )
    after: int | None = Field(None, ge=0, le=NUMBER_MAX, description="The `next` of the page before")
    limit: int = Field(PAGE_LINES, ge=1, le=PAGE_LINES_MAX, description="The most acts of a page")


@router.get(
    "/persons/{person}/grants", operation_id="list_grants", summary="A person's roles",
    dependencies=[permitted("read_grants")],
)  # fmt: skip
def list_grants(request: Request, person: PersonId) -> Grants:
    """Every role that was ever given by hand; those of lead or representative follow from the log."""
    with Work(request).reading() as connection:
        persons.find(connection, person)
        found = grants.of_person(connection, person)
    return Grants(person=person, grants=[Grant.told(one) for one in found])


@router.post("/persons/{person}/grants", status_code=201, operation_id="give_role", summary="Give a role")
def give_role(
    request: Request, person: PersonId, sent: NewGrant, caller: Annotated[Caller, permitted("give_role")]
) -> NewGrantTold:
    """An administrator of accounts holds no other role."""
    work = Work(request)
    with noting_refusals(request, "give_role", caller), work.writing() as connection:
        grant = grants.give(connection, person, sent.role, unit=sent.unit, by=own(caller), now=work.now)
    return NewGrantTold(grant=grant, person=person, role=sent.role, unit=sent.unit)


@router.post(
    "/grants/{grant}/withdrawals", status_code=201, operation_id="withdraw_role", summary="Withdraw a role"
)
def withdraw_role(
    request: Request, grant: GrantId, caller: Annotated[Caller, permitted("withdraw_role")]
) -> GrantWithdrawal:
    """It counts no more from now on; that it was held stays on record."""
    work = Work(request)
    with work.writing() as connection:
        grants.withdraw(connection, grant, by=own(caller), now=work.now)
    return GrantWithdrawal(grant=grant, withdrawn_at=instant(work.now))


@router.get(
    "/account-acts", operation_id="list_account_acts", summary="What was done to accounts",
    dependencies=[permitted("read_account_acts")],
)  # fmt: skip
def list_account_acts(request: Request, asked: Annotated[ActsQuery, Query()]) -> AccountActs:
    """Who did what to whose account, the latest first, in ids alone."""
    with Work(request).reading() as connection:
        found = acts.listed(connection, after=asked.after, limit=asked.limit + 1, person=asked.person)
    page = found[: asked.limit]
    return AccountActs(
        acts=[AccountAct.told(one) for one in page], next=page[-1].id if len(found) > len(page) else None
    )

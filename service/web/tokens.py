"""API tokens over HTTP: one's own. A token issues no other, so a leaked one cannot make itself last."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from domain.moments import microseconds
from service.accounts import tokens
from service.web.account_bodies import NewToken, TokenId
from service.web.account_shapes import IssuedToken, Token, TokenRevocation, Tokens, instant
from service.web.account_work import PROBLEMS, TAGS, Work
from service.web.commands import IdempotencyKey
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.sessions import own
from service.web.strict_json import StrictRoute

router = APIRouter(prefix=PREFIX, tags=TAGS, responses=PROBLEMS, route_class=StrictRoute)


@router.get("/tokens", operation_id="list_tokens", summary="One's own API tokens")
def list_tokens(request: Request, caller: Annotated[Caller, permitted("read_tokens")]) -> Tokens:
    """The latest first, those expired or revoked too; their texts are not told again."""
    with Work(request).reading() as connection:
        found = tokens.of_person(connection, own(caller))
    return Tokens(tokens=[Token.told(one) for one in found])


@router.post("/tokens", status_code=201, operation_id="create_token", summary="Issue an API token")
def create_token(
    request: Request,
    response: Response,
    sent: NewToken,
    caller: Annotated[Caller, permitted("create_token")],
    idempotency_key: IdempotencyKey = None,
) -> IssuedToken:
    """Its text is told in this answer and never again: sent again with its key, it is refused with its id."""
    work = Work(request)
    with work.writing() as connection:
        issued = tokens.create(
            connection,
            own(caller),
            label=sent.label,
            scopes=frozenset(sent.scopes),
            expires_at=microseconds(sent.expires_at),
            now=work.now,
            key=idempotency_key,
        )
    response.headers["Cache-Control"] = "no-store"
    return IssuedToken(token=issued.token, secret=issued.secret, expires_at=instant(issued.expires_at))


@router.post(
    "/tokens/{token}/revocations", status_code=201, operation_id="revoke_token", summary="Revoke an API token"
)
def revoke_token(
    request: Request, token: TokenId, caller: Annotated[Caller, permitted("revoke_token")]
) -> TokenRevocation:
    """From now on it lets nobody in."""
    work, person = Work(request), own(caller)
    with work.writing() as connection:
        tokens.revoke(connection, token, of=person, by=person, now=work.now)
    return TokenRevocation(token=token, revoked_at=instant(work.now))

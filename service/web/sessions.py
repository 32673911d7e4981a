"""Signing in and out over HTTP: sessions, held by a cookie that no script can read."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from domain.refusals import Refusal
from service.accounts import grants, logins, persons, sessions
from service.authority.askers import ANONYMOUS
from service.authority.judging import SignInNeeded
from service.web.account_bodies import Credentials, PasswordChange, SessionId
from service.web.account_shapes import (
    ChangedPassword,
    CurrentSession,
    HeldRole,
    Session,
    SessionEnding,
    Sessions,
    SignedIn,
    instant,
)
from service.web.account_work import PROBLEMS, TAGS, Work
from service.web.cookies import is_secure, session_cookie
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.refusing import note_refusal, noting_refusals
from service.web.strict_json import StrictRoute

router = APIRouter(prefix=PREFIX, tags=TAGS, responses=PROBLEMS, route_class=StrictRoute)


def set_session(request: Request, response: Response, opened: sessions.Opened) -> None:
    """Hand the secret of a session to the browser. It forgets it when it is closed: computers are shared."""
    name, secure = session_cookie(request), is_secure(request)
    response.set_cookie(name, opened.secret, path="/", secure=secure, httponly=True, samesite="lax")


def forget_session(request: Request, response: Response) -> None:
    """Have the browser forget the secret of its session."""
    name, secure = session_cookie(request), is_secure(request)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


@router.post(
    "/sessions", status_code=201, operation_id="sign_in", summary="Sign in with login and password",
    dependencies=[permitted("sign_in")],
)  # fmt: skip
def sign_in(request: Request, response: Response, sent: Credentials) -> SignedIn:
    """Opens a session and sets its cookie; too many wrong passwords make a login wait."""
    work = Work(request)
    try:
        opened = logins.sign_in(
            work.engine,
            sent.login,
            sent.password,
            now=work.now,
            lifetime=work.lifetime,
            network=work.network,
        )
    except Refusal as refusal:
        note_refusal(request, "sign_in", refusal, ANONYMOUS)
        request.app.state.metrics.sign_in_failures.inc()
        raise
    with work.reading() as connection:
        held = grants.held(connection, opened.person, work.now)
    set_session(request, response, opened)
    response.headers["Cache-Control"] = "no-store"
    return SignedIn(
        person=opened.person,
        session=opened.session,
        expires_at=instant(opened.expires_at),
        roles=[HeldRole(role=grant.role, unit=grant.unit) for grant in held],
    )


@router.get("/sessions", operation_id="list_sessions", summary="One's own open sessions")
def list_sessions(request: Request, caller: Annotated[Caller, permitted("read_own_sessions")]) -> Sessions:
    """Where one is signed in, the latest first."""
    work, person = Work(request), own(caller)
    with work.reading() as connection:
        found = sessions.of_person(connection, person, now=work.now, idle=work.idle)
    return Sessions(sessions=[Session.told(one, caller.session) for one in found])


@router.get("/sessions/current", operation_id="get_current_session", summary="Who asks")
def get_current_session(
    request: Request, caller: Annotated[Caller, permitted("read_own_sessions")]
) -> CurrentSession:
    """Who asks, and by which roles that were given."""
    person = own(caller)
    with Work(request).reading() as connection:
        name = persons.find(connection, person).name
    return CurrentSession(
        person=person,
        name=name,
        session=str(caller.session),
        how=request.state.identified.how,
        roles=[HeldRole(role=str(grant.role), unit=grant.unit) for grant in caller.grants],
    )


@router.post(
    "/sessions/{session}/endings", status_code=201, operation_id="end_session", summary="End a session"
)
def end_session(
    request: Request,
    response: Response,
    session: SessionId,
    caller: Annotated[Caller, permitted("end_session")],
) -> SessionEnding:
    """Signs out: this session or another of one's own."""
    work, person = Work(request), own(caller)
    with work.writing() as connection:
        sessions.end(connection, session, of=person, by=person, now=work.now)
    if session == caller.session:
        forget_session(request, response)
    return SessionEnding(session=session, ended_at=instant(work.now))


@router.post(
    "/passwords", status_code=201, operation_id="change_password", summary="Change one's own password"
)
def change_password(
    request: Request, sent: PasswordChange, caller: Annotated[Caller, permitted("change_password")]
) -> ChangedPassword:
    """Needs the present password; every other session of one's own ends."""
    work, person = Work(request), own(caller)
    with noting_refusals(request, "change_password", caller):
        logins.change_password(
            work.engine,
            person,
            sent.old,
            sent.new,
            keep=caller.session,
            now=work.now,
            network=work.network,
        )
    return ChangedPassword(person=person, changed_at=instant(work.now))


def own(caller: Caller) -> str:
    """The person who asks.

    Raises:
        SignInNeeded: nobody does; the permission table lets nobody so far.
    """
    if caller.person is None:
        raise SignInNeeded
    return caller.person

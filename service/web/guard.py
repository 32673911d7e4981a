"""At the door of every route: who calls, and whether the permission table lets them in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import OperationalError
from starlette.requests import Request

from domain.identity import stream
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from projections.point import LATEST
from projections.seeking import streams
from projections.statement import Statement
from service.accounts import identified
from service.answers import unknown
from service.application import Thidua
from service.authority.askers import ANONYMOUS, Asker, given_roles
from service.authority.denials import TABLE_RULE, scope_missing
from service.authority.judging import NotPermitted, SignInNeeded, permit
from service.authority.roles import Role, Scope
from service.authority.subjects import Subject, of_stream
from service.authority.table import TABLE
from service.past import Past, Present
from service.web.cookies import session_cookie
from service.web.refusing import note_refusal

Caller = Asker
# What somebody may do before that: see who they are, and change it.
BEFORE_OWN_PASSWORD = frozenset({"sign_in", "change_password", "read_own_sessions", "end_session"})
_BEARER = re.compile(r"Bearer +(?P<token>\S+)", re.ASCII | re.IGNORECASE)
# What a path names, from what is most exact to what holds it.
_NAMED = ("ballot", "cycle", "cluster", "unit")
_KNOWN = Statement(select(streams.c.stream).where(streams.c.stream == bindparam("name")))
_IN_A_CYCLE = ("ballot", "cycle")


class Permitted:
    """A dependency: gives the caller, if they may take the action on what the path names.

    Raises:
        SignInNeeded, NotPermitted, Unknown.
    """

    def __init__(self, action: str) -> None:
        self.action = action
        if action not in TABLE:
            raise LookupError(f"{action} has no row in the permission table")

    def __call__(self, request: Request) -> Caller:
        """Who calls, once they are let in."""
        with self.letting_in(request):
            caller: Caller = request.state.caller
        return caller

    @contextmanager
    def letting_in(self, request: Request) -> Iterator[None]:
        """Let the caller in to what is inside, which reads what they were judged by (`reading`)."""
        if Role.ANYONE in TABLE[self.action].roles:
            request.state.caller = ANONYMOUS  # nobody needs to be known, so the database need not be asked
            yield
            return
        application: Thidua = request.app.state.thidua
        let_in = False
        try:
            with application.log_recorder.reading() as connection:
                self._judge(request, connection)
                let_in, request.state.connection = True, connection
                yield
        except NotPermitted as refusal:
            # Of commands every refusal is noted where they are run; here, those about people and accounts.
            if not let_in and TABLE[self.action].scope is Scope.SESSION:
                note_refusal(request, self.action, refusal, request.state.caller)
            raise
        finally:
            if let_in:
                request.state.connection = None
                note_use(request)

    def check(self, request: Request) -> None:
        """Whether the caller is still let in, without noting that they asked.

        A page left open must not keep its session from ending.
        """
        application: Thidua = request.app.state.thidua
        with application.log_recorder.reading() as connection:
            self._judge(request, connection)

    def _judge(self, request: Request, connection: Connection) -> None:
        application: Thidua = request.app.state.thidua
        caller = request.state.caller = identify(request, connection)
        now = Moment(application.log_recorder.now(connection), Precision.INSTANT)
        past = Present(application, connection, now, now)
        require_own_password(request, self.action)
        try:
            permit(past, self.action, caller, self._subject(request, past, caller))
        except NotPermitted:
            require_known(connection, request.path_params)
            raise

    def _subject(self, request: Request, past: Past, _caller: Caller) -> Subject:
        if TABLE[self.action].scope is Scope.SESSION:
            return Subject()  # people and accounts are of no unit, whatever a query says
        return named_subject(request, past)


class PermittedSomewhere(Permitted):
    """A dependency of what touches many units: lets in who was given a role of the action over any of them.

    What they send is judged line by line.
    """

    def _subject(self, request: Request, past: Past, caller: Caller) -> Subject:
        over = [one.unit for one in caller.grants if one.role in TABLE[self.action].roles]
        return Subject(above=next((unit for unit in over if unit is not None), None))


class Asking(Permitted):
    """A dependency of commands: gives whoever is signed in; the command itself judges, as it decides."""

    @contextmanager
    def letting_in(self, request: Request) -> Iterator[None]:
        """Let whoever is signed in ask; nothing is read on while the command is carried out."""
        application: Thidua = request.app.state.thidua
        with application.log_recorder.reading() as connection:
            caller = request.state.caller = identify(request, connection)
            if caller.is_anonymous:
                raise SignInNeeded(self.action)
            require_own_password(request, self.action)
            if Scope.WRITE not in caller.scopes:
                raise scope_missing(Scope.WRITE)
            require_known(connection, request.path_params)
        note_use(request)
        yield


def actions(app: FastAPI) -> dict[tuple[str, str], str]:
    """The action of every route, by method and path: what is not in the permission table is not served.

    Raises:
        LookupError: a route names no action, more than one, or one without a row.
    """
    found: dict[tuple[str, str], str] = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        dependant = getattr(route, "dependant", None)
        calls = [] if dependant is None else [one.call for one in dependant.dependencies]
        calls.append(getattr(route, "guard", None))  # that of a `GuardedRoute`
        named = [call.action for call in calls if isinstance(call, Permitted)]
        if len(named) != 1:
            raise LookupError(f"{context.path} names {len(named)} actions of the permission table")
        if named[0] not in TABLE:
            raise LookupError(f"{context.path}: {named[0]} has no row in the permission table")
        for method in getattr(route, "methods", None) or ("GET",):
            found[method, str(context.path)] = named[0]
    return found


@contextmanager
def reading(request: Request) -> Iterator[Connection]:
    """A connection to read on: that by which the caller was let in, where `GuardedRoute` holds it."""
    connection: Connection | None = getattr(request.state, "connection", None)
    if connection is not None:
        yield connection
        return
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        yield connection


def permitted(action: str) -> Any:
    """A dependency that lets in whom the permission table allows an action."""
    return Depends(Permitted(action))


def permitted_somewhere(action: str) -> Any:
    """A dependency that lets in whom the permission table allows an action on anything at all."""
    return Depends(PermittedSomewhere(action))


def asking(action: str) -> Any:
    """A dependency that lets in whoever may ask for a command at all."""
    return Depends(Asking(action))


def identify(request: Request, connection: Connection) -> Caller:
    """Who calls, by the session's cookie or an API token; a secret that does not hold is as good as none."""
    application: Thidua = request.app.state.thidua
    now = application.log_recorder.clock()
    header = request.headers.get("authorization")
    if header is not None:
        bearer = _BEARER.fullmatch(header)
        found = None if bearer is None else identified.by_token(connection, bearer["token"], now=now)
    else:
        secret = request.cookies.get(session_cookie(request), "")
        idle = request.app.state.settings.session_idle_microseconds
        found = identified.by_session(connection, secret, now=now, idle=idle) if secret else None
    if found is None:
        return ANONYMOUS
    request.state.identified = found
    scopes = {Scope(scope) for scope in found.scopes}
    if found.how != identified.BY_TOKEN:
        scopes = set(Scope)
    return Caller(
        person=found.person,
        session=found.session,
        scopes=frozenset(scopes),
        grants=given_roles(found.grants),
    )


def must_change_password(request: Request) -> bool:
    """Whether the identified caller first has to put a password of their own in the place of one given."""
    found = getattr(request.state, "identified", None)
    return found is not None and found.must_change


def require_own_password(request: Request, action: str) -> None:
    """Check that what somebody does is theirs alone: nobody else knows the password they signed in by.

    Raises:
        NotPermitted: `password_change_needed`.
    """
    if must_change_password(request) and action not in BEFORE_OWN_PASSWORD:
        raise NotPermitted("password_change_needed", rule=TABLE_RULE)


def note_use(request: Request) -> None:
    """Note that the caller's session or token is used, which keeps a session from ending.

    Where others write for too long the next request notes it: nobody is refused an answer for that.
    """
    found = getattr(request.state, "identified", None)
    if found is not None:
        application: Thidua = request.app.state.thidua
        with suppress(OperationalError):
            identified.note_use(application.engine, found, application.log_recorder.clock())


def named_subject(request: Request, past: Past) -> Subject:
    """What a read is about: by its path, or where that names nothing by its query."""
    by_path = not request.path_params.keys().isdisjoint((*_NAMED, "position"))
    # A field of a form that was left empty names nothing.
    asked = {name: value for name, value in request.query_params.items() if value}
    # A query must not put another cluster in the place of the one whose path is asked for.
    named: dict[str, Any] = request.path_params if by_path else asked
    if not all(str(value).isprintable() for value in named.values()):
        return Subject()  # no id, and PostgreSQL would take a NUL for a fault
    try:
        if "position" in request.path_params:
            return of_stream(past.at(int(named["position"])).originator_id)
        for kind in _NAMED:
            if kind in named:
                return _subject_of(kind, named)
    except (Refusal, ValueError):
        return Subject()  # what cannot be an id names nothing: the route itself says so
    return Subject()


def _subject_of(kind: str, named: dict[str, Any]) -> Subject:
    subject = of_stream(stream(kind, named[kind]))
    if kind in _IN_A_CYCLE and "unit" in named:
        return of_stream(stream("pledge", subject.cycle or "", named["unit"]))
    return subject


def require_known(connection: Connection, named: dict[str, Any]) -> None:
    """Check that what a path names has ever been recorded.

    Raises:
        Unknown: with ids like it.
    """
    for kind in _NAMED:
        if kind in named:
            key = str(named[kind])
            name = {"name": stream(kind, key)}
            if not key.isprintable() or not _KNOWN.rows(connection, name):
                known = unknown(connection, kind, (key,), LATEST)
                if kind == "ballot":
                    known.near.clear()  # the ballots of a cycle are not for everybody who is signed in
                raise known

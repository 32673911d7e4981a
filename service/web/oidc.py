"""Signing in through an OpenID Connect provider, for who opens the service in a browser."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from service.accounts import oidc
from service.accounts.provider import Provider
from service.authority.askers import ANONYMOUS
from service.clock import Clock
from service.pages.signing import OIDC_PATH, sign_in_form
from service.settings import Settings, listed
from service.web.account_work import Work
from service.web.cookies import is_secure, secure_name
from service.web.guard import permitted
from service.web.refusing import note_refusal
from service.web.sessions import set_session
from service.webaddress import is_loopback, plain_origin

router = APIRouter(include_in_schema=False)
RETURN_PATH = f"{OIDC_PATH}/return"
COOKIE = "thidua_oidc"
COOKIE_SECONDS = oidc.LIFE_MICROSECONDS // 1_000_000
RETRY_SECONDS = 30
_PARAMETERS = ("state", "code", "iss", "error")
_STATUS = {"provider_unreachable": 503, "sign_in_stale": 400, "origin_unknown": 403}


def provider_of(settings: Settings, clock: Clock) -> Provider | None:
    """The provider that the settings name; None where they name none."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, clock=clock)


@router.get(OIDC_PATH, dependencies=[permitted("sign_in")])
def begin_sign_in(request: Request) -> Response:
    """Sends the browser to the provider, with a secret that it must bring back."""
    work, provider = Work(request), _provider(request)
    try:
        begun = oidc.begin(work.engine, provider, _redirect_uri(request), now=work.now)
    except Refusal as refusal:
        return _refused(request, refusal)
    response = RedirectResponse(begun.address, 303, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        _cookie(request), begun.secret, max_age=COOKIE_SECONDS, path="/", secure=is_secure(request),
        httponly=True, samesite="lax",
    )  # fmt: skip
    return response


@router.get(RETURN_PATH, dependencies=[permitted("sign_in")])
def finish_sign_in(request: Request) -> Response:
    """Takes the browser back from the provider, and goes on to the first page, nowhere else."""
    work, provider = Work(request), _provider(request)
    try:
        opened = oidc.finish(
            work.engine, provider, _returned(request), _redirect_uri(request), now=work.now,
            lifetime=work.lifetime,
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, refusal)
    response = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    set_session(request, response, opened)
    _forget_secret(request, response)
    return response


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise HTTPException(404)
    return provider


def _returned(request: Request) -> oidc.Returned:
    """What came back; whatever is told twice is told by nobody whom we asked."""
    told = {name: request.query_params.getlist(name) for name in _PARAMETERS}
    if any(len(values) > 1 for values in told.values()):
        raise Refusal("sign_in_stale")
    one = {name: values[0] for name, values in told.items() if values}
    return oidc.Returned(
        secret=request.cookies.get(_cookie(request), ""),
        state=one.get("state", ""),
        code=one.get("code", ""),
        issuer=one.get("iss"),
        has_failed="error" in one or not one.get("code"),
    )


def _redirect_uri(request: Request) -> str:
    """Where the provider sends the browser back: to an origin of ours, whatever a header says.

    Raises:
        Refusal: `origin_unknown`.
    """
    return f"{_own_origin(request)}{RETURN_PATH}"


def _own_origin(request: Request) -> str:
    asked = f"{request.url.scheme}://{request.headers.get('host', '')}".lower()
    plain = plain_origin(asked)
    if plain is None:
        raise Refusal("origin_unknown")
    ours = listed(request.app.state.settings.origins)
    # A proxy may not pass the scheme or the port on: then the listed origin of that host is meant.
    of_host = [origin for origin in ours if urlsplit(origin).hostname == urlsplit(asked).hostname]
    exactly = [origin for origin in of_host if plain_origin(origin) == plain]
    for origin in (*exactly, *of_host):
        return origin
    host, port = request.scope.get("server") or ("", None)
    here = plain_origin(f"{request.url.scheme}://{f'[{host}]' if ':' in host else host}:{port}")
    if plain != here and not is_loopback(urlsplit(asked).hostname or ""):
        raise Refusal("origin_unknown")
    return asked


def _refused(request: Request, refusal: Refusal) -> Response:
    """The sign-in page with what was wrong above it; the operator's log has why."""
    status = _STATUS.get(refusal.code, 401)
    if problem := refusal.params.get("problem"):
        request.app.state.log.warning("oidc", code=refusal.code, problem=problem)
    if status == 401:
        request.app.state.metrics.sign_in_failures.inc()
        note_refusal(request, "sign_in", refusal, ANONYMOUS)
    response = sign_in_form(request, refusal, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    _forget_secret(request, response)
    return response


def _forget_secret(request: Request, response: Response) -> None:
    secure = is_secure(request)
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def _cookie(request: Request) -> str:
    return secure_name(COOKIE) if is_secure(request) else COOKIE

"""Signing in and out by a form, for who opens the service in a browser."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked, translate
from projections.language import refusal_sentence
from service.accounts import identified, logins, sessions
from service.authority.askers import ANONYMOUS
from service.web.account_work import Work
from service.web.frame import link, page
from service.web.guard import identify, permitted
from service.web.problems import preferred_language
from service.web.refusing import note_refusal
from service.web.sessions import forget_session, set_session

router = APIRouter(include_in_schema=False)
OIDC_PATH = "/sign-ins/oidc"
_LETTERS_MAX = 200  # of what is typed into a field of the form


@router.get("/sign-in", dependencies=[permitted("sign_in")])
def sign_in_page(request: Request) -> Response:
    """The form."""
    return sign_in_form(request, None)


@router.post("/sign-ins", dependencies=[permitted("sign_in")])
def sign_in(
    request: Request,
    login: Annotated[str, Form(max_length=_LETTERS_MAX)] = "",
    password: Annotated[str, Form(max_length=_LETTERS_MAX)] = "",
) -> Response:
    """Opens a session and goes on to the first page; what was wrong is told above the form."""
    work = Work(request)
    try:
        opened = logins.sign_in(
            work.engine, login, password, now=work.now, lifetime=work.lifetime, network=work.network
        )
    except Refusal as refusal:
        request.app.state.metrics.sign_in_failures.inc()
        note_refusal(request, "sign_in", refusal, ANONYMOUS)
        return sign_in_form(request, refusal)
    response = RedirectResponse("/", 303)
    set_session(request, response, opened)
    return response


@router.post("/sign-outs", dependencies=[permitted("sign_in")])
def sign_out(request: Request) -> Response:
    """Ends the session that the browser holds, if it does."""
    work = Work(request)
    with work.reading() as connection:
        caller = identify(request, connection)
    found = getattr(request.state, "identified", None)
    if caller.person is not None and found is not None and found.how != identified.BY_TOKEN:
        with work.writing() as connection:
            sessions.end(connection, found.session, of=caller.person, by=caller.person, now=work.now)
    response = RedirectResponse("/sign-in", 303)
    forget_session(request, response)
    return response


def sign_in_form(request: Request, refusal: Refusal | None, *, status: int = 401) -> Response:
    """The sign-in page; above the form what was wrong, where something was, and then the status is told."""
    language = preferred_language(request)
    told = "" if refusal is None else f'<p role="alert">{escape(refusal_sentence(refusal, language))}</p>'

    def word(text: str) -> str:
        return escape(translate(language, text))

    content = (
        f'{told}<form method="post" action="/sign-ins">'
        f"<label>{word(marked('Tên đăng nhập'))} "
        '<input name="login" autocomplete="username" required maxlength="200"></label>'
        f"<label>{word(marked('Mật khẩu'))} "
        '<input type="password" name="password" autocomplete="current-password" required maxlength="200">'
        f"</label><button>{word(marked('Đăng nhập'))}</button></form>"
    )
    settings = request.app.state.settings
    if settings.oidc_issuer:
        through = translate(language, marked("Đăng nhập bằng {name}"), name=settings.oidc_name)
        content += f"<p>{link(OIDC_PATH, through)}</p>"
    title = translate(language, marked("Đăng nhập"))
    return page(language, title, content, status=200 if refusal is None else status)

"""Signing in and out by a form, and on to where the reader wanted to go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked, translate
from projections.language import refusal_sentence
from service.accounts import identified, logins, sessions
from service.authority.askers import ANONYMOUS
from service.pages.preferences import FRONT, safe_return
from service.pages.problem_pages import KEPT_FIELDS_MAX, SIGN_IN, bare_page, kept_fields
from service.web.account_work import Work
from service.web.guard import identify, permitted
from service.web.languages import page_language
from service.web.refusing import note_refusal
from service.web.sessions import forget_session, set_session

router = APIRouter(include_in_schema=False)
OIDC_PATH = "/sign-ins/oidc"
KEPT = "kept."
_LETTERS_MAX = 200  # of what is typed into a field of the form
_NEXT_LETTERS_MAX = 2_000


async def _sent(request: Request) -> FormData:
    return await request.form(max_fields=KEPT_FIELDS_MAX)


@router.get(SIGN_IN, dependencies=[permitted("sign_in")])
def sign_in_page(request: Request) -> Response:
    """The form."""
    return sign_in_form(request, None, to=request.query_params.get("next", ""))


@router.post("/sign-ins", dependencies=[permitted("sign_in")])
def sign_in(
    request: Request,
    form: Annotated[FormData, Depends(_sent)],
    login: Annotated[str, Form(max_length=_LETTERS_MAX)] = "",
    password: Annotated[str, Form(max_length=_LETTERS_MAX)] = "",
    to: Annotated[str, Form(alias="next", max_length=_NEXT_LETTERS_MAX)] = "",
) -> Response:
    """Opens a session and goes on to where the reader wanted to go; what was wrong is told above the form."""
    work = Work(request)
    kept = [(name.removeprefix(KEPT), value) for name, value in kept_fields(form) if name.startswith(KEPT)]
    try:
        opened = logins.sign_in(
            work.engine, login, password, now=work.now, lifetime=work.lifetime, network=work.network
        )
    except Refusal as refusal:
        request.app.state.metrics.sign_in_failures.inc()
        note_refusal(request, "sign_in", refusal, ANONYMOUS)
        return sign_in_form(request, refusal, login=login, to=to, kept=kept)
    response = _onwards(request, safe_return(to), kept)
    set_session(request, response, opened)
    return response


def _onwards(request: Request, to: str, kept: list[tuple[str, str]]) -> Response:
    if not kept:
        return RedirectResponse(to, 303)
    title = translate(page_language(request), marked("Tiếp tục việc đang làm"))
    return bare_page(request, "door/resume.html", title, {"next": to, "kept": kept, "hide_sign_in": True})


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
    response = RedirectResponse(SIGN_IN, 303)
    forget_session(request, response)
    return response


def sign_in_form(
    request: Request,
    refusal: Refusal | None,
    *,
    status: int = 401,
    login: str = "",
    to: str = "",
    kept: list[tuple[str, str]] | None = None,
) -> Response:
    """The sign-in page; above the form what was wrong, where something was, and then the status is told."""
    language = page_language(request)
    settings = request.app.state.settings
    told = {
        "refused": refusal and refusal_sentence(refusal, language),
        "login": login,
        "next": "" if safe_return(to) == FRONT else safe_return(to),
        "kept": kept or [],
        "lost": False,
        "provider": settings.oidc_name if settings.oidc_issuer else None,
        "hide_sign_in": True,
    }
    return bare_page(request, "door/sign_in.html", "", told, status=200 if refusal is None else status)

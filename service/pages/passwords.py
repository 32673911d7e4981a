"""Changing one's own password by a form."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked, translate
from projections.language import refusal_sentence
from service.accounts import logins
from service.pages.problem_pages import PASSWORD_PATH, bare_page
from service.web.account_work import Work
from service.web.guard import Caller, must_change_password, permitted
from service.web.languages import page_language
from service.web.refusing import noting_refusals
from service.web.sessions import own

router = APIRouter(include_in_schema=False)
_LETTERS_MAX = 200  # of what is typed into a field of the form
_Typed = Annotated[str, Form(max_length=_LETTERS_MAX)]


@router.get(PASSWORD_PATH, dependencies=[permitted("change_password")])
def password_page(request: Request) -> Response:
    """The form."""
    return _form(request, None)


@router.post("/password-changes")
def change_password(
    request: Request,
    caller: Annotated[Caller, permitted("change_password")],
    old: _Typed = "",
    new: _Typed = "",
    again: _Typed = "",
) -> Response:
    """Puts a new password in the place of the old and goes on to the first page; every other session ends."""
    work, person = Work(request), own(caller)
    try:
        with noting_refusals(request, "change_password", caller):
            if new != again:
                raise Refusal("password_typed_differently")
            logins.change_password(
                work.engine,
                person,
                old,
                new,
                keep=caller.session,
                now=work.now,
                network=work.network,
            )
    except Refusal as refusal:
        return _form(request, refusal)
    return RedirectResponse("/", 303)


def _form(request: Request, refusal: Refusal | None) -> Response:
    language = page_language(request)
    told = {
        "refused": refusal and refusal_sentence(refusal, language),
        "first": must_change_password(request),
        "hide_sign_in": True,
    }
    title = translate(language, marked("Đổi mật khẩu"))
    return bare_page(request, "door/password.html", title, told, status=200 if refusal is None else 409)

"""Changing one's own password by a form, for who opens the service in a browser."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked, translate
from projections.language import refusal_sentence
from service.accounts import logins
from service.web.account_work import Work
from service.web.frame import page
from service.web.guard import Caller, must_change_password, permitted
from service.web.problems import preferred_language
from service.web.refusing import noting_refusals
from service.web.sessions import own

PASSWORD_PATH = "/password"  # noqa: S105 - the address of a page
router = APIRouter(include_in_schema=False)
_LETTERS_MAX = 200  # of what is typed into a field of the form
_Typed = Annotated[str, Form(max_length=_LETTERS_MAX)]
_FIRST = marked(
    "Mật khẩu đang dùng do người quản trị đặt. Đặt mật khẩu của riêng mình rồi mới làm được việc khác."
)


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
    language = preferred_language(request)

    def word(text: str) -> str:
        return escape(translate(language, text))

    told = "" if refusal is None else f'<p role="alert">{escape(refusal_sentence(refusal, language))}</p>'
    first = f"<p>{word(_FIRST)}</p>" if must_change_password(request) else ""
    fields = (
        ("old", "current-password", marked("Mật khẩu đang dùng")),
        ("new", "new-password", marked("Mật khẩu mới")),
        ("again", "new-password", marked("Gõ lại mật khẩu mới")),
    )
    inputs = "".join(
        f'<label>{word(text)} <input type="password" name="{name}" autocomplete="{kind}" required '
        f'maxlength="{_LETTERS_MAX}"></label>'
        for name, kind, text in fields
    )
    title = marked("Đổi mật khẩu")
    content = f'{told}{first}<form method="post" action="/password-changes">{inputs}'
    content += f"<button>{word(title)}</button></form>"
    return page(language, translate(language, title), content, status=200 if refusal is None else 409)

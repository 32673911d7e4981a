"""One's own account: where one is signed in, API tokens, and how the pages look."""

import secrets
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.moments import day_end
from domain.refusals import Refusal
from projections.catalogue import marked
from projections.words import word
from service.accounts import sessions, tokens
from service.pages.looking import Look, looking
from service.pages.office.forms import LETTERS_MAX, Field, done, done_sentence, form_page, refused_form
from service.pages.office.forms import Form as Asked
from service.pages.preferences import THEMES
from service.pages.problem_pages import SIGN_IN
from service.pages.rendering import sentence
from service.pages.written import written_moment
from service.web.account_bodies import SessionId, TokenId
from service.web.account_work import Work
from service.web.guard import Caller, permitted
from service.web.sessions import forget_session, own

ACCOUNT = "/account"
SCOPES = ("read", "write", "metrics")
_Typed = Annotated[str, Form(max_length=LETTERS_MAX)]

router = APIRouter(include_in_schema=False)


@router.get(ACCOUNT)
def account_page(request: Request, caller: Annotated[Caller, permitted("read_own_sessions")]) -> Response:
    """Sessions, tokens, language and theme."""
    work, person = Work(request), own(caller)
    with looking(request, caller) as look:
        open_ones = sessions.of_person(look.connection, person, now=work.now, idle=work.idle)
        context = {
            "done": done_sentence(look),
            "sessions": open_ones,
            "current": caller.session,
            "tokens": [(one, _state(one, work.now)) for one in tokens.of_person(look.connection, person)],
            "roles": [word("role", grant.role, look.language) for grant in caller.grants],
            "units": look.answer("representation", person)["units"],
            "themes": THEMES,
        }
        return look.page("account/account.html", look.text(marked("Tài khoản của tôi")), context)


def _state(token: tokens.Token, now: int) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= now else "standing"


@router.post("/sessions/{session}/endings")
def end_session(
    request: Request, session: SessionId, caller: Annotated[Caller, permitted("end_session")]
) -> Response:
    """Ends a session of one's own; who ends the one that they use is signed out."""
    work, person = Work(request), own(caller)
    with work.writing() as connection:
        sessions.end(connection, session, of=person, by=person, now=work.now)
    if session != caller.session:
        return done(ACCOUNT, "ended")
    response = RedirectResponse(SIGN_IN, 303)
    forget_session(request, response)
    return response


@router.get("/tokens/new")
def new_token(request: Request, caller: Annotated[Caller, permitted("create_token")]) -> Response:
    """The form of a token; what it is sent with is known again, so that none is issued twice."""
    with looking(request, caller) as look:
        return form_page(look, _token_form(look), {"key": secrets.token_urlsafe(16), "scopes": ["read"]})


@router.post("/tokens")
def create_token(
    request: Request,
    caller: Annotated[Caller, permitted("create_token")],
    label: _Typed = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    expires_at: _Typed = "",
    key: _Typed = "",
) -> Response:
    """Issues a token, whose text is told on this page alone."""
    work, wanted = Work(request), scopes or []
    try:
        with work.writing() as connection:
            issued = tokens.create(
                connection,
                own(caller),
                label=label,
                scopes=frozenset(wanted),
                expires_at=_end_of(expires_at),
                now=work.now,
                key=key or None,
            )
    except Refusal as refusal:
        values = {"label": label, "scopes": wanted, "expires_at": expires_at, "key": key}
        return refused_form(request, caller, _token_form, values, refusal)
    with looking(request, caller) as look:
        context = {"label": label, "secret": issued.secret, "expires_at": issued.expires_at}
        return look.page("account/token.html", look.text(marked("Mã truy cập mới")), context)


@router.post("/tokens/{token}/revocations")
def revoke_token(
    request: Request, token: TokenId, caller: Annotated[Caller, permitted("revoke_token")]
) -> Response:
    """From now on it lets nobody in."""
    work, person = Work(request), own(caller)
    with work.writing() as connection:
        tokens.revoke(connection, token, of=person, by=person, now=work.now)
    return done(ACCOUNT, "revoked")


def _end_of(text: str) -> int:
    """The end of the day that was typed.

    Raises:
        Refusal: `moment_unreadable`.
    """
    try:
        return day_end(date.fromisoformat(written_moment(text.strip())))
    except ValueError:
        raise Refusal("moment_unreadable", field="expires_at", text=text) from None


def _token_form(look: Look) -> Asked:
    return Asked(
        address="/tokens",
        title=marked("Tạo mã truy cập"),
        act=marked("Tạo mã truy cập"),
        told=(
            marked(
                "Mã để một chương trình làm thay mình. Nội dung của mã chỉ nêu một lần, ngay sau khi tạo."
            ),
        ),
        fields=(
            Field(
                name="label",
                label=marked("Dùng cho việc gì"),
                hint=marked("Ví dụ: bảng ở hội trường."),
                attributes={"maxlength": "200"},
            ),
            Field(
                name="scopes",
                label=marked("Mã được làm gì"),
                kind="checkboxes",
                options=[(scope, sentence(word("token_scope", scope, look.language))) for scope in SCOPES],
            ),
            Field(
                name="expires_at",
                label=marked("Hết hạn cuối ngày"),
                kind="date",
                hint=marked("Nhiều nhất 366 ngày kể từ hôm nay."),
            ),
            Field(name="key", label="", kind="hidden"),
        ),
        cancel=ACCOUNT,
    )

"""Forms of the office that are no commands: what they ask, and how one is shown again with what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

import msgspec
from fastapi import Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked
from projections.language import refusal_sentence
from service.bulk.rows import Columns
from service.pages.looking import Look, looking
from service.web.guard import Caller
from service.web.kinds import KINDS
from service.web.problems import KIND_OF_CODE

LETTERS_MAX = 400  # of what is typed into a field: twice what is kept, as the interface has it
DONE = "done"  # the parameter by which an act on accounts, once it is done, says which
_UNKNOWN = "unknown-id"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field: `label` and `hint` are source texts. `options` are pairs of value and
    words that are told already; of a `suggested` one they are some of many, and any value can be typed.
    """

    name: str
    label: str
    kind: Literal[
        "text", "email", "tel", "date", "select", "suggested", "radios", "checkboxes", "file", "hidden"
    ] = "text"
    hint: str | None = None
    options: Sequence[tuple[str, str]] = ()
    optional: bool = False
    attributes: Mapping[str, str] = {}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form: where it is sent, what its button says, its fields, and the way out that changes nothing.

    `title`, `act` and `told` (what the reader should know before) are source texts, filled by `about`.
    `columns` are those of a table that is sent as a file.
    """

    address: str
    title: str
    act: str
    fields: Sequence[Field]
    cancel: str
    told: Sequence[str] = ()
    warns: bool = False
    about: Mapping[str, str | None] = {}
    columns: Columns | None = None


class Mistake(NamedTuple):
    """What is wrong, and the field where it is; None for the whole form."""

    field: str | None
    text: str


def form_page(
    look: Look,
    form: Form,
    values: Mapping[str, Any],
    mistakes: Sequence[Mistake] = (),
    *,
    status: int = 200,
) -> Response:
    """The form with what is filled in so far, and above it what is wrong."""
    title = look.text(form.title, **form.about)
    context = {
        "form": form,
        "values": values,
        "mistakes": [one._asdict() for one in mistakes],
        "wrong": {one.field: one.text for one in mistakes},
        "told": [look.text(one, **form.about) for one in form.told],
    }
    return look.page("office/form.html", title, context, status=status)


def refused_form(
    request: Request,
    caller: Caller,
    form: Callable[[Look], Form],
    values: Mapping[str, Any],
    refusal: Refusal,
) -> Response:
    """The form again, with why it was refused beside the field that the refusal names.

    Raises:
        Refusal: it is about something that there is not, so that there is no form, either.
    """
    kind = KIND_OF_CODE.get(refusal.code, "refused")
    if kind == _UNKNOWN:
        raise refusal
    with looking(request, caller) as look:
        asked = form(look)
        named = str(refusal.params.get("field") or FIELD_OF_CODE.get(refusal.code, ""))
        field = named if named in {one.name for one in asked.fields} else None
        mistake = Mistake(field, refusal_sentence(refusal, look.language))
        return form_page(look, asked, values, [mistake], status=KINDS[kind].status)


# Which field a refusal is about, where it does not say so itself.
FIELD_OF_CODE: Mapping[str, str] = {
    "login_misfits": "login",
    "login_taken": "login",
    "password_holds_login": "password",
    "password_obvious": "password",
    "password_too_long": "password",
    "password_too_short": "password",
    "role_held_already": "role",
    "role_of_whole_service": "unit",
    "roles_exclude": "role",
    "role_unknown": "role",
    "not_a_slug": "unit",
    "unit_not_registered": "unit",
    "identity_taken": "subject",
    "token_scopes_missing": "scopes",
    "token_expired_already": "expires_at",
    "token_too_long_lived": "expires_at",
    "text_blank": "label",
    "text_too_long": "label",
}


def done(address: str, code: str) -> Response:
    """On to a page that says what was done."""
    return RedirectResponse(f"{address}?{urlencode({DONE: code})}", 303)


_DONE = marked(
    {
        "created": "Đã lập người dùng.",
        "changed": "Đã ghi thông tin mới.",
        "erased": "Đã xóa thông tin của người này.",
        "disabled": "Đã khóa: người này không vào được nữa.",
        "enabled": "Đã mở khóa: người này vào được như trước.",
        "granted": "Đã trao vai trò.",
        "withdrawn": "Đã thu hồi vai trò.",
        "linked": "Đã gắn danh tính.",
        "removed": "Đã gỡ danh tính; các phiên mở qua nơi cấp đã kết thúc.",
        "ended": "Đã kết thúc phiên.",
        "revoked": "Đã hủy mã truy cập.",
    }
)


def done_sentence(look: Look) -> str | None:
    """What was done a moment ago, as the address says; None where it says nothing that is known."""
    text = _DONE.get(look.request.query_params.get(DONE, ""))
    return None if text is None else look.text(text)


def filled(text: str) -> str | None:
    """What was typed into a field; None where nothing was."""
    return text.strip() or None

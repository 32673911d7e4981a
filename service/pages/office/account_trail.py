"""What was done to accounts: who did what to whose account, the latest first."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from service.accounts import acts, persons
from service.pages.looking import Look, looking
from service.web.account_bodies import ID_LETTERS_MAX, ID_PATTERN
from service.web.grants import NUMBER_MAX
from service.web.guard import Caller, permitted

PAGE_LINES = 50
_ACTS = marked(
    {
        "person_created": "lập người dùng",
        "person_changed": "sửa thông tin",
        "person_erased": "xóa thông tin",
        "login_set": "cấp tên đăng nhập, mật khẩu",
        "login_disabled": "khóa",
        "login_enabled": "mở khóa",
        "password_changed": "đổi mật khẩu",
        "session_ended": "kết thúc phiên",
        "token_created": "tạo mã truy cập",
        "token_revoked": "hủy mã truy cập",
        "role_given": "trao vai trò",
        "role_withdrawn": "thu hồi vai trò",
        "identity_linked": "gắn danh tính",
        "identity_removed": "gỡ danh tính",
    }
)

router = APIRouter(include_in_schema=False)


@router.get("/account-acts")
def account_acts_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_account_acts")],
    person: Annotated[str | None, Query(pattern=ID_PATTERN, max_length=ID_LETTERS_MAX)] = None,
    after: Annotated[int | None, Query(ge=0, le=NUMBER_MAX)] = None,
) -> Response:
    """The trail of all accounts, or of one person's."""
    with looking(request, caller) as look:
        found = acts.listed(look.connection, after=after, limit=PAGE_LINES + 1, person=person)
        shown = found[:PAGE_LINES]
        names = _names(look, shown)
        following = shown[-1].id if len(found) > len(shown) else None
        context = {
            "acts": [
                {
                    "at": one.at,
                    "act": look.text(_ACTS[one.act]),
                    "by": one.by and {"text": names[one.by], "href": f"/persons/{one.by}"},
                    "person": {"text": names[one.person], "href": f"/persons/{one.person}"},
                    "detail": one.detail,
                }
                for one in shown
            ],
            "person": person,
            "name": None if person is None else names.get(person, person),
            "next": following and look.url("/account-acts", person=person, after=following),
            "first": look.url("/account-acts", person=person) if after is not None else None,
        }
        return look.page("office/account_acts.html", look.text(marked("Việc đã làm với tài khoản")), context)


def _names(look: Look, shown: list[acts.Act]) -> dict[str, str]:
    """What to call whoever is named: by the id where no name is known, or none any more."""
    named = {one.person for one in shown} | {one.by for one in shown if one.by is not None}
    return {person: persons.find(look.connection, person).name or person for person in named}

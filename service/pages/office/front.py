"""The office's front page: what there is to look after, by role, and what is unfinished."""

from collections.abc import Collection, Sized
from typing import Annotated, Any

from fastapi import APIRouter, Request
from sqlalchemy import func, select
from starlette.responses import Response

from domain.clusters import Cluster
from domain.units import Unit
from projections.catalogue import marked
from projections.clusters import CLUSTERS
from projections.units import UNITS
from projections.vacancies import Vacancies, vacancies
from service.accounts.tables import logins, persons
from service.pages.looking import Look, looking
from service.pages.office.gaps import cluster_lines, leaderless, unit_lines, unspoken
from service.pages.office.persons import may
from service.pages.reach import Reach
from service.rulebook import rule_sets
from service.web.guard import Caller, permitted

SHOWN_MAX = 10  # of what is unfinished: who looks after more begins somewhere

router = APIRouter(include_in_schema=False)


@router.get("/office")
def office_page(request: Request, caller: Annotated[Caller, permitted("read_directory")]) -> Response:
    """Ways to all that the reader looks after."""
    with looking(request, caller) as look:
        units = UNITS.all(look.connection, look.point).values()
        clusters = CLUSTERS.all(look.connection, look.point).values()
        context = {
            "places": _places(look, units, clusters),
            "gaps": _gaps(look, vacancies(units, clusters, look.point)),
        }
        return look.page("office/front.html", look.text(marked("Văn phòng")), context)


def _places(look: Look, units: Collection[Unit], clusters: Collection[Cluster]) -> list[dict[str, Any]]:
    """Each place with what is found there, and how much of it."""
    active = sum(one.status == "active" for one in units)
    found = [
        _place("/units", "building-2", marked("Đơn vị"), active, marked("đang hoạt động")),
        _place("/clusters", "users", marked("Cụm, khối thi đua"), len(clusters), marked("đã ghi")),
        _place("/rule-sets", "scale", marked("Bộ quy định"), len(rule_sets()), marked("có trong dịch vụ")),
    ]
    if may(look, "read_persons"):
        living = select(func.count()).select_from(persons).where(persons.c.erased_at.is_(None))
        people = look.connection.execute(living).scalar_one()
        found.append(_place("/persons", "user", marked("Người dùng"), people, marked("chưa xóa")))
    if may(look, "read_account_acts"):
        found.append(_place("/account-acts", "history", marked("Việc đã làm với tài khoản")))
    if any(one.role in ("office", "inspector") for one in look.caller.grants):
        found.append(_place("/imports", "upload", marked("Nhập dữ liệu")))
    return [
        {**one, "label": look.text(one["label"]), "what": one["what"] and look.text(one["what"])}
        for one in found
    ]


def _place(
    address: str, icon: str, label: str, count: int | None = None, what: str | None = None
) -> dict[str, Any]:
    return {"href": address, "icon": icon, "label": label, "count": count, "what": what}


def _gaps(look: Look, vacant: Vacancies) -> dict[str, Any] | None:
    """What is unfinished of what the reader looks after; None for who looks after nothing."""
    people = _without_login(look) if may(look, "set_login") else None
    keeps = any(one.role == "office" for one in look.caller.grants)
    if not keeps and people is None:
        return None
    reach = Reach(look)
    units, clusters = unspoken(look, reach, vacant), leaderless(look, reach, vacant)
    return {
        "year": vacant.year,
        "units": _first(units, unit_lines(look, units[:SHOWN_MAX])),
        "clusters": _first(clusters, cluster_lines(look, clusters[:SHOWN_MAX])),
        "without_login": people,
        "office": keeps,
    }


def _first(found: Sized, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"lines": lines, "count": len(found), "more": len(found) - len(lines)}


def _without_login(look: Look) -> int:
    """How many people cannot sign in by a password, for they have no login."""
    query = (
        select(func.count())
        .select_from(persons)
        .where(persons.c.erased_at.is_(None), persons.c.person.not_in(select(logins.c.person)))
    )
    return int(look.connection.execute(query).scalar_one())

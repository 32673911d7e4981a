"""A few plain pages: what there is to ask, and what each kind of problem means."""

from html import escape
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from projections.catalogue import marked, translate
from service import answers
from service.application import Thidua
from service.web.frame import asset, link, page, table, vi
from service.web.guard import identify, must_change_password, permitted
from service.web.kinds import KINDS
from service.web.problems import preferred_language
from service.wording import point_words

CYCLE_ANSWERS = {
    "standings": marked("Bảng xếp hạng"),
    "steps": marked("Các bước"),
    "votes": marked("Bỏ phiếu"),
    "commendations": marked("Khen thưởng"),
    "pledges": marked("Giao ước"),
    "drives": marked("Đợt thi đua"),
    "history": marked("Diễn biến"),
}
_JSON = marked("Mỗi liên kết mở câu trả lời dạng JSON, dành cho phần mềm. Xem bảng thì dùng lệnh thidua.")
router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[permitted("see_pages")])
def index(request: Request, as_of: Annotated[str | None, Query()] = None) -> Response:
    """The clusters and cycles of a day, with links to their answers."""
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        if identify(request, connection).is_anonymous:
            return RedirectResponse("/sign-in", 303)
    if must_change_password(request):
        return RedirectResponse("/password", 303)
    asked = answers.read_point(as_of or None, None)
    with application.log_recorder.reading() as connection:
        found = answers.stand(application, connection, asked)
        cycles = answers.answer_at(connection, "cycles", None, found.point, asked)
        clusters = answers.answer_at(connection, "clusters", None, found.point, asked)
    query = "?" + urlencode({"as_of": as_of}) if as_of else ""
    content = [
        _signed_in(),
        f'<p class="soft">{escape(point_words(cycles, "vi"))}</p>',
        _form(cycles["as_of"]),
        f'<p class="soft">{vi(_JSON)}</p>',
        f"<h2>{vi(marked('Năm thi đua'))}</h2>",
        _cycles(cycles["cycles"], query),
        f"<h2>{vi(marked('Cụm, khối'))}</h2>",
        _clusters(clusters["clusters"], query),
        f"<p>{link('/api/v1/openapi.json', 'OpenAPI')} · {link('/problems', marked('Các loại lỗi'))}</p>",
    ]
    told = page("vi", translate("vi", marked("Cụm, khối và năm thi đua")), "\n".join(content))
    told.headers["Cache-Control"] = (
        "private, no-store"  # computers are shared: nothing is left after signing out
    )
    return told


@router.get("/problems", dependencies=[permitted("read_problems")])
def problems(request: Request) -> Response:
    """Every kind of problem."""
    language = preferred_language(request)
    rows = [
        [link(f"/problems/{slug}", slug), str(kind.status), escape(translate(language, kind.title))]
        for slug, kind in KINDS.items()
    ]
    heads = [marked("Mã"), marked("Trạng thái HTTP"), marked("Nghĩa")]
    return page(language, translate(language, marked("Các loại lỗi")), table(language, heads, rows))


@router.get("/problems/{slug}", dependencies=[permitted("read_problems")])
def problem(request: Request, slug: str) -> Response:
    """What a kind of problem means, and what to do: where the `type` of problem details leads."""
    if slug not in KINDS:
        raise HTTPException(404)
    kind, language = KINDS[slug], preferred_language(request)
    told = [f"HTTP {kind.status}", translate(language, kind.meaning), translate(language, kind.remedy)]
    content = "".join(f"<p>{escape(line)}</p>" for line in told)
    return page(language, translate(language, kind.title), content)


@router.get("/assets/page.css", dependencies=[permitted("see_pages")])
def style() -> Response:
    """The style of the pages."""
    return Response(asset("page.css"), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _signed_in() -> str:
    return f'<form method="post" action="/sign-outs"><button>{vi(marked("Đăng xuất"))}</button></form>'


def _form(day: str) -> str:
    return (
        f'<form method="get" action="/"><label>{vi(marked("Ngày cần xem"))} '
        f'<input type="date" name="as_of" value="{escape(day)}" min="1900-01-01" max="2200-12-31"></label>'
        f"<button>{vi(marked('Xem'))}</button></form>"
    )


def _cycles(cycles: list[dict[str, Any]], query: str) -> str:
    rows = []
    for one in cycles:
        years = f"{one['first_year']}" if one["first_year"] == one["last_year"] else (
            f"{one['first_year']}–{one['last_year']}"
        )  # fmt: skip
        base = f"/api/v1/cycles/{one['cycle']}"
        links = [link(f"{base}/{name}{query}", translate("vi", text)) for name, text in CYCLE_ANSWERS.items()]
        told = f'<nav aria-label="{escape(one["cycle"])}">{" ".join(links)}</nav>'
        rows.append([escape(years), escape(one["name"] or one["cluster"]), told])
    return table("vi", [marked("Năm"), marked("Cụm, khối"), marked("Xem")], rows)


def _clusters(clusters: list[dict[str, Any]], query: str) -> str:
    rows = []
    for one in clusters:
        lead = one["lead"]
        address = f"/api/v1/clusters/{one['cluster']}/leads{query}"
        told = "" if lead is None else lead.name or lead.unit
        rows.append([link(address, one["name"]), escape(told) or vi(marked("không nêu"))])
    return table("vi", [marked("Cụm, khối"), marked("Cụm trưởng, khối trưởng")], rows)

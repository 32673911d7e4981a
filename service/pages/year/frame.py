"""What every page of a cycle has around it: where it lies, and its sisters."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from projections.catalogue import marked
from service.pages.clusters import year_label
from service.pages.looking import Look

# The sisters of a cycle's page by the last part of their addresses, in the order of the year.
SECTIONS: Mapping[str, str] = marked(
    {
        "": "Tổng quan",
        "standings": "Bảng xếp hạng",
        "pledges": "Giao ước",
        "drives": "Đợt thi đua",
        "inspections": "Kiểm tra, giám sát",
        "scores": "Chấm điểm",
        "ballots": "Bỏ phiếu",
        "nominations": "Các danh hiệu",
        "commendations": "Khen thưởng",
        "rules": "Quy định",
        "events": "Nhật ký",
    }
)
# The sections whose API answers with a file as well.
FILES = ("standings", "pledges", "commendations")
_OF_A_YEAR = marked("Năm {years}")
_HEADED = marked("{heading} · {name} · {year}")


class Frame(NamedTuple):
    """The cycle that a page is of. `name` is that of its cluster, `year` its year or years in words."""

    cycle: str
    cluster: str
    name: str
    year: str
    last_year: int
    tabs: list[dict[str, Any]]
    crumbs: list[dict[str, str]]


def frame(look: Look, cycle: str, section: str, told: Mapping[str, Any] | None = None) -> Frame:
    """The surroundings of a page of a cycle; `told` is an answer that tells its name and years already.

    Raises:
        Unknown: there is no such cycle at the point.
    """
    known = look.answer("cycle", cycle) if told is None else told
    cluster, name = known["cluster"], known["name"] or known["cluster"]
    year = look.text(_OF_A_YEAR, years=year_label(dict(known)))
    crumbs = [
        {"text": look.text(marked("Các cụm, khối")), "href": look.url("/clusters")},
        {"text": name, "href": look.url(f"/clusters/{cluster}")},
    ]
    if section:
        crumbs.append({"text": year, "href": look.url(f"/cycles/{cycle}")})
    tabs = [
        {
            "text": look.text(text),
            "href": look.url(f"/cycles/{cycle}/{part}".rstrip("/")),
            "current": part == section,
        }
        for part, text in SECTIONS.items()
    ]
    return Frame(cycle, cluster, name, year, known["last_year"], tabs, crumbs)


def section_page(
    look: Look,
    around: Frame,
    template: str,
    heading: str,
    context: Mapping[str, Any],
    *,
    file: str | None = None,
) -> Response:
    """A page of a cycle. `heading` is its h1; its title says of which cluster and year besides.

    `file` is the section whose answer the API gives as a file.
    """
    title = look.text(_HEADED, heading=heading, name=around.name, year=around.year)
    told = {
        "around": around,
        "heading": heading,
        "file": None if file is None else look.url(f"/api/v1/cycles/{around.cycle}/{file}", format="csv"),
        **context,
    }
    return look.page(template, title, told, bar=look.bar("cycle", around.cycle))

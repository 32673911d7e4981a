"""How evenly years were kept: turns at the lead, late entries, corrections afterwards, how votes came."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.fairness import LATE_DAYS
from projections.words import word
from service.audit.files import attempt_page
from service.authority.subjects import Subject
from service.leading import LEADS, called
from service.pages.audit.people import People
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.fairness_reads import LATE_DAYS_MAX
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.reading import ClusterId, CycleId

Line = dict[str, Any]
LATE_LINES = 20  # of the entries that are the most days late; the rest is a click away
ATTEMPTS_MAX = 500  # counted; more is told as "more than"
LateDays = Annotated[int, Query(ge=0, le=LATE_DAYS_MAX)]
ENDED = marked({"vote": "sau bỏ phiếu", "summing_up": "sau tổng kết", "closing": "sau khi kết thúc năm"})
VOTERS = marked(
    {
        "representative": "đại diện của đơn vị",
        "stand_in": "người được ủy quyền",
        "record_keeper": "người giữ sổ ghi thay",
        "unstated": "không nêu",
    }
)

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/fairness")
def fairness_page(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("read_audit")],
    late_days: LateDays = LATE_DAYS,
    all_late: bool = False,
) -> Response:
    """How one year was kept."""
    with looking(request, caller) as look:
        told = look.answer("cycle", cycle)
        limit = None if all_late else LATE_LINES
        found = look.answer("fairness", cycle, also={"late_days": late_days}, limit=limit)
        path = f"/cycles/{cycle}/fairness"
        context = {
            **found,
            "year": {**told, "years": year_label(told), "href": look.url(f"/cycles/{cycle}")},
            "late": [_late(look, one) for one in found["late"]],
            "all_late": look.url(path, late_days=late_days, all_late="true") if found["next"] else None,
            "corrections": [_correction(look, one) for one in found["corrections"]],
            "indirect": _indirect(look, found["indirect"]),
            "channels": _counted(look, found["votes"]["channels"], "channel"),
            "by": [(sentence(look.text(VOTERS[by])), count) for by, count in found["votes"]["by"].items()],
            "attempts": _attempts(look, cycle),
            "path": path,
        }
        title = look.text(marked("Năm {years} được ghi thế nào"), years=year_label(told))
        return look.page("audit/fairness.html", title, context, bar=look.bar("cycle", cycle))


@router.get("/clusters/{cluster}/fairness")
def cluster_fairness_page(
    request: Request,
    cluster: ClusterId,
    caller: Annotated[Caller, permitted("read_audit")],
    late_days: LateDays = LATE_DAYS,
) -> Response:
    """Turns at the lead of a cluster, and how its years were kept."""
    with looking(request, caller) as look:
        found = look.answer("cluster_fairness", cluster, also={"late_days": late_days})
        context = {
            **found,
            "lead": look.text(called(LEADS, found["kind"])),
            "cycles": [
                {
                    **one,
                    "years": year_label(one),
                    "href": cycle_address(look, one["cycle"])
                    and look.url(f"/cycles/{one['cycle']}/fairness", late_days=late_days),
                }
                for one in found["cycles"]
            ],
            "path": f"/clusters/{cluster}/fairness",
        }
        title = look.text(marked("Luân phiên và cách ghi sổ: {cluster}"), cluster=found["name"])
        return look.page("audit/cluster_fairness.html", title, context, bar=look.bar("cluster", cluster))


def _late(look: Look, one: Mapping[str, Any]) -> Line:
    told = sentence(word("topic", one["topic"], look.language))
    return {**one, "called": told, "href": look.url(f"/events/{one['position']}")}


def _correction(look: Look, one: Mapping[str, Any]) -> Line:
    return {
        **one,
        "href": look.url(f"/events/{one['position']}"),
        "sentence": sentence(one["sentences"][look.language]),
        "ended": [look.text(ENDED[what]) for what in one["after"]],
    }


def _indirect(look: Look, votes: Iterable[Mapping[str, Any]]) -> list[Line]:
    listed = list(votes)
    people = People(look, [one["authority"] for one in listed])
    return [
        {
            **one,
            "href": look.url(f"/events/{one['position']}"),
            "voter": look.text(VOTERS[one["by"]]),
            "as": people.authority(one["authority"]),
        }
        for one in listed
    ]


def _counted(look: Look, counts: Mapping[str, int], table: str) -> list[tuple[str, int]]:
    return [(sentence(word(table, code, look.language)), count) for code, count in counts.items()]


def _attempts(look: Look, cycle: str) -> Line | None:
    """How many attempts were refused on a cycle and its ballots, to now; None for who may not read them."""
    if look.acts.may("read_attempts", Subject()) is None:
        return None
    paths = (
        f"{PREFIX}/cycles/{cycle}/",
        f"/cycles/{cycle}/",
        f"{PREFIX}/ballots/{cycle}.",
        f"/ballots/{cycle}.",
    )
    pages = [attempt_page(look.connection, about=path, limit=ATTEMPTS_MAX) for path in paths]
    return {
        "count": sum(len(page["attempts"]) for page in pages),
        "more": any(page["next"] is not None for page in pages),
        "addresses": [
            look.url("/attempts", about=path)
            for path, page in zip(paths, pages, strict=True)
            if page["attempts"]
        ],
    }

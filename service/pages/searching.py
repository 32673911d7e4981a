"""Finding units, clusters, years and persons by words, with or without diacritics."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.folding import matches
from projections.units import collation
from projections.words import word
from service.accounts import persons
from service.authority.subjects import Subject
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.guard import Caller, permitted
from service.web.reading import WORDS_MAX

FOUND_MAX = 20  # of each kind: whoever wants more adds a word
PERSONS_PAGE = 500

router = APIRouter(include_in_schema=False)


class Found(NamedTuple):
    """Something that was found: its name, what else tells it apart, and its page if the reader may see it."""

    text: str
    told: str | None
    href: str | None


class Group(NamedTuple):
    """What was found of one kind; `more` says that there is more of it than is listed."""

    name: str
    icon: str
    found: list[Found]
    more: bool


@router.get("/search")
def search_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    q: Annotated[str, Query(max_length=WORDS_MAX)] = "",
) -> Response:
    """What has all the words in its name or id."""
    with looking(request, caller) as look:
        wanted = " ".join(q.split())
        groups = [group for group in _groups(look, wanted) if group.found] if wanted else []
        title = look.text(marked("Tìm: {words}"), words=wanted) if wanted else look.text(marked("Tìm"))
        context = {"wanted": wanted, "groups": groups, "searches_persons": _may_read_persons(look)}
        return look.page("search/search.html", title, context)


def _groups(look: Look, wanted: str) -> Iterator[Group]:
    yield _group(look.text(marked("Đơn vị")), "building-2", _units(look, wanted))
    yield _group(look.text(marked("Cụm, khối thi đua")), "users", _clusters(look, wanted))
    yield _group(look.text(marked("Năm thi đua")), "calendar", _cycles(look, wanted))
    if _may_read_persons(look):
        yield _group(look.text(marked("Người")), "user", _persons(look, wanted))


def _group(name: str, icon: str, found: Iterable[Found]) -> Group:
    listed = list(found)
    return Group(name, icon, listed[:FOUND_MAX], len(listed) > FOUND_MAX)


def _asked(look: Look, name: str, wanted: str) -> list[dict[str, Any]]:
    """One line more than is listed, so that it is known whether there is more."""
    found: list[dict[str, Any]] = look.answer(name, q=wanted, limit=FOUND_MAX + 1)[name]
    return found


def _units(look: Look, wanted: str) -> Iterator[Found]:
    for one in _asked(look, "units", wanted):
        yield Found(one["name"], _of(one, look), look.url(f"/units/{one['unit']}"))


def _of(unit: Mapping[str, Any], look: Look) -> str:
    """What tells a unit apart from others of the same name: its kind, what it belongs to, and its end."""
    told = [
        unit["short_name"],
        unit["kind"] and word("unit_kind", unit["kind"], look.language),
        unit["parent"] and unit["parent"].name,
        None if unit["status"] == "active" else word("unit_status", unit["status"], look.language),
    ]
    return " · ".join(one for one in told if one)


def _clusters(look: Look, wanted: str) -> Iterator[Found]:
    for one in _asked(look, "clusters", wanted):
        told = word("cluster_kind", one["kind"], look.language)
        yield Found(one["name"], sentence(told), look.url(f"/clusters/{one['cluster']}"))


def _cycles(look: Look, wanted: str) -> Iterator[Found]:
    for one in _asked(look, "cycles", wanted):
        text = look.text(
            marked("{cluster} · năm {years}"), cluster=one["name"] or one["cluster"], years=year_label(one)
        )
        yield Found(text, one["theme"], cycle_address(look, one["cycle"]))


def _may_read_persons(look: Look) -> bool:
    return look.acts.may("read_persons", Subject()) is not None


def _persons(look: Look, wanted: str) -> list[Found]:
    """Persons by name, as Vietnamese readers sort them; who is erased has none and is not found."""
    known = [
        one
        for one in _all_persons(look)
        if one.name is not None and matches(wanted, (one.name, one.rank, one.person))
    ]
    known.sort(key=lambda one: (collation(one.name or ""), one.person))
    return [Found(one.name or one.person, one.rank, f"/persons/{one.person}") for one in known]


def _all_persons(look: Look) -> Iterator[persons.Person]:
    after: str | None = None
    while True:
        page = persons.listed(look.connection, after=after, limit=PERSONS_PAGE)
        yield from page
        if len(page) < PERSONS_PAGE:
            return
        after = page[-1].person
